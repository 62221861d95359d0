"""What burst, and what emerged?

Every complete week of the history is judged as if it were the last, by the weeks before it alone. A
week that alarmed is no reference for later ones, and an alert that goes on is the same alert.
"""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from voc.schema import ALERTS, make_frame
from voc.signals.weeks import (
    LEAST_REFERENCE_WEEKS,
    WeekTally,
    choose_references,
    derive_weeks,
    tally_weeks,
)
from voc.stats.counts import Flags, Floats, calculate_upper_tail, forecast_counts
from voc.stats.multiple import adjust_p_values

FALSE_DISCOVERY_RATE = 0.10
LEAST_COUNT = 5  # contacts in the week, of a burst
LEAST_PEOPLE = 3  # behind them
LEAST_RATIO = 1.3  # of observed to expected, of a burst
EMERGING_PEOPLE = 4  # in the last one or two weeks
NEXT_TO_NONE = 0.25  # contacts a week before, of what emerges
QUIET_WEEKS = 2  # without alarm that close an alert
SETTLED_WEEKS = 6  # of alarm, after which the new level is the usual one


@dataclass
class Alert:
    """An alert as it grows while weeks are replayed."""

    issue: int
    kind: str
    week: int  # first raised
    observed: int
    expected: float
    p_value: float
    alarms: list[int] = field(default_factory=list)  # weeks that alarmed
    evidence: set[int] = field(default_factory=set)  # weeks whose contacts are evidence


@dataclass(frozen=True)
class Verdict:
    """One week's judgement of all issues; arrays are (n_issues,)."""

    observed: Floats
    expected: Floats
    p_values: Floats
    spans: np.typing.NDArray[np.int64]  # 0: a burst; 1 or 2: emerged within so many weeks
    is_alarm: Flags


def raise_alerts(
    weeks: pl.DataFrame, contact_issues: pl.DataFrame, contacts: pl.DataFrame, *, zone: ZoneInfo
) -> pl.DataFrame:
    """Raise alerts for every complete week of the history.

    A *burst* is a week with at least 5 contacts of 3 people, 1.3 times what was to be expected. What
    *emerged* had next to no contacts before (fewer than one in four weeks), and at least 4 people in
    the last one or two weeks. Either needs a negative binomial tail, given the exposure of each
    source, that Benjamini-Hochberg passes at 0.10 over all issues heard so far. Nothing is raised in
    the first four weeks of data, nor from a source's own first four: what is seen first did not
    emerge. An alert goes on while no more than two weeks pass without alarm.

    Simulated, 40 to 70 issues over 26 weeks. False alarms an issue and week: 0.0 to 0.2 % where
    counts are Poisson, 0.2 to 0.9 % where they scatter twice or thrice as much. Power in the very
    week, one of 40 issues, at 3 / 5 / 10 / 30 contacts a week: tripled .31 / .64 / .97 / 1, doubled
    .01 / .19 / .29 / .91 (of 70 issues .89), half more .31 at 30. All volume doubled: 0.12 of 40
    issues alarm; a wave of one source's contacts (4 times) 0.06, where one pooled exposure gives
    10.8. What emerges at 5 a week is told in its first or second week always, at 3 a week in 79 %.

    Args:
        weeks: WEEKS of `count_weeks`: the calendar, and which weeks are complete.
        contact_issues: contact_id, issue_id.
        contacts: contact_id, occurred_at, customer_id, and source where known; all of them.
        zone: The workspace's.

    Returns:
        ALERTS by week and issue. `week`, `observed`, `expected` and `p_value` are those of the week
        in which it was raised; `contact_ids` are of all weeks that alarmed, in order of time.
    """
    calendar = weeks.filter("is_complete")["week"].unique().sort().to_list()
    tally = tally_weeks(contacts, contact_issues, calendar=calendar, zone=zone)
    alerts = _replay_weeks(tally) if tally.issues else []
    evidence = _list_evidence(contact_issues, contacts, zone)
    rows = [
        {
            "issue_id": tally.issues[alert.issue],
            "kind": alert.kind,
            "week": calendar[alert.week],
            "observed": alert.observed,
            "expected": alert.expected,
            "p_value": alert.p_value,
            "contact_ids": [
                contact
                for week in sorted(alert.evidence)
                for contact in evidence.get((tally.issues[alert.issue], calendar[week]), [])
            ],
        }
        for alert in sorted(alerts, key=lambda a: (a.week, a.issue))
    ]
    return make_frame(rows, ALERTS)


