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


@dataclass(frozen=True)
class Sign:
    """All patterns of one meaning and strength as one expression (Rust syntax, on flattened text)."""

    kind: str
    opportunity: str | None
    strength: int
    pattern: str


@cache
def load_signs() -> tuple[Sign, ...]:
    """Load the signs, one for each meaning and strength, with their word classes filled in."""
    path = files("voc").joinpath("lists", "kind_signs.csv")
    rows = pl.read_csv(path.read_bytes(), schema_overrides={"strength": pl.Int64})
    keys = ["kind", "opportunity", "strength"]
    grouped = rows.group_by(keys, maintain_order=True).agg(pl.col("pattern").str.join("|"))
    rows_in_order = grouped.select(*keys, "pattern").iter_rows()
    return tuple(
        Sign(kind, told, strength, _fill_classes(text)) for kind, told, strength, text in rows_in_order
    )


def weigh_signs(texts: Sequence[str], meanings: Sequence[Meaning]) -> Floats:
    """Weigh the signs found in each text: log-odds for each meaning, shape (n_texts, n_meanings).

    A sign without an opportunity speaks for every meaning of its kind alike. Each text is judged alone.
    """
    whole = pl.Series([_flatten_text(text) for text in texts], dtype=pl.String)
    evidence = np.zeros((len(texts), len(meanings)))
    rest = whole
    for sign in (sign for sign in load_signs() if sign.strength == STRONG):
        found = whole.str.contains(sign.pattern).to_numpy()
        evidence += WEIGHTS[STRONG] * np.outer(found, _mark_meanings(sign, meanings))
        rest = rest.str.replace_all(sign.pattern, " ; ")
    weak = np.zeros_like(evidence)
    for sign in (sign for sign in load_signs() if sign.strength != STRONG):
        count = np.minimum(rest.str.count_matches(sign.pattern).to_numpy(), MOST_FINDINGS)
        weak += WEIGHTS[sign.strength] * np.outer(count, _mark_meanings(sign, meanings))
    return evidence + np.minimum(weak, MOST_WEIGHT)


def _mark_meanings(sign: Sign, meanings: Sequence[Meaning]) -> Floats:
    """Mark with 1 the meanings that a sign speaks for."""
    if sign.opportunity is None:
        return np.array([float(kind == sign.kind) for kind, _ in meanings])
    return np.array([float(meaning == (sign.kind, sign.opportunity)) for meaning in meanings])


def _fill_classes(pattern: str) -> str:
    """Replace `{name}` by the alternatives that `lists/kind_words.txt` gives for it."""
    for name, words in load_pairs("kind_words").items():
        pattern = pattern.replace(name, words)
    return pattern


def _flatten_text(text: str) -> str:
    """Fold a text to plain ASCII, without placeholders; what has no plain form becomes a space."""
    return NOT_ASCII.sub(" ", fold_text(PLACEHOLDER.sub(" ", text)))
