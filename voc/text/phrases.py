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
_NO_LEADS = frozenset({"ni", "nor", "neither", "jamás", "jamas"})  # what they deny stands before them
_COPULAS = frozenset(["es", "era", "eran", "son", "fue", "is", "was", "are", "were"])
_DETERMINERS = frozenset(
    ["the", "a", "an", "my", "your", "our", "their", "this", "that", "it", "i", "you", "they"]
)
_AUXILIARIES = frozenset(
    ["ha", "han", "he", "has", "hemos", "habéis", "habeis", "había", "habia", "habían", "habian"]
)
PARTIES = frozenset(
    "cliente clientes usuario usuarios customer customers client clients".split()
)  # talk, but at the end of a name
_INFINITIVES = frozenset({"ar", "er", "ir"})
_CLITICS = frozenset(["me", "nos", "se", "te", "le", "les"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate name: `form` as customers write it (lower case), `lemma` the key of its variants."""

    form: str
    lemma: str


def extract_phrases(texts: Sequence[str], languages: Sequence[str]) -> list[list[Phrase]]:
    """List each text's candidate phrases, once each, in order of place.

    Phrases never cross punctuation, placeholders or numbers at their ends, and hold one to four words of
    content. A leading negation ("no", "sin", "can't") counts in the lemma as `no`, with the light words
    after it dropped there: "no me funciona" and "no funciona" are one. One may stand inside as well:
    "pedido no ha llegado".
    """
    return [
        list(dict.fromkeys(_find_phrases(words, code)))
        for words, code in zip(read_words(texts, languages), languages, strict=True)
    ]


def _find_phrases(words: list[Word], language: str) -> Iterator[Phrase]:
    for start, word in enumerate(words):
        if _is_negation(word):
            if word.form not in _NO_LEADS and not _is_turned(words, start):
                yield from _grow_phrases(words, start, start + 1, language, is_negated=True)
        elif _may_end(word):
            yield from _grow_phrases(words, _reach_back(words, start), start, language, is_negated=False)


def _is_negation(word: Word) -> bool:
    return word.form in NEGATIONS or fold_text(word.form) in NEGATIONS


def _is_turned(words: list[Word], start: int) -> bool:
    """Tell a question's turn ("hasn't my transfer …") or a "no es un …": no phrase on its own."""
    if start + 1 >= len(words):
        return False
    after = words[start + 1].form
    return after in _COPULAS or ("'" in words[start].form and after in _DETERMINERS)


def _reach_back(words: list[Word], start: int) -> int:
    """Find where a phrase that begins with a verb should begin: "me han subido", "se lavan"; not "lavan"."""
    begin = start - (start > 0 and words[start - 1].form in _AUXILIARIES)
    return begin - (
        begin > 0 and words[begin - 1].form in _CLITICS and words[start].lemma[-2:] in _INFINITIVES
    )


def _grow_phrases(
    words: list[Word], start: int, place: int, language: str, *, is_negated: bool
) -> Iterator[Phrase]:
    """Yield the phrases that are shown from `start` on; content begins at or after `place`."""
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
            if _may_end(word) and len(set(lemmas)) == len(lemmas):
                form = " ".join(part.form for part in words[start : end + 1])
                yield _make_phrase(form, " ".join(["no", *lemmas] if is_negated else lemmas))
        else:
            gap += 1
            if word.form in NEGATIONS and lemmas and not is_negated and "no" not in lemmas:
                lemmas.append("no")
                continue
            light = word.lemma != "no" and (lemmas[-1] == "no" if lemmas else is_negated)
            if gap > _MOST_LINKS or not (light or word.form in links):
                return


def _may_end(word: Word) -> bool:
    """A word of talk carries no name at its end: "atención al cliente" may, "cobro por favor" may not."""
    return word.is_content and (word.form in PARTIES or word.form not in load_words("chatty_es", "chatty_en"))


@cache
def load_links(language: str) -> frozenset[str]:
    """Load the words that may stand inside a phrase, as written."""
    return load_words(f"links_{language}") if language in {"es", "en"} else frozenset()


@cache
def _make_phrase(form: str, lemma: str) -> Phrase:
    return Phrase(form, lemma)
