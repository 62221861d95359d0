"""What in a sentence is only courtesy? Greetings, sign-offs, identity checks and openers, by list.

Matching is on words (folded, shorthand written out), so that "Buenas tardes," and "buenas tardes" are one;
the cut is made in the text as it was written.
"""

import re

from voc.text.tokens import DETERMINERS, Token, count_content, load_phrases, tokenise_plainly

_STRAY_FRONT = re.compile(r"[\s,.;:!?)\]}/|*\-–—•·_]+")
_STRAY_BACK = re.compile(r"[\s,;:(\[{/|*\-–—•·_¿¡]+$")
_OPENING = frozenset('¿¡"(£$€')  # marks that belong to the word after them
_DANGLING = frozenset({"y", "e", "que", "and", "that"})


def strip_courtesy(text: str, language: str) -> tuple[int, int]:
    """Cut courtesy, identity checks and openers off both ends.

    Returns:
        Where in the text the rest stands, half-open; (0, 0) where nothing else is said.
    """
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
    if first < last < len(tokens) and tokens[last - 1].key in _DANGLING:
        last -= 1
    kept = tokens[first:last]
    if not count_content(kept, language):
        return 0, 0
    end = tokens[last].start if last < len(tokens) else len(text)
    return _tidy_ends(text, kept[0].start, end)


def _strip_front(tokens: list[Token], first: int, last: int, language: str) -> int:
    while first < last and not tokens[first].is_word and tokens[first].key not in _OPENING:
        first += 1
    skipped = first + (first < last and tokens[first].key in DETERMINERS)
    for kind in ("courtesy", "openers"):
        phrases, longest = load_phrases(kind, language)
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
    phrases, longest = load_phrases("courtesy", language)
    for length in range(min(longest, end - first), 0, -1):
        start = end - length
        words = tokens[start:end]
        if not all(token.is_word for token in words):
            continue
        strict = phrases.get(tuple(token.key for token in words))
        if strict is not None and (start == first or not tokens[start - 1].is_word or not strict):
            return start
    return last


def _tidy_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out stray marks at both ends, but a final stop and what belongs to a question or placeholder."""
    front = _STRAY_FRONT.match(text, start, end)
    back = _STRAY_BACK.search(text, front.end() if front else start, end)
    return (front.end() if front else start), (back.start() if back else end)
