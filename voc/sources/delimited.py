"""What do the lines of a CSV or TSV file say?

A quote that is never closed costs one record, not the rest of the file: reading goes on at the next line
that is a whole record.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, dropwhile, islice

from voc.sources.dialects import LONGEST_FIELD, Dialect, Layout, RecordReader, find_layout, take_sample_lines
from voc.sources.grid import EXTRA_HEADERS, count_extra_headers
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts, locate_columns
from voc.sources.streams import Plain
from voc.sources.textlines import LineStream, TextFile, look_at_text

RECOVERY_LINES = 200  # how far to look for the next whole record after a quote that is not closed
KEPT_LINES = 5_000  # lines behind the last record that may be kept until they are let go together
NEVER_CLOSED = "a quotation mark is opened and not closed"
TOO_LONG = f"a field is longer than {LONGEST_FIELD // 1_000_000} million characters"


def open_delimited(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open a delimited file's records.

    A record with another number of fields than the header is broken, but for empty fields at its end.

    Raises:
        SourceError: a required column is missing, or the file cannot be unpacked.
    """
    text = look_at_text(plain)
    sample = take_sample_lines(_skip_blank_lines(text.open_lines()))
    if not sample:
        return lambda: iter([Rowset()])
    layout = find_layout(sample, wanted)
    places = locate_columns(layout.header, wanted)
    return lambda: _read_parts(text, layout, places, part_rows)


def _skip_blank_lines(lines: Iterable[str]) -> Iterator[str]:
    return dropwhile(lambda line: not line.strip(), lines)


def _read_parts(text: TextFile, layout: Layout, places: dict[str, int], part_rows: int) -> Iterator[Rowset]:
    stream = text.open_lines()
    parsed = _skip_extra_headers(_read_fields(_skip_headers(stream, layout), layout))
    at = list(places.values())
    records = (
        Record(None, reason)
        if fields is None
        else Record([fields[place] for place in at], size=sum(map(len, fields)))
        for fields, reason in parsed
    )
    return gather_parts(
        records, list(places), part_rows, columns=lambda: layout.header, share=lambda: stream.share_done
    )


def _skip_headers(stream: LineStream, layout: Layout) -> Iterator[str]:
    return islice(_skip_blank_lines(stream), layout.start, None)


Fields = tuple[list[str] | None, str]  # a record's, or None and the reason


def _skip_extra_headers(records: Iterator[Fields]) -> Iterator[Fields]:
    first = list(islice(records, EXTRA_HEADERS + 1))
    return chain(first[count_extra_headers([fields for fields, _ in first]) :], records)


class Lines:
    """Lines some of which can be read again: what recovery after a broken quote needs."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.ahead = lines
        self.kept: list[str] = []
        self.at = 0  # of the next line, among those kept

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.kept) and not self.has_line(self.at):
            raise StopIteration
        self.at += 1
        return self.kept[self.at - 1]

    def forget_read(self) -> None:
        """Let go of the lines that were read, now and then: a list is slow to shorten at its beginning."""
        if self.at >= KEPT_LINES or self.at == len(self.kept):
            del self.kept[: self.at]
            self.at = 0

    def has_line(self, place: int) -> bool:
        """Tell whether there is such a line, among those kept or next."""
        if place < len(self.kept):
            return True
        line = next(self.ahead, None)
        if line is not None:
            self.kept.append(line)
        return line is not None

    def is_over(self) -> bool:
        """Tell whether nothing but blank lines comes."""
        for place in range(self.at, self.at + RECOVERY_LINES):
            if not self.has_line(place):
                return True
            if self.kept[place].strip():
                return False
        return False


def _allow_widths(header: Sequence[str]) -> range:
    """How many fields a record may have: columns without a name at the header's end may be left out."""
    named = max((i for i, name in enumerate(header, start=1) if name), default=0)
    return range(named, len(header) + 1)


def _read_fields(lines: Iterator[str], layout: Layout) -> Iterator[Fields]:
    """Read one record after the other: its fields, or None and the reason."""
    source = Lines(lines)
    dialect, widths = layout.dialect, _allow_widths(layout.header)
    reader = dialect.open_reader(source, strict=True)
    while source.has_line(source.at):
        start = source.at
        fields = _read_strictly(reader)
        if fields is None or not _fits(fields, widths):
            yield _mend_record(source, start, dialect, widths)
        elif not _is_blank_text(fields):
            yield fields, ""
        source.forget_read()


def _is_blank_text(fields: Sequence[str]) -> bool:
    """Tell fields that hold nothing but spaces, all at once."""
    return not "".join(fields).strip()


def _read_strictly(reader: RecordReader) -> list[str] | None:
    """Read a record; None where a quote stands out of place or is never closed."""
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _fits(fields: Sequence[str], widths: range) -> bool:
    """Tell whether a record has as many fields as the header; empty ones at its end are not counted."""
    return (
        len(fields) in widths
        or (len(fields) >= widths.stop and _is_blank_text(fields[widths.stop - 1 :]))
        or _is_blank_text(fields)
    )


def _mend_record(source: Lines, start: int, dialect: Dialect, widths: range) -> Fields:
    """Make what can be made of a record that strict reading does not accept, and go on after it."""
    end = source.at
    resume = _find_whole_record(source, start + 1, end, dialect, widths)
    if resume is not None:
        source.at = resume
        return None, NEVER_CLOSED
    source.at = end
    swallowed = source.kept[start:end]
    is_cut = _is_open(swallowed, dialect) and source.is_over()
    reader = dialect.open_reader(swallowed, strict=False)
    try:
        fields = next(reader, [])
    except csv.Error:
        return None, TOO_LONG
    source.at = start + reader.line_num
    if is_cut:
        return None, NEVER_CLOSED
    if _fits(fields, widths):
        return fields, ""
    return None, f"has {len(fields)} fields where the header has {widths.stop - 1}"


def _find_whole_record(source: Lines, first: int, end: int, dialect: Dialect, widths: range) -> int | None:
    """Find the line, of those that a broken record swallowed, at which a whole record begins."""
    for at in range(first, min(end, first + RECOVERY_LINES)):
        source.at = at
        fields = _read_strictly(dialect.open_reader(source, strict=True))
        if fields and len(fields) in widths and not _is_open(source.kept[at : source.at], dialect):
            return at
    return None


def _is_open(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether lines leave a quotation open: they have an odd number of marks."""
    return sum(line.count(dialect.quotechar) for line in lines) % 2 == 1
