"""What people do about issues: actions with a day, alerts that are known, kinds put right."""

from datetime import date
from typing import Any

import pytest

from tests.council.stories import stand
from voc.council.actions import (
    acknowledge_alert,
    add_action,
    classify_contacts,
    finish_action,
    list_actions,
)
from voc.council.decisions import Action, decide_lever
from voc.council.lifecycle import tell_lifecycle
from voc.council.undoing import undo_event
from voc.errors import CallError

TODAY = date(2026, 5, 18)
DONE = date(2026, 5, 4)


def test_actions_are_numbered_through_and_an_undone_number_is_never_given_again() -> None:
    first = add_action(stand(), "iss-0001", "  Nueva   plantilla ", owner="Ana", due=TODAY)
    assert (first.issue_id, first.payload["action"], first.payload["text"]) == (
        "ISS-0001", "A-0001", "Nueva plantilla",
    )  # fmt: skip
    taken_back = stand(first)
    undone = stand(first, undo_event(taken_back, 6))
    assert list_actions(undone) == []
    assert add_action(undone, "ISS-0002", "Otra").payload["action"] == "A-0002"


def test_an_action_holds_from_the_day_on_which_it_was_done_and_the_last_word_counts() -> None:
    planned = add_action(stand(), "ISS-0001", "Nueva plantilla", owner="Ana")
    early = finish_action(stand(planned), "a-0001", date(2026, 4, 1), TODAY)
    late = finish_action(stand(planned, early), "A-0001", DONE, TODAY)
    assert list_actions(stand(planned, early, late)) == [
        Action("A-0001", "ISS-0001", "Nueva plantilla", "Ana", None, None, DONE)
    ]


def test_an_issue_with_an_action_done_is_fixed_until_it_comes_back() -> None:
    planned = add_action(stand(), "ISS-0001", "Nueva plantilla")
    done = finish_action(stand(planned), "A-0001", DONE, TODAY)
    chosen = decide_lever("ISS-0001", "eliminate")
    only_planned = stand(chosen, planned).decisions["ISS-0001"]
    fixed = stand(chosen, planned, done).decisions["ISS-0001"]
    assert tell_lifecycle("recurring", only_planned) == "solution_chosen"
    assert tell_lifecycle("recurring", fixed) == "fixed"
    assert tell_lifecycle("recurring", fixed, is_back=True) == "aggregated"


def test_an_action_that_is_said_to_be_done_cannot_be_taken_back_before_that() -> None:
    planned = add_action(stand(), "ISS-0001", "Nueva plantilla")
    done = finish_action(stand(planned), "A-0001", DONE, TODAY)
    with pytest.raises(CallError, match="7 rests on it"):
        undo_event(stand(planned, done), 6)
    assert [event.payload for event in undo_event(stand(planned, done), 7)] == [{"event_id": 7}]


@pytest.mark.parametrize(
    ("action_id", "on", "complaint"),
    [
        ("A-0002", DONE, "no such action 'A-0002'; did you mean 'A-0001'"),
        ("A-0001", date(2026, 5, 19), "has not come; wanted 2026-05-18 or earlier"),
    ],
)
def test_what_cannot_be_done_is_refused(action_id: str, on: date, complaint: str) -> None:
    with pytest.raises(CallError, match=complaint):
        finish_action(stand(add_action(stand(), "ISS-0001", "x y")), action_id, on, TODAY)


def test_an_acknowledgement_keeps_who_until_when_and_why() -> None:
    said = acknowledge_alert("ISS-0001", "2026-W19", TODAY, until=date(2026, 6, 1), why="Ya lo miramos")
    (known,) = stand(said).decisions["ISS-0001"].acknowledged
    assert (known.by_whom, known.week, known.until, known.why) == (
        "Ana", "2026-W19", date(2026, 6, 1), "Ya lo miramos",
    )  # fmt: skip
    with pytest.raises(CallError, match="has passed"):
        acknowledge_alert("ISS-0001", "2026-W19", TODAY, until=date(2026, 5, 17))


def test_a_kind_put_right_names_contacts_by_where_they_came_from() -> None:
    said = classify_contacts([("web", "9"), ("notes", "7"), ("web", "9")], "avoidable", "ignored")
    assert said.payload == {
        "contacts": [["notes", "7"], ["web", "9"]], "kind": "avoidable", "opportunity": "ignored",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (([], "simple"), "no contact was named"),
        (([("web", "9")], "repeat"), "follows from the customer's contacts"),
        (([("web", "9")], "simpel"), "did you mean 'simple'"),
        (([("web", "9")], "simple", "ignored"), "lies in contacts of kind 'avoidable', not 'simple'"),
        (([("web", "9")], "valuable", "buy"), "unknown opportunity 'buy'"),
    ],
)
def test_kinds_that_cannot_be_are_refused(given: tuple[Any, ...], complaint: str) -> None:
    with pytest.raises(CallError, match=complaint):
        classify_contacts(*given)
