"""Which months are there to answer for, and between which instants does one lie?

Months are those of the workspace's zone; the one that as-of cuts still runs, and is not complete.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from voc.answers.reading import Reading
from voc.errors import CallError

Document = dict[str, Any]


def list_months(reading: Reading) -> list[Document]:
    """List every month from the first contact's to that of as-of: month, is_complete."""
    span = _find_span(reading)
    if span is None:
        return []
    first, last = span
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    labels = [f"{_shift_month(first, n):%Y-%m}" for n in range(count)]
    return [{"month": label, "is_complete": is_over(reading, label)} for label in labels]


def is_over(reading: Reading, month: str) -> bool:
    """Tell whether a month had ended at as-of."""
    return reading.as_of is not None and bound_month(reading, month)[1] <= reading.as_of


def bound_month(reading: Reading, month: str) -> tuple[datetime, datetime]:
    """Find the UTC instants at which a month begins and the next one does."""
    first = _read_month(month)
    days = (first, _shift_month(first, 1))
    since, before = (datetime(day.year, day.month, 1, tzinfo=reading.zone).astimezone(UTC) for day in days)
    return since, before


def choose_month(reading: Reading) -> str | None:
    """Choose the last complete month, else the one that runs; None where there are no contacts."""
    months = list_months(reading)
    listed = [month for month in months if month["is_complete"]] or months
    return str(listed[-1]["month"]) if listed else None


def require_month(reading: Reading, month: str) -> str:
    """Return a month that this reading can answer for.

    Raises:
        CallError: it is no month, or lies outside the data.
    """
    _read_month(month)
    months = [known["month"] for known in list_months(reading)]
    if not months:
        raise CallError(f"month {month!r}: there are no contacts yet; `voc status` says what was ingested")
    if month not in months:
        raise CallError(f"month {month!r}: outside the data, which covers {months[0]} to {months[-1]}")
    return month


def _read_month(month: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month) or month[:4] == "0000":
        raise CallError(f"month {month!r}: no such month; wanted one such as '2026-03'")
    return date(int(month[:4]), int(month[5:]), 1)


def _shift_month(day: date, by: int) -> date:
    number = day.year * 12 + day.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _find_span(reading: Reading) -> tuple[date, date] | None:
    """Find the first contact's day and the last day before as-of, in the zone."""
    first_at, last_at = reading.snapshot.read("read_contact_span").row(0)
    if first_at is None:
        return None
    newest = last_at if reading.as_of is None else max(last_at, reading.as_of - timedelta(microseconds=1))
    first, last = (at.astimezone(reading.zone).date() for at in (first_at, newest))
    return first, last
