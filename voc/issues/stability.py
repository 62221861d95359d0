"""How firmly does each issue stand: does it come back when other texts of it are looked at?

Rated issue by issue, since a good set of issues may hold one that is none. The texts are grouped anew without
a fifth of them, several times over; an issue is as stable as the group that is most like it, on average.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.issues.communities import partition_graph, resample_graph, weigh_graph
from voc.issues.neighbours import Floats, Ints, find_neighbours

MOST_TEXTS = 4000  # of all issues together
LEAST_TEXTS = 8
NEIGHBOURS = 15
RESOLUTIONS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0)  # the one that finds the issues best is taken
RESAMPLES = 8


def share_places(sizes: Sequence[int], most: int = MOST_TEXTS) -> list[int]:
    """Share out places among issues of these sizes: small ones whole, the others alike; `most` in all."""
    shares, left = [0] * len(sizes), most
    for turn, issue in enumerate(sorted(range(len(sizes)), key=lambda issue: sizes[issue])):
        shares[issue] = min(sizes[issue], left // (len(sizes) - turn))
        left -= shares[issue]
    return shares


def rate_stability(
    vectors: NDArray[np.float32], labels: Ints, n_issues: int, *, seed: int = 0
) -> list[float | None]:
    """Rate how often each issue comes back: 0 to 1, 0.75 and more is firm; below 0.5 it dissolves.

    Texts without an issue are left out: the question is whether these issues are told apart, not whether
    every text has one.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        labels: (n_texts,) the number of each text's issue.
        n_issues: How many issues there are.
        seed: Of the resamples.

    Returns:
        A figure an issue; None where too little was said to tell.

    References:
        Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52(1), 258-271.
    """
    n = len(vectors)
    if n < LEAST_TEXTS or n_issues < 2:
        return [None] * n_issues
    k = int(np.clip(n // 20, 4, NEIGHBOURS))
    indices, similarities = find_neighbours(vectors, min(2 * k, n - 1))
    graph = weigh_graph(indices[:, :k], similarities[:, :k])
    overlaps = [rate_recurrence(labels, partition_graph(graph, r, seed), n_issues) for r in RESOLUTIONS]
    resolution = RESOLUTIONS[int(np.argmax([np.nanmean(found) for found in overlaps]))]
    rates = np.full((RESAMPLES, n_issues), np.nan)
    for turn in range(RESAMPLES):
        kept, part = resample_graph(indices, similarities, k, seed + turn)
        rates[turn] = rate_recurrence(labels[kept], partition_graph(part, resolution, seed + turn), n_issues)
    counts = (~np.isnan(rates)).sum(axis=0)
    means = np.nansum(rates, axis=0) / np.maximum(counts, 1)
    return [float(mean) if count else None for mean, count in zip(means, counts, strict=True)]


def rate_recurrence(labels: Ints, groups: Ints, n_issues: int) -> Floats:
    """Match each issue with the group most like it: their Jaccard overlap; not a number without a text."""
    shared = np.zeros((n_issues, int(groups.max()) + 1))
    np.add.at(shared, (labels, groups), 1.0)
    sizes = shared.sum(axis=1)
    union = sizes[:, None] + shared.sum(axis=0)[None, :] - shared
    overlap = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0).max(axis=1)
    return np.where(sizes > 0, overlap, np.nan)
