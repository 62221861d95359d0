"""What does each column of a file seem to be, by its name and by its values?

A guess counts on both: a name alone is often wrong (`nota` is a note and a mark), and values alone cannot
tell a customer's id from an agent's. Nothing here repeats a value: only counts, lengths and shapes leave.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from voc.sources.cells import read_language, to_text
from voc.sources.dates import parse_dates
from voc.sources.turns import looks_like_turns

Samples = Mapping[str, Sequence[Any]]
NAME_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
LONGEST_ID = 80  # characters
MOST_CATEGORIES = 60
MOST = 0.9
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Traits:
    """What can be said of a column without quoting it; shares are of the filled cells, 0 to 1."""

    name: str
    tokens: frozenset[str]  # the words of its name, folded
    count: int = 0  # cells sampled
    filled: float = 0.0
    distinct: float = 0.0
    categories: int = 0  # different values
    length: float = 0.0  # characters, mean
    word_count: float = 0.0  # mean
    numbers: float = 0.0
    lowest: float = math.nan
    highest: float = math.nan
    dates: float = 0.0
    languages: float = 0.0
    has_turns: bool = False
    shape: str = ""  # of the commonest kind of value, masked: AAA-999


@dataclass(frozen=True)
class Guess:
    """What a column seems to be, and why."""

    name: str
    kind: str  # a canonical field, `turns`, `empty` or `other`
    why: str
    traits: Traits
    scale: str | None = None  # of a rating
    scores: Mapping[str, float] = field(default_factory=dict)


def describe_column(name: str, values: Sequence[Any]) -> Traits:
    """Describe a column by its name and some of its values."""
    tokens = split_name(name)
    filled = [value for value in values if value not in (None, "", [], {})]
    if filled and sum(map(looks_like_turns, filled)) > len(filled) / 2:
        return Traits(name, tokens, len(values), len(filled) / len(values), has_turns=True)
    texts = [text for text in map(to_text, filled) if text is not None]
    if not texts:
        return Traits(name, tokens, len(values))
    different = set(texts)
    numbers = [float(text.replace(",", ".")) for text in texts if NUMBER.fullmatch(text)]
    return Traits(
        name=name,
        tokens=tokens,
        count=len(values),
        filled=len(texts) / len(values),
        distinct=len(different) / len(texts),
        categories=len(different),
        length=sum(map(len, texts)) / len(texts),
        word_count=sum(len(text.split()) for text in texts) / len(texts),
        numbers=len(numbers) / len(texts),
        lowest=min(numbers, default=math.nan),
        highest=max(numbers, default=math.nan),
        dates=_measure_dates(filled),
        languages=sum(len(t) <= 20 and read_language(t) is not None for t in different) / len(different),
        shape=_mask_shape(texts),
    )


def split_name(name: str) -> frozenset[str]:
    """Split a column's name or path into its words, folded: `requester.externalId` into three."""
    plain = "".join(c for c in normalize("NFKD", name) if not combining(c))
    return frozenset(part.lower() for part in NAME_PARTS.findall(plain))


def _measure_dates(values: Sequence[Any]) -> float:
    """Measure how many values are dates; a number is one only as an epoch."""
    some = [v for v in values[:200] if not isinstance(v, bool | list | dict)]
    if not some:
        return 0.0
    read = parse_dates(some, UTC, day_first=True).instants
    return 1 - read.null_count() / len(some)


def _mask_shape(texts: Sequence[str]) -> str:
    """Mask the commonest shape: letters are A or a, digits 9, runs shortened; long texts have none."""
    shapes = [re.sub(r"(A|a|9)\1{3,}", r"\1\1\1…", _mask(text)) for text in texts if len(text) <= LONGEST_ID]
    return max(set(shapes), key=lambda shape: (shapes.count(shape), shape))[:30] if shapes else ""


def _mask(text: str) -> str:
    return "".join(
        "9"
        if c.isdigit()
        else ("A" if c.isupper() else "a")
        if c.isalpha()
        else c
        if c in "-_./:@#+ "
        else "*"
        for c in text
    )
