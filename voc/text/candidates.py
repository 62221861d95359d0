"""Could this word be part of a person's name? What lists, capitals and the dictionary say of it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from voc.text.fold import fold_text
from voc.text.lists import load_words

_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")
_FORMED_SURNAME = re.compile(r"(?:o'(?!clock)|mc)[a-z]{4,}")
_POSSESSIVE = re.compile(r"['’][sS]$")
_GAP = re.compile(r"[ \t]{1,3}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LINKS = frozenset("de del la las los y da do dos van von der di mc o e bin al i".split())
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word as a possible part of a name, with its place in the text."""

    start: int
    end: int
    folded: str
    is_capital: bool  # false throughout a text in capitals, where it means nothing
    is_shouted: bool  # more than one letter, all capitals
    is_given: bool
    is_surname: bool
    is_ambiguous: bool  # a given name that is also a word, a place or a brand, or a rare one
    is_barred: bool  # never a name after an introduction
    is_link: bool  # "de la", "van", an initial
    is_common: bool  # a function word or a word of courtesy

    @property
    def is_name(self) -> bool:
        """Whether the lists know it as a given name or a surname."""
        return self.is_given or self.is_surname


def read_candidates(text: str, start: int) -> list[Candidate]:
    """Read the words that stand one after another from `start`, six at most; a full stop ends them."""
    found: list[Candidate] = []
    shouting = is_shouting(text)
    place = start
    while len(found) < _MOST_WORDS and (match := _TOKEN.match(text, place)):
        stopped = len(match[0]) > 2 and match[0].endswith(".")
        written = _POSSESSIVE.sub("", match[0].rstrip("."))  # "Sarah's husband": hers, so the name ends
        owns = len(written) < len(match[0].rstrip("."))
        end = match.start() + len(written) if owns else match.end() - stopped
        found.append(_judge_word(match.start(), end, written, shouting))
        gap = _GAP.match(text, match.end())
        if stopped or owns or not gap:
            break
        place = gap.end()
    return found


def _judge_word(start: int, end: int, written: str, shouting: bool) -> Candidate:
    folded = fold_text(written)
    by_form = bool(_FORMED_SURNAME.fullmatch(folded))
    folded = folded.replace("'", "")
    parts = folded.split("-")
    return Candidate(
        start=start,
        end=end,
        folded=folded,
        is_capital=written[0].isupper() and not shouting,
        is_shouted=len(written) > 1 and written.isupper(),
        is_given=all(part in load_words("given_names", "given_names_world") for part in parts),
        is_surname=by_form or any(part in load_words("surnames") for part in parts),
        is_ambiguous=folded in load_words("ambiguous_names", "given_names_world"),
        is_barred=folded in load_words("not_names"),
        is_link=folded in _LINKS or (len(folded) == 1 and written.isupper() and folded not in "aeiouy"),
        is_common=folded
        in load_words("stopwords_es", "stopwords_en", "empty_es", "empty_en", "chatty_es", "chatty_en"),
    )


@lru_cache(maxsize=64)
def is_shouting(text: str) -> bool:
    """Tell whether the text is in capitals throughout, so that a capital means nothing."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


@lru_cache(maxsize=64)
def are_titled(text: str) -> bool:
    """Tell whether nearly every word begins with a capital, as in a title, so that a capital means little."""
    words = _WORD.findall(text)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


@lru_cache(maxsize=8192)
def is_dictionary_word(folded: str) -> bool:
    """Tell whether a word is in the Spanish or English dictionary (simplemma), hence hardly a name."""
    from simplemma import is_known

    common = folded in load_words(
        "stopwords_es", "stopwords_en", "empty_es", "empty_en", "chatty_es", "chatty_en"
    )
    return common or any(is_known(folded, lang=code) for code in ("es", "en"))
