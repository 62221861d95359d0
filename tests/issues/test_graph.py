import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.issues.builders import make_topics
from voc.issues.communities import weigh_graph
from voc.issues.graph import group_vectors, place_texts
from voc.issues.neighbours import find_neighbours
from voc.issues.resolution import propose_trial


def test_the_graph_is_symmetric_and_its_weights_are_between_0_and_1() -> None:
    vectors, _ = make_topics([40, 40])
    graph = weigh_graph(*find_neighbours(vectors, 6))
    assert abs(graph - graph.T).max() < 1e-12
    assert graph.data.min() > 0 and graph.data.max() <= 1


def test_topics_that_stand_apart_are_found_again() -> None:
    vectors, labels = make_topics([80, 60, 50, 40, 30])
    grouping = group_vectors(vectors)
    assert adjusted_rand_score(labels, grouping.labels) > 0.95
    assert len(set(grouping.labels.tolist())) == 5  # told by the evidence alone
    assert grouping.stability > 0.9


def test_the_same_vectors_give_the_same_groups() -> None:
    vectors, _ = make_topics([60, 60, 60], spread=0.9)
    assert (group_vectors(vectors).labels == group_vectors(vectors).labels).all()


def test_a_text_between_two_topics_is_less_sure_than_one_at_the_heart() -> None:
    vectors, labels = make_topics([50, 50], spread=0.2)
    between = vectors[labels == 0].mean(axis=0) + vectors[labels == 1].mean(axis=0)
    between = (between / np.linalg.norm(between)).astype(np.float32)[None]
    rated = [place_texts(texts, vectors, labels)[1].mean() for texts in (between, vectors[:50], vectors[50:])]
    assert rated[0] < min(rated[1:])


def test_more_texts_than_are_learned_from_are_placed_where_they_belong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("voc.issues.graph.LEARNED_FROM", 200)
    vectors, labels = make_topics([160, 120, 100, 80, 60])
    grouping = group_vectors(vectors)
    assert adjusted_rand_score(labels, grouping.labels) > 0.95
    assert grouping.confidence.min() > 0


@pytest.mark.parametrize("wished", [3, 6])
def test_a_wished_number_of_groups_is_what_comes_out(wished: int) -> None:
    vectors, _ = make_topics([60] * 12, spread=0.5)
    found = group_vectors(vectors, granularity=wished)
    assert len(set(found.labels.tolist())) == wished
    assert propose_trial(found.trials).groups == 12  # what it would have proposed


def test_a_handful_of_texts_is_one_group_and_no_error() -> None:
    for n in (0, 1, 7):
        vectors, _ = make_topics([n]) if n else (np.zeros((0, 200), np.float32), None)
        assert len(group_vectors(vectors).labels) == n
