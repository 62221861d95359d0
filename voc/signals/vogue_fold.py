"""Which of the phrases that rose are one and the same?

"data", "data cap" and "cap of data" rise together, said by the same contacts: they are told once, by the
longest that most of those contacts say, with the others beside it.
"""

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

SHARED = 0.6  # of the smaller one's contacts, for phrases that have a word in common
ALIKE = 0.75  # of both ones' contacts together, for phrases that have none
WHOLE = 0.7  # of the strongest phrase's contacts, that a longer one must have to stand for it
MOST_BESIDE = 5


def fold_phrases(rows: Sequence[Row], most: int) -> list[Row]:
    """Fold phrases that the same contacts say into one row each, with `also`: the other phrases.

    Args:
        rows: `key`, `phrase`, `contact_ids`, of one scope, the strongest first.
        most: So many rows at most.
    """
    folded: list[list[Row]] = []
    for row in rows:
        home = next((group for group in folded if _belong_together(group[0], row)), None)
        if home is not None:
            home.append(row)
        elif len(folded) < most:
            folded.append([row])
    return [_tell_group(group) for group in folded]


def _belong_together(first: Row, row: Row) -> bool:
    if first["language"] != row["language"]:
        return False
    one, two = set(first["contact_ids"]), set(row["contact_ids"])
    both = len(one & two)
    if set(first["key"].split()).isdisjoint(row["key"].split()):
        return both >= ALIKE * len(one | two)
    return both >= SHARED * min(len(one), len(two))


def _tell_group(group: list[Row]) -> Row:
    """Tell a group by its longest phrase that most contacts of the strongest one say."""
    least = WHOLE * len(group[0]["contact_ids"])
    whole = [row for row in group if len(row["contact_ids"]) >= least]
    shown = max(whole, key=lambda row: (len(row["key"].split()), len(row["contact_ids"])))
    also = list(dict.fromkeys(row["phrase"] for row in group if row is not shown))
    return {**shown, "also": also[:MOST_BESIDE]}
