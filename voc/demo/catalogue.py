"""What may customers of the invented company say? The content files, read into frozen objects.

Content is TOML and not Python, so that whoever writes Spanish well can better it without the code.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("avoidable", "simple", "valuable", "other")
OPPORTUNITIES = ("none", "ignored", "where_is_my_stuff", "missing_information", "buy_more")
DYNAMICS = ("stable", "growth", "decline", "emergence", "burst", "fix", "dormant", "reopening")
VOICES = ("said", "latam", "short", "note", "done", "call", "detail")

DEFAULTS = {"opportunity": "none", "at": 0.0, "length": 1, "repeats": 0.05}
OWN = ("voices", "slots")  # what lies in the languages' tables

Voice = dict[str, list[str]]


@dataclass(frozen=True)
class Topic:
    """One planted issue: what is said, by whom it is caused, and how it moves over the weeks."""

    key: str
    title: str
    department: str
    product: str
    touchpoint: str
    kind: str
    opportunity: str
    weight: float  # share of a normal week's contacts, in parts
    rating: float  # mean on 0-10
    repeats: float  # probability that a contact is followed by another of the same customer
    dynamic: str
    at: float  # where in the period it happens, 0 to 1
    length: int  # weeks that a burst lasts
    channels: dict[str, float]
    voices: dict[str, Voice]  # language -> voice -> patterns
    slots: dict[str, Voice]  # language -> list name -> alternatives


@dataclass(frozen=True)
class Catalogue:
    """All content: the issues and what is said around them."""

    topics: tuple[Topic, ...]
    around: dict[str, Voice]  # language -> greetings, openings, closings, macros, slots...
    slots: dict[str, Voice]  # language -> lists that any phrase may name
    asides: dict[str, list[str]]  # language -> one-offs

    def find_topic(self, key: str) -> Topic:
        """Find a topic by its key."""
        return next(topic for topic in self.topics if topic.key == key)


@cache
def load_catalogue() -> Catalogue:
    """Read the content; topics in the order of their keys."""
    folder = files("voc.demo").joinpath("content")
    around: dict[str, Voice] = {}
    slots: dict[str, Voice] = {}
    asides: dict[str, list[str]] = {}
    topics: list[Topic] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        document = tomllib.loads(entry.read_text(encoding="utf-8"))
        if entry.name.startswith("around_"):
            language = document["language"]
            around[language], slots[language] = document["lists"], document["slots"]
            asides[language] = document["asides"]
        else:
            topics.extend(_build_topic(table) for table in document["topic"])
    return Catalogue(tuple(sorted(topics, key=lambda topic: topic.key)), around, slots, asides)


def _build_topic(table: dict[str, Any]) -> Topic:
    languages = ("es", "en")
    return Topic(
        voices={code: {v: table[code][v] for v in VOICES if v in table[code]} for code in languages},
        slots={code: table[code].get("slots", {}) for code in languages},
        **{
            name: table.get(name, DEFAULTS.get(name))
            for name in Topic.__dataclass_fields__
            if name not in OWN
        },
    )
