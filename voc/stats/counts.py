"""What count was to be expected this week, and how odd is the one we got?

Every rate has a denominator: when all volume doubles with the same mix, nothing is odd. Rates are
taken by stratum (a source of contacts), because a wave of surveys brings more of what surveys say.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

POOL_WEIGHT = 12.0  # weeks that the scatter of all series together is worth, at least
MOST_POOLED = 60.0  # and at most, however alike they are
LEAST_SERIES = 8  # that tell how alike they are
CUT_OFF = 2.5  # times the middle scatter, beyond which something happened
HALF_A_CONTACT = 0.5  # what a reference without a single contact is taken to hold (Jeffreys' prior)


@dataclass(frozen=True)
class CountForecast:
    """What one week was expected to bring, for each series."""

    expected: Floats  # (n_series,) mean, in contacts; 0 where the reference holds none
    variance: Floats  # (n_series,) of the count that will be seen, never below the mean's
    dispersion: Floats  # (n_series,) φ, 1 or more
    floor: Floats  # (n_series,) mean that half a contact in the whole reference would give


def forecast_counts(
    counts: Floats,
    exposures: Floats,
    exposure: Floats,
    reference: Flags | None = None,
    *,
    worlds: int = 1,
) -> CountForecast:
    """Forecast counts from reference weeks, given the exposure of the week to come.

    With one stratum: m = Σy/ΣE, expected = m·E and variance = φ·m·E·(1 + E/ΣE), φ after
    `estimate_dispersions`; the last factor is the uncertainty of m itself. With several strata,
    expected and variance add up over them (indirect standardisation) and φ is that of the total.
    A stratum without exposure in the reference adds nothing.

    Args:
        counts: (n_strata, n_series, n_weeks) contacts.
        exposures: (n_strata, n_weeks) or (n_strata, n_series, n_weeks), not negative; in all contacts,
            orders or customers.
        exposure: (n_strata,) or (n_strata, n_series), of the week or weeks forecast.
        reference: (n_series, n_weeks), which weeks count; all where None.
        worlds: How many equal groups of series lie one after the other; scatter is pooled within each.

    Raises:
        ValueError: shapes do not fit.

    References:
        Farrington et al. (1996), J. R. Stat. Soc. A 159(3), 547-563, without season and trend. With
        φ = 1 it is the Bayesian predictive distribution NB(Σy, ΣE/(ΣE+E)) of a Poisson rate.
    """
    n_strata, n_series, n_weeks = counts.shape
    fitting = ((n_strata, n_weeks), (n_strata, n_series, n_weeks))
    if exposures.shape not in fitting or exposure.shape not in ((n_strata,), (n_strata, n_series)):
        raise ValueError(f"exposures {exposures.shape}, {exposure.shape} do not fit counts {counts.shape}")
    chosen = np.ones((n_series, n_weeks)) if reference is None else reference.astype(np.float64)
    each = exposures if exposures.ndim == 3 else exposures[:, None, :]
    coming = exposure if exposure.ndim == 2 else exposure[:, None]
    held = (counts * chosen).sum(axis=2)
    base = (each * chosen).sum(axis=2)
    rate = np.divide(held, base, out=np.zeros_like(held), where=base > 0)
    reach = np.divide(coming, base, out=np.zeros_like(base), where=base > 0)
    fitted = (rate[:, :, None] * each).sum(axis=0) * chosen
    phi = estimate_dispersions(counts.sum(axis=0) * chosen, fitted, worlds=worlds)
    mean = rate * coming
    return CountForecast(
        expected=mean.sum(axis=0),
        variance=_widen_dispersion(phi, chosen) * (mean * (1 + reach)).sum(axis=0),
        dispersion=phi,
        floor=HALF_A_CONTACT * _divide_totals(coming, base),
    )


def estimate_dispersions(counts: Floats, fitted: Floats, *, worlds: int = 1) -> Floats:
    """Estimate how much more the counts of each series scatter than Poisson's would.

    A series' own Pearson χ²/(n − 1) over a dozen weeks is too rough: too small, it alarms for
    nothing, too large, it hides what is there. So it is drawn towards that of all series together,
    as if that were known from `POOL_WEIGHT` weeks. A lone series is on its own.

    Args:
        counts: (n_series, n_weeks).
        fitted: (n_series, n_weeks) means; weeks with a mean of 0 are left out.
        worlds: How many equal groups of series lie one after the other, each with a scatter of its own.

    Returns:
        (n_series,) φ, 1 or more.

    References:
        The pooling is that of Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3(1), with a fixed weight.
    """
    known = fitted > 0
    squares = np.divide((counts - fitted) ** 2, fitted, out=np.zeros_like(fitted), where=known).sum(axis=1)
    freedom = np.maximum(known.sum(axis=1) - 1, 0).astype(np.float64)
    means = np.divide(fitted.sum(axis=1), known.sum(axis=1), out=np.zeros_like(freedom), where=freedom > 0)
    drawn = [
        (own + weight * together) / (free + weight)
        for own, free, mean in zip(
            np.split(squares, worlds), np.split(freedom, worlds), np.split(means, worlds), strict=True
        )
        for together, weight in [pool_scatter(own, free, mean)]
    ]
    return np.asarray(np.maximum(1.0, np.concatenate(drawn)), dtype=np.float64)


def pool_scatter(squares: Floats, freedom: Floats, means: Floats) -> tuple[float, float]:
    """Pool the scatter of all series, and weigh how many weeks it is worth, from how alike theirs is.

    A series in which something happened says nothing of the others: beyond 2.5 times the middle one, scatter
    is cut. What the scatters vary among themselves beyond what chance gives is their true spread τ² (of
    squared relative deviations); as scaled inverse χ², a prior worth d₀ = 4 + 2/τ² weeks has it. Never
    below 12, nor above 60.

    Args:
        squares: (n_series,) Pearson χ².
        freedom: (n_series,) its degrees of freedom.
        means: (n_series,) mean count.

    Returns:
        The scatter of all together, not cut off at 1, and the weeks it is worth.
    """
    told = (means >= 1) & (freedom >= 8)
    if told.sum() < LEAST_SERIES:
        return float(squares.sum() / max(float(freedom.sum()), 1.0)), POOL_WEIGHT
    free, mean = freedom[told], means[told]
    scatter = squares[told] / free
    scatter = np.minimum(scatter, CUT_OFF * np.median(scatter))
    together = max(float((scatter * free).sum() / free.sum()), 1e-9)
    phi = max(together, 1.0)
    kurtosis = 6 * (phi - 1) / mean + 1 / (phi * mean)  # excess, of the negative binomial
    by_chance = float(((2 + kurtosis) / free).mean())
    spread = (float(scatter.var()) / together**2 - by_chance) / (1 + by_chance)
    return together, float(np.clip(4 + 2 / max(spread, 1e-9), POOL_WEIGHT, MOST_POOLED))


def calculate_upper_tail(observed: npt.ArrayLike, forecast: CountForecast) -> Floats:
    """Calculate P(Y >= observed): small where there are oddly many.

    Y is negative binomial with the forecast's mean and variance. A reference without a contact is
    taken to hold half a one, so that something never heard before has a p-value too.
    """
    from scipy.stats import nbinom  # lazily: a second of import that readings must not pay

    size, chance = _fit_negative_binomial(forecast)
    return np.asarray(nbinom.sf(np.asarray(observed, dtype=np.float64) - 1, size, chance), dtype=np.float64)


def calculate_lower_tail(observed: npt.ArrayLike, forecast: CountForecast) -> Floats:
    """Calculate P(Y <= observed): small where there are oddly few."""
    from scipy.stats import nbinom

    size, chance = _fit_negative_binomial(forecast)
    return np.asarray(nbinom.cdf(np.asarray(observed, dtype=np.float64), size, chance), dtype=np.float64)


def _widen_dispersion(phi: Floats, chosen: Floats) -> Floats:
    """Widen what scatters beyond Poisson by what is not known of it, as Student's t does: d/(d − 2)."""
    freedom = np.maximum(chosen.sum(axis=1) - 1, 0) + POOL_WEIGHT
    return np.asarray(1 + (phi - 1) * freedom / (freedom - 2), dtype=np.float64)


