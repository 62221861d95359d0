"""What do the lines of a CSV or TSV file say?

The delimiter and the quoting are chosen by evidence: the mapped columns found in the header, then how
many lines have as many fields as it. A quote that is never closed costs one record, not the rest of
the file: reading goes on at the next line that is a whole record.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from voc.sources.encoding import decode_bytes
from voc.sources.grid import count_extra_headers, find_header, is_blank, tidy_name
from voc.sources.rowset import Rowset, Wanted, locate_columns, note_missing_columns

DELIMITERS = ",;\t|"
SAMPLE_LINES = 200
SAMPLE_RECORDS = 60
RECOVERY_LINES = 200  # how far to look for the next whole record after a quote that is not closed
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*$')
HALF = 0.5
NEVER_CLOSED = "a quotation mark is opened and not closed"
LONGEST_FIELD = 16_000_000  # characters

csv.field_size_limit(LONGEST_FIELD)

Record = tuple[list[str] | None, str]  # its fields, or None and the reason


@dataclass(frozen=True)
class Dialect:
    """How a file separates and quotes its fields."""

    delimiter: str
    quotechar: str = '"'
    escapechar: str | None = None

    def open_reader(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        """Read records from lines; a strict reader raises `csv.Error` at a quote out of place."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quotechar,
            escapechar=self.escapechar,
            strict=strict,
        )


class Lines:
    """Lines that can be read again from anywhere: what recovery after a broken quote needs."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def read_delimited(data: bytes, wanted: Wanted) -> Rowset:
    """Read a delimited file's records.

    A record with another number of fields than the header is broken, but for empty fields at its end.

    Raises:
        SourceError: a required column is missing.
    """
    lines, hint = _split_lines(decode_bytes(data))
    if not lines:
        return Rowset()
    dialect = _choose_dialect(lines[:SAMPLE_LINES], hint, wanted)
    start, header = _read_header(lines, dialect, wanted)
    records = list(_read_records(lines[start:], dialect, _allow_widths(header)))
    records = records[count_extra_headers([fields for fields, _ in records[:3]]) :]
    places = locate_columns(header, wanted)
    kept = [(i, fields) for i, (fields, _) in enumerate(records, start=1) if fields is not None]
    return Rowset(
        positions=[i for i, _ in kept],
        cells={name: [fields[place] for _, fields in kept] for name, place in places.items()},
        broken=[(i, reason) for i, (fields, reason) in enumerate(records, start=1) if fields is None],
        notes=note_missing_columns(wanted, places),
    )


def _split_lines(text: str) -> tuple[list[str], str | None]:
    """Split at line ends, and take off the line `sep=;` that Excel writes."""
    if "\n" in text:
        text = re.sub(r"\r(?!\n)", " ", text)
    lines = list(io.StringIO(text, newline=""))
    while lines and not lines[-1].strip():
        lines.pop()
    said = SEPARATOR_LINE.match(lines[0]) if lines else None
    return (lines[1:], said[1]) if said else (lines, None)


def _choose_dialect(lines: list[str], hint: str | None, wanted: Wanted) -> Dialect:
    dialects = list(_list_dialects("".join(lines), hint))
    return max(dialects, key=lambda dialect: _score_dialect(lines, dialect, wanted))


def _list_dialects(sample: str, hint: str | None) -> Iterator[Dialect]:
    """List what may be, likeliest first: of equals the first is taken."""
    head = sample[:2000]
    unusual = sorted({c for c in head if not c.isalnum() and c not in "_\"'\r\n \\" and c not in DELIMITERS})
    for delimiter in dict.fromkeys([*(hint or ""), *DELIMITERS, *unusual]):
        yield Dialect(delimiter)
        if delimiter in DELIMITERS and '\\"' in sample:
            yield Dialect(delimiter, escapechar="\\")
        if delimiter in DELIMITERS and "'" in head:
            yield Dialect(delimiter, quotechar="'")


def _score_dialect(lines: list[str], dialect: Dialect, wanted: Wanted) -> tuple[int, bool, float]:
    """Score by the mapped columns in the header, then by having columns, then by lines as wide as it."""
    records = [f for f in _take_sample(dialect.open_reader(iter(lines), strict=False)) if not is_blank(f)]
    place = find_header(records, wanted)
    if place is None:
        return 0, False, 0.0
    header = {tidy_name(cell) for cell in records[place]}
    width = len(records[place])
    alike = sum(len(fields) == width for fields in records[place:]) / len(records[place:])
    return len(header & set(wanted.columns.values())), width > 1 and alike > HALF, alike


def _read_header(lines: list[str], dialect: Dialect, wanted: Wanted) -> tuple[int, list[str]]:
    """Find the header: the index of the line after it, and its names."""
    source = Lines(lines)
    seen = [(source.at, fields) for fields in _take_sample(dialect.open_reader(source, strict=False))]
    place = find_header([fields for _, fields in seen], wanted)
    after, header = seen[place] if place is not None else (len(lines), [])
    return after, [tidy_name(cell) for cell in header]


def _take_sample(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from islice(reader, SAMPLE_RECORDS)
    except csv.Error:  # a field beyond the limit: what was read before it is enough
        return


def _allow_widths(header: list[str]) -> range:
    """How many fields a record may have: columns without a name at the header's end may be left out."""
    named = max((i for i, name in enumerate(header, start=1) if name), default=0)
    return range(named, len(header) + 1)


def _read_records(lines: list[str], dialect: Dialect, widths: range) -> Iterator[Record]:
    """Read one record after the other: its fields, or None and the reason."""
    source = Lines(lines)
    reader = dialect.open_reader(source, strict=True)
    while source.at < len(lines):
        start = source.at
        fields = _read_strictly(reader)
        if fields is None or not _fits(fields, widths):
            yield _mend_record(source, start, dialect, widths)
        elif not is_blank(fields):
            yield fields, ""


def _read_strictly(reader: Iterator[list[str]]) -> list[str] | None:
    """Read a record; None where a quote stands out of place or is never closed."""
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _fits(fields: list[str], widths: range) -> bool:
    """Tell whether a record has as many fields as the header; empty ones at its end are not counted."""
    if is_blank(fields):
        return True
    return len(fields) in widths or (len(fields) >= widths.stop and is_blank(fields[widths.stop - 1 :]))


def _mend_record(source: Lines, start: int, dialect: Dialect, widths: range) -> Record:
    """Make what can be made of a record that strict reading does not accept, and go on after it."""
    end = source.at
    resume = _find_whole_record(source, start + 1, end, dialect, widths)
    if resume is not None:
        source.at = resume
        return None, NEVER_CLOSED
    loose = Lines(source.lines[start:end])
    fields = next(dialect.open_reader(loose, strict=False), [])
    source.at = start + loose.at
    if end == len(source.lines) and _is_open(source.lines[start:end], dialect):
        return None, NEVER_CLOSED
    if _fits(fields, widths):
        return fields, ""
    return None, f"has {len(fields)} fields where the header has {widths.stop - 1}"


def _find_whole_record(source: Lines, first: int, end: int, dialect: Dialect, widths: range) -> int | None:
    """Find the line, of those that a broken record swallowed, at which a whole record begins."""
    for at in range(first, min(end, first + RECOVERY_LINES)):
        source.at = at
        fields = _read_strictly(dialect.open_reader(source, strict=True))
        if fields and len(fields) in widths and not _is_open(source.lines[at : source.at], dialect):
            return at
    return None


def _is_open(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether lines leave a quotation open: they have an odd number of marks."""
    return sum(line.count(dialect.quotechar) for line in lines) % 2 == 1
