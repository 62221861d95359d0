"""What happens to issues week by week under each way of keeping them? One replay, on arrays.

The rules are the product's: fits anew with matching while there are fewer than 1,500 texts, anchors from then
on; a text is judged once, by the anchors of its week; what they reject is offered to issues born later, and
a birth takes from its holders what it scores better by the margin.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.replay_streams import SETTLED_MENTIONS, WEEKS, Stream
from voc.issues.assign import MARGIN, Anchor, accept_best, score_anchor, score_anchors, set_threshold
from voc.issues.density import find_dense_groups, find_usual_closeness
from voc.issues.discover import discover_groups
from voc.issues.exemplars import pick_exemplars
from voc.issues.match import Side, match_groups
from voc.issues.novelty import find_births
from voc.issues.quality import find_centroid, merge_alike
from voc.issues.resolution import AUTO, MOST_GROUPS
from voc.issues.shadow import LEAST_CONTACTS, NOBODY, Past, find_shifts, has_outgrown

WINDOW = 12  # weeks
PROPOSALS_A_WEEK = 3
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Council = Callable[["Replay", Ints, "Known", "Known | None"], bool]  # members, from, into


@dataclass(frozen=True)
class Way:
    """How issues are kept once they have settled."""

    name: str
    births: str = "new in time"  # or "residue", "both", "none"
    refresh: bool = True
    memory: int = WINDOW  # weeks that births are compared with
    council: Council | None = None  # who answers proposals; None: nobody does
    refit: bool = False  # fit anew and match every week
    is_finer: bool = False  # fits of a short history find twice the issues that it has evidence for


@dataclass
class Known:
    """An issue: what it is known by now, since when."""

    number: int
    anchor: Anchor
    made: int  # week of the anchor
    born: int


@dataclass
class Replay:
    """The state of one replay."""

    stream: Stream
    way: Way
    fits: "Fits"
    holders: Ints  # (n,) numbers of issues, -1 for none
    issues: list[Known] = field(default_factory=list)
    last_number: int = -1
    is_settled: bool = False
    told: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))  # moved this week with a record
    births: list[tuple[int, int, int]] = field(default_factory=list)  # week, number, commonest label
    proposed: list[tuple[str, bool]] = field(default_factory=list)  # what, was it accepted
    history: list[Ints] = field(default_factory=list)  # holders after each week
    lineage: list[Bools] = field(default_factory=list)
    settled_from: int = 0
    seconds: list[float] = field(default_factory=list)


class Fits:
    """Fresh fits of a stream's weeks, each made once: what a fit finds does not depend on the way."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.known: dict[tuple[int, int, bool], list[Ints]] = {}

    def fit(self, first: int, last: int, is_finer: bool = False) -> list[Ints]:
        """Fit the weeks `first` to `last`: rows of each group, the largest first."""
        asked = first, last, is_finer
        if asked not in self.known:
            rows = np.flatnonzero((self.stream.weeks >= first) & (self.stream.weeks <= last))
            groups = fit_groups(self.stream, rows, 2 * len(self.fit(first, last)) if is_finer else AUTO)
            self.known[asked] = [rows[group] for group in groups]
        return self.known[asked]


def fit_groups(stream: Stream, rows: Ints, granularity: str | int = AUTO) -> list[Ints]:
    """Fit some texts as a session would."""
    vectors, texts = stream.vectors[rows], [stream.texts[row] for row in rows]
    found = discover_groups(
        vectors,
        texts,
        [text.split() for text in texts],
        np.ones(len(rows), np.int64),
        least=int(np.clip(len(rows) / 500, 3, 10)),
        granularity=granularity if granularity == AUTO else min(int(granularity), MOST_GROUPS),
    )
    labels = merge_alike(found.labels, vectors)
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels[labels >= 0])]
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


def make_anchor(vectors: NDArray[np.float32], number: int) -> Anchor:
    picked = pick_exemplars(vectors)
    return Anchor(str(number), 0, vectors[picked], set_threshold(vectors, picked))


