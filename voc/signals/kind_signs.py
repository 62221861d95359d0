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


def weigh_signs(texts: Sequence[str], meanings: Sequence[Meaning]) -> Floats:
    """Weigh the signs found in each text: log-odds for each meaning, shape (n_texts, n_meanings).

    A sign without an opportunity speaks for every meaning of its kind alike. Each text is judged alone.
    """
    whole = pl.Series([_flatten_text(text) for text in texts], dtype=pl.String)
    strong = [sign for sign in load_signs() if sign.strength == STRONG]
    weak = [sign for sign in load_signs() if sign.strength != STRONG]
    rest = whole
    for pattern in (pattern for sign in strong for pattern in sign.patterns):
        rest = rest.str.replace_all(pattern, " ; ")
    firm = _sum_findings(whole, strong, meanings, most=1)
    loose = _sum_findings(rest, weak, meanings, most=MOST_FINDINGS)
    return firm + np.minimum(loose, MOST_WEIGHT)


def _sum_findings(
    texts: pl.Series, signs: Sequence[Sign], meanings: Sequence[Meaning], *, most: int
) -> Floats:
    """Sum the weights of what is found, each sign at most `most` times a text; (n_texts, n_meanings)."""
    total = np.zeros((len(texts), len(meanings)))
    for sign in signs:
        counts = sum(
            texts.str.count_matches(pattern).to_numpy().astype(np.int64) for pattern in sign.patterns
        )
        total += WEIGHTS[sign.strength] * np.outer(np.minimum(counts, most), _mark_meanings(sign, meanings))
    return total


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
