"""What does a week usually bring at this time of the year, given the trend?

Farrington flexible: a quasi-Poisson regression on all history, with a factor for ten parts of the year of
which the one around the week judged is the first, past outbreaks weighed down, and a 2/3-power threshold.
Many series are fitted at once; a loop over a library's GLM would take minutes of every publication.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

YEAR = 52
HALF_WINDOW = 3  # weeks on each side of the same week of earlier years
PARTS = 10  # of the year, of which the window is one
LEFT_OUT = 3  # weeks just before the one judged, which an outbreak may already fill
OUTBREAK = 2.58  # standardised residual beyond which a past week is weighed down
SEASON_SIGNIFICANCE = 0.01
TREND_SIGNIFICANCE = 0.05
MOST_STEPS = 25


@dataclass(frozen=True)
class Regression:
    """Quasi-Poisson regressions of many series on one design."""

    coefficients: Floats  # (n_series, n_columns)
    fitted: Floats  # (n_series, n_weeks)
    covariance: Floats  # (n_series, n_columns, n_columns), not yet times φ
    dispersion: Floats  # (n_series,) φ, 1 or more
    pearson: Floats  # (n_series,) Σ w(y − μ)²/μ
    freedom: Floats  # (n_series,) weeks less columns
    leverage: Floats  # (n_series, n_weeks)


@dataclass(frozen=True)
class SeasonalForecast:
    """What one week was expected to bring by season and trend; arrays are (n_series,)."""

    expected: Floats
    error: Floats  # standard error of `expected`
    dispersion: Floats  # φ
    is_seasonal: Flags  # whether the data show a season at all


def fit_regressions(counts: Floats, exposures: Floats, design: Floats, weights: Floats) -> Regression:
    """Fit quasi-Poisson regressions with a log link by iteratively reweighted least squares.

    Args:
        counts: (n_series, n_weeks).
        exposures: (n_series, n_weeks), the offset before its logarithm.
        design: (n_weeks, n_columns), the first column all 1.
        weights: (n_series, n_weeks), 0 for weeks that do not count.
    """
    n_columns = design.shape[1]
    used = np.where(exposures > 0, weights, 0.0)
    offset = np.log(np.where(exposures > 0, exposures, 1.0))
    mean = np.divide((used * counts).sum(axis=1), (used * exposures).sum(axis=1).clip(1e-12))
    beta = np.zeros((len(counts), n_columns))
    beta[:, 0] = np.log(np.maximum(mean, 1e-8))
    ridge = 1e-9 * np.eye(n_columns)
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    square = (-1, n_columns, n_columns)
    for _ in range(MOST_STEPS):
        fitted = np.exp(np.clip(beta @ design.T + offset, -20, 20))
        inner = ((used * fitted) @ products).reshape(square) + ridge
        step = np.linalg.solve(inner, ((used * (counts - fitted)) @ design)[:, :, None])[:, :, 0]
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max(initial=0.0) < 1e-8:
            break
    fitted = np.exp(np.clip(beta @ design.T + offset, -20, 20))
    covariance = np.asarray(
        np.linalg.inv(((used * fitted) @ products).reshape(square) + ridge), dtype=np.float64
    )
    spread = covariance.reshape(len(counts), -1) @ products.T
    pearson = (used * (counts - fitted) ** 2 / fitted).sum(axis=1)
    freedom = np.maximum((used > 0).sum(axis=1) - n_columns, 1).astype(np.float64)
    phi = np.maximum(pearson / freedom, 1.0)
    return Regression(beta, fitted, covariance, phi, pearson, freedom, used * fitted * spread)


def standardise_residuals(counts: Floats, fit: Regression) -> Floats:
    """Standardise Anscombe residuals: 3/2·(y^⅔·μ^−⅙ − μ^½)/√(φ(1 − h))."""
    raw = 1.5 * (counts ** (2 / 3) * fit.fitted ** (-1 / 6) - np.sqrt(fit.fitted))
    known = np.sqrt(fit.dispersion[:, None] * np.maximum(1 - fit.leverage, 1e-6))
    return np.asarray(raw / known, dtype=np.float64)


def weigh_outbreaks(residuals: Floats, used: Flags, threshold: float = OUTBREAK) -> Floats:
    """Weigh past weeks: those beyond the threshold by s⁻², all weights adding up to the number of weeks used.

    References:
        Farrington et al. (1996), J. R. Stat. Soc. A 159(3), 547-563, section 3.6; threshold after Noufaily.
    """
    raw = np.where(residuals > threshold, 1 / np.maximum(residuals, 1e-9) ** 2, 1.0) * used
    return np.asarray(
        raw * used.sum(axis=1, keepdims=True) / np.maximum(raw.sum(axis=1, keepdims=True), 1e-12)
    )


def bound_farrington(
    expected: Floats, error: Floats, dispersion: Floats, *, alpha: float, power: float = 2 / 3
) -> tuple[Floats, Floats]:
    """Bound the count to come, symmetrically after raising it to a power that takes the skewness away.

    Args:
        expected: μ.
        error: Standard error of μ.
        dispersion: φ.
        alpha: Left beyond each bound.
        power: 2/3 for Poisson-like counts, 1/2, or 1.
    """
    from statistics import NormalDist

    reach = NormalDist().inv_cdf(1 - alpha) * _spread_power(expected, error, dispersion, power)
    middle = expected**power
    return np.maximum(middle - reach, 0.0) ** (1 / power), (middle + reach) ** (1 / power)


def calculate_farrington_tail(
    observed: npt.ArrayLike, expected: Floats, error: Floats, dispersion: Floats, *, power: float = 2 / 3
) -> Floats:
    """Calculate how odd a count is that is at least as large, on the scale of `bound_farrington`."""
    from scipy.special import ndtr  # lazily: readings must not pay for it

    spread = _spread_power(expected, error, dispersion, power)
    beyond = np.asarray(observed, dtype=np.float64) ** power - expected**power
    return np.asarray(ndtr(-beyond / spread), dtype=np.float64)


def _spread_power(expected: Floats, error: Floats, dispersion: Floats, power: float) -> Floats:
    tau = dispersion + error**2 / expected
    return np.asarray(power * expected ** (power - 0.5) * np.sqrt(tau), dtype=np.float64)


def lay_seasons(week: int) -> Floats:
    """Lay out the parts of the year of the weeks before one: (week, 9) indicators; all 0 in its own window.

    The window is the same week of each year and three on each side; the rest of the year falls into nine
    parts of five weeks.
    """
    back = (week - np.arange(week)) % YEAR
    part = np.where(
        (back <= HALF_WINDOW) | (back >= YEAR - HALF_WINDOW), 0, 1 + (back - HALF_WINDOW - 1) // 5
    )
    return np.asarray(part[:, None] == np.arange(1, PARTS)[None, :], dtype=np.float64)


def forecast_season(counts: Floats, exposures: Floats, exposure: Floats, usable: Flags) -> SeasonalForecast:
    """Forecast the week after those given, by season and, where it is real, trend.

    The trend stays only if it is significant (0.05) and does not foretell more than was ever seen. The
    season is taken for real where an F test over the ten parts says so (0.01): without one, a year-old
    window of seven weeks tells less than the last twenty.

    Args:
        counts: (n_series, n_weeks), all history before the week; a year of it at least.
        exposures: (n_series, n_weeks).
        exposure: (n_series,) of the week.
        usable: (n_series, n_weeks) which weeks count.

    References:
        Noufaily et al. (2012), Stat. Med. 32(7), 1206-1222. doi:10.1002/sim.5595; as in R's surveillance,
        `farringtonFlexible`, with noPeriods = 10, pastWeeksNotIncluded = 3, but years of 52 weeks.
    """
    from scipy.special import fdtrc, ndtr

    week = counts.shape[1]
    used = usable & (np.arange(week) < week - LEFT_OUT) & (exposures > 0)
    time = ((np.arange(week) - week) / YEAR)[:, None]
    constant, season = np.ones((week, 1)), lay_seasons(week)
    trended = np.concatenate([constant, time, season], axis=1)
    weights = _weigh_history(counts, exposures, trended, used)
    whole = fit_regressions(counts, exposures, trended, weights)
    flat = fit_regressions(counts, exposures, trended[:, :2], weights)
    gain = np.maximum(flat.pearson - whole.pearson, 0.0) / (PARTS - 1) / whole.dispersion
    is_seasonal = fdtrc(PARTS - 1, whole.freedom, gain) < SEASON_SIGNIFICANCE
    z = whole.coefficients[:, 1] / np.sqrt(whole.dispersion * whole.covariance[:, 1, 1])
    rates = np.where(used, counts / np.maximum(exposures, 1e-12), 0.0)
    keeps = (2 * ndtr(-np.abs(z)) < TREND_SIGNIFICANCE) & (
        np.exp(np.clip(whole.coefficients[:, 0], -30, 30)) <= rates.max(axis=1, initial=0.0)
    )
    level = fit_regressions(counts, exposures, np.delete(trended, 1, axis=1), weights)
    phi = np.where(keeps, whole.dispersion, level.dispersion)
    intercept = np.where(keeps, whole.coefficients[:, 0], level.coefficients[:, 0])
    variance = np.where(keeps, whole.covariance[:, 0, 0], level.covariance[:, 0, 0])
    expected = np.exp(np.clip(intercept, -30, 30)) * exposure
    return SeasonalForecast(expected, np.sqrt(phi * variance) * expected, phi, is_seasonal)


def _weigh_history(counts: Floats, exposures: Floats, design: Floats, used: Flags) -> Floats:
    first = fit_regressions(counts, exposures, design, used.astype(np.float64))
    return weigh_outbreaks(standardise_residuals(counts, first), used)
