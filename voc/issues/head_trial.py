"""Does a view help? Tried on decided texts that it has not seen, fold by fold.

What counts is whether a held-out text's nearest decided texts are of its own issue: the mean average
precision, with the view beside the vectors and without.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.issues.head_learn import Floats, Ints, Part, join_views, learn_part

FOLDS = 5
WEIGHTS = (0.5, 1.0, 2.0)
LEAST_DECIDED = 10
LEAST_GAIN = 0.01


@dataclass(frozen=True)
class Trial:
    """How well held-out texts find their like, 0 to 1, without and with; the weight chosen, 0 for none."""

    without: float
    with_it: float
    weight: float


def split_folds(labels: Ints, seed: int) -> Ints:
    """Give each text with a label a fold, -1 for others; each label's texts go to folds in turn."""
    folds = np.full(len(labels), -1, np.int64)
    known = np.random.default_rng(seed).permutation(np.flatnonzero(labels >= 0))
    order = known[np.argsort(labels[known], kind="stable")]
    folds[order] = np.arange(len(order)) % FOLDS
    return folds


def rate_precision(vectors: Floats, labels: Ints, held: Ints, known: Ints) -> Floats:
    """Rate for each held-out row how its like come first among the known: average precision, NaN if none."""
    scores = vectors[held] @ vectors[known].T
    scores[held[:, None] == known[None, :]] = -np.inf
    order = np.argsort(-scores, axis=1, kind="stable")
    alike = (labels[known][order] == labels[held][:, None]) & (
        np.take_along_axis(held[:, None] != known[None, :], order, axis=1)
    )
    found = alike.cumsum(axis=1) / np.arange(1, len(known) + 1)
    count = alike.sum(axis=1)
    return np.where(count > 0, (found * alike).sum(axis=1) / np.maximum(count, 1), np.nan)


def try_view(vectors: Floats, labels: Ints, sure: Floats, before: Sequence[Part], seed: int) -> Trial | None:
    """Try a view of some labels at each weight on held-out texts; None where there is nothing to try on."""
    folds = split_folds(labels, seed)
    known = np.flatnonzero(labels >= 0)
    if len(known) < LEAST_DECIDED or len(np.unique(labels[known])) < 2:
        return None
    plain = join_views(vectors, before)
    scores: list[list[Floats]] = [[] for _ in (0.0, *WEIGHTS)]
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold)
        part = learn_part(vectors, np.where(folds == fold, -1, labels), sure, 1.0, before)
        scores[0].append(rate_precision(plain, labels, held, known))
        for place, weight in enumerate(WEIGHTS, start=1):
            seen = join_views(vectors, [*before, Part(part.matrix, part.offset, weight)])
            scores[place].append(rate_precision(seen, labels, held, known))
    rated = np.array([np.concatenate(each) for each in scores])
    rated = rated[:, np.isfinite(rated[0])]
    if not rated.shape[1]:
        return None
    return choose_weight(rated)


def choose_weight(rated: Floats) -> Trial:
    """Choose the weight that helps most; 0 unless it helps by more than chance and by a hundredth."""
    means = rated.mean(axis=1)
    best = int(means[1:].argmax()) + 1
    gain = rated[best] - rated[0]
    doubt = float(gain.std() / np.sqrt(len(gain)))
    helps = gain.mean() > max(LEAST_GAIN, doubt)
    return Trial(float(means[0]), float(means[best]), WEIGHTS[best - 1] if helps else 0.0)


def try_decided(
    vectors: Floats, decided: Ints, sure: Floats, before: Sequence[Part], seed: int
) -> Trial | None:
    """Try what people decided."""
    return try_view(vectors, decided, sure, before, seed)


def try_hint(vectors: Floats, hint: Ints, decided: Ints, seed: int) -> Trial:
    """Try a metadata column: it must be told by the text at all, and not speak against the decisions."""
    found = try_view(vectors, hint, np.ones(len(vectors)), (), seed)
    return Trial(0.0, 0.0, 0.0) if found is None else found
