"""What does a query give that is new? Its rows, part by part, from the last value of its cursor on.

That last value is asked for again, for rows that share it may have come since: rows that come twice are
duplicates, and a part that came before is known by its digest. Only the last part carries a cursor, so that
a run that was killed begins where the one before it ended and finds the parts that it had stored.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from voc.errors import SourceError, suggest_nearest
from voc.settings import Settings, SourceSettings
from voc.sources.database.address import open_for_reading, resolve_url
from voc.sources.database.cursors import read_cursor, write_cursor
from voc.sources.database.statements import select_columns, select_rows
from voc.sources.mapping import Mapper, Reading, map_parts, refuse_file
from voc.sources.parts import Findings, join_parts
from voc.sources.paths import look_up
from voc.sources.rowset import (
    PART_ROWS,
    Record,
    Rowset,
    Wanted,
    gather_parts,
    note_missing_columns,
    reject_missing_column,
)

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.exc import SQLAlchemyError

__all__ = ["QueryPart", "find_query_fault", "label_query", "read_query", "read_query_rows", "resolve_url"]

CURSOR = ""  # the name of the cursor's cell beside the canonical fields'
FETCHED_ROWS = 1000
LONGEST_COMPLAINT = 200
REQUIRED = ("id", "text", "occurred_at")


@dataclass(frozen=True)
class QueryPart:
    """Some rows of a query's result."""

    reading: Reading
    digest: str  # of the mapped cells and the cursor's, in order; the same whenever these are
    cursor: str | None  # how far the whole result went, with the last part; null before and without a cursor


def label_query(source: SourceSettings) -> str:
    """Name a query as refusals and accounts name a file."""
    return f"query:{source.name}"


def read_query(
    source: SourceSettings, settings: Settings, after: str | None, *, part_rows: int = PART_ROWS
) -> Iterator[QueryPart]:
    """Read a query's contacts in parts, and account for every row that is not one.

    A database that cannot be reached or refuses the query is one refused row, as a file that cannot be read.

    Args:
        source: Whose url, query, cursor and fields are meant.
        settings: For the workspace's folder and the dates' zone.
        after: The last cursor that was recorded; None reads everything.
        part_rows: The most rows of a part.

    Raises:
        SettingsError: the url is none, or names what is not in the environment.
        ValueError: `after` is no cursor of ours.
    """
    url = resolve_url(source, settings)
    last = None if after is None or source.cursor is None else read_cursor(after)
    return _read_parts(source, settings, url, last, part_rows)


def read_query_rows(source: SourceSettings, settings: Settings, wanted: Wanted) -> Rowset:
    """Read all rows of a query whose result is small.

    Raises:
        SettingsError: the url is none, or names what is not in the environment.
        SourceError: the database cannot be reached, refuses the query, or lacks a required column.
    """
    with _open_wording_faults(resolve_url(source, settings)) as connection:
        names = _find_columns(connection, source, wanted)
        records = _fetch_records(connection, source, wanted, names, None)
        return join_parts(gather_parts(records, [*wanted.columns, CURSOR], PART_ROWS, columns=lambda: names))


def find_query_fault(source: SourceSettings, settings: Settings) -> str | None:
    """Ask a query for its columns alone, and tell what is wrong with it; None if it can be read.

    Raises:
        SettingsError: as `read_query` does.
    """
    try:
        with _open_wording_faults(resolve_url(source, settings)) as connection:
            _find_columns(connection, source, Wanted(source.fields, REQUIRED))
    except SourceError as error:
        return error.reason
    return None


def _read_parts(
    source: SourceSettings, settings: Settings, url: "URL", last: Any, part_rows: int
) -> Iterator[QueryPart]:
    try:
        with _open_wording_faults(url) as connection:
            yield from _map_parts(_list_parts(connection, source, last, part_rows), source, settings)
    except SourceError as error:
        yield _refuse_query(error, source)


