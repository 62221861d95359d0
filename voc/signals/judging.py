"""Is this week odd, given the weeks before it alone?

A week is judged issue by issue, and an alarm must be paid for: by Benjamini-Hochberg over all issues, or
out of a budget of false alarms that the whole workspace may raise in a week, divided among its issues.
"""

from dataclasses import dataclass, replace

import numpy as np

from voc.signals.tally import WeekTally
from voc.stats.counts import CountForecast, Flags, Floats, calculate_upper_tail, forecast_counts
from voc.stats.farrington import (
    HALF_WINDOW,
    YEAR,
    SeasonalForecast,
    calculate_farrington_tail,
    forecast_season,
)
from voc.stats.multiple import adjust_p_values

REFERENCE_WEEKS = 20
LEAST_REFERENCE_WEEKS = 4
FALSE_DISCOVERY_RATE = 0.10
ALARM_BUDGET = 0.45  # false alarms a week by these rules that a workspace may raise, at most
LARGEST_CHANCE = 0.011  # of a false alarm, that one issue may have in one week, however few they are
LEAST_COUNT = 5  # contacts in the week, of a burst
LEAST_PEOPLE = 3  # behind them
LEAST_RATIO = 1.3  # of observed to expected, of a burst
EMERGING_PEOPLE = 4  # in the last one or two weeks
EMERGING_SHARE = 0.2  # of an issue's part of the budget, for what emerges: true ones hardly need it
NEXT_TO_NONE = 0.25  # contacts a week before, of what emerges


@dataclass
class Memory:
    """What earlier weeks left behind, as weeks are replayed."""

    usable: Flags  # (n_issues, n_weeks) whether a week may be a reference
    calm: Flags  # (n_issues, n_weeks) the same, of all history: weeks that are no evidence of an alert
    live: Flags  # (n_weeks,) whether any source delivered
    seasonal: Flags  # (n_issues,) whether the week was judged by season, not by level


@dataclass(frozen=True)
class Verdict:
    """One week's judgement of all issues; arrays are (n_issues,)."""

    observed: Floats
    expected: Floats
    by_season: Flags  # judged by season and trend, else by the level of the last 20 weeks
    p_values: Floats
    q_values: Floats
    thresholds: Floats  # p at which the budget pays
    spans: np.typing.NDArray[np.int64]  # 0: a burst; 1 or 2: emerged within so many weeks
    is_alarm: Flags


def start_memory(tally: WeekTally) -> Memory:
    """Begin with every week usable in which any source delivered."""
    live = np.asarray(tally.exposures.sum(axis=0) > 0)
    usable = np.tile(live, (len(tally.issues), 1))
    return Memory(usable, usable.copy(), live, np.zeros(len(tally.issues), dtype=np.bool_))


def choose_references(usable: Flags, week: int, length: int = REFERENCE_WEEKS) -> Flags:
    """Choose the reference of a week: the usable ones among the 20 weeks before it.

    Args:
        usable: (n_series, n_weeks).
        week: Index of the week that is judged.
        length: How many weeks it looks back.

    Returns:
        (n_series, n_weeks), false from `week` on.
    """
    chosen = np.zeros_like(usable)
    start = max(0, week - length)
    chosen[:, start:week] = usable[:, start:week]
    return chosen


def forecast_week(tally: WeekTally, usable: Flags, start: int, stop: int, settled: Flags) -> CountForecast:
    """Forecast the weeks from `start` to before `stop` together, from the usable ones before them."""
    first = max(0, start - REFERENCE_WEEKS)
    return forecast_counts(
        tally.counts[settled][:, :, first:start],
        tally.reach[settled][:, :, first:start],
        tally.reach[settled][:, :, start:stop].sum(axis=2),
        usable[:, first:start],
        worlds=tally.worlds,
    )


def find_settled(tally: WeekTally, week: int) -> Flags:
    """Find the sources that had four weeks before: what a younger one brings is seen first, not new."""
    return np.asarray((tally.exposures[:, :week] > 0).sum(axis=1) >= LEAST_REFERENCE_WEEKS)


def foresee_season(tally: WeekTally, memory: Memory, week: int) -> SeasonalForecast | None:
    """Foresee a week by season and trend; None below a year and a window of history.

    `is_seasonal` is false too where an issue had fewer than a contact a week, or the week no exposure.
    """
    if week < YEAR + HALF_WINDOW + LEAST_REFERENCE_WEEKS:
        return None
    held, base = tally.counts[:, :, :week].sum(axis=2), tally.reach[:, :, :week].sum(axis=2)
    rates = np.divide(held, base, out=np.zeros_like(held), where=base > 0)[:, :, None]
    standard = (rates * tally.reach[:, :, : week + 1]).sum(axis=0)
    counts = tally.counts[:, :, :week].sum(axis=0)
    usable = np.broadcast_to(memory.live[:week], counts.shape)  # it weighs past outbreaks down itself
    told = forecast_season(counts, standard[:, :week], standard[:, week], usable)
    often = (counts.mean(axis=1) >= 1) & (standard[:, week] > 0)
    return replace(told, is_seasonal=told.is_seasonal & often)


