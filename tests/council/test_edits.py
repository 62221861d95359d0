"""Only what can be done is recorded, and it is recorded as the register reads it."""

import pytest

from tests.council.stories import place, stand
from voc.council.edits import (
    accept_proposal,
    ignore_issue,
    list_open_proposals,
    merge_issues,
    move_mentions,
    pin_issue,
    refuse_proposal,
    split_issue,
)
from voc.council.standing import Standing, fold_placements
from voc.council.undoing import undo_event
from voc.errors import CallError
from voc.schema import NewEvent

MERGE = NewEvent("merge", "ISS-0002", {"into": "ISS-0001"})
KEY = ["notes", "a", 1, "key-a"]


def propose(what: str, **more: object) -> NewEvent:
    payload = {
        "proposal": "P-0001",
        "what": what,
        "as_of": "2026-04-01",
        "contacts": 6,
        "evidence": {},
        **more,
    }
    return NewEvent("proposal", "ISS-0001", payload)


def test_a_merge_names_the_survivor_and_leads_to_it() -> None:
    event = merge_issues(stand(), " iss-0002 ", "ISS-0001")
    assert event == MERGE
    after = stand(event)
    assert after.resolve("ISS-0002") == "ISS-0001"
    assert sorted(after.register.issues) == ["ISS-0001", "ISS-0003", "ISS-0004"]


def test_an_issue_merges_into_the_survivor_of_the_one_that_was_named() -> None:
    assert merge_issues(stand(MERGE), "ISS-0003", "ISS-0002").payload == {"into": "ISS-0001"}


