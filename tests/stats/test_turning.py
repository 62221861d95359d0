import math

import numpy as np
import pytest

from voc.stats.turning import SURE, VERY_SURE, date_turn


def test_a_fall_is_dated_by_the_first_week_after_it() -> None:
    observed = np.array([10.0, 11, 9, 10, 4, 5, 3, 4])
    assert date_turn(observed, np.full(8, 10.0), 0.5, limit=SURE) == 4


def test_the_sum_is_the_log_likelihood_ratio() -> None:
    """5 where 10 were expected: 5·ln(1/2) + 10·(1 − 1/2) = 1.534 a week."""
    gain = 5 * math.log(0.5) + 5
    observed, expected = np.array([5.0, 5.0]), np.array([10.0, 10.0])
    assert date_turn(observed, expected, 0.5, limit=2 * gain) == 0
    assert date_turn(observed, expected, 0.5, limit=2 * gain + 1e-9) is None


def test_what_stays_as_expected_never_turns() -> None:
    assert date_turn(np.full(50, 10.0), np.full(50, 10.0), 0.5, limit=SURE) is None
    assert date_turn(np.full(50, 10.0), np.full(50, 10.0), 2.0, limit=SURE) is None


def test_a_rise_is_dated_too_and_scatter_slows_it() -> None:
    observed = np.array([1.0, 0, 1, 1, 8, 9, 7, 10])
    assert date_turn(observed, np.ones(8), 8.0, limit=VERY_SURE) == 4
    assert date_turn(observed, np.ones(8), 8.0, limit=VERY_SURE, unit=30.0) is None


@pytest.mark.parametrize(("ratio", "unit"), [(0.0, 1.0), (1.0, 1.0), (2.0, 0.0)])
def test_a_turn_to_the_same_is_refused(ratio: float, unit: float) -> None:
    with pytest.raises(ValueError, match="ratio"):
        date_turn(np.ones(3), np.ones(3), ratio, limit=1.0, unit=unit)
