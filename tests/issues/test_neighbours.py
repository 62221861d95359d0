import numpy as np

from tests.issues.builders import make_topics
from voc.issues.neighbours import draw_sample, find_nearest_among, find_neighbours, share_votes


def test_neighbours_are_those_of_brute_force_whatever_the_block() -> None:
    vectors, _ = make_topics([30, 30])
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -2)
    expected = np.argsort(-scores, axis=1)[:, :5]
    for block in (7, 2048):
        indices, similarities = find_neighbours(vectors, 5, block)
        assert (indices == expected).all()
        assert (np.diff(similarities, axis=1) <= 0).all()


def test_a_text_that_is_known_is_its_own_nearest() -> None:
    vectors, _ = make_topics([30, 30])
    indices, similarities = find_nearest_among(vectors[10:20], vectors, 3)
    assert indices[:, 0].tolist() == list(range(10, 20))
    assert np.allclose(similarities[:, 0], 1.0, atol=1e-6)


def test_votes_are_shares_and_the_nearer_neighbour_counts_for_more() -> None:
    shares = share_votes(np.array([0, 1, 1]), np.array([[0, 1, 2]]), np.array([[0.9, 0.5, 0.4]]))
    assert np.isclose(shares.sum(), 1.0)
    assert shares[0, 0] > 1 / 3


def test_a_sample_is_the_same_each_time_and_texts_of_many_contacts_enter_it_first() -> None:
    weights = np.ones(1000, np.int64)
    weights[::100] = 500
    sample = draw_sample(weights, 100, seed=3)
    assert sample.tolist() == draw_sample(weights, 100, seed=3).tolist() == sorted(set(sample.tolist()))
    assert set(range(0, 1000, 100)) <= set(sample.tolist())
    assert draw_sample(weights, 2000, seed=3).tolist() == list(range(1000))
