import numpy as np
import pytest
from scipy.stats import nbinom

from voc.stats.counts import (
    POOL_WEIGHT,
    CountForecast,
    bound_counts,
    calculate_lower_tail,
    calculate_upper_tail,
    estimate_dispersions,
    forecast_counts,
    pool_scatter,
)


def _forecast(counts: list[float], exposures: list[float], exposure: float) -> CountForecast:
    return forecast_counts(np.array([[counts]]), np.array([exposures]), np.array([exposure]))


def test_a_forecast_follows_the_formula_of_a_lone_series() -> None:
    forecast = _forecast([10, 30, 20, 20], [100, 100, 100, 100], 200)
    phi = (10**2 / 20 + 10**2 / 20) / 3
    assert forecast.expected == pytest.approx([40.0])
    assert forecast.dispersion == pytest.approx([phi])
    widened = 1 + (phi - 1) * 15 / 13  # of 3 degrees of freedom and 12 weeks' worth of pooling
    assert forecast.variance == pytest.approx([widened * 40 * (1 + 200 / 400)])


def test_counts_that_scatter_less_than_poisson_are_taken_as_poisson() -> None:
    forecast = _forecast([20, 20, 20, 20], [100, 100, 100, 100], 100)
    assert forecast.variance == pytest.approx([20 * (1 + 100 / 400)])


def test_twice_the_exposure_doubles_what_is_expected() -> None:
    counts, exposures = [3.0, 5.0, 4.0], [50.0, 70.0, 60.0]
    once, twice = _forecast(counts, exposures, 60), _forecast(counts, exposures, 120)
    assert twice.expected == pytest.approx(2 * once.expected)


def test_the_tail_of_a_poisson_rate_is_its_bayesian_predictive() -> None:
    forecast = _forecast([4, 4, 4, 4], [10, 10, 10, 10], 10)
    assert calculate_upper_tail([9], forecast) == pytest.approx(nbinom.sf(8, 16, 40 / 50))
    assert calculate_lower_tail([1], forecast) == pytest.approx(nbinom.cdf(1, 16, 40 / 50))


def test_the_tail_has_the_textbook_value_near_poisson() -> None:
    # P(X >= 15) for Poisson(10) is 0.0835 (Johnson, Kotz, Kemp, table of the cumulative distribution).
    forecast = _forecast([10.0] * 4000, [100.0] * 4000, 100.0)
    assert calculate_upper_tail([15], forecast) == pytest.approx([0.0835], abs=2e-4)


def test_what_was_never_heard_before_has_a_p_value_too() -> None:
    forecast = _forecast([0.0] * 12, [100.0] * 12, 100.0)
    tails = calculate_upper_tail([1], forecast), calculate_upper_tail([4], forecast)
    assert forecast.expected == pytest.approx([0.0])
    assert 0.01 < tails[0][0] < 0.1
    assert tails[1][0] < 1e-4


def test_a_longer_silence_makes_the_first_contacts_odder() -> None:
    short, long = _forecast([0.0] * 4, [100.0] * 4, 100.0), _forecast([0.0] * 12, [100.0] * 12, 100.0)
    assert calculate_upper_tail([3], long)[0] < calculate_upper_tail([3], short)[0]


def test_strata_are_forecast_each_at_its_own_rate() -> None:
    counts = np.array([[[1.0] * 4], [[30.0] * 4]])
    exposures = np.array([[100.0] * 4, [100.0] * 4])
    forecast = forecast_counts(counts, exposures, np.array([100.0, 300.0]))
    assert forecast.expected == pytest.approx([1 + 90])


def test_a_stratum_without_reference_expects_nothing() -> None:
    counts, exposures = np.array([[[5.0] * 4], [[0.0] * 4]]), np.array([[50.0] * 4, [0.0] * 4])
    assert forecast_counts(counts, exposures, np.array([50.0, 80.0])).expected == pytest.approx([5.0])


