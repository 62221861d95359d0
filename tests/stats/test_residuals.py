"""Dispersion and autocorrelation from few weeks, against cases that can be counted by hand."""

import numpy as np
import pytest

from voc.stats.residuals import (
    PRIOR_AUTOCORRELATION,
    estimate_autocorrelation,
    estimate_peer_autocorrelation,
    estimate_scatter,
)
from voc.stats.segmented import Floats, SegmentFit, fit_segments


def _fit_level(counts: Floats) -> tuple[SegmentFit, Floats]:
    design = np.ones((counts.shape[1], 1))
    return fit_segments(counts, np.full_like(counts, 100.0), design), design


def test_without_autocorrelation_the_dispersion_is_pearsons() -> None:
    counts = np.array([[4.0, 16.0, 4.0, 16.0, 10.0, 10.0]])
    fit, design = _fit_level(counts)
    scatter = estimate_scatter(counts, fit, design, np.zeros(1), np.ones_like(counts))
    assert scatter.dispersion == pytest.approx([4 * 3.6 / 5])  # χ² = 4·6²/10 over 5 degrees of freedom
    assert scatter.freedom == pytest.approx([5.0])
    assert scatter.correlation[0] == pytest.approx(np.eye(6))


def test_counts_that_scatter_less_than_poisson_are_taken_as_poisson() -> None:
    counts = np.full((1, 8), 7.0)
    fit, design = _fit_level(counts)
    scatter = estimate_scatter(counts, fit, design, np.array([0.9]), np.ones_like(counts))
    assert scatter.dispersion == pytest.approx([1.0])
    assert scatter.correlation[0] == pytest.approx(np.eye(8))  # nothing is left that could wander


def test_weeks_without_weight_do_not_tell_of_scatter() -> None:
    counts = np.array([[4.0, 16.0, 4.0, 16.0, 10.0, 10.0, 90.0]])
    weights = np.array([[1.0, 1, 1, 1, 1, 1, 0]])
    design = np.ones((7, 1))
    fit = fit_segments(counts, np.full_like(counts, 100.0), design, weights=weights)
    scatter = estimate_scatter(counts, fit, design, np.zeros(1), weights)
    assert scatter.dispersion == pytest.approx([4 * 3.6 / 5])


def test_more_autocorrelation_means_more_dispersion_behind_the_same_residuals() -> None:
    counts = np.array([[4.0, 5.0, 6.0, 15.0, 17.0, 16.0, 7.0, 5.0, 13.0, 14.0]])
    fit, design = _fit_level(counts)
    dispersions = [
        float(estimate_scatter(counts, fit, design, np.array([rho]), np.ones_like(counts)).dispersion[0])
        for rho in (0.0, 0.4, 0.8)
    ]
    assert dispersions == sorted(dispersions) and dispersions[2] > 1.3 * dispersions[0]


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.8])
def test_many_peers_show_how_far_they_wander(rho: float) -> None:
    counts = _wander(60, 24, rho)
    fit, design = _fit_level(counts)
    assert estimate_peer_autocorrelation(counts, fit, design) == pytest.approx(rho, abs=0.12)


def test_where_nothing_scatters_beyond_chance_the_prior_is_held() -> None:
    counts = np.random.default_rng(1).poisson(10, (10, 24)).astype(np.float64)
    fit, design = _fit_level(counts)
    assert estimate_peer_autocorrelation(counts, fit, design) == pytest.approx(PRIOR_AUTOCORRELATION, abs=0.1)
    assert estimate_peer_autocorrelation(counts[:0], fit, design) == PRIOR_AUTOCORRELATION


def test_one_series_is_drawn_to_its_peers() -> None:
    counts = _wander(200, 20, 0.5)
    fit, design = _fit_level(counts)
    low, high = (float(estimate_autocorrelation(counts, fit, design, peers).mean()) for peers in (0.0, 0.8))
    assert 0.05 < low < 0.5 < high < 0.8


def _wander(n_series: int, n_weeks: int, rho: float) -> Floats:
    """Counts of mean 30 and variance 120 whose scatter beyond Poisson's has that autocorrelation."""
    rng = np.random.default_rng(11)
    state = rng.standard_normal((n_series, n_weeks))
    for week in range(1, n_weeks):
        state[:, week] = rho * state[:, week - 1] + np.sqrt(1 - rho**2) * state[:, week]
    width = np.sqrt(np.log1p(0.1))
    return rng.poisson(30 * np.exp(width * state - width**2 / 2)).astype(np.float64)
