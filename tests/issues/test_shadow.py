"""What a fresh fit of the window would change, and when an issue is known anew."""

import numpy as np
import pytest

from tests.issues.builders import make_topics
from voc.issues.assign import Anchor, set_threshold
from voc.issues.exemplars import pick_exemplars
from voc.issues.shadow import Past, Transition, find_shifts, has_outgrown


def make_past(
    sizes: list[int], holders: list[int], weeks: np.ndarray | None = None
) -> tuple[Past, np.ndarray]:
    """Topics of these sizes, each held by one issue; and the topic of each row."""
    vectors, topics = make_topics(sizes, spread=0.6)
    numbers = np.arange(len(topics))
    held = np.array(holders)[topics]
    return Past(vectors, np.zeros(len(topics)) if weeks is None else weeks, numbers, numbers, held), topics


def make_anchors(past: Past) -> list[Anchor]:
    anchors = []
    for place in range(int(past.holders.max()) + 1):
        members = past.vectors[past.holders == place]
        picked = pick_exemplars(members)
        anchors.append(Anchor(f"ISS-{place}", 0, members[picked], set_threshold(members, picked)))
    return anchors


def find_for_topics(past: Past, topics: np.ndarray) -> list[Transition]:
    """What a fit that finds each topic would change."""
    groups = [np.flatnonzero(topics == topic) for topic in range(int(topics.max()) + 1)]
    return find_shifts(past, make_anchors(past), groups)


def test_an_issue_that_is_two_kinds_is_proposed_to_be_split() -> None:
    past, topics = make_past([60, 30, 50], [0, 0, 1])
    shifts = find_for_topics(past, topics)
    assert [(shift.what, shift.from_issues, shift.into) for shift in shifts] == [("split", (0,), None)]
    assert (topics[shifts[0].members] == 1).all()
    assert shifts[0].contacts == 30
    assert shifts[0].evidence["closeness_inside"] > shifts[0].evidence["closeness_to_rest"]
    assert shifts[0].evidence["held_share"] == pytest.approx(1 / 3)


def test_two_issues_of_one_kind_are_proposed_to_be_merged_the_smaller_into_the_larger() -> None:
    past, topics = make_past([90, 50], [0, 1])
    holders = past.holders.copy()
    holders[60:90] = 2
    torn = Past(past.vectors, past.weeks, past.contacts, past.people, holders)
    shifts = find_for_topics(torn, topics)
    assert [(shift.what, shift.from_issues, shift.into) for shift in shifts] == [("merge", (2,), 0)]
    assert shifts[0].contacts == 30


def test_issues_that_a_coarse_fit_throws_together_are_left_apart() -> None:
    past, topics = make_past([60, 40, 50], [0, 1, 2])
    groups = [np.flatnonzero(topics < 2), np.flatnonzero(topics == 2)]
    assert find_shifts(past, make_anchors(past), groups) == []


def test_mentions_that_lie_with_another_issue_are_proposed_to_move() -> None:
    past, topics = make_past([60, 50], [0, 1])
    holders = past.holders.copy()
    holders[:8] = 1
    astray = Past(past.vectors, past.weeks, past.contacts, past.people, holders)
    shifts = find_for_topics(astray, topics)
    assert [(shift.what, shift.from_issues, shift.into) for shift in shifts] == [("move", (1,), 0)]
    assert set(shifts[0].members.tolist()) <= set(range(8))
    assert shifts[0].evidence["nearer_by"] > 0


def test_a_handful_of_contacts_is_not_worth_a_proposal() -> None:
    past, topics = make_past([60, 50], [0, 1])
    holders = past.holders.copy()
    holders[:4] = 1
    assert find_for_topics(Past(past.vectors, past.weeks, past.contacts, past.people, holders), topics) == []


def test_where_the_fit_agrees_nothing_is_proposed() -> None:
    past, topics = make_past([60, 50, 40], [0, 1, 2])
    assert find_for_topics(past, topics) == []
    assert find_shifts(past, make_anchors(past), []) == []


@pytest.mark.parametrize(
    ("contacts", "known_from", "is_due"), [(45, 30, True), (44, 30, False), (30, 4, True), (29, 4, False)]
)
def test_an_issue_is_known_anew_once_it_has_half_as_many_contacts_again(
    contacts: int, known_from: int, is_due: bool
) -> None:
    assert has_outgrown(contacts, known_from) == is_due
