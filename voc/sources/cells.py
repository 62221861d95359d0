"""What does one cell mean? A text, a rating or a language, whatever type the file gave it.

A cell that means nothing is null and never a word for nothing: `nan`, an empty string, only spaces.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from voc.settings.languages import LANGUAGE_CODES

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00"
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)")  # hours, minutes, seconds
LEADING_NUMBER = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)(?![\w.,])")
DEEPEST_LIST = 20
WHOLE_FLOAT = 1e15  # up to here a float that is whole is printed as one
YES = frozenset(("true", "yes", "y", "sí", "si", "1", "1.0", "x", "verdadero"))
NO = frozenset(("false", "no", "n", "0", "0.0", "falso"))
OTHER_NAMES = {
    "spa": "es", "castellano": "es", "castilian": "es", "eng": "en", "por": "pt", "fra": "fr", "fre": "fr",
    "deu": "de", "ger": "de", "ita": "it", "cat": "ca", "glg": "gl", "eus": "eu",
}  # fmt: skip


def to_text(value: Any) -> str | None:
    """Turn a cell into text without spaces around it; null where it says nothing.

    A whole number that a spreadsheet kept as 123.0 is `123`; a list of texts is a line each.
    """
    if isinstance(value, str):
        return _tidy_text(value)
    if value is None or isinstance(value, dict):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | Decimal):
        return _print_number(value)
    if isinstance(value, list):
        return _tidy_text("\n".join(_list_texts(value)))
    return _tidy_text(_print_other(value))


def _list_texts(values: list[Any], depth: int = DEEPEST_LIST) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from _list_texts(value, depth - 1) if depth else ()
        elif text := to_text(value):
            yield text


def _tidy_text(value: str) -> str | None:
    text = store_safely(value).replace("\x00", "").strip()
    return text if text.strip(INVISIBLE + " \n\t") else None


def store_safely(text: str) -> str:
    """Replace half surrogate pairs, which JSON and file names can hold and nothing can store."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _print_number(value: float | Decimal) -> str | None:
    if not math.isfinite(value):
        return None
    whole = int(value)
    return str(whole) if value == whole and abs(whole) < WHOLE_FLOAT else str(value)


def _print_other(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


@dataclass(frozen=True)
class Ratings:
    """Ratings as numbers, null where there is none."""

    values: list[float | None]
    strange: int  # how many were no number
    outside: int  # how many lay outside the scale


def read_ratings(values: Iterable[str | None], bounds: tuple[int, int] | None) -> Ratings:
    """Read ratings: the number a text begins with, with a decimal point or comma.

    Args:
        values: Texts, null where nothing was rated.
        bounds: Least and most of the scale, if it has one.
    """
    ratings: list[float | None] = []
    strange = outside = 0
    for value in values:
        number = LEADING_NUMBER.match(value) if value else None
        rating = float(number[1].replace(",", ".")) if number else None
        strange += value is not None and rating is None
        if rating is not None and bounds and not bounds[0] <= rating <= bounds[1]:
            outside += 1
            rating = None
        ratings.append(rating if rating is not None and math.isfinite(rating) else None)
    return Ratings(ratings, strange, outside)


def read_minutes(value: str | None) -> float | None:
    """Read how long something took, in minutes: `7.5`, `7,5`, `0:07:30`, `7:30`; else null."""
    text = (value or "").strip()
    clock = CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), float(clock[3])
        return hours * 60 + minutes + seconds / 60
    number = LEADING_NUMBER.match(text)
    minutes_taken = float(number[1].replace(",", ".")) if number else None
    return minutes_taken if minutes_taken is not None and 0 <= minutes_taken < math.inf else None


def read_switch(value: str | None) -> bool | None:
    """Read a cell that says yes or no, in whatever way; None where it says neither."""
    word = (value or "").strip().casefold()
    return True if word in YES else False if word in NO else None


@cache
def read_language(value: str | None) -> str | None:
    """Read a language's code from a code, a locale or its name in Spanish or English; null if unknown."""
    folded = _fold(value or "")
    head = re.split(r"[-_\s(;,]", folded, maxsplit=1)[0]
    if head in LANGUAGE_CODES:
        return head
    return OTHER_NAMES.get(head) or _name_languages().get(folded) or _name_languages().get(head)


@cache
def _name_languages() -> dict[str, str]:
    from babel import Locale  # its data take a moment to load, and few files need them

    return {
        _fold(name): code
        for locale in ("en", "es")
        for code, name in Locale(locale).languages.items()
        if code in LANGUAGE_CODES
    }


def _fold(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c)).strip()
