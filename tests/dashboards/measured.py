"""Measure what stands beside issues and weeks, as publishing does, and count it against invented orders."""

from datetime import datetime

import polars as pl

from tests.dashboards.workspace import Tables
from voc.pipeline.measuring import Measured, measure_signals
from voc.schema import make_frame
from voc.schema.signals import CALENDAR
from voc.settings import Settings

LATE, ESTIMATED = 3, "2026-W08"
ORDERS = 900.0


def measure_more(settings: Settings, tables: Tables, as_of: datetime) -> tuple[Tables, dict[str, str]]:
    """All tables of signals, and a calendar of orders with a late, an estimated and a running week."""
    measured = Measured(
        contacts=tables["contacts"],
        links=tables["contact_issues"],
        mentions=tables["mentions"],
        issues=tables["issues"],
        weeks=tables["weeks"],
        alerts=tables["alerts"],
        exposure=None,
        as_of=as_of,
        settings=settings,
    )
    more = measure_signals(measured) | {"calendar": invent_calendar(tables)}
    return more, {"exposure": "orders"}


def invent_calendar(tables: Tables) -> pl.DataFrame:
    counted = tables["contacts"].group_by("week").len().sort("week")
    weeks = counted["week"].to_list()
    rows = [
        {
            "week": week,
            "contacts": count,
            "exposure": ORDERS + 10 * place,
            "is_complete": week != weeks[-1],
            "is_estimated": week == ESTIMATED,
            "late_contacts": LATE if week == weeks[-2] else 0,
            "holidays": [],
            "silent_sources": ["kiosk-survey"] if week == weeks[-2] else [],
        }
        for place, (week, count) in enumerate(counted.iter_rows())
    ]
    return make_frame(rows, CALENDAR)
