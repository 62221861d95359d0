"""Held against Welch's test, statsmodels' clustered errors and invented people."""

import numpy as np
import pytest
from scipy.stats import ttest_ind

from voc.stats.regression import GroupedFit, fit_grouped, remove_columns


def invent_groups(seed: int, n_groups: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(n_groups), rng.integers(1, 4, n_groups))
    columns = np.column_stack([np.ones(len(groups)), rng.random((len(groups), 2)) < 0.4]).astype(float)
    temper = rng.normal(size=n_groups)[groups]
    return columns, columns @ [5, -1, 0.5] + temper + rng.normal(size=len(groups)), groups


def fit_each(
    columns: np.ndarray, outcome: np.ndarray, groups: np.ndarray, freedom: float = 1e6
) -> GroupedFit:
    """Ask for each coefficient."""
    n_columns = columns.shape[1]
    return fit_grouped(columns, outcome[:, None], groups, np.eye(n_columns), np.full(n_columns, freedom))


def test_one_indicator_and_people_who_wrote_once_give_welchs_error() -> None:
    rng = np.random.default_rng(5)
    some, rest = rng.normal(2, 1, 9), rng.normal(3, 2, 30)
    columns = np.column_stack([np.ones(39), np.r_[np.ones(9), np.zeros(30)]])
    fit = fit_each(columns, np.r_[some, rest], np.arange(39), 8)
    welch = ttest_ind(some, rest, equal_var=False)
    assert fit.estimates[1, 0] == pytest.approx(some.mean() - rest.mean())
    assert fit.estimates[1, 0] / fit.errors[1, 0] == pytest.approx(welch.statistic)


def test_clustered_errors_are_statsmodels_but_for_the_small_sample_factor() -> None:
    from statsmodels.regression.linear_model import OLS

    columns, outcome, groups = invent_groups(1, 2_000)
    theirs = OLS(outcome, columns).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    ours = fit_each(columns, outcome, groups)
    assert ours.estimates[:, 0] == pytest.approx(theirs.params)
    assert ours.errors[:, 0] == pytest.approx(theirs.bse, rel=0.003)
    low, high = ours.bound_estimates()
    assert np.column_stack([low, high]) == pytest.approx(theirs.conf_int(), abs=0.002)
    assert ours.test_estimates()[:, 0] == pytest.approx(theirs.pvalues, abs=0.002)


def test_contacts_of_one_customer_count_as_one_answer() -> None:
    columns, outcome, groups = invent_groups(2)
    once = fit_each(columns, outcome, groups)
    thrice = fit_each(np.repeat(columns, 3, axis=0), np.repeat(outcome, 3), np.repeat(groups, 3))
    assert thrice.estimates == pytest.approx(once.estimates)
    assert thrice.errors == pytest.approx(once.errors)


def test_what_others_tell_wholly_is_not_told() -> None:
    columns, outcome, groups = invent_groups(3)
    twin = np.column_stack([columns, columns[:, 1]])
    fit = fit_each(twin, outcome, groups)
    assert np.isnan(fit.estimates[[1, 3], 0]).all()
    assert fit.estimates[2, 0] == pytest.approx(fit_each(columns, outcome, groups).estimates[2, 0])


def test_a_difference_is_told_where_its_terms_are_not() -> None:
    """Two indicators that sum to the constant: no coefficient is told, their difference is."""
    side = np.r_[np.ones(9), np.zeros(30)]
    outcome = np.r_[np.full(9, 2.0), np.linspace(1, 5, 30)]
    columns = np.column_stack([np.ones(39), side, 1 - side])
    contrasts = np.array([[0.0, 1, 0], [0, 1, -1]])
    fit = fit_grouped(columns, outcome[:, None], np.arange(39), contrasts, np.array([8.0, 8]))
    assert np.isnan(fit.estimates[0, 0])
    assert fit.estimates[1, 0] == pytest.approx(2.0 - 3.0)


def test_a_column_of_zeros_is_not_told_and_hurts_nobody() -> None:
    columns, outcome, groups = invent_groups(6)
    with_blank = np.column_stack([columns, np.zeros(len(columns))])
    fit = fit_each(with_blank, outcome, groups)
    assert np.isnan(fit.estimates[3, 0])
    assert fit.estimates[:3] == pytest.approx(fit_each(columns, outcome, groups).estimates)


def test_what_is_removed_leaves_nothing_of_it() -> None:
    columns, outcome, _ = invent_groups(4)
    left = remove_columns(outcome[:, None], columns)
    assert columns.T @ left == pytest.approx(0, abs=1e-9)
