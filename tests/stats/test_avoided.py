"""What was avoided, against hand computation, published quantiles and a thousand simulated fixes."""

from dataclasses import replace

import numpy as np
import pytest

from voc.stats.avoided import (
    LEAST_TREND_SCATTER,
    MOST_TREND_SCATTER,
    Avoided,
    Unchanged,
    bound_avoided,
    forecast_unchanged,
    foresee_power,
    learn_peer_habits,
)
from voc.stats.segmented import Floats

BEFORE, AFTER, MANY = 20, 8, 1000
TIMES = np.arange(BEFORE + AFTER) - float(BEFORE)


def _forecast(counts: Floats, base: Floats, times: Floats = TIMES, wander: float = 0.0) -> Unchanged:
    n_series = len(counts)
    return forecast_unchanged(
        counts, base, times, weights=np.ones_like(counts), base_counts=None,
        trend_scatter=np.full(n_series, LEAST_TREND_SCATTER), autocorrelation=np.full(n_series, wander),
    )  # fmt: skip


def _bound(counts: Floats, base: Floats, times: Floats = TIMES, wander: float = 0.0) -> Avoided:
    return bound_avoided(counts, _forecast(counts, base, times, wander), times, np.ones_like(counts))


def test_a_level_series_goes_on_as_it_was() -> None:
    counts = np.array([[10.0] * BEFORE + [4.0] * AFTER])
    found = _bound(counts, np.full_like(counts, 100.0))
    assert found.expected == pytest.approx([80.0])
    assert found.avoided == pytest.approx([48.0])
    assert found.low[0] > 0 and found.ratio_high[0] < 1


def test_the_base_carries_what_is_expected() -> None:
    """Twice the orders: twice the contacts are expected, and as many as before are half of them avoided."""
    counts = np.array([[10.0] * (BEFORE + AFTER)])
    base = np.array([[100.0] * BEFORE + [200.0] * AFTER])
    assert _bound(counts, base).expected == pytest.approx([160.0])


def test_what_a_long_history_is_sure_of_leaves_the_bounds_of_what_came() -> None:
    """None came where 2,000 were sure: at least 2,000 less the 2.51 that none may stand for (χ²₁/2)."""
    counts = np.array([[1000.0] * 400 + [0.0] * 2])
    times = np.arange(402) - 400.0
    unchanged = _forecast(counts, np.full_like(counts, 1e5), times)
    sure = replace(
        unchanged,
        fit=replace(unchanged.fit, covariance=np.zeros((1, 2, 2))),
        quantile=np.array([1.959964]),
        inflation=np.ones(1),
    )
    found = bound_avoided(counts, sure, times, np.ones_like(counts))
    assert found.expected[0] - found.low[0] == pytest.approx(2.512, abs=0.01)
    assert found.high[0] == pytest.approx(found.expected[0])


def test_no_contacts_at_all_give_figures_all_the_same() -> None:
    found = _bound(np.zeros((1, BEFORE + AFTER)), np.full((1, BEFORE + AFTER), 100.0))
    assert np.isfinite([found.low[0], found.high[0], found.avoided[0]]).all()
    assert found.low[0] <= 0 <= found.high[0]


@pytest.mark.parametrize(("level", "phi", "wander", "ratio"), [
    (3, 1.0, 0.0, 1.0), (10, 1.0, 0.0, 0.4), (30, 2.5, 0.0, 1.0), (100, 2.5, 0.0, 0.4), (30, 2.5, 0.5, 1.0),
])  # fmt: skip
def test_the_interval_covers_the_truth(level: float, phi: float, wander: float, ratio: float) -> None:
    counts, base, truth = _simulate(level, phi, wander, ratio)
    found = _bound(counts, base, wander=wander)
    covered = float(np.mean((found.low <= truth) & (truth <= found.high)))
    assert covered >= (0.93 if wander == 0 else 0.91)
    if ratio == 1:
        assert float(np.mean(found.low > 0)) <= 0.05
    else:
        assert float(np.mean(found.low > 0)) >= 0.85


def test_a_trend_of_its_own_is_not_taken_for_an_effect() -> None:
    rng = np.random.default_rng(3)
    fading = 30 * np.exp(-0.03 * TIMES)
    counts = rng.poisson(np.tile(fading, (MANY, 1))).astype(np.float64)
    found = _bound(counts, np.full_like(counts, 100.0))
    assert float(np.mean(found.low > 0)) <= 0.05


def test_power_grows_with_contacts_and_is_what_simulation_says() -> None:
    powers = []
    for level in (3, 10, 30):
        counts, base, _ = _simulate(level, 1.0, 0.0, 0.5)
        unchanged = _forecast(counts, base)
        told = _bound(counts, base).low > 0
        foreseen = float(foresee_power(unchanged, AFTER, 0.5, base[:, :BEFORE].mean(axis=1)).mean())
        assert foreseen == pytest.approx(float(told.mean()), abs=0.12)
        powers.append(foreseen)
    assert powers == sorted(powers) and powers[0] < 0.5 < powers[-1]


def test_peers_tell_how_far_trends_go_and_whether_high_weeks_follow_high_ones() -> None:
    rng = np.random.default_rng(7)
    reference = np.full((40, len(TIMES)), 1000.0)
    calm = rng.poisson(30, reference.shape).astype(np.float64)
    trending = rng.poisson(30 * np.exp(np.outer(rng.normal(0, 0.07, 40), TIMES + 10))).astype(np.float64)
    assert learn_peer_habits(calm, reference, TIMES).trend_scatter == LEAST_TREND_SCATTER
    assert 0.04 < learn_peer_habits(trending, reference, TIMES).trend_scatter <= MOST_TREND_SCATTER
    wandering, _, _ = _simulate(30, 3.0, 0.6, 1.0)
    told = learn_peer_habits(wandering[:60], np.full((60, len(TIMES)), 100.0), TIMES).autocorrelation
    assert 0.35 < told < 0.8


def test_without_peers_something_is_held_of_them() -> None:
    none = np.zeros((0, len(TIMES)))
    assert learn_peer_habits(none, none, TIMES).trend_scatter == LEAST_TREND_SCATTER


def _simulate(level: float, phi: float, wander: float, ratio: float) -> tuple[Floats, Floats, Floats]:
    """Counts whose variance is φ times their mean and what was truly avoided, over a base with holidays."""
    rng = np.random.default_rng(round(level + 10 * phi + 100 * wander + 1000 * ratio))
    n_weeks = len(TIMES)
    base = 100 * np.exp(0.1 * rng.standard_normal((MANY, n_weeks)))
    steps, state = rng.standard_normal((MANY, n_weeks)), np.empty((MANY, n_weeks))
    state[:, 0] = steps[:, 0]
    for week in range(1, n_weeks):
        state[:, week] = wander * state[:, week - 1] + np.sqrt(1 - wander**2) * steps[:, week]
    width = np.sqrt(np.log1p((phi - 1) / level))
    mean = level * base / 100 * np.where(TIMES >= 0, ratio, 1.0)
    counts = rng.poisson(mean * np.exp(width * state - width**2 / 2)).astype(np.float64)
    truth = (level * base[:, BEFORE:] / 100 * (1 - ratio)).sum(axis=1)
    return counts, base, truth
