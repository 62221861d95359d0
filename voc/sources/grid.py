"""Where does a table begin, and which of its lines are data?

The header is the first line that has most of the mapped columns, so a title above it does no harm. A survey
tool's extra header rows are known by the cells `{"ImportId": ...}` of the last of them (Qualtrics), or by
naming sub-questions where a respondent's id would stand (SurveyMonkey).
"""

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from voc.sources.rowset import Wanted

HEADER_DEPTH = 20  # lines in which a header is looked for
EXTRA_HEADERS = 2
IMPORT_ID = '{"ImportId"'
SUB_HEADERS = frozenset(
    (
        "response",
        "open-ended response",
        "open-ended comment",
        "other (please specify)",
        "respuesta",
        "respuesta abierta",
        "comentario abierto",
        "otro (especifique)",
        "otro (por favor especifique)",
    )
)


def tidy_name(cell: object) -> str:
    """Make a header cell comparable: without spaces around it, its accents composed."""
    return normalize("NFC", str(cell)).replace("\ufeff", "").strip() if cell is not None else ""


def find_header(lines: Sequence[Sequence[Any]], wanted: Wanted) -> int | None:
    """Find the header's line: the first with the most mapped columns, else the first that is not blank.

    Where no column is mapped it is the first that is not much shorter than the longest, below a title.

    Returns:
        Its index, or None where all lines are blank.
    """
    filled = [i for i, line in enumerate(lines[:HEADER_DEPTH]) if not is_blank(line)]
    if not filled:
        return next((i for i, line in enumerate(lines) if not is_blank(line)), None)
    columns = set(wanted.columns.values())
    if not columns:
        widths = [sum(bool(tidy_name(cell)) for cell in line) for line in lines[:HEADER_DEPTH]]
        return next(i for i in filled if widths[i] * 2 > max(widths))
    return max(filled, key=lambda i: len(columns & {tidy_name(cell) for cell in lines[i]}))


def count_extra_headers(lines: Sequence[Sequence[Any] | None]) -> int:
    """Count the header lines that follow the header: up to that of import ids or sub-questions."""
    for i, line in enumerate(lines[:EXTRA_HEADERS]):
        filled = [str(cell).strip() for cell in line or () if cell not in (None, "")]
        if filled and sum(_is_import_id(cell) for cell in filled) * 2 > len(filled):
            return i + 1
    return int(bool(lines) and _names_sub_questions(lines[0] or ()))


def _names_sub_questions(line: Sequence[Any]) -> bool:
    """Tell SurveyMonkey's second header row: no id, and what a sub-question without a name is called."""
    return (
        not is_blank(line) and is_blank(line[:2]) and any(tidy_name(c).lower() in SUB_HEADERS for c in line)
    )


def _is_import_id(cell: str) -> bool:
    return cell.replace(" ", "").replace("'", '"').startswith(IMPORT_ID)


def is_blank(line: Sequence[Any]) -> bool:
    """Tell a line without a single filled cell: it is no record."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in line)
