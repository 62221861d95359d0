"""Which issues lie next to an issue, what tells it apart from each, and which of its texts lie between?

Words are compared language by language: the words of one language must not tell apart two issues that are
merely spoken of in different languages.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voc.stats.logodds import compare_counts
from voc.text.phrases import Phrase

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]

MOST_NEIGHBOURS = 3
MOST_WORDS = 5
LEAST_Z = 1.28  # one in ten by chance
LEAST_SAID = 2  # texts: what one person says alone tells nothing, and may tell who
DOUBTFUL = 0.25  # of what an issue's texts usually lie ahead of the next issue by


@dataclass
class Vocabulary:
    """The words of an issue in one language: in how many texts each stands, and how it is written."""

    n_texts: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Counter[str]] = field(default_factory=dict)

    def write_word(self, lemma: str) -> str:
        """Write a word as it is written most often; a tie goes to the first in the alphabet."""
        forms = self.forms[lemma]
        return min(forms, key=lambda form: (-forms[form], form))


def count_words(texts: Sequence[Mapping[str, Phrase]], languages: Sequence[str]) -> dict[str, Vocabulary]:
    """Count the words that texts hold, by language; phrases of one word are words."""
    found: dict[str, Vocabulary] = {}
    for text, code in zip(texts, languages, strict=True):
        words = {phrase for phrase in text.values() if " " not in phrase.lemma}
        vocabulary = found.setdefault(code, Vocabulary())
        vocabulary.n_texts += 1
        vocabulary.counts.update({phrase.lemma for phrase in words})
        for phrase in words:
            vocabulary.forms.setdefault(phrase.lemma, Counter())[phrase.form] += 1
    return found


def list_telling(here: Mapping[str, Vocabulary], there: Mapping[str, Vocabulary]) -> list[str]:
    """List up to five words that are said here rather than there, the most telling first."""
    telling: list[tuple[float, str]] = []
    for code in sorted(here.keys() & there.keys()):
        one, other = here[code], there[code]
        lemmas = sorted(lemma for lemma, count in one.counts.items() if count >= LEAST_SAID)
        z = compare_counts(
            [one.counts[lemma] for lemma in lemmas],
            one.n_texts,
            [other.counts[lemma] for lemma in lemmas],
            other.n_texts,
        )
        telling += [
            (-float(score), one.write_word(lemma))
            for lemma, score in zip(lemmas, z, strict=True)
            if score >= LEAST_Z
        ]
    return list(dict.fromkeys(word for _, word in sorted(telling)))[:MOST_WORDS]


def rank_neighbours(centroids: Matrix) -> list[list[tuple[int, float]]]:
    """Rank for each issue the up to three that lie nearest: (issue, cosine), the nearest first.

    Args:
        centroids: (n_issues, n_dims), rows of length 1.
    """
    closeness = centroids @ centroids.T
    np.fill_diagonal(closeness, -np.inf)
    order = np.argsort(-closeness, axis=1, kind="stable")[:, : min(MOST_NEIGHBOURS, len(centroids) - 1)]
    return [
        [(int(other), float(closeness[issue, other])) for other in nearest]
        for issue, nearest in enumerate(order)
    ]


def find_boundary(vectors: Matrix, centroids: Matrix, own: int) -> list[tuple[int, int]]:
    """Find an issue's texts that lie about as near to another: (row, that issue), the most doubtful first.

    Doubtful means: ahead of the other issue by at most a quarter of what the issue's texts usually are.

    Args:
        vectors: (n_texts, n_dims) of the issue, rows of length 1.
        centroids: (n_issues, n_dims), rows of length 1.
        own: The issue's place among them.
    """
    if len(centroids) < 2 or not len(vectors):
        return []
    closeness = vectors @ centroids.T
    mine = closeness[:, own].copy()
    closeness[:, own] = -np.inf
    others = closeness.argmax(axis=1)
    ahead = mine - closeness.max(axis=1)
    least = max(DOUBTFUL * float(np.median(ahead)), 0.0)
    order = np.argsort(ahead, kind="stable")
    return [(int(row), int(others[row])) for row in order if ahead[row] <= least]
