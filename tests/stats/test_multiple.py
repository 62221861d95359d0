import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.stats.multiple import adjust_p_values

# Benjamini, Hochberg (1995), section 4: thrombolysis against placebo, fifteen end points.
PUBLISHED = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0000,
]


def test_the_published_example_calls_out_its_first_four() -> None:
    assert (adjust_p_values(PUBLISHED) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_q_values_follow_the_step_up_rule() -> None:
    assert adjust_p_values([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_nothing_tested_gives_nothing() -> None:
    assert adjust_p_values([]).size == 0


@pytest.mark.parametrize("wrong", [[1.2], [-0.1], [float("nan")], [[0.1]]])
def test_what_is_no_p_value_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        adjust_p_values(wrong)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_keep_the_order_and_are_never_below_the_p_values(p_values: list[float]) -> None:
    q = adjust_p_values(p_values)
    assert bool(np.all(q >= np.array(p_values) - 1e-12))
    assert bool(np.all(q <= 1))
    assert bool(np.all(np.diff(q[np.argsort(p_values, kind="stable")]) >= 0))
