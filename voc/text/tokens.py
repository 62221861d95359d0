"""Which words does a sentence hold, as the curated lists know them? Words, placeholders and marks."""

import re
from dataclasses import dataclass
from functools import cache

from voc.text.fold import fold_text
from voc.text.lists import load_pairs, load_words, read_list_lines

_TOKEN = re.compile(r"<[A-Z]{2,12}>|[^\W_]+(?:['’/.][^\W_]+)*|[^\w\s]")
DETERMINERS = frozenset({"el", "la", "the", "our", "un", "una", "este", "esta"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a placeholder or a mark, with its place in the text; `key` is what lists are matched on."""

    start: int
    end: int
    key: str
    is_word: bool


@cache
def load_phrases(kind: str, language: str) -> tuple[dict[tuple[str, ...], bool], int]:
    """Load phrases as word tuples -> whether punctuation must part them; and the longest one's length."""
    found: dict[tuple[str, ...], bool] = {}
    codes = (language,) if language in {"es", "en"} else ()
    for code in codes:
        for line in read_list_lines(f"{kind}_{code}"):
            words = tuple(fold_text(line.lstrip("!")).split())
            found[words] = found.get(words, True) and line.startswith("!")
    return found, max(map(len, found), default=0)


def tokenise_plainly(text: str, language: str) -> list[Token]:
    """Cut a text into words, placeholders (key `<*>`) and marks, with shorthand written out."""
    pairs = load_pairs(f"shorthand_{language}") if language in {"es", "en"} else {}
    tokens = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        if written.startswith("<") and len(written) > 1:
            tokens.append(Token(match.start(), match.end(), "<*>", True))
        else:
            key = fold_text(written)
            tokens.append(
                Token(match.start(), match.end(), fold_text(pairs.get(key, key)), written[0].isalnum())
            )
    return tokens


def count_content(tokens: list[Token], language: str) -> int:
    """Count the words that say something: letters, at least two, neither function words nor courtesy."""
    empty = load_words("stopwords_es", "empty_es") if language == "es" else frozenset[str]()
    empty = load_words("stopwords_en", "empty_en") if language == "en" else empty
    return sum(
        1 for t in tokens if t.is_word and len(t.key) > 1 and t.key[0].isalpha() and t.key not in empty
    )
