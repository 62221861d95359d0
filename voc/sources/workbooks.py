"""What do the rows of an Excel or OpenDocument workbook say?

Of a workbook it is the first sheet that has most of the mapped columns.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from voc.sources.grid import EXTRA_HEADERS, count_extra_headers, find_header, is_blank, tidy_name
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts, locate_columns
from voc.sources.sheets import Row, read_heads, read_rows
from voc.sources.streams import Plain


def open_workbook(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open an Excel workbook's rows (also .xls, .xlsb, .xlsm and .ods).

    Raises:
        SourceError: it is no workbook, is locked by a password, is too large, or lacks a required column.
    """
    data = plain.read_whole(advice="save it as CSV")
    if not data:
        return lambda: iter([Rowset()])
    heads = [[row for row in head if not is_blank(row)] for head in read_heads(data)]
    sheet = max(range(len(heads)), key=lambda at: _count_wanted(heads[at], wanted), default=0)
    if not any(heads):
        return lambda: iter([Rowset()])
    place = find_header(heads[sheet], wanted) or 0
    header = [tidy_name(cell) for cell in heads[sheet][place]]
    places = locate_columns(header, wanted)
    return lambda: _read_parts(read_rows(data, sheet), place + 1, header, places, part_rows)


def _count_wanted(rows: list[Row], wanted: Wanted) -> int:
    """Count the mapped columns of a sheet's header; a sheet of nothing counts less than none."""
    place = find_header(rows, wanted)
    if place is None:
        return -1
    return len({tidy_name(cell) for cell in rows[place]} & set(wanted.columns.values()))


def _read_parts(
    rows: Iterator[Row], start: int, header: list[str], places: dict[str, int], part_rows: int
) -> Iterator[Rowset]:
    lines = islice((row for row in rows if not is_blank(row)), start, None)
    first = list(islice(lines, EXTRA_HEADERS + 1))
    filled = chain(first[count_extra_headers(first) :], lines)
    records = (
        Record([line[at] if at < len(line) else None for at in places.values()], size=_measure_line(line))
        for line in filled
    )
    return gather_parts(records, list(places), part_rows, columns=lambda: header)


def _measure_line(line: Sequence[Any]) -> int:
    return sum(len(cell) for cell in line if isinstance(cell, str))
