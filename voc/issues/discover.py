"""Which groups do texts that no issue has taken fall into, and which words set each apart?

BERTopic over our own sub-models: the vectors come in ready, the neighbour graph of `graph.py` stands in
the place of UMAP and HDBSCAN, and class-based TF-IDF is BERTopic's. The only importer of BERTopic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.embed import Matrix, scale_rows
from voc.issues.graph import Grouping, group_vectors

LEXICAL_WEIGHT = 0.3  # above it, groups of a corpus in two languages begin to speak one language each
LEXICAL_DIMS = 100
LEAST_CONFIDENT = 0.1  # this share of texts, the least sure of their group, is left out of it


@dataclass(frozen=True)
class Discovery:
    """Groups of texts; `labels` (n_texts,) from 0, largest first, -1 for texts that are in none."""

    labels: NDArray[np.int64]
    words: dict[int, list[tuple[str, float]]]  # a group's words with their class-based TF-IDF
    resolution: float
    stability: float


class GraphClusterer:
    """Stands where BERTopic expects HDBSCAN; keeps the grouping it made."""

    def __init__(self, least_size: int, seed: int) -> None:
        self.least_size = least_size
        self.seed = seed

    def fit(self, vectors: Matrix, y: Any = None) -> "GraphClusterer":
        """Group the vectors; texts in no group, or unsure of theirs, are labelled -1."""
        self.grouping = group_vectors(vectors, least_size=self.least_size, seed=self.seed)
        self.labels_ = drop_unsure(self.grouping, self.least_size)
        return self


def drop_unsure(grouping: Grouping, least_size: int) -> NDArray[np.int64]:
    """Label -1 the least confident tenth, then groups with fewer texts than `least_size`."""
    labels = grouping.labels.copy()
    labels[grouping.confidence < np.quantile(grouping.confidence, LEAST_CONFIDENT)] = -1
    sizes = np.bincount(labels[labels >= 0], minlength=int(grouping.labels.max()) + 1)
    labels[(labels >= 0) & (sizes[labels] < least_size)] = -1
    return labels


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
    vectors: Matrix, texts: Sequence[str], lemmas: Sequence[Sequence[str]], *, least_size: int, seed: int = 0
) -> Discovery:
    """Find the groups of unique texts.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        texts: Their normalised forms.
        lemmas: Their content words.
        least_size: A group has at least this many texts.
        seed: Of all that is random.

    Returns:
        A discovery; every label is -1 where there are too few texts to tell.
    """
    if len(texts) < max(2 * least_size, 8):
        return Discovery(np.full(len(texts), -1, np.int64), {}, 0.0, 0.0)
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    clusterer = GraphClusterer(least_size, seed)
    model = BERTopic(
        language="multilingual",
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusterer,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
        top_n_words=20,
    )
    documents = [" ".join(words) or "-" for words in lemmas]
    labels, _ = model.fit_transform(documents, embeddings=add_lexical_part(vectors, texts))
    words = {
        int(topic): [(str(word), float(weight)) for word, weight in pairs if word != "-"]
        for topic, pairs in model.get_topics().items()
        if topic >= 0
    }
    chosen = clusterer.grouping
    return Discovery(np.asarray(labels, np.int64), words, chosen.resolution, chosen.stability)
