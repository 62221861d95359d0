"""What should people look at: issues that a fresh fit of the window would split, merge or shift?

The tool never does it by itself to an issue of five contacts or more. A proposal stands until somebody
answers; what was answered or still stands is not proposed again, nor that what people merged be cut in two.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl

from voc.issues.assign import Anchor, score_anchor, set_threshold
from voc.issues.corpus import Corpus
from voc.issues.exemplars import Matrix, pick_exemplars
from voc.issues.groups import find_groups
from voc.issues.name import Name
from voc.issues.register import Register, read_keys
from voc.issues.session import Session
from voc.issues.shadow import Past, Transition, find_shifts
from voc.issues.steps import ExemplarKey
from voc.schema import NewEvent

FITTED_TEXTS = 8000  # of the window, those first in canonical order
MOST_AT_ONCE = 5  # proposals a session
MOST_OPEN = 15
MOST_MOVED = 200  # mentions that one proposal may move
SAME = 0.5  # share of the mentions from which on two moves are one
ALIKE = 0.75  # share of what a part is known by that lies in another, from which on they are one
WHOLE = 0.85  # of an issue: two parts that make it up are of one cut

Look = Callable[[Sequence[ExemplarKey]], Matrix]


def propose_shifts(
    corpus: Corpus,
    register: Register,
    session: Session,
    rows: pl.DataFrame,
    past: Past,
    anchors: Sequence[Anchor],
    name: Name,
    look: Look,
) -> list[NewEvent]:
    """Fit the window afresh beside the issues, and word what differs as proposals.

    Args:
        corpus: Of the window.
        register: As it stands.
        session: That proposes.
        rows: The window's mentions with their `place` in the corpus, a row each.
        past: The same rows.
        anchors: The issues in force; `past.holders` are places in them.
        name: Of groups, for what would be split off.
        look: At mentions of any time, by their keys: vectors as those of `past` are seen.
    """
    room = min(MOST_AT_ONCE, MOST_OPEN - len(register.proposals))
    if room <= 0 or not anchors:
        return []
    places = rows["place"].unique().sort().to_list()[:FITTED_TEXTS]
    groups = find_groups(corpus, places, session.seed, granularity=session.granularity)
    members = [np.flatnonzero(rows["place"].is_in(group).to_numpy()) for group in groups]
    ids = [anchor.issue_id for anchor in anchors]
    told: list[NewEvent] = []
    for shift in find_shifts(past, anchors, members):
        event = word_shift(corpus, session, rows, shift, ids)
        if shift.what == "split":
            is_known = is_cut_known(register, str(event.issue_id), past, shift, look)
        else:
            is_known = is_shift_known(event, [*register.proposals, *register.answered])
        if event.issue_id not in register.pinned and not is_known:
            told.append(event)
    return name_splits(corpus, register, number_proposals(told[:room], register), name)


def word_shift(
    corpus: Corpus, session: Session, rows: pl.DataFrame, shift: Transition, ids: Sequence[str]
) -> NewEvent:
    """Word one shift, without number or name yet: a split with what the child would be known by."""
    said: dict[str, Any] = {
        "what": shift.what,
        "as_of": session.as_of.isoformat(),
        "contacts": shift.contacts,
    }
    if shift.into is not None:
        said["into"] = ids[shift.into]
    if shift.what != "merge":
        places = list(dict.fromkeys(rows["place"].to_numpy()[shift.members].tolist()))
        if shift.what == "split":
            places = [places[row] for row in pick_exemplars(corpus.vectors[places])]
        said["mentions"] = [list(corpus.addresses[place]) for place in places[:MOST_MOVED]]
    said["evidence"] = {name: float(f"{value:.4g}") for name, value in shift.evidence.items()}
    return NewEvent("proposal", ids[shift.from_issues[0]], said)


def is_shift_known(event: NewEvent, before: Sequence[Any]) -> bool:
    """Tell whether a merge of the same issues, or a move of much the same mentions, was proposed before."""
    said = event.payload
    for other in before:
        told = other.payload
        pair = {event.issue_id, said.get("into")}
        if told["what"] != said["what"] or {other.issue_id, told.get("into")} != pair:
            continue
        if said["what"] == "merge":
            return True
        mine, theirs = ({key[3] for key in read_keys(found["mentions"])} for found in (said, told))
        if len(mine & theirs) >= SAME * min(len(mine), len(theirs)):
            return True
    return False


def is_cut_known(register: Register, issue_id: str, past: Past, shift: Transition, look: Look) -> bool:
    """Tell whether an issue was asked to be cut like this before, or is what people made of two such parts.

    A proposal names the few mentions that the child would be known by. It is the same cut if most of them
    lie in this part, however it grew since; or outside, where they and what is like them are the rest.
    """
    inside = past.vectors[shift.members]
    held = np.flatnonzero(past.holders == shift.from_issues[0])
    outside = past.vectors[held[~np.isin(held, shift.members)]]
    for keys in list_issue_parts(register, issue_id):
        part = look(keys)
        if not len(part):
            continue
        if ((part @ inside.T).max(axis=1) >= (part @ outside.T).max(axis=1)).mean() >= ALIKE:
            return True
        like = score_anchor(outside, part) >= set_threshold(part, range(len(part)))
        if len(inside) + like.sum() >= WHOLE * len(held):
            return True
    return False


def list_issue_parts(register: Register, issue_id: str) -> list[tuple[ExemplarKey, ...]]:
    """List by which mentions the parts are known that an issue was to be cut into, or was merged from."""
    proposed = [
        read_keys(event.payload["mentions"])
        for event in (*register.proposals, *register.answered)
        if event.payload["what"] == "split" and register.find_root(str(event.issue_id)) == issue_id
    ]
    merged = [v.exemplars for v in register.anchors if register.find_root(v.issue_id) == issue_id]
    return proposed + (merged if len(merged) > 1 else [])


def number_proposals(events: Sequence[NewEvent], register: Register) -> list[NewEvent]:
    """Give proposals their numbers: `P-0001`."""
    return [
        NewEvent(
            event.kind,
            event.issue_id,
            {"proposal": f"P-{register.last_proposal + place:04d}", **event.payload},
        )
        for place, event in enumerate(events, start=1)
    ]


def name_splits(corpus: Corpus, register: Register, events: Sequence[NewEvent], name: Name) -> list[NewEvent]:
    """Name what would be split off."""
    by_key = {key: place for place, key in enumerate(corpus.keys)}
    splits = [event for event in events if event.payload["what"] == "split"]
    groups = [[by_key[key[3]] for key in read_keys(event.payload["mentions"])] for event in splits]
    taken = [issue.name for issue in register.issues.values()]
    for event, naming in zip(splits, name(corpus, groups, taken), strict=True):
        event.payload["name"] = naming.name
    return list(events)
