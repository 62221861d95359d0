import numpy as np
import pytest

from tests.issues.builders import make_topics
from voc.issues.communities import resample_graph, weigh_graph
from voc.issues.neighbours import find_neighbours
from voc.issues.resolution import MOST_GROUPS, measure_telling, propose_trial, seek_count, try_resolutions


def test_true_groups_tell_more_than_coarser_or_finer_ones() -> None:
    vectors, labels = make_topics([40] * 12, spread=0.7)
    graph = weigh_graph(*find_neighbours(vectors, 15))
    coarser, finer = labels // 2, 2 * labels + np.arange(len(labels)) % 2
    told = [measure_telling(graph, found) for found in (coarser, labels, finer)]
    assert told[1] == max(told)
    assert measure_telling(graph, np.zeros(len(labels), np.int64)) == pytest.approx(0.0, abs=1e-9)


def test_groups_drawn_by_lot_tell_less_than_they_cost() -> None:
    vectors, labels = make_topics([40] * 12, spread=0.7)
    graph = weigh_graph(*find_neighbours(vectors, 15))
    drawn = np.random.default_rng(0).permutation(labels)
    assert measure_telling(graph, drawn) < 0


@pytest.mark.parametrize("topics", [3, 12, 40])
def test_the_number_of_topics_is_proposed_whatever_is_wished(topics: int) -> None:
    vectors, _ = make_topics([45] * topics, spread=0.6)
    indices, similarities = find_neighbours(vectors, 30)
    graph = weigh_graph(indices[:, :15], similarities[:, :15])
    trials = try_resolutions(graph, [resample_graph(indices, similarities, 15, seed=0)], 4, seed=0)
    assert propose_trial(trials).groups == topics
    assert sum(trial.stability is not None for trial in trials) == 3
    assert max(trial.groups for trial in trials) <= MOST_GROUPS


def test_a_number_between_is_found_by_bisection() -> None:
    vectors, _ = make_topics([400], spread=3.0)
    graph = weigh_graph(*find_neighbours(vectors, 15))
    _, labels = seek_count(graph, 9, 4, seed=0)
    assert abs(len(set(labels.tolist())) - 9) <= 1
