"""Did the fix work, did it not, or can nobody tell yet?

"Worked": the interval of the contacts avoided lies above 0. "Did not": it does not, and a halving is ruled
out or would have shown. In between it is too early, and it is said until when; where no number of weeks
would tell, that is said instead.

On planted fixes (`benchmarks/effect.py`: nine worlds, 3 to 100 contacts a week, 12 or 26 weeks before, 4 to
12 after; 1,200 a world and effect) the interval covers the truth in 94 to 98 %, and "worked" is said of what
did nothing in 1.0 to 3.0 %; the textbook's regression with Newey-West errors covers 75 to 86 % and errs in 5
to 15 %.
"""

from dataclasses import dataclass, replace

import numpy as np

from voc.signals.basket import MOST_WEEKS_AFTER, Comparison
from voc.stats.avoided import (
    Avoided,
    PeerHabits,
    Unchanged,
    bound_avoided,
    forecast_unchanged,
    foresee_power,
    learn_peer_habits,
)
from voc.stats.counts import Floats
from voc.stats.turning import SURE, VERY_SURE, date_turn

VERDICTS = ("worked", "did_not", "too_early", "cannot_tell")
REASONS = (
    *("fewer_contacts", "came_back"),  # worked
    *("more_contacts", "halving_ruled_out", "no_drop_seen"),  # did_not
    *("few_weeks", "few_contacts"),  # too_early
    *("short_before", "few_before", "after_peak", "falling_before", "never_enough"),  # cannot_tell
)
LEAST_WEEKS_BEFORE = 6
LEAST_CONTACTS_BEFORE = 10
LEAST_WEEKS_AFTER = 4
LEAST_WEEKS_SURE = 2  # where the power suffices
LEAST_POWER = 0.8
LEAST_DROP = 0.5  # what a fix should bring at least: the drop that power is reckoned for
LEAST_RATIO = 0.05  # what is left after a fix is never taken for nothing
HARDLY_LOWER = 0.8  # a level that close to the one before cannot be seen to come back
PEAK_WEEKS = 4
FREE_TREND = 1.0  # a week, log scale: as good as no prior
FALLING = 1.0  # standard errors below 0, from which on an issue is taken to have been falling
LENIENT = 0.45  # of the way to the 95 % bound: one in five calm issues is taken for a peak
TURNED = 0.5  # of the level before, when looking for the week in which a fix took hold


@dataclass(frozen=True)
class FixWeighed:
    """What is known of one fix; arrays are (n_weeks,) as in `Comparison`."""

    verdict: str
    reason: str
    weeks_before: int
    weeks_after: int  # that are whole
    weeks_held: int = 0  # of those, until it came back
    weeks_needed: int | None = None  # after the change, until a halving would be told with power .8
    power: float | None = None  # to tell a halving by now
    avoided: Avoided | None = None  # over the weeks held; arrays of one
    unchanged: Unchanged | None = None  # forecast over all weeks
    took_hold: int | None = None  # index of the week
    reopened: int | None = None  # index of the week


def weigh_fix(comparison: Comparison) -> FixWeighed:
    """Weigh what an issue brought after a change against what it would have brought without.

    Should counts have come back to what they were after they had fallen, the weeks until then are
    judged, if they suffice to say that it worked.
    """
    before, after = comparison.times < 0, comparison.times >= 0
    blank = FixWeighed("cannot_tell", "short_before", int(before.sum()), int(after.sum()))
    if blank.weeks_before < LEAST_WEEKS_BEFORE:
        return blank
    if comparison.counts[before].sum() < LEAST_CONTACTS_BEFORE:
        return replace(blank, reason="few_before")
    habits = learn_peer_habits(comparison.control_counts, comparison.control_standards, comparison.times)
    whole = _weigh_weeks(comparison, habits, blank, blank.weeks_before)
    whole = _doubt_fall(comparison, habits, blank, whole)
    if whole.verdict == "worked" and _has_peaked(comparison, habits):
        whole = _weigh_weeks(comparison, habits, blank, blank.weeks_before, n_peak=_count_peak(blank))
        if whole.verdict != "worked":
            whole = replace(whole, verdict="cannot_tell", reason="after_peak")
    return _follow_turns(comparison, habits, blank, whole)


