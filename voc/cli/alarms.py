"""How are alerts told at a terminal: what is odd, since when, who knows of it, and how many may be false?"""

from collections.abc import Mapping
from typing import Any

from voc.cli.printing import format_columns

Document = Mapping[str, Any]


def report_alerts(document: Document) -> list[str]:
    """Tell what emerged or burst, with the count, the expected count and the chance of it."""
    alerts = document["alerts"]
    if not alerts:
        return ["No alerts so far."]
    rows = [
        (alert["week"], alert["kind"], alert["issue_id"], alert["name"], alert["observed"], alert["expected"],
         _show_chance(alert["p_value"]), len(alert["contact_ids"]), _tell_alert(alert))
        for alert in alerts
    ]  # fmt: skip
    headers = ("week", "kind", "issue", "name", "observed", "expected", "p", "evidence", "")
    table = format_columns(headers, rows, right="observed expected p evidence")
    return [*table, *_report_budget(document["budget"])]


def _tell_alert(alert: Document) -> str:
    """Tell whether an alert still goes on, and who knows of it."""
    if alert["acknowledged"]:
        until = alert["acknowledged"]["until"]
        state = f"asleep{f' until {until}' if until else ''}" if alert["is_asleep"] else "awake again"
        return f"{state}, {alert['acknowledged']['by_whom']}"
    return "goes on" if alert["is_open"] else "over"


def _report_budget(budget: Document | None) -> list[str]:
    """State how many false alarms are to be expected."""
    if budget is None:
        return ["Too short a history to say how many of these are false alarms."]
    return [
        f"With these volumes and nothing happening: {budget['false_per_week']:.2f} alarms a week"
        f" ({budget['false_per_issue_week']:.2%} an issue and week), replayed {budget['replays']:,} times"
        f" over the last {budget['weeks']} weeks; raised in these: {budget['raised_count']}."
    ]


def _show_chance(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}"
