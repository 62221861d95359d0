"""What does the index say about a transcript?

An index is any table, a row a transcript, whose id is the file's stem. What is wrong with it is wrong
with each transcript that needs it, and the transcript is what gets refused.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from voc.errors import SourceError
from voc.settings import Settings, SourceSettings
from voc.sources.cells import to_text
from voc.sources.dates import parse_dates, prefers_day_first
from voc.sources.files import derive_stem, label_path, name_format, read_plain_bytes
from voc.sources.formats import read_records
from voc.sources.rowset import Wanted

REQUIRED_OF_INDEX = {"id": "id", "occurred_at": "occurred_at"}  # field -> column, unless fields says another


@dataclass(frozen=True)
class TranscriptIndex:
    """An index as read: `rows[stem][canonical field]` is a cell; `fault` says why there are none."""

    label: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    fault: SourceError | None = None

    def find_row(self, stem: str) -> dict[str, Any]:
        """Find a transcript's row.

        Raises:
            SourceError: the index cannot be read, or has no row for it.
        """
        if self.fault is not None:
            name = self.fault.field or "occurred_at"
            raise SourceError(f"the index {self.label}: {self.fault.reason}", field=name)
        if stem not in self.rows:
            raise SourceError(f"the index {self.label} has no row with its id {stem!r}", field="occurred_at")
        return self.rows[stem]

    def fingerprint_row(self, stem: str, *, is_one_call: bool) -> bytes:
        """Give what the index says of a file, so that a change to that, and to nothing else, counts.

        Of a file with many calls it is the whole index, unless it is indexed by its own stem.
        """
        said: object = self.rows.get(stem, None if is_one_call else self.rows)
        return b"" if said is None else json.dumps(said, sort_keys=True, default=str).encode()


def load_index(source: SourceSettings, settings: Settings) -> TranscriptIndex | None:
    """Load a source's index, or None where it has none configured."""
    path = locate_index(source, settings)
    if path is None:
        return None
    label = label_path(path, settings)
    try:
        data = read_plain_bytes(path)
        form, fields = name_format(path), tuple(source.fields.items())
        return _parse_index(data, form, label, fields, settings.zone, prefers_day_first(settings, source))
    except SourceError as error:
        return TranscriptIndex(label, fault=error)


def locate_index(source: SourceSettings, settings: Settings) -> Path | None:
    """Locate the index's file: from the workspace, or absolute."""
    return settings.root / source.metadata if source.metadata else None


@lru_cache(maxsize=4)  # an index is asked once for each of its transcripts
def _parse_index(
    data: bytes, form: str, label: str, fields: tuple[tuple[str, str], ...], zone: ZoneInfo, day_first: bool
) -> TranscriptIndex:
    columns = REQUIRED_OF_INDEX | {name: column for name, column in fields if name != "text"}
    try:
        rowset = read_records(data, form, Wanted(columns, tuple(REQUIRED_OF_INDEX)))
    except SourceError as error:
        return TranscriptIndex(label, fault=error)
    names = [to_text(cell) for cell in rowset.cells.get("id", [])]
    cells = rowset.cells | {"occurred_at": _read_dates(rowset.cells.get("occurred_at", []), zone, day_first)}
    return TranscriptIndex(
        label,
        rows={
            derive_stem(name): {key: values[i] for key, values in cells.items()}
            for i, name in enumerate(names)
            if name
        },
    )


def _read_dates(cells: list[Any], zone: ZoneInfo, day_first: bool) -> list[Any]:
    """Read the dates here, where the whole column tells the day from the month; keep what is none."""
    return [
        cell if instant is None else instant
        for cell, instant in zip(cells, parse_dates(cells, zone, day_first=day_first).instants, strict=True)
    ]
