"""Which records become contacts, and why are the others refused?

A row needs an id, a date that can be read and a text. A reason names the column and what is wrong with
it; it never quotes the cell, unless the cell is plainly a date.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from voc.errors import SourceError
from voc.schema import RATING_SCALES, RAW_CONTACTS, REFUSALS, make_frame
from voc.settings import Settings, SourceSettings
from voc.settings.presets import DERIVED_ID
from voc.sources.cells import (
    Ratings,
    read_language,
    read_minutes,
    read_ratings,
    read_switch,
    store_safely,
    to_text,
)
from voc.sources.dates import DateEvidence, parse_dates, prefers_day_first
from voc.sources.derived_ids import derive_ids
from voc.sources.parts import Findings
from voc.sources.rowset import Rowset
from voc.sources.turns import join_customer_turns, looks_like_turns, read_turns

PLAIN_FIELDS = ("customer", "agent", "product", "department", "touchpoint")
PLAINLY_A_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ][\d:.]{4,15}Z?)?"
)

Fault = tuple[str, str]  # canonical field, reason


class Refusal(NamedTuple):
    """Why a record is none; its id and content where it could be parsed."""

    row: int | None
    field: str | None  # canonical
    reason: str
    source_id: str | None = None
    content: str | None = None  # JSON


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
    refused = _make_refusals([Refusal(None, error.field, error.reason)], source, label)
    return Reading(received=1, rows=pl.DataFrame(schema=dict(RAW_CONTACTS)), refused=refused)


@dataclass(frozen=True)
class Mapper:
    """How a file's cells become contacts."""

    source: SourceSettings
    settings: Settings
    label: str  # the file as refusals name it
    index_label: str | None = None  # the index that the cells of a transcript come from, if one does


def map_parts(parts: Iterable[Rowset], findings: Findings, mapper: Mapper) -> Iterator[Reading]:
    """Map a file's parts to contacts, and refuse the records that lack what a contact needs.

    Args:
        parts: What a reader gave; a position of 0 is a transcript's, which has no row.
        findings: What the whole file tells, without which a part's dates cannot be read.
        mapper: Whose fields and rating scale are meant, and where.

    Yields:
        A reading for each part. A note that counts is in the last.
    """
    strange = outside = 0
    given: Counter[str] = Counter()
    for number, part in enumerate(parts, start=1):
        reading, ratings = _map_part(part, findings, mapper, given)
        strange, outside = strange + ratings.strange, outside + ratings.outside
        if number == 1:
            reading.notes.extend(_note_dates(findings.dates, mapper))
        if number == findings.part_count:
            reading.notes.extend(_note_ratings(strange, outside, mapper.source))
        yield reading


def _map_part(
    part: Rowset, findings: Findings, mapper: Mapper, given: Counter[str]
) -> tuple[Reading, Ratings]:
    source = mapper.source
    dates = _take_cells(part, "occurred_at")
    texts, text_reasons = _map_texts(_take_cells(part, "text"), source)
    ratings = read_ratings(_take_texts(part, "rating"), _bound_ratings(source))
    frame = pl.DataFrame(
        {
            "row": [position or None for position in part.positions],
            "source_id": _take_texts(part, "id"),
            "occurred_at": _map_dates(dates, findings.dates, mapper),
            "text": texts,
            **{name: _take_texts(part, name) for name in PLAIN_FIELDS},
            "rating": ratings.values,
            "minutes": list(map(read_minutes, _take_texts(part, "minutes"))),
            "is_forwarded": list(map(read_switch, _take_texts(part, "forwarded"))),
            "language": [read_language(text) for text in _take_texts(part, "language")],
        },
        schema_overrides=dict(RAW_CONTACTS),
    ).select(list(RAW_CONTACTS))
    if source.fields.get("id") == DERIVED_ID:
        frame = derive_ids(frame, given)
    faults = _find_faults(frame, dates, text_reasons, mapper)
    refused = [
        Refusal(part.positions[i] or None, *fault, *_keep_cells(part, i, texts[i], frame["source_id"][i]))
        for i, fault in faults.items()
    ]
    refused += [Refusal(position, None, reason) for position, reason in part.broken]
    reading = Reading(
        received=len(part.positions) + len(part.broken),
        rows=frame.filter(pl.Series([i not in faults for i in range(frame.height)], dtype=pl.Boolean)),
        refused=_make_refusals(refused, source, mapper.label),
        notes=list(part.notes),
        columns=part.columns,
        share_done=part.share_done,
    )
    return reading, ratings


