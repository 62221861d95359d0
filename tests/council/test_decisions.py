"""The last decision of a kind holds, and nothing senseless is recorded."""

from datetime import UTC, date, datetime

import pytest

from voc.council.decisions import (
    Decisions,
    assign_issue,
    decide_lever,
    fold_decisions,
    rename_issue,
    set_target,
)
from voc.errors import CallError
from voc.schema import LEVERS, LedgerEvent, NewEvent


def record(*events: NewEvent) -> list[LedgerEvent]:
    at = datetime(2026, 4, 1, tzinfo=UTC)
    return [
        LedgerEvent(n, at, "Ana", event.kind, event.issue_id, event.payload) for n, event in enumerate(events)
    ]


def test_the_last_decision_of_a_kind_holds_and_the_log_keeps_all() -> None:
    events = record(
        assign_issue("ISS-0001", "Ana", "Logística"),
        assign_issue("ISS-0001", owner=" Luis  Pérez "),
        set_target("ISS-0001", 20, date(2026, 6, 1)),
        set_target("ISS-0001", 0),
        decide_lever("ISS-0001", "automate", "porque sí"),
        rename_issue("ISS-0001", "Cobro\ndoble"),
        rename_issue("ISS-0002", "Otra"),
    )
    folded = fold_decisions(events)
    assert folded["ISS-0001"] == Decisions(
        owner="Luis Pérez",
        department="Logística",
        target=0,
        target_by=None,
        lever="automate",
        name="Cobro doble",
        log=tuple(events[:6]),
    )
    assert folded["ISS-0002"].name == "Otra"


def test_the_tools_own_events_are_no_decisions() -> None:
    birth = NewEvent("birth", "ISS-0001", {"name": "x"})
    assert fold_decisions(record(birth, NewEvent("mined", None), NewEvent("later-kind", "ISS-0001"))) == {}


def test_what_was_recorded_can_be_told_as_json() -> None:
    assert set_target("ISS-0001", 20, date(2026, 6, 1)).payload == {"target": 20, "by": "2026-06-01"}
    assert decide_lever("ISS-0001", "improve", "  ").payload == {"lever": "improve", "why": None}
    assert {decide_lever("ISS-0001", lever).payload["lever"] for lever in LEVERS} == set(LEVERS)


@pytest.mark.parametrize("target", [-1, 2.5, True, "20"])
def test_a_target_is_a_whole_number_of_contacts(target: int) -> None:
    with pytest.raises(CallError, match="whole number"):
        set_target("ISS-0001", target)


def test_senseless_decisions_are_refused_with_the_value() -> None:
    with pytest.raises(CallError, match=r"'automat'; did you mean 'automate'\?"):
        decide_lever("ISS-0001", "automat")
    with pytest.raises(CallError, match="neither an owner nor a department"):
        assign_issue("ISS-0001")
    with pytest.raises(CallError, match="name '  ' is empty"):
        rename_issue("ISS-0001", "  ")
    with pytest.raises(CallError, match="has 121 characters"):
        rename_issue("ISS-0001", "x" * 121)


def test_an_empty_owner_or_department_is_taken_away() -> None:
    said = [assign_issue("ISS-0001", "Ana", "Logística"), assign_issue("ISS-0001", owner=" ")]
    assert said[1].payload == {"owner": None}
    folded = fold_decisions(record(*said))["ISS-0001"]
    assert (folded.owner, folded.department) == (None, "Logística")
    cleared = fold_decisions(record(*said, assign_issue("ISS-0001", department="")))["ISS-0001"]
    assert cleared.department is None


def test_an_edit_is_told_of_every_issue_that_it_names() -> None:
    events = record(
        NewEvent("merge", "ISS-0002", {"into": "ISS-0001"}),
        NewEvent("split", "ISS-0001", {"child": "ISS-0009", "name": "Nuevo", "mentions": []}),
        NewEvent("ignore", "ISS-0001", {"why": None}),
        NewEvent("pin", "ISS-0001", {"mentions": [["notes", "a", 1, "k"]]}),
    )
    folded = fold_decisions(events)
    assert folded["ISS-0002"].merged_into == "ISS-0001"
    assert folded["ISS-0009"].name == "Nuevo"
    survivor = folded["ISS-0001"]
    assert (survivor.children, survivor.is_ignored, survivor.is_pinned) == (("ISS-0009",), True, False)
    assert survivor.log == tuple(events)
