"""What do people's corrections teach about the kinds of the other contacts, and does it help?

Two things are learned: what an issue is (a correction weighs as many of its mentions), and how this company's
customers word things (a turn of the log-odds along the mentions' main axes, with a penalty, held where nobody
corrected anything). Both are tried on corrections that they have not seen; what does not help is left out,
and the corrections hold for their own contacts alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.signals.kind_signs import Floats
from voc.signals.kind_verdicts import sum_kinds
from voc.signals.kind_witnesses import Groups, Told, hear_all, normalise_scores
from voc.signals.kinds import KIND_OF, KINDS, MEANINGS, Readings

FOLDS = 5
FEWEST = 20  # corrections to learn from
TOLD_WEIGHT = 15.0  # mentions' worth of one that a person judged, when its issue is asked
PENALTY = 0.2  # of the turn; .1 to .3 differ by less than a point
ANCHORS = 500  # mentions that nobody corrected, which hold the turn
ANCHOR_SHARE = 0.5  # their weight in all, against that of all corrections
BIAS = 0.3  # a turn may also favour a meaning everywhere, but less readily
LEAST_DOUBTS = 1.0  # standard errors by which the gain has to exceed nothing
MOST_SURPRISE = 4.0  # no single correction counts for more, in log-odds


@dataclass(frozen=True)
class Trial:
    """How well kinds are told on corrections that were not seen, 0 to 1: without learning and with it.

    `without` and `with_it` are macro-F1 over the kinds that occur; None where there are too few corrections.
    """

    correction_count: int
    is_used: bool
    without: float | None = None
    with_it: float | None = None


def learn_lessons(
    readings: Readings, words: dict[str, Floats], groups: Groups, meanings: np.ndarray
) -> tuple[Told, Trial]:
    """Learn from what people said of some mentions, as far as it helps.

    Args:
        readings: Of all mentions, in a canonical order.
        words: From `hear_words`.
        groups: Of the same mentions.
        meanings: (n_mentions,), a place in MEANINGS, -1 where nobody said anything; one mention a contact.
    """
    plain = teach_nothing(meanings)
    count = int((meanings >= 0).sum())
    if count < FEWEST:
        return plain, Trial(count, is_used=False)
    trial = _try_lessons(readings, words, groups, meanings)
    return (_teach(readings, words, meanings) if trial.is_used else plain), trial


def teach_nothing(meanings: np.ndarray) -> Told:
    """Let corrections hold for their own contacts, and count in their issue like any other mention."""
    return Told(meanings, np.zeros((len(meanings), len(MEANINGS))), 1.0)


def _teach(readings: Readings, words: dict[str, Floats], meanings: np.ndarray) -> Told:
    spoken = np.asarray(sum(words.values()))
    features = np.hstack([readings.places, np.full((len(meanings), 1), BIAS)])
    turn = _fit_turn(spoken, features, meanings)
    return Told(meanings, np.round(np.einsum("ij,jk->ik", features, turn), 6), TOLD_WEIGHT)


def _fit_turn(spoken: Floats, features: Floats, meanings: np.ndarray) -> Floats:
    """Fit a linear turn of the log-odds to the corrections: (n_features, n_meanings).

    Penalised maximum likelihood, with the mentions nobody corrected as soft targets at what they were.
    """
    from scipy.optimize import minimize

    said = np.flatnonzero(meanings >= 0)
    free = np.flatnonzero(meanings < 0)
    held = free[np.linspace(0, len(free) - 1, min(ANCHORS, len(free))).astype(np.int64)]
    rows = np.concatenate([said, held])
    targets = np.vstack([np.eye(len(MEANINGS))[meanings[said]], normalise_scores(spoken[held])])
    weights = np.ones(len(rows))
    weights[len(said) :] = ANCHOR_SHARE * len(said) / max(len(held), 1)
    base, given = spoken[rows], features[rows]

    def measure_loss(flat: Floats) -> tuple[float, Floats]:
        turn = flat.reshape(given.shape[1], -1)
        chances = normalise_scores(base + given @ turn)
        loss = -float((weights[:, None] * targets * np.log(np.maximum(chances, 1e-12))).sum())
        slope = given.T @ (weights[:, None] * (chances - targets)) + PENALTY * turn
        return loss + PENALTY / 2 * float(flat @ flat), slope.ravel()

    start = np.zeros(given.shape[1] * len(MEANINGS))
    found = minimize(measure_loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(np.round(found.x, 6).reshape(given.shape[1], -1))


def _try_lessons(readings: Readings, words: dict[str, Floats], groups: Groups, meanings: np.ndarray) -> Trial:
    """Try what is learned on the corrections of each fold, learned from the others."""
    said = np.flatnonzero(meanings >= 0)
    folds = _deal_folds(meanings[said])
    told: list[np.ndarray] = [np.zeros((len(said), len(KINDS))) for _ in range(2)]
    for fold in range(FOLDS):
        is_held = folds == fold
        rest = meanings.copy()
        rest[said[is_held]] = -1
        for way, taught in enumerate((teach_nothing(rest), _teach(readings, words, rest))):
            chances = hear_all(words, groups, taught).chances
            told[way][is_held] = sum_kinds(chances[said[is_held]])
    truth = KIND_OF[meanings[said]]
    without, with_it = (rate_macro_f1(each.argmax(axis=1), truth) for each in told)
    return Trial(len(said), _is_gain(told[0], told[1], truth) and with_it >= without, without, with_it)


def _is_gain(before: Floats, after: Floats, truth: np.ndarray) -> bool:
    """Tell whether the true kinds became likelier by more than chance does."""
    rows = np.arange(len(truth))
    gains = np.log(np.maximum(after[rows, truth], 1e-9)) - np.log(np.maximum(before[rows, truth], 1e-9))
    gains = np.clip(gains, -MOST_SURPRISE, MOST_SURPRISE)
    doubt = float(gains.std(ddof=1)) / len(gains) ** 0.5
    return float(gains.mean()) > LEAST_DOUBTS * doubt


def rate_macro_f1(told: Sequence[int] | np.ndarray, truth: Sequence[int] | np.ndarray) -> float:
    """Rate labels by the mean of F1 over those that occur in the truth, 0 to 1."""
    given, wanted = np.asarray(told), np.asarray(truth)
    scores = []
    for label in np.unique(wanted):
        both = float(((given == label) & (wanted == label)).sum())
        scores.append(2 * both / float((given == label).sum() + (wanted == label).sum()))
    return float(np.mean(scores)) if scores else 0.0


def _deal_folds(meanings: np.ndarray) -> np.ndarray:
    """Deal each meaning's corrections to the folds in turn."""
    folds = np.empty(len(meanings), np.int64)
    folds[np.argsort(meanings, kind="stable")] = np.arange(len(meanings)) % FOLDS
    return folds
