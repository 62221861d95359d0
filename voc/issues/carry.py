"""The encoder changes: how do the issues stay what they were?

Each issue keeps the texts it is known by; what they look like to the new encoder, and from which score on it
takes a mention, is learned from where every text stood before. Where the new encoder would put a contact
elsewhere, only the surest few may go; the others are held where they were, by the hash of their text. So
what is known keeps its issue, and the new encoder judges what comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import MARGIN, USUAL_THRESHOLD, accept_best, score_anchor
from voc.issues.exemplars import MOST_EXEMPLARS, pick_exemplars
from voc.issues.register import word_birth
from voc.issues.steps import ExemplarKey
from voc.issues.translate import Translation, learn_translation
from voc.schema import NewEvent

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CHANGED = 0.03  # share of the contacts that a change of encoder may move, where it is surest
LEAST_EXEMPLARS = 10
NOBODY = -1


@dataclass(frozen=True)
class Known:
    """Texts and where they stood before the change, in canonical order."""

    keys: Sequence[str]  # text_key of each
    before: Sequence[str | None]  # the issue that held it
    contacts: NDArray[np.float64]  # (n_texts,) behind it
    exemplars: Mapping[str, Sequence[int]]  # of each issue: the rows it was known by


@dataclass(frozen=True)
class Carried:
    """The issues as the new encoder knows them, and what that does to every text."""

    issues: tuple[str, ...]
    translation: Translation | None
    exemplars: tuple[tuple[int, ...], ...]  # of each issue: rows of the texts it is known by now
    thresholds: tuple[float, ...]
    free: tuple[str | None, ...]  # of each text: where the new encoder would put it
    after: tuple[str | None, ...]  # where it goes; what differs from `free` is held

    @property
    def held(self) -> tuple[int, ...]:
        """The texts that are held where they were."""
        return tuple(
            row for row, pair in enumerate(zip(self.free, self.after, strict=True)) if len(set(pair)) > 1
        )


def carry_issues(vectors: Matrix, known: Known, seen_before: Matrix | None = None) -> Carried:
    """Carry issues over to a new encoder.

    Args:
        vectors: (n_texts, n_dims) of the new encoder, without the language's offset, rows of length 1.
        known: Where the same texts stood before.
        seen_before: (n_texts, m) the old encoder's vectors as issues were compared before; without them
            nothing is translated.

    Returns:
        What the issues are known by now. An issue of which no text is left is not in it.
    """
    translation = None if seen_before is None else learn_translation(vectors, seen_before)
    seen = vectors if translation is None else translation.apply(vectors)
    issues = tuple(sorted({issue for issue in known.before if issue is not None}))
    code = {issue: place for place, issue in enumerate(issues)}
    before = np.array([NOBODY if issue is None else code[issue] for issue in known.before], np.int64)
    exemplars = [
        choose_exemplars(seen, np.flatnonzero(before == place), known.exemplars.get(issue, ()))
        for place, issue in enumerate(issues)
    ]
    scores, fair = score_all(seen, exemplars)
    thresholds = np.array([separate_threshold(fair, before, place) for place in range(len(issues))])
    free = accept_best(scores, thresholds, np.arange(len(issues)))
    after = hold_texts(scores, thresholds, before, free, known.contacts)
    names = [*issues, None]
    return Carried(
        issues,
        translation,
        tuple(tuple(int(row) for row in rows) for rows in exemplars),
        tuple(float(threshold) for threshold in thresholds),
        tuple(names[place] for place in free),
        tuple(names[place] for place in after),
    )


def choose_exemplars(seen: Matrix, members: Ints, rows: Sequence[int]) -> Ints:
    """Choose what an issue is known by: its old exemplars that it holds, others if few."""
    held = set(members.tolist())
    same = [row for row in rows if row in held][:MOST_EXEMPLARS]
    if len(same) < min(LEAST_EXEMPLARS, len(members)):
        more = [int(members[pick]) for pick in pick_exemplars(seen[members])]
        same += [row for row in more if row not in same][: MOST_EXEMPLARS - len(same)]
    return np.array(same, np.int64)


def score_all(seen: Matrix, exemplars: Sequence[Ints]) -> tuple[Floats, Floats]:
    """Score every text against every issue: (n_texts, n_issues); and again, an exemplar without itself."""
    scores = np.zeros((len(seen), len(exemplars)))
    for place, rows in enumerate(exemplars):
        scores[:, place] = score_anchor(seen, seen[rows])
    fair = scores.copy()
    for place, rows in enumerate(exemplars):
        fair[rows, place] = score_anchor(seen[rows], seen[rows], np.arange(len(rows)))
    return scores, fair


def separate_threshold(scores: Floats, before: Ints, place: int) -> float:
    """Find the score that best separates what an issue held from what nobody did.

    Of the texts nearest to the issue; as many of the one above as of the other below as can be. The lowest
    such score, so that an issue without rivals takes all that it held.
    """
    near = np.flatnonzero(scores.argmax(axis=1) == place)
    near = near[(before[near] == place) | (before[near] == NOBODY)]
    if not len(near):
        return USUAL_THRESHOLD
    near = near[np.argsort(scores[near, place], kind="stable")]
    gains = np.where(before[near] == place, 1, -1)
    above = np.cumsum(gains[::-1])[::-1]  # right ones less wrong ones, if all from here on are taken
    best = int(above.argmax())
    if above[best] <= 0:
        return USUAL_THRESHOLD
    return float(scores[near[best], place]) - 1e-6


def hold_texts(scores: Floats, thresholds: Floats, before: Ints, free: Ints, contacts: Floats) -> Ints:
    """Hold what would change its issue, but for the surest changes of at most 3 % of the contacts."""
    after = free.copy()
    changed = np.flatnonzero(free != before)
    sure = find_surety(scores[changed], thresholds, before[changed], free[changed])
    order = changed[np.lexsort((changed, -sure))]
    spent = np.cumsum(contacts[order]) / max(float(contacts.sum()), 1.0)
    held = order[spent > MOST_CHANGED]
    after[held] = before[held]
    return after


def find_surety(scores: Floats, thresholds: Floats, before: Ints, free: Ints) -> Floats:
    """Tell how sure a change is: by how much the issue it goes to lies ahead of the one it leaves.

    Nobody lies where the nearest issue's threshold is.
    """
    rows = np.arange(len(scores))
    nobody = thresholds[scores.argmax(axis=1)] if scores.shape[1] else np.zeros(len(scores))
    into = np.where(free == NOBODY, nobody, scores[rows, free])
    out_of = np.where(before == NOBODY, nobody, scores[rows, before])
    return np.asarray(into - out_of - MARGIN, np.float64)


def word_carry(
    carried: Carried,
    known: Known,
    addresses: Sequence[ExemplarKey],
    *,
    models: tuple[str, str],
    session: int,
    as_of: datetime,
) -> list[NewEvent]:
    """Word a change of encoder as the ledger takes it: `encoder`, `space`, then a `refit` of each issue.

    Args:
        carried: From `carry_issues`.
        known: What it was carried from.
        addresses: Of each text: the mention that stands for it.
        models: `model_id` before and after.
        session: The number of the session that this is part of; its `mined` event comes after.
        as_of: Of that session.
    """
    held: dict[str, list[str]] = {}
    for row in carried.held:
        held.setdefault(carried.after[row] or "", []).append(known.keys[row])
    told = count_changes(known.before, carried.after, known.contacts)
    said: dict[str, Any] = {"from": models[0], "to": models[1], "session": session, "held": held, **told}
    events = [NewEvent("encoder", None, said)]
    if carried.translation is not None:
        space = {"session": session, "parts": [carried.translation.pack()]}
        events.append(NewEvent("space", None, space))
    for issue_id, rows, threshold in zip(carried.issues, carried.exemplars, carried.thresholds, strict=True):
        keys = [addresses[row] for row in rows]
        events.append(
            word_birth("refit", issue_id, session=session, as_of=as_of, exemplars=keys, threshold=threshold)
        )
    return events


def count_changes(
    before: Sequence[str | None], after: Sequence[str | None], contacts: Floats
) -> dict[str, float]:
    """Count what a change does, by contacts: `kept`, a share of those that had an issue, and `moved`."""
    had = np.array([issue is not None for issue in before], np.bool_)
    same = np.array([old == new for old, new in zip(before, after, strict=True)], np.bool_)
    total = float(contacts[had].sum())
    moved = float(contacts[~same].sum())
    return {"kept": round(float(contacts[had & same].sum()) / total, 6) if total else 1.0, "moved": moved}
