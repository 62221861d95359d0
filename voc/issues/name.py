"""What would a person call this issue?

A name is a phrase that customers wrote. It is chosen by what sets the issue's texts apart, by its shape, and
by whether it alone, embedded, finds the issue's own texts among all. A group that no phrase covers is called
by two things.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.corpus import Corpus
from voc.issues.name_habits import learn_habits
from voc.issues.name_phrases import Candidate, read_phrases, shortlist_names
from voc.issues.name_rank import Encode, Field, Reading, rank_language
from voc.issues.name_used import UsedNames
from voc.issues.quality import find_centroid
from voc.text.identity import strip_identity

__all__ = ["Candidate", "Encode", "Naming", "name_groups", "shortlist_names"]

READ_TEXTS = 300  # of an issue in a language, the nearest to its heart: enough to name it by
READ_OTHERS = 2000  # texts of no group, from which names must set their groups apart


@dataclass(frozen=True)
class Naming:
    """A group's name, and its names by language code: the main one included."""

    name: str
    names: dict[str, str]


def name_groups(
    corpus: Corpus, groups: Sequence[Sequence[int]], taken: Sequence[str], encode: Encode
) -> list[Naming]:
    """Name groups of texts, in the language of most of their contacts and in others enough is said in.

    Args:
        corpus: All texts.
        groups: Places in the corpus of each group's texts, the most important group first.
        taken: Names that other issues have, in any language.
        encode: Texts and their languages -> vectors as the corpus has them.

    Returns:
        A naming for each group, each unlike all others and those taken.
    """
    if not groups:
        return []
    main = [find_language(corpus, group) for group in groups]
    others = sample_others(corpus, groups)
    readings = [read_language(corpus, groups, others, code) for code in sorted(set(corpus.languages))]
    habits = learn_habits(corpus.texts[place] for r in readings for places in r.places for place in places)
    field = Field.gather(corpus, readings)
    ranked = {
        r.language: [
            [option.shown for option in options] for options in rank_language(r, main, habits, field, encode)
        ]
        for r in readings
    }
    used = UsedNames(taken, [r.language for r in readings])
    names: list[dict[str, str]] = [{} for _ in groups]
    for number, code in enumerate(main):
        options = ranked[code][number]
        best = used.choose(options, code) or used.choose_unlike(options, code)
        best = best or word_fallback(corpus, groups[number], used)
        names[number][code] = used.take(best, code)
    for code, found in ranked.items():
        for number, options in enumerate(found):
            best = "" if code in names[number] else used.choose(options, code)
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


def read_language(
    corpus: Corpus, groups: Sequence[Sequence[int]], others: Sequence[int], language: str
) -> Reading:
    """Read the phrases of the texts in a language: of each group those at its heart, and of other texts."""
    chosen = [find_nearest(corpus, group, language) for group in groups]
    chosen.append(np.array([place for place in others if corpus.languages[place] == language], np.int64))
    texts = [strip_identity(corpus.texts[place]) for places in chosen for place in places]
    found = iter(read_phrases(texts, [language] * len(texts)))
    read = [[next(found) for _ in places] for places in chosen]
    return Reading(language, chosen, read)


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
