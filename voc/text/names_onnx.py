"""What does a token classifier in ONNX form see? Any folder with tokenizer.json, config.json and one *.onnx.

That is how transformers are exported and how packages ship them, so a better model is one folder away, and
neither torch nor spaCy is needed: onnxruntime and tokenizers read it. Words, not pieces of words, are
judged: a word is a name when its pieces are, on the mean.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.errors import SettingsError
from voc.text.candidates import is_dictionary_word
from voc.text.fold import fold_text
from voc.text.spans import Span

_PEOPLE = frozenset("PER PERSON NAME GIVEN_NAME GIVENNAME FIRSTNAME SURNAME LASTNAME MIDDLENAME".split())
_BATCH = 16  # pieces of text that the model reads at once, alike in length
_LONGEST = 900  # characters of a piece: 512 tokens hold them
_SUREST = 0.5  # mean probability from which a word is a name
_JOINED = re.compile(r"[\s.'’-]{1,2}")  # what stands between the words of one name


@dataclass(frozen=True)
class OnnxReader:
    """A model read into memory; `find_people` is all that it does."""

    title: str
    session: Any
    tokenizer: Any
    people: NDArray[np.bool_]  # (n_labels,), true where a label means a person
    language: str = "xx"

    @property
    def tells_people(self) -> bool:
        """Whether any of its labels means a person."""
        return bool(self.people.any())

    def find_people(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find people's names in texts, in order of place."""
        pieces = [(place, start, part) for place, text in enumerate(texts) for start, part in _cut(text)]
        pieces.sort(key=lambda piece: len(piece[2]))
        found: list[list[Span]] = [[] for _ in texts]
        for first in range(0, len(pieces), _BATCH):
            batch = pieces[first : first + _BATCH]
            words = self._judge_words([part for _, _, part in batch])
            for (place, start, part), names in zip(batch, words, strict=True):
                joined = _join_words(part, names)
                found[place] += [Span(start + span.start, start + span.end, "NAME") for span in joined]
        return [sorted(spans) for spans in found]

    def _judge_words(self, parts: list[str]) -> list[list[tuple[int, int]]]:
        encoded = self.tokenizer.encode_batch(parts)
        inputs = {
            "input_ids": [piece.ids for piece in encoded],
            "attention_mask": [piece.attention_mask for piece in encoded],
            "token_type_ids": [piece.type_ids for piece in encoded],
        }
        wanted = {given.name for given in self.session.get_inputs()}
        arrays = {name: np.array(rows, dtype=np.int64) for name, rows in inputs.items() if name in wanted}
        logits = self.session.run(None, arrays)[0]
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        chances = odds[..., self.people].sum(axis=-1) / odds.sum(axis=-1)
        return [
            list(_name_words(part, piece.offsets, row))
            for part, piece, row in zip(parts, encoded, chances, strict=True)
        ]


def read_onnx_model(folder: Path) -> OnnxReader:
    """Read the model in a folder.

    Raises:
        SettingsError: What reads it is not installed.
    """
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError as error:
        raise SettingsError(
            f"privacy.names_model: {folder.name} is an ONNX model, and what reads one is not installed.\n"
            "Run: pip install onnxruntime tokenizers"
        ) from error
    labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    bare = [re.sub(r"^[A-Z]-", "", labels[str(place)]).upper() for place in range(len(labels))]
    people = np.array([label in _PEOPLE for label in bare])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    tokenizer.enable_padding()
    model = min(folder.rglob("*.onnx"), key=lambda path: path.stat().st_size)
    return OnnxReader(folder.name, InferenceSession(str(model)), tokenizer, people)


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text at spaces into pieces that the model can read."""
    start = 0
    while start < len(text):
        end = start + _LONGEST
        space = text.rfind(" ", start, end) if end < len(text) else -1
        end = space if space > start else end
        yield start, text[start:end]
        start = end


def _name_words(
    part: str, offsets: Sequence[tuple[int, int]], chances: NDArray[np.float32]
) -> Iterator[tuple[int, int]]:
    """Put pieces together that touch, and keep the words that are names on the mean of their pieces."""
    word: list[tuple[int, int, float]] = []
    for (start, end), chance in zip(offsets, chances, strict=True):
        spoken = any(char.isalnum() for char in part[start:end])
        if end > start and word and not (spoken and word[-1][1] == start):
            yield from _keep_name(word)
            word = []
        if spoken:
            word.append((start, end, float(chance)))
    yield from _keep_name(word)


def _keep_name(word: list[tuple[int, int, float]]) -> Iterator[tuple[int, int]]:
    if word and sum(chance for _, _, chance in word) / len(word) >= _SUREST:
        yield word[0][0], word[-1][1]


def _join_words(text: str, words: Sequence[tuple[int, int]]) -> list[Span]:
    """Join neighbouring words to one name."""
    spans: list[Span] = []
    for start, end in words:
        if spans and _JOINED.fullmatch(text, spans[-1].end, start):
            spans[-1] = Span(spans[-1].start, end, "NAME")
        else:
            spans.append(Span(start, end, "NAME"))
    return [span for span in spans if not _is_plain_word(text[span.start : span.end])]


def _is_plain_word(name: str) -> bool:
    """Tell whether a name in lower case is but a word of the dictionary, or too short to be one."""
    words = fold_text(name).split()
    return len(name) < 3 or (name == name.lower() and all(is_dictionary_word(word) for word in words))
