"""Which weeks are there, whole or not, and what are rates told by in each?

A week whose figures were delivered in part only counts as not delivered: half a week of orders would double
every rate.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from voc.schema.signals import CALENDAR, EXPOSURES
from voc.signals.denominator import fill_gaps, find_silences
from voc.signals.isoweeks import week_monday

Holiday = tuple[date, str, str]  # the day, and its name in Spanish and in English
LEAST_DAYS = 0.7  # of the days that a week usually has figures for, below which a week is not whole


def sum_exposures(figures: pl.DataFrame, ways: Mapping[str, str]) -> pl.DataFrame:
    """Sum what was delivered to weeks: EXPOSURES, by name and week.

    Args:
        figures: name, day, value; a row a day, or a row a week on its Monday.
        ways: Of each exposure `sum` (its days add up) or `mean` (they are levels); others are left out.

    Returns:
        Weeks that were delivered whole: with at least 0.7 of the days that the exposure's weeks usually have.
    """
    kept = figures.filter(pl.col("name").is_in(list(ways)))
    if kept.is_empty():
        return pl.DataFrame(schema=dict(EXPOSURES))
    by_week = (
        kept.with_columns(week=pl.col("day").dt.strftime("%G-W%V"))
        .group_by("name", "week")
        .agg(total=pl.col("value").sum(), mean=pl.col("value").mean(), n_days=pl.len())
    )
    usual = by_week.group_by("name").agg(usual_days=pl.col("n_days").median())
    is_level = pl.col("name").replace_strict(
        {name: way == "mean" for name, way in ways.items()}, return_dtype=pl.Boolean
    )
    return (
        by_week.join(usual, on="name")
        .filter(is_level | (pl.col("n_days") >= LEAST_DAYS * pl.col("usual_days")))
        .select("name", "week", value=pl.when(is_level).then("mean").otherwise("total"))
        .sort("name", "week")
    )


def lay_calendar(
    weeks: Sequence[str],
    contacts: pl.DataFrame,
    exposure: pl.DataFrame | None,
    *,
    last_complete: str,
    holidays: Sequence[Holiday] = (),
    before: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """Lay the calendar: CALENDAR, a row a week.

    Args:
        weeks: The complete calendar, in order.
        contacts: source, week; all before as-of.
        exposure: week, value; None: the week's contacts stand for it. A week without a value has the mean of
            the nearest delivered weeks on both sides, and is marked.
        last_complete: Later weeks are running.
        holidays: Of the workspace's country.
        before: How many contacts each week had in the snapshot before, of the weeks that were complete then.
    """
    counted = contacts.group_by("week").agg(contacts=pl.len().cast(pl.Int64))
    frame = pl.DataFrame({"week": list(weeks)}, schema={"week": pl.String}).join(
        counted, on="week", how="left", maintain_order="left"
    )
    counts = frame["contacts"].fill_null(0)
    given = pl.DataFrame(schema={"week": pl.String, "value": pl.Float64}) if exposure is None else exposure
    values = frame.join(given.select("week", "value"), on="week", how="left", maintain_order="left")["value"]
    filled = fill_gaps(values) if exposure is not None and len(given) else counts.cast(pl.Float64)
    known = before or {}
    late = [
        max(0, count - known[week]) if week in known else 0 for week, count in zip(weeks, counts, strict=True)
    ]
    return pl.DataFrame(
        {
            "week": list(weeks),
            "contacts": counts,
            "exposure": filled,
            "is_complete": [week <= last_complete for week in weeks],
            "is_estimated": values.is_null() if exposure is not None and len(given) else [False] * len(weeks),
            "late_contacts": late,
            "holidays": [_list_free_days(week, holidays) for week in weeks],
            "silent_sources": [
                names if week <= last_complete else []
                for week, names in zip(weeks, _list_silent(weeks, contacts), strict=True)
            ],
        },
        schema=dict(CALENDAR),
    )


def _list_free_days(week: str, holidays: Sequence[Holiday]) -> list[dict[str, object]]:
    monday = week_monday(week)
    days = (monday, monday + timedelta(days=6))
    return [{"day": day, "es": es, "en": en} for day, es, en in holidays if days[0] <= day <= days[1]]


def _list_silent(weeks: Sequence[str], contacts: pl.DataFrame) -> list[list[str]]:
    """List each week's sources that had begun and brought nothing, though chance does not explain it."""
    sources = contacts["source"].unique().sort().to_list()
    counted = contacts.group_by("source", "week").len()
    answers = np.zeros((len(sources), len(weeks)))
    places = {week: place for place, week in enumerate(weeks)}
    for source, week, count in counted.iter_rows():
        if week in places:
            answers[sources.index(source), places[week]] = count
    silent = find_silences(answers)
    return [[source for source, is_so in zip(sources, column, strict=True) if is_so] for column in silent.T]
