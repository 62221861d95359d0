"""Did the level move, by too little for any one week to alarm?

A cumulative sum each way, of what a week brings beyond the level that held until the sum last left 0. A
rise is told; a fall only begins the reference anew, so that a return is measured from the lower level.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.signals.judging import (
    LEAST_COUNT,
    LEAST_PEOPLE,
    LEAST_REFERENCE_WEEKS,
    REFERENCE_WEEKS,
    Memory,
    find_settled,
)
from voc.signals.tally import WeekTally
from voc.stats.counts import (
    CountForecast,
    Flags,
    Floats,
    calculate_lower_tail,
    calculate_upper_tail,
    forecast_counts,
)
from voc.stats.cusum import choose_interval, choose_ratio, choose_reference_value

LEAST_RUN = 3  # weeks, of a shift; fewer are a burst's matter
SIGNIFICANCE = 0.001  # of a run's sum against the level before it, whose own uncertainty counts here
Indices = npt.NDArray[np.int64]


@dataclass
class Run:
    """A cumulative sum of every issue: how high, and since which week."""

    sums: Floats  # (n_issues,)
    starts: Indices  # (n_issues,) first week of the run; the next one where the sum is 0

    def restart(self, issues: Flags, week: int) -> None:
        """Begin anew after a week."""
        self.sums[issues] = 0.0
        self.starts[issues] = week + 1


@dataclass(frozen=True)
class Shift:
    """Where the level moved in a week; arrays are (n_issues,)."""

    is_shift: Flags
    starts: Indices  # first week of the run
    p_values: Floats  # of the run's sum; 1 where nothing moved
    observed: Floats  # over the run
    expected: Floats
    sums: Floats  # of what came beyond the reference value, in contacts over φ
    intervals: Floats  # at which the sum speaks


@dataclass
class Drift:
    """Both sums of every issue."""

    rise: Run
    fall: Run


def start_drift(n_issues: int) -> Drift:
    """Begin with both sums at 0."""
    runs = [Run(np.zeros(n_issues), np.zeros(n_issues, dtype=np.int64)) for _ in range(2)]
    return Drift(*runs)


def watch_level(tally: WeekTally, memory: Memory, run: Run, week: int, *, rising: bool) -> Shift:
    """Add a week to the sums, and tell whose level moved.

    Args:
        tally: The counts.
        memory: Which weeks are references; those of a run are not its own.
        run: Changed in place.
        week: Index of the week; one that alarmed as a burst adds nothing, nor does
            one that was judged by season: a level that moves with the year is no shift.
        rising: Whether a rise is looked for, or a fall.
    """
    live = memory.usable[:, week] & ~memory.seasonal
    settled = find_settled(tally, week)
    forecast, known = _forecast_before(tally, memory, run.starts, settled, week, week + 1)
    scaled = np.maximum(np.maximum(forecast.expected, forecast.floor), 1e-6) / forecast.dispersion
    ratio = choose_ratio(scaled)
    reference = choose_reference_value(scaled, ratio if rising else 1 / ratio)
    beyond = tally.counts[settled][:, :, week].sum(axis=0) / forecast.dispersion - reference
    sums = np.maximum(run.sums + (beyond if rising else -beyond), 0.0)
    run.sums = np.where(live & known, sums, run.sums)
    run.restart(live & (~known | (run.sums <= 0)), week)
    intervals = choose_interval(scaled)
    spoke = known & (run.sums >= intervals) & (week - run.starts + 1 >= LEAST_RUN)
    return _confirm_runs(tally, memory, run, week, spoke, intervals, rising=rising)


def _forecast_before(
    tally: WeekTally, memory: Memory, starts: Indices, settled: Flags, start: int | Indices, stop: int
) -> tuple[CountForecast, Flags]:
    """Forecast weeks from the up to 20 usable ones before each run: and where there are enough of those."""
    weeks = np.arange(stop)[None, :]
    first = max(0, int(starts.min()) - REFERENCE_WEEKS)
    chosen = (weeks < starts[:, None]) & (weeks >= starts[:, None] - REFERENCE_WEEKS)
    chosen &= memory.usable[:, :stop]
    coming = (weeks >= np.asarray(start).reshape(-1, 1)) & np.ones((len(starts), 1), dtype=np.bool_)
    reach = tally.reach[settled][:, :, :stop]
    forecast = forecast_counts(
        tally.counts[settled][:, :, first:stop],
        reach[:, :, first:],
        (reach * coming).sum(axis=2),
        chosen[:, first:],
        worlds=tally.worlds,
    )
    return forecast, chosen.sum(axis=1) >= LEAST_REFERENCE_WEEKS


def _confirm_runs(
    tally: WeekTally, memory: Memory, run: Run, week: int, spoke: Flags, intervals: Floats, *, rising: bool
) -> Shift:
    """Confirm that a run's sum is odd even though the level before it is known from some weeks only."""
    n_issues = len(spoke)
    observed, expected, p_values = np.zeros(n_issues), np.zeros(n_issues), np.ones(n_issues)
    if spoke.any():
        settled = find_settled(tally, week)
        forecast, _ = _forecast_before(tally, memory, run.starts, settled, run.starts, week + 1)
        within = np.arange(week + 1)[None, :] >= run.starts[:, None]
        observed = (tally.counts[settled][:, :, : week + 1].sum(axis=0) * within).sum(axis=1)
        expected = forecast.expected
        tail = calculate_upper_tail if rising else calculate_lower_tail
        p_values = np.where(spoke, tail(observed, forecast), 1.0)
    is_shift = spoke & (p_values <= SIGNIFICANCE)
    if rising:
        is_shift &= (observed >= LEAST_COUNT) & (tally.pair_people[:, week] >= LEAST_PEOPLE)
    return Shift(is_shift, run.starts.copy(), p_values, observed, expected, run.sums.copy(), intervals)
