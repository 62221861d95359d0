"""What would a person call this? Phrases in customers' own words: "cobro duplicado en la factura".

Without a tagger: one to six words that stand together, begin and end with a word of content, with only
linking words between; a negation may lead. Counted by lemma, so that "cobros duplicados" and "cobro
duplicado" are one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from voc.text.fold import fold_text
from voc.text.lemmas import NEGATIONS, Word, read_words
from voc.text.lists import load_words

_MOST_WORDS = 6
_MOST_CONTENT = 4
_MOST_LINKS = 3  # linking words in a row


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate name: `form` as customers write it (lower case), `lemma` the key of its variants."""

    form: str
    lemma: str


def extract_phrases(texts: Sequence[str], languages: Sequence[str]) -> list[list[Phrase]]:
    """List each text's candidate phrases, once each, in order of place.

    Phrases never cross punctuation, placeholders or numbers at their ends, and hold one to four words of
    content. A leading negation ("no", "sin", "can't") counts in the lemma as `no`, with the light words
    after it dropped there: "no me funciona" and "no funciona" are one.
    """
    return [
        list(dict.fromkeys(_find_phrases(words, code)))
        for words, code in zip(read_words(texts, languages), languages, strict=True)
    ]


def _find_phrases(words: list[Word], language: str) -> Iterator[Phrase]:
    for start, word in enumerate(words):
        if word.form in NEGATIONS or fold_text(word.form) in NEGATIONS:
            yield from _grow_phrases(words, start, start + 1, language)
        elif _may_end(word):
            yield from _grow_phrases(words, start, start, language)


def _grow_phrases(words: list[Word], start: int, place: int, language: str) -> Iterator[Phrase]:
    """Yield the phrases that begin at `start`; where a negation leads, content begins at or after `place`."""
    is_negated = place > start
    links = load_links(language)
    lemmas: list[str] = []
    gap = 0
    for end in range(place, min(len(words), start + _MOST_WORDS)):
        word = words[end]
        if not word.is_word:
            return
        if word.is_content:
            gap = 0
            lemmas.append(word.lemma)
            if len(lemmas) > _MOST_CONTENT:
                return
            if _may_end(word):
                form = " ".join(part.form for part in words[start : end + 1])
                yield _make_phrase(form, " ".join(["no", *lemmas] if is_negated else lemmas))
        else:
            gap += 1
            light = is_negated and not lemmas and word.lemma != "no"
            if gap > _MOST_LINKS or not (light or word.form in links):
                return


def _may_end(word: Word) -> bool:
    """A word of talk carries no name at its end: "cobro de la empresa" may, "cobro por favor" may not."""
    return word.is_content and word.form not in load_words("chatty_es", "chatty_en")


@cache
def load_links(language: str) -> frozenset[str]:
    """Load the words that may stand inside a phrase, as written."""
    return load_words(f"links_{language}") if language in {"es", "en"} else frozenset()


@cache
def _make_phrase(form: str, lemma: str) -> Phrase:
    return Phrase(form, lemma)
