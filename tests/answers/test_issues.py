"""The list of issues and one issue: windows, states, and what people decided lying over the figures."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from voc.answers import Reading, list_issues, open_reading, show_issue
from voc.council.decisions import assign_issue, decide_lever, rename_issue, set_target
from voc.errors import CallError
from voc.settings import Settings

CONTRACT = {
    "issue_id", "name", "theme", "state", "trend", "lifecycle", "kind", "opportunity", "lever", "contacts",
    "customers", "share", "first_seen", "last_seen", "weeks", "repeat_rate", "cost", "silent_customers",
    "rating_effect", "department", "owner", "target", "channels", "languages", "keyphrases", "verbatims",
}  # fmt: skip


def list_ids(document: dict[str, Any]) -> list[str]:
    return [issue["issue_id"] for issue in document["issues"]]


def test_the_list_tells_what_the_contract_says_and_is_json(reading: Reading) -> None:
    document = list_issues(reading, state="all")
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    tops = {"as_of", "week", "contacts", "customers", "assigned", "unassigned", "exposure", "issues"}
    assert tops == set(document)
    assert all(set(issue) >= CONTRACT for issue in document["issues"])
    assert (document["as_of"], document["week"]) == ("2026-04-03T00:00:00+02:00", "2026-W13")


def test_recurring_issues_are_listed_first_those_with_most_contacts(reading: Reading) -> None:
    assert list_ids(list_issues(reading)) == ["ISS-0001", "ISS-0002"]
    assert list_ids(list_issues(reading, top=1)) == ["ISS-0001"]
    assert list_ids(list_issues(reading, state="isolated")) == ["ISS-0003"]
    assert list_ids(list_issues(reading, state="all")) == ["ISS-0001", "ISS-0002", "ISS-0003", "ISS-0004"]


def test_top_level_counts_take_in_contacts_without_an_issue(reading: Reading) -> None:
    document = list_issues(reading, state="all")
    assert (document["contacts"], document["customers"]) == (17, 14)
    assert sum(issue["contacts"] for issue in document["issues"]) == 15
    first = document["issues"][0]
    assert first["share"] == pytest.approx(10 / 17, abs=1e-6)
    assert sum(week["contacts"] for week in first["weeks"]) == first["contacts"]
    assert sum(first["channels"].values()) == first["contacts"]
    assert len(first["verbatims"]) == 5


def test_an_issue_nobody_speaks_of_has_zeros(reading: Reading) -> None:
    dormant = list_issues(reading, state="all")["issues"][-1]
    assert dormant["trend"] == "dormant"
    figures = ("contacts", "customers", "share", "cost", "silent_customers", "repeat_rate", "first_seen")
    assert [dormant[name] for name in figures] == [0, 0, 0.0, 0.0, 0, None, None]
    assert (dormant["channels"], dormant["languages"], dormant["verbatims"]) == ({}, [], [])


def test_a_week_is_measured_by_its_own_contacts(reading: Reading) -> None:
    document = list_issues(reading, week="2026-W11")
    assert (document["week"], document["contacts"], document["customers"]) == ("2026-W11", 3, 3)
    first, second = document["issues"]
    assert (first["contacts"], second["contacts"]) == (2, 1)
    assert first["share"] == pytest.approx(2 / 3, abs=1e-6)
    assert [week["week"] for week in first["weeks"]] == ["2026-W11"]
    assert first["weeks"][0]["contacts"] == 2
    assert "2026-03-09" <= first["first_seen"] <= first["last_seen"] <= "2026-03-15"
    assert {verbatim["text"] for verbatim in first["verbatims"]} == {
        "I was charged twice for the same bill",
        "Me hicieron dos cobros por la misma factura",
    }
    assert first["state"] == "recurring"


def test_the_weeks_of_all_history_add_up_to_it(reading: Reading) -> None:
    assert reading.week_range == ("2026-W10", "2026-W14")
    weeks = [list_issues(reading, week=f"2026-W{n}", state="all") for n in range(10, 15)]
    assert sum(week["contacts"] for week in weeks) == 17
    assert all(len(week["issues"]) == 4 for week in weeks)
    assert sum(issue["contacts"] for week in weeks for issue in week["issues"]) == 15


def test_only_all_lists_issues_without_a_contact_in_the_week(reading: Reading) -> None:
    assert list_ids(list_issues(reading, week="2026-W14")) == []


@pytest.mark.parametrize("week", ["2026-W54", "2026-W9", "W13", "", "2026-W09", "2026-W15", "2026-13", "hoy"])
def test_an_unknown_week_is_refused_with_its_name(reading: Reading, week: str) -> None:
    with pytest.raises(CallError, match=f"'{week}'"):
        list_issues(reading, week=week)


@pytest.mark.parametrize("issue_id", ["ISS-9999", "", "'; --", "ISS-1"])
def test_an_unknown_issue_is_refused_with_its_name(reading: Reading, issue_id: str) -> None:
    with pytest.raises(CallError, match="no such issue"):
        show_issue(reading, issue_id)


def test_an_unknown_state_or_number_is_refused(reading: Reading) -> None:
    with pytest.raises(CallError, match=r"'recuring': unknown; did you mean 'recurring'\?"):
        list_issues(reading, state="recuring")
    with pytest.raises(CallError, match="top 0"):
        list_issues(reading, top=0)


def test_decisions_show_at_once_over_the_published_figures(
    settings: Settings, reading: Reading, decide: Callable[..., None]
) -> None:
    before = show_issue(reading, "ISS-0001")
    assert (before["lifecycle"], before["owner"], before["decisions"]) == ("aggregated", None, [])
    decide(
        assign_issue("ISS-0001", "Luis", "Pagos"),
        set_target("ISS-0001", 5, date(2026, 6, 1)),
        decide_lever("ISS-0001", "eliminate", "porque se repite"),
        rename_issue("ISS-0001", "Cobran dos veces"),
    )
    with open_reading(settings) as after:
        issue = show_issue(after, "iss-0001")
        listed = list_issues(after, department="Pagos")
    names = ("name", "owner", "department", "target", "target_by", "lever", "lifecycle")
    assert [issue[name] for name in names] == [
        "Cobran dos veces", "Luis", "Pagos", 5, "2026-06-01", "eliminate", "solution_chosen",
    ]  # fmt: skip
    assert list_ids(listed) == ["ISS-0001"]
    assert [decision["kind"] for decision in issue["decisions"]] == ["assign", "target", "decide", "rename"]
    assert issue["decisions"][2] == {
        "id": 8, "at": "2026-04-03T10:00:00+02:00", "by_whom": "Ana", "kind": "decide", "lever": "eliminate",
        "why": "porque se repite", "issue_id": "ISS-0001",
    }  # fmt: skip


def test_a_department_keeps_only_its_issues(reading: Reading) -> None:
    assert list_ids(list_issues(reading, department="Facturación")) == ["ISS-0001"]
    assert list_ids(list_issues(reading, department="Nadie")) == []


def test_a_workspace_without_contacts_has_an_empty_list(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    with republish({name: frame.clear() for name, frame in tables.items()}) as empty:
        document = list_issues(empty, state="all")
        assert (document["contacts"], document["customers"], document["issues"]) == (0, 0, [])
        with pytest.raises(CallError, match="no contacts yet"):
            list_issues(empty, week="2026-W13")
