"""What should people look at: issues that a fresh fit of the window would split, merge or shift?

The tool never does it by itself to an issue of five contacts or more. A proposal stands until somebody
answers; what was answered or still stands is not proposed again, nor that what people merged be cut in two.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from voc.issues.assign import score_anchor, set_threshold
from voc.issues.exemplars import Matrix, pick_exemplars
from voc.issues.groups import find_groups, word_proposed
from voc.issues.name import Name
from voc.issues.outlook import Outlook
from voc.issues.register import Register, read_keys
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


def propose_shifts(outlook: Outlook, name: Name) -> list[NewEvent]:
    """Fit the window afresh beside the issues, and word what differs as proposals.

    Args:
        outlook: Of the session that proposes.
        name: Of groups, for what would be split off.
    """
    register, session, rows = outlook.register, outlook.session, outlook.rows
    room = min(MOST_AT_ONCE, MOST_OPEN - len(register.proposals))
    if room <= 0 or not outlook.anchors:
        return []
    places = rows["place"].unique().sort().to_list()[:FITTED_TEXTS]
    fit = find_groups(outlook.corpus, places, session.seed, granularity=session.granularity)
    members = [np.flatnonzero(rows["place"].is_in(group).to_numpy()) for group in fit.groups]
    told = [
        event
        for shift in find_shifts(outlook.past, outlook.anchors, members)
        if not is_answered(event := word_shift(outlook, shift), outlook, shift)
        and event.issue_id not in register.pinned
    ]
    shifts = name_splits(outlook, number_proposals(told[:room], register), name)
    return [*word_proposed(fit, session.granularity, register.proposed_count), *shifts]


def word_shift(outlook: Outlook, shift: Transition) -> NewEvent:
    """Word one shift, without number or name yet: a split with what the child would be known by."""
    corpus, ids = outlook.corpus, [anchor.issue_id for anchor in outlook.anchors]
    said: dict[str, Any] = {"what": shift.what, "as_of": outlook.session.as_of.isoformat()}
    said["contacts"] = shift.contacts
    if shift.into is not None:
        said["into"] = ids[shift.into]
    if shift.what != "merge":
        places = list(dict.fromkeys(outlook.rows["place"].to_numpy()[shift.members].tolist()))
        if shift.what == "split":
            places = [places[row] for row in pick_exemplars(corpus.vectors[places])]
        said["mentions"] = [list(corpus.addresses[place]) for place in places[:MOST_MOVED]]
    said["evidence"] = round_evidence(shift.evidence)
    return NewEvent("proposal", ids[shift.from_issues[0]], said)


def round_evidence(evidence: Mapping[str, float]) -> dict[str, float]:
    """Round the figures that people will read."""
    return {name: float(f"{value:.4g}") for name, value in evidence.items()}


def is_answered(event: NewEvent, outlook: Outlook, shift: Transition) -> bool:
    """Tell whether the same stands already, or somebody has answered it."""
    register = outlook.register
    if shift.what == "split":
        return is_cut_known(register, str(event.issue_id), outlook.past, shift, outlook.look_up)
    return is_shift_known(event, [*register.proposals, *register.answered])


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


def name_splits(outlook: Outlook, events: Sequence[NewEvent], name: Name) -> list[NewEvent]:
    """Name what would be split off."""
    by_key = {key: place for place, key in enumerate(outlook.corpus.keys)}
    splits = [event for event in events if event.payload["what"] == "split"]
    groups = [[by_key[key[3]] for key in read_keys(event.payload["mentions"])] for event in splits]
    for event, naming in zip(splits, name(outlook.corpus, groups, outlook.taken_names), strict=True):
        event.payload["name"] = naming.name
    return list(events)
