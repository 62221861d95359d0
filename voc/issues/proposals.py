"""What should people look at: issues that a fresh fit of the window would split, merge or shift?

The tool never does it by itself to an issue of five contacts or more. A proposal stands until somebody
answers; what was answered or still stands is not proposed again.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from voc.issues.assign import Anchor
from voc.issues.corpus import Corpus
from voc.issues.exemplars import pick_exemplars
from voc.issues.groups import find_groups
from voc.issues.name import Name
from voc.issues.register import Register, read_keys
from voc.issues.session import Session
from voc.issues.shadow import Past, Transition, find_shifts
from voc.schema import NewEvent

FITTED_TEXTS = 8000  # of the window, those first in canonical order
MOST_AT_ONCE = 5  # proposals a session
MOST_OPEN = 15
MOST_MOVED = 200  # mentions that one proposal may move
SAME = 0.5  # share of the mentions from which on two splits are one


def propose_shifts(
    corpus: Corpus,
    register: Register,
    session: Session,
    rows: pl.DataFrame,
    past: Past,
    anchors: Sequence[Anchor],
    name: Name,
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
        before = [*register.proposals, *register.answered]
        if event.issue_id not in register.pinned and not is_known(event, before):
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


def is_known(event: NewEvent, before: Sequence[Any]) -> bool:
    """Tell whether the same was proposed before: of the same issues, a split of the same mentions."""
    said = event.payload
    for other in before:
        told = other.payload
        pair = {event.issue_id, said.get("into")}
        if told["what"] != said["what"] or {other.issue_id, told.get("into")} != pair:
            continue
        if said["what"] != "split":
            return True
        mine, theirs = ({key[3] for key in read_keys(found["mentions"])} for found in (said, told))
        if len(mine & theirs) >= SAME * min(len(mine), len(theirs)):
            return True
    return False


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
