"""In which week did a series of counts turn?

A cumulative sum of log-likelihood ratios: it falls back to 0 while nothing has turned, and once it passes
the limit, the turn is dated by the week after it last stood at 0.
"""

import math

import numpy as np

from voc.stats.segmented import Floats

SURE = math.log(20.0)  # twenty times likelier turned than not
VERY_SURE = math.log(200.0)


def date_turn(
    observed: Floats, expected: Floats, ratio: float, *, limit: float, unit: float = 1.0
) -> int | None:
    """Date when counts turned from what was expected to that times the ratio.

    The optimal scheme for a turn to a known mean (Moustakides 1986): for Poisson counts, with k = (μ₁−μ₀)
    / ln(μ₁/μ₀), it adds (y − k)·ln(μ₁/μ₀), here divided by the dispersion.

    Args:
        observed: (n_weeks,) counts, in order of time.
        expected: (n_weeks,) means before the turn, above 0.
        ratio: Of the mean after to that before; below 1 looks for a fall, above 1 for a rise.
        limit: What the sum must pass, `SURE` for instance.
        unit: Variance over mean, 1 for Poisson counts.

    Returns:
        Index of the first week after the turn; None where the sum never passes the limit.

    References:
        Page (1954), Biometrika 41, 100-115; Lucas (1985), Technometrics 27(2), 129-144.
    """
    if ratio <= 0 or ratio == 1 or unit <= 0:
        raise ValueError(f"ratio {ratio} and unit {unit}: wanted both above 0 and the ratio not 1")
    evidence = (observed * math.log(ratio) - expected * (ratio - 1)) / unit
    total, start = 0.0, 0
    for week, gain in enumerate(np.asarray(evidence, dtype=np.float64).tolist()):
        if total <= 0:
            total, start = 0.0, week
        total += gain
        if total >= limit:
            return start
    return None
