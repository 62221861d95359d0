"""What would a person call this issue?

A name is a phrase that customers wrote. It is chosen by what sets the issue's texts apart, by its shape, and
by whether it alone, embedded, finds the issue's own texts among all. A group that no phrase covers is called
by two things.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.corpus import Corpus
from voc.issues.name_habits import learn_habits
from voc.issues.name_phrases import Candidate, WordMasks, read_phrases, shortlist_names
from voc.issues.name_propose import Case, Namer, ask_namer
from voc.issues.name_rank import Encode, Field, Reading, rank_language
from voc.issues.name_used import UsedNames
from voc.issues.quality import find_centroid
from voc.text.identity import strip_identity

__all__ = ["Candidate", "Case", "Encode", "Name", "Namer", "Naming", "name_groups", "shortlist_names"]

READ_TEXTS = 300  # of an issue in a language, the nearest to its heart: enough to name it by
READ_OTHERS = 2000  # texts of no group, from which names must set their groups apart


@dataclass(frozen=True)
class Naming:
    """A group's name, and its names by language code: the main one included."""

    name: str
    names: dict[str, str]


Name = Callable[[Corpus, Sequence[Sequence[int]], Sequence[str]], list[Naming]]  # as name_groups, ready


def name_groups(
    corpus: Corpus,
    groups: Sequence[Sequence[int]],
    taken: Sequence[str],
    encode: Encode,
    namer: Namer | None = None,
) -> list[Naming]:
    """Name groups of texts, in the language of most of their contacts and in others enough is said in.

    Args:
        corpus: All texts.
        groups: Places in the corpus of each group's texts, the most important group first.
        taken: Names that other issues have, in any language.
        encode: Texts and their languages -> vectors as the corpus has them.
        namer: Asked for each name; where its answer does not hold, our own stands.

    Returns:
        A naming for each group, each unlike all others and those taken.
    """
    if not groups:
        return []
    main = [find_language(corpus, group) for group in groups]
    others = sample_others(corpus, groups)
    readings = {c: read_in_language(corpus, groups, others, c) for c in sorted(set(corpus.languages))}
    read = (places for r in readings.values() for places in r.places)
    habits = learn_habits(corpus.texts[place] for places in read for place in places)
    judges = {code: reading.make_judge(habits) for code, reading in readings.items()}
    field = Field.gather(corpus, list(readings.values()))
    ranked = {c: rank_language(r, main, judges[c], field, encode) for c, r in readings.items()}
    used = UsedNames(taken, list(readings))
    names: list[dict[str, str]] = [{} for _ in groups]
    mains = [(number, code) for number, code in enumerate(main)]
    rest = [(number, code) for code in ranked for number in range(len(groups)) if code != main[number]]
    for number, code in [*mains, *rest]:
        options = [option.shown for option in ranked[code][number]]
        best = used.choose(options, code)
        if namer and options:
            best = ask_namer(namer, corpus, readings[code], number, options, judges[code], used) or best
        if code == main[number]:
            best = best or used.choose_unlike(options, code) or word_fallback(corpus, groups[number], used)
        if best:
            names[number][code] = used.take(best, code)
    return [Naming(own[code], own) for own, code in zip(names, main, strict=True)]


def find_language(corpus: Corpus, group: Sequence[int]) -> str:
    """Find the language of most of a group's contacts; a tie goes to the first in the alphabet."""
    rows = corpus.mentions.filter(pl.col("place").is_in(list(group))).select("contact_id", "place").unique()
    counts: Counter[str] = Counter(corpus.languages[place] for place in rows["place"].to_list())
    return min(counts, key=lambda code: (-counts[code], code))


def sample_others(corpus: Corpus, groups: Sequence[Sequence[int]]) -> list[int]:
    """Sample texts of no group, evenly: the order of the corpus follows nothing that they say."""
    inside = {place for group in groups for place in group}
    others = [place for place in range(len(corpus.keys)) if place not in inside]
    return others[:: len(others) // READ_OTHERS + 1]


def find_nearest(corpus: Corpus, group: Sequence[int], language: str) -> NDArray[np.int64]:
    """Find a group's texts in a language, the 300 nearest to its heart."""
    centroid = find_centroid(corpus.vectors[list(group)])
    spoken = np.array([place for place in group if corpus.languages[place] == language], np.int64)
    return spoken[np.argsort(-(corpus.vectors[spoken] @ centroid), kind="stable")[:READ_TEXTS]]


def read_in_language(
    corpus: Corpus, groups: Sequence[Sequence[int]], others: Sequence[int], language: str
) -> Reading:
    """Read the phrases of the texts in a language: of each group those at its heart, and of other texts."""
    chosen = [find_nearest(corpus, group, language) for group in groups]
    chosen.append(np.array([place for place in others if corpus.languages[place] == language], np.int64))
    texts = [strip_identity(corpus.texts[place]) for places in chosen for place in places]
    found = iter(read_phrases(texts, [language] * len(texts)))
    read = [[next(found) for _ in places] for places in chosen]
    return Reading(language, chosen, read, WordMasks(read))


def word_fallback(corpus: Corpus, group: Sequence[int], used: UsedNames) -> str:
    """Name a group whose texts share no phrase: by the first words of the text at its heart."""
    centroid = find_centroid(corpus.vectors[list(group)])
    heart = group[int((corpus.vectors[list(group)] @ centroid).argmax())]
    words = " ".join(strip_identity(corpus.texts[heart]).split()[:6]).strip(" .,;:!?¡¿")
    shown = words[:1].upper() + words[1:]
    name, number = shown, 2
    while name.casefold() in used.forms or not name:
        name, number = f"{shown} ({number})", number + 1
    return name
