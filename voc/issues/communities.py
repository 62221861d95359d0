"""What are the communities of a graph of texts, and do they come back?

Leiden, the consensus of several runs, and runs on a part of the texts: the same for the same graph and seed.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from voc.issues.neighbours import NOBODY, Floats, Ints

CONSENSUS_RUNS = 8
ITERATIONS = 2  # a third changes next to nothing and takes half as long again


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
        iterations=ITERATIONS,
        seed=seed,
    )
    return np.array([found[node] for node in range(graph.shape[0])], dtype=np.int64)


def agree_partitions(graph: sparse.csr_matrix, resolution: float, seed: int) -> sparse.csr_matrix:
    """Keep of each edge as much as eight partitions keep it inside a group: a graph with clearer seams.

    References:
        Lancichinetti, Fortunato (2012), Scientific Reports 2, 336.
    """
    runs = [partition_graph(graph, resolution, seed + run) for run in range(CONSENSUS_RUNS)]
    edges = graph.tocoo()
    kept = np.mean([labels[edges.row] == labels[edges.col] for labels in runs], axis=0)
    return sparse.csr_matrix((edges.data * kept**2 + 1e-9, (edges.row, edges.col)), shape=graph.shape)


def resample_graph(indices: Ints, similarities: Floats, k: int, seed: int) -> tuple[Ints, sparse.csr_matrix]:
    """Leave out a fifth of the rows: the kept rows and the graph among them.

    A kept row's neighbours are the first k of its wider neighbourhood that are kept too, or fewer.
    """
    n = len(indices)
    kept = np.sort(np.random.default_rng(seed).choice(n, int(0.8 * n), replace=False))
    place = np.full(n, -1, np.int64)
    place[kept] = np.arange(len(kept))
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
