"""Through what are vectors seen, when they are compared?

A space is learned in a session and written into the ledger with it, so that a rebuild compares as was
compared then: a whitening from the texts alone, and beside it what people's decisions taught. Without one,
vectors are compared as the encoder gave them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.issues.embed import Matrix
from voc.issues.graph import find_neighbours
from voc.issues.head import Head, unpack_head
from voc.issues.translate import KIND as TRANSLATION
from voc.issues.translate import unpack_translation
from voc.issues.whiten import Whitening, learn_whitening

See = Callable[[Matrix], Matrix]

FEWEST_TEXTS = 300  # with fewer there is no telling what only varies
MOST_TEXTS = 10_000  # those first in canonical order
NEIGHBOURS = 5
WHITENING, HEAD = "whitening", "head"


def open_spaces(said: Sequence[Mapping[str, Any]]) -> list[See]:
    """Open spaces as the ledger holds them, in order."""
    return [open_space(payload) for payload in said]


def open_space(said: Mapping[str, Any]) -> See:
    """Open one space: its parts are applied in turn."""
    parts = [open_part(part) for part in said["parts"]]

    def see(vectors: Matrix) -> Matrix:
        for part in parts:
            vectors = part(vectors)
        return vectors

    return see


def as_given(vectors: Matrix) -> Matrix:
    """See vectors as the encoder gave them."""
    return vectors


def open_part(said: Mapping[str, Any]) -> See:
    """Open one part of a space by its kind."""
    if said["kind"] == WHITENING:
        return Whitening.unpack(dict(said)).apply
    if said["kind"] == TRANSLATION:
        return unpack_translation(said).apply
    return unpack_head(said).apply


def learn_space(vectors: Matrix, session: int) -> dict[str, Any] | None:
    """Learn a space from texts alone, as the ledger holds it; None where they are too few.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        session: The number of the session that learns it.
    """
    if len(vectors) < FEWEST_TEXTS:
        return None
    sample = vectors[:MOST_TEXTS]
    nearest, _ = find_neighbours(sample, NEIGHBOURS)
    return {"session": session, "parts": [{"kind": WHITENING, **learn_whitening(sample, nearest).pack()}]}


def add_head(said: Mapping[str, Any] | None, head: Head, session: int) -> dict[str, Any]:
    """Put a head upon a space that has none."""
    parts = said["parts"] if said else []
    return {"session": session, "parts": [*parts, {"kind": HEAD, **head.pack()}]}


def drop_head(said: Mapping[str, Any] | None, session: int) -> dict[str, Any] | None:
    """Take the head off a space; None where nothing is left."""
    parts = [part for part in said["parts"] if part["kind"] != HEAD] if said else []
    return {"session": session, "parts": parts} if parts else None
