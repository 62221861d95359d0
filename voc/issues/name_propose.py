"""May somebody else's proposal be the name of these texts?

A namer (an edge: a language model, say) is shown a few texts and what they have in common, and is trusted
with nothing: each word of its answer must be said by several people, so that no single text can dictate it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from voc.issues.corpus import Corpus
from voc.issues.name_rank import LEAST_COVERAGE, Reading
from voc.issues.name_rules import Judge
from voc.issues.name_used import UsedNames
from voc.text.lemmas import read_words
from voc.text.redact import find_personal

SHOWN_TEXTS, SHOWN_CHARACTERS = 12, 300
LEAST_PEOPLE = 3  # must say each word of a proposal
MOST_WORDS, MOST_CHARACTERS = 8, 60
_PLAIN = re.compile(r"[\w'’ -]+")


@dataclass(frozen=True)
class Case:
    """What a namer is shown: redacted texts of one language, and our own names for them, the best first."""

    language: str
    texts: tuple[str, ...]
    phrases: tuple[str, ...]


class Namer(Protocol):
    """Proposes names; what it proposes is checked, so it need not be trusted."""

    def propose_name(self, case: Case) -> str | None:
        """Propose a name in the case's language; None: it has none, or cannot be reached."""
        ...


def ask_namer(
    namer: Namer,
    corpus: Corpus,
    reading: Reading,
    number: int,
    options: Sequence[str],
    judge: Judge,
    used: UsedNames,
) -> str:
    """Ask for a group's name in one language and check the answer; "" if there is none that holds."""
    case = Case(reading.language, show_texts(corpus, reading, number), tuple(options[:5]))
    proposed = namer.propose_name(case) if case.texts else None
    if not proposed or len(proposed) > MOST_CHARACTERS or not _PLAIN.fullmatch(proposed.strip()):
        return ""
    form = " ".join(proposed.lower().split())
    if len(form.split()) > MOST_WORDS or judge.judge_shape(form).worth <= 0:
        return ""
    shown = judge.show_phrase(form)
    taken = used.is_taken(shown, reading.language)
    return (
        shown if is_evident(form, corpus, reading, number) and not taken and not find_personal(shown) else ""
    )


def show_texts(corpus: Corpus, reading: Reading, number: int) -> tuple[str, ...]:
    """Show a dozen texts from a group's heart outwards; none in which a check finds what is personal."""
    places = reading.places[number]
    spread = places[:: max(1, len(places) // (2 * SHOWN_TEXTS))]
    texts = [corpus.texts[place][:SHOWN_CHARACTERS] for place in spread]
    return tuple(text for text in texts if not find_personal(text))[:SHOWN_TEXTS]


def is_evident(form: str, corpus: Corpus, reading: Reading, number: int) -> bool:
    """Tell whether people of the group say each word of a name, and one text in twelve one of them."""
    words = {word.lemma for word in read_words([form], [reading.language])[0] if word.is_content}
    says = [words & {word for key in text for word in key.split()} for text in reading.phrases[number]]
    places = reading.places[number].tolist()
    people = {
        place: set(persons)
        for place, persons in corpus.mentions.filter(pl.col("place").is_in(places))
        .group_by("place")
        .agg("person")
        .iter_rows()
    }
    everybody = set().union(*people.values()) if people else set()
    by_word = {
        w: set().union(*(people[p] for p, said in zip(places, says, strict=True) if w in said)) for w in words
    }
    counts = Counter(word for said in says for word in said)
    least = min(LEAST_PEOPLE, len(everybody))
    return (
        bool(words)
        and all(len(found) >= least for found in by_word.values())
        and (max(counts.values(), default=0) >= LEAST_COVERAGE * len(places))
    )