def judge_texts(replay: Replay, rows: Ints) -> Ints:
    """Judge texts by the anchors in force: numbers of issues, or -1."""
    anchors = [issue.anchor for issue in replay.issues]
    if not anchors or not len(rows):
        return np.full(len(rows), NOBODY)
    scores = score_anchors(replay.stream.vectors[rows], anchors)
    numbers = np.array([issue.number for issue in replay.issues])
    return accept_best(scores, np.array([anchor.threshold for anchor in anchors]), numbers)


def replay_weeks(stream: Stream, way: Way, fits: Fits) -> Replay:
    """Replay all weeks one way."""
    replay = Replay(stream, way, fits, np.full(len(stream.labels), NOBODY))
    for week in range(1, WEEKS + 1):
        replay.told = np.zeros(len(stream.labels), np.bool_)
        started = time.monotonic()
        if replay.is_settled and not way.refit:
            keep_week(replay, week)
        else:
            refit_week(replay, week)
        replay.seconds.append(time.monotonic() - started)
        replay.history.append(replay.holders.copy())
        replay.lineage.append(replay.told)
        if not replay.is_settled and (stream.weeks <= week).sum() >= SETTLED_MENTIONS:
            replay.is_settled, replay.settled_from = True, week
    return replay


def refit_week(replay: Replay, week: int) -> None:
    """Fit all there is anew, match, and judge every text again."""
    stream, groups = replay.stream, replay.fits.fit(1, week, replay.way.is_finer)
    found = [Side(frozenset(group.tolist()), find_centroid(stream.vectors[group])) for group in groups]
    known = {
        f"{issue.number:06d}": Side(
            frozenset(np.flatnonzero(replay.holders == issue.number).tolist()),
            find_centroid(issue.anchor.vectors),
        )
        for issue in replay.issues
    }
    matches = match_groups(found, known)
    replay.issues = []
    for place, group in enumerate(groups):
        if place in matches:
            number = int(matches[place])
        else:
            number = replay.last_number = replay.last_number + 1
        anchor = make_anchor(stream.vectors[group], number)
        replay.issues.append(Known(number, anchor, week, week))
    seen = np.flatnonzero(stream.weeks <= week)
    replay.holders[seen] = judge_texts(replay, seen)


def keep_week(replay: Replay, week: int) -> None:
    """Refresh, judge what is new, let issues be born, propose."""
    stream, way = replay.stream, replay.way
    if way.refresh:
        past, _ = look_back(replay, week - 1, week)
        for place, issue in enumerate(replay.issues):
            rows = np.flatnonzero(past.holders == place)
            known_from = past.count_contacts(rows[past.weeks[rows] >= week - issue.made])
            if has_outgrown(past.count_contacts(rows), known_from):
                issue.anchor, issue.made = make_anchor(past.vectors[rows], issue.number), week
    fresh = np.flatnonzero(stream.weeks == week)
    replay.holders[fresh] = judge_texts(replay, fresh)
    if way.births in ("new in time", "both"):
        bear_new(replay, week)
    if way.births in ("residue", "both"):
        bear_residue(replay, week)
    if way.council:
        answer_proposals(replay, week, way.council)


def look_back(replay: Replay, last: int, now: int, first: int = 1) -> tuple[Past, Ints]:
    """See weeks `first` to `last` as the session of week `now` does, and the stream's rows of it."""
    weeks = replay.stream.weeks
    rows = np.flatnonzero((weeks <= last) & (weeks >= first))
    place_of = {issue.number: place for place, issue in enumerate(replay.issues)}
    holders = np.array([place_of.get(n, NOBODY) for n in replay.holders[rows].tolist()], np.int64)
    numbers = np.arange(len(rows))
    return Past(
        replay.stream.vectors[rows], (now - weeks[rows]).astype(float), numbers, numbers, holders
    ), rows


def bear_new(replay: Replay, week: int) -> None:
    """Bear what is new in time, as the window shows it."""
    past, rows = look_back(replay, week, week, week - replay.way.memory + 1)
    for birth in find_births(past, [issue.anchor for issue in replay.issues]):
        parents = [replay.issues[place] for place in birth.from_issues]
        bear_issue(replay, week, rows[birth.members], parents)


