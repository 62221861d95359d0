"""How many groups are there?

A resolution is worth what its groups tell about who is whose neighbour, less what it takes to tell the
groups themselves. That is found in one pass, without labels or resampling; a weak pull towards the number of
issues that a council works with decides where the evidence does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from voc.issues.communities import measure_stability, partition_graph
from voc.issues.neighbours import Ints

FIRST_RESOLUTION, LAST_RESOLUTION, STEP = 0.2, 50.0, 1.25
MOST_GROUPS = 70  # METHODS: a council cannot oversee more
WISHED_GROUPS = 25
PULL = 0.2  # nats a text, for each e-fold away from the wished number
TELLING_COST = 2.0
SEEKING_STEPS = 8
CLOSELY_LOOKED_AT = 3  # trials, the best by score, whose stability is measured too
GRANULARITIES = {"coarse": 12, "medium": 25, "fine": 50}
AUTO = "auto"


@dataclass(frozen=True)
class Trial:
    """One resolution that was tried: how many groups it gives, and what they tell in nats a text.

    `stability` is how well they come back without a fifth of the texts (adjusted Rand index); None where the
    score is not among the best.
    """

    resolution: float
    groups: int
    score: float
    stability: float | None = None


def count_groups(labels: Ints, least_size: int) -> int:
    """Count the groups of at least `least_size` texts."""
    return int((np.bincount(labels) >= least_size).sum())


def measure_telling(graph: sparse.csr_matrix, labels: Ints) -> float:
    """Measure what groups tell of a graph beyond what they cost, in nats a text; more is better.

    Told: for the weight of a text's edges, how far the share inside groups differs from what the groups'
    sizes would give by chance (Kullback-Leibler), each edge counted once. Cost: twice the entropy of the
    groups, since neighbours' edges are far from independent; twice, with the labelled sets in sight.

    References:
        Karrer, Newman (2011), Physical Review E 83, 016107 (equations 23-25, for groups that are alike).
    """
    degrees = np.asarray(graph.sum(axis=1)).ravel()
    total = float(degrees.sum())
    edges = graph.tocoo()
    inside = float(edges.data[labels[edges.row] == labels[edges.col]].sum()) / total
    by_chance = float(((np.bincount(labels, weights=degrees) / total) ** 2).sum())
    told = _compare_odds(inside, by_chance) + _compare_odds(1 - inside, 1 - by_chance)
    shares = np.bincount(labels) / len(labels)
    entropy = -float((shares[shares > 0] * np.log(shares[shares > 0])).sum())
    return told * total / len(labels) / 2 - TELLING_COST * entropy


def _compare_odds(share: float, expected: float) -> float:
    return share * float(np.log(share / max(expected, 1e-12))) if share > 0 else 0.0


def try_resolutions(
    graph: sparse.csr_matrix,
    samples: Sequence[tuple[Ints, sparse.csr_matrix]],
    least_size: int,
    seed: int,
) -> list[Trial]:
    """Try resolutions, each a quarter finer, until there are more groups than people can work with."""
    trials: list[Trial] = []
    found: list[Ints] = []
    resolution = FIRST_RESOLUTION
    while resolution < LAST_RESOLUTION:
        labels = partition_graph(graph, resolution, seed)
        groups = count_groups(labels, least_size)
        if trials and (groups > MOST_GROUPS or groups < trials[-1].groups / 2):
            break
        score = measure_telling(graph, labels) - PULL * abs(np.log(max(groups, 1) / WISHED_GROUPS))
        trials.append(Trial(resolution, groups, float(score)))
        found.append(labels)
        resolution *= STEP
    for place in np.argsort([-trial.score for trial in trials], kind="stable")[:CLOSELY_LOOKED_AT]:
        trial = trials[place]
        stability = measure_stability(samples, found[place], trial.resolution, seed)
        trials[place] = replace(trial, stability=stability)
    return trials


def propose_trial(trials: Sequence[Trial]) -> Trial:
    """Propose the trial with the best score, the coarsest of equals."""
    return max(trials, key=lambda trial: trial.score)


def seek_count(
    graph: sparse.csr_matrix, wished: int, least_size: int, seed: int, *, near: float = 1.0
) -> tuple[float, Ints]:
    """Seek the resolution that gives a wished number of groups, by bisection around a likely one.

    Returns:
        The resolution that comes nearest, and its labels.
    """
    low, high = near / 16, near * 16
    best, found, distance = near, np.zeros(graph.shape[0], np.int64), np.inf
    for _ in range(SEEKING_STEPS):
        resolution = float(np.sqrt(low * high))
        labels = partition_graph(graph, resolution, seed)
        groups = count_groups(labels, least_size)
        if abs(groups - wished) < distance:
            best, found, distance = resolution, labels, abs(groups - wished)
        if groups == wished:
            break
        low, high = (resolution, high) if groups < wished else (low, resolution)
    return best, found


def read_wish(granularity: str | int) -> int | None:
    """Read a granularity as a wished number of groups; None for the evidence's own."""
    if isinstance(granularity, int):
        return granularity
    return None if granularity == AUTO else GRANULARITIES[granularity]
