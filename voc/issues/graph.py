"""Which texts belong together? Communities of a nearest-neighbour graph.

Groups are learned from at most 6,000 texts, a canonical sample that texts of many contacts enter first; the
others go where their nearest in the sample are. So the number of groups does not grow with the number of
texts, and neither does the time but for placing.
"""

from dataclasses import dataclass

import numpy as np

from voc.issues.communities import agree_partitions, partition_graph, resample_graph, weigh_graph
from voc.issues.embed import scale_rows
from voc.issues.neighbours import (
    Floats,
    Ints,
    Matrix,
    draw_sample,
    find_nearest_among,
    find_neighbours,
    share_votes,
)
from voc.issues.resolution import (
    AUTO,
    MOST_GROUPS,
    Trial,
    propose_trial,
    read_wish,
    seek_count,
    try_resolutions,
)

__all__ = ["Grouping", "find_neighbours", "group_vectors", "partition_graph", "weigh_graph"]

NEIGHBOURS = 15
RESAMPLES = 2
LEARNED_FROM = 6000
PLACED_AT_ONCE = 4096


@dataclass(frozen=True)
class Grouping:
    """Groups of texts: `labels` from 0 (n_texts,), `confidence` 0 to 1, and how they were chosen."""

    labels: Ints
    confidence: Floats
    resolution: float
    stability: float
    trials: tuple[Trial, ...] = ()  # what was tried; empty where there are too few texts to try


def group_vectors(
    vectors: Matrix,
    *,
    least_size: int = 4,
    seed: int = 0,
    granularity: str | int = AUTO,
    weights: Ints | None = None,
) -> Grouping:
    """Group texts by their vectors.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order, no two alike.
        least_size: Groups smaller than this do not count when the resolution is chosen.
        seed: Of the sample, the consensus runs and the resamples.
        granularity: `auto`, `coarse`, `medium`, `fine` or a wished number of groups.
        weights: The contacts behind each text, by which the sample is drawn.

    Returns:
        A grouping of every text; what to reject is the caller's matter.
    """
    n = len(vectors)
    if n < 8:
        return Grouping(np.zeros(n, np.int64), np.ones(n), 0.0, 0.0)
    sample = draw_sample(np.ones(n, np.int64) if weights is None else weights, LEARNED_FROM, seed)
    known = vectors[sample]
    learned = learn_groups(known, least_size, seed, granularity)
    if len(sample) == n:
        return learned
    labels, confidence = place_texts(vectors, known, learned.labels)
    labels[sample], confidence[sample] = learned.labels, learned.confidence
    return Grouping(labels, confidence, learned.resolution, learned.stability, learned.trials)


def learn_groups(vectors: Matrix, least_size: int, seed: int, granularity: str | int) -> Grouping:
    """Group texts that fit into one graph, at the resolution that is proposed or wished."""
    n = len(vectors)
    k = int(np.clip(n // 20, 4, NEIGHBOURS))
    indices, similarities = find_neighbours(vectors, min(2 * k, n - 1))
    near, closeness = indices[:, :k], similarities[:, :k]
    graph = weigh_graph(near, closeness)
    samples = [resample_graph(indices, similarities, k, seed + number) for number in range(RESAMPLES)]
    trials = try_resolutions(graph, samples, least_size, seed)
    chosen, wished = propose_trial(trials), read_wish(granularity)
    resolution = chosen.resolution if wished is None else seek_count(graph, wished, least_size, seed)
    agreed = agree_partitions(graph, resolution, seed)
    clear = seek_count(agreed, wished or chosen.groups, least_size, seed)
    labels = join_nearest(partition_graph(agreed, clear, seed), vectors, wished or MOST_GROUPS, least_size)
    confidence = rate_confidence(share_votes(labels, near, closeness), labels, vectors, labels, vectors)
    return Grouping(labels, confidence, resolution, chosen.stability, tuple(trials))


def join_nearest(labels: Ints, vectors: Matrix, most: int, least_size: int) -> Ints:
    """Join groups, those with the nearest middles first, until there are `most` of `least_size` texts.

    Only needed where groups hang together by no edge, so that no resolution joins them.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    counted = np.flatnonzero(np.bincount(labels) >= least_size)
    if len(counted) <= most:
        return labels
    middles = scale_rows(np.vstack([vectors[labels == group].mean(axis=0) for group in counted]))
    roof = fcluster(linkage(middles, "average"), most, "maxclust")
    renamed = np.arange(int(labels.max()) + 1)
    for place, group in enumerate(counted):
        renamed[group] = counted[int(np.argmax(roof == roof[place]))]
    return np.unique(renamed[labels], return_inverse=True)[1].astype(np.int64)


def place_texts(vectors: Matrix, known: Matrix, labels: Ints) -> tuple[Ints, Floats]:
    """Place texts in the groups of their nearest known texts: labels and confidence (n_texts,) each."""
    placed, confidence = np.empty(len(vectors), np.int64), np.empty(len(vectors))
    for start in range(0, len(vectors), PLACED_AT_ONCE):
        part = slice(start, start + PLACED_AT_ONCE)
        near, closeness = find_nearest_among(vectors[part], known, min(NEIGHBOURS, len(known)))
        shares = share_votes(labels, near, closeness)
        placed[part] = shares.argmax(axis=1)
        confidence[part] = rate_confidence(shares, placed[part], vectors[part], labels, known)
    return placed, confidence


def rate_confidence(shares: Floats, own: Ints, vectors: Matrix, labels: Ints, known: Matrix) -> Floats:
    """Rate how sure texts are of their group: their neighbours' share in it times the cosine to its middle.

    Args:
        shares: From `share_votes` (n_texts, n_groups).
        own: Each text's group.
        vectors: The texts' own (n_texts, n_dims).
        labels: Groups of the known texts.
        known: The known texts' vectors.
    """
    sums = np.zeros((shares.shape[1], known.shape[1]), np.float32)
    np.add.at(sums, labels, known)
    cosine = np.einsum("ij,ij->i", vectors, scale_rows(sums)[own])
    return np.asarray(shares[np.arange(len(own)), own] * np.maximum(cosine, 0.0), dtype=np.float64)
