"""What do fresh fits say about issues that are settled?

Issues drift away from what a fit of today would find. Nothing here moves a mention: a refresh judges only
mentions that come later, and splits, merges and moves are proposed with figures that a person can check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import MARGIN, Anchor, score_anchor

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEAST_CONTACTS = 5
FEWEST_KNOWN = 20  # contacts: below, an issue is known anew by every other one
GROWN = 1.5  # an anchor is refreshed when its issue has this many times the contacts it was made from
MOSTLY, PART = 0.6, 0.15  # of a group or an issue
AS_CLOSE = 0.9  # closeness between over closeness within: two that are one
NOBODY = -1


@dataclass(frozen=True)
class Past:
    """The mentions seen so far, a row each, in canonical order."""

    vectors: Matrix  # (n, n_dims), rows of length 1, as the anchors see them
    weeks: Floats  # (n,) how long before the session each came in, in weeks, 0 or more
    contacts: Ints  # (n,) a number for each contact
    people: Ints  # (n,) a number for each person
    holders: Ints  # (n,) the place of its issue among the anchors, or -1
    sources: Ints | None = None  # (n,) a number for each source (and language) that came in at its own time

    def count_contacts(self, rows: Ints) -> int:
        """Count the contacts behind some rows."""
        return len(np.unique(self.contacts[rows]))

    def count_people(self, rows: Ints) -> int:
        """Count the people behind some rows."""
        return len(np.unique(self.people[rows]))


@dataclass(frozen=True)
class Transition:
    """What seems to have happened, and the figures by which a person can judge it."""

    what: str  # born, split, merge, move
    members: Ints  # rows: who is born, parts, goes
    from_issues: tuple[int, ...]  # places of the anchors that hold them
    into: int | None = None  # the place of the anchor that they belong to
    contacts: int = 0
    evidence: Mapping[str, float] = field(default_factory=dict)


def has_outgrown(contacts: int, known_from: int) -> bool:
    """Tell whether an issue has learned enough to be known anew: a few times in its life.

    Args:
        contacts: That it has now.
        known_from: That it had when it was last known anew.
    """
    return contacts >= GROWN * max(known_from, FEWEST_KNOWN)


def find_shifts(past: Past, anchors: Sequence[Anchor], groups: Sequence[Ints]) -> list[Transition]:
    """Find where a fresh fit of the window disagrees with the issues: splits, merges and moves to propose.

    Args:
        past: The mentions that were fitted.
        anchors: The issues in force.
        groups: The rows of each group of the fresh fit.

    Returns:
        Those with most contacts first.
    """
    if not groups or not anchors:
        return []
    counts = count_shared(past, len(anchors), groups)
    found = [
        *find_merges(past, counts),
        *find_splits(past, counts, groups),
        *find_moves(past, anchors, counts, groups),
    ]
    return sorted(found, key=lambda shift: (-shift.contacts, shift.what, int(shift.members[0])))


def count_shared(past: Past, n_anchors: int, groups: Sequence[Ints]) -> Ints:
    """Count the mentions that each issue and each group share: (n_anchors, n_groups)."""
    shared = np.zeros((n_anchors, len(groups)), np.int64)
    for column, rows in enumerate(groups):
        holders = past.holders[rows]
        shared[:, column] = np.bincount(holders[holders >= 0], minlength=n_anchors)
    return shared


def measure_closeness(vectors: Matrix, first: Ints, second: Ints) -> float:
    """Measure the mean cosine between two sets of rows, or within one (without each row itself)."""
    total = float(vectors[first].sum(axis=0) @ vectors[second].sum(axis=0))
    if first is second:
        n = len(first)
        return (total - n) / max(n * (n - 1), 1)
    return total / max(len(first) * len(second), 1)


def find_merges(past: Past, counts: Ints) -> list[Transition]:
    """Find pairs of issues that one group holds the most of, and that are no closer within than between."""
    found = []
    home = counts.argmax(axis=1)
    held = np.flatnonzero(counts.max(axis=1) >= MOSTLY * np.maximum(counts.sum(axis=1), 1))
    settled: list[int] = [place for place in held.tolist() if counts[place].sum() >= LEAST_CONTACTS]
    for small in settled:
        mates = [p for p in settled if home[p] == home[small] and rank(counts, p) > rank(counts, small)]
        if not mates:
            continue
        into = max(mates, key=lambda place: rank(counts, place))
        rows = np.flatnonzero(past.holders == small)
        others = np.flatnonzero(past.holders == into)
        between = measure_closeness(past.vectors, rows, others)
        within = min(measure_closeness(past.vectors, side, side) for side in (rows, others))
        if between >= AS_CLOSE * within:
            shared = counts[small, home[small]] / counts[small].sum()
            figures = {
                "closeness_between": between,
                "closeness_within": within,
                "share_in_group": float(shared),
            }
            found.append(Transition("merge", rows, (small,), into, past.count_contacts(rows), figures))
    return found


def rank(counts: Ints, place: int) -> tuple[int, int]:
    """Rank an issue: the larger one first, then the older."""
    return int(counts[place].sum()), -place


def find_splits(past: Past, counts: Ints, groups: Sequence[Ints]) -> list[Transition]:
    """Find groups that are a good part of one issue, and mostly of it, while most of it is elsewhere."""
    found = []
    for column, rows in enumerate(groups):
        parent = int(counts[:, column].argmax())
        part, whole = counts[parent, column], counts[parent].sum()
        if column == counts[parent].argmax() or part < PART * whole or part < MOSTLY * len(rows):
            continue
        members = rows[past.holders[rows] == parent]
        rest = np.flatnonzero(past.holders == parent)
        rest = rest[~np.isin(rest, members)]
        inside = measure_closeness(past.vectors, members, members)
        between = measure_closeness(past.vectors, members, rest)
        if between < AS_CLOSE * inside and past.count_contacts(members) >= LEAST_CONTACTS:
            figures = {
                "closeness_inside": inside,
                "closeness_to_rest": between,
                "held_share": float(part / whole),
            }
            found.append(Transition("split", members, (parent,), None, past.count_contacts(members), figures))
    return found


def find_moves(
    past: Past, anchors: Sequence[Anchor], counts: Ints, groups: Sequence[Ints]
) -> list[Transition]:
    """Find mentions that lie in another issue's group, and nearer to that issue than to their own."""
    found = []
    for column, rows in enumerate(groups):
        into = int(counts[:, column].argmax())
        if counts[into, column] < MOSTLY * len(rows):
            continue
        for place in np.flatnonzero(counts[:, column] > 0).tolist():
            members = rows[past.holders[rows] == place]
            if place == into or past.count_contacts(members) < LEAST_CONTACTS:
                continue
            own = score_anchor(past.vectors[members], anchors[place].vectors)
            other = score_anchor(past.vectors[members], anchors[into].vectors)
            members = members[other >= own + MARGIN]
            contacts = past.count_contacts(members)
            if contacts >= LEAST_CONTACTS:
                figures = {"nearer_by": float((other - own)[other >= own + MARGIN].mean())}
                found.append(Transition("move", members, (place,), into, contacts, figures))
    return found