@pytest.mark.parametrize(
    ("gone", "into", "complaint"),
    [
        ("ISS-0001", "ISS-0001", "both are ISS-0001 already"),
        ("ISS-0001", "ISS-0002", "both are ISS-0001 already"),  # ISS-0002 is part of it: no circle
        ("ISS-0002", "ISS-0003", "ISS-0002 is part of ISS-0001 now; name that one"),
        ("ISS-0099", "ISS-0001", "no such issue 'ISS-0099'; did you mean 'ISS-000"),
        ("ISS-0003", "ISS-O001", "no such issue 'ISS-O001'; did you mean 'ISS-0001'"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(gone: str, into: str, complaint: str) -> None:
    with pytest.raises(CallError, match=complaint):
        merge_issues(stand(MERGE), gone, into)


def test_nothing_is_hidden_by_merging_it_into_an_ignored_issue() -> None:
    with pytest.raises(CallError, match="ISS-0001: it is ignored"):
        merge_issues(stand(ignore_issue(stand(), "ISS-0001", "spam")), "ISS-0002", "ISS-0001")


def test_a_split_takes_the_next_number_that_no_issue_ever_had() -> None:
    chosen = [place("a", "ISS-0001")]
    event = split_issue(stand(), "ISS-0001", chosen, 3, " Cobro  doble ")
    assert event.payload == {"child": "ISS-0005", "name": "Cobro doble", "mentions": [KEY]}
    undone = stand(event, NewEvent("undo", "ISS-0001", {"event_id": 6}))
    assert split_issue(undone, "ISS-0001", chosen, 3, "x").payload["child"] == "ISS-0006"


@pytest.mark.parametrize(
    ("mentions", "rest", "name", "complaint"),
    [
        ([], 3, "x", "no mentions were given"),
        ([place("a", "ISS-0001"), place("b", "ISS-0002")], 3, "x", "b-01 is not in it, but in ISS-0002"),
        ([place("a", None)], 3, "x", "a-01 is not in it, but in no issue"),
        ([place("a", "ISS-0001")], 0, "x", "all its mentions"),
        ([place("a", "ISS-0001")], 3, " ", "name ' ' is empty"),
        ([place("a", "ISS-0001")], 3, "x" * 121, "121 characters"),
    ],
)
def test_a_split_that_cannot_be_is_refused(mentions: list, rest: int, name: str, complaint: str) -> None:
    with pytest.raises(CallError, match=complaint):
        split_issue(stand(), "ISS-0001", mentions, rest, name)


def test_moved_mentions_are_told_by_the_issue_they_leave() -> None:
    chosen = [place("a", "ISS-0001"), place("b", None), place("c", "ISS-0001")]
    events = move_mentions(stand(), chosen, "ISS-0003")
    assert [(event.issue_id, event.payload["from"], event.payload["to"]) for event in events] == [
        ("ISS-0003", "ISS-0001", "ISS-0003"),
        ("ISS-0003", None, "ISS-0003"),
    ]
    assert [[key[1] for key in event.payload["mentions"]] for event in events] == [["a", "c"], ["b"]]


def test_a_mention_can_be_moved_out_of_every_issue() -> None:
    (event,) = move_mentions(stand(), [place("a", "ISS-0001")], None)
    assert (event.issue_id, event.payload["to"]) == ("ISS-0001", None)
    assert fold_placements(stand(event)) == {"key-a": None}


def test_what_is_there_already_is_not_moved() -> None:
    with pytest.raises(CallError, match="a-01 is in ISS-0001 already"):
        move_mentions(stand(), [place("a", "ISS-0001"), place("b", None)], "ISS-0001")
    with pytest.raises(CallError, match="a-01 is in no issue already"):
        move_mentions(stand(), [place("a", None)], None)


def test_pinning_without_mentions_pins_the_issue_itself() -> None:
    assert pin_issue(stand(), "ISS-0001").payload == {"mentions": []}
    assert pin_issue(stand(), "ISS-0001", [place("a", "ISS-0001")]).payload == {"mentions": [KEY]}
    with pytest.raises(CallError, match="is not in it"):
        pin_issue(stand(), "ISS-0001", [place("a", "ISS-0002")])
    with pytest.raises(CallError, match="pinned already"):
        pin_issue(stand(pin_issue(stand(), "ISS-0001")), "ISS-0001")


def test_an_issue_is_ignored_once() -> None:
    after = stand(ignore_issue(stand(), "ISS-0001", "  "))
    assert after.ignored == {"ISS-0001"}
    with pytest.raises(CallError, match="ignored already"):
        ignore_issue(after, "ISS-0001")


def test_the_last_word_on_a_text_holds_and_follows_merges() -> None:
    first = move_mentions(stand(), [place("a", None)], "ISS-0002")
    assert fold_placements(stand(first)) == {"key-a": "ISS-0002"}
    assert fold_placements(stand(first, MERGE)) == {"key-a": "ISS-0001"}
    split = split_issue(stand(first), "ISS-0002", [place("a", "ISS-0002")], 3, "x")
    assert fold_placements(stand(first, split)) == {"key-a": "ISS-0005"}


def accept(standing: Standing, *mentions: object, rest: int = 3) -> list[NewEvent]:
    return accept_proposal(standing, "p-0001", {m.key: m for m in mentions}, rest)  # type: ignore[attr-defined]


def test_accepting_a_proposal_records_the_answer_and_the_deed() -> None:
    a, b = place("a", "ISS-0001"), place("b", "ISS-0003")
    keys = [list(a.key), list(b.key)]
    merge = accept(stand(propose("merge", into="ISS-0003")))
    assert [(event.kind, event.payload) for event in merge] == [
        ("accept", {"proposal": "P-0001"}),
        ("merge", {"into": "ISS-0003", "proposal": "P-0001"}),
    ]
    _, split = accept(stand(propose("split", mentions=keys, name="Nuevo")), a, b)
    assert (split.payload["child"], split.payload["name"]) == ("ISS-0005", "Nuevo")
    assert split.payload["mentions"] == [KEY]  # b has left the issue since
    _, move = accept(stand(propose("move", mentions=keys, into="ISS-0002")), a, b)
    assert (move.payload["from"], move.payload["to"]) == ("ISS-0001", "ISS-0002")


def test_what_was_answered_is_not_open_until_the_answer_is_undone() -> None:
    proposal = propose("merge", into="ISS-0003")
    accepted = stand(proposal, accept(stand(proposal)))
    with pytest.raises(CallError, match="P-0001 was accepted by Ana; `voc council undo 7`"):
        accept(accepted)
    undone = stand(proposal, accept(stand(proposal)), undo_event(accepted, 8))
    assert [event.payload["event_id"] for event in undone.told[-2:]] == [7, 8]
    assert len(list_open_proposals(undone)) == 1
    refused = stand(proposal, refuse_proposal(stand(proposal), "P-0001", "son cosas distintas"))
    assert list_open_proposals(refused) == []


def test_a_proposal_that_cannot_be_done_any_more_is_not_open() -> None:
    after = stand(propose("merge", into="ISS-0003"), NewEvent("merge", "ISS-0001", {"into": "ISS-0003"}))
    assert list_open_proposals(after) == []
    with pytest.raises(CallError, match="cannot be done any more"):
        accept(after)
    with pytest.raises(CallError, match="none of its mentions is in ISS-0001 any more"):
        accept(stand(propose("split", mentions=[KEY], name="x")), place("a", "ISS-0002"))
    with pytest.raises(CallError, match="no such proposal 'P-0001'"):
        refuse_proposal(stand(), "P-0001", "x")
    with pytest.raises(CallError, match="reason is empty"):
        refuse_proposal(stand(propose("merge", into="ISS-0003")), "P-0001", " ")
