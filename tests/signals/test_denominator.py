from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from voc.schema import INSTANT
from voc.signals.alerts import raise_alerts
from voc.signals.budget import measure_budget
from voc.signals.denominator import fill_exposure, find_silences, leave_out, spread_exposure
from voc.signals.trends import tell_trends
from voc.signals.weeks import count_weeks

UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)  # of 2026-W02
CALENDAR = [f"2026-W{n:02d}" for n in range(2, 8)]


def _make_contacts(cells: dict[tuple[str, str], list[int]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make contacts of each channel (a source of its own) and issue, by week."""
    rows = [
        (f"c-{channel}-{issue}-{week}-{n}", channel, MONDAY + timedelta(weeks=week), issue)
        for (channel, issue), counts in cells.items()
        for week, count in enumerate(counts)
        for n in range(count)
    ]
    contacts = pl.DataFrame(
        {
            "contact_id": [row[0] for row in rows],
            "source": [row[1] for row in rows],
            "channel": [row[1] for row in rows],
            "occurred_at": pl.Series([row[2] for row in rows], dtype=INSTANT),
            "customer_id": [row[0] for row in rows],
        }
    )
    return contacts, pl.DataFrame(
        {"contact_id": [row[0] for row in rows], "issue_id": [row[3] for row in rows]}
    )


def _list_orders(values: list[float], first: int = 2) -> pl.DataFrame:
    weeks = [f"2026-W{first + n:02d}" for n in range(len(values))]
    return pl.DataFrame({"week": weeks, "value": values}, schema={"week": pl.String, "value": pl.Float64})


def _count(cells: dict[tuple[str, str], list[int]], orders: pl.DataFrame | None) -> pl.DataFrame:
    contacts, links = _make_contacts(cells)
    n_weeks = max(len(counts) for counts in cells.values())
    as_of = MONDAY.replace(hour=0) + timedelta(weeks=n_weeks)
    return count_weeks(contacts, links, zone=UTC_ZONE, as_of=as_of, exposure=orders)


def test_a_missing_week_is_filled_from_its_neighbours_and_marked() -> None:
    filled = fill_exposure(_list_orders([10, 20, 0, 40]).reverse(), CALENDAR)
    assert filled is not None
    assert filled[0].tolist() == [10, 20, 30, 40, 40, 40]
    assert filled[1].tolist() == [False, False, True, False, True, True]


def test_an_exposure_of_other_weeks_is_none() -> None:
    assert fill_exposure(_list_orders([10, 20], first=40), CALENDAR) is None
    weeks = _count({("call", "I"): [5] * 6}, _list_orders([10, 20], first=40))
    assert weeks["exposure"].to_list() == [5] * 6


@pytest.mark.parametrize(
    ("answers", "silent"),
    [
        ([9, 8, 10, 0, 9], [3]),  # e^-9 is below 0.001
        ([5, 6, 4, 0, 5], []),  # e^-5 is not
        ([0, 0, 9, 8, 9], []),  # it had not begun
        ([9, 9, 9, 0, 0], [3, 4]),  # and it stays silent
    ],
)
def test_a_silence_that_chance_does_not_explain_was_not_delivered(
    answers: list[int], silent: list[int]
) -> None:
    assert np.flatnonzero(find_silences(np.array([answers], dtype=float))[0]).tolist() == silent


def test_who_asks_has_its_answers_and_the_others_have_the_orders_while_they_deliver() -> None:
    answers = np.array([[0, 9, 8, 9, 0, 9.0], [40, 0, 40, 10, 40, 40]])
    told = spread_exposure(answers, np.array([False, True]), np.full(6, 100.0))
    assert told[0].tolist() == [0, 100, 100, 100, 0, 100]
    assert told[1].tolist() == answers[1].tolist()


def test_an_issue_is_told_by_the_contacts_of_others_but_by_half_of_all_at_least() -> None:
    counts, whole = np.array([[[10.0, 90.0]]]), np.array([[100.0, 100.0]])
    assert leave_out(counts, whole, np.array([True])).tolist() == [[[90, 50]]]
    assert leave_out(counts, whole, np.array([False])).tolist() == [[[100, 100]]]


def test_twice_the_orders_explain_twice_the_contacts() -> None:
    cells = {("call", "I"): [20] * 12 + [40], ("call", "J"): [20] * 12 + [40]}
    weeks = _count(cells, _list_orders([500.0] * 12 + [1000.0])).filter(week="2026-W14")
    assert weeks["expected"].to_list() == pytest.approx([40, 40])
    assert weeks["exposure"].to_list() == [1000, 1000]
    assert (weeks["low"] < 40).all()
    assert (weeks["high"] > 40).all()


def test_twice_the_contacts_of_the_same_orders_are_news() -> None:
    contacts, links = _make_contacts({("call", f"I{n}"): [20] * 12 + [20 + 20 * (n == 0)] for n in range(10)})
    as_of, orders = MONDAY.replace(hour=0) + timedelta(weeks=13), _list_orders([500.0] * 13)
    weeks = count_weeks(contacts, links, zone=UTC_ZONE, as_of=as_of, exposure=orders)
    alerts = raise_alerts(weeks, links, contacts, zone=UTC_ZONE, exposure=orders)
    assert alerts.select("issue_id", "kind", "alert_id", "is_open").rows() == [
        ("I0", "burst", "I0-2026-W14", True)
    ]


def test_a_wave_of_surveys_is_no_trend_whatever_the_orders() -> None:
    cells = {("survey", "I"): [10] * 12 + [40] * 4, ("survey", "J"): [10] * 12 + [40] * 4}
    cells |= {("call", "K"): [20] * 16}
    for orders in (None, _list_orders([500.0] * 16)):
        assert set(tell_trends(_count(cells, orders))["trend"]) == {"stable"}


def test_a_source_that_did_not_deliver_makes_nothing_decline() -> None:
    cells = {("call", "I"): [30] * 12 + [0] * 4, ("web", "I"): [10] * 16, ("web", "J"): [10] * 16}
    for orders in (None, _list_orders([500.0] * 16)):
        weeks = _count(cells, orders)
        assert dict(tell_trends(weeks).iter_rows()) == {"I": "stable", "J": "stable"}
        assert weeks.filter(issue_id="I", week="2026-W17")["expected"][0] == pytest.approx(10, rel=0.05)


def test_contacts_without_any_issue_have_no_weeks_and_raise_nothing() -> None:
    contacts, links = _make_contacts({("call", "I"): [5] * 8})
    as_of, none = MONDAY.replace(hour=0) + timedelta(weeks=8), links.clear()
    for orders in (None, _list_orders([500.0] * 8)):
        weeks = count_weeks(contacts, none, zone=UTC_ZONE, as_of=as_of, exposure=orders)
        assert weeks.is_empty()
        assert raise_alerts(weeks, none, contacts, zone=UTC_ZONE, exposure=orders).is_empty()
        assert measure_budget(weeks, none, contacts, zone=UTC_ZONE, exposure=orders).is_empty()
        assert tell_trends(weeks).is_empty()
