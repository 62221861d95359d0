"""Does a view help, or is what it was learned from noise?

What people decided is tried on decided texts that it has not seen, fold by fold. A metadata column is tried
on what it was not learned from: the decisions, or where there are few, the other columns. A view helps when
a text's nearest others are more often of its own issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.issues.head_learn import Ground, Part, join_views, learn_part
from voc.issues.neighbours import Floats, Ints, find_neighbours

FOLDS = 5
LEAST_JUDGES = 20
MOST_JUDGES = 1000
LEAST_TOLD = 0.05
HINT_STRENGTH = 0.5
DECIDED_DOUBTS, HINT_DOUBTS = 2.0, 1.0  # a column has passed for more than noise before


@dataclass(frozen=True)
class Trial:
    """Which share of their like judges find as their nearest, 0 to 1: without the view and with it.

    `judge` says what they were judged by: `decided`, `hints`, or nothing (both figures are then 0).
    """

    is_used: bool
    judge: str = ""
    without: float = 0.0
    with_it: float = 0.0


def split_folds(labels: Ints, seed: int) -> Ints:
    """Give each text with a label a fold, -1 for others; each label's texts go to folds in turn."""
    folds = np.full(len(labels), -1, np.int64)
    known = np.random.default_rng(seed).permutation(np.flatnonzero(labels >= 0))
    order = known[np.argsort(labels[known], kind="stable")]
    folds[order] = np.arange(len(order)) % FOLDS
    return folds


def rate_precision(vectors: Floats, labels: Ints, held: Ints, known: Ints) -> Floats:
    """Rate for each held-out row which share of its nearest known others, as many as it has, are its like.

    Unlike average precision, it gains nothing from labels at random that were drawn together.

    Returns:
        (n_held,), 0 to 1, NaN where none of the known is its like.
    """
    scores = vectors[held] @ vectors[known].T
    others = held[:, None] != known[None, :]
    order = np.argsort(np.where(others, -scores, np.inf), axis=1, kind="stable")
    alike = others & (labels[known][None, :] == labels[held][:, None])
    count = alike.sum(axis=1)
    near = np.arange(len(known))[None, :] < count[:, None]
    found = (np.take_along_axis(alike, order, axis=1) & near).sum(axis=1)
    return np.where(count > 0, found / np.maximum(count, 1), np.nan)


def try_decided(ground: Ground, decided: Ints, sure: Floats, seed: int) -> Trial:
    """Try the view of what people decided, on the surest of the decisions that it has not seen."""
    known = np.flatnonzero(decided >= 0)
    surest = sure >= sure[known].max(initial=0.0)
    folds = split_folds(decided, seed)
    plain = join_views(ground.vectors, ground.before)
    pairs: list[Floats] = []
    tried: list[Ints] = []
    for fold in range(FOLDS):
        held, rest = np.flatnonzero((folds == fold) & surest), np.where(folds == fold, -1, decided)
        if len(np.unique(rest[rest >= 0])) < 2 or not len(held):
            return Trial(is_used=False)
        part = learn_part(ground, rest, sure)
        seen = join_views(ground.vectors, [*ground.before, part])
        tried.append(decided[held])
        pairs.append(np.stack([rate_precision(each, decided, held, known) for each in (plain, seen)]))
    return judge_pairs(np.hstack(pairs), np.concatenate(tried), "decided", DECIDED_DOUBTS)


def judge_pairs(pairs: Floats, labels: Ints, judge: str, doubts: float) -> Trial:
    """Judge a view by how many of its like each text found without it and with it, (2, n_texts).

    It helps when the gain is more than so many of its standard errors, over labels: texts of one label
    are brought together or not as one.
    """
    is_rated = np.isfinite(pairs[0])
    rated, groups = pairs[:, is_rated], np.unique(labels[is_rated], return_inverse=True)[1]
    count, kinds = rated.shape[1], int(groups.max(initial=-1)) + 1
    if count < FOLDS or kinds < 2:
        return Trial(is_used=False)
    without, with_it = (float(each) for each in rated.mean(axis=1))
    gain = with_it - without
    strays = np.bincount(groups, weights=rated[1] - rated[0] - gain)
    doubt = float(np.sqrt((strays**2).sum() * kinds / (kinds - 1))) / count
    return Trial(gain > doubts * doubt, judge, without, with_it)


def choose_hints(
    ground: Ground, hints: Sequence[Ints], decided: Ints, seed: int
) -> tuple[list[Part], list[Trial]]:
    """Choose the metadata columns whose view helps: their parts, and a trial for every column.

    A column whose values neighbours do not share is noise. One that they share may still be told by the
    manner of speaking (a channel's, say) rather than by the matter: the judges find out.
    """
    vectors, everywhere = ground.vectors, np.ones(len(ground.vectors))
    told = [measure_told(vectors, hint) > LEAST_TOLD for hint in hints]
    parts = [
        learn_part(ground, hint, everywhere, HINT_STRENGTH) if is_told else None
        for hint, is_told in zip(hints, told, strict=True)
    ]
    trials = []
    for place, part in enumerate(parts):
        others = [hint for number, hint in enumerate(hints) if told[number] and number != place]
        trials.append(
            Trial(is_used=False) if part is None else try_hint(vectors, part, decided, others, seed)
        )
    return [part for part, trial in zip(parts, trials, strict=True) if part and trial.is_used], trials


def measure_told(vectors: Floats, hint: Ints) -> float:
    """Measure how far neighbours share a column's values: 0 as by chance, 1 always (Cohen's kappa)."""
    rows = np.flatnonzero(hint >= 0)
    shares = np.bincount(hint[rows]) / max(len(rows), 1)
    chance = float((shares**2).sum())
    if len(rows) < LEAST_JUDGES or chance > 1 - 1e-6:
        return 0.0
    indices, _ = find_neighbours(vectors[rows].astype(np.float32), 5)
    return float(((hint[rows][indices] == hint[rows][:, None]).mean() - chance) / (1 - chance))


def try_hint(vectors: Floats, part: Part, decided: Ints, others: Sequence[Ints], seed: int) -> Trial:
    """Try a column's view by the decisions, else by the other columns; with no judge it is believed."""
    pairs, kinds = try_on(vectors, part, decided, seed)
    if len(kinds) >= LEAST_JUDGES:
        return judge_pairs(pairs, kinds, "decided", HINT_DOUBTS)
    judged = [try_on(vectors, part, other, seed) for other in others]
    if not judged:
        return Trial(is_used=True)
    first = np.cumsum([0, *(int(other.max()) + 1 for other in others)])
    kinds = np.concatenate([found + start for (_, found), start in zip(judged, first, strict=False)])
    return judge_pairs(np.hstack([each for each, _ in judged]), kinds, "hints", HINT_DOUBTS)


def try_on(vectors: Floats, part: Part, labels: Ints, seed: int) -> tuple[Floats, Ints]:
    """Rate how many of their like texts find by some labels, without a view and with it.

    Returns:
        (2, n_rated), and the label of each (n_rated,).
    """
    known = np.sort(np.random.default_rng(seed).permutation(np.flatnonzero(labels >= 0))[:MOST_JUDGES])
    rated = [rate_precision(seen, labels, known, known) for seen in (vectors, join_views(vectors, [part]))]
    pairs = np.stack(rated)
    is_rated = np.isfinite(pairs[0])
    return pairs[:, is_rated], labels[known][is_rated]
