"""Which columns does a file have, and what stands in some of their cells?

The first records are enough to tell what a column is; of a large file no more is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from voc.errors import SourceError
from voc.settings.presets import CUES, DOCUMENT
from voc.sources.encoding import decode_bytes
from voc.sources.files import SourceFile, list_contents, name_format, open_source_file
from voc.sources.mail import MAIL_FORMATS
from voc.sources.paths import DEEPEST
from voc.sources.presets import KINDS
from voc.sources.shapes.documents import list_objects, read_objects
from voc.sources.streams import Plain
from voc.sources.survey import sample_cells
from voc.sources.turns import looks_like_turns

SAMPLED = 500  # records
HEAD = 4_000_000  # bytes of text
PAGE_KEYS = 8  # the most keys of an object that is only a page of records
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
    places = list_contents(path)  # of an archive the largest file: beside the data lies what explains them
    place, member = max(places, key=lambda found: found[1].size if found[1] else 0, default=(path, None))
    return sample_plain(open_source_file(SourceFile(place, place.name, "", member)), name_format(place, form))


def sample_plain(plain: Plain, form: str) -> Sample:
    """Sample a file's bytes, wherever they are.

    Raises:
        SourceError: they cannot be read, or begin with what is data and no header.
    """
    if form in MAIL_FORMATS:
        return Sample(form, 1)  # its fields are known
    kind = KINDS.get(form)
    if kind == CUES:
        return Sample(form, 1, text=decode_bytes(plain.read_head(HEAD)))
    if kind == DOCUMENT:
        return _sample_records(plain, form)
    return _sample_table(plain, form)


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


def _sample_table(plain: Plain, form: str) -> Sample:
    columns = sample_cells(plain, form, SAMPLED)
    if any(map(_is_data, columns)):
        raise SourceError("its first line holds data and no names of columns; export it with a header")
    return Sample(form, max(map(len, columns.values()), default=0), columns)


def _is_data(name: str) -> bool:
    """Tell a cell that no column is called: an address, a long number, a date."""
    return bool(DATA.fullmatch(name))
