"""How is one set of labels, known for few texts, turned into a linear view of all vectors?

The labels are spread over the neighbour graph (Zhou et al. 2004, Learning with local and global
consistency, NIPS 16), then a shrunken linear discriminant is fitted to all texts by how sure each is.
Twice: in the view that the first round gives, neighbours agree better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh

from voc.issues.graph import find_neighbours, weigh_graph

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS = 15
SPREADING = 0.85
STEPS = 20
SHRINKAGE = 0.2
DECIDED_WEIGHT = 5.0  # a text that somebody decided counts as much as so many that its label spread to
ROUNDS = 2
MOST_DIMS = 100
MOST_ROWS = 6000


@dataclass(frozen=True)
class Part:
    """A linear view of vectors, `matrix` (n_dims, k) and `offset` (k,) rounded to float16, and its weight."""

    matrix: Floats
    offset: Floats
    weight: float

    def view(self, vectors: Floats) -> Floats:
        """View vectors: (n_texts, k), rows of length 1."""
        seen = vectors @ self.matrix - self.offset
        return np.asarray(seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9))


def thin_rows(decided: Ints, seed: int) -> Ints:
    """Keep at most 6,000 rows to learn from, decided ones first: row numbers in order."""
    n = len(decided)
    if n <= MOST_ROWS:
        return np.arange(n)
    order = np.random.default_rng(seed).permutation(n)
    first = order[np.argsort(decided[order] < 0, kind="stable")]
    return np.sort(first[:MOST_ROWS])


def join_views(vectors: Floats, parts: Sequence[Part]) -> Floats:
    """Put each part's view beside the vectors, at its weight; rows of length 1."""
    joined = np.hstack([vectors, *(part.weight * part.view(vectors) for part in parts)])
    return np.asarray(joined / np.maximum(np.linalg.norm(joined, axis=1, keepdims=True), 1e-9))


def build_graph(vectors: Floats) -> sparse.csr_matrix:
    """Build the neighbour graph of rows, normalised on both sides by the root of its nodes' weights."""
    n_near = min(NEIGHBOURS, len(vectors) - 1)
    graph = weigh_graph(*find_neighbours(np.asarray(vectors, np.float32), n_near))
    scale = sparse.diags(1 / np.sqrt(np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-12)))
    return (scale @ graph @ scale).tocsr()


def spread_labels(graph: sparse.csr_matrix, labels: Ints, sure: Floats) -> Floats:
    """Spread labels (0.. or -1) over a graph: (n_texts, n_labels), how surely each text has each.

    A text's row sums to how clear its best label is; decided texts count more, and only for theirs.
    """
    known = np.flatnonzero(labels >= 0)
    start = np.zeros((len(labels), int(labels.max()) + 1))
    start[known, labels[known]] = sure[known]
    flow = start
    for _ in range(STEPS):
        flow = SPREADING * (graph @ flow) + (1 - SPREADING) * start
    flow = flow * start.sum(axis=0) / np.maximum(flow.sum(axis=0), 1e-12)
    share = flow / np.maximum(flow.sum(axis=1, keepdims=True), 1e-12)
    sharp = share**2 / np.maximum((share**2).sum(axis=1, keepdims=True), 1e-12)
    spread = sharp * share.max(axis=1, keepdims=True)
    spread[known] = DECIDED_WEIGHT * start[known]
    return np.asarray(spread)


def fit_discriminant(vectors: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Fit a shrunken linear discriminant to texts that have each label more or less surely.

    Args:
        vectors: (n_texts, n_dims).
        spread: (n_texts, n_labels), 0 and up.

    Returns:
        (n_dims, k) directions, those that labels differ most in first, and where their middle lies (k,);
        k is at most one fewer than the labels, and 100.
    """
    mass = np.maximum(spread.sum(axis=0), 1e-12)
    means = (spread.T @ vectors) / mass[:, None]
    total = mass.sum()
    middle = mass @ means / total
    scatter = (vectors * spread.sum(axis=1)[:, None]).T @ vectors / total
    shares = (mass / total)[:, None]
    inside = scatter - means.T @ (shares * means)
    between = (means - middle).T @ (shares * (means - middle))
    dims = len(inside)
    shrunk = (1 - SHRINKAGE) * inside + SHRINKAGE * (np.trace(inside) / dims + 1e-9) * np.eye(dims)
    count = min(len(mass) - 1, MOST_DIMS, dims)
    values, directions = eigh(between, shrunk, subset_by_index=[dims - count, dims - 1])
    values, directions = np.maximum(values[::-1], 0), directions[:, ::-1]
    directions = directions * np.sqrt(values / (values + 1))
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(count)])
    return directions, middle @ directions


def learn_part(
    vectors: Floats, labels: Ints, sure: Floats, weight: float, before: Sequence[Part] = ()
) -> Part:
    """Learn the view in which texts of one label lie together, rounded as it will be packed."""
    codes = np.where(labels >= 0, np.unique(labels, return_inverse=True)[1] - int((labels < 0).any()), -1)
    parts = list(before)
    part = None
    for _ in range(ROUNDS):
        graph = build_graph(join_views(vectors, parts))
        matrix, offset = fit_discriminant(vectors, spread_labels(graph, codes, sure))
        size = np.abs(matrix).max()
        part = Part(round_half(matrix / size), round_half(offset / size), weight)
        parts = [*before, Part(part.matrix, part.offset, 1.0)]
    assert part is not None
    return part


def round_half(values: Floats) -> Floats:
    """Round to what float16 can hold."""
    return values.astype(np.float16).astype(np.float64)