def bear_residue(replay: Replay, week: int) -> None:
    """Bear what is dense in the residue of the window and no issue would take."""
    weeks = replay.stream.weeks
    rows = np.flatnonzero((replay.holders == NOBODY) & (weeks <= week) & (weeks > week - WINDOW))
    closeness = find_usual_closeness([issue.anchor for issue in replay.issues])
    groups = [rows[group] for group in find_dense_groups(replay.stream.vectors[rows], closeness)]
    for group in sorted(groups, key=lambda group: (-len(group), int(group[0]))):
        heart = find_centroid(replay.stream.vectors[group])[None, :]
        anchors = [issue.anchor for issue in replay.issues]
        limits = np.array([anchor.threshold for anchor in anchors])
        taken = accept_best(score_anchors(heart, anchors), limits, np.arange(len(anchors)))[0] >= 0
        if len(group) >= LEAST_CONTACTS and not taken:
            bear_issue(replay, week, group, [])


def bear_issue(replay: Replay, week: int, group: Ints, parents: Sequence[Known]) -> None:
    """Bear an issue: it takes what nobody held, and of the window what its holders held less well."""
    stream = replay.stream
    number = replay.last_number = replay.last_number + 1
    born = Known(number, make_anchor(stream.vectors[group], number), week, week)
    replay.issues.append(born)
    seen = stream.weeks <= week
    free = np.flatnonzero(seen & (replay.holders == NOBODY))
    won = free[judge_texts(replay, free) == number]
    for parent in parents:
        rows = np.flatnonzero(seen & (replay.holders == parent.number) & (stream.weeks > week - WINDOW))
        own = score_anchor(stream.vectors[rows], born.anchor.vectors)
        other = score_anchor(stream.vectors[rows], parent.anchor.vectors)
        lost = rows[(own >= born.anchor.threshold) & (own >= other + MARGIN)]
        replay.told[lost] = True
        won = np.append(won, lost)
    replay.holders[won] = number
    replay.births.append((week, number, int(np.bincount(stream.labels[group]).argmax())))


def answer_proposals(replay: Replay, week: int, council: Council) -> None:
    """Propose what the fit of the trailing window disagrees with; the council answers the largest few."""
    past, rows = look_back(replay, week, week, week - WINDOW + 1)
    groups = replay.fits.fit(max(week - WINDOW + 1, 1), week)
    place_of = {row: place for place, row in enumerate(rows.tolist())}
    local = [np.array([place_of[row] for row in group.tolist()]) for group in groups]
    numbers = list(replay.issues)
    shifts = find_shifts(past, [issue.anchor for issue in numbers], local)
    touched: set[int] = set()
    for shift in shifts[:PROPOSALS_A_WEEK]:
        ends = {*shift.from_issues, *([shift.into] if shift.into is not None else [])}
        if touched & ends:
            continue
        members = rows[shift.members]
        parent = numbers[shift.from_issues[0]]
        into = None if shift.into is None else numbers[shift.into]
        is_accepted = council(replay, members, parent, into)
        replay.proposed.append((shift.what, is_accepted))
        if is_accepted:
            touched |= ends
            apply_shift(replay, week, members, parent, into, shift.what)


def apply_shift(
    replay: Replay, week: int, members: Ints, parent: Known, into: Known | None, what: str
) -> None:
    """Do what was accepted, as the ledger's steps do."""
    vectors, held = replay.stream.vectors, np.flatnonzero(replay.holders == parent.number)
    if into and what == "merge":
        replay.holders[held], replay.told[held] = into.number, True
        replay.issues.remove(parent)
        into.anchor = make_anchor(vectors[replay.holders == into.number], into.number)
    elif into:
        replay.holders[members], replay.told[members] = into.number, True
    else:
        number = replay.last_number = replay.last_number + 1
        child = Known(number, make_anchor(vectors[members], number), week, week)
        rest = np.setdiff1d(held, members)
        parent.anchor = make_anchor(vectors[rest], parent.number)
        own = score_anchor(vectors[held], child.anchor.vectors)
        lost = held[own >= score_anchor(vectors[held], parent.anchor.vectors)]
        replay.holders[lost], replay.told[lost] = number, True
        replay.issues.append(child)
