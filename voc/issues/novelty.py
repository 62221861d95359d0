"""Which issues are new of late, though others took their mentions?

A new kind of contact that resembles a big issue goes to it, mention by mention. What gives it away is time:
the nearest neighbours of its mentions are all recent, where the issue's others have theirs at all times. So
a birth is a group that is new in time beside what its holders had before; being dense is not enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.issues.assign import MARGIN, Anchor, score_anchor, set_threshold
from voc.issues.density import find_dense_groups, find_usual_closeness
from voc.issues.exemplars import pick_exemplars
from voc.issues.shadow import LEAST_CONTACTS, NOBODY, Bools, Floats, Ints, Past, Transition, measure_closeness

SPANS = (1, 2, 4, 8)  # weeks that count as recent, one after the other: fast births first, slow ones too
NEIGHBOURS = 10
MOST_RECENT, MOST_KNOWN = 8000, 30_000  # latest mentions asked, and asked about: bounds the cost of a session
FEWEST_BEFORE = 50  # mentions before the span; with fewer nothing can be told to be new
CHANCE_OF_ONE, CHANCE_OF_GROUP = 0.02, 0.001
MOST_BEFORE = 0.2  # of the recent rate: more is a surge of what was there, not a birth
LOOSENESS = 0.6  # of the closeness within the issue in the middle
PRIOR_WEIGHT = 10  # mentions
LEAST_PEOPLE = 3


@dataclass
class Scene:
    """The past while births are looked for: what is still to be had, and how well it is held."""

    past: Past
    is_free: Bools  # (n,) taken by no birth of this session
    held_at: Floats  # (n,) score of its holder, -1 for none
    asked: Ints  # rows whose neighbours are known
    neighbours: Ints  # (n_asked, NEIGHBOURS) rows, nearest contacts but their own


def find_births(past: Past, anchors: Sequence[Anchor], seed: int = 0) -> list[Transition]:
    """Find groups of mentions that are new in time beside what their holders had before.

    A mention is suspect if more of its 10 nearest neighbours lie within the span than its holder's mix of
    old and recent would give (binomial, 0.02); suspects that are as close together as issues are make a
    group; a group is born if the mentions that it would take are recent beyond chance (binomial, 0.001
    over all groups) and their rate before the span was under a fifth of that in it.

    Args:
        past: All mentions that the session can see; the latest 30,000 are compared.
        anchors: The issues in force.
        seed: Of the grouping that goes before linkage where there are very many suspects.

    Returns:
        Transitions `born`: `members` are what it is to be known by (pick its exemplars from them),
        `from_issues` those that lose mentions of the window to it. Evidence: the span it is surest of
        (`weeks`), `contacts` in it and `contacts_before`, the share `expected_share` of both that the
        holders' mix would put into the span, the `chance` of as many if it were so, the rate before over
        the rate since (`rate_before`), the oldest member (`since_weeks` ago), mean cosines inside and to the
        holders' other mentions, the share of what it takes that others held, and of theirs that goes.

    References:
        Schilling (1986), Multivariate two-sample tests based on nearest neighbors, JASA 81, 799-806.
    """
    if not len(past.weeks):
        return []
    scene = survey_past(past, anchors)
    closeness = find_usual_closeness(anchors, LOOSENESS)
    born: list[Transition] = []
    for span in SPANS:
        if (past.weeks >= span).sum() < FEWEST_BEFORE:
            continue
        recent = rate_recency(scene, span)
        suspects = find_suspects(scene, span, recent)
        groups = find_dense_groups(past.vectors[suspects], closeness, seed) if len(suspects) > 1 else []
        groups = [group for group in groups if is_ripe_group(past, suspects[group])]
        for group in sorted(groups, key=lambda group: (-len(group), group[0])):
            found = judge_birth(scene, suspects[group], span, recent, len(groups))
            if found:
                born.append(found)
    return born


def is_ripe_group(past: Past, rows: Ints) -> bool:
    """Tell whether there are contacts and people enough behind some rows."""
    return past.count_contacts(rows) >= LEAST_CONTACTS and past.count_people(rows) >= LEAST_PEOPLE


def survey_past(past: Past, anchors: Sequence[Anchor]) -> Scene:
    """Look up each mention's hold and the neighbours of the recent ones."""
    n = len(past.weeks)
    held_at = np.full(n, -1.0)
    for place, anchor in enumerate(anchors):
        rows = np.flatnonzero(past.holders == place)
        held_at[rows] = score_anchor(past.vectors[rows], anchor.vectors)
    latest = np.argsort(past.weeks, kind="stable")
    asked = np.sort(latest[: min(MOST_RECENT, int((past.weeks < max(SPANS)).sum()))])
    known = np.sort(latest[:MOST_KNOWN])
    return Scene(past, np.ones(n, np.bool_), held_at, asked, find_others(past, asked, known))


