"""Where would one encoder have put what another one says?

A linear map from the new encoder's vectors to how the issues were seen before, learned on texts that both
have embedded. It stands beside the new vectors, so that issues are recognised as they were, and what the new
encoder knows better is not lost.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]

KIND = "translation/1"
MOST_DIMS = 128  # of the old view: what is beyond tells issues apart no longer
MOST_LEARNED = 20_000
SHRINKAGE = 0.03  # of the mean variance of a dimension
WEIGHT = 2.0  # of the old view beside the new vectors


@dataclass(frozen=True)
class Translation:
    """Maps (n_texts, n_dims) unit rows to (n_texts, n_dims + k): themselves, and the old view beside them."""

    matrix: Floats  # (n_dims, k), rounded to float16
    offset: Floats  # (k,), likewise

    def apply(self, vectors: Matrix) -> Matrix:
        """Translate each row by itself; rows of length 1.

        Raises:
            ValueError: the vectors are not of the encoder that this was learned for.
        """
        if vectors.shape[1] != len(self.matrix):
            raise ValueError(
                f"translation: vectors have {vectors.shape[1]} dimensions, wanted {len(self.matrix)}"
            )
        old = vectors @ self.matrix + self.offset
        old /= np.maximum(np.linalg.norm(old, axis=1, keepdims=True), 1e-9)
        joined = np.hstack([vectors, WEIGHT * old]) / np.sqrt(1 + WEIGHT**2)
        return np.asarray(joined, np.float32)

    def pack(self) -> dict[str, Any]:
        """Word it as JSON: base64 of little-endian float16."""
        return {
            "kind": KIND,
            "shape": list(self.matrix.shape),
            "matrix": base64.b64encode(self.matrix.astype("<f2").tobytes()).decode("ascii"),
            "offset": base64.b64encode(self.offset.astype("<f2").tobytes()).decode("ascii"),
        }


def unpack_translation(packed: Mapping[str, Any]) -> Translation:
    """Read a packed translation: vectors come out as from the one that was packed.

    Raises:
        ValueError: it is of a kind that this code does not know.
    """
    if packed["kind"] != KIND:
        raise ValueError(f"translation: kind {packed['kind']!r}, wanted {KIND!r}")
    matrix, offset = (
        np.frombuffer(base64.b64decode(packed[name]), "<f2").astype(np.float64)
        for name in ("matrix", "offset")
    )
    return Translation(matrix.reshape(packed["shape"]), offset)


def learn_translation(vectors: Matrix, seen_before: Matrix) -> Translation:
    """Learn to see new vectors as the same texts were seen before: ridge regression on its main directions.

    Args:
        vectors: (n_texts, n_dims) of the new encoder, rows of length 1, in canonical order.
        seen_before: (n_texts, m) as the issues were compared before, rows of length 1.
    """
    rows = np.unique(np.linspace(0, len(vectors) - 1, min(len(vectors), MOST_LEARNED)).astype(np.int64))
    new, old = vectors[rows].astype(np.float64), seen_before[rows].astype(np.float64)
    new_mean, old_mean = new.mean(axis=0), old.mean(axis=0)
    new -= new_mean
    old -= old_mean
    main = find_main_directions(old)
    scatter = new.T @ new
    scatter += SHRINKAGE * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    matrix = round_to_half(np.asarray(np.linalg.solve(scatter, new.T @ (old @ main)), np.float64))
    return Translation(matrix, round_to_half(old_mean @ main - new_mean @ matrix))


def find_main_directions(centred: Floats) -> Floats:
    """Find the directions in which rows differ most: (m, at most 128), orthonormal."""
    values, directions = np.linalg.eigh(centred.T @ centred)
    return directions[:, np.argsort(-values, kind="stable")[:MOST_DIMS]]


def round_to_half(values: Floats) -> Floats:
    """Round to float16, as the ledger keeps it."""
    return values.astype(np.float16).astype(np.float64)
