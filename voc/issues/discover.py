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

from voc.issues.embed import Matrix, scale_rows
from voc.issues.graph import LEARNED_FROM, Grouping, group_vectors
from voc.issues.neighbours import draw_sample, find_neighbours
from voc.issues.resolution import AUTO, Trial, propose_trial, read_wish
from voc.issues.whiten import learn_whitening

LEXICAL_WEIGHT = 0.3  # above it, groups of a corpus in two languages begin to speak one language each
LEXICAL_DIMS = 50
LEAST_CONFIDENT = 0.1  # this share of texts, the least sure of their group, is left out of it
OFTEN_SAID = 3  # contacts
FEW_TEXTS = 300
FEW_CLOSENESS = 0.1
SHRINKAGE = 20  # texts
DIFFERING = 5  # neighbours from which a text's differences are learned


@dataclass(frozen=True)
class Discovery:
    """Groups of texts; `labels` (n_texts,) from 0, largest first, -1 for texts that are in none.

    `trials` is what was tried, from which `proposed` groups are what the evidence speaks for, whatever
    was asked for; empty and 0 where there are too few texts for a graph.
    """

    labels: NDArray[np.int64]
    resolution: float
    stability: float
    trials: tuple[Trial, ...] = ()
    proposed: int = 0


class TextClusterer:
    """Stands where BERTopic expects HDBSCAN: the graph, or average linkage where there are few texts.

    `weights` are the contacts behind each text; a group needs `least` of them, whatever its texts.
    """

    def __init__(self, weights: NDArray[np.int64], least: int, seed: int, granularity: str | int) -> None:
        self.weights = weights
        self.least = least
        self.seed = seed
        self.granularity = granularity
        self.found: Grouping | None = None

    def fit(self, vectors: Matrix, y: Any = None) -> "TextClusterer":
        """Group the vectors; texts in no group, or unsure of theirs, are labelled -1."""
        if len(vectors) <= FEW_TEXTS:
            labels = link_few_texts(vectors, read_wish(self.granularity))
        else:
            self.found = group_vectors(
                vectors,
                least_size=self.least,
                seed=self.seed,
                granularity=self.granularity,
                weights=self.weights,
            )
            labels = drop_unsure(self.found, self.weights)
        self.labels_ = drop_small(labels, self.weights, self.least)
        return self


def link_few_texts(vectors: Matrix, wished: int | None = None) -> NDArray[np.int64]:
    """Group few texts by average linkage: labels from 0, a text alone in its own group.

    Measured from the middle of all texts, the more so the more there are (of a handful the middle may be
    their one issue); cut where the mean cosine falls below 0.1, which on 12 to 300 texts of the labelled
    sets finds their labels better than the graph in most cases (docs/decisions.md), or where the wished
    number of groups is reached.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    n = len(vectors)
    if n < 2:
        return np.zeros(n, np.int64)
    centred = scale_rows(vectors - n / (n + SHRINKAGE) * vectors.mean(axis=0))
    apart = np.clip(1.0 - centred @ centred.T, 0.0, 2.0)[np.triu_indices(n, 1)].astype(np.float64)
    tree = linkage(apart, "average")
    if wished is None:
        labels = fcluster(tree, 1.0 - FEW_CLOSENESS, "distance")
    else:
        labels = fcluster(tree, wished, "maxclust")
    return np.asarray(labels - 1, np.int64)


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


def add_lexical_part(vectors: Matrix, texts: Sequence[str], sample: NDArray[np.int64]) -> Matrix:
    """Join vectors with the texts' spelling: TF-IDF of runs of four letters, 50 dimensions, weight 0.3.

    Letters bridge typing errors and inflection, which customers' words are full of. Learned from the sample.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    if len(sample) <= LEXICAL_DIMS:
        return vectors
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), min_df=2, sublinear_tf=True)
    learned = runs.fit_transform([texts[row] for row in sample])
    dims = min(LEXICAL_DIMS, learned.shape[1] - 1)
    spelling = TruncatedSVD(dims, random_state=0).fit(learned).transform(runs.transform(texts))
    return scale_rows(np.hstack([vectors, LEXICAL_WEIGHT * scale_rows(spelling.astype(np.float32))]))


def represent_texts(
    vectors: Matrix, texts: Sequence[str], weights: NDArray[np.int64], seed: int = 0
) -> Matrix:
    """Represent texts as they are compared: meaning beside spelling, whitened: (n_texts, n_dims), length 1.

    Few texts say too little of how texts differ, and are not whitened.
    """
    sample = draw_sample(weights, LEARNED_FROM, seed)
    joined = add_lexical_part(vectors, texts, sample)
    if len(texts) <= FEW_TEXTS:
        return joined
    neighbours, _ = find_neighbours(joined[sample], DIFFERING)
    return learn_whitening(joined[sample], neighbours).apply(joined)


def discover_groups(
    vectors: Matrix,
    texts: Sequence[str],
    lemmas: Sequence[Sequence[str]],
    weights: NDArray[np.int64],
    *,
    least: int,
    seed: int = 0,
    granularity: str | int = AUTO,
) -> Discovery:
    """Find the groups of unique texts.

    Args:
        vectors: (n_texts, n_dims), rows of length 1, in canonical order.
        texts: Their normalised forms.
        lemmas: Their content words.
        weights: The contacts behind each text (n_texts,).
        least: A group has at least this many contacts behind it.
        seed: Of all that is random.
        granularity: `auto`, `coarse`, `medium`, `fine` or a wished number of groups.

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

    clusterer = TextClusterer(np.asarray(weights), least, seed, granularity)
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
    compared = represent_texts(vectors, texts, clusterer.weights, seed)
    labels, _ = model.fit_transform(documents, embeddings=compared)
    return word_discovery(np.asarray(labels, np.int64), clusterer.found)


def word_discovery(labels: NDArray[np.int64], found: Grouping | None) -> Discovery:
    """Say what was found, and what was tried on the way."""
    if found is None or not found.trials:
        return Discovery(labels, 0.0, 0.0)
    proposed = propose_trial(found.trials).groups
    return Discovery(labels, found.resolution, found.stability, found.trials, proposed)
