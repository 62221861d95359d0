"""How does an answer look on a screen, and as JSON?

Plain aligned text: it can be piped, searched and pasted into a mail. Figures stand to the right.
"""

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

SCREEN_WIDTH = 100


def print_document(document: Mapping[str, Any]) -> None:
    """Print one JSON document, in UTF-8, accents as they are."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False, default=_write_date)
    sys.stdout.write("\n")


def print_lines(*lines: str) -> None:
    """Print lines of text."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def format_columns(
    headers: Sequence[str], rows: Sequence[Sequence[object]], *, right: str = "", width: int = SCREEN_WIDTH
) -> list[str]:
    """Align rows under their headers, shortening the widest text column to fit the width.

    Args:
        headers: Column names; those in `right`, separated by spaces, stand to the right.
        rows: Values in the headers' order; None is shown as –.
        right: Names of the columns of figures.
        width: Columns of the screen.
    """
    cells = [[show_value(value) for value in row] for row in rows]
    figures = {index for index, name in enumerate(headers) if name in right.split()}
    widths = [
        max([measure_width(name), *(measure_width(row[index]) for row in cells)])
        for index, name in enumerate(headers)
    ]
    _narrow_widest(widths, figures, width)
    return [_format_row(row, widths, figures) for row in [list(headers), *cells]]


def show_value(value: object) -> str:
    """Show a value in one line; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return " ".join(str(value).split())


def show_share(value: float | None) -> str:
    """Show a proportion as a percentage."""
    return "–" if value is None else f"{100 * value:.0f} %"


def measure_width(text: str) -> int:
    """Measure how many columns a text takes: a wide character two, a combining mark none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def shorten_text(text: str, width: int) -> str:
    """Shorten a text to a width, with … at its end."""
    if measure_width(text) <= width:
        return text
    while text and measure_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _narrow_widest(widths: list[int], figures: set[int], width: int) -> None:
    texts = [index for index in range(len(widths)) if index not in figures]
    excess = sum(widths) + 2 * (len(widths) - 1) - width
    while excess > 0 and texts:
        widest = max(texts, key=lambda index: widths[index])
        if widths[widest] <= 12:
            return
        widths[widest] -= 1
        excess -= 1


def _format_row(row: Sequence[str], widths: list[int], figures: set[int]) -> str:
    parts = []
    for index, text in enumerate(row):
        short = shorten_text(text, widths[index])
        gap = " " * (widths[index] - measure_width(short))
        parts.append(gap + short if index in figures else short + gap)
    return "  ".join(parts).rstrip()


def _write_date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a document")