def bound_counts(forecast: CountForecast, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Bound the count to come: the least interval of whole counts that holds it with this confidence.

    Returns:
        Lower and upper bounds, both included; each tail holds at most half of what is left.
    """
    from scipy.stats import nbinom

    size, chance = _fit_negative_binomial(forecast)
    tail = (1 - confidence) / 2
    return np.asarray(nbinom.ppf(tail, size, chance)), np.asarray(nbinom.ppf(1 - tail, size, chance))


def _fit_negative_binomial(forecast: CountForecast) -> tuple[Floats, Floats]:
    """Match mean and variance: size = μ²/(v−μ), chance = μ/v (v > μ, since m is never known exactly)."""
    mean = np.maximum(np.maximum(forecast.expected, forecast.floor), 1e-9)
    known = (forecast.expected > 0) & (forecast.expected >= forecast.floor)
    variance = np.where(known, forecast.variance, forecast.dispersion * mean * (1 + 2 * mean))
    variance = np.maximum(variance, mean * 1.000001)
    return mean**2 / (variance - mean), mean / variance


def _divide_totals(coming: Floats, base: Floats) -> Floats:
    total = np.where(base > 0, coming, 0.0).sum(axis=0)
    whole = base.sum(axis=0)
    return np.asarray(np.divide(total, whole, out=np.zeros_like(whole), where=whole > 0), dtype=np.float64)
