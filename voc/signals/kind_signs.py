"""Which turns of phrase tell what a contact is to the company?

The signs lie in `lists/kind_signs.csv`, both languages read on every text. Strong signs are read first and
cut out, so that "no problem at all" is praise and its "problem" is not counted as a complaint.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.lists import load_pairs

Meaning = tuple[str, str | None]  # kind and opportunity
Floats = NDArray[np.float64]

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
STRONG = 3
WEIGHTS = {1: 0.7, 2: 1.4, STRONG: 2.5}  # of one finding, in log-odds
MOST_FINDINGS = 2  # of the same strength that count
MOST_WEIGHT = 2.8  # of all weak findings for one meaning
LONGEST_PATTERN = 1500  # characters
MOST_WORDS = 40  # characters of a sign's words


@dataclass(frozen=True)
class Sign:
    """All patterns of one meaning and strength, as a few expressions (Rust syntax, on flattened text)."""

    kind: str
    opportunity: str | None
    strength: int
    patterns: tuple[str, ...]


@cache
def load_signs() -> tuple[Sign, ...]:
    """Load the signs, one for each meaning and strength, with their word classes filled in."""
    path = files("voc").joinpath("lists", "kind_signs.csv")
    rows = pl.read_csv(path.read_bytes(), schema_overrides={"strength": pl.Int64})
    keys = ["kind", "opportunity", "strength"]
    grouped = rows.group_by(keys, maintain_order=True).agg("pattern").select(*keys, "pattern")
    return tuple(
        Sign(kind, told, strength, _join_patterns(listed))
        for kind, told, strength, listed in grouped.iter_rows()
    )


def find_signs(
    texts: Sequence[str], meanings: Sequence[Meaning], kinds: Sequence[str]
) -> tuple[Floats, list[tuple[str, ...]]]:
    """Find the signs in each text, and weigh them.

    A sign without an opportunity speaks for every meaning of its kind alike. Each text is judged alone.

    Returns:
        Log-odds for each meaning, (n_texts, n_meanings); and for each text the words of the strongest sign of
        every kind, as flattened, at most MOST_WORDS characters; empty where there is none.
    """
    whole, rest = _cut_strong(texts)
    found: dict[str, pl.Series] = {}
    firm = _sum_findings(whole, _list_signs(is_strong=True), meanings, 1, found)
    loose = _sum_findings(rest, _list_signs(is_strong=False), meanings, MOST_FINDINGS, found)
    words = pl.DataFrame([found.get(kind, _say_nothing(texts)).alias(kind) for kind in kinds])
    return firm + np.minimum(loose, MOST_WEIGHT), list(words.iter_rows())


def _cut_strong(texts: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Flatten texts, and cut out of them what strong signs say."""
    whole = pl.Series([_flatten_text(text) for text in texts], dtype=pl.String)
    rest = whole
    for pattern in (pattern for sign in _list_signs(is_strong=True) for pattern in sign.patterns):
        rest = rest.str.replace_all(pattern, " ; ")
    return whole, rest


def _list_signs(*, is_strong: bool) -> list[Sign]:
    """List the strong signs or the others, the strongest first."""
    listed = [sign for sign in load_signs() if (sign.strength == STRONG) == is_strong]
    return sorted(listed, key=lambda sign: -sign.strength)


def _sum_findings(
    texts: pl.Series,
    signs: Sequence[Sign],
    meanings: Sequence[Meaning],
    most: int,
    found: dict[str, pl.Series],
) -> Floats:
    """Sum the weights of what is found, each sign at most `most` times a text; (n_texts, n_meanings).

    The words go to `found`, by kind, where nothing stronger was found before.
    """
    total = np.zeros((len(texts), len(meanings)))
    for sign in signs:
        counts = np.zeros(len(texts), np.int64)
        for pattern in sign.patterns:
            matches = texts.str.extract_all(pattern)
            counts += matches.list.len().to_numpy().astype(np.int64)
            words = matches.list.first().fill_null("").str.strip_chars().str.slice(0, MOST_WORDS)
            found[sign.kind] = _keep_first(found.get(sign.kind), words)
        total += WEIGHTS[sign.strength] * np.outer(np.minimum(counts, most), _mark_meanings(sign, meanings))
    return total


def _keep_first(before: pl.Series | None, words: pl.Series) -> pl.Series:
    return words if before is None else before.zip_with(before != "", words)


def _say_nothing(texts: Sequence[str]) -> pl.Series:
    return pl.Series([""] * len(texts), dtype=pl.String)


def _mark_meanings(sign: Sign, meanings: Sequence[Meaning]) -> Floats:
    """Mark with 1 the meanings that a sign speaks for."""
    if sign.opportunity is None:
        return np.array([float(kind == sign.kind) for kind, _ in meanings])
    return np.array([float(meaning == (sign.kind, sign.opportunity)) for meaning in meanings])


def _join_patterns(patterns: Sequence[str]) -> tuple[str, ...]:
    """Join patterns into alternations of a bounded length: a longer one outgrows the matcher and is slow."""
    joined = [_fill_classes(patterns[0])]
    for pattern in map(_fill_classes, patterns[1:]):
        if len(joined[-1]) + len(pattern) < LONGEST_PATTERN:
            joined[-1] += "|" + pattern
        else:
            joined.append(pattern)
    return tuple(joined)


def _fill_classes(pattern: str) -> str:
    """Replace `{name}` by the alternatives that `lists/kind_words.txt` gives for it."""
    for name, words in load_pairs("kind_words").items():
        pattern = pattern.replace(name, words)
    return pattern


def _flatten_text(text: str) -> str:
    """Fold a text to plain ASCII, without placeholders; what has no plain form becomes a space."""
    return NOT_ASCII.sub(" ", fold_text(PLACEHOLDER.sub(" ", text)))
