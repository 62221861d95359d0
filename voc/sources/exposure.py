"""How many orders, customers or invoices were there? Files and queries -> a number a day, or a week.

Of two files that tell the same day the later one holds, by its name: figures are restated so. Rows of one day
in one file add up (a region each), or are averaged where they are levels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

import polars as pl

from voc.errors import CallError, SourceError
from voc.schema import REFUSALS, make_frame
from voc.settings import Settings
from voc.settings.workspace import ExposureSettings, SourceSettings
from voc.signals.isoweeks import week_monday
from voc.sources.cells import to_text
from voc.sources.database import read_query_rows
from voc.sources.dates import parse_dates, prefers_day_first
from voc.sources.files import SourceFile, find_paths, label_path, name_format, open_source_file
from voc.sources.formats import open_records
from voc.sources.parts import join_parts, open_parts
from voc.sources.rowset import Rowset, Wanted

FIGURES = {"day": pl.Date(), "value": pl.Float64()}
THOUSANDS = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+")  # counts: three digits are thousands
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class ExposureReading:
    """What an exposure's files gave: `received == taken + refused.height`."""

    figures: pl.DataFrame  # day, value; a row a day, by day; of a week, its Monday
    refused: pl.DataFrame  # REFUSALS
    received: int = 0
    taken: int = 0
    last_file: str | None = None
    files: list[str] = field(default_factory=list)


def read_exposure(exposure: ExposureSettings, settings: Settings) -> ExposureReading:
    """Read all that an `[[exposure]]` block names, anew: a few rows a week.

    Raises:
        SettingsError: the path is not a glob, or the url is none.
    """
    figures: dict[date, float] = {}
    refused: list[dict[str, Any]] = []
    received, labels = 0, []
    for label, rowset in _open_rowsets(exposure, settings):
        labels.append(label)
        if isinstance(rowset, SourceError):
            received += 1
            refused.append({"row": None, "field": rowset.field, "reason": rowset.reason, "file": label})
            continue
        received += len(rowset.positions) + len(rowset.broken)
        told, faults = _read_figures(rowset, exposure, settings)
        figures |= _gather_days(told, exposure.how)
        refused += [{**fault, "file": label} for fault in faults]
    named = [{"source": exposure.name, **fault} for fault in refused]
    days = sorted(figures)
    return ExposureReading(
        pl.DataFrame({"day": days, "value": [figures[day] for day in days]}, schema=FIGURES),
        make_frame(named, REFUSALS),
        received,
        received - len(refused),
        labels[-1] if labels else None,
        labels,
    )


def _open_rowsets(
    exposure: ExposureSettings, settings: Settings
) -> Iterator[tuple[str, Rowset | SourceError]]:
    wanted = Wanted({"date": exposure.date, "value": exposure.value}, ("date", "value"))
    if exposure.query:
        asked = SourceSettings(
            exposure.name, "", "", dict(wanted.columns), url=exposure.url, query=exposure.query
        )
        yield _catch_fault(f"query:{exposure.name}", lambda: read_query_rows(asked, settings, wanted))
        return
    for path in find_paths(exposure.path, settings):
        label = label_path(path, settings)

        def read_rows(file: SourceFile = SourceFile(path, label, "")) -> Rowset:  # noqa: B008
            form = name_format(file.path, exposure.format)
            _, parts = open_parts(open_records(open_source_file(file), form, wanted), wanted)
            return join_parts(parts)

        yield _catch_fault(label, read_rows)


def _catch_fault(label: str, read: Any) -> tuple[str, Rowset | SourceError]:
    try:
        return label, read()
    except SourceError as error:
        return label, error


def _read_figures(
    rowset: Rowset, exposure: ExposureSettings, settings: Settings
) -> tuple[list[tuple[date, float]], list[dict[str, Any]]]:
    """Read each row's day and number; a row that lacks either is refused."""
    dates = rowset.cells.get("date", [None] * len(rowset.positions))
    values = rowset.cells.get("value", [None] * len(rowset.positions))
    days = read_days(dates, settings)
    told: list[tuple[date, float]] = []
    faults: list[dict[str, Any]] = [
        {"row": position, "field": None, "reason": reason} for position, reason in rowset.broken
    ]
    for position, day, value in zip(rowset.positions, days, values, strict=True):
        number = read_figure(value)
        if day is None:
            reason = f"column {exposure.date!r} holds no day or week; wanted one like 2026-05-17 or 2026-W20"
            faults.append({"row": position, "field": "date", "reason": reason})
        elif number is None:
            reason = f"column {exposure.value!r} holds no number of 0 or more"
            faults.append({"row": position, "field": "value", "reason": reason})
        else:
            told.append((day, number))
    return told, faults


def read_days(cells: Sequence[Any], settings: Settings) -> list[date | None]:
    """Read days: dates in any shape that contacts' may have, or ISO weeks, which stand for their Monday."""
    weeks = [_read_week(to_text(cell)) for cell in cells]
    rest = [None if week else cell for cell, week in zip(cells, weeks, strict=True)]
    instants = parse_dates(rest, settings.zone, day_first=prefers_day_first(settings)).instants
    days = instants.dt.convert_time_zone(settings.timezone).dt.date().to_list()
    return [week or day for week, day in zip(weeks, days, strict=True)]


def _read_week(text: str | None) -> date | None:
    match = re.fullmatch(r"(\d{4})[- ]?[WwSs](\d{1,2})", text or "")
    if match is None:
        return None
    try:
        return week_monday(f"{match[1]}-W{int(match[2]):02d}")
    except CallError:
        return None


def read_figure(value: Any) -> float | None:
    """Read a count: `12500`, `12.500`, `12,500` and `12 500` are one number, `12,5` is twelve and a half."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if isfinite(value) and value >= 0 else None
    text = (to_text(value) or "").strip()
    if THOUSANDS.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _gather_days(told: Iterable[tuple[date, float]], how: str) -> dict[date, float]:
    by_day: dict[date, list[float]] = {}
    for day, value in told:
        by_day.setdefault(day, []).append(value)
    return {day: sum(values) if how == "sum" else sum(values) / len(values) for day, values in by_day.items()}
