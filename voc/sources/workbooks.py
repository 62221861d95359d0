"""What do the rows of an Excel or OpenDocument workbook say?

Of a workbook it is the first sheet that has the mapped columns. The reader lays a sheet out cell by cell
from its first to its last, so one stray cell in the last corner would take all memory and end the process:
how far the cells reach is looked at first.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from voc.errors import SourceError
from voc.sources.extents import check_extent
from voc.sources.grid import EXTRA_HEADERS, count_extra_headers, find_header, is_blank, tidy_name
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts, locate_columns
from voc.sources.streams import Plain

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Grid = list[Sequence[Any]]
HEAD_LINES = 60  # among which the header is
PANIC = "PanicException"  # of a library in Rust; it has no name to import, and is no Exception
DAMAGED = "is not an Excel workbook, or is damaged; save it again as .xlsx"


def open_workbook(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open an Excel workbook's rows (also .xls, .xlsb, .xlsm and .ods).

    Raises:
        SourceError: it is no workbook, is locked by a password, is too large, or lacks a required column.
    """
    data = plain.read_whole(advice="save it as CSV")
    if not data:
        return lambda: iter([Rowset()])
    check_extent(data)
    best: tuple[int, CalamineSheet, Grid] | None = None
    for sheet in _open_sheets(data):
        head = list(islice(_list_filled(sheet), HEAD_LINES))
        score = _count_wanted(head, wanted)
        if head and (best is None or score > best[0]):
            best = score, sheet, head
    if best is None:
        return lambda: iter([Rowset()])
    _, sheet, head = best
    place = find_header(head, wanted) or 0
    header = [tidy_name(cell) for cell in head[place]]
    places = locate_columns(header, wanted)
    return lambda: _read_parts(sheet, place + 1, header, places, part_rows)


def _open_sheets(data: bytes) -> "Iterator[CalamineSheet]":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            yield book.get_sheet_by_name(name)
    except PasswordError as error:
        raise SourceError("the workbook is locked by a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise SourceError(DAMAGED) from error


def _list_filled(sheet: "CalamineSheet") -> Iterator[Sequence[Any]]:
    return (line for line in sheet.iter_rows() if not is_blank(line))


def _count_wanted(grid: Grid, wanted: Wanted) -> int:
    place = find_header(grid, wanted)
    header = {tidy_name(cell) for cell in grid[place]} if place is not None else set()
    return len(header & set(wanted.columns.values()))


def _read_parts(
    sheet: "CalamineSheet", start: int, header: list[str], places: dict[str, int], part_rows: int
) -> Iterator[Rowset]:
    lines = islice(_list_filled(sheet), start, None)
    first = list(islice(lines, EXTRA_HEADERS + 1))
    rows = chain(first[count_extra_headers(first) :], lines)
    records = (
        Record([line[at] if at < len(line) else None for at in places.values()], size=_measure_line(line))
        for line in rows
    )
    return gather_parts(records, list(places), part_rows, columns=lambda: header)


def _measure_line(line: Sequence[Any]) -> int:
    return sum(len(cell) for cell in line if isinstance(cell, str))
