import numpy as np

from tests.issues.builders import make_topics
from voc.issues.match import Side, match_groups
from voc.issues.quality import find_centroid, merge_alike


def test_two_groups_that_lie_together_become_one_and_others_stay() -> None:
    vectors, labels = make_topics([40, 40], spread=0.2)
    split = labels.copy()
    split[:15] = 2  # a third group cut out of the first
    merged = merge_alike(split, vectors)
    assert len(set(merged.tolist())) == 2
    assert len(set(merged[:40].tolist())) == 1


def test_a_group_keeps_the_id_of_the_issue_it_shares_members_with_one_to_one() -> None:
    vectors, labels = make_topics([30, 30, 30])
    sides = [
        Side(frozenset(np.flatnonzero(labels == n).tolist()), find_centroid(vectors[labels == n]))
        for n in range(3)
    ]
    known = {"ISS-0001": sides[2], "ISS-0002": sides[0]}
    assert match_groups(sides, known) == {2: "ISS-0001", 0: "ISS-0002"}
    assert match_groups([], known) == {} and match_groups(sides, {}) == {}
