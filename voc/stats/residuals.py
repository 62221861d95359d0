"""How much do weekly counts scatter about what was fitted, and does a high week follow a high one?

Twenty weeks tell this badly for one series, and the usual robust errors (HAC) are far too small there. So
what a series' own residuals say is drawn towards what those of all its peers say, and the few weeks are
allowed for: residuals are less scattered and less alike than the errors, by what the fit took.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.stats.segmented import Floats, SegmentFit

FURTHEST_RESIDUAL = 6.0  # a wilder week counts as this
LEAST_LATENT = 0.02  # of Poisson's share, that is taken to scatter beyond it
WILDEST_PEER = 2.0  # times the middle peer's scatter
PRIOR_AUTOCORRELATION = 0.2  # of what scatters beyond Poisson's share, where nothing is known
PRIOR_SCATTER = 0.3  # how far a series' may be from its peers', and theirs from that
MOST_AUTOCORRELATION = 0.95
ROUNDS = 2
GRID: Floats = np.round(np.arange(-0.6, 0.96, 0.05), 2)  # of ρ


@dataclass(frozen=True)
class Scatter:
    """How counts scatter about their means, for each series: covariance φ·√(v_i·v_j)·correlation."""

    dispersion: Floats  # (n_series,) φ, 1 or more
    freedom: Floats  # (n_series,) degrees of freedom behind it
    correlation: Floats  # (n_series, n_weeks, n_weeks)


def estimate_scatter(
    counts: Floats, fit: SegmentFit, design: Floats, autocorrelation: Floats, focus: Floats
) -> Scatter:
    """Estimate the dispersion when what scatters beyond Poisson's share wanders from week to week.

    Poisson's share of the variance, 1/φ, is independent between weeks; the rest has correlation ρ^lag.
    φ = Σw·r²/tr(w(I−H)R(I−H)), Satterthwaite's degrees of freedom.

    Args:
        counts: (n_series, n_weeks).
        fit: Their fit.
        design: (n_weeks, n_terms), of the fit.
        autocorrelation: (n_series,) ρ.
        focus: (n_series, n_weeks) what a week's residual counts; weeks that are left out have 0.

    References:
        Satterthwaite (1946), Biometrics Bulletin 2(6), 110-114; Pustejovsky, Tipton (2018), JBES 36(4).
    """
    residuals, hats = _standardise_residuals(counts, fit, design)
    n_weeks = counts.shape[1]
    maker = np.eye(n_weeks) - hats
    squares = (focus * residuals**2).sum(axis=1)
    lags = np.abs(np.subtract.outer(np.arange(n_weeks), np.arange(n_weeks)))
    dispersion = np.ones(len(counts))
    for _ in range(ROUNDS):
        correlation = _correlate_weeks(dispersion, autocorrelation, lags)
        spread = focus[:, :, None] * (maker @ correlation @ maker.transpose(0, 2, 1))
        expected = np.maximum(np.einsum("nii->n", spread), 1.0)
        dispersion = np.maximum(1.0, squares / expected)
    freedom = expected**2 / np.maximum(np.einsum("nij,nji->n", spread, spread), 1e-9)
    return Scatter(dispersion, np.maximum(freedom, 2.0), _correlate_weeks(dispersion, autocorrelation, lags))


def estimate_peer_autocorrelation(counts: Floats, fit: SegmentFit, design: Floats) -> float:
    """Estimate at lag 1 how what scatters beyond Poisson's share wanders, from many series together.

    A series that scatters more than twice as much as the middle one counts as if it were twice: those
    few in which something happened would speak for all.
    """
    if len(counts) == 0:
        return PRIOR_AUTOCORRELATION
    products, squares, curve = _sum_products(counts, fit, design)
    calm = np.minimum(1.0, WILDEST_PEER * np.median(squares) / np.maximum(squares, 1e-9))
    together = (products * calm).mean(keepdims=True), (squares * calm).mean(keepdims=True)
    found = curve.draw(*together, np.array([PRIOR_AUTOCORRELATION]), (counts.shape[1] - 1) / len(counts))
    return float(np.clip(found[0], 0.0, MOST_AUTOCORRELATION))


def estimate_autocorrelation(counts: Floats, fit: SegmentFit, design: Floats, peers: npt.ArrayLike) -> Floats:
    """Estimate it for each series, drawn towards its peers': (n_series,), 0 to .95."""
    products, squares, curve = _sum_products(counts, fit, design)
    drawn = curve.draw(products, squares, np.asarray(peers, np.float64), counts.shape[1] - 1)
    return np.asarray(np.clip(drawn, 0.0, MOST_AUTOCORRELATION), dtype=np.float64)


