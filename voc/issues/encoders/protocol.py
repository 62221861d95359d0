"""What does every encoder keep to?

A text's vector is a function of the text alone: not of the batch it came in, nor of what came before it.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors; `model_id` names model, version and what was fitted: the cache's key."""

    model_id: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts: shape (n_texts, n_dims), float32, each row of length 1."""
        ...


def scale_rows(vectors: NDArray[np.floating]) -> Matrix:
    """Scale each row to length 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
