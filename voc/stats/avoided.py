"""How many contacts came less than would have, had nothing changed?

The weeks before the change say what would have come: a level and a trend over the base, carried on. A
trend read from few weeks is carried on only as far as peers' trends go: it is drawn to 0, and how far it
may be off widens the interval. Without that, a dozen quiet weeks would foretell anything.
"""

from dataclasses import dataclass

import numpy as np

from voc.stats.residuals import (
    PRIOR_AUTOCORRELATION,
    Scatter,
    estimate_autocorrelation,
    estimate_peer_autocorrelation,
    estimate_scatter,
)
from voc.stats.segmented import (
    LOOSE_SCATTER,
    WIDEST_LOG,
    Floats,
    SegmentFit,
    design_segments,
    fit_segments,
)

LEAST_TREND_SCATTER = 0.03  # a week, on the log scale: an issue may double in half a year by itself
MOST_TREND_SCATTER = 0.10
MIDDLE_SQUARE = 0.4549  # the median of a squared standard normal variate
PRIOR_ROUNDS = 4
TAIL = 3.0  # degrees of freedom of the Student prior of a trend
CONFIDENCE = 0.95
NORMAL_QUANTILE = 1.959964


@dataclass(frozen=True)
class PeerHabits:
    """How untouched series behave: what may be expected of one that nobody touched."""

    trend_scatter: float = LEAST_TREND_SCATTER  # standard deviation of trends, per week, log scale
    autocorrelation: float = PRIOR_AUTOCORRELATION  # at lag 1, of what scatters beyond Poisson's share


@dataclass(frozen=True)
class Unchanged:
    """What would have come without the change, for each series."""

    expected: Floats  # (n_series, n_weeks)
    low: Floats  # (n_series, n_weeks) 95 % bounds of that mean
    high: Floats
    fit: SegmentFit  # level and trend, of the weeks before
    scatter: Scatter
    inflation: Floats  # (n_series,) of a variance over independent weeks, 1 or more
    quantile: Floats  # (n_series,) Student's, of the confidence


@dataclass(frozen=True)
class Avoided:
    """Contacts avoided in all weeks after the change, with 95 % bounds; below 0 where there were more."""

    expected: Floats  # (n_series,) without the change
    observed: Floats
    avoided: Floats
    low: Floats
    high: Floats
    ratio_low: Floats  # 95 % bounds of observed over expected
    ratio_high: Floats


def learn_peer_habits(counts: Floats, reference: Floats, times: Floats) -> PeerHabits:
    """Learn from untouched series how far trends go and whether high weeks follow high ones.

    Trends are those of the weeks before, against the reference: their second moment about 0, less
    what sampling alone makes, so that a trend of all of them counts as well.

    Args:
        counts: (n_series, n_weeks); none gives what is held of series that nothing is known of.
        reference: (n_series, n_weeks) what rates are taken of; weeks where it is 0 are left out.
        times: (n_weeks,) weeks since the change.

    References:
        DerSimonian, Laird (1986), Controlled Clinical Trials 7(3), 177-188 (scatter beyond sampling).
    """
    if len(counts) == 0:
        return PeerHabits()
    used = (reference > 0).astype(np.float64)
    design = design_segments(times)
    whole = _fit_loosely(counts, reference, design, used, None)
    before = used * (times < 0)
    loose = np.tile([0.0, 1 / MOST_TREND_SCATTER**2], (len(counts), 1))
    trends = fit_segments(counts, reference, design[:, :2], weights=before, precisions=loose)
    sampling = 1 / np.maximum(1 / np.maximum(trends.covariance[:, 1, 1], 1e-12) - loose[:, 1], 1e-9)
    known = sampling < MOST_TREND_SCATTER**2
    middle = np.median(trends.coefficients[known, 1] ** 2) / MIDDLE_SQUARE if known.any() else 0.0
    scatter = float(np.sqrt(max(middle - np.median(sampling[known]), 0.0))) if known.any() else 0.0
    return PeerHabits(
        float(np.clip(scatter, LEAST_TREND_SCATTER, MOST_TREND_SCATTER)),
        estimate_peer_autocorrelation(counts, whole, design),
    )