@contextmanager
def _open_wording_faults(url: "URL") -> "Iterator[Connection]":
    """Open a database; whatever it complains of is a SourceError."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with open_for_reading(url) as connection:
            yield connection
    except SQLAlchemyError as error:
        raise SourceError(_word_complaint(error, url)) from error


def _list_parts(
    connection: "Connection", source: SourceSettings, last: Any, part_rows: int
) -> Iterator[Rowset]:
    wanted = Wanted(source.fields, REQUIRED)
    names = _find_columns(connection, source, wanted)
    records = _fetch_records(connection, source, wanted, names, last)
    parts = gather_parts(records, [*wanted.columns, CURSOR], part_rows, columns=lambda: names)
    heads = {name for name, column in wanted.columns.items() if _is_given(column, names)}
    notes = note_missing_columns(wanted, heads, names)
    for part in parts:
        yield replace(part, notes=[*part.notes, *notes])
        notes = []


def _find_columns(connection: "Connection", source: SourceSettings, wanted: Wanted) -> list[str]:
    """Find a query's columns, without reading a row.

    Raises:
        SourceError: one that is needed is none of them.
    """
    names = list(connection.execute(select_columns(source.query or "")).keys())
    for name in wanted.required:
        if not _is_given(wanted.columns[name], names):
            raise reject_missing_column(name, wanted.columns[name], names)
    if source.cursor and source.cursor not in names:
        hint = suggest_nearest(source.cursor, names)
        raise SourceError(f"lacks the cursor column {source.cursor!r}{hint}")
    return names


def _fetch_records(
    connection: "Connection", source: SourceSettings, wanted: Wanted, names: Sequence[str], last: Any
) -> Iterator[Record]:
    tie = source.fields.get("id") if source.fields.get("id") in names else None
    statement = select_rows(source.query or "", source.cursor, tie, last)
    streaming = connection.execution_options(stream_results=True, yield_per=FETCHED_ROWS)
    try:
        for row in streaming.execute(statement):
            yield _make_record(dict(zip(names, row, strict=True)), source, wanted)
    except (ValueError, OverflowError) as error:  # a date of the year 0, bytes that are no text
        kind = type(error).__name__
        raise SourceError(f"a value of the result cannot be read ({kind}); cast it in the query") from error


def _is_given(column: str, names: Sequence[str]) -> bool:
    return column in names or column.partition(".")[0] in names


def _make_record(row: dict[str, Any], source: SourceSettings, wanted: Wanted) -> Record:
    cells = [_simplify_value(look_up(row, column)) for column in wanted.columns.values()]
    size = sum(len(cell) for cell in cells if isinstance(cell, str))
    return Record([*cells, row[source.cursor] if source.cursor else None], size=size)


def _simplify_value(value: Any) -> Any:
    """Turn what only databases give into what files give."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def _map_parts(parts: Iterator[Rowset], source: SourceSettings, settings: Settings) -> Iterator[QueryPart]:
    """Map parts, looking one ahead: only the last carries the cursor."""
    mapper = Mapper(source, settings, label_query(source))
    held, last, findings = next(parts, None), None, Findings()
    while held is not None and held.positions:
        following = next(parts, None)
        values = [value for value in held.cells.get(CURSOR, ()) if value is not None]
        last = values[-1] if values else last
        is_end = following is None and last is not None and source.cursor
        cells = {name: values for name, values in held.cells.items() if name != CURSOR}
        findings = Findings(dates=findings.dates)
        findings.add_part(held)
        (reading,) = map_parts([replace(held, cells=cells)], findings, mapper)
        yield QueryPart(
            reading, digest_part(held), write_cursor(last, source.cursor or "") if is_end else None
        )
        held = following


def digest_part(part: Rowset) -> str:
    """Hash a part's cells in canonical form, row by row."""
    digest = sha256()
    names = sorted(part.cells)
    for row in zip(*(part.cells[name] for name in names), strict=True):
        said = json.dumps(dict(zip(names, row, strict=True)), sort_keys=True, default=_write_plainly)
        digest.update(said.encode() + b"\n")
    return digest.hexdigest()


def _write_plainly(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)  # whatever zone the session shows it in
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse_query(error: SourceError, source: SourceSettings) -> QueryPart:
    digest = sha256(b"refused\0" + error.reason.encode("utf-8", "replace")).hexdigest()
    return QueryPart(refuse_file(error, source, label_query(source)), digest, None)


def _word_complaint(error: "SQLAlchemyError", url: "URL") -> str:
    """Word what a database complains of: names and syntax, but no value, which may be a customer's words."""
    from sqlalchemy.exc import DataError, IntegrityError

    if isinstance(error, DataError | IntegrityError):
        return "the database cannot convert a value as the query asks; mend the query's casts"
    said = " ".join(str(getattr(error, "orig", None) or error).split("\n", 1)[0].split())
    if url.password:
        said = said.replace(str(url.password), "***")
    is_asked = getattr(error, "statement", None) is not None
    what = "the database refuses the query" if is_asked else "the database cannot be opened"
    return f"{what}: {said[:LONGEST_COMPLAINT]}"
