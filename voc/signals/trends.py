"""Which way does an issue go?

Compared are the last four complete weeks with up to twelve before them, by what each week's exposure would
bring, source by source: an issue that grows only because everything grows is stable.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import polars as pl

from voc.stats.counts import (
    CountForecast,
    Flags,
    Floats,
    calculate_lower_tail,
    calculate_upper_tail,
    estimate_dispersions,
    forecast_counts,
)

RECENT_WEEKS = 4
BEFORE_WEEKS = 12
LEAST_WEEKS = 6  # complete ones; below that every issue is stable
DORMANT_WEEKS = 6
LEAST_RATIO = 1.2
SIGNIFICANCE = 0.05
STEADY_WEEKS = 26  # over which a steady rise or fall is looked for
STEADY_SIGNIFICANCE = 0.01
STEADY_RATIO = 1.5  # of the last week to the first, along that slope


@dataclass(frozen=True)
class Course:
    """The weeks of all issues as arrays: what trends are told from."""

    issues: list[str]  # sorted
    weeks: list[str]
    counts: Floats  # (n_issues, n_weeks)
    exposures: Floats  # (n_issues, n_weeks) what each week would bring; 0 where nothing was delivered
    n_complete: int  # the first so many weeks are complete


@dataclass(frozen=True)
class Comparison:
    """The recent weeks beside those before; arrays are (n_issues,)."""

    recent: slice
    before: slice
    heard: Floats  # contacts in the recent weeks
    usual: Floats  # contacts in as many weeks as they were before
    forecast: CountForecast  # of the recent weeks, given their exposure
    p_growing: Floats
    p_declining: Floats
    slopes: Floats  # z of a steady rise (above 0) or fall over up to 26 weeks
    changes: Floats  # of the last of these weeks to the first, along that slope
    grew: Flags
    fell: Flags


@dataclass(frozen=True)
class Silence:
    """When an issue was heard, among the weeks that hold data; places are counted among these."""

    heard: list[int]
    n_live: int
    recent_from: int  # the recent weeks begin here
    n_silent: int  # complete weeks since it was last heard
    gap: tuple[int, int] | None  # last heard before, and again, of a long gap that ended in the recent weeks
    chance: float | None  # of so long a gap, at the rate until then


def tell_trends(weeks: pl.DataFrame) -> pl.DataFrame:
    """Tell the trend of every issue at the end of its weeks.

    With fewer than six complete weeks of data every issue is `stable`: nothing can be told yet. Else
    the first that holds:

    - `new`: first seen in the last 4 complete weeks (or in the running one), while the data began at
      least 4 weeks before;
    - `dormant`: no contact in the last 6 complete weeks with data, nor in the running one;
    - `reopened`: heard in the last 4 complete weeks or in the running one, after 6 or more of a
      silence that chance does not explain: the negative binomial gives no contact, at its rate until
      then, a chance below 0.05;
    - `growing`, `declining`: weekly contacts and share both at least 1.2 times those of the weeks
      before (or at most 1/1.2 of them), with a one-sided negative binomial p below 0.05; or a steady slope
      over the last 26 weeks, p below 0.01, that makes the last 1.5 times the first and still goes on;
    - `stable`.

    False rates, simulated with 40 issues of a constant rate over 8 to 26 weeks: growing 3 to 5 %,
    declining 2 to 5 % from one contact a week on (both up to 7 % where counts scatter twice as much
    as Poisson's); new and reopened at most 1.5 % (5 %). At one contact in five weeks silence is the
    rule: dormant 10 to 30 %, reopened up to 3 %, new 23 % (8 weeks of data), 4 % (16), 1 % (26).
    Found, in 16 weeks: a doubling of the last four weeks 70 / 100 / 100 % at 3 / 10 / 30 contacts
    a week, a halving 32 / 91 / 100 %; a steady rise over 26 weeks from 0.4 to 2.2 times 82 / 95 / 100 %.

    Args:
        weeks: WEEKS, the complete calendar of `count_weeks`.

    Returns:
        issue_id, trend of TRENDS, by issue.
    """
    course = lay_course(weeks)
    if not course.issues:
        return pl.DataFrame(schema={"issue_id": pl.String, "trend": pl.String})
    trends = ["stable"] * len(course.issues)
    if course.n_complete >= LEAST_WEEKS:
        compared = compare_recent(course)
        moves = zip(compared.grew.tolist(), compared.fell.tolist(), strict=True)
        moved = ["growing" if up else "declining" if down else "stable" for up, down in moves]
        trends = [tell_silence(weigh_silence(course, n)) or move for n, move in enumerate(moved)]
    return pl.DataFrame({"issue_id": course.issues, "trend": trends})


def lay_course(weeks: pl.DataFrame) -> Course:
    """Lay WEEKS out as arrays; where they lack `standard`, their exposure stands for it."""
    ordered = weeks.sort("issue_id", "week")
    issues = ordered["issue_id"].unique(maintain_order=True).to_list()
    against = "standard" if "standard" in ordered.columns else "exposure"
    shape = (max(len(issues), 1), -1)
    counts, exposures = (
        ordered[name].cast(pl.Float64).to_numpy().reshape(shape) for name in ("contact_count", against)
    )
    calendar = ordered.head(counts.shape[1])
    return Course(
        issues,
        calendar["week"].to_list(),
        counts,
        exposures,
        int(calendar["is_complete"].cast(pl.Int64).sum()),
    )


def compare_recent(course: Course) -> Comparison:
    """Compare the last four complete weeks with up to twelve before them, of every issue."""
    n_weeks = course.n_complete
    n_recent = min(RECENT_WEEKS, n_weeks // 2)
    recent = slice(n_weeks - n_recent, n_weeks)
    before = slice(max(0, recent.start - BEFORE_WEEKS), recent.start)
    heard, reach = course.counts[:, recent].sum(axis=1), course.exposures[:, recent].sum(axis=1)
    forecast = forecast_counts(course.counts[None, :, before], course.exposures[None, :, before], reach[None])
    usual = course.counts[:, before].mean(axis=1) * n_recent
    known, expected = np.maximum(usual, 1e-9), np.maximum(forecast.expected, 1e-9)
    p_growing, p_declining = calculate_upper_tail(heard, forecast), calculate_lower_tail(heard, forecast)
    grew = np.minimum(heard / known, heard / expected) >= LEAST_RATIO
    fell = np.maximum(heard / known, heard / expected) <= 1 / LEAST_RATIO
    up, down = np.minimum(heard / known, heard / expected), np.maximum(heard / known, heard / expected)
    slopes, changes = measure_slopes(course)
    steady = NormalDist().inv_cdf(1 - STEADY_SIGNIFICANCE)
    grew = (up >= LEAST_RATIO) & (p_growing < SIGNIFICANCE)
    fell = (down <= 1 / LEAST_RATIO) & (p_declining < SIGNIFICANCE)
    grew |= (slopes > steady) & (changes >= STEADY_RATIO) & (up > 1)
    fell |= (slopes < -steady) & (changes <= 1 / STEADY_RATIO) & (down < 1)
    moved = (slopes, changes, grew, fell)
    return Comparison(recent, before, heard, usual, forecast, p_growing, p_declining, *moved)


def measure_slopes(course: Course) -> tuple[Floats, Floats]:
    """Measure how steadily each issue's rate rose over up to 26 complete weeks: z, and the last to the first.

    The score test of a log-linear slope under quasi-Poisson, with the exposures; what scatters about that
    slope is estimated as elsewhere, so one odd week makes no trend.
    """
    span = slice(max(0, course.n_complete - STEADY_WEEKS), course.n_complete)
    counts, exposures = course.counts[:, span], course.exposures[:, span]
    base = np.maximum(exposures.sum(axis=1, keepdims=True), 1e-9)
    fitted = np.maximum(counts.sum(axis=1, keepdims=True) / base * exposures, 1e-12)
    places = np.arange(counts.shape[1], dtype=np.float64)[None, :]
    centred = places - (fitted * places).sum(axis=1, keepdims=True) / fitted.sum(axis=1, keepdims=True)
    score, information = ((counts - fitted) * centred).sum(axis=1), (fitted * centred**2).sum(axis=1)
    slope = np.clip(score / information, -0.5, 0.5)
    sloped = fitted * np.exp(slope[:, None] * centred)
    phi = estimate_dispersions(counts * (exposures > 0), sloped * (exposures > 0))
    return score / np.sqrt(phi * information), np.exp(slope * (counts.shape[1] - 1))


def weigh_silence(course: Course, issue: int) -> Silence:
    """Weigh when an issue was heard and when not."""
    live = course.exposures[issue] > 0
    counts, exposure = course.counts[issue][live], course.exposures[issue][live]
    heard = np.flatnonzero(counts > 0).tolist()
    n_live, n_running = int(live.sum()), int(live[course.n_complete :].sum())
    recent_from = n_live - n_running - RECENT_WEEKS
    n_silent = n_live - n_running - 1 - heard[-1] if heard else n_live - n_running
    for last, again in pairwise(heard):
        if again >= recent_from and again - last > DORMANT_WEEKS:
            before, silent = exposure[: last + 1].sum(), exposure[last + 1 : again].sum()
            chance = float((before / (before + silent)) ** counts[: last + 1].sum())
            return Silence(heard, n_live, recent_from, n_silent, (last, again), chance)
    return Silence(heard, n_live, recent_from, n_silent, None, None)


def tell_silence(silence: Silence) -> str | None:
    """Tell what silence before or after says; None: nothing."""
    if not silence.heard:
        return "dormant"
    if silence.heard[0] >= max(silence.recent_from, RECENT_WEEKS):
        return "new"
    if silence.n_silent >= DORMANT_WEEKS:
        return "dormant"
    return "reopened" if silence.chance is not None and silence.chance < SIGNIFICANCE else None
