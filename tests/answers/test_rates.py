"""Rates have a denominator that is named: whole weeks of what the company delivers, else its contacts."""

import json
from collections.abc import Callable

import polars as pl
import pytest

from tests.answers.conftest import NOW, publish_tables
from voc.answers import Reading, list_issues, open_reading, summarise_week
from voc.answers.rates import list_calendar, rate_contacts
from voc.schema import PUBLISHED, make_frame
from voc.settings import Settings
from voc.store.snapshot import write_snapshot

WEEKS = ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]
Tables = dict[str, pl.DataFrame]


def lay_weeks(tables: Tables) -> Tables:
    """Ten orders a week, the third not delivered, the last running."""
    contacts = tables["contacts"]
    rows = [
        {
            "week": week, "contacts": (contacts["week"] == week).sum(), "exposure": 10.0 + place,
            "is_complete": week < WEEKS[-1], "is_estimated": place == 2, "late_contacts": 0,
            "holidays": [], "silent_sources": ["web"] if place == 3 else [],
        }
        for place, week in enumerate(WEEKS)
    ]  # fmt: skip
    given = [{"name": "orders", "week": week, "value": 10.0} for week in WEEKS if week != WEEKS[2]]
    return {
        **tables,
        "calendar": make_frame(rows, PUBLISHED["calendar"]),
        "exposures": make_frame(given, PUBLISHED["exposures"]),
    }


@pytest.fixture
def ordered(settings: Settings, tables: Tables) -> Reading:
    meta = {"as_of": "2026-04-02T22:00:00+00:00", "exposure": "orders"}
    write_snapshot(settings, lay_weeks(tables), meta, name="orders", written_at=NOW)
    return open_reading(settings)


def test_a_rate_is_contacts_for_each_order_of_whole_weeks(ordered: Reading) -> None:
    with ordered:
        document = list_issues(ordered, state="all")
    assert document["exposure"] == {"name": "orders", "value": 46.0, "weeks": 4, "estimated": 1}
    whole = {issue["issue_id"]: sum(week["contacts"] for week in issue["weeks"] if week["is_complete"])
             for issue in document["issues"]}  # fmt: skip
    assert whole["ISS-0001"] > 0
    for issue in document["issues"]:
        if issue["contacts"]:
            assert issue["rate"] == pytest.approx(whole[issue["issue_id"]] / 46, abs=1e-6)


def test_a_weeks_rate_is_of_that_week_and_a_running_one_has_none(ordered: Reading) -> None:
    with ordered:
        first = list_issues(ordered, week="2026-W10")
        running = list_issues(ordered, week="2026-W14", state="all")
    assert first["exposure"]["value"] == 10.0
    assert first["issues"][0]["rate"] == pytest.approx(first["issues"][0]["contacts"] / 10)
    assert running["exposure"] == {"name": "orders", "value": None, "weeks": 0, "estimated": 0}
    assert {issue["rate"] for issue in running["issues"]} == {None}


def test_the_headline_tells_contacts_for_each_order(ordered: Reading) -> None:
    with ordered:
        document = summarise_week(ordered)
    assert document["exposure"] == "orders"
    assert document["figures"]["rate"] == pytest.approx(document["figures"]["contacts"] / 13, abs=1e-6)
    assert [week["rate"] is None for week in document["weeks"]] == [False, False, False, False, True]


def test_the_weeks_say_what_was_delivered_and_what_not(ordered: Reading) -> None:
    with ordered:
        document = list_calendar(ordered)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert [week["exposures"] for week in document["weeks"]][1:3] == [{"orders": 10.0}, {}]
    assert [week["is_estimated"] for week in document["weeks"]] == [False, False, True, False, False]
    assert document["weeks"][3]["silent_sources"] == ["web"]


def test_without_an_exposure_contacts_stand_for_it_and_the_headline_has_no_rate(
    settings: Settings, tables: Tables
) -> None:
    publish_tables(settings, lay_weeks(tables), name="plain")
    with open_reading(settings) as reading:
        assert list_issues(reading)["exposure"]["name"] == "contacts"
        summary = summarise_week(reading)
    assert (summary["exposure"], summary["figures"]["rate"]) == ("contacts", None)


def test_nothing_to_divide_by_is_no_rate(republish: Callable[..., Reading], tables: Tables) -> None:
    assert rate_contacts(3, 0.0) is None
    assert rate_contacts(3, None) is None
    with republish({name: table.clear() for name, table in tables.items()}) as empty:
        assert list_issues(empty)["exposure"]["value"] is None
