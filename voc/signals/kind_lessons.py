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
from voc.signals.kind_verdicts import SOBRIETY, sum_kinds
from voc.signals.kind_witnesses import Groups, Told, hear_all, normalise_scores
from voc.signals.kinds import KIND_OF, MEANINGS, Readings

FOLDS = 5
FEWEST = 20  # corrections to learn from
TOLD_WEIGHT = 15.0  # mentions' worth of one that a person judged, when its issue is asked
PENALTY = 0.2  # of the turn; .1 to .3 differ by less than a point
ANCHORS = 500  # mentions that nobody corrected, which hold the turn
ANCHOR_SHARE = 0.5  # their weight in all at the least, against that of all corrections
SUREST = 0.95  # at most so much is believed to be right of what nobody looked at
BIAS = 0.3  # a turn may also favour a meaning everywhere, but less readily
LEAST_DOUBTS = 1.0  # standard errors by which the gain in likelihood has to exceed nothing
CLEAR_DOUBTS = 1.645  # and that in what is told right, where most is told wrong: 5 % by chance
MOSTLY = 0.5
MOST_SURPRISE = 4.0  # no single correction counts for more, in log-odds
TRIAL_ROUNDS = 2


@dataclass(frozen=True)
class Trial:
    """How well kinds are told on corrections that were not seen, 0 to 1: without learning and with it.

    `without` and `with_it` are macro-F1 over the kinds that occur; None where there are too few corrections.
    """

    correction_count: int
    is_used: bool
    without: float | None = None
    with_it: float | None = None


@dataclass(frozen=True)
class Scene:
    """All that is known of the mentions before anybody corrects one; rows in a canonical order.

    `plain` are the chances that come of it, (n_mentions, n_meanings).
    """

    readings: Readings
    words: dict[str, Floats]
    groups: Groups
    plain: Floats


def learn_kind_lessons(
    readings: Readings, words: dict[str, Floats], groups: Groups, meanings: np.ndarray
) -> tuple[Told, Trial]:
    """Learn from what people said of some mentions, as far as it helps.

    Args:
        readings: Of all mentions, in a canonical order.
        words: From `hear_words`.
        groups: Of the same mentions.
        meanings: (n_mentions,), a place in MEANINGS, -1 where nobody said anything; one mention a contact.
    """
    unlearned = teach_nothing(meanings)
    count = int((meanings >= 0).sum())
    if count < FEWEST:
        return unlearned, Trial(count, is_used=False)
    scene = Scene(readings, words, groups, hear_all(words, groups).chances)
    trial = try_lessons(scene, meanings)
    return (teach_all(scene, meanings) if trial.is_used else unlearned), trial


def teach_nothing(meanings: np.ndarray) -> Told:
    """Let corrections hold for their own contacts, and count in their issue like any other mention."""
    return Told(meanings, np.zeros((len(meanings), len(MEANINGS))), 1.0)


def teach_all(scene: Scene, meanings: np.ndarray) -> Told:
    """Teach all that corrections can teach."""
    said = np.flatnonzero(meanings >= 0)
    missing = count_missing(scene.plain, meanings)
    features = np.hstack([scene.readings.places, np.full((len(meanings), 1), BIAS)])
    turn = _fit_turn(scene, features, meanings, ANCHOR_SHARE * len(said) + missing)
    weight = 1 + (TOLD_WEIGHT - 1) * len(said) / (len(said) + missing)
    return Told(meanings, np.round(np.einsum("ij,jk->ik", features, turn), 6), weight)


def count_missing(plain: Floats, meanings: np.ndarray) -> float:
    """Count the contacts that people found right and left alone, as far as their corrections let it be told.

    Who corrects only what is wrong shows errors without what was right beside them. Were corrections drawn
    evenly, so many errors would come with so many right ones as the verdicts' own confidence has it.
    """
    said = np.flatnonzero(meanings >= 0)
    chances = normalise_scores(SOBRIETY * np.log(np.maximum(plain[said], 1e-9)))
    right = int((chances.argmax(axis=1) == meanings[said]).sum())
    sure = min(float(chances.max(axis=1).mean()), SUREST)
    return max(0.0, (len(said) - right) * sure / (1 - sure) - right)


