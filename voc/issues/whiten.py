"""Which directions tell texts of this company apart, and which only vary?

Texts that say the same thing differ too: by wording, tone, length. The scatter of the differences between
each text and its nearest neighbours shows along which directions; these are damped, so that what is left
counts for more. Closed form, no labels, no seed; what was learned applies to texts that come later.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.issues.embed import Matrix, scale_rows

STRENGTH = 0.5  # of 1, full whitening; chosen with the labelled sets in sight
SHRINKAGE = 0.1
DIMS = 256


@dataclass(frozen=True)
class Whitening:
    """A linear map learned from texts: `mean` (n_dims,), `matrix` (n_dims, n_kept)."""

    mean: Matrix
    matrix: Matrix

    def apply(self, vectors: Matrix) -> Matrix:
        """Map vectors (n_texts, n_dims) as the encoder gave them, to rows of length 1 (n_texts, n_kept)."""
        return scale_rows((vectors - self.mean) @ self.matrix)

    def pack(self) -> dict[str, str | int]:
        """Pack into a plain document: half precision, base64."""
        joined = np.vstack([self.mean, self.matrix.T]).astype("<f2")
        return {"rows": len(joined), "data": b64encode(joined.tobytes()).decode("ascii")}

    @classmethod
    def unpack(cls, document: Mapping[str, str | int]) -> "Whitening":
        """Unpack what `pack` gave: the same map but for half precision."""
        raw = np.frombuffer(b64decode(str(document["data"])), "<f2").astype(np.float32)
        joined = raw.reshape(int(document["rows"]), -1)
        return cls(joined[0].copy(), np.ascontiguousarray(joined[1:].T))


def learn_whitening(
    vectors: Matrix,
    neighbours: NDArray[np.int64],
    *,
    strength: float = STRENGTH,
    shrinkage: float = SHRINKAGE,
    dims: int = DIMS,
) -> Whitening:
    """Learn a whitening from the differences between texts and their nearest neighbours.

    With S the scatter of x - neighbour(x) in the first principal components, shrunken towards its mean
    variance, the map is S^(-strength / 2): directions in which neighbours differ count for less.

    Args:
        vectors: (n_texts, n_dims), rows of length 1.
        neighbours: Each row's nearest other rows (n_texts, k).
        strength: From 0, which only turns and centres, to 1, full whitening.
        shrinkage: 0 to 1; few texts are shrunken more.
        dims: Principal components kept, at most n_dims.
    """
    mean = vectors.mean(axis=0)
    axes = find_axes(vectors - mean, dims)
    turned = (vectors - mean) @ axes
    scatter = scatter_differences(turned, neighbours)
    size = len(scatter)
    shrinkage = max(shrinkage, size / (size + len(vectors)))
    level = max(float(np.trace(scatter)) / size, 1e-12)
    spread, turn = np.linalg.eigh((1 - shrinkage) * scatter / level + shrinkage * np.eye(size))
    damped = turn * np.maximum(spread, 1e-6) ** (-strength / 2)
    return Whitening(mean.astype(np.float32), (axes @ (damped @ turn.T)).astype(np.float32))


def find_axes(centred: Matrix, dims: int) -> NDArray[np.float64]:
    """Find the first principal axes of centred rows: (n_dims, at most `dims`), each one's sign settled."""
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = axes[:, ::-1][:, :dims]
    return np.asarray(axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]))


def scatter_differences(vectors: NDArray[np.float64], neighbours: NDArray[np.int64]) -> NDArray[np.float64]:
    """Take the mean outer product of the differences between rows and their neighbours: (n_dims, n_dims)."""
    total = np.zeros((vectors.shape[1], vectors.shape[1]))
    for column in neighbours.T:
        difference = vectors - vectors[column]
        total += difference.T @ difference
    return total / max(neighbours.size, 1)
