"""How many contacts had each issue in each week, and how many were to be expected?

Weeks are ISO weeks in the workspace's zone. The calendar is complete: a week without contacts is a
row with 0, for every issue, from the first week of all data to the week that as-of cuts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from voc.schema import WEEKS, check_frame
from voc.signals.isoweeks import (
    derive_weeks,
    label_day,
    last_complete_week,
    list_weeks,
    shift_week,
    week_start,
)
from voc.stats.counts import Flags, Floats, forecast_counts

__all__ = [
    "WeekTally",
    "choose_references",
    "count_weeks",
    "derive_weeks",
    "last_complete_week",
    "list_weeks",
    "shift_week",
    "tally_weeks",
    "week_start",
]

REFERENCE_WEEKS = 12
LEAST_REFERENCE_WEEKS = 4


@dataclass(frozen=True)
class WeekTally:
    """Contacts counted into arrays; the axes are named by `strata`, `issues` and `weeks`."""

    strata: list[str]  # sources of contacts, sorted; one where the contacts have no `source`
    issues: list[str]  # sorted
    weeks: list[str]  # the complete calendar
    counts: Floats  # (n_strata, n_issues, n_weeks) contacts
    people: Floats  # (n_issues, n_weeks) distinct customers; one for each contact without
    pair_people: Floats  # (n_issues, n_weeks) the same over a week and the one before it
    exposures: Floats  # (n_strata, n_weeks) all contacts, with or without an issue


def count_weeks(
    contacts: pl.DataFrame, contact_issues: pl.DataFrame, *, zone: ZoneInfo, as_of: datetime
) -> pl.DataFrame:
    """Count each issue's contacts and people a week, beside what was to be expected.

    `expected` comes from the up to 12 weeks before (null below 4 that hold contacts), given the
    week's exposure, source by source: see `voc.stats.counts.forecast_counts`. It tells what the
    issue would bring had its share in each source stayed, so a doubled volume doubles it.

    Args:
        contacts: contact_id, occurred_at, customer_id, and source where known; all of them, with
            or without an issue. Those at `as_of` or later are left out.
        contact_issues: contact_id, issue_id.
        zone: The workspace's.
        as_of: Exclusive end. A week that it cuts is counted so far, with `is_complete` false.

    Returns:
        WEEKS, by issue and week, for every issue with a contact before `as_of`.
    """
    earlier = contacts.filter(pl.col("occurred_at") < as_of)
    if earlier.is_empty():
        return pl.DataFrame(schema=dict(WEEKS))
    first = derive_weeks(earlier["occurred_at"].sort().head(1), zone)[0]
    last = label_day((as_of - timedelta(microseconds=1)).astimezone(zone).date())
    tally = tally_weeks(earlier, contact_issues, calendar=list_weeks(first, last), zone=zone)
    complete = last_complete_week(as_of, zone)
    return _flatten_tally(tally, _expect_counts(tally), complete)


def tally_weeks(
    contacts: pl.DataFrame, contact_issues: pl.DataFrame, *, calendar: list[str], zone: ZoneInfo
) -> WeekTally:
    """Count contacts by source, issue and week into arrays; weeks outside the calendar are left out."""
    source = pl.col("source") if "source" in contacts.columns else pl.lit("")
    placed = contacts.select(
        "contact_id", "customer_id", source.alias("stratum"), derive_weeks(contacts["occurred_at"], zone)
    ).filter(pl.col("week").is_in(calendar))
    linked = contact_issues.select("contact_id", "issue_id").unique().join(placed, on="contact_id")
    strata, issues = (sorted(frame.unique().to_list()) for frame in (placed["stratum"], linked["issue_id"]))
    axes = {"stratum": strata, "issue_id": issues, "week": calendar}
    by_week = {name: axes[name] for name in ("issue_id", "week")}
    following = dict(pairwise(calendar))
    late = linked.with_columns(pl.col("week").replace_strict(following, default=None, return_dtype=pl.String))
    pairs = pl.concat([linked, late.filter(pl.col("week").is_not_null())])
    person = pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id")).n_unique()
    return WeekTally(
        strata,
        issues,
        calendar,
        counts=_fill_array(linked, axes, pl.len()),
        people=_fill_array(linked, by_week, person),
        pair_people=_fill_array(pairs, by_week, person),
        exposures=_fill_array(placed, {k: axes[k] for k in ("stratum", "week")}, pl.len()),
    )


def choose_references(usable: Flags, week: int) -> Flags:
    """Choose the reference of a week: the usable ones among the 12 weeks before it.

    Args:
        usable: (n_series, n_weeks).
        week: Index of the week that is judged.

    Returns:
        (n_series, n_weeks), false from `week` on.
    """
    chosen = np.zeros_like(usable)
    start = max(0, week - REFERENCE_WEEKS)
    chosen[:, start:week] = usable[:, start:week]
    return chosen


def _fill_array(frame: pl.DataFrame, axes: dict[str, list[str]], figure: pl.Expr) -> Floats:
    cells = frame.group_by(list(axes)).agg(figure.cast(pl.Float64).alias("figure"))
    array = np.zeros([len(names) for names in axes.values()])
    places = []
    for axis, names in axes.items():
        place = {name: n for n, name in enumerate(names)}
        places.append([place[name] for name in cells[axis].to_list()])
    array[tuple(places)] = cells["figure"].to_numpy()
    return array


def _expect_counts(tally: WeekTally) -> Floats:
    """Forecast every week of every issue: (n_issues, n_weeks), NaN where the reference is too short."""
    n_issues, n_weeks = len(tally.issues), len(tally.weeks)
    live = np.broadcast_to(tally.exposures.sum(axis=0) > 0, (n_issues, n_weeks))
    expected = np.full((n_issues, n_weeks), np.nan)
    for week in range(LEAST_REFERENCE_WEEKS, n_weeks):
        reference = choose_references(live, week)
        if n_issues and reference[0].sum() >= LEAST_REFERENCE_WEEKS:
            exposure = tally.exposures[:, week]
            forecast = forecast_counts(tally.counts, tally.exposures, exposure, reference)
            expected[:, week] = forecast.expected
    return expected


def _flatten_tally(tally: WeekTally, expected: Floats, complete: str) -> pl.DataFrame:
    n_issues, n_weeks = len(tally.issues), len(tally.weeks)
    frame = pl.DataFrame(
        {
            "issue_id": pl.Series([i for i in tally.issues for _ in range(n_weeks)], dtype=pl.String),
            "week": pl.Series(tally.weeks * n_issues, dtype=pl.String),
            "contact_count": tally.counts.sum(axis=0).ravel().astype(np.int64),
            "customer_count": tally.people.ravel().astype(np.int64),
            "expected": pl.Series(expected.ravel(), dtype=pl.Float64).fill_nan(None),
            "exposure": np.tile(tally.exposures.sum(axis=0), n_issues),
        }
    )
    return check_frame(frame.with_columns(is_complete=pl.col("week") <= complete), WEEKS)