def test_weeks_outside_the_reference_do_not_count() -> None:
    counts, exposures = np.array([[[5.0, 5.0, 5.0, 90.0]]]), np.array([[50.0] * 4])
    reference = np.array([[True, True, True, False]])
    assert forecast_counts(counts, exposures, np.array([50.0]), reference).expected == pytest.approx([5.0])


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        forecast_counts(np.ones((1, 2, 3)), np.ones((1, 4)), np.ones(1))


def test_a_series_scatter_is_drawn_towards_that_of_all() -> None:
    fitted = np.full((2, 13), 20.0)
    wild = 20.0 + 10.0 * np.array([1, -1] * 6 + [0])
    own = 12 * 100 / 20 / 12
    phi = estimate_dispersions(np.stack([wild, fitted[1]]), fitted)
    assert 1.0 < phi[1] < phi[0] < own
    assert phi[0] == pytest.approx((12 * own + 12 * own / 2) / 24)


def test_scatters_that_are_alike_are_pooled_more_than_those_that_are_not() -> None:
    rng = np.random.default_rng(4)
    fitted = np.full((40, 20), 20.0)
    alike = _draw_counts(rng, 20.0, 2.0, (40, 20))
    unlike = np.concatenate([_draw_counts(rng, 20.0, s, (20, 20)) for s in (1.0, 8.0)])
    weights = [
        pool_scatter(((counts - 20) ** 2 / 20).sum(axis=1), np.full(40, 19.0), fitted[:, 0])[1]
        for counts in (alike, unlike)
    ]
    assert weights[0] > 30 > weights[1] >= POOL_WEIGHT
    assert pool_scatter(np.full(3, 19.0), np.full(3, 19.0), np.full(3, 5.0)) == (1.0, POOL_WEIGHT)


def test_a_series_in_which_something_happened_says_nothing_of_the_others() -> None:
    calm = np.full(20, 19.0)
    shaken = np.append(calm, 19.0 * 50)
    freedom, means = np.full(21, 19.0), np.full(21, 10.0)
    assert pool_scatter(shaken, freedom, means)[0] == pytest.approx((20 + 2.5) / 21)


def test_worlds_are_pooled_each_for_itself() -> None:
    rng = np.random.default_rng(6)
    calm, wild = rng.poisson(20, (10, 20)).astype(float), _draw_counts(rng, 20.0, 4.0, (10, 20))
    both = np.concatenate([calm, wild])
    apart = np.concatenate([estimate_dispersions(c, np.full((10, 20), 20.0)) for c in (calm, wild)])
    assert estimate_dispersions(both, np.full((20, 20), 20.0), worlds=2) == pytest.approx(apart)


def test_bounds_hold_the_count_that_comes() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(15, size=(3000, 13)).astype(float)
    low, high = bound_counts(forecast_counts(counts[None, :, :12], np.ones((1, 12)), np.ones(1)))
    held = (low <= counts[:, 12]) & (counts[:, 12] <= high)
    assert 0.95 <= held.mean() <= 0.98


def test_series_may_have_exposures_of_their_own() -> None:
    counts = np.array([[[10.0] * 4, [10.0] * 4]])
    exposures = np.array([[[1.0] * 4, [2.0] * 4]])
    forecast = forecast_counts(counts, exposures, np.array([[2.0, 2.0]]))
    assert forecast.expected == pytest.approx([20, 10])


def test_tails_are_as_rare_as_they_say() -> None:
    rng = np.random.default_rng(5)
    for scatter in (1.0, 2.0):
        counts = _draw_counts(rng, 20.0, scatter, (4000, 13))
        exposures = np.full((1, 12), 800.0)
        forecast = forecast_counts(counts[None, :, :12], exposures, np.array([800.0]))
        many = calculate_upper_tail(counts[:, 12], forecast)
        few = calculate_lower_tail(counts[:, 12], forecast)
        assert np.mean(many <= 0.05) == pytest.approx(0.05, abs=0.015)
        assert np.mean(few <= 0.05) == pytest.approx(0.05, abs=0.02)


def _draw_counts(
    rng: np.random.Generator, mean: float, scatter: float, shape: tuple[int, int]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rates = np.full(shape, mean) if scatter == 1 else rng.gamma(mean / (scatter - 1), scatter - 1, shape)
    return rng.poisson(rates).astype(np.float64)
