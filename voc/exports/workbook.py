"""The list of issues as an Excel workbook: figures as figures, dates as dates, and what they mean.

Five sheets: the list, its weeks, customers' words, the definitions, and where the figures come from.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from voc.exports.cells import CELL_LIMIT, disarm_text
from voc.exports.columns import COLUMNS, Shape, Value, list_rows, read_cell
from voc.exports.words import TITLES

Document = Mapping[str, Any]
SOURCE_COUNTS = ("received", "stored", "updated", "duplicate", "quarantined", "erased")
NUMBER_FORMATS: Mapping[Shape, str] = {
    "text": "@",
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0.00",
    "number": "0.##",
    "rate": "0.0000",  # few contacts for each order: two decimals would say nothing
    "day": "yyyy-mm-dd",
}


def build_workbook(document: Document, language: str, status: Document | None = None) -> bytes:
    """Write the workbook.

    Args:
        document: What `voc issues --json` gives.
        language: `es` or `en`.
        status: What `voc status --json` gives, for the sheet of sources.
    """
    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        formats = _make_formats(book)
        titles = TITLES[language]
        _fill_issues(book.add_worksheet(titles["issues"]), document, language, formats)
        _fill_weeks(book.add_worksheet(titles["weeks"]), document, titles, formats)
        _fill_verbatims(book.add_worksheet(titles["verbatims"]), document, titles, formats)
        _fill_definitions(book.add_worksheet(titles["definitions"]), language, formats)
        _fill_sources(book.add_worksheet(titles["sources"]), document, status, titles, formats)
    return out.getvalue()


def _make_formats(book: Workbook) -> dict[str, Format]:
    formats: dict[str, Format] = {
        shape: book.add_format({"num_format": code, "valign": "top", "text_wrap": shape == "text"})
        for shape, code in NUMBER_FORMATS.items()
    }
    formats["header"] = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    return formats


def _fill_issues(sheet: Worksheet, document: Document, language: str, formats: Mapping[str, Format]) -> None:
    _write_header(sheet, [(column.headers[language], column.width) for column in COLUMNS], formats)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(document["issues"])), len(COLUMNS) - 1)
    for row, issue in enumerate(list_rows(document), start=1):
        for place, column in enumerate(COLUMNS):
            _write_cell(sheet, row, place, read_cell(issue, column, language), formats[column.shape])


def _fill_weeks(
    sheet: Worksheet, document: Document, titles: Mapping[str, str], formats: Mapping[str, Format]
) -> None:
    """A row an issue and a column a week, so that a chart is two clicks away."""
    weeks = sorted({week["week"] for issue in document["issues"] for week in issue["weeks"]})
    issue_headers = [(titles["issue"], 10), (titles["name"], 44)]
    _write_header(sheet, [*issue_headers, *((week, 10) for week in weeks)], formats)
    sheet.freeze_panes(1, 2)
    for row, issue in enumerate(document["issues"], start=1):
        counts = {week["week"]: week["contacts"] for week in issue["weeks"]}
        _write_row(sheet, row, [issue["issue_id"], issue["name"]], formats["text"])
        for place, week in enumerate(weeks, start=2):
            _write_cell(sheet, row, place, counts.get(week), formats["count"])


def _fill_verbatims(
    sheet: Worksheet, document: Document, titles: Mapping[str, str], formats: Mapping[str, Format]
) -> None:
    headers = [(titles["issue"], 10), (titles["name"], 44), (titles["contact"], 20), (titles["text"], 100)]
    _write_header(sheet, headers, formats)
    sheet.freeze_panes(1, 0)
    rows = (
        (issue["issue_id"], issue["name"], verbatim["contact_id"], verbatim["text"])
        for issue in document["issues"]
        for verbatim in issue["verbatims"]
    )
    _write_rows(sheet, rows, formats["text"])


def _fill_definitions(sheet: Worksheet, language: str, formats: Mapping[str, Format]) -> None:
    titles = TITLES[language]
    _write_header(sheet, [(titles["column"], 26), (titles["meaning"], 100)], formats)
    rows = ((column.headers[language], column.definitions[language]) for column in COLUMNS)
    _write_rows(sheet, rows, formats["text"])


def _fill_sources(
    sheet: Worksheet,
    document: Document,
    status: Document | None,
    titles: Mapping[str, str],
    formats: Mapping[str, Format],
) -> None:
    headers = [titles["source"], *(titles[count] for count in SOURCE_COUNTS), titles["last_contact"]]
    _write_header(
        sheet, [(header, 24 if place == 0 else 16) for place, header in enumerate(headers)], formats
    )
    row = 1
    for source in status["sources"] if status else ():
        _write_cell(sheet, row, 0, source["source"], formats["text"])
        for place, count in enumerate(SOURCE_COUNTS, start=1):
            _write_cell(sheet, row, place, source[count], formats["count"])
        _write_cell(sheet, row, len(headers) - 1, source["last_contact"], formats["text"])
        row += 1
    for key in ("as_of", "week", "contacts", "customers"):
        row += 1
        _write_row(sheet, row, [titles[key]], formats["text"])
        _write_cell(sheet, row, 1, document[key], formats["text" if key in ("as_of", "week") else "count"])
    for key in ("assigned", "unassigned"):
        row += 1
        _write_row(sheet, row, [titles[key]], formats["text"])
        _write_cell(sheet, row, 1, document[key]["contacts"], formats["count"])
        _write_cell(sheet, row, 2, document[key]["share"], formats["share"])
    for key, value in ((status or {}).get("snapshot") or {}).items():
        row += 1
        _write_row(sheet, row, [f"{titles['snapshot']}: {key}", str(value)], formats["text"])


def _write_header(
    sheet: Worksheet, headers: Sequence[tuple[str, int]], formats: Mapping[str, Format]
) -> None:
    for place, (header, width) in enumerate(headers):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, header, formats["header"])


def _write_rows(sheet: Worksheet, rows: Iterable[Sequence[Value]], style: Format) -> None:
    for number, row in enumerate(rows, start=1):
        _write_row(sheet, number, row, style)


def _write_row(sheet: Worksheet, number: int, values: Sequence[Value], style: Format) -> None:
    for place, value in enumerate(values):
        _write_cell(sheet, number, place, value, style)


def _write_cell(sheet: Worksheet, row: int, place: int, value: Value, style: Format) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, disarm_text(value)[:CELL_LIMIT], style)
    else:
        sheet.write_number(row, place, value, style)