def find_others(past: Past, asked: Ints, known: Ints, block: int = 512) -> Ints:
    """Find for each row asked its nearest known rows of other contacts: rows (n_asked, 10 at most)."""
    count = min(NEIGHBOURS, len(known) - 1)
    nearest = np.empty((len(asked), count), np.int64)
    for start in range(0, len(asked), block):
        rows = asked[start : start + block]
        closeness = past.vectors[rows] @ past.vectors[known].T
        closeness[past.contacts[rows][:, None] == past.contacts[known][None, :]] = -2.0
        nearest[start : start + block] = known[np.argpartition(-closeness, count, axis=1)[:, :count]]
    return nearest


def rate_recency(scene: Scene, span: float) -> Floats:
    """Rate for each mention how recent what it belongs to is anyway: (n,), 0 to 1.

    The share of its holder's mentions that lie in the span (of all mentions where nobody holds it), or of
    its source's if that is more: a source that was added this week brings nothing but recent mentions.
    """
    past = scene.past
    shares = share_recent(past.holders, past.weeks < span)
    return (
        shares if past.sources is None else np.maximum(shares, share_recent(past.sources, past.weeks < span))
    )


def share_recent(numbers: Ints, is_recent: Bools) -> Floats:
    """Share of recent mentions for each number, at each mention; drawn towards all as if ten more had it."""
    base = is_recent.mean()
    total = np.bincount(numbers - NOBODY)
    shares = (np.bincount(numbers - NOBODY, weights=is_recent) + PRIOR_WEIGHT * base) / (total + PRIOR_WEIGHT)
    shares[0] = base
    return np.asarray(shares[numbers - NOBODY], np.float64)


def find_suspects(scene: Scene, span: float, recent: Floats) -> Ints:
    """Find the recent mentions whose neighbours are more recent than their holder's mix would give."""
    from scipy.stats import binom

    past = scene.past
    rows = np.flatnonzero((past.weeks[scene.asked] < span) & scene.is_free[scene.asked])
    around = scene.neighbours[rows]
    hits = ((past.weeks[around] < span) & scene.is_free[around]).sum(axis=1)
    asked = scene.asked[rows]
    return asked[binom.sf(hits - 1, around.shape[1], recent[asked]) <= CHANCE_OF_ONE]


def judge_birth(scene: Scene, group: Ints, span: float, recent: Floats, n_groups: int) -> Transition | None:
    """Judge whether what a group would take is new in time; if so it takes it."""
    past = scene.past
    picked = pick_exemplars(past.vectors[group])
    scores = score_anchor(past.vectors, past.vectors[group][picked])
    wins = (past.holders == NOBODY) | (scores >= scene.held_at + MARGIN)
    taken = np.flatnonzero(scene.is_free & wins & (scores >= set_threshold(past.vectors[group], picked)))
    if not is_ripe_group(past, taken[past.weeks[taken] < span]):
        return None
    figures = compare_rates(past, taken, span, recent)
    if figures["chance"] > CHANCE_OF_GROUP / n_groups or figures["rate_before"] > MOST_BEFORE:
        return None
    scene.is_free[taken] = False
    every = [
        compare_rates(past, taken, wider, rate_recency(scene, wider)) for wider in SPANS if wider >= span
    ]
    return tell_birth(past, group, taken, min(every, key=lambda found: found["chance"]))


def compare_rates(past: Past, taken: Ints, span: float, recent: Floats) -> dict[str, float]:
    """Compare how often mentions came in the span and before, given their holders' mix of both."""
    from scipy.stats import binom

    now = past.count_contacts(taken[past.weeks[taken] < span])
    before = past.count_contacts(taken[past.weeks[taken] >= span])
    share = float(np.clip(recent[taken].mean(), 1e-9, 1 - 1e-9))
    return {
        "weeks": span,
        "contacts": now,
        "contacts_before": before,
        "expected_share": share,
        "chance": float(binom.sf(now - 1, now + before, share)),
        "rate_before": (before / (1 - share)) / max(now / share, 1e-9),
    }


def tell_birth(past: Past, group: Ints, taken: Ints, figures: Mapping[str, float]) -> Transition:
    """Tell a birth: the group with what it takes of the span that it is surest of, and the evidence."""
    members = np.union1d(group, taken[past.weeks[taken] < figures["weeks"]])
    held = taken[past.holders[taken] != NOBODY]
    origins = tuple(sorted(set(past.holders[held].tolist())))
    rest = np.setdiff1d(np.flatnonzero(np.isin(past.holders, origins)), np.union1d(members, taken))
    evidence = dict(figures) | {
        "since_weeks": float(past.weeks[members].max()),
        "closeness_inside": measure_closeness(past.vectors, members, members),
        "closeness_to_rest": measure_closeness(past.vectors, members, rest),
        "held_share": len(held) / max(len(taken), 1),
        "share_of_holders": len(held) / max(len(held) + len(rest), 1),
    }
    return Transition("born", members, origins, contacts=past.count_contacts(members), evidence=evidence)
