"""Which columns does a file have, and what stands in some of their cells?

The first records are enough to tell what a column is; of a large file no more is read.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from voc.errors import SourceError
from voc.settings.presets import CUES, DOCUMENT
from voc.sources.encoding import decode_bytes
from voc.sources.files import name_format
from voc.sources.grid import count_extra_headers, is_blank, tidy_name
from voc.sources.mail import MAIL_FORMATS
from voc.sources.paths import DEEPEST
from voc.sources.presets import KINDS
from voc.sources.shapes.documents import list_objects, read_objects
from voc.sources.streams import Plain, open_path
from voc.sources.turns import looks_like_turns

SAMPLED = 500  # records
HEAD = 4_000_000  # bytes of text
PAGE_KEYS = 8  # the most keys of an object that is only a page of records
DELIMITERS = ",;\t|"
DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[\d .-]{5,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ][\d:.]+Z?)?")


@dataclass(frozen=True)
class Sample:
    """A file's columns, or a record's paths, with some of their values."""

    form: str
    count: int = 0  # records sampled
    columns: dict[str, list[Any]] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)  # of JSON, as they are
    text: str = ""  # of a transcript


def sample_file(path: Path, form: str | None = None) -> Sample:
    """Sample a file of the disk, in this format or in the one that its name's ending says.

    Raises:
        SourceError: it cannot be read, or its format is not known.
    """
    return sample_plain(open_path(path), name_format(path, form))


def sample_plain(plain: Plain, form: str) -> Sample:
    """Sample a file's bytes, wherever they are.

    Raises:
        SourceError: they cannot be read, or begin with what is data and no header.
    """
    if form in MAIL_FORMATS:
        raise SourceError('e-mail needs no fields: name, channel = "email" and path are all its block')
    kind = KINDS.get(form)
    if kind == CUES:
        return Sample(form, 1, text=decode_bytes(plain.read_head(HEAD)))
    if kind == DOCUMENT:
        return _sample_records(plain, form)
    return _sample_grid(list(islice(_read_grid(plain, form), SAMPLED + 3)), form)


def _sample_records(plain: Plain, form: str) -> Sample:
    with plain.open() as stream:
        objects = (item for document in read_objects(stream) for item in _open_list(document))
        records = [record for record in islice(objects, SAMPLED) if isinstance(record, dict)]
    columns: dict[str, list[Any]] = {}
    for i, record in enumerate(records):
        for path, value in flatten_record(record):
            columns.setdefault(path, [None] * len(records))[i] = value
    return Sample(form, len(records), columns, records)


def _open_list(document: Any) -> list[Any]:
    """Open an object that is a page of records; a call with its turns is a record."""
    if not isinstance(document, dict) or len(document) > PAGE_KEYS:
        return [document]
    lists = [value for value in document.values() if list_objects(value)]
    is_page = len(lists) == 1 and not looks_like_turns(lists[0]) and not any(map(_is_said, document.values()))
    return lists[0] if is_page else [document]


def _is_said(value: Any) -> bool:
    """Tell a text that a record says, not a page of records, whose texts are types and addresses."""
    return isinstance(value, str) and not value.startswith("http") and not value.endswith("list")


def flatten_record(
    record: dict[str, Any], prefix: str = "", depth: int = DEEPEST
) -> Iterable[tuple[str, Any]]:
    """List the paths of a record that lead to values; a conversation is one value, another list is none."""
    for key, value in record.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict) and depth:
            yield from flatten_record(value, f"{path}.", depth - 1)
        elif not isinstance(value, list | dict) or looks_like_turns(value):
            yield path, value


def _read_grid(plain: Plain, form: str) -> Iterable[Sequence[Any]]:
    if form in ("csv", "tsv"):
        return _read_lines(decode_bytes(plain.read_head(HEAD)))
    data = plain.read_whole()
    if not data:
        return []
    readers: dict[str, Callable[[bytes], Sequence[Sequence[Any]]]]
    readers = {"parquet": _read_batches, "sav": _read_cases, "xlsx": _read_sheet}
    if form not in readers:
        raise SourceError(f"format {form!r} cannot be looked at; give its fields in voc.toml")
    return readers[form](data)


def _read_batches(data: bytes) -> list[Sequence[Any]]:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data), n_rows=SAMPLED)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise SourceError("is not a Parquet file, or is damaged; export it again") from error
    return [frame.columns, *frame.rows()]


def _read_lines(text: str) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip() and not line.startswith("sep=")), "")
    delimiter = max(DELIMITERS, key=first.count)
    skipped = lines[1:] if lines and lines[0].startswith("sep=") else lines
    reader = csv.reader(io.StringIO("".join(skipped), newline=""), delimiter=delimiter)
    return [line for line in islice(reader, SAMPLED + 3) if not is_blank(line)]


def _read_sheet(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python(nrows=SAMPLED + 3) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError("is not an Excel workbook, or is damaged; save it again as .xlsx") from error
    return max(([line for line in sheet if not is_blank(line)] for sheet in sheets), key=len, default=[])


def _read_cases(data: bytes) -> list[Sequence[Any]]:
    from pyreadstat import ReadstatError, read_sav

    try:
        columns, _ = read_sav(io.BytesIO(data), output_format="dict", row_limit=SAMPLED)
    except (ReadstatError, ValueError, OverflowError) as error:
        raise SourceError("is not an SPSS file, or is damaged; export it again as .sav") from error
    return [list(columns), *zip(*columns.values(), strict=True)]


def _sample_grid(lines: list[Sequence[Any]], form: str) -> Sample:
    if not lines:
        return Sample(form)
    header = [tidy_name(cell) for cell in lines[0]]
    if any(map(_is_data, header)):
        raise SourceError("its first line holds data and no names of columns; export it with a header")
    records = lines[1:]
    records = records[count_extra_headers(records[:3]) :][:SAMPLED]
    columns = {
        name: [line[place] if place < len(line) else None for line in records]
        for place, name in reversed(list(enumerate(header)))
        if name
    }
    return Sample(form, len(records), dict(reversed(columns.items())))


def _is_data(name: str) -> bool:
    """Tell a cell that no column is called: an address, a long number, a date."""
    return bool(DATA.fullmatch(name))
