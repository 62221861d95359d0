from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from voc.errors import CallError
from voc.schema import INSTANT
from voc.signals.isoweeks import (
    derive_weeks,
    label_day,
    last_complete_week,
    list_weeks,
    shift_week,
    week_monday,
    week_start,
)

MADRID = ZoneInfo("Europe/Madrid")


def test_sunday_night_in_utc_is_already_monday_in_madrid() -> None:
    instants = pl.Series([datetime(2026, 5, 10, 22, 30, tzinfo=UTC), None], dtype=INSTANT)
    assert derive_weeks(instants, MADRID).to_list() == ["2026-W20", None]
    assert derive_weeks(instants, ZoneInfo("UTC")).to_list() == ["2026-W19", None]


def test_the_first_days_of_a_year_may_belong_to_the_last_week_of_the_year_before() -> None:
    instants = pl.Series([datetime(2027, 1, 2, 12, tzinfo=UTC)], dtype=INSTANT)
    assert derive_weeks(instants, MADRID).to_list() == ["2026-W53"]


def test_weeks_are_listed_across_a_year_of_53() -> None:
    assert list_weeks("2026-W52", "2027-W02") == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert list_weeks("2026-W03", "2026-W02") == []


@pytest.mark.parametrize(
    ("as_of", "week"),
    [
        (datetime(2026, 5, 11, tzinfo=MADRID), "2026-W19"),  # Monday 00:00: the week just over
        (datetime(2026, 5, 17, 23, 59, tzinfo=MADRID), "2026-W19"),
        (datetime(2026, 5, 10, 22, tzinfo=UTC), "2026-W19"),  # the same Monday, told in UTC
        (datetime(2026, 5, 10, 21, 59, tzinfo=UTC), "2026-W18"),
    ],
)
def test_a_week_is_complete_once_its_sunday_is_over_in_the_zone(as_of: datetime, week: str) -> None:
    assert last_complete_week(as_of, MADRID) == week


def test_a_week_starts_at_local_midnight_in_summer_and_winter() -> None:
    assert week_start("2026-W20", MADRID) == datetime(2026, 5, 10, 22, tzinfo=UTC)
    assert week_start("2026-W02", MADRID) == datetime(2026, 1, 4, 23, tzinfo=UTC)


def test_shifting_and_labelling_agree() -> None:
    assert shift_week("2026-W53", 1) == "2027-W01"
    assert shift_week("2027-W01", -1) == "2026-W53"
    assert label_day(week_monday("2026-W20")) == "2026-W20"


@pytest.mark.parametrize(
    "wrong", ["2026-20", "2026-W60", "2025-W53", "W20", "26-W20", "2026-W5", "", "2026-W²0"]
)
def test_a_week_that_does_not_exist_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(CallError, match="no such week") as told:
        week_monday(wrong)
    assert repr(wrong) in str(told.value)
