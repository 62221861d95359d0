"""Who speaks for a mention's meaning, and how loud is each?

Its own words (likeness and signs), its contact's other words, its contact's rating, its issue's other
mentions, and what people taught. Each is a matrix of log-odds; their sum decides. An issue's and a rating's
voice is what the shares of meanings in them turn out to be when words and shares are fitted to each other
(expectation and maximisation, as in Saerens, Latinne & Decaestecker 2002): sharper than the mean of doubtful
readings. Sums are of whole millionths, so that nothing depends on the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.signals.kind_signs import Floats
from voc.signals.kinds import MEANINGS, Readings

Ints = np.ndarray  # of int64

WITNESSES = ("sign", "like", "contact", "rating", "issue", "person")
DOUBT = 1.5  # own words are surer of themselves than they should be: their log-odds are divided by it
CONTACT_WEIGHT = 0.5  # of a contact's other mentions
RATING_WEIGHT = 0.7  # a rating is of the whole company as well
IGNORANCE = 4.0  # mentions' worth of an even prior, against which a group's own have to weigh
ROUNDS = 12  # of fitting; more move nothing by a hundredth
UNIT = 1e6


@dataclass(frozen=True)
class Groups:
    """With whom each mention goes: places from 0, -1 for nobody; (n_mentions,) each."""

    contacts: Ints
    issues: Ints
    ratings: Ints


@dataclass(frozen=True)
class Told:
    """What people taught: meanings (n,) as places in MEANINGS, -1 where nobody said anything.

    `turn` (n, n_meanings) is what they taught of words, in log-odds; `weight` the mentions' worth of one that
    was told when its issue is asked.
    """

    meanings: Ints
    turn: Floats
    weight: float


@dataclass(frozen=True)
class Hearing:
    """The meanings' probabilities (n, n_meanings), and each witness's log-odds by its name."""

    chances: Floats
    voices: dict[str, Floats]


def group_mentions(
    contact_ids: Sequence[str], issue_ids: Sequence[str | None], ratings: Sequence[str | None]
) -> Groups:
    """Group mentions by contact, by issue, and by how their contact rated (`low`, `mid`, `high`)."""
    return Groups(_number_names(contact_ids), _number_names(issue_ids), _number_names(ratings))


def hear_words(readings: Readings, groups: Groups) -> dict[str, Floats]:
    """Hear what a mention and its contact's other mentions say: log-odds of `sign`, `like`, `contact`."""
    like, sign = readings.own / DOUBT, readings.signs / DOUBT
    alone = _normalise_log(like + sign)
    sums, sizes = _sum_groups(alone, groups.contacts)
    others = (sums - np.rint(alone * UNIT) / UNIT) * CONTACT_WEIGHT
    scale = np.sqrt(1 + CONTACT_WEIGHT * (np.maximum(sizes, 1) - 1))[:, None]
    return {
        "sign": sign / scale,
        "like": like / scale,
        "contact": np.where(sizes[:, None] > 1, others / scale, 0),
    }


def hear_all(
    words: dict[str, Floats],
    groups: Groups,
    told: Told | None = None,
    *,
    start: Floats | None = None,
    rounds: int = ROUNDS,
) -> Hearing:
    """Weigh all witnesses together.

    Args:
        words: From `hear_words`.
        groups: Of the same mentions.
        told: What people taught, if it helps.
        start: Chances to start from, where they are near already; else what words alone say.
        rounds: Of fitting.
    """
    voices = {**words, "person": told.turn} if told else dict(words)
    spoken = np.asarray(sum(voices.values()))
    lifts = {"rating": np.zeros_like(spoken), "issue": np.zeros_like(spoken)}
    chances = normalise_scores(spoken) if start is None else start
    for _ in range(rounds if len(spoken) else 0):
        voiced, weights = _hold_told(chances, told)
        lifts = {
            "rating": RATING_WEIGHT
            * _lift_shares(voiced, weights, groups.ratings, _share_all(voiced, weights)),
            "issue": _lift_shares(
                voiced, weights, groups.issues, np.full(spoken.shape[1], 1 / spoken.shape[1])
            ),
        }
        chances = normalise_scores(spoken + lifts["rating"] + lifts["issue"])
    return Hearing(chances, voices | lifts)


def normalise_scores(scores: Floats) -> Floats:
    """Turn log-odds into probabilities, row by row."""
    return np.exp(_normalise_log(scores))


def _normalise_log(scores: Floats) -> Floats:
    if not len(scores):
        return scores
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True)))


def _hold_told(chances: Floats, told: Told | None) -> tuple[Floats, Floats]:
    """Put what people said in the place of what was made out; it weighs more."""
    if told is None:
        return chances, np.ones(len(chances))
    is_told = told.meanings >= 0
    said = np.eye(len(MEANINGS))[np.maximum(told.meanings, 0)]
    return np.where(is_told[:, None], said, chances), np.where(is_told, told.weight, 1.0)


def _lift_shares(chances: Floats, weights: Floats, groups: Ints, prior: Floats) -> Floats:
    """Give each mention its group's shares of meanings, as log-odds against the prior; 0 without a group."""
    units = chances * weights[:, None]
    sums, _ = _sum_groups(units, groups)
    totals = sums.sum(axis=1, keepdims=True)
    shares = (sums + IGNORANCE * prior) / (totals + IGNORANCE)
    return np.where(groups[:, None] < 0, 0.0, np.log(shares / prior))


def _share_all(chances: Floats, weights: Floats) -> Floats:
    """The shares of meanings in all mentions, none of them 0."""
    sums = np.rint(chances * weights[:, None] * UNIT).sum(axis=0) / UNIT
    return np.asarray((sums + 1) / (sums + 1).sum())


def _sum_groups(values: Floats, groups: Ints) -> tuple[Floats, Ints]:
    """Sum each mention's group, in whole millionths, and count it; 0 without a group."""
    places = groups + 1
    units = np.rint(values * UNIT)
    sums = np.stack([np.bincount(places, weights=column, minlength=1) for column in units.T], axis=1) / UNIT
    sums[0] = 0
    sizes = np.bincount(places, minlength=1)
    sizes[0] = 0
    return sums[places], sizes[places]


def _number_names(names: Sequence[str | None]) -> Ints:
    listed = np.array([name or "" for name in names], dtype=np.str_)
    known, places = np.unique(listed, return_inverse=True)
    return places - (1 if len(known) and known[0] == "" else 0)
