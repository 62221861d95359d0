"""What does an issue show for itself: its names, how firmly it stands, what lies beside it, its words?

Told as it was published, under what people said since: an issue that was merged or is ignored is nobody's
neighbour, and words that went elsewhere, or that too few people say, are not shown.
"""

from collections.abc import Mapping
from typing import Any

from voc.answers.figures import round_figure
from voc.answers.reading import Reading

Document = dict[str, Any]

NOTHING: Mapping[str, Any] = {
    "names": [],
    "stability": None,
    "neighbours": [],
    "exemplars": [],
    "boundary": [],
}


FIRM, DOUBTFUL = 0.75, 0.5  # from, and below


def grade_stability(stability: float | None) -> str:
    """Put a stability into a word: firm, fair, doubtful, or unknown.

    References:
        Hennig (2007), CSDA 52(1), 258-271, section 6: below 0.5 a cluster dissolves, from 0.75 it is valid.
    """
    if stability is None:
        return "unknown"
    return "firm" if stability >= FIRM else "fair" if stability >= DOUBTFUL else "doubtful"


def portray_issue(reading: Reading, issue_id: str) -> Document:
    """Tell an issue's `names` by language, its `stability` (0 to 1, or null) and its `neighbours`.

    A name that people gave stands alone: what the tool called the issue in other languages went with its
    own name.
    """
    portrait = reading.portraits.get(issue_id, NOTHING)
    decided = reading.decisions.get(issue_id)
    is_renamed = decided is not None and decided.name is not None
    return {
        "names": {} if is_renamed else {row["language"]: row["name"] for row in portrait["names"]},
        "stability": round_figure(portrait["stability"], 2),
        "neighbours": _tell_neighbours(reading, issue_id, portrait["neighbours"]),
    }


def quote_issue(reading: Reading, issue_id: str) -> Document:
    """Quote an issue's most central words (`exemplars`) and those nearly as close to another (`boundary`)."""
    portrait = reading.portraits.get(issue_id, NOTHING)
    return {
        "exemplars": [said for said in portrait["exemplars"] if _may_show(reading, issue_id, said)],
        "boundary": [
            {**said, "neighbour": other, "name": reading.shown_names[other]}
            for said in portrait["boundary"]
            if _may_show(reading, issue_id, said)
            and (other := _find_other(reading, issue_id, said["neighbour"]))
        ],
    }


def _tell_neighbours(reading: Reading, issue_id: str, published: list[Document]) -> list[Document]:
    told: dict[str, Document] = {}
    for neighbour in published:
        other = _find_other(reading, issue_id, neighbour["issue_id"])
        if other is None or other in told:
            continue
        told[other] = {
            "issue_id": other,
            "name": reading.shown_names[other],
            "closeness": round_figure(neighbour["closeness"], 2),
            "words_here": neighbour["words_here"] if issue_id in reading.quoted else [],
            "words_there": neighbour["words_there"] if other in reading.quoted else [],
        }
    return list(told.values())


def _find_other(reading: Reading, issue_id: str, other: str) -> str | None:
    """Find what became of another issue; None where readers do not see it, or it is this one now."""
    found = reading.standing.resolve(other)
    is_seen = found in reading.shown_names and found not in reading.standing.ignored
    return found if is_seen and found != issue_id else None


def _may_show(reading: Reading, issue_id: str, said: Document) -> bool:
    left = reading.overlay.left if reading.overlay else frozenset()
    return issue_id in reading.quoted and (issue_id, said["contact_id"], said["text"]) not in left
