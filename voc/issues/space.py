"""Through what are vectors seen, when they are compared?

A space is learned in a session and written into the ledger with it, so that a rebuild compares as was
compared then. Without one, vectors are compared as the encoder gave them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.issues.embed import Matrix

See = Callable[[Matrix], Matrix]


def open_spaces(said: Sequence[Mapping[str, Any]]) -> list[See]:
    """Open spaces as the ledger holds them, in order."""
    return [open_space(payload) for payload in said]


def open_space(said: Mapping[str, Any]) -> See:
    """Open one space: what it holds is applied in turn."""
    parts: list[See] = [open_part(part) for part in said.get("parts", ())]

    def see(vectors: Matrix) -> Matrix:
        for part in parts:
            vectors = part(vectors)
        return vectors

    return see


def open_part(said: Mapping[str, Any]) -> See:
    """Open one part of a space by its kind."""
    raise ValueError(f"a space of an unknown kind: {said.get('kind')!r}")
