"""How well are contacts cut? Boundaries and kept words against contacts that were cut by hand.

A boundary lies between two mentions: the gap from the end of one to the start of the next. It is found where
a gap of the other side meets it, each once. Odd lines of the gold were there to tune on, even ones were not.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from voc.text.split import split_contact

GOLD = Path(__file__).parents[1] / "tests" / "text"
Place = tuple[int, int]
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class GoldContact:
    """A contact that was cut by hand; `mentions` are places in its text."""

    language: str
    channel: str
    text: str
    mentions: list[Place]
    is_aside: bool


def read_gold(language: str) -> list[GoldContact]:
    """Read `tests/text/split_gold_*.txt`; the file's first lines say how it is written."""
    lines = (GOLD / f"split_gold_{language}.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return [read_gold_line(row, language, is_aside=bool(number % 2)) for number, row in enumerate(rows)]


def read_gold_line(row: str, language: str, *, is_aside: bool) -> GoldContact:
    channel, marked = row.replace("⏎", "\n").split("\t")
    text, places, start = "", [], 0
    for part in re.split(r"([\[\]])", marked):
        if part == "[":
            start = len(text)
        elif part == "]":
            places.append((start, len(text)))
        else:
            text += part
    return GoldContact(language, channel, text, places, is_aside)


def find_gaps(places: list[Place]) -> list[Place]:
    return [(left[1], right[0]) for left, right in pairwise(places)]


def count_met(wanted: list[Place], found: list[Place]) -> int:
    """Count the wanted gaps that a found one meets, each found one once."""
    rest, met = list(found), 0
    for start, end in wanted:
        hit = next((gap for gap in rest if gap[0] <= end and gap[1] >= start), None)
        if hit:
            rest.remove(hit)
            met += 1
    return met


def find_words(text: str, places: list[Place]) -> set[int]:
    """Find where each word within the places begins."""
    return {match.start() + start for start, end in places for match in _WORD.finditer(text[start:end])}


def score_f1(met: int, wanted: int, found: int) -> float:
    return 2 * met / (wanted + found) if wanted + found else 1.0


def score_gold(contacts: list[GoldContact]) -> dict[str, float]:
    """Score the cutting of some contacts.

    Returns:
        `boundary_f1` with its `precision` and `recall`; `words_f1` of what is kept; `exact`, the share of
        contacts with the right number of mentions.
    """
    gaps, words, exact = [0, 0, 0], [0, 0, 0], 0
    for contact in contacts:
        mentions = split_contact(contact.text, contact.language, channel=contact.channel)
        found = [(mention.spans[0][0], mention.spans[-1][1]) for mention in mentions]
        wanted_gaps, found_gaps = find_gaps(contact.mentions), find_gaps(found)
        for place, count in enumerate(
            (count_met(wanted_gaps, found_gaps), len(wanted_gaps), len(found_gaps))
        ):
            gaps[place] += count
        wanted_words = find_words(contact.text, contact.mentions)
        found_words = find_words(contact.text, [span for mention in mentions for span in mention.spans])
        both = wanted_words & found_words
        for place, some in enumerate((both, wanted_words, found_words)):
            words[place] += len(some)
        exact += len(mentions) == len(contact.mentions)
    return {
        "boundary_f1": score_f1(*gaps),
        "precision": gaps[0] / max(gaps[2], 1),
        "recall": gaps[0] / max(gaps[1], 1),
        "words_f1": score_f1(*words),
        "exact": exact / len(contacts),
    }
