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
from voc.text.identity import strip_identity
from voc.text.phrases import Phrase, extract_phrases

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

LENGTH_WORTH = {1: 0.25, 2: 0.9, 3: 1.15, 4: 1.25, 5: 1.2}
SHORTLIST = 40
READ_TEXTS = 400  # of an issue, the nearest to its heart: enough to name it by
TOO_COMMON = 0.3


@dataclass(frozen=True)
class Naming:
    """A group's name, and its names by language code: the main one included."""

    name: str
    names: dict[str, str]


@dataclass(frozen=True)
class Candidate:
    """A phrase that might name a group."""

    form: str
    lemma: str
    coverage: float  # share of the group's texts that say it, 0 to 1
    worth: float  # by counts alone


def name_groups(
    corpus: Corpus, groups: Sequence[Sequence[int]], taken: Sequence[str], encode: Encode
) -> list[Naming]:
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
        shown = name[0].upper() + name[1:]
        names.append(Naming(shown, {languages[number]: shown}))
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
    texts = [strip_identity(corpus.texts[place]) for place in spoken[order]]
    found = extract_phrases(texts, [language] * len(texts))
    return [{phrase.lemma: phrase for phrase in reversed(phrases)} for phrases in found]


def shortlist_names(read: Sequence[list[dict[str, Phrase]]]) -> list[list[Candidate]]:
    """Shortlist each group's phrases by √coverage × log lift × worth of the length."""
    masks = WordMasks(read)
    return [weigh_phrases(texts, group, masks) for group, texts in enumerate(read)]


class WordMasks:
    """For each word the texts that say it, as the bits of a number: sets of 24,000 texts meet in no time."""

    def __init__(self, read: Sequence[list[dict[str, Phrase]]]) -> None:
        self.n_texts = sum(len(texts) for texts in read)
        self.groups: list[int] = []
        self.words: dict[str, int] = {}
        place = 0
        for texts in read:
            begin = place
            for text in texts:
                for word in {word for lemma in text for word in lemma.split()}:
                    self.words[word] = self.words.get(word, 0) | 1 << place
                place += 1
            self.groups.append((1 << place) - (1 << begin))

    def find_texts(self, lemma: str) -> int:
        """Find the texts that say all words of a phrase, wherever they stand."""
        found = (1 << self.n_texts) - 1
        for word in lemma.split():
            found &= self.words[word]
        return found


def weigh_phrases(texts: list[dict[str, Phrase]], group: int, masks: WordMasks) -> list[Candidate]:
    """Weigh one group's phrases and keep the best forty.

    Coverage is the mean of the share of texts that say the phrase as it stands and the share that say its
    words anywhere: customers say one thing in many orders.
    """
    forms = find_forms(texts)
    n_here, n_texts = max(len(texts), 1), max(masks.n_texts, 1)
    least = min(2, n_here)
    candidates = []
    for lemma, hits in Counter(lemma for text in texts for lemma in text).items():
        found = masks.find_texts(lemma)
        everywhere = found.bit_count()
        if hits < least or (len(texts) < n_texts and everywhere > TOO_COMMON * n_texts):
            continue
        here = (found & masks.groups[group]).bit_count()
        lift = math.log(here / n_here * (n_texts - n_here + 1.0) / (everywhere - here + 0.5))
        if lift > 0 or n_here == n_texts:
            coverage = (hits + here) / 2 / n_here
            length = LENGTH_WORTH.get(len(forms[lemma].split()), 0.9)
            candidates.append(
                Candidate(forms[lemma], lemma, coverage, coverage**0.5 * max(lift, 0.1) * length)
            )
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
