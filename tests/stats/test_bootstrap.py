"""Held against what theory knows of means, and against the plain bootstrap."""

import numpy as np
import pytest
from scipy.stats import poisson

from voc.stats.bootstrap import POISSON_COUNTS, bound_percentiles, resample_sums


def draw_means(values: np.ndarray, draws: int = 2_000, seed: int = 0) -> np.ndarray:
    sums = resample_sums(np.column_stack([values, np.ones(len(values))]), draws=draws, seed=seed)
    return np.divide(sums[:, :1], sums[:, 1:], out=np.full((draws, 1), np.nan), where=sums[:, 1:] > 0)


def test_weights_are_poissons_to_a_65536th() -> None:
    expected = 65_536 * poisson.pmf(np.arange(len(POISSON_COUNTS)), 1)
    assert sum(POISSON_COUNTS) == 65_536
    assert list(POISSON_COUNTS) == pytest.approx(expected, abs=1)


def test_draws_scatter_as_a_mean_does() -> None:
    values = np.random.default_rng(3).normal(5, 2, 5_000)  # more people than are drawn at once
    means = draw_means(values)
    assert means.mean() == pytest.approx(values.mean(), abs=0.01)
    assert means.std() == pytest.approx(values.std() / np.sqrt(5_000), rel=0.06)


def test_the_same_people_in_the_same_order_give_the_same_draws() -> None:
    values = np.arange(50.0)
    assert np.array_equal(draw_means(values, 20), draw_means(values, 20))
    assert not np.array_equal(draw_means(values, 20), draw_means(values, 20, seed=1))


def test_with_many_people_the_bounds_are_the_plain_percentiles() -> None:
    samples = np.random.default_rng(1).normal(size=(20_000, 2))
    low, high = bound_percentiles(samples, 100_000)
    assert low == pytest.approx(np.quantile(samples, 0.025, axis=0), abs=1e-3)
    assert high == pytest.approx(np.quantile(samples, 0.975, axis=0), abs=1e-3)


def test_few_people_are_known_less_well() -> None:
    """Ten people: Student's 2.262 in the place of the normal's 1.960, so tails of 1.18 % for 2.5 %."""
    samples = np.linspace(0, 1, 100_001)[:, None]
    low, high = bound_percentiles(samples, 10)
    assert low[0] == pytest.approx(0.01184, abs=1e-4)
    assert high[0] == pytest.approx(1 - 0.01184, abs=1e-4)


def test_draws_without_a_figure_are_passed_over() -> None:
    samples = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.inf]])
    low, high = bound_percentiles(samples, 1_000)
    assert 1 <= low[0] < high[0] <= 3
    assert np.isnan(low[1])
    assert np.isnan(high[1])


def test_intervals_of_eight_skewed_answers_cover_what_plain_percentiles_do_not() -> None:
    rng = np.random.default_rng(11)
    scale, chances = np.arange(11.0), np.array([30, 5, 5, 5, 5, 8, 5, 7, 10, 8, 12]) / 100
    truth, hits = scale @ chances, np.zeros(2)
    for seed in range(400):
        means = draw_means(rng.choice(scale, 8, p=chances), 1_000, seed)
        low, high = bound_percentiles(means, 8)
        plain_low, plain_high = bound_percentiles(means, 1_000_000)
        hits += [low[0] <= truth <= high[0], plain_low[0] <= truth <= plain_high[0]]
    assert 0.94 <= hits[0] / 400 <= 0.98
    assert hits[1] / 400 < 0.94
