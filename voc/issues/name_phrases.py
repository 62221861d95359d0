"""Which phrases do the texts of each group say, and which of them set it apart?

Phrases are read once from each text. A group is weighed against all others of its language by log-odds of
the texts that say a phrase's words, so that neither a rare nor an everyday phrase wins.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.stats.logodds import compare_counts
from voc.text.phrases import Phrase, extract_phrases

SHORTLIST = 40
LEAST_SHARE = 0.01  # of a group's texts say a phrase as it stands, or it is chance


@dataclass(frozen=True)
class Candidate:
    """A phrase that might name a group."""

    form: str
    lemma: str
    coverage: float  # share of the group's texts that say it, 0 to 1
    worth: float  # by counts alone


Read = list[dict[str, Phrase]]  # of each text its phrases, by their words in order of the alphabet


def read_phrases(texts: Sequence[str], languages: Sequence[str]) -> Read:
    """Read the phrases of texts; "delayed flight" and "my flight was delayed" are one."""
    found = extract_phrases(texts, languages)
    return [{sort_words(phrase.lemma): phrase for phrase in reversed(phrases)} for phrases in found]


def sort_words(lemma: str) -> str:
    """Sort the words of a phrase, so that it meets itself in another order."""
    return " ".join(sorted(lemma.split()))


class WordMasks:
    """For each word the texts that say it, as the bits of a number: sets of 24,000 texts meet in no time."""

    def __init__(self, read: Sequence[Read]) -> None:
        self.n_texts = sum(len(texts) for texts in read)
        self.groups: list[int] = []
        places: dict[str, bytearray] = {}
        place, size = 0, self.n_texts // 8 + 1
        for texts in read:
            begin = place
            for text in texts:
                for word in {word for lemma in text for word in lemma.split()}:
                    places.setdefault(word, bytearray(size))[place >> 3] |= 1 << (place & 7)
                place += 1
            self.groups.append((1 << place) - (1 << begin))
        self.words = {word: int.from_bytes(bits, "little") for word, bits in places.items()}

    def find_texts(self, lemma: str) -> int:
        """Find the texts that say all words of a phrase, wherever they stand."""
        found = (1 << self.n_texts) - 1
        for word in lemma.split():
            found &= self.words[word]
        return found

    def list_common(self, share: float) -> frozenset[str]:
        """List the words that more than a share of all texts say."""
        return frozenset(w for w, bits in self.words.items() if bits.bit_count() > share * self.n_texts)


def shortlist_names(read: Sequence[Read], most: int = SHORTLIST) -> list[list[Candidate]]:
    """Shortlist each group's phrases: what sets it apart, said as it stands by some of its texts."""
    masks = WordMasks(read)
    return [weigh_phrases(texts, group, masks)[:most] for group, texts in enumerate(read)]


def weigh_phrases(texts: Read, group: int, masks: WordMasks, *, once: bool = False) -> list[Candidate]:
    """Weigh one group's phrases by z of the log-odds × wholeness, the best first; `once`: said once will do.

    Coverage is the mean of the share of texts that say the phrase as it stands and the share that say its
    words anywhere: customers say one thing in many orders.
    """
    n_here = max(len(texts), 1)
    hits = Counter(lemma for text in texts for lemma in text)
    least = 1 if once else max(min(2, n_here), LEAST_SHARE * n_here)
    lemmas = sorted(lemma for lemma, count in hits.items() if count >= least)
    if not lemmas:
        return []
    forms, whole = find_forms(texts), measure_wholeness(texts)
    found = [masks.find_texts(lemma) for lemma in lemmas]
    here = np.array([(bits & masks.groups[group]).bit_count() for bits in found], np.float64)
    there = np.array([bits.bit_count() for bits in found], np.float64) - here
    said = np.array([hits[lemma] for lemma in lemmas], np.float64)
    denied = np.array(["no" in lemma.split() for lemma in lemmas])  # a "no" anywhere denies something else
    counts = np.where(denied, said, (said + here) / 2)
    z = compare_counts(counts, n_here, np.where(denied, there * said / here, there), masks.n_texts - n_here)
    candidates = [
        Candidate(forms[lemma], lemma, float(counts[row] / n_here), float(max(z[row], 0.05) * whole[lemma]))
        for row, lemma in enumerate(lemmas)
    ]
    return sorted((c for c in candidates if c.worth > 0), key=lambda c: (-c.worth, c.lemma))


def find_forms(texts: Read) -> dict[str, str]:
    """Find the form in which each lemma is written most often; a tie goes to the first in the alphabet."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for lemma, phrase in text.items():
            forms.setdefault(lemma, Counter())[phrase.form] += 1
    return {lemma: min(found, key=lambda form: (-found[form], form)) for lemma, found in forms.items()}


def measure_wholeness(texts: Read) -> dict[str, float]:
    """Measure how often a phrase is no piece of a longer one: 0 to 1.

    It is a piece where a word of content stands right beside it ("not a bad" hotel, place, choice), or
    where one longer phrase is nearly always said ("hotel to my friends": recommend it).
    """
    said: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    led: Counter[str] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    for text in texts:
        keys = {phrase.form: key for key, phrase in text.items()}
        lemmas = {phrase.lemma: key for key, phrase in text.items()}
        said.update(text.keys())
        followed.update({keys[f.rpartition(" ")[0]] for f in keys if f.rpartition(" ")[0] in keys})
        led.update({keys[f.partition(" ")[2]] for f in keys if f.partition(" ")[2] in keys})
        for lemma, key in lemmas.items():
            parts = {lemma.rpartition(" ")[0], lemma.partition(" ")[2]}
            held.update({(lemmas[part], key) for part in parts if part in lemmas})
    most: dict[str, int] = {}
    for (part, _), count in held.items():
        most[part] = max(most.get(part, 0), count)
    return {
        key: 0.0
        if said[sort_words(f"no {key}")] > count / 2  # "funciona el wifi", where it does not
        else (1 - 0.6 * followed[key] / count)
        * (1 - 0.3 * led[key] / count)
        * (1 - 0.5 * most.get(key, 0) / count)
        for key, count in said.items()
    }
