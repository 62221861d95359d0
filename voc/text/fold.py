"""How do two spellings of one word meet? Lower case, no accents, straight quotes, one character for one.

Folding keeps the length, so that a place found in the folded text is the same place in the original.
"""

import re
from unicodedata import category, normalize

PLACEHOLDER = re.compile(r"<[A-Z]{2,12}>")  # what redaction leaves: <EMAIL>, <CUSTOMER>, ...

_QUOTES = {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}


class _FoldTable(dict[int, str]):
    """Translation table that fills itself: a character is folded once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _QUOTES.get(char) or next((c for c in normalize("NFD", char) if category(c) != "Mn"), char)
        lower = plain.lower()
        self[code] = folded = lower if len(lower) == 1 else plain
        return folded


_TABLE = _FoldTable()


def fold_text(text: str) -> str:
    """Fold case, accents and curly quotes without changing the length; ñ becomes n."""
    return text.translate(_TABLE)
