"""Did a series of counts change its course at a given week?

log μ = log base + a + b·t + c·1[t ≥ 0] + d·t⁺, t in weeks since the change. The base may be counted itself
(other issues' contacts); then the counts are fitted given each week's sum, and whatever befell both in that
week, a holiday or the growth of all, cancels exactly. Many series at once: arrays are (n_series, n_weeks).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_ROUNDS = 60
LARGEST_STEP = 2.0  # of a coefficient in one round, on the log scale
CLOSE_ENOUGH = 1e-9
WIDEST_LOG = 30.0
LOOSE_SCATTER = (
    None,
    0.1,
    30.0,
    0.1,
)  # standard deviation that a, b, c, d are held to when residuals are wanted


@dataclass(frozen=True)
class SegmentFit:
    """What was fitted, for each series."""

    coefficients: Floats  # (n_series, n_terms)
    fitted: Floats  # (n_series, n_weeks) means; also where the weight was 0
    noise: (
        Floats  # (n_series, n_weeks) 1 + μ/base where the base is counted, else 1: the variance is φ·μ·noise
    )
    weights: Floats  # (n_series, n_weeks) working weights μ/noise times the weight given
    covariance: Floats  # (n_series, n_terms, n_terms) at φ = 1; what a penalty held is in it


def design_segments(times: npt.ArrayLike) -> Floats:
    """Lay out the terms 1, t, 1[t ≥ 0] and t⁺ for weeks counted from the change: (n_weeks, 4).

    References:
        Wagner et al. (2002), J. Clin. Pharm. Ther. 27(4), 299-309; Bernal et al. (2017), Int. J.
        Epidemiol. 46(1), 348-355.
    """
    t = np.asarray(times, dtype=np.float64)
    after = (t >= 0).astype(np.float64)
    return np.stack([np.ones_like(t), t, after, t * after], axis=1)


def fit_segments(
    counts: Floats,
    base: Floats,
    design: Floats,
    *,
    weights: Floats | None = None,
    base_counts: Floats | None = None,
    precisions: Floats | None = None,
) -> SegmentFit:
    """Fit a log-linear model of counts over a base by iteratively reweighted least squares.

    With `base_counts`, the counts that the base was made of, it is the logistic regression of counts
    among counts + base counts: Poisson counts given each week's sum. A precision draws its coefficient
    to 0, as a normal prior with that 1/variance does; without, it is plain maximum likelihood.

    Args:
        counts: (n_series, n_weeks), not negative.
        base: (n_series, n_weeks), above 0 wherever the weight is.
        design: (n_weeks, n_terms), the first term constant.
        weights: (n_series, n_weeks), 0 leaves a week out; all 1 where None.
        base_counts: (n_series, n_weeks) where the base scatters as counts do; None: it is known.
        precisions: (n_series, n_terms) at φ = 1; none where None.

    Raises:
        ValueError: shapes do not fit, or a base is not above 0.

    References:
        McCullagh, Nelder (1989), Generalized Linear Models, 2nd ed., 2.5 and 7.2 (Poisson given its sum).
    """
    used = np.ones_like(counts) if weights is None else weights
    if counts.shape != base.shape or counts.shape[1] != design.shape[0]:
        raise ValueError(f"counts {counts.shape}, base {base.shape} and design {design.shape} do not fit")
    if bool(np.any((base <= 0) & (used > 0))):
        raise ValueError("a base is not above 0; leave such weeks out by a weight of 0")
    n_series, n_terms = counts.shape[0], design.shape[1]
    held = np.zeros((n_series, n_terms)) if precisions is None else precisions
    offset = np.log(np.maximum(base, 1e-9))
    coefficients = np.zeros((n_series, n_terms))
    coefficients[:, 0] = np.log(
        np.maximum((counts * used).sum(axis=1), 0.5) / np.maximum((base * used).sum(axis=1), 1e-9)
    )
    for _ in range(MOST_ROUNDS):
        step = _find_step(counts, offset, design, used, held, coefficients, base_counts)
        coefficients = coefficients + step
        if np.abs(step).max(initial=0.0) < CLOSE_ENOUGH:
            break
    fitted, noise = _predict(offset, design, coefficients, base_counts)
    working = used * fitted / noise
    information = _add_information(design, working, held)
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return SegmentFit(coefficients, fitted, noise, working, covariance)


def _find_step(
    counts: Floats,
    offset: Floats,
    design: Floats,
    used: Floats,
    held: Floats,
    coefficients: Floats,
    base_counts: Floats | None,
) -> Floats:
    fitted, noise = _predict(offset, design, coefficients, base_counts)
    slope = ((counts - fitted) * used / noise) @ design - held * coefficients
    information = _add_information(design, used * fitted / noise, held)
    step = np.linalg.solve(information, slope[..., None])[..., 0]
    length = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LARGEST_STEP / np.maximum(length, 1e-12)))


def _predict(
    offset: Floats, design: Floats, coefficients: Floats, base_counts: Floats | None
) -> tuple[Floats, Floats]:
    fitted = np.exp(np.clip(offset + coefficients @ design.T, -WIDEST_LOG, WIDEST_LOG))
    noise = np.ones_like(fitted) if base_counts is None else 1 + fitted / np.maximum(base_counts, 0.5)
    return fitted, noise


def _add_information(design: Floats, working: Floats, held: Floats) -> Floats:
    n_terms = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    information = (working @ products).reshape(-1, n_terms, n_terms)
    return np.asarray(information + (held[:, :, None] + 1e-10) * np.eye(n_terms))