def _replay_weeks(tally: WeekTally) -> list[Alert]:
    usable = np.tile(tally.exposures.sum(axis=0) > 0, (len(tally.issues), 1))
    alerts: list[Alert] = []
    latest: dict[int, Alert] = {}
    for week in range(LEAST_REFERENCE_WEEKS, len(tally.weeks)):
        verdict = _judge_week(tally, usable, week)
        for issue in np.flatnonzero(verdict.is_alarm).tolist():
            alert = latest.get(issue)
            if alert is None or week - alert.alarms[-1] > QUIET_WEEKS + 1:
                alert = latest[issue] = _open_alert(verdict, issue, week)
                alerts.append(alert)
            _extend_alert(alert, week, int(verdict.spans[issue]), usable)
    return alerts


def _open_alert(verdict: Verdict, issue: int, week: int) -> Alert:
    return Alert(
        issue,
        "emerging" if verdict.spans[issue] else "burst",
        week,
        int(verdict.observed[issue]),
        float(verdict.expected[issue]),
        float(verdict.p_values[issue]),
    )


def _extend_alert(alert: Alert, week: int, span: int, usable: Flags) -> None:
    """Take a week into an alert: its contacts are evidence, and no reference until they are the rule."""
    alert.alarms.append(week)
    alert.evidence |= set(range(week - max(span, 1) + 1, week + 1))
    usable[alert.issue, sorted(alert.evidence)] = False
    if len(alert.alarms) >= SETTLED_WEEKS:
        usable[alert.issue, : min(alert.evidence)] = False
        usable[alert.issue, min(alert.evidence) :] = True


def _judge_week(tally: WeekTally, usable: Flags, week: int) -> Verdict:
    settled = (tally.exposures[:, :week] > 0).sum(axis=1) >= LEAST_REFERENCE_WEEKS
    counts, exposures = tally.counts[settled], tally.exposures[settled]
    observed = counts[:, :, week].sum(axis=0)
    reference = choose_references(usable, week)
    forecast = forecast_counts(counts, exposures, exposures[:, week], reference)
    enough = reference.sum(axis=1) >= LEAST_REFERENCE_WEEKS
    burst = enough & (observed >= LEAST_COUNT) & (tally.people[:, week] >= LEAST_PEOPLE)
    burst &= observed > LEAST_RATIO * forecast.expected
    p_values = np.where(burst, calculate_upper_tail(observed, forecast), 1.0)
    spans = np.zeros(len(tally.issues), dtype=np.int64)
    chances = np.stack([2 * _weigh_emergence(tally, settled, usable, week, span) for span in (1, 2)])
    emerged = chances.min(axis=0) < 1
    spans[emerged] = 1 + chances.argmin(axis=0)[emerged]
    p_values = np.where(emerged, chances.min(axis=0), p_values)
    seen = tally.counts[:, :, : week + 1].sum(axis=(0, 2)) > 0
    q_values = np.ones(len(p_values))
    q_values[seen] = adjust_p_values(p_values[seen])
    is_alarm = (p_values < 1) & (q_values <= FALSE_DISCOVERY_RATE)
    return Verdict(observed, forecast.expected, p_values, spans, is_alarm)


def _weigh_emergence(tally: WeekTally, settled: Flags, usable: Flags, week: int, span: int) -> Floats:
    """Weigh the people of the last `span` weeks against isolated noise; 0.5 where nothing emerged."""
    start = week - span + 1
    if start < LEAST_REFERENCE_WEEKS:
        return np.full(len(tally.issues), 0.5)
    counts, exposures = tally.counts[settled], tally.exposures[settled]
    reference = choose_references(usable, start)
    n_before = np.maximum(usable[:, :start].sum(axis=1), 1)
    before = (tally.counts[:, :, :start].sum(axis=0) * usable[:, :start]).sum(axis=1) / n_before
    people = np.minimum(
        (tally.people if span == 1 else tally.pair_people)[:, week],
        counts[:, :, start : week + 1].sum(axis=(0, 2)),
    )
    rare = (before < NEXT_TO_NONE) & (people >= EMERGING_PEOPLE)
    rare &= reference.sum(axis=1) >= LEAST_REFERENCE_WEEKS
    forecast = forecast_counts(counts, exposures, exposures[:, start : week + 1].sum(axis=1), reference)
    return np.asarray(np.where(rare, np.minimum(calculate_upper_tail(people, forecast), 0.5), 0.5))


def _list_evidence(
    contact_issues: pl.DataFrame, contacts: pl.DataFrame, zone: ZoneInfo
) -> dict[tuple[str, str], list[str]]:
    placed = contacts.select("contact_id", "occurred_at", derive_weeks(contacts["occurred_at"], zone))
    grouped = (
        contact_issues.select("contact_id", "issue_id")
        .unique()
        .join(placed, on="contact_id")
        .sort("occurred_at", "contact_id")
        .group_by("issue_id", "week", maintain_order=True)
        .agg("contact_id")
    )
    return {(issue, week): ids for issue, week, ids in grouped.iter_rows()}
