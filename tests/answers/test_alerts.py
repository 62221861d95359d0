"""Alerts come with the name that people use, the latest first, and a chance that JSON can carry."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from tests.answers.conftest import word_births
from voc.answers import Reading, list_alerts, open_reading
from voc.answers.alerts import acknowledge_open
from voc.council.decisions import rename_issue
from voc.errors import CallError
from voc.schema import ALERTS, make_frame


def test_alerts_are_told_with_their_evidence_the_latest_first(
    republish: Callable[..., Reading], decide: Callable[..., None], tables: dict[str, pl.DataFrame]
) -> None:
    alerts = make_frame(
        [
            {"issue_id": "ISS-0002", "kind": "burst", "week": "2026-W11", "observed": 9, "expected": 2.34567,
             "p_value": 1.23456e-9, "contact_ids": ["c1", "c2"], "last_week": "2026-W11", "week_count": 1,
             "is_open": False},
            {"issue_id": "ISS-0001", "kind": "emerging", "week": "2026-W12", "observed": 5, "expected": None,
             "p_value": 0.01, "contact_ids": [], "last_week": "2026-W13", "week_count": 2,
             "total_observed": 11, "is_open": True, "method": "emergence", "q_value": 0.02},
        ],
        ALERTS,
    )  # fmt: skip
    decide(rename_issue("ISS-0001", "Cobran dos veces"))
    with republish({**tables, "alerts": alerts}) as reading:
        newer, older = list_alerts(reading)["alerts"]
    assert newer == {
        "issue_id": "ISS-0001", "name": "Cobran dos veces", "kind": "emerging", "week": "2026-W12",
        "observed": 5, "expected": None, "p_value": 0.01, "contact_ids": [], "last_week": "2026-W13",
        "weeks": 2, "total_observed": 11, "total_expected": None, "is_open": True, "method": "emergence",
        "q_value": 0.02, "acknowledged": None, "is_asleep": False,
    }  # fmt: skip
    assert (older["name"], older["expected"], older["p_value"]) == ("El paquete no llega", 2.35, 1.235e-9)


def raise_two() -> pl.DataFrame:
    """An alert that is over and one that goes on, of the same issue."""
    course = {"issue_id": "ISS-0001", "kind": "burst", "observed": 9, "expected": 2.0, "p_value": 0.001}
    return make_frame(
        [
            {**course, "week": "2026-W10", "last_week": "2026-W10", "week_count": 1, "is_open": False},
            {**course, "week": "2026-W12", "last_week": "2026-W13", "week_count": 2, "is_open": True},
        ],
        ALERTS,
    )


def test_who_knows_of_an_alert_puts_that_one_to_sleep_and_no_other(
    republish: Callable[..., Reading], decide: Callable[..., None], tables: dict[str, pl.DataFrame]
) -> None:
    decide(*word_births())
    with republish({**tables, "alerts": raise_two()}) as reading:
        decide(acknowledge_open(reading, "iss-0001", date(2026, 4, 3), why="Ya lo miramos"))
        again = open_reading(reading.settings)
    with again:
        open_one, over = list_alerts(again)["alerts"]
    assert (open_one["is_asleep"], open_one["acknowledged"]["by_whom"]) == (True, "Ana")
    assert open_one["acknowledged"]["why"] == "Ya lo miramos"
    assert (over["is_asleep"], over["acknowledged"]) == (False, None)


def test_an_alert_wakes_after_its_day(
    republish: Callable[..., Reading], decide: Callable[..., None], tables: dict[str, pl.DataFrame]
) -> None:
    decide(*word_births())
    with republish({**tables, "alerts": raise_two()}) as reading:  # as of 3 April
        decide(acknowledge_open(reading, "ISS-0001", date(2026, 3, 30), until=date(2026, 4, 1)))
        again = open_reading(reading.settings)
    with again:
        (woken, _) = list_alerts(again, "ISS-0001")["alerts"]
    assert (woken["is_asleep"], woken["acknowledged"]["until"]) == (False, "2026-04-01")


def test_an_issue_that_raised_no_alert_cannot_be_put_to_sleep(
    republish: Callable[..., Reading], decide: Callable[..., None], tables: dict[str, pl.DataFrame]
) -> None:
    decide(*word_births())
    with (
        republish({**tables, "alerts": raise_two()}) as reading,
        pytest.raises(CallError, match="ISS-0002: it has raised no alert"),
    ):
        acknowledge_open(reading, "ISS-0002", date(2026, 4, 3))
