"""Which ids stand in one column of a file? All that is read of a tombstone file, or of a list's keys."""

from pathlib import Path

from voc.sources.cells import to_text
from voc.sources.files import name_format, read_plain_bytes
from voc.sources.formats import read_records
from voc.sources.rowset import Wanted


def read_ids(path: Path, column: str) -> tuple[dict[int, str], dict[int, str]]:
    """Read one column of any table or JSON.

    Returns:
        The values by row, counted from 1, and of the rows without one the reason.

    Raises:
        SourceError: the file cannot be read, or lacks the column.
    """
    rowset = read_records(read_plain_bytes(path), name_format(path), Wanted({"id": column}, ("id",)))
    values = dict(zip(rowset.positions, map(to_text, rowset.cells.get("id", [])), strict=True))
    empty = {row: f"column {column!r} is empty" for row, value in values.items() if value is None}
    return {row: value for row, value in values.items() if value is not None}, empty | dict(rowset.broken)
