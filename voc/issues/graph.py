"""Which texts belong together? A nearest-neighbour graph and its communities.

The resolution is no constant: it is the one whose communities come back best when a fifth of the texts
is left out, among those that give a number of groups that people can work with.

Measured here against UMAP and HDBSCAN in docs/results.md: as good, far more stable, many times faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEIGHBOURS = 15
RESOLUTIONS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
CONSENSUS_RUNS = 8
RESAMPLES = 4
MOST_GROUPS = 70
WISHED_GROUPS = 30.0
COUNT_WEIGHT = 0.3  # of stability, for each e-fold away from the wished number
NOBODY = -2.0  # below every cosine


@dataclass(frozen=True)
class Grouping:
    """Groups of texts: `labels` from 0 (n_texts,), `confidence` 0 to 1, and how they were chosen."""

    labels: Ints
    confidence: Floats
    resolution: float
    stability: float


def find_neighbours(vectors: NDArray[np.float32], k: int, block: int = 512) -> tuple[Ints, Floats]:
    """Find each row's k nearest other rows by cosine, nearest first: indices and similarities (n, k).

    Exact, in blocks: memory is `block` times n. Rows must have length 1.
    """
    n = len(vectors)
    indices, similarities = np.empty((n, k), np.int64), np.empty((n, k), np.float64)
    for start in range(0, n, block):
        stop = min(start + block, n)
        scores = vectors[start:stop] @ vectors.T
        scores[np.arange(stop - start), np.arange(start, stop)] = NOBODY
        nearest = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        found = np.take_along_axis(scores, nearest, axis=1)
        order = np.lexsort((nearest, -found), axis=1)
        indices[start:stop] = np.take_along_axis(nearest, order, axis=1)
        similarities[start:stop] = np.take_along_axis(found, order, axis=1)
    return indices, similarities


def weigh_graph(indices: Ints, similarities: Floats) -> sparse.csr_matrix:
    """Turn neighbours into a symmetric graph, scaled locally.

    Weight exp(-(d - d_nearest) / mean excess), joined by the probabilistic sum a + b - ab. A
    similarity of `NOBODY` stands for no neighbour.

    References:
        McInnes, Healy, Melville (2018), UMAP, arXiv:1802.03426, section 3.1.
    """
    n, k = indices.shape
    is_there = similarities > NOBODY
    distances = np.where(is_there, np.maximum(1.0 - similarities, 0.0), 0.0)
    excess = np.where(is_there, np.maximum(distances - distances[:, :1], 0.0), 0.0)
    spread = np.maximum(excess.sum(axis=1) / np.maximum(is_there.sum(axis=1), 1), 1e-6)[:, None]
    weights = np.exp(-excess / spread)[is_there]
    rows = np.repeat(np.arange(n), k)[is_there.ravel()]
    directed = sparse.csr_matrix((weights, (rows, indices[is_there])), shape=(n, n))
    reverse = directed.T.tocsr()
    graph = (directed + reverse - directed.multiply(reverse)).tocsr()
    graph.sort_indices()
    return graph


def partition_graph(graph: sparse.csr_matrix, resolution: float, seed: int) -> Ints:
    """Split a graph into communities by Leiden; labels (n,) from 0.

    References:
        Traag, Waltman, van Eck (2019), Scientific Reports 9, 5233.
    """
    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        iterations=3,
        seed=seed,
    )
    return np.array([found[node] for node in range(graph.shape[0])], dtype=np.int64)


def agree_partitions(graph: sparse.csr_matrix, resolution: float, seed: int) -> Ints:
    """Split by the consensus of eight runs: an edge counts as far as the runs keep it inside.

    References:
        Lancichinetti, Fortunato (2012), Scientific Reports 2, 336.
    """
    runs = [partition_graph(graph, resolution, seed + run) for run in range(CONSENSUS_RUNS)]
    edges = graph.tocoo()
    kept = np.mean([labels[edges.row] == labels[edges.col] for labels in runs], axis=0)
    agreed = sparse.csr_matrix((edges.data * kept**2 + 1e-9, (edges.row, edges.col)), shape=graph.shape)
    return partition_graph(agreed, resolution, seed)


def resample_graph(indices: Ints, similarities: Floats, k: int, seed: int) -> tuple[Ints, sparse.csr_matrix]:
    """Leave out a fifth of the rows (more above 8,000): the kept rows and the graph among them.

    A kept row's neighbours are the first k of its wider neighbourhood that are kept too, or fewer.
    """
    n = len(indices)
    size = min(int(0.8 * n), 8000)
    kept = np.sort(np.random.default_rng(seed).choice(n, size, replace=False))
    place = np.full(n, -1, np.int64)
    place[kept] = np.arange(size)
    renumbered = place[indices[kept]]
    order = np.argsort(renumbered < 0, axis=1, kind="stable")[:, :k]
    thinned = np.take_along_axis(renumbered, order, axis=1)
    scores = np.take_along_axis(similarities[kept], order, axis=1)
    return kept, weigh_graph(thinned, np.where(thinned < 0, NOBODY, scores))


def measure_stability(
    samples: Sequence[tuple[Ints, sparse.csr_matrix]], labels: Ints, resolution: float, seed: int
) -> float:
    """Measure how well groups come back without a fifth of the texts: mean adjusted Rand index."""
    from sklearn.metrics import adjusted_rand_score

    scores = [
        adjusted_rand_score(labels[kept], partition_graph(graph, resolution, seed + number))
        for number, (kept, graph) in enumerate(samples)
    ]
    return float(np.mean(scores))


def rate_confidence(graph: sparse.csr_matrix, labels: Ints) -> Floats:
    """Rate each node: the share of its graph weight that stays inside its own group, 0 to 1."""
    edges = graph.tocoo()
    inside = np.bincount(
        edges.row, weights=edges.data * (labels[edges.row] == labels[edges.col]), minlength=len(labels)
    )
    total = np.bincount(edges.row, weights=edges.data, minlength=len(labels))
    return np.asarray(inside / np.maximum(total, 1e-12))


def group_vectors(vectors: NDArray[np.float32], *, least_size: int = 4, seed: int = 0) -> Grouping:
    """Group texts by their vectors, at the resolution that is most stable.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order, no two alike.
        least_size: Groups smaller than this do not count when the resolution is chosen.
        seed: Of the consensus runs and the resamples.

    Returns:
        A grouping of every text; what to reject is the caller's matter.
    """
    n = len(vectors)
    if n < 8:
        return Grouping(np.zeros(n, np.int64), np.ones(n), 0.0, 0.0)
    k = int(np.clip(n // 20, 4, NEIGHBOURS))
    wide = min(2 * k, n - 1)
    indices, similarities = find_neighbours(vectors, wide)
    graph = weigh_graph(indices[:, :k], similarities[:, :k])
    samples = [resample_graph(indices, similarities, k, seed + number) for number in range(RESAMPLES)]
    return choose_grouping(graph, samples, least_size, seed)


def choose_grouping(
    graph: sparse.csr_matrix,
    samples: Sequence[tuple[Ints, sparse.csr_matrix]],
    least_size: int,
    seed: int,
) -> Grouping:
    """Choose the resolution that is most stable for a number of groups that people can work with.

    Stability counts less the farther the number of groups is from 30, the reasons for contact that a
    company has at most, as a rule (a fortieth of the texts where these are few); more than 70 never do.
    """
    wished = float(np.clip(graph.shape[0] / 40, 3, WISHED_GROUPS))
    best, chosen, steadiness = -np.inf, RESOLUTIONS[0], 0.0
    for resolution in RESOLUTIONS:
        labels = partition_graph(graph, resolution, seed)
        n_groups = count_groups(labels, least_size)
        if np.isfinite(best) and n_groups > MOST_GROUPS:
            break
        stability = measure_stability(samples, labels, resolution, seed)
        score = stability - COUNT_WEIGHT * abs(np.log(max(n_groups, 1) / wished))
        if score > best:
            best, chosen, steadiness = score, resolution, stability
    labels = agree_partitions(graph, chosen, seed)
    return Grouping(labels, rate_confidence(graph, labels), chosen, steadiness)


def count_groups(labels: Ints, least_size: int) -> int:
    """Count the groups of at least `least_size` texts."""
    return int((np.bincount(labels) >= least_size).sum())
