"""Rises of rare words: by hand, by published values, and by chance."""

from math import comb

import numpy as np
import pytest
from scipy.stats import binom, nbinom

from voc.stats.logodds import compare_counts
from voc.stats.multiple import adjust_p_values
from voc.stats.rises import (
    compare_strata,
    estimate_roughness,
    judge_rises,
    list_rise_chances,
    share_expected,
)


def test_one_stratum_is_the_log_odds_of_monroe() -> None:
    here, there = np.array([4.0, 0.0, 30.0]), np.array([1.0, 9.0, 300.0])
    expected = compare_counts(here, 200, there, 2600)
    found = compare_strata(here[:, None], np.array([200.0]), there[:, None], np.array([2600.0]))
    assert found == pytest.approx(expected)


def test_a_wave_of_one_source_is_no_rise() -> None:
    """Surveys say it in one of two, notes never; the week brings ten times the surveys."""
    here, there = np.array([[50.0, 0.0]]), np.array([[130.0, 0.0]])
    n_here, n_there = np.array([[100.0, 100.0]]), np.array([[260.0, 2600.0]])
    assert abs(compare_strata(here, n_here, there, n_there)[0]) < 0.01
    assert compare_counts(here.sum(1), 200, there.sum(1), 2860)[0] > 5


def test_a_source_that_was_not_there_before_says_nothing() -> None:
    z = compare_strata(np.array([[9.0]]), np.array([[30.0]]), np.array([[0.0]]), np.array([[0.0]]))
    assert z.tolist() == [0.0]


def test_the_share_expected_goes_by_where_a_word_is_said() -> None:
    here, there = np.array([[1.0, 0.0], [2.0, 2.0]]), np.array([[3.0, 0.0], [2.0, 2.0]])
    sides = np.array([[10.0, 50.0]] * 2), np.array([[90.0, 50.0]] * 2)
    assert share_expected(here, sides[0], there, sides[1]) == pytest.approx([0.1, 0.3])


def test_a_chance_is_the_binomial_tail() -> None:
    """Five of five in one week of fourteen; two of three by hand; scipy's."""
    assert list_rise_chances(5, 1 / 14, 1.0)[5] == pytest.approx((1 / 14) ** 5)
    assert list_rise_chances(3, 0.25, 1.0)[2] == pytest.approx(comb(3, 2) * 0.25**2 * 0.75 + 0.25**3)
    assert list_rise_chances(30, 0.2, 1.0) == pytest.approx(binom.sf(np.arange(-1, 30), 30, 0.2))


def test_of_rough_weeks_it_is_what_negative_binomial_counts_give_once_their_sum_is_known() -> None:
    """Twelve a quarter, φ = 2: of both sides the size is μ/(φ−1), the chance 1/φ."""
    said = np.arange(13)
    one, two = nbinom.pmf(said, 12 * 0.1, 0.5), nbinom.pmf(12 - said, 12 * 0.9, 0.5)
    given = one * two / (one * two).sum()
    assert list_rise_chances(12, 0.1, 2.0) == pytest.approx(given[::-1].cumsum()[::-1])


def test_what_scatters_more_than_chance_is_less_of_a_surprise() -> None:
    even, rough, rougher = (list_rise_chances(40, 0.1, phi)[12] for phi in (1.0, 1.5, 3.0))
    assert even < rough < rougher


def test_words_that_could_never_be_called_out_do_not_weigh_on_the_others() -> None:
    """One word of five; a thousand said once. Plain Benjamini-Hochberg pays for the thousand."""
    total, here = np.array([5.0, *[1.0] * 1000]), np.array([4.0, *[0.0] * 1000])
    chances, q = judge_rises(here, total, np.full(1001, 1 / 14), np.ones(1001), least=3)
    assert chances[0] < 0.0002
    assert q[0] < 0.001
    assert adjust_p_values(chances)[0] > 0.1


def test_among_words_of_many_uses_it_is_benjamini_hochberg() -> None:
    rng = np.random.default_rng(3)
    total, share = np.full(400, 4000.0), np.full(400, 0.1)
    here = rng.binomial(4000, 0.1, 400) + np.repeat([90.0, 0.0], 200)
    chances, q = judge_rises(here, total, share, np.ones(400), least=3)
    plain = adjust_p_values(chances)
    assert abs(int((q <= 0.1).sum()) - int((plain <= 0.1).sum())) <= 2


@pytest.mark.parametrize("phi", [1.0, 2.0])
def test_where_nothing_rose_a_word_is_called_out_at_most_as_often_as_stated(phi: float) -> None:
    rng = np.random.default_rng(5)
    total = rng.integers(3, 60, 1000).astype(np.float64)
    share, rough, wrong = np.full(1000, 1 / 14), np.full(1000, phi), 0
    for _ in range(100):
        size = total / max(phi - 1, 1e-6)
        part = rng.beta(size * share, size * (1 - share)) if phi > 1 else share
        here = rng.binomial(total.astype(np.int64), part).astype(np.float64)
        wrong += bool((judge_rises(here, total, share, rough, least=3)[1] <= 0.1).any())
    assert wrong <= 16  # 0.10 of a hundred, and two standard errors


def test_roughness_is_of_the_scatter_and_not_of_an_even_growth() -> None:
    flat = np.full((1, 12), 10.0)
    growing, jumping = np.arange(4.5, 16.5)[None, :], np.tile([0.0, 20.0], 6)[None, :]
    assert estimate_roughness(growing, flat).tolist() == [1.0]
    assert estimate_roughness(jumping, flat)[0] > 5


def test_roughness_of_chance_alone_is_about_one() -> None:
    weekly = np.random.default_rng(9).poisson(5.0, (500, 13)).astype(np.float64)
    assert np.median(estimate_roughness(weekly, np.full((500, 13), 5.0))) < 1.2


def test_a_single_week_has_no_roughness() -> None:
    assert estimate_roughness(np.array([[3.0]]), np.array([[3.0]])).tolist() == [1.0]


def test_a_word_that_looks_smooth_is_taken_to_be_as_rough_as_all_together() -> None:
    flat = np.full((10, 12), 10.0)
    weekly = flat + np.tile([4.0, -4.0], 6) * np.repeat([[1.0], [0.0]], [9, 1], axis=0)
    assert estimate_roughness(weekly, flat)[-1] > 2
