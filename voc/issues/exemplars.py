"""Which mentions stand for an issue: to know it by, and to show it by?

Exemplars are what an issue is recognised by for ever; they are chosen so that their mean is the issue's
mean, not as its most central ones, which would make every issue narrower than it is. What people read is
chosen otherwise: the most central texts, and verbatims that are as different from each other as the issue
allows, by different people.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.text.fold import PLACEHOLDER

Matrix = NDArray[np.float32]

MOST_EXEMPLARS = 30
MOST_VERBATIMS = 5
MOST_CENTRAL = 3
MOST_ALIKE = 0.8  # cosine, of two texts that are shown side by side
VARIETY = 0.4  # what being unlike the others counts, against being typical
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


def rate_reading(texts: Sequence[str]) -> NDArray[np.float64]:
    """Rate how well texts read: a bonus for those of 25 to 240 characters with nothing blotted out."""
    shortest, longest = READABLE_LENGTH
    return np.array(
        [0.1 * (shortest <= len(text) <= longest and not PLACEHOLDER.search(text)) for text in texts]
    )


def pick_different(vectors: Matrix, order: Sequence[int], people: Sequence[str], most: int) -> list[int]:
    """Pick the first rows of an order, no two from one person or nearly in the same words."""
    picked: list[int] = []
    for row in order:
        if len(picked) == most:
            break
        is_new = people[row] not in {people[other] for other in picked}
        if is_new and not (vectors[picked] @ vectors[row] > MOST_ALIKE).any():
            picked.append(int(row))
    return picked


def pick_central(
    vectors: Matrix, centroid: Matrix, texts: Sequence[str], people: Sequence[str], most: int = MOST_CENTRAL
) -> list[int]:
    """Pick the texts nearest to the issue's centre, by different people: row numbers, the nearest first."""
    worth = vectors @ centroid + rate_reading(texts)
    return pick_different(vectors, np.argsort(-worth, kind="stable").tolist(), people, most)


def pick_verbatims(
    vectors: Matrix, similarities: NDArray[np.float64], texts: Sequence[str], people: Sequence[str]
) -> list[int]:
    """Pick up to five texts to read: the most typical one, then others unlike those picked, by other people.

    The farthest quarter of what is given is not looked at: variety must not show what hardly belongs.

    Args:
        vectors: (n_texts, n_dims), rows of length 1.
        similarities: (n_texts,) to the issue.
        texts: What would be read; those of 25 to 240 characters are preferred.
        people: Who said each.

    Returns:
        Row numbers, the most typical first.
    """
    worth = np.asarray(similarities, float) + rate_reading(texts)
    most = max(3 * len(texts) // 4, min(len(texts), 2 * MOST_VERBATIMS))
    nearer = np.argsort(-np.asarray(similarities, float), kind="stable")[:most]
    likeness = np.zeros(len(texts))
    picked: list[int] = []
    for _ in range(MOST_VERBATIMS):
        seen = {people[row] for row in picked}
        free = np.array([row for row in nearer if people[row] not in seen], np.int64)
        if not len(free):
            break
        gains = (1 - VARIETY) * worth[free] - VARIETY * likeness[free]
        picked.append(int(free[int(gains.argmax())]))
        likeness = np.maximum(likeness, vectors @ vectors[picked[-1]])
    return picked
