"""Where does a mention go, as the ledger's facts are taken one after another?

A mention is judged by what was known in the session that first could see it. Later steps may move it: an
issue born later takes what all rejected (and, of its window, what another held loosely), and people merge,
split and move. Each step acts on each mention by itself, so a mention's issue is a function of the mention
and of the ledger: the same whether weeks were mined one by one or all at once, in parts or together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import MARGIN, accept_best, score_anchor

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
PARTINGS = 5
ExemplarKey = tuple[str, str, int, str]  # source, source_id, ordinal, text_key


@dataclass(frozen=True)
class Version:
    """What an issue is known by from a session on."""

    issue_id: str
    session: int
    exemplars: tuple[ExemplarKey, ...]
    threshold: float
    contacts: int = 0  # that it had then


@dataclass(frozen=True)
class Taking:
    """What a newborn may take from others: of mentions first seen from `since` on, held by `holders`."""

    since: int
    holders: frozenset[str]


@dataclass(frozen=True)
class View:
    """What was known in the sessions `since` to `until`; judges the mentions that these first could see."""

    since: int
    until: int
    anchors: tuple[Version, ...]
    roots: Mapping[str, str]  # of anchors whose issue was merged: the issue they stand for
    fixed: Mapping[str, str | None]  # text_key -> where people put it
    newborn: frozenset[str] = frozenset()
    takings: Mapping[str, Taking] = field(default_factory=dict)  # by newborn
    divisions: tuple["Division", ...] = ()  # that still hold, in order
    space: int = -1  # the place of the space that vectors are seen through; -1 for as they are


@dataclass(frozen=True)
class Division:
    """People split an issue: what lies nearer to the child's mentions than to the rest goes there."""

    parent: str
    known_by: tuple[Version, ...]  # the parent, and what was merged into it
    child: Version
    space: int = -1


@dataclass(frozen=True)
class Union:
    """One issue went into another."""

    gone: str
    into: str


@dataclass(frozen=True)
class Placement:
    """People said where what reads like this belongs; None is nowhere."""

    text_keys: frozenset[str]
    issue_id: str | None


Step = View | Division | Union | Placement


class Course:
    """The steps, ready to be taken: the exemplars' vectors are looked up and seen through a space once.

    Args:
        steps: In order.
        find_exemplars: Keys -> their raw vectors (those that are still there), rows of length 1.
        see: For each space, raw vectors -> as seen through it.
        last_space: The space in force now; -1 for none.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        find_exemplars: Callable[[Sequence[ExemplarKey]], Matrix],
        see: Sequence[Callable[[Matrix], Matrix]] = (),
        last_space: int = -1,
    ) -> None:
        self.steps = steps
        self._find = find_exemplars
        self._see = see
        self.last_space = last_space
        self._ready: dict[tuple[Version, int], Matrix] = {}

    def see(self, vectors: Matrix, space: int) -> Matrix:
        """See vectors through a space."""
        return self._see[space](vectors) if space >= 0 else vectors

    def see_last(self, vectors: Matrix) -> Matrix:
        """See vectors through the space in force now."""
        return self.see(vectors, self.last_space)

    def ready(self, version: Version, space: int) -> Matrix:
        """The exemplars' vectors of a version, seen through a space: (n_exemplars, n_dims)."""
        key = (version, space)
        if key not in self._ready:
            found = self._find(version.exemplars)
            self._ready[key] = self.see(found, space) if len(found) else found
        return self._ready[key]


@dataclass
class Places:
    """Mentions on their way: distinct (text, first session) pairs, and who holds them so far."""

    text_keys: Sequence[str]
    vectors: Matrix  # (n, n_dims), raw
    first: Ints  # (n,) the session that first could see it
    holders: NDArray[np.object_]  # (n,) issue id or None
    scores: Floats  # (n,) of the holder, or of the nearest
    is_seen: Bools  # (n,) judged already

    @classmethod
    def begin(cls, text_keys: Sequence[str], vectors: Matrix, first: Ints) -> "Places":
        """Begin with nobody holding anything."""
        n = len(text_keys)
        holders = np.full(n, None, dtype=object)
        return cls(text_keys, vectors, first, holders, np.zeros(n), np.zeros(n, np.bool_))


def take_steps(course: Course, places: Places, begin: int = 0) -> None:
    """Take the steps from the `begin`th on, in order, changing `places`."""
    for step in course.steps[begin:]:
        if isinstance(step, View):
            judge_unseen(course, step, places)
        elif isinstance(step, Division):
            divide_held(course, step, step.space, places, np.flatnonzero(places.is_seen))
        elif isinstance(step, Union):
            places.holders[places.holders == step.gone] = step.into
        else:
            is_meant = np.array([key in step.text_keys for key in places.text_keys], np.bool_)
            rows = np.flatnonzero(is_meant & places.is_seen)
            places.holders[rows], places.scores[rows] = step.issue_id, 1.0


