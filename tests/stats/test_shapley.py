"""Published values: relaimpo 2.2-7, `calc.relimp(type = "lmg")`, on R's swiss and mtcars."""

import numpy as np
import pytest

from voc.stats.shapley import split_variance

# fmt: off
SWISS = np.array([  # Fertility, Agriculture, Examination, Education, Catholic, Infant.Mortality
    80.2,17,15,12,9.96,22.2, 83.1,45.1,6,9,84.84,22.2, 92.5,39.7,5,5,93.4,20.2, 85.8,36.5,12,7,33.77,20.3,
    76.9,43.5,17,15,5.16,20.6, 76.1,35.3,9,7,90.57,26.6, 83.8,70.2,16,7,92.85,23.6, 92.4,67.8,14,8,97.16,24.9,
    82.4,53.3,12,7,97.67,21, 82.9,45.2,16,13,91.38,24.4, 87.1,64.5,14,6,98.61,24.5, 64.1,62,21,12,8.52,16.5,
    66.9,67.5,14,7,2.27,19.1, 68.9,60.7,19,12,4.43,22.7, 61.7,69.3,22,5,2.82,18.7, 68.3,72.6,18,2,24.2,21.2,
    71.7,34,17,8,3.3,20, 55.7,19.4,26,28,12.11,20.2, 54.3,15.2,31,20,2.15,10.8, 65.1,73,19,9,2.84,20,
    65.5,59.8,22,10,5.23,18, 65,55.1,14,3,4.52,22.4, 56.6,50.9,22,12,15.14,16.7, 57.4,54.1,20,6,4.2,15.3,
    72.5,71.2,12,1,2.4,21, 74.2,58.1,14,8,5.23,23.8, 72,63.5,6,3,2.56,18, 60.5,60.8,16,10,7.72,16.3,
    58.3,26.8,25,19,18.46,20.9, 65.4,49.5,15,8,6.1,22.5, 75.5,85.9,3,2,99.71,15.1, 69.3,84.9,7,6,99.68,19.8,
    77.3,89.7,5,2,100,18.3, 70.5,78.2,12,6,98.96,19.4, 79.4,64.9,7,3,98.22,20.2, 65,75.9,9,9,99.06,17.8,
    92.2,84.6,3,3,99.46,16.3, 79.3,63.1,13,13,96.83,18.1, 70.4,38.4,26,12,5.62,20.3,
    65.7,7.7,29,11,13.79,20.5, 72.7,16.7,22,13,11.22,18.9, 64.4,17.6,35,32,16.92,23, 77.6,37.6,15,7,4.97,20,
    67.6,18.7,25,7,8.65,19.5, 35,1.2,37,53,42.34,18, 44.7,46.6,16,29,50.43,18.2, 42.8,27.7,22,29,58.33,19.3,
]).reshape(-1, 6)
MTCARS = np.array([  # mpg, cyl, disp, hp, gear
    21,6,160,110,4, 21,6,160,110,4, 22.8,4,108,93,4, 21.4,6,258,110,3, 18.7,8,360,175,3, 18.1,6,225,105,3,
    14.3,8,360,245,3, 24.4,4,146.7,62,4, 22.8,4,140.8,95,4, 19.2,6,167.6,123,4, 17.8,6,167.6,123,4,
    16.4,8,275.8,180,3, 17.3,8,275.8,180,3, 15.2,8,275.8,180,3, 10.4,8,472,205,3, 10.4,8,460,215,3,
    14.7,8,440,230,3, 32.4,4,78.7,66,4, 30.4,4,75.7,52,4, 33.9,4,71.1,65,4, 21.5,4,120.1,97,3,
    15.5,8,318,150,3, 15.2,8,304,150,3, 13.3,8,350,245,3, 19.2,8,400,175,3, 27.3,4,79,66,4, 26,4,120.3,91,5,
    30.4,4,95.1,113,5, 15.8,8,351,264,5, 19.7,6,145,175,5, 15,8,301,335,5, 21.4,4,121,109,4,
]).reshape(-1, 5)
# fmt: on
PUBLISHED = [
    (SWISS, [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265]),
    (MTCARS, [0.2470520332352, 0.2434995947956, 0.2109128995443, 0.0777251114079]),
]


def split_centred(table: np.ndarray) -> np.ndarray:
    centred = table - table.mean(axis=0)
    return split_variance(centred[:, 1:], centred[:, 0])


@pytest.mark.parametrize(("table", "expected"), PUBLISHED, ids=["swiss", "mtcars"])
def test_shares_are_those_that_relaimpo_publishes(table: np.ndarray, expected: list[float]) -> None:
    assert split_centred(table) == pytest.approx(expected, abs=1e-9)


def test_two_columns_by_hand() -> None:
    """r12 = .5, r1 = .6, r2 = .4: R² = .28/.75; the first gains .36 alone and R² − .16 after the other."""
    together = np.linalg.cholesky(np.array([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]]))
    found = split_variance(together.T[:, :2], together.T[:, 2])
    whole = 0.28 / 0.75
    assert found == pytest.approx([(0.36 + whole - 0.16) / 2, (0.16 + whole - 0.36) / 2], abs=1e-9)


def test_with_many_columns_sampled_orders_come_near_the_exact_shares() -> None:
    rng = np.random.default_rng(1)
    shared = rng.normal(size=(400, 1))
    some = rng.normal(size=(400, 6)) + 0.8 * shared
    outcome = some @ [1, 0.8, 0.5, 0.3, 0.1, 0] + rng.normal(size=400)
    centred = np.column_stack([outcome, some]) - np.column_stack([outcome, some]).mean(axis=0)
    exact = split_variance(centred[:, 1:], centred[:, 0])
    blank = np.zeros((400, 1))
    idle = np.linalg.qr(np.column_stack([centred, rng.normal(size=(400, 30))]))[0][
        :, 7:
    ]  # tell nothing of it
    sampled = split_variance(np.column_stack([centred[:, 1:], idle, blank]), centred[:, 0])
    assert sampled[:6] == pytest.approx(exact, abs=0.05 * exact.sum())
    assert sampled[6:36] == pytest.approx(0, abs=1e-9)
    assert sampled.sum() == pytest.approx(exact.sum(), abs=1e-9)


def test_columns_that_repeat_each_other_share_alike() -> None:
    rng = np.random.default_rng(2)
    column = rng.normal(size=200)
    outcome = column + rng.normal(size=200)
    column, outcome = column - column.mean(), outcome - outcome.mean()
    alone = split_variance(column[:, None], outcome)[0]
    assert split_variance(np.column_stack([column, column]), outcome) == pytest.approx(
        [alone / 2] * 2, abs=1e-4
    )


def test_nothing_differs_so_nothing_is_shared() -> None:
    column = np.array([[1.0], [-1.0]])
    assert split_variance(column, np.zeros(2)).tolist() == [0.0]
    assert split_variance(np.zeros((2, 3)), np.array([1.0, -1.0])).tolist() == [0.0, 0.0, 0.0]
