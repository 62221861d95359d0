"""Segmented regression against a published example, hand-computed ratios and another implementation."""

import numpy as np
import pytest
import statsmodels.api as sm

from voc.stats.segmented import design_segments, fit_segments

# Acute coronary events a month in Sicily, 2002 to 2006; smoking was banned in January 2005.
# Bernal, Cummins, Gasparrini (2017), Int. J. Epidemiol. 46(1), 348-355, table of its supplement.
EVENTS = np.array(
    [
        *(728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752),
        *(765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820),
        *(877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912),
    ],
    dtype=np.float64,
)
POPULATION = np.array(
    [
        *(379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6),
        *(375955.5, 378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2),
        *(380966.9, 381240.4, 382104.9, 381802.7, 381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8),
        *(383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4, 388153.2, 388373.2, 386470.1, 386033.2),
        *(383686.4, 385509.3, 385901.9, 386516.6, 388436.5, 383255.2, 390148.7, 385874.9, 391613.6, 391750.4),
        *(394005.6, 391364.9, 391664.6, 389022.3, 391878.5, 388575.3, 392989.0, 390018.8, 390712.3),
    ]
)
BANNED = 36  # months before


def test_the_smoking_ban_of_sicily_comes_out_as_published() -> None:
    design = design_segments(np.arange(len(EVENTS)) - BANNED)[:, :3]
    fit = fit_segments(EVENTS[None], POPULATION[None], design)
    effect, error = fit.coefficients[0, 2], np.sqrt(fit.covariance[0, 2, 2])
    assert np.exp(effect) == pytest.approx(0.89, abs=0.005)  # the published rate ratio
    assert np.exp([effect - 1.96 * error, effect + 1.96 * error]) == pytest.approx([0.86, 0.93], abs=0.005)


def test_it_agrees_with_statsmodels_over_a_known_base() -> None:
    design = design_segments(np.arange(len(EVENTS)) - BANNED)
    ours = fit_segments(EVENTS[None], POPULATION[None], design)
    theirs = sm.GLM(EVENTS, design, family=sm.families.Poisson(), offset=np.log(POPULATION)).fit(tol=1e-12)
    assert ours.coefficients[0] == pytest.approx(theirs.params, rel=1e-6)
    assert np.sqrt(np.diag(ours.covariance[0])) == pytest.approx(theirs.bse, rel=1e-5)


def test_over_a_counted_base_it_is_the_logistic_regression_of_the_shares() -> None:
    counts, others = EVENTS[:30] / 10 // 1, EVENTS[29:59] // 4
    design = design_segments(np.arange(30) - 18)
    ours = fit_segments(counts[None], others[None], design, base_counts=others[None])
    both = np.stack([counts, others], axis=1)
    theirs = sm.GLM(both, design, family=sm.families.Binomial()).fit(tol=1e-12)
    assert ours.coefficients[0] == pytest.approx(theirs.params, rel=1e-6)
    assert np.sqrt(np.diag(ours.covariance[0])) == pytest.approx(theirs.bse, rel=0.02)  # at fitted sums


def test_a_level_alone_is_the_ratio_of_the_totals() -> None:
    counts, base = np.array([[12.0, 8.0, 3.0, 7.0]]), np.array([[100.0, 100.0, 50.0, 150.0]])
    fit = fit_segments(counts, base, np.ones((4, 1)))
    assert np.exp(fit.coefficients[0, 0]) == pytest.approx(30 / 400)
    assert fit.covariance[0, 0, 0] == pytest.approx(1 / 30)
    assert fit.noise == pytest.approx(np.ones((1, 4)))


def test_weeks_of_weight_0_say_nothing() -> None:
    counts, base = np.array([[10.0, 14.0, 900.0, 9.0, 11.0]]), np.full((1, 5), 100.0)
    weights = np.array([[1.0, 1.0, 0.0, 1.0, 1.0]])
    times = np.arange(5) - 2.0
    fit = fit_segments(counts, base, design_segments(times)[:, :2], weights=weights)
    kept = [0, 1, 3, 4]
    alone = fit_segments(counts[:, kept], base[:, kept], design_segments(times[kept])[:, :2])
    assert fit.coefficients == pytest.approx(alone.coefficients)


def test_a_precision_draws_its_coefficient_to_nothing() -> None:
    counts, base = np.array([[5.0, 8.0, 11.0, 17.0, 26.0]]), np.full((1, 5), 50.0)
    design = design_segments(np.arange(5) - 5.0)[:, :2]
    slopes = [
        fit_segments(counts, base, design, precisions=np.array([[0.0, precision]])).coefficients[0, 1]
        for precision in (0.0, 100.0, 1e9)
    ]
    assert slopes[0] > slopes[1] > slopes[2]
    assert slopes[2] == pytest.approx(0.0, abs=1e-5)


def test_many_series_are_fitted_as_each_alone() -> None:
    rng = np.random.default_rng(5)
    counts, base = rng.poisson(8, (6, 20)).astype(np.float64), rng.uniform(50, 90, (6, 20))
    design = design_segments(np.arange(20) - 12)
    together = fit_segments(counts, base, design)
    for n in range(6):
        alone = fit_segments(counts[n : n + 1], base[n : n + 1], design)
        assert together.coefficients[n] == pytest.approx(alone.coefficients[0], rel=1e-6, abs=1e-8)


def test_a_series_that_ends_in_nothing_is_fitted_with_a_finite_drop() -> None:
    counts = np.array([[9.0, 11.0, 8.0, 12.0, 0.0, 0.0, 0.0]])
    loose = np.array([[0.0, 100.0, 1e-3, 100.0]])
    fit = fit_segments(counts, np.full((1, 7), 100.0), design_segments(np.arange(7) - 4), precisions=loose)
    assert np.isfinite(fit.coefficients).all()
    assert fit.fitted[0, 4:].max() < 0.01


@pytest.mark.parametrize("base", [np.zeros((1, 4)), np.ones((1, 5))])
def test_a_base_that_is_no_base_is_refused(base: np.ndarray) -> None:
    with pytest.raises(ValueError, match="base"):
        fit_segments(np.ones((1, 4)), base, np.ones((4, 1)))
