"""Which mentions stand for an issue: to know it by, and to show it by?

Exemplars are what an issue is recognised by for ever; they are chosen so that their mean is the issue's
mean, not as its most central ones, which would make every issue narrower than it is. Verbatims are what
people read: typical first, then as different from each other as the issue allows.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

MOST_EXEMPLARS = 30
MOST_VERBATIMS = 5
READABLE_LENGTH = (25, 240)


def pick_exemplars(vectors: Matrix, most: int = MOST_EXEMPLARS) -> list[int]:
    """Pick rows whose mean follows the mean of all: row numbers, in the order picked.

    Args:
        vectors: (n_members, n_dims), rows of length 1.
        most: At most this many.

    References:
        Welling (2009), Herding dynamical weights to learn, ICML.
    """
    mean = vectors.mean(axis=0)
    drawn = np.zeros_like(mean)
    picked: list[int] = []
    for step in range(min(most, len(vectors))):
        scores = vectors @ ((step + 1) * mean - drawn)
        scores[picked] = -np.inf
        best = int(scores.argmax())
        picked.append(best)
        drawn = drawn + vectors[best]
    return picked


def pick_verbatims(
    vectors: Matrix, similarities: NDArray[np.float64], texts: Sequence[str], owners: Sequence[str]
) -> list[int]:
    """Pick up to five texts to read: near the issue's heart, unlike each other, from different contacts.

    Args:
        vectors: (n_mentions, n_dims), rows of length 1.
        similarities: (n_mentions,) to the issue.
        texts: What would be read; those of 25 to 240 characters are preferred.
        owners: The contact of each.

    Returns:
        Row numbers, the most typical first.
    """
    shortest, longest = READABLE_LENGTH
    readable = np.array([shortest <= len(text) <= longest for text in texts])
    worth = np.asarray(similarities, float) + 0.1 * readable
    candidates = np.argsort(-worth, kind="stable")[:60]
    picked: list[int] = []
    for _ in range(MOST_VERBATIMS):
        free = [row for row in candidates if owners[row] not in {owners[p] for p in picked}]
        if not free:
            break
        if picked:
            likeness = (vectors[free] @ vectors[picked].T).max(axis=1)
            gains = 0.6 * worth[free] - 0.4 * likeness
            picked.append(int(free[int(gains.argmax())]))
        else:
            picked.append(int(free[0]))
    return picked
