"""The list of issues as CSV: a line an issue, for a spreadsheet or another program.

With a byte order mark, without which Excel misreads accents; figures with a decimal point.
"""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from voc.exports.cells import disarm_text
from voc.exports.columns import COLUMNS, Value, list_rows, read_cell


def build_csv(document: Mapping[str, Any], language: str) -> bytes:
    """Write the issues as CSV, with headers in the reader's language."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.headers[language] for column in COLUMNS])
    for issue in list_rows(document):
        writer.writerow([_write_value(read_cell(issue, column, language)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _write_value(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return disarm_text(value) if isinstance(value, str) else value
