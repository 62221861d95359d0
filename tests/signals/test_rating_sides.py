import numpy as np
import pytest

from voc.signals.rating_sides import list_ends, name_side, tell_sides
from voc.stats.regression import fit_grouped


@pytest.mark.parametrize(
    ("penalty", "reward", "together", "side"),
    [
        (0.3, -0.02, (0.2, 0.36), "dissatisfier"),  # from the middle to the low end
        (0.02, -0.3, (-0.4, -0.2), "satisfier"),  # from the high end to the middle
        (-0.02, 0.3, (0.2, 0.4), "satisfier"),  # from the middle to the high end
        (-0.3, 0.02, (-0.4, -0.2), "reliever"),  # from the low end to the middle
        (0.3, -0.3, (-0.1, 0.1), "both"),  # from one end to the other
        (0.3, -0.2, (-0.02, 0.2), "both"),  # which moves more cannot be told
        (0.3, 0.3, (0.5, 0.7), "both"),  # people are divided
    ],
)
def test_the_end_that_moves_more_names_the_side(
    penalty: float, reward: float, together: tuple[float, float], side: str
) -> None:
    assert name_side(penalty, reward, together) == side


def test_by_hand_half_more_are_lost_and_none_fewer_are_won() -> None:
    """40 raters with the issue, 40 without: 30 against 10 lost, 5 against 5 won."""
    has = np.repeat([1.0, 0.0], 40)
    lost = np.r_[np.ones(30), np.zeros(10), np.ones(10), np.zeros(30)]
    won = np.r_[np.zeros(35), np.ones(5), np.zeros(35), np.ones(5)]
    columns = np.column_stack([has, np.ones(80)])
    fit = fit_grouped(
        columns, np.column_stack(list_ends(lost, won)), np.arange(80), np.array([[1.0, 0]]), np.array([39.0])
    )
    (told,) = tell_sides(fit)
    assert told["penalty"] == pytest.approx(0.5)
    assert told["reward"] == pytest.approx(0.0, abs=1e-12)
    assert told["asymmetry"] == pytest.approx(-1.0)
    assert told["side"] == "dissatisfier"
    error = np.sqrt(0.75 * 0.25 / 39 * 2)  # Welch's, of shares with n - 1
    assert told["penalty_high"] == pytest.approx(0.5 + 2.0227 * error, abs=1e-4)


def test_where_nothing_moves_there_is_no_side() -> None:
    has = np.tile([1.0, 0.0], 40)
    lost = np.repeat([1.0, 0.0], 40)
    columns = np.column_stack([has, np.ones(80)])
    fit = fit_grouped(
        columns, np.column_stack(list_ends(lost, 1 - lost)), np.arange(80), np.array([[1.0, 0]]),
        np.array([39.0]),
    )  # fmt: skip
    assert tell_sides(fit)[0]["side"] is None
