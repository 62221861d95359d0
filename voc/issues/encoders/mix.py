"""How do two encoders stand beside each other, dense beside lexical?

Parts are cached apart, each under its own model, and joined when they are read: a text is embedded once in
its life by each, whatever it is mixed with later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.issues.encoders.protocol import Encoder, Matrix, scale_rows

JOINT, TIMES = " + ", " * "


@dataclass(frozen=True)
class Part:
    """An encoder and its weight."""

    weight: float
    encoder: Encoder


class Mix:
    """Several encoders as one: their vectors side by side, at their weights."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.model_id = JOINT.join(f"{part.weight:g}{TIMES}{part.encoder.model_id}" for part in self.parts)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts by every part."""
        return put_beside([(part.weight, part.encoder.encode(texts)) for part in self.parts])


def list_parts(encoder: Encoder) -> tuple[Encoder, ...]:
    """List the encoders that an encoder is made of: itself, where it is no mix."""
    return tuple(part.encoder for part in encoder.parts) if isinstance(encoder, Mix) else (encoder,)


def put_beside(parts: Sequence[tuple[float, Matrix]]) -> Matrix:
    """Put the parts' vectors of the same texts side by side, at their weights, each row of length 1."""
    if len(parts) == 1:
        return parts[0][1]
    return scale_rows(np.hstack([np.float32(weight) * vectors for weight, vectors in parts]))


def read_mixed(model_id: str, read: Callable[[str], Matrix]) -> Matrix:
    """Read the vectors of a model from a cache that knows only what is not mixed.

    Args:
        model_id: Of an encoder or a mix.
        read: From a plain model's id to its vectors, of the same texts for each.
    """
    return put_beside([(weight, read(plain)) for weight, plain in split_model(model_id)])


def list_models(model_id: str) -> list[str]:
    """List the plain models of a model or a mix."""
    return [plain for _, plain in split_model(model_id)]


def split_model(model_id: str) -> list[tuple[float, str]]:
    """Split the id of a mix into weights and plain models; one that is plain is itself, at weight 1."""
    if JOINT not in model_id:
        return [(1.0, model_id)]
    pairs = (piece.partition(TIMES) for piece in model_id.split(JOINT))
    return [(float(weight), plain) for weight, _, plain in pairs]