def judge_week(
    tally: WeekTally, memory: Memory, week: int, season: SeasonalForecast | None = None
) -> Verdict:
    """Judge a week of all issues by the usable weeks before it, by `season` where it is real."""
    settled = find_settled(tally, week)
    observed = tally.counts[settled][:, :, week].sum(axis=0)
    forecast = forecast_week(tally, memory.usable, week, week + 1, settled)
    memory.seasonal = np.zeros_like(memory.seasonal) if season is None else season.is_seasonal
    expected, p_values = forecast.expected, calculate_upper_tail(observed, forecast)
    if season is not None:
        expected = np.where(memory.seasonal, season.expected, expected)
        tail = calculate_farrington_tail(observed, season.expected, season.error, season.dispersion)
        p_values = np.where(memory.seasonal, tail, p_values)
    p_values = np.where(_find_bursts(tally, memory, week, observed, expected), p_values, 1.0)
    chances = np.stack([2 * _weigh_emergence(tally, settled, memory, week, span) for span in (1, 2)])
    emerged = chances.min(axis=0) < 1
    spans = np.where(emerged, 1 + chances.argmin(axis=0), 0)
    p_values = np.where(emerged, chances.min(axis=0), p_values)
    q_values, thresholds = pay_alarms(tally, p_values, week)
    thresholds = np.where(emerged, thresholds * EMERGING_SHARE, thresholds)
    is_alarm = (p_values < 1) & ((q_values <= FALSE_DISCOVERY_RATE) | (p_values <= thresholds))
    by_season = memory.seasonal & ~emerged
    return Verdict(observed, expected, by_season, p_values, q_values, thresholds, spans, is_alarm)


def pay_alarms(tally: WeekTally, p_values: Floats, week: int) -> tuple[Floats, Floats]:
    """Adjust p-values over the issues heard so far, and divide the budget among them, world by world."""
    seen = (tally.counts[:, :, : week + 1].sum(axis=(0, 2)) > 0).reshape(tally.worlds, -1)
    q_values = np.ones(seen.shape)
    for q_row, p_row, heard in zip(q_values, p_values.reshape(seen.shape), seen, strict=True):
        q_row[heard] = adjust_p_values(p_row[heard])
    paid = np.minimum(LARGEST_CHANCE, ALARM_BUDGET / np.maximum(seen.sum(axis=1), 1))
    return q_values.ravel(), np.repeat(paid, seen.shape[1])


def _find_bursts(tally: WeekTally, memory: Memory, week: int, observed: Floats, expected: Floats) -> Flags:
    """Find where a week's contacts and people are enough to matter, and can be judged."""
    enough = choose_references(memory.usable, week).sum(axis=1) >= LEAST_REFERENCE_WEEKS
    burst = (enough | memory.seasonal) & (observed >= LEAST_COUNT)
    burst &= tally.people[:, week] >= LEAST_PEOPLE
    return np.asarray(burst & (observed > LEAST_RATIO * expected))


def _weigh_emergence(tally: WeekTally, settled: Flags, memory: Memory, week: int, span: int) -> Floats:
    """Weigh the people of the last `span` weeks against isolated noise; 0.5 where nothing emerged."""
    start = week - span + 1
    if start < LEAST_REFERENCE_WEEKS:
        return np.full(len(tally.issues), 0.5)
    calm = memory.calm[:, :start]
    before = (tally.counts[:, :, :start].sum(axis=0) * calm).sum(axis=1) / np.maximum(calm.sum(axis=1), 1)
    people = np.minimum(
        (tally.people if span == 1 else tally.pair_people)[:, week],
        tally.counts[settled][:, :, start : week + 1].sum(axis=(0, 2)),
    )
    rare = (before < NEXT_TO_NONE) & (people >= EMERGING_PEOPLE)
    rare &= choose_references(memory.usable, start).sum(axis=1) >= LEAST_REFERENCE_WEEKS
    if not rare.any():
        return np.full(len(tally.issues), 0.5)
    forecast = forecast_week(tally, memory.usable, start, week + 1, settled)
    return np.asarray(np.where(rare, np.minimum(calculate_upper_tail(people, forecast), 0.5), 0.5))
