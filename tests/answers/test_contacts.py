"""The contacts behind a figure, and every mention with its issue."""

import json

import pytest

from voc.answers import Reading, list_alerts, list_assignments, list_contacts, list_issues, summarise_week
from voc.errors import CallError

CONTACT = {
    "contact_id", "source", "source_id", "channel", "occurred_at", "language", "customer", "kind",
    "opportunity", "kind_confidence", "kind_reason", "is_repeat", "rating", "text", "is_forwarded",
    "copy_of", "issues",
}  # fmt: skip
ASSIGNMENT = {"mention_id", "contact_id", "source", "source_id", "ordinal", "issue_id", "similarity", "text"}


def test_all_contacts_are_listed_oldest_first_with_their_zone(reading: Reading) -> None:
    document = list_contacts(reading)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    contacts = document["contacts"]
    assert len(contacts) == 17
    assert all(set(contact) == CONTACT for contact in contacts)
    assert contacts[0]["occurred_at"] == "2026-03-02T10:00:00+01:00"
    assert contacts[-1]["occurred_at"].endswith("+02:00")  # summer time began between
    assert sum(contact["issues"] == [] for contact in contacts) == 2
    assert {contact["is_repeat"] for contact in contacts} == {False}


def test_the_contacts_of_an_issue_and_a_week_are_those_it_counts(reading: Reading) -> None:
    for week in (None, "2026-W10", "2026-W13"):
        for issue in list_issues(reading, week=week, state="all")["issues"]:
            found = list_contacts(reading, issue_id=issue["issue_id"], week=week)["contacts"]
            assert len(found) == issue["contacts"]
            assert all(issue["issue_id"] in contact["issues"] for contact in found)


def test_contacts_of_an_unknown_issue_or_week_are_refused(reading: Reading) -> None:
    with pytest.raises(CallError, match="'ISS-9'"):
        list_contacts(reading, issue_id="ISS-9")
    with pytest.raises(CallError, match="'2026-W60'"):
        list_contacts(reading, week="2026-W60")


def test_every_mention_is_listed_also_those_without_an_issue(reading: Reading) -> None:
    rows = list_assignments(reading)["assignments"]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert len(rows) == 17
    assert all(set(row) == ASSIGNMENT for row in rows)
    assert sum(row["issue_id"] is None for row in rows) == 2
    assert rows == sorted(rows, key=lambda row: (row["source"], row["source_id"], row["ordinal"]))


def test_no_alerts_are_an_empty_list(reading: Reading) -> None:
    assert list_alerts(reading) == {"alerts": [], "budget": None}


def test_the_headline_is_of_the_last_complete_week(reading: Reading) -> None:
    document = summarise_week(reading)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["week"] == "2026-W13"
    assert (document["figures"]["contacts"], document["all"]["contacts"]) == (4, 17)
    by_week = {week["week"]: week for week in document["weeks"]}
    for name in ("contacts", "customers", "avoidable_share", "repeat_rate", "cost", "unassigned_share"):
        assert by_week["2026-W13"][name] == document["figures"][name]
    assert document["all"]["unassigned_share"] == pytest.approx(2 / 17, abs=1e-6)
    assert document["all"]["cost"] == sum(week["cost"] for week in document["weeks"]) == 36.0
    assert summarise_week(reading, "2026-W10")["figures"]["contacts"] == 6
