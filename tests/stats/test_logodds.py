import numpy as np
import pytest

from voc.stats.logodds import compare_counts


def test_what_is_said_as_often_on_both_sides_scores_nought() -> None:
    assert compare_counts([10, 50], 100, [20, 100], 200) == pytest.approx([0, 0], abs=1e-9)


def test_one_worked_out_by_hand() -> None:
    y1, n1, y2, n2 = 20, 100, 10, 400
    alpha, zero = 0.1 * (y1 + y2), 0.1 * (n1 + n2)
    delta = np.log((y1 + alpha) / (n1 + zero - y1 - alpha)) - np.log((y2 + alpha) / (n2 + zero - y2 - alpha))
    z = delta / np.sqrt(1 / (y1 + alpha) + 1 / (y2 + alpha))
    assert compare_counts([y1], n1, [y2], n2) == pytest.approx([z])


def test_sides_that_change_places_change_the_sign() -> None:
    there = compare_counts([30, 2, 0], 90, [5, 2, 9], 300)
    assert compare_counts([5, 2, 9], 300, [30, 2, 0], 90) == pytest.approx(-there)


def test_a_word_said_once_does_not_beat_one_that_half_of_the_side_says() -> None:
    rare, frequent = compare_counts([1, 50], 100, [0, 40], 1000)
    assert 0 < rare < frequent


def test_more_prior_means_less_certainty() -> None:
    little, much = (compare_counts([20], 100, [10], 400, weight)[0] for weight in (0.1, 10.0))
    assert little > much > 0


def test_an_empty_side_and_words_of_nobody_have_scores() -> None:
    assert np.isfinite(compare_counts([3, 0, 5], 5, [0, 0, 0], 0)).all()
