"""What would a person call this issue?

A name is a phrase that customers wrote. It is chosen by how many of the issue's texts say it, by how much
more they say it than others, and by whether it lies where the issue lies: near its centroid and farther
from every other's. Words that a third of all texts use name nothing.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.issues.corpus import Corpus
from voc.issues.quality import find_centroid
from voc.text.phrases import Phrase, extract_phrases

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

LENGTH_WORTH = {1: 0.35, 2: 0.9, 3: 1.15, 4: 1.25, 5: 1.2}
SHORTLIST = 40
READ_TEXTS = 400  # of an issue, the nearest to its heart: enough to name it by
TOO_COMMON = 0.3


@dataclass(frozen=True)
class Candidate:
    """A phrase that might name a group."""

    form: str
    lemma: str
    coverage: float  # share of the group's texts that say it
    worth: float  # by counts alone


def name_groups(
    corpus: Corpus, groups: Sequence[Sequence[int]], taken: Sequence[str], encode: Encode
) -> list[str]:
    """Name groups of texts, each in the language of most of its texts and unlike all other names."""
    if not groups:
        return []
    centroids = np.vstack([find_centroid(corpus.vectors[list(group)]) for group in groups])
    languages = [find_language(corpus, group) for group in groups]
    read = [read_group(corpus, group, centroids[n], languages[n]) for n, group in enumerate(groups)]
    used = {name.casefold() for name in taken}
    names = []
    for number, candidates in enumerate(shortlist_names(read)):
        ranked = rank_names(candidates, languages[number], number, centroids, encode)
        name = next((form for form in ranked if form.casefold() not in used), None)
        name = name or word_fallback(corpus, groups[number], used)
        used.add(name.casefold())
        names.append(name)
    return names


def find_language(corpus: Corpus, group: Sequence[int]) -> str:
    """Find the language of most of a group's texts; a tie goes to the first in the alphabet."""
    counts = Counter(corpus.languages[place] for place in group)
    return min(counts, key=lambda code: (-counts[code], code))


def read_group(
    corpus: Corpus, group: Sequence[int], centroid: NDArray[np.float32], language: str
) -> list[dict[str, Phrase]]:
    """Read the phrases of the texts in a group's language, the 400 nearest to its heart: lemma -> phrase."""
    spoken = np.array([place for place in group if corpus.languages[place] == language])
    order = np.argsort(-(corpus.vectors[spoken] @ centroid), kind="stable")[:READ_TEXTS]
    texts = [corpus.texts[place] for place in spoken[order]]
    found = extract_phrases(texts, [language] * len(texts))
    return [{phrase.lemma: phrase for phrase in reversed(phrases)} for phrases in found]


def shortlist_names(read: Sequence[list[dict[str, Phrase]]]) -> list[list[Candidate]]:
    """Shortlist each group's phrases by √coverage × log lift × worth of the length."""
    counts = [Counter(lemma for text in texts for lemma in text) for texts in read]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    n_texts = max(sum(len(texts) for texts in read), 1)
    return [
        weigh_phrases(texts, count, everywhere, n_texts) for texts, count in zip(read, counts, strict=True)
    ]


def weigh_phrases(
    texts: list[dict[str, Phrase]], count: Counter[str], everywhere: Counter[str], n_texts: int
) -> list[Candidate]:
    """Weigh one group's phrases and keep the best forty."""
    forms = find_forms(texts)
    n_here = max(len(texts), 1)
    candidates = []
    for lemma, hits in count.items():
        if hits < min(2, n_here) or (len(texts) < n_texts and everywhere[lemma] > TOO_COMMON * n_texts):
            continue
        elsewhere = (everywhere[lemma] - hits + 0.5) / (n_texts - n_here + 1.0)
        lift = math.log(hits / n_here / elsewhere)
        if lift > 0 or n_here == n_texts:
            length = LENGTH_WORTH.get(len(forms[lemma].split()), 0.9)
            worth = math.sqrt(hits / n_here) * max(lift, 0.1) * length
            candidates.append(Candidate(forms[lemma], lemma, hits / n_here, worth))
    return sorted(candidates, key=lambda c: (-c.worth, c.lemma))[:SHORTLIST]


def find_forms(texts: list[dict[str, Phrase]]) -> dict[str, str]:
    """Find the form in which each lemma is written most often; a tie goes to the first in the alphabet."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for lemma, phrase in text.items():
            forms.setdefault(lemma, Counter())[phrase.form] += 1
    return {lemma: min(found, key=lambda form: (-found[form], form)) for lemma, found in forms.items()}


def rank_names(
    candidates: list[Candidate], language: str, number: int, centroids: NDArray[np.float32], encode: Encode
) -> list[str]:
    """Rank candidates by their counts times how well each alone points to its own group."""
    if not candidates:
        return []
    vectors = encode([c.form for c in candidates], [language] * len(candidates))
    closeness = vectors @ centroids.T
    own = closeness[:, number]
    others = np.delete(closeness, number, axis=1)
    lead = own - others.max(axis=1) if others.shape[1] else own
    scores = [
        c.worth * max(0.05, 0.3 + own[row]) * max(0.05, 0.5 + 2.0 * lead[row])
        for row, c in enumerate(candidates)
    ]
    order = sorted(range(len(candidates)), key=lambda row: (-scores[row], candidates[row].form))
    return [candidates[row].form for row in order]


def word_fallback(corpus: Corpus, group: Sequence[int], used: set[str]) -> str:
    """Name a group whose texts share no phrase: by the first words of the text at its heart."""
    centroid = find_centroid(corpus.vectors[list(group)])
    heart = group[int((corpus.vectors[list(group)] @ centroid).argmax())]
    words = " ".join(corpus.texts[heart].split()[:6]).strip(" .,;:!?¡¿").casefold()
    name, number = words, 2
    while name in used or not name:
        name, number = f"{words} ({number})", number + 1
    return name
