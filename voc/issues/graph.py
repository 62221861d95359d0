"""Which texts belong together? Communities of a nearest-neighbour graph.

Groups are learned from at most 5,000 texts, a canonical sample that texts of many contacts enter first; the
others go where their nearest in the sample are. So the number of groups does not grow with the number of
texts, and neither does the time but for placing.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

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
    Trial,
    propose_trial,
    read_wish,
    seek_count,
    try_resolutions,
)

__all__ = ["Grouping", "find_neighbours", "group_vectors", "partition_graph", "weigh_graph"]

NEIGHBOURS = 15
RESAMPLES = 2
LEARNED_FROM = 5000
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
    vectors: Matrix, *, least_size: int = 4, seed: int = 0, granularity: str | int = AUTO
) -> Grouping:
    """Group texts by their vectors.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order, no two alike.
        least_size: Groups smaller than this do not count when the resolution is chosen.
        seed: Of the sample, the consensus runs and the resamples.
        granularity: `auto`, `coarse`, `medium`, `fine` or a wished number of groups.

    Returns:
        A grouping of every text; what to reject is the caller's matter.
    """
    n = len(vectors)
    sample = draw_sample(np.ones(n, np.int64), LEARNED_FROM, seed)
    known = vectors[sample]
    learned = learn_groups(known, scale_least(least_size, len(sample), n), seed, granularity)
    if len(sample) == n:
        return learned
    labels, confidence = place_texts(vectors, known, learned.labels)
    labels[sample], confidence[sample] = learned.labels, learned.confidence
    return replace(learned, labels=labels, confidence=confidence)


def scale_least(least_size: int, n_sample: int, n_texts: int) -> int:
    """Scale the least size of a group to a sample's share of all texts; a group of three counts anywhere."""
    return max(round(least_size * n_sample / max(n_texts, 1)), min(least_size, 3))


def learn_groups(vectors: Matrix, least_size: int, seed: int, granularity: str | int = AUTO) -> Grouping:
    """Group texts that fit into one graph, at the resolution that is proposed or wished."""
    n = len(vectors)
    if n < 8:
        return Grouping(np.zeros(n, np.int64), np.ones(n), 0.0, 0.0)
    k = int(np.clip(n // 20, 4, NEIGHBOURS))
    indices, similarities = find_neighbours(vectors, min(2 * k, n - 1))
    near, closeness = indices[:, :k], similarities[:, :k]
    graph = weigh_graph(near, closeness)
    samples = [resample_graph(indices, similarities, k, seed + number) for number in range(RESAMPLES)]
    trials = try_resolutions(graph, samples, least_size, seed)
    proposed = propose_trial(trials)
    wished = read_wish(granularity) or proposed.groups
    resolution = proposed.resolution
    if wished != proposed.groups:
        resolution, _ = seek_count(graph, wished, least_size, seed, near=resolution)
    agreed = agree_partitions(graph, resolution, seed)
    _, labels = seek_count(agreed, wished, least_size, seed, near=resolution)
    labels = join_nearest(labels, vectors, wished, least_size)
    confidence = rate_groups(share_votes(labels, near, closeness), vectors, find_middles(vectors, labels))
    sure = confidence[np.arange(n), labels]
    return Grouping(labels, sure, resolution, proposed.stability or 0.0, tuple(trials))


def join_nearest(labels: Ints, vectors: Matrix, most: int, least_size: int) -> Ints:
    """Join groups, those with the nearest middles first, until there are `most` of `least_size` texts.

    Only needed where groups hang together by no edge, so that no resolution joins them.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    counted = np.flatnonzero(np.bincount(labels) >= least_size)
    if len(counted) <= most:
        return labels
    roof = fcluster(linkage(find_middles(vectors, labels)[counted], "average"), most, "maxclust")
    renamed = np.arange(int(labels.max()) + 1)
    for place, group in enumerate(counted):
        renamed[group] = counted[int(np.argmax(roof == roof[place]))]
    return np.unique(renamed[labels], return_inverse=True)[1].astype(np.int64)


def place_texts(vectors: Matrix, known: Matrix, labels: Ints) -> tuple[Ints, Floats]:
    """Place texts in the groups that known texts were found to be in.

    Args:
        vectors: (n_texts, n_dims), rows of length 1.
        known: (n_known, n_dims), likewise.
        labels: Of the known texts, from 0.

    Returns:
        Labels and confidence (n_texts,) each.
    """
    placed, confidence = np.empty(len(vectors), np.int64), np.empty(len(vectors))
    middles = find_middles(known, labels)
    for start in range(0, len(vectors), PLACED_AT_ONCE):
        part = slice(start, start + PLACED_AT_ONCE)
        near, closeness = find_nearest_among(vectors[part], known, min(NEIGHBOURS, len(known)))
        rated = rate_groups(share_votes(labels, near, closeness), vectors[part], middles)
        placed[part], confidence[part] = rated.argmax(axis=1), rated.max(axis=1)
    return placed, confidence


def rate_groups(shares: Floats, vectors: Matrix, middles: Matrix) -> Floats:
    """Rate each group for each text: its share of the text's neighbours times the cosine to its middle.

    Better than either alone: of texts placed in groups learned from others, and as a measure of which
    texts are rightly where they are. Between 0 and 1, (n_texts, n_groups).
    """
    return np.asarray(shares * np.maximum(vectors @ middles.T, 0.0), dtype=np.float64)


def find_middles(vectors: Matrix, labels: Ints) -> Matrix:
    """Find each group's middle: (n_groups, n_dims), rows of length 1."""
    n_groups = int(labels.max(initial=0)) + 1
    members = sparse.csr_matrix(
        (np.ones(len(labels), np.float32), (labels, np.arange(len(labels)))), shape=(n_groups, len(labels))
    )
    return scale_rows(np.asarray(members @ vectors, np.float32))