def judge_unseen(course: Course, view: View, places: Places) -> None:
    """Let a view judge what it first could see, and its newborn take what nobody or another held."""
    held = np.array([key in view.fixed for key in places.text_keys], np.bool_)
    fresh = ~places.is_seen & (places.first <= view.until)
    put = np.flatnonzero(fresh & held)
    if len(put):
        places.holders[put] = [view.fixed[places.text_keys[int(row)]] for row in put]
        places.scores[put] = 1.0
    rows = np.flatnonzero(fresh & ~held)
    places.holders[rows], places.scores[rows] = judge_texts(course, view, places.vectors[rows])
    for division in view.divisions:
        divide_held(course, division, view.space, places, rows)
    if view.newborn:
        nobodys = np.array([holder is None for holder in places.holders], np.bool_)
        rest = np.flatnonzero(places.is_seen & nobodys & ~held)
        chosen, scores = judge_texts(course, view, places.vectors[rest])
        won = np.array([issue_id in view.newborn for issue_id in chosen], np.bool_)
        places.holders[rest[won]], places.scores[rest[won]] = chosen[won], scores[won]
        give_newborn(course, view, places, places.is_seen & ~held)
    places.is_seen |= fresh


def judge_texts(course: Course, view: View, vectors: Matrix) -> tuple[NDArray[np.object_], Floats]:
    """Judge texts by a view: the issue that accepts each, or None, and the score."""
    n = len(vectors)
    known = [version for version in view.anchors if len(course.ready(version, view.space))]
    holders = np.full(n, None, dtype=object)
    if not known or not n:
        return holders, np.zeros(n)
    seen = course.see(vectors, view.space)
    scores = np.column_stack([score_anchor(seen, course.ready(version, view.space)) for version in known])
    roots = [view.roots.get(version.issue_id, version.issue_id) for version in known]
    owners = np.unique(roots, return_inverse=True)[1]
    chosen = accept_best(scores, np.array([v.threshold for v in known]), np.arange(len(known)), owners)
    won = chosen >= 0
    holders[won] = np.array(roots, dtype=object)[chosen[won]]
    return holders, scores[np.arange(n), np.where(won, chosen, scores.argmax(axis=1))]


def give_newborn(course: Course, view: View, places: Places, is_open: Bools) -> None:
    """Give each newborn what its holders held less well, of the mentions of its window."""
    by_id = {version.issue_id: version for version in view.anchors}
    for issue_id, taking in view.takings.items():
        version = by_id[issue_id]
        for holder in sorted(taking.holders):
            rows = np.flatnonzero(is_open & (places.holders == holder) & (places.first >= taking.since))
            if not len(rows) or holder not in by_id:
                continue
            seen = course.see(places.vectors[rows], view.space)
            own = score_anchor(seen, course.ready(version, view.space))
            other = score_anchor(seen, course.ready(by_id[holder], view.space))
            won = (own >= version.threshold) & (own >= other + MARGIN)
            places.holders[rows[won]], places.scores[rows[won]] = issue_id, own[won]


def divide_held(course: Course, step: Division, space: int, places: Places, rows: Ints) -> None:
    """Give the child what the parent holds of some rows and what lies nearer to the child."""
    rows = rows[places.holders[rows] == step.parent]
    child = course.ready(step.child, space)
    if not len(rows) or not len(child):
        return
    parents = [known for version in step.known_by if len(known := course.ready(version, space))]
    child, parent = part_exemplars(child, np.vstack(parents)) if parents else (child, child[:0])
    seen = course.see(places.vectors[rows], space)
    own = score_anchor(seen, child)
    won = own >= score_anchor(seen, parent) if len(parent) else np.ones(len(rows), np.bool_)
    places.holders[rows[won]], places.scores[rows[won]] = step.child.issue_id, own[won]


def part_exemplars(child: Matrix, parent: Matrix) -> tuple[Matrix, Matrix]:
    """Part what the parent is known by: what lies nearer to the child's middle goes with the child."""
    goes = np.zeros(len(parent), np.bool_)
    for _ in range(PARTINGS):
        middle = np.vstack([child, parent[goes]]).mean(axis=0)
        rest = parent[~goes].mean(axis=0)
        lies = parent @ middle / np.linalg.norm(middle) > parent @ rest / np.linalg.norm(rest)
        if lies.all() or (lies == goes).all():
            break
        goes = lies
    return np.vstack([child, parent[goes]]), parent[~goes]
