"""What do contacts say of how they were handled: not the first time, solved, treated well, told right?

Turns of phrase from `lists/said_signs.txt`, both languages read on every text. What denies a sign is cut out
before the sign is looked for ("es la primera vez que llamo"). Words only: whoever counts them says so.
"""

from functools import cache

import numpy as np
import polars as pl

from voc.schema import check_frame
from voc.schema.signals import SAID
from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.lists import load_pairs, read_list_lines

SIGNS = ("again", "unsolved", "solved", "unkind", "kind", "wrong", "right")
DENIES = {
    "solved": "unsolved",
    "kind": "unkind",
    "right": "wrong",
}  # what is found as the one is not the other
LONGEST_PATTERN = 2500  # characters
INNER_MARK = r"([a-z0-9])['-]([a-z0-9])"  # don't is dont, e-mail is email; twice, for a-b-c
OTHER_MARKS = r"[^a-z0-9;.,!?]+"
CUT = " ; "


def tell_said(contacts: pl.DataFrame) -> pl.DataFrame:
    """Tell what contacts say of their own handling.

    Args:
        contacts: contact_id, text (redacted; null says nothing).

    Returns:
        SAID, sorted: one row a contact and sign; most contacts have none.
    """
    texts = contacts["text"].drop_nulls().unique()
    flat = flatten_words(texts)
    found = [
        pl.DataFrame({"text": texts.filter(_find_sign(flat, sign))}).with_columns(sign=pl.lit(sign))
        for sign in SIGNS
    ]
    told = pl.concat(found).join(contacts.select("contact_id", "text"), on="text")
    return check_frame(told, SAID).sort("contact_id", "sign")


def flatten_words(texts: pl.Series) -> pl.Series:
    """Fold texts to words of plain letters: no placeholders, and no mark but those that end a clause."""
    bare = texts.str.replace_all(PLACEHOLDER.pattern, " ").str.replace_many(["ª", "º"], ["a", "o"])
    flat = pl.Series([fold_text(text) for text in bare], dtype=pl.String)
    for pattern, by in ((INNER_MARK, "${1}${2}"), (INNER_MARK, "${1}${2}"), (OTHER_MARKS, " ")):
        flat = flat.str.replace_all(pattern, by)
    return flat.str.strip_chars()


@cache
def load_said(sign: str) -> tuple[str, ...]:
    """Load a sign's patterns (`-sign`: what denies it), joined into a few expressions in Rust's syntax."""
    words = load_pairs("said_words")
    joined = [""]
    for line in read_list_lines("said_signs"):
        name, _, pattern = line.partition("\t")
        if name != sign:
            continue
        for word, alternatives in words.items():
            pattern = pattern.replace(word, alternatives)
        if len(joined[-1]) + len(pattern) > LONGEST_PATTERN:
            joined.append("")
        joined[-1] += ("|" if joined[-1] else "") + pattern
    return tuple(f"(?-u){pattern}" for pattern in joined if pattern)  # of plain letters: twice as quick


def _find_sign(texts: pl.Series, sign: str) -> pl.Series:
    """Find which texts hold a sign, once what denies it is cut out; where none stands, nothing is cut."""
    is_found = _hold_any(texts, load_said(sign))
    rest = texts.filter(is_found)
    for pattern in (*load_said(f"-{sign}"), *(load_said(DENIES[sign]) if sign in DENIES else ())):
        rest = rest.str.replace_all(pattern, CUT)
    return is_found.scatter(is_found.arg_true(), _hold_any(rest, load_said(sign)))


def _hold_any(texts: pl.Series, patterns: tuple[str, ...]) -> pl.Series:
    """Tell which texts hold any of the patterns."""
    is_held = pl.Series(np.zeros(len(texts), dtype=bool))
    for pattern in patterns:
        is_held |= texts.str.contains(pattern)
    return is_held