def _fit_turn(scene: Scene, features: Floats, meanings: np.ndarray, anchor_weight: float) -> Floats:
    """Fit a linear turn of the log-odds to the corrections: (n_features, n_meanings).

    Penalised maximum likelihood, with mentions nobody corrected as soft targets at what they were.
    """
    from scipy.optimize import minimize

    spoken = np.asarray(sum(scene.words.values()))
    said, free = np.flatnonzero(meanings >= 0), np.flatnonzero(meanings < 0)
    held = free[np.linspace(0, len(free) - 1, min(ANCHORS, len(free))).astype(np.int64)]
    rows = np.concatenate([said, held])
    targets = np.vstack([np.eye(len(MEANINGS))[meanings[said]], normalise_scores(spoken[held])])
    weights = np.concatenate([np.ones(len(said)), np.full(len(held), anchor_weight / max(len(held), 1))])
    base, given, weighed = spoken[rows], features[rows], weights[:, None] * targets

    def measure_loss(flat: Floats) -> tuple[float, Floats]:
        turn = flat.reshape(given.shape[1], -1)
        chances = normalise_scores(base + given @ turn)
        loss = -float((weighed * np.log(np.maximum(chances, 1e-12))).sum())
        slope = given.T @ (weights[:, None] * chances - weighed) + PENALTY * turn
        return loss + PENALTY / 2 * float(flat @ flat), slope.ravel()

    start = np.zeros(given.shape[1] * len(MEANINGS))
    found = minimize(measure_loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(np.round(found.x, 6).reshape(given.shape[1], -1))


def try_lessons(scene: Scene, meanings: np.ndarray) -> Trial:
    """Try what is learned on the corrections of each fold, learned from the others."""
    said = np.flatnonzero(meanings >= 0)
    folds = _deal_folds(meanings[said])
    found = [np.zeros((len(said), len(MEANINGS))) for _ in range(2)]
    for fold in range(FOLDS):
        is_held = folds == fold
        rest = meanings.copy()
        rest[said[is_held]] = -1
        for way, taught in enumerate((teach_nothing(rest), teach_all(scene, rest))):
            heard = hear_all(scene.words, scene.groups, taught, start=scene.plain, rounds=TRIAL_ROUNDS)
            found[way][is_held] = heard.chances[said[is_held]]
    truth = KIND_OF[meanings[said]]
    without, with_it = (rate_macro_f1(sum_kinds(each).argmax(axis=1), truth) for each in found)
    return Trial(len(said), is_gain(found[0], found[1], meanings[said]), without, with_it)


def is_gain(before: Floats, after: Floats, truth: np.ndarray) -> bool:
    """Tell whether the true meanings became likelier, on the mean, by more than chance does.

    That is not enough: of corrections without rhyme or reason one can learn to be less sure. So either most
    are told right with it, and no fewer than without, or so many more that it is no chance.

    Args:
        before: Chances (n, n_meanings).
        after: Likewise.
        truth: (n,), places in MEANINGS.
    """
    rows = np.arange(len(truth))
    gains = np.log(np.maximum(after[rows, truth], 1e-9)) - np.log(np.maximum(before[rows, truth], 1e-9))
    right, was_right = after.argmax(axis=1) == truth, before.argmax(axis=1) == truth
    more = right.astype(np.float64) - was_right
    is_kept = float(right.mean()) >= MOSTLY and float(more.mean()) >= 0
    is_likelier = _exceeds_doubt(np.clip(gains, -MOST_SURPRISE, MOST_SURPRISE), LEAST_DOUBTS)
    return is_likelier and (is_kept or _exceeds_doubt(more, CLEAR_DOUBTS))


def _exceeds_doubt(gains: Floats, doubts: float) -> bool:
    """Tell whether a mean exceeds 0 by so many of its standard errors."""
    return bool(gains.mean() > doubts * gains.std(ddof=1) / len(gains) ** 0.5)


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
