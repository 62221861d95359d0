"""Which groups do texts fall into?

BERTopic over our own sub-models: the vectors come in ready, and the neighbour graph of `graph.py`, or
average linkage of few texts, stands in the place of UMAP and HDBSCAN. Its topic words are not used: names
and keyphrases are phrases (`name.py`). The only importer of BERTopic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.density import link_groups
from voc.issues.embed import Matrix, scale_rows
from voc.issues.graph import Grouping, group_vectors

LEXICAL_WEIGHT = 0.3  # above it, groups of a corpus in two languages begin to speak one language each
LEXICAL_DIMS = 100
LEAST_CONFIDENT = 0.1  # this share of texts, the least sure of their group, is left out of it
OFTEN_SAID = 3  # contacts
FEW_TEXTS = 300
FEW_CLOSENESS = 0.1
SHRINKAGE = 20  # texts


@dataclass(frozen=True)
class Discovery:
    """Groups of texts; `labels` (n_texts,) from 0, largest first, -1 for texts that are in none."""

    labels: NDArray[np.int64]
    resolution: float
    stability: float


class TextClusterer:
    """Stands where BERTopic expects HDBSCAN: the graph, or average linkage where there are few texts.

    `weights` are the contacts behind each text; a group needs `least` of them, whatever its texts.
    """

    def __init__(self, weights: NDArray[np.int64], least: int, seed: int) -> None:
        self.weights = weights
        self.least = least
        self.seed = seed
        self.resolution = self.stability = 0.0

    def fit(self, vectors: Matrix, y: Any = None) -> "TextClusterer":
        """Group the vectors; texts in no group, or unsure of theirs, are labelled -1."""
        if len(vectors) <= FEW_TEXTS:
            labels = link_few_texts(vectors)
        else:
            grouping = group_vectors(vectors, least_size=self.least, seed=self.seed)
            self.resolution, self.stability = grouping.resolution, grouping.stability
            labels = drop_unsure(grouping, self.weights)
        self.labels_ = drop_small(labels, self.weights, self.least)
        return self


def link_few_texts(vectors: Matrix) -> NDArray[np.int64]:
    """Group few texts by average linkage: labels from 0, a text alone in its own group.

    Measured from the middle of all texts, the more so the more there are (of a handful the middle may be
    their one issue); cut where the mean cosine falls below 0.1, which on 12 to 300 texts of the labelled
    sets finds their labels better than the graph in most cases (docs/decisions.md).
    """
    n = len(vectors)
    centred = scale_rows(vectors - n / (n + SHRINKAGE) * vectors.mean(axis=0))
    labels = np.arange(n, dtype=np.int64)
    for group in link_groups(centred, np.arange(n), FEW_CLOSENESS):
        labels[group] = min(group)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def drop_unsure(grouping: Grouping, weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Label -1 the least confident tenth of the texts, but none that three contacts or more say."""
    unsure = grouping.confidence < np.quantile(grouping.confidence, LEAST_CONFIDENT)
    return np.where(unsure & (weights < OFTEN_SAID), -1, grouping.labels)


def drop_small(labels: NDArray[np.int64], weights: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Label -1 the groups with fewer than `least` contacts."""
    kept = labels.copy()
    sizes = np.bincount(kept[kept >= 0], weights=weights[kept >= 0], minlength=int(labels.max(initial=0)) + 1)
    kept[(kept >= 0) & (sizes[kept] < least)] = -1
    return kept


def add_lexical_part(vectors: Matrix, texts: Sequence[str]) -> Matrix:
    """Join vectors with the texts' spelling: TF-IDF of words and character runs, 100 dimensions, weight 0.3.

    Characters bridge typing errors and inflection, which customers' words are full of.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    if len(texts) <= 3 * LEXICAL_DIMS // 10:
        return vectors
    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\S+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
    )
    counts = union.fit_transform(texts).astype(np.float32)
    dims = min(LEXICAL_DIMS, len(texts) - 1, counts.shape[1] - 1)
    spelling = TruncatedSVD(dims, random_state=0).fit_transform(counts)
    return scale_rows(np.hstack([vectors, LEXICAL_WEIGHT * scale_rows(spelling)]))


def discover_groups(
    vectors: Matrix,
    texts: Sequence[str],
    lemmas: Sequence[Sequence[str]],
    weights: NDArray[np.int64],
    *,
    least: int,
    seed: int = 0,
) -> Discovery:
    """Find the groups of unique texts.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        texts: Their normalised forms.
        lemmas: Their content words.
        weights: The contacts behind each text (n_texts,).
        least: A group has at least this many contacts behind it.
        seed: Of all that is random.

    Returns:
        A discovery.
    """
    if not len(texts):
        return Discovery(np.full(len(texts), -1, np.int64), 0.0, 0.0)
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    clusterer = TextClusterer(np.asarray(weights), least, seed)
    model = BERTopic(
        language="multilingual",
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusterer,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
        top_n_words=20,
    )
    documents = [" ".join([*words, "-", "--"]) for words in lemmas]  # it fails on one word in all
    labels, _ = model.fit_transform(documents, embeddings=add_lexical_part(vectors, texts))
    return Discovery(np.asarray(labels, np.int64), clusterer.resolution, clusterer.stability)
