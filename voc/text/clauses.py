"""Where does a sentence turn to another subject? Before "y además ..." or "but the ...".

A sentence about one thing stays whole: a half must say something of its own, and what only goes on with the
first half (it names no subject, or a word of the first half again) is no other subject. A plain "and" does
not count: what it joins is mostly two sides of one matter.
"""

from collections.abc import Sequence
from functools import cache

from voc.text.lists import load_sentences, load_words
from voc.text.sentences import Place, trim_place
from voc.text.tokens import Token, count_content, tokenise_plainly

_ANAPHORS = frozenset("otro otra otros otras que cual mismo misma other others one ones same".split())
_HALF = 2  # content words that each half holds at least
_LEAST_SPACES = 6  # below which a sentence is never cut


def cut_clauses(text: str, place: Place, language: str) -> list[Place]:
    """Cut one sentence of a text where it turns to another subject.

    Args:
        text: The whole text.
        place: The sentence in it.
        language: ISO code; the lists of connectors are in Spanish and English.

    Returns:
        The places of its parts in order; [place] where it says one thing.
    """
    sentence = text[slice(*place)]
    if sentence.count(" ") < _LEAST_SPACES:
        return [place]
    tokens = tokenise_plainly(sentence, language)
    for number in range(2, len(tokens) - 1):
        if _turns(tokens[:number], tokens[number:], language):
            cut = place[0] + tokens[number].start
            return [trim_place(text, place[0], cut), *cut_clauses(text, (cut, place[1]), language)]
    return [place]


def opens_subject(tokens: Sequence[Token]) -> bool:
    """Tell whether words open another subject: "y además ...", "but the ..."."""
    if _begins_with("connectors", tokens):
        return True
    length = _begins_with("contrasts", tokens)
    return length > 0 and _names_subject(tokens[length:])


def _begins_with(kind: str, tokens: Sequence[Token]) -> int:
    """Count the words of the longest phrase of `voc/lists/<kind>.txt` that the tokens begin with; 0: none."""
    phrases, longest = _load_openings(kind)
    keys = tuple(token.key for token in tokens[:longest])
    return next((length for length in range(len(keys), 0, -1) if keys[:length] in phrases), 0)


@cache
def _load_openings(kind: str) -> tuple[frozenset[tuple[str, ...]], int]:
    found = frozenset(tuple(line.split()) for line in load_sentences(kind))
    return found, max(map(len, found))


def _turns(before: list[Token], after: list[Token], language: str) -> bool:
    """Tell whether what comes after speaks of another subject."""
    if not after[0].is_word or count_content(before, language) < _HALF:
        return False
    length, is_parted = _begins_with("connectors", after), before[-1].key == ","
    if length > 1 or (length and is_parted):
        return count_content(after, language) >= _HALF
    length = _begins_with("contrasts", after)
    rest = after[length:]
    return (
        (length > 0 or is_parted)
        and _names_subject(rest)
        and count_content(rest, language) >= _HALF
        and _has_verb(rest)
        and (is_parted or _has_verb(before))
        and not _speak_of_one(before, rest, language)
    )


def _names_subject(tokens: Sequence[Token]) -> bool:
    keys = [token.key for token in tokens[:2]]
    return len(keys) == 2 and keys[0] in load_words("subjects") and keys[1] not in _ANAPHORS


def _has_verb(tokens: list[Token]) -> bool:
    return any(token.key in load_words("verb_hints", "clause_verbs") for token in tokens)


def _speak_of_one(left: list[Token], right: list[Token], language: str) -> bool:
    return any(count_content([token], language) and token.key in {t.key for t in left} for token in right)
