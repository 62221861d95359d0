"""What in a sentence is only courtesy? Greetings, sign-offs, identity checks, agents' macros, by list.

Matching is on words (folded, shorthand written out), so that "Buenas tardes," and "buenas tardes" are one;
the cut is made in the text as it was written.
"""

import re
from dataclasses import dataclass
from functools import cache

from voc.text.fold import fold_text
from voc.text.lists import load_pairs, load_words, read_list_lines

_TOKEN = re.compile(r"<[A-Z]{2,12}>|[^\W_]+(?:['’/.][^\W_]+)*|[^\w\s]")
_DETERMINERS = frozenset({"el", "la", "the", "our", "un", "una", "este", "esta"})
_DANGLING = frozenset({"y", "e", "que", "and", "that"})
_FEW = 3  # a macro's rest with fewer content words says nothing of its own


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a placeholder or a mark, with its place in the text; `key` is what lists are matched on."""

    start: int
    end: int
    key: str
    is_word: bool


@cache
def _load_phrases(kind: str, language: str) -> tuple[dict[tuple[str, ...], bool], int]:
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


def strip_courtesy(text: str, language: str) -> str:
    """Cut courtesy, identity checks and openers off both ends; "" where nothing else is said."""
    tokens = tokenise_plainly(text, language)
    first, last = 0, len(tokens)
    while True:
        bounds = _strip_front(tokens, first, last, language), last
        bounds = bounds[0], _strip_back(tokens, bounds[0], last, language)
        if bounds == (first, last):
            break
        first, last = bounds
    if 0 < first < last and tokens[first].key in _DANGLING:
        first += 1  # "me llamo <NAME> y ...": the conjunction went with what it joined
    kept = tokens[first:last]
    if not kept or not count_content(kept, language) or _is_macro(kept, language):
        return ""
    end = tokens[last].start if last < len(tokens) else len(text)
    return _tidy_ends(text[kept[0].start : end])


def _strip_front(tokens: list[Token], first: int, last: int, language: str) -> int:
    while first < last and not tokens[first].is_word and tokens[first].key not in {"¿", "¡", '"', "("}:
        first += 1
    skipped = first + (first < last and tokens[first].key in _DETERMINERS)
    for kind in ("courtesy", "openers"):
        phrases, longest = _load_phrases(kind, language)
        for start in dict.fromkeys((first, skipped if kind == "openers" else first)):
            for length in range(min(longest, last - start), 0, -1):
                end = _match_words(tokens, start, last, length)
                strict = phrases.get(tuple(t.key for t in tokens[start:end] if t.is_word)) if end else None
                if end and strict is not None and (not strict or end == last or not tokens[end].is_word):
                    return end
    return first


def _match_words(tokens: list[Token], start: int, last: int, length: int) -> int:
    """Return the end of `length` words from `start`, commas between them allowed; 0 if too few."""
    seen, place = 0, start
    while place < last and seen < length:
        if tokens[place].is_word:
            seen += 1
        elif tokens[place].key not in {",", "¿", "¡"} or not seen:
            return 0
        place += 1
    return place if seen == length else 0


def _strip_back(tokens: list[Token], first: int, last: int, language: str) -> int:
    end = last
    while end > first and not tokens[end - 1].is_word:
        end -= 1
    phrases, longest = _load_phrases("courtesy", language)
    for length in range(min(longest, end - first), 0, -1):
        start = end - length
        words = tokens[start:end]
        if not all(token.is_word for token in words):
            continue
        strict = phrases.get(tuple(token.key for token in words))
        if strict is not None and (start == first or not tokens[start - 1].is_word or not strict):
            return start
    return last


def _is_macro(tokens: list[Token], language: str) -> bool:
    words = [token for token in tokens if token.is_word]
    if words and words[0].key in _DETERMINERS:
        words = words[1:]
    phrases, longest = _load_phrases("macros", language)
    for length in range(min(longest, len(words)), 0, -1):
        if tuple(token.key for token in words[:length]) in phrases:
            return count_content(words[length:], language) < _FEW
    return False


def _tidy_ends(text: str) -> str:
    """Drop stray marks at both ends, keeping a final stop and what belongs to a question or a placeholder."""
    text = re.sub(r"^[\s,.;:!?)\]}/|*\-–—•·_]+", "", text)
    return re.sub(r"[\s,;:(\[{/|*\-–—•·_¿¡]+$", "", text)
