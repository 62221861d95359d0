"""Bound a count: how many would come in other weeks like these?

Byar's approximation, which needs no tables and is right from a handful on, since readings pass here and
must not wait for scipy.
"""

from math import sqrt
from statistics import NormalDist


def poisson_interval(
    count: float, *, dispersion: float = 1.0, confidence: float = 0.95
) -> tuple[float, float]:
    """Bound the mean behind a count of events.

    Args:
        count: Events, 0 or more.
        dispersion: φ, 1 or more: how much more than Poisson's such counts scatter; the interval is that of
            `count/φ` events, times φ.
        confidence: Coverage, strictly between 0 and 1.

    Returns:
        Lower and upper bound of the mean.

    Raises:
        ValueError: a negative count, a dispersion below 1, or no coverage.

    References:
        Byar's approximation: Breslow, Day (1987), Statistical Methods in Cancer Research II, p. 69.
    """
    if count < 0 or dispersion < 1 or not 0 < confidence < 1:
        raise ValueError(f"count {count}, dispersion {dispersion}, confidence {confidence}: out of range")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n = count / dispersion
    low = n * (1 - 1 / (9 * n) - z / (3 * sqrt(n))) ** 3 if n > 0 else 0.0
    more = n + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return max(low, 0.0) * dispersion, high * dispersion
