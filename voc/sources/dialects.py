"""How does a CSV or TSV file separate and quote its fields, and where is its header?

Chosen by evidence: the mapped columns found in the header, then how many lines have as many fields as it.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from voc.sources.grid import find_header, is_blank, tidy_name
from voc.sources.rowset import Wanted

DELIMITERS = ",;\t|"
SAMPLE_LINES = 200
SAMPLE_CHARS = 4_000_000  # a sample of the longest texts ends earlier
SAMPLE_RECORDS = 60
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*$')
HALF = 0.5
LONGEST_FIELD = 16_000_000  # characters

csv.field_size_limit(LONGEST_FIELD)


class RecordReader(Protocol):
    """What `csv.reader` gives: records, and how many lines it has taken for them."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True)
class Dialect:
    """How a file separates and quotes its fields."""

    delimiter: str
    quotechar: str = '"'
    escapechar: str | None = None

    def open_reader(self, lines: Iterable[str], *, strict: bool) -> RecordReader:
        """Read records from lines; a strict reader raises `csv.Error` at a quote out of place."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quotechar,
            escapechar=self.escapechar,
            strict=strict,
        )


@dataclass(frozen=True)
class Layout:
    """A file's dialect, its header, and how many lines stand before its first record."""

    dialect: Dialect
    header: list[str]
    start: int


def take_sample_lines(lines: Iterable[str]) -> list[str]:
    """Take the first lines, by which a dialect is chosen."""
    sample: list[str] = []
    size = 0
    for line in lines:
        sample.append(line)
        size += len(line)
        if len(sample) >= SAMPLE_LINES or size >= SAMPLE_CHARS:
            break
    return sample


def find_layout(sample: list[str], wanted: Wanted) -> Layout:
    """Find how a file is laid out, from its first lines."""
    said = SEPARATOR_LINE.match(sample[0]) if sample else None  # the line `sep=;` that Excel writes
    lines = sample[1:] if said else sample
    dialect = _choose_dialect(lines, said[1] if said else None, wanted)
    start, header = _read_header(lines, dialect, wanted)
    return Layout(dialect, header, start + bool(said))


def _choose_dialect(lines: list[str], hint: str | None, wanted: Wanted) -> Dialect:
    header = "" if wanted.columns else next((line for line in lines if line.strip()), "")
    dialects = list(_list_dialects("".join(lines), hint, header))
    return max(dialects, key=lambda dialect: _score_dialect(lines, dialect, wanted))


def _list_dialects(sample: str, hint: str | None, header: str) -> Iterator[Dialect]:
    """List what may be, likeliest first: of equals the first is taken.

    Without mapped columns to go by, only the header can hold an unusual delimiter: texts hold anything.
    """
    head = sample[:2000]
    unusual = sorted(
        {c for c in header or head if not c.isalnum() and c not in "_\"'\r\n \\" and c not in DELIMITERS}
    )
    for delimiter in dict.fromkeys([*(hint or ""), *DELIMITERS, *unusual]):
        yield Dialect(delimiter)
        if delimiter in DELIMITERS and '\\"' in sample:
            yield Dialect(delimiter, escapechar="\\")
        if delimiter in DELIMITERS and "'" in head:
            yield Dialect(delimiter, quotechar="'")


def _score_dialect(lines: list[str], dialect: Dialect, wanted: Wanted) -> tuple[int, bool, float]:
    """Score by the mapped columns in the header, then by having columns, then by lines as wide as it."""
    records = [f for f in _take_sample(dialect.open_reader(lines, strict=False)) if not is_blank(f)]
    place = find_header(records, wanted)
    if place is None:
        return 0, False, 0.0
    header = {tidy_name(cell) for cell in records[place]}
    width = len(records[place])
    alike = sum(len(fields) == width for fields in records[place:]) / len(records[place:])
    fit = alike if wanted.columns else alike * width  # a comma in every text makes two columns, and is none
    return len(header & set(wanted.columns.values())), width > 1 and alike > HALF, fit


def _read_header(lines: list[str], dialect: Dialect, wanted: Wanted) -> tuple[int, list[str]]:
    """Find the header: the index of the line after it, and its names."""
    reader = dialect.open_reader(lines, strict=False)
    seen = [(reader.line_num, fields) for fields in _take_sample(reader)]
    place = find_header([fields for _, fields in seen], wanted)
    after, header = seen[place] if place is not None else (len(lines), [])
    return after, [tidy_name(cell) for cell in header]


def _take_sample(reader: RecordReader) -> Iterator[list[str]]:
    try:
        yield from islice(reader, SAMPLE_RECORDS)
    except csv.Error:  # a field beyond the limit: what was read before it is enough
        return
