"""Which records become contacts, and why are the others refused?

A row needs an id, a date that can be read and a text. A reason names the column and what is wrong with
it; it never quotes the cell, unless the cell is plainly a date.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from voc.errors import SourceError
from voc.schema import RATING_SCALES, RAW_CONTACTS, REFUSALS, make_frame
from voc.settings import Settings, SourceSettings
from voc.sources.cells import read_language, read_ratings, store_safely, to_text
from voc.sources.dates import parse_dates, prefers_day_first
from voc.sources.rowset import Rowset
from voc.sources.turns import join_customer_turns, looks_like_turns, read_turns

PLAIN_FIELDS = ("customer", "agent", "product", "department", "touchpoint")
PLAINLY_A_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ][\d:.]{4,15}Z?)?"
)

Fault = tuple[str, str]  # canonical field, reason
Refusal = tuple[int | None, str | None, str]  # row, canonical field, reason


@dataclass(frozen=True)
class Reading:
    """What a file gave: `received == rows.height + refused.height`, always."""

    received: int
    rows: pl.DataFrame  # RAW_CONTACTS, in the file's order
    refused: pl.DataFrame  # REFUSALS, likewise
    notes: list[str] = field(default_factory=list)  # for the log: counts, never texts; each once a file
    columns: tuple[str, ...] = ()  # the names or paths that the file has; of its first part only
    share_done: float = 1.0  # of the file's bytes, with this part


def refuse_file(error: SourceError, source: SourceSettings, label: str) -> Reading:
    """Account for a file that cannot be read as one refused row without a position."""
    refused = _make_refusals([(None, error.field, error.reason)], source, label)
    return Reading(received=1, rows=pl.DataFrame(schema=dict(RAW_CONTACTS)), refused=refused)


def map_records(
    rowset: Rowset, source: SourceSettings, label: str, settings: Settings, index_label: str | None = None
) -> Reading:
    """Map a file's records to contacts, and refuse those that lack what a contact needs.

    Args:
        rowset: What a reader gave; a position of 0 is a transcript's, which has no row.
        source: Whose fields and rating scale are meant.
        label: The file as refusals name it.
        settings: For the zone and the languages.
        index_label: The index that the cells of a transcript come from, if one does.
    """
    notes = list(rowset.notes)
    dates = _take_cells(rowset, "occurred_at")
    texts, text_reasons = _map_texts(_take_cells(rowset, "text"), source)
    frame = pl.DataFrame(
        {
            "row": [position or None for position in rowset.positions],
            "source_id": list(map(to_text, _take_cells(rowset, "id"))),
            "occurred_at": _map_dates(dates, settings, notes),
            "text": texts,
            **{name: list(map(to_text, _take_cells(rowset, name))) for name in PLAIN_FIELDS},
            "rating": _map_ratings(_take_cells(rowset, "rating"), source, notes),
            "language": [read_language(to_text(v)) for v in _take_cells(rowset, "language")],
        },
        schema_overrides=dict(RAW_CONTACTS),
    ).select(list(RAW_CONTACTS))
    faults = _find_faults(frame, dates, text_reasons, source, index_label)
    refused: list[Refusal] = [(rowset.positions[i] or None, *fault) for i, fault in faults.items()]
    refused += [(position, None, reason) for position, reason in rowset.broken]
    return Reading(
        received=len(rowset.positions) + len(rowset.broken),
        rows=frame.filter(pl.Series([i not in faults for i in range(frame.height)], dtype=pl.Boolean)),
        refused=_make_refusals(refused, source, label),
        notes=notes,
    )


def _take_cells(rowset: Rowset, name: str) -> Sequence[Any]:
    return rowset.cells.get(name) or [None] * len(rowset.positions)


def _map_texts(values: Iterable[Any], source: SourceSettings) -> tuple[list[str | None], dict[int, str]]:
    """Map texts, of conversations the customer's turns; also the reasons why some have none."""
    texts: list[str | None] = []
    reasons: dict[int, str] = {}
    for i, value in enumerate(values):
        if source.channel == "call" or looks_like_turns(value):
            turns = read_turns(value, source.customer_speakers)
            said, reason = join_customer_turns(turns, source.customer_speakers)
            texts.append(to_text(said))
            if reason:
                reasons[i] = reason
        else:
            texts.append(to_text(value))
    return texts, reasons


def _map_dates(values: Sequence[Any], settings: Settings, notes: list[str]) -> pl.Series:
    day_first = prefers_day_first(settings)
    column = parse_dates(values, settings.zone, day_first=day_first)
    if column.is_ambiguous:
        order = "day" if day_first else "month"
        notes.append(f"no date tells the day from the month; read with the {order} first")
    return column.instants


def _map_ratings(values: Iterable[Any], source: SourceSettings, notes: list[str]) -> list[float | None]:
    bounds = RATING_SCALES.get(source.rating_scale or "")
    ratings, strange, outside = read_ratings(map(to_text, values), bounds)
    if strange:
        notes.append(f"{strange} ratings are not numbers; kept without")
    if outside and bounds:
        scale = f"{source.rating_scale} ({bounds[0]} to {bounds[1]})"
        notes.append(f"{outside} ratings lie outside {scale}; kept without")
    return ratings


def _find_faults(
    frame: pl.DataFrame,
    dates: Sequence[Any],
    text_reasons: dict[int, str],
    source: SourceSettings,
    index_label: str | None,
) -> dict[int, Fault]:
    """Find what each refused record lacks: the first of id, date and text."""
    needed = frame.select("source_id", "occurred_at", "text")
    lacking = needed.select(pl.any_horizontal(pl.all().is_null())).to_series().arg_true().to_list()
    faults: dict[int, Fault] = {}
    for i in lacking:
        source_id, occurred_at, _ = needed.row(i)
        if source_id is None:
            faults[i] = "id", f"{_name_column('id', source, index_label)} is empty"
        elif occurred_at is None:
            where = _name_column("occurred_at", source, index_label)
            faults[i] = "occurred_at", f"{where} {_describe_date(dates[i])}"
        else:
            faults[i] = "text", text_reasons.get(i, f"{_name_column('text', source)} is empty")
    return faults


def _name_column(name: str, source: SourceSettings, index_label: str | None = None) -> str:
    where = f" of {index_label}" if index_label else ""
    return f"column {source.fields.get(name, name)!r}{where}"


def _describe_date(value: Any) -> str:
    if to_text(value) is None:
        return "is empty; wanted a date"
    if isinstance(value, str) and PLAINLY_A_DATE.fullmatch(value.strip()):
        return f"says {value.strip()!r}, which is no date of the calendar from 1970 to 2099"
    return "holds no date that can be read; wanted one such as 2026-05-17 10:30 or 17/05/2026"


def _make_refusals(entries: Iterable[Refusal], source: SourceSettings, label: str) -> pl.DataFrame:
    ordered = sorted(entries, key=lambda entry: entry[0] or 0)
    return make_frame(
        [
            {"source": source.name, "file": label, "row": row, "field": name, "reason": store_safely(reason)}
            for row, name, reason in ordered
        ],
        REFUSALS,
    )
