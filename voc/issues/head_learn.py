"""How is one set of labels, known for few texts, turned into a linear view of all vectors?

The labels are spread over the neighbour graph, then a shrunken linear discriminant is fitted to all texts
by how sure each is. Twice: in the view that the first round gives, neighbours agree better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import eigh

from voc.issues.communities import partition_graph, weigh_graph
from voc.issues.neighbours import Floats, Ints, find_neighbours

NEIGHBOURS = 15
STOPPING = 0.15  # of a walk over the graph, at each step
STEPS = 30
DECIDED_WEIGHT = 5.0  # a text that somebody decided counts as much as so many that its label spread to
FINENESS = 4.0  # resolution of the communities that stand for issues nobody spoke about
SHRINKAGE = 0.5  # less follows the texts it was learned from: later ones then fall short of thresholds
FULL_STRENGTH = 150.0  # decided texts whose view tells texts apart as strongly as the vectors do
MOST_STRENGTH = 2.0
ROUNDS = 2
MOST_DIMS, MOST_HINT_DIMS = 100, 30  # so that a head of some columns packs into 300 kB
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
    """Build the neighbour graph of rows."""
    n_near = min(NEIGHBOURS, len(vectors) - 1)
    return weigh_graph(*find_neighbours(np.asarray(vectors, np.float32), n_near))


def spread_labels(graph: sparse.csr_matrix, labels: Ints, sure: Floats) -> tuple[Floats, Floats]:
    """Spread labels (0.. or -1) by walks over the graph that end where a text is labelled, or give up.

    Returns:
        (n_texts, n_labels), how surely each text has each label; a decided text counts more, and for its
        own alone; and (n_texts,) the share of walks from it that reached none.

    References:
        Zhu, Ghahramani, Lafferty (2003), Semi-supervised learning using Gaussian fields, ICML.
    """
    known = np.flatnonzero(labels >= 0)
    start = np.zeros((len(labels), int(labels.max()) + 1))
    start[known, labels[known]] = 1.0
    steps = sparse.diags(1 / np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-12)) @ graph
    reach = start
    for _ in range(STEPS):
        reach = (1 - STOPPING) * (steps @ reach)
        reach[known] = start[known]
    lost = 1 - reach.sum(axis=1)
    share = reach / np.maximum(reach.sum(axis=1, keepdims=True), 1e-12)
    sharp = share**2 / np.maximum((share**2).sum(axis=1, keepdims=True), 1e-12)
    spread = sharp * share.max(axis=1, keepdims=True)
    spread[known] = DECIDED_WEIGHT * sure[known, None] * start[known]
    return np.asarray(spread), np.asarray(lost)


def keep_unspoken(communities: Ints, labels: Ints, lost: Floats) -> Floats:
    """Let communities in which nobody decided anything stand for issues of their own.

    They weigh as the share of texts whose issue nobody spoke about: that of issues among the decided texts
    that were met but once (Good 1953, Biometrika 40). So what was never spoken about is not pulled apart.
    """
    counts = np.bincount(labels[labels >= 0])
    unseen = (counts == 1).sum() / counts.sum()
    spoken = np.bincount(communities[labels >= 0], minlength=int(communities.max()) + 1) > 0
    rows = np.flatnonzero(~spoken[communities])
    names, places = np.unique(communities[rows], return_inverse=True)
    kept = np.zeros((len(labels), len(names)))
    kept[rows, places] = unseen * lost[rows]
    return kept


def fit_discriminant(vectors: Floats, spread: Floats, most_dims: int) -> tuple[Floats, Floats]:
    """Fit a shrunken linear discriminant to texts that have each label more or less surely.

    Args:
        vectors: (n_texts, n_dims).
        spread: (n_texts, n_labels), 0 and up.
        most_dims: At most so many directions.

    Returns:
        (n_dims, k) directions, those that labels differ most in first, and where their middle lies (k,);
        k is at most one fewer than the labels, and `most_dims`.
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
    count = min(len(mass) - 1, most_dims, dims)
    values, directions = eigh(between, shrunk, subset_by_index=[dims - count, dims - 1])
    values, directions = np.maximum(values[::-1], 0), directions[:, ::-1]
    directions = directions * np.sqrt(values / (values + 1))
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(count)])
    return directions, middle @ directions


@dataclass(frozen=True)
class Ground:
    """Vectors, the views found before, and the neighbour graph in both with its communities."""

    vectors: Floats
    before: tuple[Part, ...]
    graph: sparse.csr_matrix
    communities: Ints


def prepare_ground(vectors: Floats, before: Sequence[Part] = ()) -> Ground:
    """Prepare vectors for learning views of them."""
    graph = build_graph(join_views(vectors, before))
    return Ground(vectors, tuple(before), graph, partition_graph(graph, FINENESS, 0))


def learn_part(ground: Ground, labels: Ints, sure: Floats, strength: float | None = None) -> Part:
    """Learn the view in which texts of one label lie together, rounded as it will be packed.

    `strength` is how strongly the view tells texts apart, of the vectors' own strength: by default, more
    the more texts were decided. With one given, as for a column, it has at most 30 dimensions.
    """
    vectors, graph = ground.vectors, ground.graph
    codes = np.where(labels >= 0, np.unique(labels, return_inverse=True)[1] - int((labels < 0).any()), -1)
    part = Part(np.zeros((0, 0)), np.zeros(0), 0.0)
    for turn in range(ROUNDS):
        if turn:
            graph = build_graph(join_views(vectors, [*ground.before, part]))
        spread, lost = spread_labels(graph, codes, sure)
        spread = np.hstack([spread, keep_unspoken(ground.communities, codes, lost)])
        matrix, offset = fit_discriminant(vectors, spread, MOST_DIMS if strength is None else MOST_HINT_DIMS)
        size = np.abs(matrix).max()
        part = Part(round_half(matrix / size), round_half(offset / size), 1.0)
    told = min(float(sure[codes >= 0].sum()) / FULL_STRENGTH, MOST_STRENGTH)
    contrast = rate_contrast(vectors) / max(rate_contrast(part.view(vectors)), 1e-9)
    weight = np.sqrt((told if strength is None else strength) * contrast)
    return Part(part.matrix, part.offset, float(round_half(weight)))


def rate_contrast(vectors: Floats) -> float:
    """Rate how strongly vectors tell texts apart: the standard deviation of cosines between two of them."""
    moment, mean = vectors.T @ vectors / len(vectors), vectors.mean(axis=0)
    return float(np.sqrt(max((moment**2).sum() - (mean @ mean) ** 2, 0.0)))


def round_half(values: Floats | float) -> Floats:
    """Round to what float16 can hold."""
    return np.asarray(values, np.float16).astype(np.float64)
