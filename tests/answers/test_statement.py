"""A month's statement from what was published, under what people decided since."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from tests.answers.conftest import AS_OF
from voc.answers import Reading, open_reading
from voc.answers.money import list_money
from voc.answers.months import bound_month, list_months
from voc.answers.statement import tell_statement
from voc.council.decisions import assign_issue
from voc.council.edits import ignore_issue, merge_issues
from voc.errors import CallError
from voc.settings import Settings
from voc.signals.money import count_money

Decide = Callable[..., None]


def tell_costs(document: dict[str, Any]) -> dict[str, float]:
    return {charge["department"] or charge["remainder"]: charge["cost"] for charge in document["departments"]}


def test_the_last_complete_month_is_told_unless_another_is_named(reading: Reading) -> None:
    """16 contacts in March, of which eight are notes at 4.00; as of 3 April."""
    document = tell_statement(reading)
    assert (document["month"], document["is_complete"], document["currency"]) == ("2026-03", True, "EUR")
    assert (document["contacts"], document["cost"]) == (16, 32.0)
    assert tell_costs(document) == {
        "Facturación": 20.0,
        "without a department": 12.0,
        "without an issue": 0.0,
    }
    running = tell_statement(reading, month="2026-04")
    assert (running["is_complete"], running["contacts"], running["cost"]) == (False, 1, 4.0)
    assert tell_costs(running) == {"without an issue": 4.0}


def test_a_line_tells_contacts_repeats_people_cost_and_share(reading: Reading) -> None:
    billing = tell_statement(reading)["departments"][0]
    (line,) = billing["lines"]
    assert (line["issue_id"], line["name"], line["contacts"], line["cost"]) == (
        "ISS-0001",
        "Cobro duplicado",
        10,
        20.0,
    )
    assert (line["cost_cents"], line["whole_cost"], line["split_contacts"]) == (2000, 20.0, 10.0)
    assert line["share"] == billing["share"] == pytest.approx(20 / 32, abs=1e-6)
    assert (line["customers"], line["silent_customers"]) == (8, 208)


def test_silent_customers_are_marked_as_an_estimate(reading: Reading) -> None:
    silent = tell_statement(reading)["silent"]
    assert (silent["is_estimate"], silent["multiplier"]) == (True, 26.0)
    assert "TARP" in silent["definition"]


def test_a_department_is_told_alone_beside_the_months_total(reading: Reading) -> None:
    whole, part = tell_statement(reading), tell_statement(reading, department="Facturación")
    assert part["departments"] == whole["departments"][:1]
    assert (part["cost"], part["edition"]) == (whole["cost"], whole["edition"])
    with pytest.raises(CallError, match="did you mean 'Facturación'"):
        tell_statement(reading, department="Facturacion")


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-3", "0000-01", "marzo", "2026-02", "2026-05", "2026-03-01"]
)
def test_a_month_that_is_none_or_lies_outside_the_data_is_refused(reading: Reading, month: str) -> None:
    with pytest.raises(CallError, match=month):
        tell_statement(reading, month=month)


def test_statements_of_one_edition_are_equal_and_a_decision_makes_another(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    before = tell_statement(reading)
    assert tell_statement(reading) == before
    decide(assign_issue("ISS-0002", department="Logística"))
    with open_reading(settings) as after:
        told = tell_statement(after)
        assert tell_costs(told)["Logística"] == 8.0
        assert told["cost"] == before["cost"]
        assert told["edition"]["last_event"] == before["edition"]["last_event"] + 1
        assert told["edition"]["figures_digest"] != before["edition"]["figures_digest"]
        assert told["edition"]["rules_digest"] == before["edition"]["rules_digest"]


def test_a_merge_changes_the_statement_at_once(reading: Reading, settings: Settings, decide: Decide) -> None:
    decide(merge_issues(reading.standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as after:
        told = tell_statement(after)
        assert tell_costs(told) == {"Facturación": 28.0, "without a department": 4.0, "without an issue": 0.0}
        money = {issue["issue_id"]: issue["cost"] for issue in list_money(after)["issues"]}
        assert money == {"ISS-0001": 28.0, "ISS-0003": 4.0, None: 4.0}


def test_an_ignored_issue_is_charged_to_nobody(reading: Reading, settings: Settings, decide: Decide) -> None:
    decide(ignore_issue(reading.standing, "ISS-0002", "no es nuestro"))
    with open_reading(settings) as after:
        told = tell_statement(after)
        assert tell_costs(told)["ignored issues only"] == 8.0
        assert "ISS-0002" not in str(told["departments"])
        assert "ISS-0002" not in {issue["issue_id"] for issue in list_money(after)["issues"]}


def test_money_is_told_by_month_as_it_was_published(
    tables: dict[str, pl.DataFrame], settings: Settings, republish: Callable[..., Reading]
) -> None:
    money = count_money(tables["contacts"], tables["contact_issues"], settings.zone)
    with republish({**tables, "money": money}) as published:
        told = list_money(published)
    assert told["months"] == [
        {"month": "2026-03", "is_complete": True, "cost": 32.0},
        {"month": "2026-04", "is_complete": False, "cost": 4.0},
    ]
    first, last = told["issues"][0], told["issues"][-1]
    assert (first["issue_id"], first["department"], first["cost"]) == ("ISS-0001", "Facturación", 20.0)
    assert [month["month"] for month in first["months"]] == ["2026-03"]
    assert (last["issue_id"], last["contacts"], last["shared_cost"]) == (None, 2, 4.0)


def test_months_begin_at_midnight_in_the_zone(reading: Reading) -> None:
    assert bound_month(reading, "2026-03") == (
        datetime(2026, 2, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 31, 22, tzinfo=UTC),
    )
    assert bound_month(reading, "2025-12")[1] == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert bound_month(reading, "2026-03")[1] < AS_OF
    assert [month["is_complete"] for month in list_months(reading)] == [True, False]


def test_without_contacts_there_is_nothing_to_charge(
    tables: dict[str, pl.DataFrame], republish: Callable[..., Reading]
) -> None:
    empty = {name: frame.clear() for name, frame in tables.items()}
    with republish(empty) as nothing:
        document = tell_statement(nothing)
        assert (document["month"], document["departments"], document["months"]) == (None, [], [])
        with pytest.raises(CallError, match="no contacts"):
            tell_statement(nothing, month="2026-03")
