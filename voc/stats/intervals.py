"""Bound a proportion.

A new issue has a handful of contacts, so the textbook interval (Wald's) is never used here.
"""

from math import sqrt
from statistics import NormalDist


def wilson_interval(hits: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Bound a proportion by the Wilson score interval.

    Stays within 0 and 1 and is usable from a handful of trials.

    Args:
        hits: Contacts with the outcome, `0 <= hits <= trials`.
        trials: Contacts in all, at least 1.
        confidence: Coverage, strictly between 0 and 1.

    Returns:
        Lower and upper bound, as proportions (0.25 is 25 %).

    Raises:
        ValueError: `hits` is not between 0 and `trials`, `trials` is 0, or `confidence` is not a coverage.

    References:
        Wilson (1927), JASA 22(158), 209-212. doi:10.1080/01621459.1927.10502953
    """
    if trials < 1 or not 0 <= hits <= trials:
        raise ValueError(f"{hits} hits of {trials} trials; wanted 0 <= hits <= trials and trials >= 1")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; wanted strictly between 0 and 1")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, shrink = hits / trials, z * z / trials
    middle = (share + shrink / 2) / (1 + shrink)
    reach = z * sqrt(share * (1 - share) / trials + shrink / (4 * trials)) / (1 + shrink)
    low = 0.0 if hits == 0 else middle - reach
    high = 1.0 if hits == trials else middle + reach
    return low, high
