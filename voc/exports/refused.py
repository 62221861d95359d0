"""The refused rows as a list that a person mends in a spreadsheet."""

import csv
from io import StringIO

import polars as pl

from voc.exports.cells import disarm_text


def build_refused_csv(refused: pl.DataFrame) -> bytes:
    """Write the list as CSV; the texts are redacted already, and none runs as a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(refused.columns)
    for row in refused.iter_rows():
        writer.writerow([disarm_text(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
