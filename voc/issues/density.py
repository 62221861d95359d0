"""Which of the texts that nobody took stand as close together as issues do?

What is left over is mostly noise, and a graph's communities would make groups of noise too; so a new
issue must be as dense as the issues that are there.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import Anchor
from voc.issues.graph import group_vectors

Matrix = NDArray[np.float32]

LINKED_AT_ONCE = 4000  # texts: pairwise distances of more would not fit
LOOSER = 0.85
DEFAULT_CLOSENESS = 0.4  # where no issue is there to compare with


def find_usual_closeness(anchors: Sequence[Anchor], looser: float = LOOSER) -> float:
    """Find how close together issues are: a share of the mean cosine within the issue in the middle, -1 to 1.

    Somewhat below the middle (0.85), since half of all true issues are looser than that.
    """
    scores = []
    for anchor in anchors:
        n = len(anchor.vectors)
        if n > 2:
            total = float((anchor.vectors @ anchor.vectors.T).sum())
            scores.append((total - n) / (n * (n - 1)))
    return looser * float(np.median(scores)) if scores else DEFAULT_CLOSENESS


def find_dense_groups(vectors: Matrix, closeness: float, seed: int = 0) -> list[list[int]]:
    """Find groups whose mean cosine between members is at least `closeness`, by average linkage.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        closeness: Mean cosine, -1 to 1.
        seed: Of the grouping that goes before where there are more than 4,000 texts.

    Returns:
        Row numbers of each group of two or more.
    """
    if len(vectors) <= LINKED_AT_ONCE:
        return link_groups(vectors, np.arange(len(vectors)), closeness)
    labels = group_vectors(vectors, seed=seed).labels
    parts = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    return [group for rows in parts for group in link_groups(vectors, rows[:LINKED_AT_ONCE], closeness)]


def link_groups(vectors: Matrix, rows: NDArray[np.int64], closeness: float) -> list[list[int]]:
    """Link some rows by average linkage, cut where the mean cosine falls below `closeness`."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(rows) < 2:
        return []
    cosine = vectors[rows] @ vectors[rows].T
    distances = np.clip(1.0 - cosine, 0.0, 2.0)[np.triu_indices(len(rows), 1)].astype(np.float64)
    labels = fcluster(linkage(distances, "average"), 1.0 - closeness, "distance")
    groups = [rows[labels == label].tolist() for label in range(1, int(labels.max()) + 1)]
    return [group for group in groups if len(group) > 1]
