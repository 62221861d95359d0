"""Weeks of invented issues, for tests of what a fix brought."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from voc.schema import WEEKS, check_frame
from voc.signals.isoweeks import label_day

MONDAY = date(2026, 1, 5)  # of 2026-W02, the first week


def name_day(week: int, day: int = 0) -> date:
    """The day so many weeks and days after the first Monday."""
    return MONDAY + timedelta(weeks=week, days=day)


def build_weeks(counts: Mapping[str, Sequence[int]], last_is_complete: bool = True) -> pl.DataFrame:
    """WEEKS of issues with these contacts; 100 orders a week."""
    rows = [
        {
            "issue_id": issue_id,
            "week": label_day(name_day(place)),
            "contact_count": count,
            "customer_count": count,
            "expected": None,
            "low": None,
            "high": None,
            "exposure": 100.0,
            "standard": sum(series) / len(series),
            "is_complete": last_is_complete or place < len(series) - 1,
        }
        for issue_id, series in counts.items()
        for place, count in enumerate(series)
    ]
    return check_frame(pl.DataFrame(rows, schema=dict(WEEKS)), WEEKS)


def repeat_level(level: int, n_weeks: int, phase: int = 0) -> list[int]:
    """Counts about a level, none of them random: a little more and a little less in turn."""
    swing = (0, 1, -1, 2, -2, 1, 0, -1)
    return [max(level + swing[(n + phase) % len(swing)], 0) for n in range(n_weeks)]
