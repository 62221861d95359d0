"""Is a set of issues one that people can work with?

No two issues may be so alike that people could not tell them apart.
"""

import numpy as np
from numpy.typing import NDArray

from voc.issues.embed import scale_rows

MOST_ALIKE = 0.9


def merge_alike(labels: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Join groups whose centroids are closer than cosine 0.9, the closest pair first.

    Closeness is measured from the middle of all texts: those of one company share a direction (all are
    about cards, say), which would make any two of its issues look alike.

    Args:
        labels: (n_texts,), -1 for none.
        vectors: (n_texts, n_dims), rows of length 1.

    Returns:
        Labels in which the larger group of each pair has taken the smaller.
    """
    merged = labels.copy()
    vectors = scale_rows(vectors - vectors.mean(axis=0))
    while True:
        groups = sorted(set(merged.tolist()) - {-1})
        if len(groups) < 2:
            return merged
        centroids = np.vstack([find_centroid(vectors[merged == group]) for group in groups])
        closeness = centroids @ centroids.T
        np.fill_diagonal(closeness, -1)
        first, second = np.unravel_index(int(closeness.argmax()), closeness.shape)
        if closeness[first, second] < MOST_ALIKE:
            return merged
        sizes = [(merged == groups[place]).sum() for place in (first, second)]
        kept, gone = (first, second) if sizes[0] >= sizes[1] else (second, first)
        merged[merged == groups[gone]] = groups[kept]


def find_centroid(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Find the mean direction of rows: a vector of length 1."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
