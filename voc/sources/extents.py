"""How far do a workbook's cells reach?

The library that reads workbooks lays a sheet out from its first cell to its last, so what counts is not how
many cells are filled but where they stand: two cells in opposite corners would take 500 GB. What a
spreadsheet only formats is not counted. A `.xls` cannot reach so far.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from voc.errors import SourceError
from voc.sources.streams import BROKEN_PACKING, CHUNK_BYTES, exceeds_packing, word_bomb

ZIP_MAGIC = b"PK"
MOST_CELLS = 25_000_000  # 32 bytes each, where nothing is in them
LARGEST_UNPACKED_BOOK = 1 << 30
OVERLAP = 1_000  # bytes: an element is not cut in two where a chunk ends
FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r=["\']([A-Z]{1,3})(\d{1,7})["\'][^>/]*>')
UNPLACED_CELL = re.compile(rb'<(?:\w+:)?c(?:\s+(?!r=)\w+=["\'][^>"\']*["\'])*\s*>')
PLACED_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r=["\'](\d{1,7})["\']')
LAID_OUT = re.compile(rb"<(?:\w+:)?(?:covered-)?table-(row|cell)(?=[\s/>])([^>]*)>")
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated=["\'](\d+)["\']')
BINARY_ROW = 0
BINARY_CELLS = range(2, 12)  # filled ones; 1 is blank

Extent = tuple[int, int]  # rows and columns


def check_extent(data: bytes) -> None:
    """Check that a workbook can be laid out in memory.

    Raises:
        SourceError: it cannot, or its packing is broken.
    """
    if not data.startswith(ZIP_MAGIC):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            _check_size(sum(entry.file_size for entry in book.infolist()), len(data))
            for entry in book.infolist():
                with book.open(entry) as stream:
                    rows, columns = _choose_measure(entry.filename)(stream)  # type: ignore[arg-type]
                _check_cells(rows, columns)
    except (OSError, *BROKEN_PACKING) as error:
        raise SourceError("is not an Excel workbook, or is damaged; save it again as .xlsx") from error


def _check_size(unpacked: int, packed: int) -> None:
    if exceeds_packing(unpacked, packed):
        raise SourceError(word_bomb("workbook"))
    if unpacked > LARGEST_UNPACKED_BOOK:
        raise SourceError("is larger than 1 GB unpacked, the most that is read of a workbook; save it as CSV")


def _check_cells(rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise SourceError(
            f"has a sheet whose cells reach to row {rows:,} of column {columns:,}, more than can be read; "
            "clear the cells that stand far from the table, or save it as CSV"
        )


def _choose_measure(name: str) -> Callable[[BinaryIO], Extent]:
    if name == "content.xml":
        return _measure_open_document
    if name.endswith(".bin") and "sheet" in name:
        return _measure_binary_sheet
    return _measure_sheet if name.endswith(".xml") else _read_through


def _read_through(stream: BinaryIO) -> Extent:
    """Read a member to its end, where its checksum is tested."""
    while stream.read(CHUNK_BYTES):
        pass
    return 0, 0


def _read_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Read pieces that overlap."""
    tail = b""
    while chunk := stream.read(CHUNK_BYTES):
        yield tail + chunk
        tail = chunk[-OVERLAP:]


def _measure_sheet(stream: BinaryIO) -> Extent:
    rows = columns = placed_rows = unplaced = 0
    for piece in _read_pieces(stream):
        cells = FILLED_CELL.findall(piece)
        rows = max(rows, max((int(row) for _, row in cells), default=0))
        columns = max(columns, max((_number_column(name) for name in {name for name, _ in cells}), default=0))
        if UNPLACED_CELL.search(piece):
            placed_rows = max(placed_rows, max(map(int, PLACED_ROW.findall(piece)), default=0))
            unplaced = max(unplaced, *map(_count_cells, piece.split(b"<row")))
    return max(rows, placed_rows), max(columns, unplaced)


def _count_cells(row: bytes) -> int:
    return len(UNPLACED_CELL.findall(row))


def _number_column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _measure_open_document(stream: BinaryIO) -> Extent:
    """Measure the widest and the longest that any rows are, whichever sheet they belong to."""
    rows = columns = filled_rows = row_repeats = width = 0
    pending = b""
    while chunk := stream.read(CHUNK_BYTES):
        pending += chunk
        cut = pending.rfind(b">") + 1
        for kind, attributes in LAID_OUT.findall(pending[:cut]):
            repeats = max(1, sum(map(int, REPEATED.findall(attributes))))
            if kind == b"row":
                rows, row_repeats, width = rows + row_repeats, repeats, 0
                continue
            width += repeats
            if not attributes.endswith(b"/") or b":value=" in attributes:
                columns, filled_rows = max(columns, width), rows + row_repeats
        pending = pending[cut:]
    return filled_rows, columns


def _measure_binary_sheet(stream: BinaryIO) -> Extent:
    data = stream.read()
    rows = columns = row = at = 0
    while at < len(data):
        kind, at = _read_varint(data, at, 2)
        size, at = _read_varint(data, at, 4)
        first = int.from_bytes(data[at : at + 4], "little")
        if kind == BINARY_ROW:
            row = first + 1
        elif kind in BINARY_CELLS:
            rows, columns = max(rows, row), max(columns, first + 1)
        at += size
    return rows, columns


def _read_varint(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        byte = data[at + shift] if at + shift < len(data) else 0
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return value, at + shift + 1
    return value, at + most
