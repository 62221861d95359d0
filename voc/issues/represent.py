"""What are texts compared by? Their meaning beside their spelling, in the directions that tell them apart."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.issues.embed import Matrix, scale_rows
from voc.issues.neighbours import find_neighbours
from voc.issues.whiten import learn_whitening

LEXICAL_WEIGHT = 0.3  # above it, groups of a corpus in two languages begin to speak one language each
LEXICAL_DIMS = 50
DIFFERING = 5  # neighbours from which a text's differences are learned


def add_spelling(vectors: Matrix, texts: Sequence[str]) -> Matrix:
    """Join vectors with the texts' spelling: TF-IDF of runs of four letters, 50 dimensions, weight 0.3.

    Letters bridge typing errors and inflection, which customers' words are full of.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    if len(texts) <= LEXICAL_DIMS:
        return vectors
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), min_df=2, sublinear_tf=True)
    counts = runs.fit_transform(texts).astype(np.float32)
    dims = min(LEXICAL_DIMS, counts.shape[1] - 1)
    spelling = TruncatedSVD(dims, random_state=0).fit_transform(counts)
    return scale_rows(np.hstack([vectors, LEXICAL_WEIGHT * scale_rows(spelling)]))


def represent_texts(vectors: Matrix, texts: Sequence[str]) -> tuple[Matrix, NDArray[np.int64]]:
    """Represent texts as they are compared.

    Args:
        vectors: (n_texts, n_dims), rows of length 1; more than five.
        texts: Their normalised forms.

    Returns:
        (n_texts, n_kept), rows of length 1, and each text's five neighbours by meaning and spelling, from
        which the whitening was learned.
    """
    joined = add_spelling(vectors, texts)
    neighbours, _ = find_neighbours(joined, DIFFERING)
    return learn_whitening(joined, neighbours).apply(joined), neighbours
