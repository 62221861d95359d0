"""Which texts lie nearest to a text?

Exact, in blocks. No index of an approximate search is needed: groups are learned from a canonical sample of
bounded size (`graph.py`), and every other text only asks for its nearest in the sample.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]

NOBODY = -2.0  # below every cosine
BLOCK = 512  # texts at once: memory is this times the texts they are compared with


def find_neighbours(vectors: Matrix, k: int, block: int = BLOCK) -> tuple[Ints, Floats]:
    """Find each row's k nearest other rows by cosine, nearest first: indices and similarities (n, k).

    Rows must have length 1; ties go to the earlier row.
    """
    return _search_blocks(vectors, vectors, k, block, are_same=True)


def find_nearest_among(texts: Matrix, known: Matrix, k: int, block: int = BLOCK) -> tuple[Ints, Floats]:
    """Find for each of some texts the k nearest of the known ones, nearest first: (n_texts, k) each."""
    return _search_blocks(texts, known, k, block, are_same=False)


def _search_blocks(
    texts: Matrix, known: Matrix, k: int, block: int, *, are_same: bool
) -> tuple[Ints, Floats]:
    n = len(texts)
    indices, similarities = np.empty((n, k), np.int64), np.empty((n, k), np.float64)
    for start in range(0, n, block):
        stop = min(start + block, n)
        scores = texts[start:stop] @ known.T
        if are_same:
            scores[np.arange(stop - start), np.arange(start, stop)] = NOBODY
        nearest = np.argpartition(scores, -k, axis=1)[:, -k:]
        found = np.take_along_axis(scores, nearest, axis=1)
        order = np.lexsort((nearest, -found), axis=1)
        indices[start:stop] = np.take_along_axis(nearest, order, axis=1)
        similarities[start:stop] = np.take_along_axis(found, order, axis=1)
    return indices, similarities


def draw_sample(weights: NDArray[np.int64], size: int, seed: int) -> Ints:
    """Draw row numbers, in order; a row that more contacts stand behind is drawn more surely.

    References:
        Efraimidis, Spirakis (2006), Information Processing Letters 97(5), 181-185.
    """
    n = len(weights)
    if n <= size:
        return np.arange(n)
    keys = np.random.default_rng(seed).random(n) ** (1.0 / np.maximum(weights, 1))
    return np.sort(np.argsort(-keys, kind="stable")[:size])


def share_votes(labels: Ints, indices: Ints, similarities: Floats) -> Floats:
    """Share each text's neighbours among the groups, the nearer ones counting for more.

    Args:
        labels: Of the known texts, from 0.
        indices: Each text's neighbours among the known ones, nearest first (n_texts, k).
        similarities: Of these.

    Returns:
        (n_texts, n_groups), each row's sum 1. A neighbour weighs exp(-(d - d_nearest) / mean excess), as in
        the graph.
    """
    distances = np.maximum(1.0 - similarities, 0.0)
    excess = distances - distances[:, :1]
    weights = np.exp(-excess / np.maximum(excess.mean(axis=1, keepdims=True), 1e-6))
    votes = np.zeros((len(indices), int(labels.max(initial=0)) + 1))
    rows = np.repeat(np.arange(len(indices)), indices.shape[1])
    np.add.at(votes, (rows, labels[indices].ravel()), weights.ravel())
    return np.asarray(votes / weights.sum(axis=1, keepdims=True))
