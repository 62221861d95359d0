"""What do contacts say of how they were handled: not the first time, solved, treated well, told right?

Turns of phrase from `lists/said_signs.txt`, both languages read on every text. What denies a sign is cut out
before the sign is looked for ("es la primera vez que llamo"). Words only: whoever counts them says so.
"""

import re
from functools import cache

import polars as pl

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
ORDINALS = str.maketrans("ªº", "ao")
INNER_MARK = re.compile(r"(?<=[a-z0-9])['-](?=[a-z0-9])")  # don't is dont, e-mail is email
OTHER_MARK = re.compile(r"[^a-z0-9;.,!?]")
CUT = " ; "


def tell_said(contacts: pl.DataFrame) -> pl.DataFrame:
    """Tell what contacts say of their own handling.

    Args:
        contacts: contact_id, text (redacted; null says nothing).

    Returns:
        SAID, sorted: one row a contact and sign; most contacts have none.
    """
    texts = contacts["text"].unique().drop_nulls()
    flat = pl.Series([flatten_words(text) for text in texts], dtype=pl.String)
    found = pl.DataFrame({"text": texts, **{sign: _find_sign(flat, sign) for sign in SIGNS}})
    return (
        found.unpivot(on=list(SIGNS), index="text", variable_name="sign", value_name="is_found")
        .filter("is_found")
        .join(contacts.select("contact_id", "text"), on="text")
        .select([pl.col(name).cast(dtype) for name, dtype in SAID.items()])
        .sort("contact_id", "sign")
    )


def flatten_words(text: str) -> str:
    """Fold a text to words of plain letters: no placeholders, and no mark but those that end a clause."""
    folded = fold_text(PLACEHOLDER.sub(" ", text.translate(ORDINALS)))
    joined = INNER_MARK.sub("", folded)
    return " ".join(OTHER_MARK.sub(" ", joined).split())


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
    return tuple(pattern for pattern in joined if pattern)


def _find_sign(texts: pl.Series, sign: str) -> pl.Series:
    """Find which texts hold a sign, once what denies it is cut out."""
    rest = texts
    for pattern in (*load_said(f"-{sign}"), *(load_said(DENIES[sign]) if sign in DENIES else ())):
        rest = rest.str.replace_all(pattern, CUT)
    is_found = (
        pl.Series([False]).new_from_index(0, len(texts)) if len(texts) else pl.Series([], dtype=pl.Boolean)
    )
    for pattern in load_said(sign):
        is_found |= rest.str.contains(pattern)
    return is_found
