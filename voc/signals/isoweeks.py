"""Which week is it?

A week is an ISO week in the workspace's zone, labelled `2026-W20`; labels sort as weeks do. Light to
import, since every reading passes here.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from voc.errors import CallError


def derive_weeks(instants: pl.Series, zone: ZoneInfo) -> pl.Series:
    """Label instants with their ISO week in the zone, such as `2026-W20`; null stays null."""
    return instants.dt.convert_time_zone(zone.key).dt.strftime("%G-W%V").alias("week")


def week_monday(week: str) -> date:
    """Find the Monday on which a week begins.

    Raises:
        CallError: it is not an ISO week that exists.
    """
    try:
        year, number = week.split("-W")
        if len(year) != 4 or len(number) != 2 or not (year + number).isascii():
            raise ValueError(week)
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise CallError(f"week {week!r}: no such week; wanted an ISO week such as '2026-W20'") from None


def week_start(week: str, zone: ZoneInfo) -> datetime:
    """Find the UTC instant at which a week begins: midnight of its Monday in the zone."""
    monday = week_monday(week)
    return datetime(monday.year, monday.month, monday.day, tzinfo=zone).astimezone(UTC)


def shift_week(week: str, by: int) -> str:
    """Name the week that is `by` weeks later (earlier where negative)."""
    return label_day(week_monday(week) + timedelta(weeks=by))


def label_day(day: date) -> str:
    """Label the ISO week that a day belongs to."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def list_weeks(first: str, last: str) -> list[str]:
    """List every week from the first to the last, both included; none where `last` is earlier."""
    start, stop = week_monday(first), week_monday(last)
    return [label_day(start + timedelta(weeks=n)) for n in range((stop - start).days // 7 + 1)]


def last_complete_week(as_of: datetime, zone: ZoneInfo) -> str:
    """Name the last week that had ended at `as_of`: as of Monday 00:00 it is the one just over."""
    return shift_week(label_day(as_of.astimezone(zone).date()), -1)
