"""Who else is named? What a statistical model (spaCy) that somebody installed finds beside the rules.

Each model reads only the texts of its own language, since a Spanish one takes English openers for people.
A multilingual model (`xx`) reads all. Nothing is imported until a model is asked for.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from voc.errors import SettingsError
from voc.text.candidates import is_dictionary_word, is_shouting
from voc.text.fold import fold_text
from voc.text.language import identify_languages
from voc.text.lists import load_words
from voc.text.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["describe_names_model", "find_model_names"]

_PEOPLE = frozenset({"PER", "PERSON"})
_NEEDLESS = ("parser", "tagger", "lemmatizer", "attribute_ruler", "morphologizer", "senter")
_BATCH = 128  # texts that the model reads at once


def describe_names_model(names_model: str) -> str:
    """Word which models read, with their versions: `es_core_news_md 3.8.0`.

    Raises:
        SettingsError: One of them is not installed; the message says what to do.
    """
    models = _load_models(names_model)
    return ", ".join(
        f"{name} {nlp.meta.get('version', '')}".strip()
        for name, nlp in zip(_split_names(names_model), models, strict=True)
    )


def find_model_names(texts: Sequence[str], names_model: str) -> list[list[Span]]:
    """Find the people (`NAME`) whom a model sees in texts.

    Args:
        texts: Texts as written; placeholders in them are not looked at.
        names_model: A spaCy package's name or folder, or several with commas between them, one a language.

    Returns:
        The spans of each text, in order of place.

    Raises:
        SettingsError: A model is not installed, or cannot tell people.
    """
    found: list[list[Span]] = [[] for _ in texts]
    models = _load_models(names_model)
    own = {nlp.lang for nlp in models if nlp.lang is not None} - {"xx"}
    languages = identify_languages(texts, sorted(own | {"es", "en"}), [None] * len(texts)) if own else []
    for nlp in models:
        read = [place for place in range(len(texts)) if nlp.lang == "xx" or languages[place] == nlp.lang]
        nlp.max_length = max([nlp.max_length, *(len(texts[place]) for place in read)])
        documents = nlp.pipe((texts[place] for place in read), batch_size=_BATCH)
        for place, document in zip(read, documents, strict=True):
            people = ((e.start_char, e.end_char) for e in document.ents if e.label_ in _PEOPLE)
            found[place] += _keep_plausible(texts[place], people)
    return found


def _keep_plausible(text: str, people: Iterator[tuple[int, int]]) -> Iterator[Span]:
    """Keep what could be a name: small models take openers, shouts and brands for people too."""
    for start, end in people:
        words = [word for word in text[start:end].split() if word[0].isalpha()]
        if words and not is_shouting(text) and any(_could_be_name(word) for word in words):
            yield Span(start, end, "NAME")


def _could_be_name(word: str) -> bool:
    folded = fold_text(word.strip(".,;:!?'\"()"))
    known = folded in load_words("given_names", "surnames")
    return word[0].isupper() and (known or not is_dictionary_word(folded))


def _split_names(names_model: str) -> list[str]:
    return [name for part in names_model.split(",") if (name := part.strip())]


def _load_models(names_model: str) -> list["Language"]:
    return [_load_model(name) for name in _split_names(names_model)]


@cache
def _load_model(name: str) -> "Language":
    import spacy

    try:
        nlp = spacy.load(name, exclude=_NEEDLESS)
    except OSError as error:
        raise SettingsError(
            f"privacy.names_model: no spaCy model {name!r} is installed here.\n"
            f"Install its package with pip (docs/privacy.md says which there are), or leave names_model out:"
            " names are then found by rules alone."
        ) from error
    labels = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())}
    if labels.isdisjoint(_PEOPLE):
        raise SettingsError(
            f"privacy.names_model: {name!r} tells no people (its labels lack PER and PERSON).\n"
            "Take a model with named entities, such as es_core_news_md."
        )
    return nlp
