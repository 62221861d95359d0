"""What do the rows of an Excel, Parquet or SPSS file say?

Of a workbook it is the first sheet that has the mapped columns. SPSS codes give way to their labels
where a label is what people call the thing; a rating and an id stay the number they are.
"""

import io
from collections.abc import Sequence
from typing import Any

from voc.errors import SourceError
from voc.sources.grid import count_extra_headers, find_header, is_blank, tidy_name
from voc.sources.rowset import Rowset, Wanted, locate_columns, note_missing_columns

LABELLED_FIELDS = ("text", "product", "department", "touchpoint", "language", "agent")

Grid = Sequence[Sequence[Any]]


def read_workbook(data: bytes, wanted: Wanted) -> Rowset:
    """Read an Excel workbook's rows (also .xls, .xlsb and .ods).

    Raises:
        SourceError: it is no workbook, is locked by a password, or lacks a required column.
    """
    if not data:
        return Rowset()
    sheets = [sheet for sheet in _open_sheets(data) if any(not is_blank(line) for line in sheet)]
    if not sheets:
        return Rowset()
    return _read_grid(max(sheets, key=lambda sheet: _count_wanted(sheet, wanted)), wanted)


def _open_sheets(data: bytes) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names]
    except PasswordError as error:
        raise SourceError("the workbook is locked by a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError("is not an Excel workbook, or is damaged; save it again as .xlsx") from error


def _count_wanted(grid: Grid, wanted: Wanted) -> int:
    place = find_header(grid, wanted)
    header = {tidy_name(cell) for cell in grid[place]} if place is not None else set()
    return len(header & set(wanted.columns.values()))


def _read_grid(grid: Grid, wanted: Wanted) -> Rowset:
    place = find_header(grid, wanted) or 0
    header = [tidy_name(cell) for cell in grid[place]]
    records = [line for line in grid[place + 1 :] if not is_blank(line)]
    records = records[count_extra_headers(records) :]
    places = locate_columns(header, wanted)
    return Rowset(
        positions=list(range(1, len(records) + 1)),
        cells={name: [_read_cell(line, at) for line in records] for name, at in places.items()},
        notes=note_missing_columns(wanted, places),
    )


def _read_cell(line: Sequence[Any], place: int) -> Any:
    return line[place] if place < len(line) else None


def read_parquet(data: bytes, wanted: Wanted) -> Rowset:
    """Read a Parquet file's rows.

    Raises:
        SourceError: it is no Parquet file, or lacks a required column.
    """
    if not data:
        return Rowset()
    # Of a damaged file pyarrow says so, where polars' reader panics.
    from pyarrow import ArrowException  # type: ignore[import-untyped]
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

    try:
        with ParquetFile(io.BytesIO(data)) as file:
            header = file.schema_arrow.names
            places = locate_columns([tidy_name(name) for name in header], wanted)
            names = {name: header[place] for name, place in places.items()}
            table = file.read(columns=list(dict.fromkeys(names.values())))
            cells = {name: table.column(column).to_pylist() for name, column in names.items()}
    except (ArrowException, OSError, ValueError, OverflowError, KeyError) as error:
        raise SourceError("is not a Parquet file, or is damaged; export it again") from error
    return Rowset(
        positions=list(range(1, table.num_rows + 1)), cells=cells, notes=note_missing_columns(wanted, names)
    )


def read_spss(data: bytes, wanted: Wanted) -> Rowset:
    """Read an SPSS file's cases.

    Raises:
        SourceError: it is no SPSS file, or lacks a required column.
    """
    if not data:
        return Rowset()
    columns, labels = _open_spss(data)
    header = list(columns)
    places = locate_columns([tidy_name(name) for name in header], wanted)
    cells = {}
    for name, place in places.items():
        codes = labels.get(header[place], {}) if name in LABELLED_FIELDS else {}
        cells[name] = [codes.get(value, value) if codes else value for value in columns[header[place]]]
    case_count = len(next(iter(columns.values()), []))
    return Rowset(
        positions=list(range(1, case_count + 1)), cells=cells, notes=note_missing_columns(wanted, places)
    )


def _open_spss(data: bytes) -> tuple[dict[str, list[Any]], dict[str, dict[Any, str]]]:
    from pyreadstat import ReadstatError, read_sav

    for encoding in (None, "WINDOWS-1252"):  # old files name no encoding, or the wrong one
        try:
            columns, meta = read_sav(io.BytesIO(data), output_format="dict", encoding=encoding)
        except (ReadstatError, ValueError, OverflowError):
            continue
        return {name: list(values) for name, values in columns.items()}, meta.variable_value_labels
    raise SourceError("is not an SPSS file, or is damaged; export it again as .sav")
