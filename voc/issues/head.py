"""What does this workspace mean by "the same"? A small linear head over frozen vectors.

Learned from what people decided and from metadata columns, each spread over the neighbour graph first, so
that a few decided texts speak for many. A head only adds to a vector what was learned beside it: where
held-out decisions do not get better, there is no head.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.head_learn import Part, join_views, learn_part, prepare_ground, thin_rows
from voc.issues.head_trial import Trial, choose_hints, try_decided
from voc.issues.neighbours import Floats, Ints, Matrix

VERSION = "head/1"
LEAST_TEXTS = 10
BLOCK = 4096  # texts at once


@dataclass(frozen=True)
class HeadReport:
    """What was tried: the decisions, and each hint column in the order they were given."""

    decided: Trial | None = None
    hints: tuple[Trial, ...] = ()


@dataclass(frozen=True)
class Head:
    """Vectors in, vectors out: each part's view stands beside the vector itself, at the part's weight."""

    version: str
    dims: int
    parts: tuple[Part, ...]
    report: HeadReport = field(default_factory=HeadReport, compare=False)

    def apply(self, vectors: Matrix) -> Matrix:
        """Map (n_texts, dims) unit rows to (n_texts, dims + parts' dims) unit rows, each by itself.

        Raises:
            ValueError: the vectors are not of the encoder that the head was learned on.
        """
        if vectors.shape[1] != self.dims:
            raise ValueError(f"head: vectors have {vectors.shape[1]} dimensions, wanted {self.dims}")
        blocks = [vectors[start : start + BLOCK] for start in range(0, len(vectors), BLOCK)] or [vectors]
        return np.vstack(
            [join_views(np.asarray(each, np.float64), self.parts) for each in blocks],
            dtype=np.float32,
            casting="same_kind",
        )

    def pack(self) -> dict[str, Any]:
        """Word the head as JSON: matrices as base64 of little-endian float16, which they are rounded to."""
        parts = [
            {"weight": part.weight, "shape": list(part.matrix.shape)}
            | {"matrix": pack_array(part.matrix), "offset": pack_array(part.offset)}
            for part in self.parts
        ]
        return {"version": self.version, "dims": self.dims, "parts": parts}


def unpack_head(packed: Mapping[str, Any]) -> Head:
    """Read a packed head: the same assignments as the one that was packed.

    Raises:
        ValueError: it is of a version that this code does not know.
    """
    if packed["version"] != VERSION:
        raise ValueError(f"head: version {packed['version']!r}, wanted {VERSION!r}")
    parts = tuple(
        Part(
            unpack_array(part["matrix"]).reshape(part["shape"]), unpack_array(part["offset"]), part["weight"]
        )
        for part in packed["parts"]
    )
    return Head(packed["version"], packed["dims"], parts)


def pack_array(values: Floats) -> str:
    """Word numbers as base64 of little-endian float16."""
    return base64.b64encode(values.astype("<f2").tobytes()).decode("ascii")


def unpack_array(text: str) -> Floats:
    """Read what `pack_array` wrote, flat."""
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float64)


def learn_head(
    vectors: Matrix,
    *,
    decided: Ints,
    hints: Sequence[Ints] = (),
    weights: NDArray[np.floating] | None = None,
    seed: int = 0,
) -> Head | None:
    """Learn a head from decisions and hints.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        decided: (n_texts,) the issue that people (or an earlier encoder) put each text in, -1 for no word.
        hints: Metadata columns, (n_texts,) each, -1 where empty; never the answer, and tried one by one.
        weights: (n_texts,) how sure each decision is, 0 to 1; 1 where not given.
        seed: Of the folds, and of the rows that are kept of very many.

    Returns:
        The head, with a report of what was tried; None where nothing helps.
    """
    sure = np.ones(len(vectors)) if weights is None else np.asarray(weights, np.float64)
    if len(vectors) < LEAST_TEXTS:
        return None
    kept = thin_rows(np.asarray(decided), seed)
    rows = np.asarray(vectors, np.float64)[kept]
    codes, columns = np.asarray(decided)[kept], [np.asarray(hint)[kept] for hint in hints]
    ground = prepare_ground(rows)
    parts, trials = choose_hints(ground, columns, codes, seed)
    if parts:
        ground = prepare_ground(rows, parts)
    told = try_decided(ground, codes, sure[kept], seed)
    if told.is_used:
        parts.append(learn_part(ground, codes, sure[kept]))
    if not parts:
        return None
    return Head(VERSION, vectors.shape[1], tuple(parts), HeadReport(told, tuple(trials)))