def forecast_unchanged(
    counts: Floats,
    base: Floats,
    times: Floats,
    *,
    weights: Floats,
    base_counts: Floats | None,
    trend_scatter: Floats,
    autocorrelation: Floats,
) -> Unchanged:
    """Forecast what would have come without the change, from the weeks before it.

    Dispersion and autocorrelation come from the segmented regression of all weeks (level and trend
    before, other ones after), the forecast from a level and a trend of those before.

    Args:
        counts: (n_series, n_weeks).
        base: (n_series, n_weeks), above 0 wherever the weight is.
        times: (n_weeks,) weeks since the change, below 0 before it.
        weights: (n_series, n_weeks), 0 leaves a week out.
        base_counts: (n_series, n_weeks) where the base scatters as counts do; None: it is known.
        trend_scatter: (n_series,) of `PeerHabits`.
        autocorrelation: (n_series,) of `PeerHabits`.
    """
    design = design_segments(times)
    before = weights * (times < 0)
    whole = _fit_loosely(counts, base, design, weights, base_counts)
    wanders = estimate_autocorrelation(counts, whole, design, autocorrelation)
    scatter = estimate_scatter(counts, whole, design, wanders, weights * _weigh_weeks(whole, before))
    fit = _fit_trend(counts, base, design[:, :2], before, base_counts, scatter.dispersion, trend_scatter)
    quantile = _find_quantile(scatter.freedom)
    after = weights * (times >= 0)
    inflation = _inflate_variance(fit, design[:, :2], before, after, scatter)
    spread = np.einsum("ti,nij,tj->nt", design[:, :2], fit.covariance, design[:, :2])
    widths = quantile[:, None] * np.sqrt(spread * (scatter.dispersion * inflation)[:, None])
    reach = np.exp(np.minimum(widths, WIDEST_LOG))
    return Unchanged(fit.fitted, fit.fitted / reach, fit.fitted * reach, fit, scatter, inflation, quantile)


def bound_avoided(counts: Floats, unchanged: Unchanged, times: Floats, weights: Floats) -> Avoided:
    """Bound the contacts avoided over all weeks after the change.

    Expected less observed; the expected total is lognormal about its forecast, the observed one
    gamma (Garwood's lower bound, and the upper one at half a contact more), and the bounds of the
    difference are put together from those of both. Student's quantile allows for a dispersion that is
    itself estimated.

    References:
        Zou, Donner (2008), Statistics in Medicine 27(10), 1693-1702 (MOVER); Fay, Feuer (1997) 16(7).
    """
    after = weights * (times >= 0)
    expected = (unchanged.expected * after).sum(axis=1)
    observed = (counts * after).sum(axis=1)
    width = unchanged.quantile * np.sqrt(_measure_log_variance(unchanged, times, after))
    reach = np.minimum(width, WIDEST_LOG)
    low_expected, high_expected = expected * np.exp(-reach), expected * np.exp(reach)
    unit = unchanged.scatter.dispersion * unchanged.inflation * (unchanged.quantile / NORMAL_QUANTILE) ** 2
    low_observed, high_observed = _bound_totals(observed, unit)
    avoided = expected - observed
    low = avoided - np.hypot(expected - low_expected, high_observed - observed)
    high = avoided + np.hypot(high_expected - expected, observed - low_observed)
    ratio = observed / np.maximum(expected, 1e-9)
    up = np.hypot(reach, np.log(high_observed / np.maximum(observed, 0.5)))
    down = np.hypot(reach, np.log(np.maximum(observed, 0.5) / np.maximum(low_observed, 1e-9)))
    ratio_high = np.maximum(observed, 0.5) / np.maximum(expected, 1e-9) * np.exp(up)
    return Avoided(expected, observed, avoided, low, high, ratio * np.exp(-down), ratio_high)


def foresee_power(unchanged: Unchanged, n_weeks: int, drop: float, weekly_base: Floats) -> Floats:
    """Foresee with which probability a drop by that share would be told from none after n weeks.

    By the normal approximation on the log scale: Φ(−ln(1 − drop)/σ − q), σ² = Var ln forecast +
    φ/(observed total).

    Args:
        unchanged: The forecast.
        n_weeks: Weeks after the change, at least 1.
        drop: Strictly between 0 and 1; 0.5 is a halving.
        weekly_base: (n_series,) the base of a week to come.

    Returns:
        (n_series,) from 0 to 1.
    """
    from scipy.special import ndtr

    times = np.arange(n_weeks, dtype=np.float64)
    coefficients = unchanged.fit.coefficients
    weekly = weekly_base[:, None] * np.exp(
        np.clip(coefficients @ np.stack([np.ones(n_weeks), times]), -WIDEST_LOG, WIDEST_LOG)
    )
    expected = np.maximum(weekly.sum(axis=1), 1e-9)
    pull = np.stack([np.ones(len(expected)), (weekly * times).sum(axis=1) / expected], axis=1)
    unit = unchanged.scatter.dispersion * unchanged.inflation
    variance = np.einsum("ni,nij,nj->n", pull, unchanged.fit.covariance, pull) * unit
    variance = variance + unit / (expected * (1 - drop))
    return np.asarray(ndtr(-np.log1p(-drop) / np.sqrt(variance) - unchanged.quantile), dtype=np.float64)


