"""Intervals of counts, against published values."""

import numpy as np
import pytest

from voc.stats.poisson import poisson_interval


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (20, 12.22, 30.89), (100, 81.36, 121.63)],
)
def test_it_is_near_the_exact_interval(count: int, low: float, high: float) -> None:
    """Garwood's exact limits, as in Breslow and Day (1987), table 2.10."""
    assert poisson_interval(count) == pytest.approx((low, high), rel=0.012, abs=0.03)


def test_of_nothing_the_lower_bound_is_nought() -> None:
    low, high = poisson_interval(0)
    assert low == 0.0
    assert 3.3 < high < 3.8


def test_what_scatters_more_is_known_less() -> None:
    even, rough = poisson_interval(40), poisson_interval(40, dispersion=3.0)
    assert rough[0] < even[0] < 40 < even[1] < rough[1]


def test_it_covers_the_mean_as_often_as_it_says() -> None:
    counts = np.random.default_rng(2).poisson(12.0, 2000)
    covered = np.mean([low <= 12 <= high for low, high in map(poisson_interval, counts.tolist())])
    assert 0.94 <= covered <= 0.97


@pytest.mark.parametrize(
    "wrong", [{"count": -1.0}, {"count": 1.0, "dispersion": 0.5}, {"count": 1.0, "confidence": 1.0}]
)
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        poisson_interval(**wrong)
