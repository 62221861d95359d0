from datetime import UTC, datetime

import numpy as np
import polars as pl

from tests.issues.builders import make_topics
from voc.issues.assign import Anchor, assign_vectors, find_first_sessions, score_anchor, set_threshold
from voc.issues.exemplars import pick_exemplars


def make_anchor(vectors: np.ndarray, name: str, session: int = 0) -> Anchor:
    picked = pick_exemplars(vectors)
    return Anchor(name, session, vectors[picked], set_threshold(vectors, picked))


def test_a_mention_goes_to_the_issue_it_is_like_and_a_stranger_to_none() -> None:
    vectors, labels = make_topics([60, 60, 60])
    anchors = [make_anchor(vectors[labels == n], f"ISS-{n}") for n in (0, 1)]
    chosen, scores = assign_vectors(vectors, np.zeros(180, np.int64), anchors)
    for topic in (0, 1):
        assert (chosen[labels == topic] == topic).mean() >= 0.9
    assert (chosen[labels == 2] == -1).all()
    assert scores[labels == 0].mean() > scores[labels == 2].mean()


def test_an_issue_born_later_takes_only_what_the_issues_of_the_day_rejected() -> None:
    vectors, labels = make_topics([60, 60])
    old = make_anchor(vectors[labels == 0], "ISS-0001", session=0)
    twin = Anchor("ISS-0002", 1, old.vectors, old.threshold)
    other = make_anchor(vectors[labels == 1], "ISS-0003", session=1)
    chosen, _ = assign_vectors(vectors, np.zeros(120, np.int64), [old, twin, other])
    assert set(chosen[labels == 0].tolist()) <= {0, -1, 1}
    assert (chosen[labels == 0] == 0).mean() >= 0.9  # the twin born later gets none of its mentions
    assert (chosen[labels == 1] == 2).mean() >= 0.9  # what nobody took goes to the newborn


def test_a_mention_that_came_after_the_birth_may_go_to_the_newborn_at_once() -> None:
    vectors, labels = make_topics([60, 60])
    anchors = [make_anchor(vectors[labels == 0], "a", 0), make_anchor(vectors[labels == 1], "b", 1)]
    chosen, _ = assign_vectors(vectors[labels == 1], np.full(60, 1, np.int64), anchors)
    assert (chosen == 1).mean() >= 0.9


def test_the_first_session_is_the_first_that_could_have_seen_the_mention() -> None:
    day = [datetime(2026, 1, d, tzinfo=UTC) for d in range(1, 8)]
    at = pl.Series([day[0], day[2], day[3], day[6]], dtype=pl.Datetime("us", "UTC"))
    found = find_first_sessions(at, [day[2], day[5]])
    assert found.tolist() == [0, 1, 1, 1]


def test_an_exemplar_does_not_vouch_for_itself_when_the_threshold_is_set() -> None:
    vectors, _ = make_topics([10], spread=1.2)
    with_itself = score_anchor(vectors, vectors).mean()
    without = score_anchor(vectors, vectors, np.arange(10)).mean()
    assert without < with_itself


def test_without_issues_nothing_is_assigned() -> None:
    vectors, _ = make_topics([5])
    chosen, scores = assign_vectors(vectors, np.zeros(5, np.int64), [])
    assert chosen.tolist() == [-1] * 5 and scores.tolist() == [0.0] * 5
