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
from voc.issues.graph import LEARNED_FROM, Grouping, learn_groups, place_texts, scale_least
from voc.issues.neighbours import draw_sample
from voc.issues.represent import add_spelling, represent_texts
from voc.issues.resolution import AUTO, Trial, propose_trial, read_wish
from voc.issues.whiten import learn_whitening

LEAST_CONFIDENT = 0.1  # this share of texts, the least sure of their group, is left out of it
OFTEN_SAID = 3  # contacts
FEW_TEXTS = 300
FEW_CLOSENESS = 0.1
SHRINKAGE = 20  # texts


@dataclass(frozen=True)
class Discovery:
    """Groups of texts; `labels` (n_texts,) from 0, largest first, -1 for texts that are in none.

    `nearest` are the labels as they would be were no text left out for being unsure, `confidence` (0 to 1)
    how sure each text is of its group. `trials` is what was tried, from which `proposed` groups are what the
    evidence speaks for, whatever was asked for; empty and 0 where there are too few texts for a graph.
    """

    labels: NDArray[np.int64]
    nearest: NDArray[np.int64]
    confidence: NDArray[np.float64]
    resolution: float = 0.0
    stability: float = 0.0
    trials: tuple[Trial, ...] = ()
    proposed: int = 0


class TextClusterer:
    """Stands where BERTopic expects HDBSCAN: the graph, or average linkage where there are few texts."""

    def __init__(self, least_size: int, seed: int, granularity: str | int) -> None:
        self.least_size = least_size
        self.seed = seed
        self.granularity = granularity

    def fit(self, vectors: Matrix, y: Any = None) -> "TextClusterer":
        """Group the vectors: every text has a label, from 0."""
        if len(vectors) <= FEW_TEXTS:
            labels = link_few_texts(vectors, read_wish(self.granularity))
            self.found = Grouping(labels, np.ones(len(labels)), 0.0, 0.0)
        else:
            self.found = learn_groups(vectors, self.least_size, self.seed, self.granularity)
        self.labels_ = self.found.labels
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


def are_sure(confidence: NDArray[np.float64], weights: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which texts are in their group for sure.

    All but the least confident tenth; of that, those that three contacts or more say.
    """
    if not len(confidence):
        return np.zeros(0, np.bool_)
    return (confidence >= np.quantile(confidence, LEAST_CONFIDENT)) | (weights >= OFTEN_SAID)


def drop_small(
    labels: NDArray[np.int64], sure: NDArray[np.bool_], weights: NDArray[np.int64], least: int
) -> NDArray[np.int64]:
    """Label -1 the groups with fewer than `least` contacts for sure; the others from 0, largest first."""
    sizes = np.bincount(labels, weights=weights * sure)
    order = np.argsort(-sizes, kind="stable")
    renamed = np.full(len(sizes), -1, np.int64)
    kept = order[sizes[order] >= least]
    renamed[kept] = np.arange(len(kept))
    return renamed[labels]


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
    n = len(texts)
    if not n:
        return Discovery(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    sample = draw_sample(weights, LEARNED_FROM, seed)
    compared, neighbours = view_texts(vectors[sample], [texts[row] for row in sample])
    clusterer = TextClusterer(scale_least(least, len(sample), n), seed, granularity)
    nearest, confidence, sure = np.empty(n, np.int64), np.empty(n), np.empty(n, np.bool_)
    nearest[sample] = fit_topics(clusterer, compared, [lemmas[row] for row in sample])
    found = clusterer.found
    confidence[sample] = found.confidence
    rest = np.setdiff1d(np.arange(n), sample)
    if len(rest):
        view = learn_whitening(vectors[sample], neighbours)
        known = view.apply(vectors[sample])
        nearest[rest], confidence[rest] = place_texts(view.apply(vectors[rest]), known, nearest[sample])
    for part in (sample, rest):  # each has its own scale
        sure[part] = are_sure(confidence[part], weights[part])
    nearest = drop_small(nearest, sure, weights, least)
    proposed = propose_trial(found.trials).groups if found.trials else 0
    labels = np.where(sure, nearest, -1)
    return Discovery(labels, nearest, confidence, found.resolution, found.stability, found.trials, proposed)


def view_texts(vectors: Matrix, texts: Sequence[str]) -> tuple[Matrix, NDArray[np.int64]]:
    """View texts as they are compared; few say too little of how texts differ, and are not whitened."""
    if len(texts) <= FEW_TEXTS:
        return add_spelling(vectors, texts), np.zeros((len(texts), 0), np.int64)
    return represent_texts(vectors, texts)


def fit_topics(
    clusterer: TextClusterer, vectors: Matrix, lemmas: Sequence[Sequence[str]]
) -> NDArray[np.int64]:
    """Fit BERTopic with our own parts: a topic for each text, the largest first."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

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
    labels, _ = model.fit_transform(documents, embeddings=vectors)
    return np.asarray(labels, np.int64)
