"""Groups as dense as issues are."""

import numpy as np

from tests.issues.builders import make_topics
from voc.issues.assign import Anchor
from voc.issues.density import find_dense_groups, find_usual_closeness


def test_usual_closeness_is_a_share_of_the_closeness_within_the_issue_in_the_middle() -> None:
    anchors = []
    for place, spread in enumerate((0.2, 0.6, 1.0)):
        vectors, _ = make_topics([40], spread=spread)
        anchors.append(Anchor(f"ISS-{place}", 0, vectors, 0.5))
    middle = anchors[1].vectors @ anchors[1].vectors.T
    mean = (middle.sum() - 40) / (40 * 39)
    assert np.isclose(find_usual_closeness(anchors, looser=1.0), mean, atol=1e-5)
    assert find_usual_closeness(anchors, looser=0.5) < find_usual_closeness(anchors) < mean


def test_without_issues_to_compare_with_a_default_stands_in() -> None:
    assert 0 < find_usual_closeness([]) < 1
    assert find_usual_closeness(
        [Anchor("ISS-1", 0, np.eye(2, dtype=np.float32), 0.5)]
    ) == find_usual_closeness([])


def test_dense_groups_are_found_and_noise_is_left_alone() -> None:
    vectors, topics = make_topics([12, 8], spread=0.4)
    noise, _ = make_topics([1] * 30, seed=9)
    groups = find_dense_groups(np.vstack([vectors, noise]).astype(np.float32), closeness=0.5)
    assert sorted(map(len, groups)) == [8, 12]
    assert all(len(set(topics[group])) == 1 for group in groups)


def test_nothing_and_one_alone_are_no_group() -> None:
    assert find_dense_groups(np.zeros((0, 5), np.float32), 0.5) == []
    assert find_dense_groups(np.ones((1, 5), np.float32), 0.5) == []
