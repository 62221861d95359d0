import numpy as np
import pytest

from voc.stats.farrington import (
    SeasonalForecast,
    bound_farrington,
    calculate_farrington_tail,
    fit_regressions,
    forecast_season,
    lay_seasons,
    standardise_residuals,
    weigh_outbreaks,
)


@pytest.mark.parametrize(
    ("power", "low", "high", "tail"),
    [
        # R's surveillance, tests of algo.farrington.threshold.farrington: μ 5 ± 0.2, φ 1, y 8, α 0.05.
        (1, 1.3073128, 8.6926872, 0.0907246),
        (1 / 2, 1.9891097, 9.3744842, 0.1189986),
        (2 / 3, 1.8084477, 9.1154825, 0.1094727),
    ],
)
def test_thresholds_are_the_published_ones(power: float, low: float, high: float, tail: float) -> None:
    given = np.array([5.0]), np.array([0.2]), np.array([1.0])
    bounds = bound_farrington(*given, alpha=0.05, power=power)
    assert [float(each[0]) for each in bounds] == pytest.approx([low, high], abs=1e-6)
    assert calculate_farrington_tail(8, *given, power=power) == pytest.approx([tail], abs=1e-6)


def test_outbreaks_are_weighed_as_published() -> None:
    # R's surveillance, "a case that was checked by hand": 1.6 for residuals of 0, 0.4 for those of 2.
    residuals = np.array([[0.0] * 5 + [2.0] * 5])
    weights = weigh_outbreaks(residuals, np.ones((1, 10), dtype=np.bool_), threshold=0)
    assert weights[0] == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert weigh_outbreaks(residuals, np.ones((1, 10), dtype=np.bool_))[0] == pytest.approx([1.0] * 10)


def test_the_fit_is_that_of_the_library() -> None:
    sm = pytest.importorskip("statsmodels.api")

    rng = np.random.default_rng(1)
    n_weeks = 120
    design = np.column_stack([np.ones(n_weeks), np.arange(n_weeks) / 52, rng.normal(size=n_weeks)])
    exposures = rng.uniform(50, 150, size=(3, n_weeks))
    counts = rng.poisson(exposures * np.exp(design @ [-2.0, 0.3, 0.2])).astype(float)
    weights = rng.uniform(0.5, 1.5, size=(3, n_weeks))
    fit = fit_regressions(counts, exposures, design, weights)
    for row in range(3):
        family = sm.families.Poisson()
        theirs = sm.GLM(
            counts[row], design, family=family, offset=np.log(exposures[row]), var_weights=weights[row]
        ).fit(scale="X2")
        assert fit.coefficients[row] == pytest.approx(theirs.params, abs=1e-6)
        assert fit.pearson[row] / fit.freedom[row] == pytest.approx(theirs.scale, rel=1e-6)
        ours = fit.covariance[row] * fit.pearson[row] / fit.freedom[row]
        assert ours == pytest.approx(theirs.cov_params(), rel=1e-5)
        assert fit.leverage[row] == pytest.approx(theirs.get_hat_matrix_diag(), rel=1e-5)


def test_residuals_of_a_perfect_fit_are_0() -> None:
    counts = np.full((1, 20), 7.0)
    fit = fit_regressions(counts, np.ones((1, 20)), np.ones((20, 1)), np.ones((1, 20)))
    assert standardise_residuals(counts, fit) == pytest.approx(0, abs=1e-6)


def test_the_year_has_ten_parts_and_the_window_is_the_same_season() -> None:
    parts = lay_seasons(104)
    in_window = np.flatnonzero(parts.sum(axis=1) == 0)
    assert in_window.tolist() == [*range(4), *range(49, 56), *range(101, 104)]
    assert set(parts.sum(axis=0).tolist()) == {10.0}


def _forecast(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> SeasonalForecast:
    ones = np.ones_like(counts)
    return forecast_season(counts, ones, np.ones(len(counts)), np.ones(counts.shape, dtype=np.bool_))


def test_a_season_is_foretold_and_a_week_of_it_is_not_odd() -> None:
    rng = np.random.default_rng(2)
    season = 20 * np.exp(0.9 * np.cos(2 * np.pi * np.arange(130) / 52))
    counts = rng.poisson(season, size=(200, 130)).astype(float)
    told = _forecast(counts[:, :104])
    assert told.is_seasonal.mean() > 0.99
    assert told.expected.mean() == pytest.approx(season[104], rel=0.1)
    tails = calculate_farrington_tail(counts[:, 104], told.expected, told.error, told.dispersion)
    assert (tails < 0.05).mean() < 0.1
    flat = calculate_farrington_tail(2 * season[104], told.expected, told.error, told.dispersion)
    assert (flat < 0.01).mean() > 0.95


def test_no_season_is_seen_where_there_is_none() -> None:
    counts = np.random.default_rng(3).poisson(10, size=(400, 104)).astype(float)
    assert _forecast(counts).is_seasonal.mean() < 0.03


def test_a_past_outbreak_hardly_raises_what_is_expected() -> None:
    season = 15 * np.exp(0.8 * np.cos(2 * np.pi * np.arange(104) / 52))
    calm = np.random.default_rng(4).poisson(season, size=(1, 104)).astype(float)
    shaken = calm.copy()
    shaken[0, 52] += 120
    assert _forecast(shaken).expected[0] < 1.25 * _forecast(calm).expected[0]


def test_twice_the_exposure_doubles_what_is_expected() -> None:
    counts = np.random.default_rng(5).poisson(12, size=(2, 104)).astype(float)
    ones, usable = np.ones_like(counts), np.ones(counts.shape, dtype=np.bool_)
    once, twice = (forecast_season(counts, ones, np.full(2, each), usable) for each in (1.0, 2.0))
    assert twice.expected == pytest.approx(2 * once.expected)
