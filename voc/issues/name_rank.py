"""Which phrase of a group serves best as its name?

By what sets the group apart, by its shape, and by whether it alone, embedded, finds the group's own texts
among all. Where no phrase is said by one text in twelve, two things together name the group.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from voc.issues.corpus import Corpus
from voc.issues.name_habits import WordHabits
from voc.issues.name_phrases import Candidate, Read, WordMasks, weigh_phrases
from voc.issues.name_rules import Judge

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

TRIED = 24  # phrases that are embedded for each name
FOUND = 20  # nearest texts in which a name must find its own issue
COMMON = 0.06
LEAST_TEXTS = 12  # said in another language, for a name in it
LEAST_COVERAGE = 0.08
PAIRED = 8
PAIR_WORTH = 0.9  # of two phrases against one


@dataclass(frozen=True)
class Reading:
    """The texts of all groups in one language, read once: for each group its places and their phrases.

    What comes after the last group are texts of none, which names must set their groups apart from.
    """

    language: str
    places: list[NDArray[np.int64]]
    phrases: list[Read]
    masks: WordMasks

    def make_judge(self, habits: WordHabits) -> Judge:
        """Make the judge of this language's phrases."""
        return Judge(self.language, habits, self.masks.list_common(COMMON))


@dataclass(frozen=True)
class Option:
    """A name that a group might have."""

    shown: str
    lemma: str
    texts: int  # of the group's, those that say it: bits
    coverage: float
    base: float  # what it is worth by counts and shape
    is_thing: bool  # a plain thing, which may stand beside another
    worth: float = 0.0  # … and by how well it finds the group


@dataclass(frozen=True)
class Field:
    """All texts that were read, as vectors with the number of their group: where a name must find its own."""

    vectors: NDArray[np.float32]
    groups: NDArray[np.int64]

    @classmethod
    def gather(cls, corpus: Corpus, readings: Sequence[Reading]) -> "Field":
        """Gather the texts of all groups and languages."""
        parts = [(places, number) for r in readings for number, places in enumerate(r.places)]
        places = np.concatenate([part for part, _ in parts])
        numbers = np.concatenate([np.full(len(part), number) for part, number in parts])
        return cls(corpus.vectors[places], numbers)

    def measure_aim(self, vectors: NDArray[np.float32], number: int) -> NDArray[np.float64]:
        """Measure how well each phrase alone finds its group: 0 to 1.

        Half for the first of its own among the texts nearest to it (reciprocal rank), half for how many of
        the nearest twenty are its own, weighed by rank.
        """
        closeness = -(vectors @ self.vectors.T)
        most = min(FOUND, closeness.shape[1])
        nearest = np.argpartition(closeness, most - 1, axis=1)[:, :most]
        order = np.argsort(np.take_along_axis(closeness, nearest, axis=1), axis=1, kind="stable")
        own = self.groups[np.take_along_axis(nearest, order, axis=1)] == number
        gains = 1 / np.log2(np.arange(2, most + 2))
        first = np.where(own.any(axis=1), 1 / (own.argmax(axis=1) + 1), 0.0)
        return np.asarray((own * gains).sum(axis=1) / gains.sum() / 2 + first / 2)


def rank_language(
    reading: Reading, main: Sequence[str], judge: Judge, field: Field, encode: Encode
) -> list[list[Option]]:
    """Rank each group's names in one language, the best first; a group that hardly speaks it has none."""
    masks = reading.masks
    tried: list[list[Option]] = []
    for number, texts in enumerate(reading.phrases[: len(main)]):
        own = main[number] == reading.language
        found = weigh_phrases(texts, number, masks) if own or len(texts) >= LEAST_TEXTS else []
        options = shape_options(found, masks, number, judge)
        if own and not options:
            options = shape_options(weigh_phrases(texts, number, masks, once=True), masks, number, judge)
        tried.append(options)
    ranked = aim_options(tried, reading.language, field, encode)
    pairs = [pair_options(own, len(reading.phrases[n]), judge) for n, own in enumerate(ranked)]
    both = [
        [*one, *two]
        for one, two in zip(ranked, aim_options(pairs, reading.language, field, encode), strict=True)
    ]
    return [sorted(options, key=lambda option: (-option.worth, option.lemma)) for options in both]


def shape_options(found: Sequence[Candidate], masks: WordMasks, number: int, judge: Judge) -> list[Option]:
    """Keep the phrases that could be names, those worth most by their counts, coverage and shape."""
    options = []
    for c in found:
        shape = judge.judge_shape(c.form)
        if shape.worth > 0:
            said = (1.0 + c.coverage) * min(1.0, c.coverage / LEAST_COVERAGE) ** 0.35
            worth = c.worth**0.75 * shape.worth * said
            texts = masks.find_texts(c.lemma) & masks.groups[number]
            shown = judge.show_phrase(c.form)
            options.append(Option(shown, c.lemma, texts, c.coverage, worth, shape.is_thing))
    return sorted(options, key=lambda option: (-option.base, option.lemma))[:TRIED]


def aim_options(
    tried: Sequence[Sequence[Option]], language: str, field: Field, encode: Encode
) -> list[list[Option]]:
    """Weigh each group's options by how well each alone finds the group, the best first."""
    flat = [option.shown for options in tried for option in options]
    vectors = encode(flat, [language] * len(flat)) if flat else np.zeros((0, 1), np.float32)
    ranked, start = [], 0
    for number, options in enumerate(tried):
        own = vectors[start : start + len(options)]
        start += len(options)
        aims = field.measure_aim(own, number).tolist() if options else []
        aimed = [replace(o, worth=o.base * (0.05 + aim)) for o, aim in zip(options, aims, strict=True)]
        ranked.append(sorted(aimed, key=lambda option: (-option.worth, option.lemma)))
    return ranked


def pair_options(ranked: Sequence[Option], n_texts: int, judge: Judge) -> list[Option]:
    """Pair the things of a group whose best name too few of its texts say: "fuga de agua y fontanero"."""
    if not ranked or ranked[0].coverage >= LEAST_COVERAGE:
        return []
    things = [option for option in ranked if option.is_thing][:PAIRED]
    pairs = []
    for one, two in combinations(things, 2):
        if {word[:5] for word in one.lemma.split()}.isdisjoint(word[:5] for word in two.lemma.split()):
            texts = one.texts | two.texts
            worth = PAIR_WORTH * (one.base**2 + two.base**2) ** 0.5
            shown = judge.join_phrases(one.shown, two.shown)
            lemma = f"{one.lemma} {two.lemma}"
            pairs.append(Option(shown, lemma, texts, texts.bit_count() / n_texts, worth, False))
    return pairs
