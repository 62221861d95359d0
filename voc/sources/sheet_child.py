"""Lay out a workbook's sheets, in a process that may fail.

The library that does it takes memory for every cell between a sheet's first and its last, so that one stray
cell, or one wrong byte, asks for more than there is and ends the process. `sheets.py` runs this file.
It imports nothing of ours: it must start quickly.
"""

import io
import pickle
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

MEMORY = 3 << 30  # bytes of addresses: room for 40 million cells
SECONDS = 600  # of computing
BATCH_ROWS = 1_000
HEADS = "heads"


def limit_resources() -> None:
    """Bound memory and time, where the system can; what a process leaves when it fails would hold texts."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def list_filled(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """List a sheet's rows that are not empty."""
    return (row for row in sheet.iter_rows() if any(cell != "" for cell in row))


def write_answer(data: bytes, wanted: str, count: int) -> None:
    """Write the first rows of every sheet, or all rows of one in batches, and at last None."""
    out = sys.stdout.buffer
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if wanted == HEADS:
        for name in book.sheet_names:
            pickle.dump(list(islice(list_filled(book.get_sheet_by_name(name)), count)), out)
    else:
        rows = list_filled(book.get_sheet_by_index(int(wanted)))
        while batch := list(islice(rows, BATCH_ROWS)):
            pickle.dump(batch, out)
    pickle.dump(None, out)


def answer_question() -> None:
    """Answer the question of the command line about the workbook on standard input."""
    limit_resources()
    try:
        write_answer(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2]))
    except PasswordError:
        pickle.dump("locked", sys.stdout.buffer)
    except (CalamineError, OSError, ValueError):
        pickle.dump("damaged", sys.stdout.buffer)


if __name__ == "__main__":
    answer_question()
