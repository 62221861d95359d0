"""What rows do a workbook's sheets have? Asked of another process, which a damaged workbook may end.

What the library that lays a sheet out asks for can be more memory than there is, or a fault that nothing
catches; then this process only learns that there is no answer.
"""

import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from voc.errors import SourceError
from voc.sources.streams import BROKEN_PACKING, exceeds_packing, word_bomb

CHILD = Path(__file__).with_name("sheet_child.py")
HEADS = "heads"
HEAD_ROWS = 60
FAULTS = {
    "locked": "the workbook is locked by a password; save it without one",
    "damaged": "is not an Excel workbook, or is damaged; save it again as .xlsx",
}
NO_ANSWER = (
    "is a damaged workbook, or one whose cells reach too far to be laid out; clear the cells that stand far "
    "from the table, or save it as CSV"
)

Row = list[Any]


def read_heads(data: bytes) -> list[list[Row]]:
    """Read the first rows that are not empty of every sheet, in order.

    Raises:
        SourceError: it is no workbook, is locked or damaged, or cannot be laid out in memory.
    """
    _check_size(data)
    return list(_ask_child(data, HEADS))


def read_rows(data: bytes, sheet: int) -> Iterator[Row]:
    """Read the rows of one sheet that are not empty.

    Raises:
        SourceError: as `read_heads`.
    """
    for batch in _ask_child(data, str(sheet)):
        yield from batch


def _check_size(data: bytes) -> None:
    """Refuse a workbook that promises to unpack to beyond all measure."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            unpacked = sum(entry.file_size for entry in book.infolist())
    except (OSError, *BROKEN_PACKING) as error:
        raise SourceError(FAULTS["damaged"]) from error
    if exceeds_packing(unpacked, len(data)):
        raise SourceError(word_bomb("workbook"))


def _ask_child(data: bytes, wanted: str) -> Iterator[list[Row]]:
    command = [sys.executable, "-I", str(CHILD), wanted, str(HEAD_ROWS)]
    pipe = subprocess.PIPE
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet) as child:  # noqa: S603  our own script
        try:
            yield from _read_answer(child, data)
        finally:
            child.kill()
            with suppress(OSError):  # what it did not read is not written
                _get_pipe(child.stdin).close()


def _read_answer(child: "subprocess.Popen[bytes]", data: bytes) -> Iterator[list[Row]]:
    question, answers = _get_pipe(child.stdin), _get_pipe(child.stdout)
    try:
        question.write(data)
        question.close()
        while (answer := pickle.load(answers)) is not None:  # noqa: S301  written by our own child
            if isinstance(answer, str):
                raise SourceError(FAULTS[answer])
            yield answer
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise SourceError(NO_ANSWER) from error


def _get_pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("a child is asked through pipes")
    return pipe
