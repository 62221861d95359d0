"""What would have been raised, had every week been judged as it ended?

Each week is judged by the weeks before it alone. A week that alarmed is no reference for later ones until
its level has become the rule, and an alarm that goes on is the same alert, growing.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from voc.signals.drift import Shift, start_drift, watch_level
from voc.signals.judging import (
    FALSE_DISCOVERY_RATE,
    LEAST_REFERENCE_WEEKS,
    Memory,
    Verdict,
    choose_references,
    forecast_week,
    foresee_season,
    judge_week,
    start_memory,
)
from voc.signals.tally import WeekTally
from voc.stats.counts import Floats, bound_counts
from voc.stats.farrington import SeasonalForecast, bound_farrington

QUIET_WEEKS = 2  # without alarm that close an alert
SETTLED_WEEKS = 6  # of alarm, after which the new level is the usual one


@dataclass
class Alert:
    """An alert as it grows while weeks are replayed; weeks are indices."""

    issue: int
    kind: str  # of ALERT_KINDS
    method: str  # the rule that spoke first
    week: int  # first raised
    observed: int  # of that week
    expected: float
    p_value: float
    q_value: float  # over the issues of that week; of a shift, its own p
    alarms: list[int] = field(default_factory=list)  # weeks that alarmed
    evidence: dict[int, float] = field(default_factory=dict)  # weeks of it, and what was expected of each


@dataclass(frozen=True)
class Replay:
    """What came of judging every week in turn."""

    alerts: list[Alert]  # in the order in which they were raised
    expected: Floats  # (n_issues, n_weeks), NaN where the reference is too short
    low: Floats  # bounds of the count that was to come, 95 %
    high: Floats


def replay_weeks(tally: WeekTally, *, with_bands: bool = False, by_season: bool = True) -> Replay:
    """Judge every week in turn.

    Args:
        tally: The counts.
        with_bands: Whether to tell what was expected of every week too; else that is NaN.
        by_season: Whether to look for seasons, where there is a year of history.
    """
    n_issues, tally = len(tally.issues), replace(tally, reach=tally.reach.copy())
    bands = np.full((3, n_issues, len(tally.weeks)), np.nan)
    memory, drift = start_memory(tally), start_drift(n_issues)
    alerts: list[Alert] = []
    latest: dict[int, Alert] = {}
    for week in range(LEAST_REFERENCE_WEEKS, len(tally.weeks)) if n_issues else ():
        season = foresee_season(tally, memory, week) if by_season else None
        if with_bands:
            bands[:, :, week] = _bound_week(tally, memory, week, season)
        verdict = judge_week(tally, memory, week, season)
        for issue in np.flatnonzero(verdict.is_alarm).tolist():
            alert = latest.get(issue)
            if alert is None or week - alert.alarms[-1] > QUIET_WEEKS + 1:
                alert = latest[issue] = _open_alert(verdict, issue, week)
                alerts.append(alert)
            _extend_alert(alert, week, verdict, memory)
            _take_out_excess(tally, verdict, issue, week)
        rise = watch_level(tally, memory, drift.rise, week, rising=True)
        fall = watch_level(tally, memory, drift.fall, week, rising=False)
        for issue in np.flatnonzero(rise.is_shift).tolist():
            _raise_shift(alerts, latest, rise, verdict, issue, week)
        for shift in (rise, fall):
            _begin_anew(memory, shift, week)
        moved = rise.is_shift | fall.is_shift
        drift.rise.restart(moved, week)
        drift.fall.restart(moved, week)
    return Replay(alerts, *bands)


def _bound_week(tally: WeekTally, memory: Memory, week: int, season: SeasonalForecast | None) -> Floats:
    """Expect and bound a week of every issue, from all sources: (3, n_issues)."""
    enough = choose_references(memory.usable, week).sum(axis=1) >= LEAST_REFERENCE_WEEKS
    usable = np.where(enough[:, None], memory.usable, memory.live[None, :])
    if choose_references(usable[:1], week).sum() < LEAST_REFERENCE_WEEKS:
        return np.full((3, len(usable)), np.nan)
    forecast = forecast_week(tally, usable, week, week + 1, np.ones(len(tally.strata), dtype=np.bool_))
    bounds = np.stack([forecast.expected, *bound_counts(forecast)])
    if season is None:
        return bounds
    low, high = bound_farrington(season.expected, season.error, season.dispersion, alpha=0.025)
    told = np.stack([season.expected, np.ceil(low), np.floor(high)])
    return np.where(season.is_seasonal[None, :], told, bounds)


def _open_alert(verdict: Verdict, issue: int, week: int) -> Alert:
    return Alert(
        issue,
        "emerging" if verdict.spans[issue] else "burst",
        "emergence"
        if verdict.spans[issue]
        else "farrington"
        if verdict.by_season[issue]
        else "negative binomial",
        week,
        int(verdict.observed[issue]),
        float(verdict.expected[issue]),
        float(verdict.p_values[issue]),
        float(verdict.q_values[issue]),
    )


def _extend_alert(alert: Alert, week: int, verdict: Verdict, memory: Memory) -> None:
    """Take a week into an alert: its contacts are evidence, and no reference until they are the rule."""
    alert.alarms.append(week)
    span = max(int(verdict.spans[alert.issue]), 1)
    for each in range(week - span + 1, week + 1):
        alert.evidence.setdefault(each, float(verdict.expected[alert.issue]))
    weeks = sorted(alert.evidence)
    if verdict.q_values[alert.issue] <= FALSE_DISCOVERY_RATE or len(alert.alarms) > 1:
        memory.usable[alert.issue, weeks] = memory.calm[alert.issue, weeks] = False
    if len(alert.alarms) >= SETTLED_WEEKS:
        memory.usable[alert.issue, : weeks[0]] = memory.calm[alert.issue, : weeks[0]] = False
        memory.usable[alert.issue, weeks[0] :] = memory.calm[alert.issue, weeks[0] :] = memory.live[
            weeks[0] :
        ]


def _take_out_excess(tally: WeekTally, verdict: Verdict, issue: int, week: int) -> None:
    """Take what one issue brought beyond the usual out of the contacts that others are told by later."""
    excess = 1 - min(1.0, float(verdict.expected[issue]) / max(float(verdict.observed[issue]), 1.0))
    brought = tally.counts[:, issue, week] * excess * tally.by_contacts
    size = len(tally.issues) // tally.worlds
    world = slice(issue // size * size, (issue // size + 1) * size)
    own = tally.reach[:, issue, week].copy()
    reach = tally.reach[:, world, week]
    tally.reach[:, world, week] = np.maximum(reach - brought[:, None], reach / 10)
    tally.reach[:, issue, week] = own


def _raise_shift(
    alerts: list[Alert], latest: dict[int, Alert], rise: Shift, verdict: Verdict, issue: int, week: int
) -> None:
    """Raise a shift, or let the alert grow that its run goes on from."""
    start = int(rise.starts[issue])
    weekly = float(rise.expected[issue]) / (week - start + 1)
    alert = latest.get(issue)
    if alert is None or start - alert.alarms[-1] > QUIET_WEEKS + 1:
        chance = float(rise.p_values[issue])
        alert = Alert(issue, "shift", "cusum", week, int(verdict.observed[issue]), weekly, chance, chance)
        latest[issue] = alert
        alerts.append(alert)
    alert.alarms.append(week)
    for each in range(max(start, min(alert.evidence, default=start)), week + 1):
        alert.evidence.setdefault(each, weekly)


def _begin_anew(memory: Memory, shift: Shift, week: int) -> None:
    """Let the weeks since a level moved be the only references."""
    for issue in np.flatnonzero(shift.is_shift).tolist():
        start = int(shift.starts[issue])
        memory.usable[issue, :start] = False
        memory.usable[issue, start : week + 1] = memory.live[start : week + 1]
