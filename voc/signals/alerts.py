"""What burst, what emerged, and what drifted?

Every complete week of the history is judged as if it were the last, by the weeks before it alone. A
week that alarmed is no reference for later ones, and an alert that goes on is the same alert.
"""

from zoneinfo import ZoneInfo

import polars as pl

from voc.schema import ALERTS, make_frame
from voc.signals.isoweeks import derive_weeks
from voc.signals.replay import QUIET_WEEKS, Alert, replay_weeks
from voc.signals.tally import WeekTally, tally_weeks


def raise_alerts(
    weeks: pl.DataFrame,
    contact_issues: pl.DataFrame,
    contacts: pl.DataFrame,
    *,
    zone: ZoneInfo,
    exposure: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Raise alerts for every complete week of the history.

    A *burst* is a week with at least 5 contacts of 3 people, 1.3 times what was to be expected. What
    *emerged* had next to no contacts before (fewer than one in four weeks), and at least 4 people in
    the last one or two weeks. Either needs a negative binomial tail, given the exposure of each source,
    that Benjamini-Hochberg passes at 0.10 over all issues heard so far, or that the budget pays: 0.45
    false alarms a week divided among these issues, at most 0.011 each. A *shift* is a level that rose
    by too little for any one week: see `voc.signals.drift`. Nothing is raised in the first four weeks of
    data, nor from a source's own first four: what is seen first did not emerge. An alert goes on while no
    more than two weeks pass without alarm. What this costs and finds: `python -m benchmarks.alerts`.

    Args:
        weeks: WEEKS of `count_weeks`: the calendar, and which weeks are complete.
        contact_issues: contact_id, issue_id.
        contacts: contact_id, occurred_at, customer_id, and source and channel where known; all of them.
        zone: The workspace's.
        exposure: As given to `count_weeks`.

    Returns:
        ALERTS by week and issue. `week`, `observed`, `expected` and `p_value` are those of the week
        in which it was raised (of a shift, `p_value` is of all its weeks together); `contact_ids` are of
        all weeks that are evidence, in order of time.
    """
    calendar = weeks.filter("is_complete")["week"].unique().sort().to_list()
    tally = tally_weeks(contacts, contact_issues, calendar=calendar, zone=zone, exposure=exposure)
    evidence = _list_evidence(contact_issues, contacts, zone)
    alerts = sorted(replay_weeks(tally).alerts, key=lambda a: (a.week, a.issue))
    return make_frame([_describe_alert(tally, alert, evidence) for alert in alerts], ALERTS)


def _describe_alert(
    tally: WeekTally, alert: Alert, evidence: dict[tuple[str, str], list[str]]
) -> dict[str, object]:
    issue_id, weeks = tally.issues[alert.issue], sorted(alert.evidence)
    ids = [each for week in weeks for each in evidence.get((issue_id, tally.weeks[week]), [])]
    return {
        "issue_id": issue_id,
        "kind": alert.kind,
        "week": tally.weeks[alert.week],
        "observed": alert.observed,
        "expected": alert.expected,
        "p_value": alert.p_value,
        "contact_ids": ids,
        "alert_id": f"{issue_id}-{tally.weeks[alert.week]}",
        "last_week": tally.weeks[alert.alarms[-1]],
        "week_count": len(weeks),
        "total_observed": len(ids),
        "total_expected": sum(alert.evidence[week] for week in weeks),
        "is_open": len(tally.weeks) - 1 - alert.alarms[-1] <= QUIET_WEEKS,
        "method": alert.method,
        "q_value": alert.q_value,
    }


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
