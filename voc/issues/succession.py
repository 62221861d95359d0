"""What becomes of an issue when mentions that it is known by must go?

Each is stood in for by the mention of the same issue that lies nearest to it, so that the issue stays where
it is; what nobody else said leaves its name. An issue of which nothing is left stays, known by nothing.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from voc.issues.exemplars import Matrix
from voc.issues.register import read_keys
from voc.issues.steps import ExemplarKey
from voc.text.fold import fold_text

Place = tuple[str, str]  # source, source_id


def find_stand_ins(lost: Matrix, candidates: Matrix) -> list[int | None]:
    """Find for each lost exemplar the nearest candidate that stands in for no other: a row, or None.

    Args:
        lost: (n_lost, n_dims), rows of length 1.
        candidates: (n_candidates, n_dims), rows of length 1.
    """
    chosen: list[int | None] = []
    closeness = lost @ candidates.T if len(lost) and len(candidates) else np.zeros((len(lost), 0))
    for row in closeness:
        free = [place for place in range(len(row)) if place not in chosen]
        chosen.append(max(free, key=lambda place: float(row[place])) if free else None)
    return chosen


def strike_places(
    payload: Mapping[str, Any],
    gone: frozenset[Place],
    stand_ins: Mapping[ExemplarKey, ExemplarKey],
    own_words: frozenset[str],
    issue_id: str,
) -> dict[str, Any]:
    """Take what must go out of an event: mentions of these contacts, and words of its names.

    Args:
        payload: Of the event; `exemplars` are stood in for, `mentions` that people named are not.
        gone: Where the contacts came from that must go.
        stand_ins: Who stands in for whom.
        own_words: Folded words that nobody else said.
        issue_id: What an issue is called when no word of its name is left.
    """
    struck = dict(payload)
    if "exemplars" in payload:
        struck["exemplars"] = strike_keys(payload["exemplars"], gone, stand_ins)
    if "mentions" in payload:
        struck["mentions"] = strike_keys(payload["mentions"], gone, {})
    if payload.get("name"):
        struck["name"] = strike_words(payload["name"], own_words) or issue_id
    if "names" in payload:
        names = {code: strike_words(name, own_words) for code, name in payload["names"].items()}
        struck["names"] = {code: name for code, name in names.items() if name}
    return struck


def strike_keys(
    keys: Sequence[Sequence[Any]], gone: frozenset[Place], stand_ins: Mapping[ExemplarKey, ExemplarKey]
) -> list[list[Any]]:
    """Take keys of contacts that must go out of a list, with those that stand in for them in their place."""
    kept: dict[ExemplarKey, None] = {}
    for key in read_keys(keys):
        successor = key if key[:2] not in gone else stand_ins.get(key)
        if successor is not None:
            kept[successor] = None
    return [list(key) for key in kept]


def strike_words(name: str, own_words: frozenset[str]) -> str:
    """Take words out of a name; one without any of them stays as it is."""
    words = name.split()
    kept = [word for word in words if own_words.isdisjoint(list_folded_words([word]))]
    return name if len(kept) == len(words) else " ".join(kept).strip(" /,;:-")


def list_folded_words(texts: Sequence[str]) -> set[str]:
    """List the words of texts, in small letters and without accents."""
    return {word for text in texts for word in re.findall(r"\w+", fold_text(text))}