def _keep_cells(part: Rowset, i: int, text: str | None, source_id: str | None) -> tuple[str | None, str]:
    """Keep what a refused record says: its id, and its mapped cells as texts."""
    cells = {name: to_text(values[i]) for name, values in part.cells.items()}
    said = {name: cell for name, cell in {**cells, "id": source_id, "text": text}.items() if cell}
    return source_id, json.dumps(said, ensure_ascii=False)


def _take_cells(rowset: Rowset, name: str) -> Sequence[Any]:
    return rowset.cells.get(name) or [None] * len(rowset.positions)


def _take_texts(part: Rowset, name: str) -> list[str | None]:
    if name not in part.cells:
        return [None] * len(part.positions)
    return [to_text(value) for value in part.cells[name]]


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


def _map_dates(values: Sequence[Any], evidence: DateEvidence, mapper: Mapper) -> pl.Series:
    day_first = prefers_day_first(mapper.settings, mapper.source)
    return parse_dates(values, mapper.settings.zone, day_first=day_first, evidence=evidence).instants


def _note_dates(evidence: DateEvidence, mapper: Mapper) -> Iterator[str]:
    if evidence.has_parts and not evidence.is_told and mapper.source.date_order is None:
        order = "day" if prefers_day_first(mapper.settings) else "month"
        yield f"no date tells the day from the month; read with the {order} first, else set date_order"


def _bound_ratings(source: SourceSettings) -> tuple[int, int] | None:
    return RATING_SCALES.get(source.rating_scale or "")


def _note_ratings(strange: int, outside: int, source: SourceSettings) -> Iterator[str]:
    if strange:
        yield f"{strange} ratings are not numbers; kept without"
    bounds = _bound_ratings(source)
    if outside and bounds:
        scale = f"{source.rating_scale} ({bounds[0]} to {bounds[1]})"
        yield f"{outside} ratings lie outside {scale}; kept without"


def _find_faults(
    frame: pl.DataFrame, dates: Sequence[Any], text_reasons: dict[int, str], mapper: Mapper
) -> dict[int, Fault]:
    """Find what each refused record lacks: the first of id, date and text."""
    needed = frame.select("source_id", "occurred_at", "text")
    lacking = needed.select(pl.any_horizontal(pl.all().is_null())).to_series().arg_true().to_list()
    faults: dict[int, Fault] = {}
    for i in lacking:
        source_id, occurred_at, _ = needed.row(i)
        if source_id is None:
            faults[i] = "id", f"{_name_column('id', mapper)} is empty"
        elif occurred_at is None:
            faults[i] = "occurred_at", f"{_name_column('occurred_at', mapper)} {_describe_date(dates[i])}"
        else:
            faults[i] = "text", text_reasons.get(i, f"{_name_column('text', mapper)} is empty")
    return faults


def _name_column(name: str, mapper: Mapper) -> str:
    where = f" of {mapper.index_label}" if mapper.index_label and name != "text" else ""
    return f"column {mapper.source.fields.get(name, name)!r}{where}"


def _describe_date(value: Any) -> str:
    if to_text(value) is None:
        return "is empty; wanted a date"
    if isinstance(value, str) and PLAINLY_A_DATE.fullmatch(value.strip()):
        return f"says {value.strip()!r}, which is no date of the calendar from 1970 to 2099"
    return "holds no date that can be read; wanted one such as 2026-05-17 10:30 or 17/05/2026"


def _make_refusals(entries: Iterable[Refusal], source: SourceSettings, label: str) -> pl.DataFrame:
    ordered = sorted(entries, key=lambda entry: entry.row or 0)
    return make_frame(
        [
            {"source": source.name, "file": label}
            | entry._replace(reason=store_safely(entry.reason))._asdict()
            for entry in ordered
        ],
        REFUSALS,
    )