def _fit_trend(
    counts: Floats,
    base: Floats,
    design: Floats,
    before: Floats,
    base_counts: Floats | None,
    dispersion: Floats,
    trend_scatter: Floats,
) -> SegmentFit:
    """Fit level and trend; the trend has a Student prior, so that one that is plain is left alone."""
    trend = np.zeros(len(counts))
    for _ in range(PRIOR_ROUNDS):
        precision = (TAIL + 1) / (TAIL * trend_scatter**2 + trend**2)
        held = np.stack([np.zeros(len(counts)), dispersion * precision], axis=1)
        fit = fit_segments(counts, base, design, weights=before, base_counts=base_counts, precisions=held)
        trend = fit.coefficients[:, 1]
    return fit


def _fit_loosely(
    counts: Floats, base: Floats, design: Floats, weights: Floats, base_counts: Floats | None
) -> SegmentFit:
    """Fit all segments; trends are held from running away where one segment holds next to nothing."""
    held = [0.0 if scatter is None else 1 / scatter**2 for scatter in LOOSE_SCATTER]
    precisions = np.tile(held, (len(counts), 1))
    return fit_segments(counts, base, design, weights=weights, base_counts=base_counts, precisions=precisions)


def _weigh_weeks(whole: SegmentFit, before: Floats) -> Floats:
    """Weigh residuals by what was to be expected: after a drop to next to nothing there is no scatter."""
    usual = (whole.fitted * before).sum(axis=1) / np.maximum(before.sum(axis=1), 1e-9)
    return np.asarray(np.minimum(1.0, whole.fitted / np.maximum(usual, 1e-9)[:, None]))


def _measure_log_variance(unchanged: Unchanged, times: Floats, after: Floats) -> Floats:
    expected = unchanged.expected * after
    total = np.maximum(expected.sum(axis=1), 1e-9)
    pull = np.stack([np.ones(len(total)), (expected * times).sum(axis=1) / total], axis=1)
    variance = np.einsum("ni,nij,nj->n", pull, unchanged.fit.covariance, pull)
    counted = (expected * (unchanged.fit.noise - 1)).sum(axis=1) / total**2  # the base's own scatter
    return np.asarray((variance + counted) * unchanged.scatter.dispersion * unchanged.inflation)


def _inflate_variance(
    fit: SegmentFit, design: Floats, before: Floats, after: Floats, scatter: Scatter
) -> Floats:
    """How much larger the variance of forecast less observed is than if weeks were independent."""
    expected = fit.fitted * after
    total = np.maximum(expected.sum(axis=1), 1e-9)
    pull = (expected @ design) / total[:, None]
    shares = np.einsum("ni,nij,tj->nt", pull, fit.covariance, design) * before / fit.noise
    moved = (shares - after / total[:, None]) * np.sqrt(fit.fitted * fit.noise)
    alone = np.maximum((moved**2).sum(axis=1), 1e-300)
    together = np.einsum("ni,nij,nj->n", moved, scatter.correlation, moved)
    return np.asarray(np.maximum(1.0, together / alone))


def _find_quantile(freedom: Floats) -> Floats:
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, (1 + CONFIDENCE) / 2), dtype=np.float64)


def _bound_totals(totals: Floats, unit: Floats) -> tuple[Floats, Floats]:
    from scipy.special import gammaincinv

    tail = (1 - CONFIDENCE) / 2
    low = np.where(totals > 0, gammaincinv(np.maximum(totals / unit, 1e-9), tail) * unit, 0.0)
    return np.asarray(low), np.asarray(gammaincinv(totals / unit + 0.5, 1 - tail) * unit)