def _follow_turns(
    comparison: Comparison, habits: PeerHabits, blank: FixWeighed, whole: FixWeighed
) -> FixWeighed:
    """Add when it took hold and when it came back; if it did, the weeks until then are judged."""
    if whole.unchanged is None:
        return whole
    took_hold, reopened = _date_turns(comparison, whole.unchanged)
    if reopened is not None:
        most = min(blank.weeks_before, reopened - blank.weeks_before)
        held = _weigh_weeks(comparison, habits, blank, most)
        if held.verdict == "worked" and _has_surely_fallen(held):
            return replace(
                held, reason="came_back", unchanged=whole.unchanged, took_hold=took_hold, reopened=reopened
            )
    return replace(whole, took_hold=took_hold if whole.verdict == "worked" else None)


def _doubt_fall(
    comparison: Comparison, habits: PeerHabits, blank: FixWeighed, whole: FixWeighed
) -> FixWeighed:
    """Doubt a success on an issue that was falling already: it must have fallen faster than it was.

    Its trend is then carried on as it stands, and not drawn to 0.
    """
    if whole.verdict != "worked" or whole.unchanged is None:
        return whole
    free = _weigh_weeks(comparison, replace(habits, trend_scatter=FREE_TREND), blank, blank.weeks_before)
    if free.unchanged is None:
        return whole
    fit, unit = free.unchanged.fit, free.unchanged.scatter.dispersion[0] * free.unchanged.inflation[0]
    if fit.coefficients[0, 1] > -FALLING * np.sqrt(unit * fit.covariance[0, 1, 1]):
        return whole
    return free if free.verdict == "worked" else replace(free, verdict="cannot_tell", reason="falling_before")


def _count_peak(blank: FixWeighed) -> int:
    """Count the weeks right before the change that may have been what made people act."""
    return min(PEAK_WEEKS, blank.weeks_before - LEAST_WEEKS_BEFORE)


def _has_peaked(comparison: Comparison, habits: PeerHabits) -> bool:
    """Whether the last weeks before the change lay above what those before them foretold.

    People act on an issue when it is at its worst, and the worst passes by itself (Ashenfelter's dip): then
    a fix must bring it below what it was before.
    """
    before = comparison.times < 0
    n_before = int(before.sum())
    n_peak = min(PEAK_WEEKS, n_before - LEAST_WEEKS_BEFORE)
    if n_peak < 1 or comparison.counts[before][:-n_peak].sum() < LEAST_CONTACTS_BEFORE:
        return False
    shifted = replace(
        comparison,
        weeks=comparison.weeks[:n_before],
        times=comparison.times[:n_before] - comparison.times[n_before - n_peak],
        counts=comparison.counts[:n_before],
        standard=comparison.standard[:n_before],
        control_counts=comparison.control_counts[:, :n_before],
        control_standards=comparison.control_standards[:, :n_before],
    )
    _, found = _forecast(shifted, habits, n_peak)
    if found.observed[0] <= 0:
        return False
    above = np.log(found.observed[0] / max(float(found.expected[0]), 1e-9))
    return bool(above > LENIENT * (above - np.log(max(float(found.ratio_low[0]), 1e-12))))


def _has_surely_fallen(held: FixWeighed) -> bool:
    """Whether they had plainly fallen: of a chance low, the weeks after it would be called a return."""
    return held.avoided is not None and bool(held.avoided.ratio_high[0] <= HARDLY_LOWER)


def _weigh_weeks(
    comparison: Comparison, habits: PeerHabits, blank: FixWeighed, most: int, n_peak: int = 0
) -> FixWeighed:
    """Weigh at most so many weeks after the change: nothing is foretold for longer than it was watched."""
    unchanged, found = _forecast(comparison, habits, most, n_peak)
    base, _, weights = _lay_base(comparison)
    recent = base[0, comparison.times < 0][-LEAST_WEEKS_BEFORE:].mean(keepdims=True)
    longest = min(blank.weeks_before, MOST_WEEKS_AFTER)
    powers = [float(foresee_power(unchanged, n, LEAST_DROP, recent)[0]) for n in range(1, longest + 1)]
    n_after = int((weights[0] * (comparison.times >= 0) * (comparison.times < most)).sum())
    known = replace(
        blank,
        weeks_held=n_after,
        weeks_needed=next((n for n in range(1, longest + 1) if powers[n - 1] >= LEAST_POWER), None),
        power=powers[n_after - 1] if n_after else 0.0,
        avoided=found if n_after else None,
        unchanged=unchanged,
    )
    verdict, reason = _judge_interval(known)
    return replace(known, verdict=verdict, reason=reason)


