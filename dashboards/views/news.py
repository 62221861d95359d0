"""What is new, and what grows? Alerts with their evidence, and the issues whose trend says the same.

Alerts of the last weeks only: older ones were on the table at earlier meetings.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, link_issue, show_quote
from voc.answers import Reading

Document = Mapping[str, Any]
RECENT_WEEKS = 4
MOST_CARDS = 5
MOST_QUOTES = 3
COLUMNS = {"new": (("emerging",), ("new", "reopened")), "growing": (("burst", "shift"), ("growing",))}


def show_news(desk: Desk, reading: Reading, summary: Document) -> None:
    """Show what is new and what grows, side by side."""
    words = desk.words
    recent = [row["week"] for row in summary["weeks"][-RECENT_WEEKS:]]
    alerts = _keep_latest([alert for alert in data.ask_alerts(reading) if alert["week"] in recent])
    issues = data.ask_issues(reading)["issues"]
    for column, name in zip(st.columns(2, gap="large"), COLUMNS, strict=True):
        kinds, trends = COLUMNS[name]
        cards = [alert for alert in alerts if alert["kind"] in kinds]
        told = {alert["issue_id"] for alert in cards}
        moving = [issue for issue in issues if issue["trend"] in trends and issue["issue_id"] not in told]
        with column:
            st.subheader(words.say(f"news.{name}"), anchor=False)
            st.caption(words.say(f"news.{name}.caption", weeks=RECENT_WEEKS))
            for number, alert in enumerate(cards[:MOST_CARDS]):
                _show_alert(desk, reading, alert, f"{name}-{number}")
            for number, issue in enumerate(moving[:MOST_CARDS]):
                _show_moving(desk, issue, f"{name}-{number}")
            left = max(0, len(cards) - MOST_CARDS) + max(0, len(moving) - MOST_CARDS)
            if left:
                st.caption(words.say_count("news.left", left))
            if not cards and not moving:
                st.markdown(words.say(f"news.{name}.none"))


def _keep_latest(alerts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep each issue's latest alert; they come with the latest week first."""
    kept: dict[str, dict[str, Any]] = {}
    for alert in alerts:
        kept.setdefault(alert["issue_id"], alert)
    return list(kept.values())


def _show_alert(desk: Desk, reading: Reading, alert: Document, key: str) -> None:
    words = desk.words
    with st.container(border=True, key=f"plain-link-alert-{key}"):
        link_issue(desk, alert["issue_id"], alert["name"])
        expected = words.write_decimal(alert["expected"])
        st.markdown(words.say_count(f"news.alert.{alert['kind']}", alert["observed"], expected=expected,
                                    days=words.write_week(alert["week"])))  # fmt: skip
        with st.expander(words.say("news.evidence")):
            evidence = set(alert["contact_ids"])
            quotes = data.ask_quotes(reading, alert["issue_id"], week=alert["week"])
            quotes = [row for row in quotes if row["contact_id"] in evidence]
            for number, quote in enumerate(quotes[:MOST_QUOTES]):
                show_quote(quote["quote"], describe_contact(quote, words), f"{key}-{number}")


def _show_moving(desk: Desk, issue: Document, key: str) -> None:
    words = desk.words
    with st.container(key=f"plain-link-moving-{key}"):
        link_issue(desk, issue["issue_id"], issue["name"])
        recent = sum(row["contacts"] for row in issue["weeks"][-RECENT_WEEKS:])
        st.caption(words.say_count("news.moving", recent, trend=words.say_term("trend", issue["trend"]),
                                   weeks=RECENT_WEEKS))  # fmt: skip
