"""Words and letter groups, without any model: TF-IDF and SVD, fitted once on the workspace's own texts.

What is learned is kept and never learned again, else every vector would move with each new text. Words are
kept as hashes only, and only those that stand in at least three texts, so that nothing can be read back that
one person alone said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.encoders.protocol import Matrix, scale_rows

VERSION = "tfidf/1"
LEAST_TEXTS = 3  # that a word must stand in
MOST_FEATURES = 30_000  # the commonest
MOST_FITTED = 20_000  # texts that the SVD is learned on
DIMS = 100
HASHES = 2**22
ANALYSERS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\w+"},
    {"analyzer": "char_wb", "ngram_range": (3, 5)},
)


@dataclass(frozen=True)
class LexicalFit:
    """What was learned; arrays of one row a feature, words before letter groups."""

    features: NDArray[np.int64]  # (n_features,) hashes, sorted; letter groups lie HASHES higher than words
    weights: NDArray[np.float32]  # (n_features,) inverse document frequency
    components: NDArray[np.float16]  # (n_features, n_dims)
    text_count: int  # that it was fitted on

    @cached_property
    def model_id(self) -> str:
        """Name it by what it holds: another fit is another model."""
        digest = blake2b(digest_size=6)
        for array in self.pack().values():
            digest.update(array.tobytes())
        return f"{VERSION}/{digest.hexdigest()}"

    def pack(self) -> dict[str, NDArray[Any]]:
        """Name the arrays, to be kept."""
        return {
            "features": self.features,
            "weights": self.weights,
            "components": self.components,
            "text_count": np.array([self.text_count]),
        }

    @classmethod
    def unpack(cls, arrays: Mapping[str, NDArray[Any]]) -> "LexicalFit":
        """Take what `pack` gave."""
        count = int(arrays["text_count"][0])
        return cls(arrays["features"], arrays["weights"], arrays["components"], count)


class LexicalEncoder:
    """Transforms texts by what was fitted; a text without a known word is a row of zeros."""

    def __init__(self, fit: LexicalFit) -> None:
        self.model_id = fit.model_id
        self._fit = fit
        self._components = fit.components.astype(np.float32)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts: (n_texts, n_dims)."""
        if not texts or not len(self._fit.features):
            return np.zeros((len(texts), self._components.shape[1]), np.float32)
        counts = select_features(count_features(texts), self._fit.features)
        return scale_rows(weigh_counts(counts, self._fit.weights) @ self._components)


def fit_lexical(texts: Sequence[str]) -> LexicalFit:
    """Learn from texts, each given once; their order does not matter.

    Returns:
        The fit; of too few texts one without features, that gives zeros.
    """
    from sklearn.utils.extmath import randomized_svd

    texts = sorted(set(texts), key=lambda text: (blake2b(text.encode()).digest(), text))
    counts = count_features(texts)
    standing = np.bincount(counts.indices, minlength=counts.shape[1])
    features = np.flatnonzero(standing >= LEAST_TEXTS)
    if len(features) > MOST_FEATURES:
        features = np.sort(features[np.argsort(-standing[features], kind="stable")[:MOST_FEATURES]])
    weights = np.log((1 + len(texts)) / (1 + standing[features])).astype(np.float32) + np.float32(1)
    wanted = min(DIMS, len(texts) - 1, len(features) - 1)
    if wanted < 1:
        return LexicalFit(features[:0], weights[:0], np.zeros((0, 1), np.float16), len(texts))
    rows = weigh_counts(select_features(counts[:MOST_FITTED], features), weights)
    _, _, found = randomized_svd(rows.astype(np.float64), wanted, random_state=0)
    return LexicalFit(features, weights, np.ascontiguousarray(found.T.astype(np.float16)), len(texts))


def count_features(texts: Sequence[str]) -> Any:
    """Count words, pairs of words and letter groups by their hash: (n_texts, 2 * HASHES), sparse."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import HashingVectorizer

    if not texts:
        return csr_matrix(np.zeros((0, len(ANALYSERS) * HASHES), np.float32))
    same: dict[str, Any] = {"n_features": HASHES, "alternate_sign": False, "norm": None, "dtype": np.float32}
    parts = [HashingVectorizer(strip_accents="unicode", **same, **how).transform(texts) for how in ANALYSERS]
    return hstack(parts, format="csr")


def select_features(counts: Any, features: NDArray[np.int64]) -> Any:
    """Select columns, without a table of all of them: (n_texts, n_features)."""
    from scipy.sparse import csr_matrix

    if not len(features):
        return csr_matrix(np.zeros((counts.shape[0], 0), np.float32))
    places = np.minimum(np.searchsorted(features, counts.indices), len(features) - 1)
    known = features[places] == counts.indices
    ends = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
    return csr_matrix((counts.data[known], places[known], ends), shape=(counts.shape[0], len(features)))


def weigh_counts(counts: Any, weights: NDArray[np.float32]) -> Any:
    """Weigh counts, 1 + ln of each, by rarity; each row of length 1, words and letter groups alike."""
    from sklearn.preprocessing import normalize

    rows = counts.copy()
    np.log(rows.data, out=rows.data)
    rows.data += 1
    rows = rows.multiply(weights).tocsr()
    return normalize(rows, copy=False)
