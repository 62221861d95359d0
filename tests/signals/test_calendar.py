"""Weeks: whole or not, with what rates are told by, and what is to be known of each."""

from datetime import date, timedelta

import polars as pl

from voc.signals.calendar import lay_calendar, sum_exposures
from voc.signals.denominator import fill_gaps
from voc.signals.isoweeks import list_weeks

WEEKS = list_weeks("2026-W18", "2026-W21")


def give(name: str, *rows: tuple[date, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, day, value) for day, value in rows],
        schema={"name": pl.String, "day": pl.Date, "value": pl.Float64}, orient="row",
    )  # fmt: skip


def hear(*rows: tuple[str, str, int]) -> pl.DataFrame:
    spread = [(source, week) for source, week, count in rows for _ in range(count)]
    return pl.DataFrame(spread, schema={"source": pl.String, "week": pl.String}, orient="row")


def test_days_add_up_to_weeks_and_a_week_delivered_in_part_is_left_out() -> None:
    monday = date(2026, 5, 4)
    days = [(monday + timedelta(days=n), 10.0) for n in range(14 + 3)]  # two weeks, and three days
    told = sum_exposures(give("orders", *days), {"orders": "sum"})
    assert told.rows() == [("orders", "2026-W19", 70.0), ("orders", "2026-W20", 70.0)]


def test_levels_are_averaged_and_half_a_week_of_them_is_enough() -> None:
    days = [(date(2026, 5, 4), 100.0), (date(2026, 5, 5), 110.0), (date(2026, 5, 11), 120.0)]
    told = sum_exposures(give("customers", *days), {"customers": "mean", "orders": "sum"})
    assert told.rows() == [("customers", "2026-W19", 105.0), ("customers", "2026-W20", 120.0)]


def test_what_is_not_configured_any_more_is_left_out() -> None:
    assert sum_exposures(give("orders", (date(2026, 5, 4), 1.0)), {}).is_empty()


def test_a_week_without_a_figure_has_its_neighbours_mean_and_is_marked() -> None:
    exposure = pl.DataFrame({"week": ["2026-W18", "2026-W20"], "value": [100.0, 140.0]})
    heard = hear(("web", "2026-W18", 2), ("web", "2026-W19", 1), ("web", "2026-W21", 3))
    told = lay_calendar(WEEKS, heard, exposure, last_complete="2026-W20")
    assert told["exposure"].to_list() == [100.0, 120.0, 140.0, 140.0]
    assert told["is_estimated"].to_list() == [False, True, False, True]
    assert told["is_complete"].to_list() == [True, True, True, False]
    assert told["contacts"].to_list() == [2, 1, 0, 3]


def test_without_an_exposure_the_weeks_contacts_stand_for_it() -> None:
    heard = hear(("web", "2026-W18", 2), ("web", "2026-W19", 1))
    for none in (None, pl.DataFrame(schema={"week": pl.String, "value": pl.Float64})):
        told = lay_calendar(WEEKS[:2], heard, none, last_complete="2026-W19")
        assert (told["exposure"].to_list(), told["is_estimated"].any()) == ([2.0, 1.0], False)


def test_late_contacts_silent_sources_and_holidays_are_told() -> None:
    heard = hear(
        ("calls", "2026-W18", 4), ("calls", "2026-W19", 4), ("calls", "2026-W20", 4),
        ("web", "2026-W19", 8), ("survey", "2026-W20", 1),
    )  # fmt: skip
    told = lay_calendar(
        WEEKS[:3], heard, None, last_complete="2026-W20", before={"2026-W18": 3, "2026-W19": 12},
        holidays=[(date(2026, 5, 1), "Fiesta del Trabajo", "Labour Day")],
    )  # fmt: skip
    assert told["late_contacts"].to_list() == [1, 0, 0]
    assert told["silent_sources"].to_list() == [[], [], ["web"]]  # survey began later, calls never paused
    running = lay_calendar(WEEKS[:3], heard, None, last_complete="2026-W19")
    assert running["silent_sources"].to_list() == [[], [], []]  # a week that runs may still bring some
    assert [[free["en"] for free in days] for days in told["holidays"].to_list()] == [["Labour Day"], [], []]


def test_gaps_at_the_ends_take_the_only_neighbour() -> None:
    assert fill_gaps(pl.Series([None, 2.0, None, 4.0, None])).to_list() == [2.0, 2.0, 3.0, 4.0, 4.0]
