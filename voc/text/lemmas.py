"""Which words does a text hold, each in its dictionary form? spaCy's tokens with simplemma's lemmas.

spaCy's blank pipelines with simplemma are fast and right where lookup tables are wrong (cobro stays cobro);
an official model is taken where one is installed. Customers omit accents, so "averia" is read as "avería"
where that is a noun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.lists import load_words
from voc.text.normalise import normalise_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MODELS = {
    "es": ("es_core_news_lg", "es_core_news_md", "es_core_news_sm"),
    "en": ("en_core_web_lg", "en_core_web_md", "en_core_web_sm"),
}
_ACCENTED = str.maketrans({"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"})
_BATCH = 512
_SILENT = frozenset("\"'“”«»‘¿¡#*_")  # marks that part nothing
NEGATIONS = frozenset(
    (
        "no not sin nunca jamas ni never without cannot can't cant don't dont doesn't doesnt didn't didnt"
        " won't wont isn't isnt wasn't wasnt aren't weren't hasn't haven't hadn't couldn't wouldn't shouldn't"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A token: as written (lower case), folded lemma, whether it carries content, whether it is a word."""

    form: str
    lemma: str
    is_content: bool
    is_word: bool


_BREAK = Word("", "", False, False)


def lemmatise_texts(texts: Sequence[str], languages: Sequence[str]) -> list[list[str]]:
    """List the content lemmas of each text, folded, in order; for c-TF-IDF and lexical profiles.

    Function words, negations, words of talk ("quiero", "please"), numbers and placeholders are left out.
    """
    chatty = load_words("chatty_es", "chatty_en")
    return [
        [
            word.lemma
            for word in words
            if word.is_content and word.form not in chatty and word.lemma not in chatty
        ]
        for words in read_words(texts, languages)
    ]


def read_words(texts: Sequence[str], languages: Sequence[str]) -> list[list[Word]]:
    """Read each text as words; shorthand is written out, marks and placeholders are breaks (no words)."""
    found: list[list[Word]] = [[] for _ in texts]
    for language in sorted(set(languages)):
        places = [place for place, code in enumerate(languages) if code == language]
        pipeline = load_pipeline(language)
        written = [normalise_text(PLACEHOLDER.sub(" | ", texts[place]), language) for place in places]
        for place, doc in zip(places, pipeline.pipe(written, batch_size=_BATCH), strict=True):
            found[place] = _read_doc(doc, language, has_model=bool(name_model(language)))
    return found


@cache
def name_model(language: str) -> str | None:
    """Name the largest official spaCy model installed for a language; None: simplemma serves."""
    from spacy.util import is_package

    return next((name for name in _MODELS.get(language, ()) if is_package(name)), None)


@cache
def load_pipeline(language: str) -> "Language":
    """Load the pipeline of a language: the official model, else a blank one; an unknown language: `xx`."""
    import spacy

    model = name_model(language)
    if model:
        return spacy.load(model, disable=["parser", "ner"])
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def _read_doc(doc: "Doc", language: str, *, has_model: bool) -> list[Word]:
    """Read a document's tokens; what spaCy parts inside a word (can not, do n't, bill 's) is put together."""
    words: list[Word] = []
    glued = False  # whether the token before is a word that this one touches
    for token in doc:
        written = token.text.lower().replace("’", "'")
        if not any(char.isalnum() for char in written):
            if written not in _SILENT:
                words.append(_BREAK)
            glued = False
            continue
        if glued and (written[0].isalpha() or written[0] == "'"):
            words[-1] = make_word(words[-1].form + written, language)
        else:
            words.append(make_word(written, language, token.lemma_ if has_model else ""))
        glued = not token.whitespace_
    return words


@lru_cache(maxsize=200_000)
def make_word(form: str, language: str, lemma: str = "") -> Word:
    """Make a word of a lower-case form: its lemma (the model's, if given) and whether it is content."""
    folded = fold_text(form)
    stop = load_words(f"stopwords_{language}") if language in _MODELS else frozenset[str]()
    letters = sum(char.isalpha() for char in form)
    content = letters >= 2 and folded not in stop and letters >= 0.5 * len(form)
    if folded in NEGATIONS:
        return Word(form, "no", False, True)
    return Word(form, fold_text(lemma or find_lemma(form.removesuffix("'s"), language)), content, letters > 0)


@lru_cache(maxsize=200_000)
def find_lemma(form: str, language: str) -> str:
    """Find the dictionary form of a lower-case word; the word itself where either is unknown."""
    from simplemma import lemmatize

    try:
        restored = _restore_accent(form) if language == "es" else form
        return lemmatize(restored, lang=language).lower()
    except ValueError:
        return form


def _restore_accent(form: str) -> str:
    """Give a Spanish word its accent back where exactly one accented spelling is a noun of its own."""
    from simplemma import is_known, lemmatize

    if len(form) < 5 or not form.isascii() or form in load_words("unaccented_es"):
        return form
    variants = [
        form[:i] + char.translate(_ACCENTED) + form[i + 1 :] for i, char in enumerate(form) if char in "aeiou"
    ]
    own = [
        word
        for word in variants
        if is_known(word, lang="es") and fold_text(lemmatize(word, lang="es")) in _singulars(form)
    ]
    return own[0] if len(own) == 1 else form


def _singulars(form: str) -> set[str]:
    return {form, form.removesuffix("s"), form.removesuffix("es")}
