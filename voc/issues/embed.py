"""Which vector stands for a text?

Every encoder keeps one small protocol, so that a better model is one line of configuration. A text's
vector depends on the text alone; the language's own offset is taken out afterwards, so that the same
complaint in Spanish and in English lies in the same place.
"""

from collections.abc import Callable, Sequence

import numpy as np

from voc.issues.encoders import Encoder, Matrix, UseEncoder, check_encoder, open_encoder, scale_rows
from voc.text.normalise import write_embedded

__all__ = [
    "Encoder",
    "Matrix",
    "UseEncoder",
    "check_encoder",
    "embed_texts",
    "learn_offsets",
    "open_encoder",
    "remove_offsets",
    "scale_rows",
]

BATCH = 256


def embed_texts(
    encoder: Encoder, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
) -> Matrix:
    """Embed texts as `write_embedded` has them, batch by batch, telling `progress(done, total)` after each.

    Every text goes through here, also one that is searched for: spellings of one key share a vector, and
    neither batch nor order changes it.
    """
    parts = []
    for start in range(0, len(texts), BATCH):
        parts.append(encoder.encode([write_embedded(text) for text in texts[start : start + BATCH]]))
        if progress:
            progress(min(start + BATCH, len(texts)), len(texts))
    return np.vstack(parts) if parts else encoder.encode([])


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