def _forecast(
    comparison: Comparison, habits: PeerHabits, most: int, n_peak: int = 0
) -> tuple[Unchanged, Avoided]:
    """Forecast without the change, leaving out the peak right before it and what comes after `most` weeks."""
    base, base_counts, weights = _lay_base(comparison)
    times = comparison.times
    n_before = int((times < 0).sum())
    weights[:, times >= most] = 0.0
    weights[:, n_before - n_peak : n_before] = 0.0
    counts = comparison.counts[None]
    unchanged = forecast_unchanged(
        counts, base, times, weights=weights, base_counts=base_counts,
        trend_scatter=np.array([habits.trend_scatter]), autocorrelation=np.array([habits.autocorrelation]),
    )  # fmt: skip
    return unchanged, bound_avoided(counts, unchanged, times, weights)


def _judge_interval(known: FixWeighed) -> tuple[str, str]:
    """Judge by the interval, the weeks gone by and the power."""
    n_after, found = known.weeks_held, known.avoided
    has_power = known.power is not None and known.power >= LEAST_POWER
    if found is None or n_after < (LEAST_WEEKS_SURE if has_power else LEAST_WEEKS_AFTER):
        return "too_early", "few_weeks"
    rules = (
        (found.low[0] > 0, "worked", "fewer_contacts"),
        (n_after < LEAST_WEEKS_AFTER, "too_early", "few_weeks"),
        (found.high[0] < 0, "did_not", "more_contacts"),
        (found.ratio_low[0] > 1 - LEAST_DROP, "did_not", "halving_ruled_out"),
        (has_power, "did_not", "no_drop_seen"),
        (known.weeks_needed is not None and known.weeks_needed > n_after, "too_early", "few_contacts"),
        (True, "cannot_tell", "never_enough"),
    )
    return next((verdict, reason) for holds, verdict, reason in rules if holds)


def _lay_base(comparison: Comparison) -> tuple[Floats, Floats | None, Floats]:
    """Lay what rates are taken of: the issue's standard, as the untouched issues exceeded theirs."""
    standard = comparison.standard[None]
    if not comparison.controls:
        return np.maximum(standard, 1e-9), None, (standard > 0).astype(np.float64)
    counted = comparison.control_counts.sum(axis=0)[None]
    theirs = comparison.control_standards.sum(axis=0)[None]
    usable = (counted > 0) & (theirs > 0) & (standard > 0)
    base = np.where(usable, standard * counted / np.maximum(theirs, 1e-9), 1e-9)
    return base, counted, usable.astype(np.float64)


def _date_turns(comparison: Comparison, unchanged: Unchanged) -> tuple[int | None, int | None]:
    """Date when the fix took hold, and when it came back, as indices of weeks."""
    start = int((comparison.times < 0).sum())
    observed, expected = comparison.counts[start:], np.maximum(unchanged.expected[0, start:], 1e-6)
    unit = _measure_calm(comparison.counts[:start], unchanged.expected[0, :start])
    down = date_turn(observed, expected, TURNED, limit=SURE, unit=unit)
    if down is None or date_turn(observed, expected, TURNED, limit=VERY_SURE, unit=unit) is None:
        return None if down is None else start + down, None
    sure = down + LEAST_WEEKS_SURE
    ratio = max(float(observed[down:sure].sum() / expected[down:sure].sum()), LEAST_RATIO)
    if ratio > HARDLY_LOWER:
        return start + down, None
    up = date_turn(observed[down:], expected[down:] * ratio, 1 / ratio, limit=VERY_SURE, unit=unit)
    return start + down, None if up is None else start + down + up


def _measure_calm(observed: Floats, expected: Floats) -> float:
    """Measure the dispersion of the weeks before the change."""
    squares = (observed - expected) ** 2 / np.maximum(expected, 1e-6)
    return max(1.0, float(squares.sum()) / max(len(observed) - 2, 1))
