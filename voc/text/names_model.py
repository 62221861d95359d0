"""Who else is named? What a model that somebody installed finds beside the rules; off unless it is asked for.

A model is a spaCy pipeline or an ONNX token classifier. One of a language reads only texts of that language,
since a Spanish one takes English openers for people; a multilingual one (`xx`) reads all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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
_BATCH = 128  # texts that spaCy reads at once


class NamesReader(Protocol):
    """What finds people: its title with version, its language, whether it can, and the finding."""

    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def tells_people(self) -> bool: ...
    def find_people(self, texts: Sequence[str]) -> list[list[Span]]: ...


@dataclass(frozen=True)
class SpacyReader:
    """A spaCy pipeline that names people."""

    title: str
    nlp: "Language"

    @property
    def language(self) -> str:
        """ISO 639-1 code of the texts that it reads, `xx` for all."""
        return self.nlp.lang or "xx"

    @property
    def tells_people(self) -> bool:
        """Whether any of its labels means a person."""
        labels = {label for pipe in self.nlp.pipe_names for label in self.nlp.pipe_labels.get(pipe, ())}
        return not labels.isdisjoint(_PEOPLE)

    def find_people(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find people's names in texts, in order of place."""
        self.nlp.max_length = max([self.nlp.max_length, *map(len, texts)])
        documents = self.nlp.pipe(texts, batch_size=_BATCH)
        people = (
            [Span(e.start_char, e.end_char, "NAME") for e in document.ents if e.label_ in _PEOPLE]
            for document in documents
        )
        return [
            [span for span in spans if _is_plausible(text, span)]
            for text, spans in zip(texts, people, strict=True)
        ]


def describe_names_model(names_model: str) -> str:
    """Word which models read, with their versions: `es_core_news_md 3.8.0`.

    Raises:
        SettingsError: One of them is not installed; the message says what to do.
    """
    return ", ".join(reader.title for reader in _load_readers(names_model))


def find_model_names(texts: Sequence[str], names_model: str) -> list[list[Span]]:
    """Find the people (`NAME`) whom a model sees in texts.

    Args:
        texts: Texts as written; placeholders in them are not looked at.
        names_model: A package's name or a folder, or several with commas between them, one a language.

    Returns:
        The spans of each text, in order of place.

    Raises:
        SettingsError: A model is not installed, or cannot tell people.
    """
    found: list[list[Span]] = [[] for _ in texts]
    readers = _load_readers(names_model)
    own = {reader.language for reader in readers} - {"xx"}
    languages = identify_languages(texts, sorted(own | {"es", "en"}), [None] * len(texts)) if own else []
    for reader in readers:
        everywhere = reader.language == "xx"
        read = [place for place in range(len(texts)) if everywhere or languages[place] == reader.language]
        for place, people in zip(read, reader.find_people([texts[place] for place in read]), strict=True):
            found[place] += people
    return found


def _is_plausible(text: str, span: Span) -> bool:
    """Tell whether a span could be a name: small models take openers, shouts and brands for people too."""
    words = [word.strip(".,;:!?'\"()") for word in text[span.start : span.end].split()]
    return not is_shouting(text) and any(_could_be_name(word) for word in words if word)


def _could_be_name(word: str) -> bool:
    folded = fold_text(word)
    known = folded in load_words("given_names", "surnames")
    return word[0].isupper() and (known or not is_dictionary_word(folded))


def _load_readers(names_model: str) -> list[NamesReader]:
    return [_load_reader(name) for part in names_model.split(",") if (name := part.strip())]


@cache
def _load_reader(name: str) -> NamesReader:
    reader = _read_model(name)
    if reader.tells_people:
        return reader
    raise SettingsError(
        f"privacy.names_model: {name!r} tells no people (its labels lack PER, PERSON and the like).\n"
        "Take a model with named entities, such as es_core_news_md."
    )


def _read_model(name: str) -> NamesReader:
    folder = _find_onnx(name)
    if folder is not None:
        from voc.text.names_onnx import read_onnx_model

        return read_onnx_model(folder)
    import spacy

    try:
        nlp = spacy.load(name, exclude=_NEEDLESS)
    except OSError as error:
        raise SettingsError(
            f"privacy.names_model: no model {name!r} is installed here, and no folder holds one.\n"
            "Install its package with pip (docs/privacy.md says which there are), or leave names_model out:"
            " names are then found by rules alone."
        ) from error
    return SpacyReader(f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']}", nlp)


def _find_onnx(name: str) -> Path | None:
    """Find the folder of an ONNX model: the one named, or the one inside a package, without importing it."""
    spec = find_spec(name) if name.isidentifier() else None
    roots = [Path(place) for place in spec.submodule_search_locations or ()] if spec else [Path(name)]
    held = (config.parent for root in roots for config in sorted(root.rglob("tokenizer.json")))
    return next((folder for folder in held if next(folder.rglob("*.onnx"), None)), None)
