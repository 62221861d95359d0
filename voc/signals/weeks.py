"""How many contacts had each issue in each week, and how many were to be expected?

Weeks are ISO weeks in the workspace's zone. The calendar is complete: a week without contacts is a
row with 0, for every issue, from the first week of all data to the week that as-of cuts.
"""

from datetime import datetime, timedelta
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
from voc.signals.judging import REFERENCE_WEEKS, choose_references
from voc.signals.replay import Replay, replay_weeks
from voc.signals.tally import WeekTally, tally_weeks
from voc.stats.counts import Floats

__all__ = [
    "REFERENCE_WEEKS",
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


def count_weeks(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    *,
    zone: ZoneInfo,
    as_of: datetime,
    exposure: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Count each issue's contacts and people a week, beside what was to be expected.

    `expected` comes from the up to 20 usable weeks before (null below 4 that hold contacts), given the
    week's exposure, source by source: see `voc.stats.counts.forecast_counts`. It tells what the issue
    would bring had its rate in each source stayed, so a doubled volume doubles it. Weeks that raised an
    alert are left out of it, as `raise_alerts` does, and so are those before the level moved. `low` and
    `high` bound the count that was to come (95 %, both included).

    Args:
        contacts: contact_id, occurred_at, customer_id, and source and channel where known; all of them,
            with or without an issue. Those at `as_of` or later are left out.
        contact_issues: contact_id, issue_id.
        zone: The workspace's.
        as_of: Exclusive end. A week that it cuts is counted so far, with `is_complete` false.
        exposure: week, value: orders, customers, ...; None: the week's contacts, source by source.

    Returns:
        WEEKS, by issue and week, for every issue with a contact before `as_of`.
    """
    calendar = _list_calendar(contacts, zone, as_of)
    if not calendar:
        return pl.DataFrame(schema=dict(WEEKS))
    earlier = contacts.filter(pl.col("occurred_at") < as_of)
    tally = tally_weeks(earlier, contact_issues, calendar=calendar, zone=zone, exposure=exposure)
    return _flatten_tally(tally, replay_weeks(tally, with_bands=True), last_complete_week(as_of, zone))


def _list_calendar(contacts: pl.DataFrame, zone: ZoneInfo, as_of: datetime) -> list[str]:
    first = contacts.filter(pl.col("occurred_at") < as_of)["occurred_at"].sort().head(1)
    if first.is_empty():
        return []
    last = label_day((as_of - timedelta(microseconds=1)).astimezone(zone).date())
    return list_weeks(derive_weeks(first, zone)[0], last)


def _flatten_tally(tally: WeekTally, replay: Replay, complete: str) -> pl.DataFrame:
    n_issues, n_weeks = len(tally.issues), len(tally.weeks)
    figures = {"expected": replay.expected, "low": replay.low, "high": replay.high}
    frame = pl.DataFrame(
        {
            "issue_id": pl.Series([i for i in tally.issues for _ in range(n_weeks)], dtype=pl.String),
            "week": pl.Series(tally.weeks * n_issues, dtype=pl.String),
            "contact_count": tally.counts.sum(axis=0).ravel().astype(np.int64),
            "customer_count": tally.people.ravel().astype(np.int64),
            **{k: pl.Series(v.ravel(), dtype=pl.Float64).fill_nan(None) for k, v in figures.items()},
            "exposure": np.tile(tally.shown, n_issues),
            "standard": _standardise_exposure(tally).ravel(),
        }
    )
    return check_frame(frame.with_columns(is_complete=pl.col("week") <= complete), WEEKS)


def _standardise_exposure(tally: WeekTally) -> Floats:
    """Tell what each week would bring at the rates of an issue's whole history: (n_issues, n_weeks).

    Where sources differ in what they say, this is what a week must be compared by: a wave of one source's
    contacts raises it for the issues that this source speaks of.
    """
    base = tally.reach.sum(axis=2)
    held = tally.counts.sum(axis=2)
    rates = np.divide(held, base, out=np.zeros_like(held), where=base > 0)
    return np.asarray(np.einsum("si,siw->iw", rates, tally.reach), dtype=np.float64)
