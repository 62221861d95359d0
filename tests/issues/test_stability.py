"""An issue that is told apart comes back under resampling; one that is half of another does not."""

import numpy as np
import pytest

from tests.issues.builders import make_topics
from voc.issues.stability import rate_recurrence, rate_stability, share_places


def test_issues_that_lie_apart_come_back_and_two_halves_of_one_topic_do_not() -> None:
    vectors, topics = make_topics([80, 80, 80], spread=0.3)
    labels = topics.copy()
    labels[np.flatnonzero(topics == 2)[::2]] = 3  # every second text of the third topic: an issue of nothing
    rates = rate_stability(vectors, labels, 4)
    assert min(rates[0] or 0, rates[1] or 0) > 0.9
    assert max(rates[2] or 1, rates[3] or 1) < 0.6


def test_the_same_texts_give_the_same_figures() -> None:
    vectors, topics = make_topics([60, 40, 30], spread=0.6)
    assert rate_stability(vectors, topics, 3) == rate_stability(vectors, topics, 3)


def test_too_little_to_tell_is_no_figure() -> None:
    vectors, topics = make_topics([3, 3])
    assert rate_stability(vectors, topics, 2) == [None, None]
    vectors, topics = make_topics([40])
    assert rate_stability(vectors, topics, 1) == [None]


def test_an_issue_without_a_text_has_no_figure_and_the_others_have() -> None:
    vectors, topics = make_topics([40, 40], spread=0.3)
    rates = rate_stability(vectors, np.where(topics == 1, 2, 0), 3)
    assert rates[1] is None and (rates[0] or 0) > 0.9 and (rates[2] or 0) > 0.9


def test_overlap_is_that_of_the_group_most_like_the_issue() -> None:
    labels, groups = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 1, 1])
    assert rate_recurrence(labels, groups, 2).tolist() == [3 / 4, 2 / 3]


@pytest.mark.parametrize(
    ("sizes", "most", "shares"),
    [
        ([5, 5], 100, [5, 5]),
        ([100, 3, 100], 43, [20, 3, 20]),
        ([500] * 4, 1000, [250] * 4),
        ([], 10, []),
    ],
)
def test_small_issues_are_looked_at_whole_and_large_ones_alike(
    sizes: list[int], most: int, shares: list[int]
) -> None:
    assert share_places(sizes, most) == shares
