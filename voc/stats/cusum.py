"""Has a rate drifted, week by week by too little for any one week to be odd?

A Poisson CUSUM adds up what each week brings beyond a reference value that lies between the usual mean
and the one to be found, never falling below 0; a sum that reaches the decision interval is a shift.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

STEPS = 20  # per contact, to which reference value and decision interval are rounded for run lengths
LEAST_RISE = 0.25  # that is worth finding, of the mean; of small means, one standard deviation
RUN_LENGTH = 500.0  # weeks between two false alarms at a mean that is known
MEANS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
INTERVALS = (
    2.04,
    2.70,
    3.36,
    4.62,
    5.94,
    7.90,
    9.22,
    11.65,
    15.55,
    19.85,
    21.05,
    20.70,
)  # of `find_interval`


def choose_ratio(mean: npt.ArrayLike) -> Floats:
    """Choose the rise to be found: one standard deviation of the count, at least a quarter of the mean."""
    return np.asarray(1 + np.maximum(LEAST_RISE, 1 / np.sqrt(np.asarray(mean))), dtype=np.float64)


def choose_interval(mean: npt.ArrayLike) -> Floats:
    """Choose the decision interval for `choose_ratio` and a run length of 500 weeks.

    Between the means for which it was worked out it is interpolated; beyond them it stays.
    """
    place = np.log(np.clip(np.asarray(mean, dtype=np.float64), MEANS[0], MEANS[-1]))
    return np.asarray(np.interp(place, np.log(MEANS), INTERVALS), dtype=np.float64)


def choose_reference_value(mean: npt.ArrayLike, ratio: npt.ArrayLike) -> Floats:
    """Choose the value beyond which a week speaks for the shifted mean: k = (μ1 − μ0)/ln(μ1/μ0).

    With it the sum is the log-likelihood ratio of Poisson(μ1 = ratio·μ0) to Poisson(μ0), over ln(ratio).

    Args:
        mean: μ0, the usual mean.
        ratio: μ1/μ0: above 1 for a rise, below 1 for a fall.

    Raises:
        ValueError: the ratio is 1 or not positive.

    References:
        Lucas (1985), Technometrics 27(2), 129-144. doi:10.1080/00401706.1985.10488030
    """
    times = np.asarray(ratio, dtype=np.float64)
    if bool(np.any((times <= 0) | (times == 1))):
        raise ValueError(f"ratio is {times}; wanted a positive one other than 1")
    return np.asarray(np.asarray(mean) * (times - 1) / np.log(times), dtype=np.float64)


def measure_run_length(
    mean: float, reference: float, interval: float, *, start: float = 0.0, steps: int = STEPS
) -> float:
    """Measure how many periods an upward Poisson CUSUM runs on average until S >= interval.

    Exact where `reference` and `interval` are multiples of 1/steps: the sum is then a Markov chain.

    Args:
        mean: Of the counts that come, above 0.
        reference: k, above 0.
        interval: h, at least 1/steps.
        start: S before the first period; half the interval is a fast initial response.
        steps: Parts of a contact; `reference` and `interval` are rounded to them.

    References:
        Brook, Evans (1972), Biometrika 59(3), 539-549; Lucas (1985), table of run lengths.
    """
    from scipy.stats import poisson  # lazily: a second of import that readings must not pay

    n_states, pull = max(round(interval * steps), 1), round(reference * steps)
    states = np.arange(n_states)
    # From state i to j > 0 the count is (j − i + pull)/steps, where that is a whole number.
    needed = states[None, :] - states[:, None] + pull
    moves = np.where(needed % steps == 0, poisson.pmf(needed // steps, mean), 0.0)
    moves[:, 0] = poisson.cdf((pull - states) // steps, mean)
    lengths = np.linalg.solve(np.eye(n_states) - moves, np.ones(n_states))
    return float(lengths[min(round(start * steps), n_states - 1)])


def find_interval(mean: float, ratio: float, run_length: float, *, steps: int = STEPS) -> float:
    """Find the least decision interval whose run length at the usual mean is at least `run_length`.

    Args:
        mean: μ0, above 0.
        ratio: μ1/μ0, above 1.
        run_length: Periods that may pass on average between two false alarms.
        steps: Parts of a contact that the interval is rounded to.
    """
    reference = float(choose_reference_value(mean, ratio))
    low, high = 0, 16
    while measure_run_length(mean, reference, high / steps, steps=steps) < run_length:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        reached = measure_run_length(mean, reference, middle / steps, steps=steps) >= run_length
        low, high = (low, middle) if reached else (middle, high)
    return high / steps