@dataclass(frozen=True)
class _Curve:
    """What residuals show of an autocorrelation, since the fit has taken part of it.

    Errors with Poisson's share independent and the rest wandering give Σr² = s₀ + (φ−1)·s(ρ) and
    Σr_t·r_{t+1} = p₀ + (φ−1)·p(ρ), so that (Σr_t·r_{t+1} − p₀)/(Σr² − s₀) = p(ρ)/s(ρ).
    """

    squares_alone: float  # s₀
    products_alone: float  # p₀
    ratios: Floats  # p(ρ)/s(ρ) on GRID, rising

    def draw(self, products: Floats, squares: Floats, prior: Floats, n_products: float) -> Floats:
        """Draw the ρ found towards a prior, the more so the less there is to read it from.

        A mean of n products of independent residuals varies by φ²·n; what scatters beyond Poisson's share
        says how much ρ moves it.
        """
        beyond = np.maximum(squares - self.squares_alone, LEAST_LATENT * self.squares_alone)
        found = np.interp((products - self.products_alone) / beyond, self.ratios, GRID)
        noise = np.maximum(squares / self.squares_alone, 1.0) ** 2 * n_products
        signal = (PRIOR_SCATTER * beyond) ** 2
        return np.asarray(prior + (found - prior) * signal / (signal + noise))


def _trace_curve(hat: Floats) -> _Curve:
    n_weeks = len(hat)
    lags = np.abs(np.subtract.outer(np.arange(n_weeks), np.arange(n_weeks)))
    maker = np.eye(n_weeks) - hat
    powers = GRID[:, None] ** np.arange(n_weeks)

    def sum_lags(pairs: Floats) -> Floats:  # Σ pairs_ij · ρ^|i−j| on GRID
        return np.asarray(powers @ np.bincount(lags.ravel(), pairs.ravel(), minlength=n_weeks))

    together, apart = maker.T @ maker, maker[:-1].T @ maker[1:]
    squares, products = sum_lags(together), sum_lags(apart)
    ratios = np.maximum.accumulate(products / np.maximum(squares, 1e-9))
    return _Curve(float(np.trace(together)), float(np.trace(apart)), ratios)


def _correlate_weeks(dispersion: Floats, autocorrelation: Floats, lags: npt.NDArray[np.int64]) -> Floats:
    latent = (1 - 1 / dispersion)[:, None, None]
    return np.asarray(np.where(lags == 0, 1.0, latent * autocorrelation[:, None, None] ** lags))


def _sum_products(counts: Floats, fit: SegmentFit, design: Floats) -> tuple[Floats, Floats, _Curve]:
    """Sum products of neighbouring residuals and squares, beside what the fits leave of errors on average."""
    residuals, hats = _standardise_residuals(counts, fit, design)
    products = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1)
    return products, (residuals**2).sum(axis=1), _trace_curve(hats.mean(axis=0))


def _standardise_residuals(counts: Floats, fit: SegmentFit, design: Floats) -> tuple[Floats, Floats]:
    """Pearson residuals, 0 in weeks left out, and the hat matrices that made them."""
    scale = np.sqrt(np.maximum(fit.fitted * fit.noise, 1e-9))
    residuals = np.clip((counts - fit.fitted) / scale, -FURTHEST_RESIDUAL, FURTHEST_RESIDUAL)
    roots = np.sqrt(fit.weights)
    inner = design[None] @ fit.covariance @ design.T
    return np.where(fit.weights > 0, residuals, 0.0), roots[:, :, None] * inner * roots[:, None, :]
