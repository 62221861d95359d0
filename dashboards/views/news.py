"""What is new, what grows, what fell, and which words are in vogue? Alerts with their evidence first.

On the meeting's page only what is awake; the page of its own has the sleeping ones, the words and the rest.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, link_issue
from dashboards.questions import ask_budget
from dashboards.views.alerts import choose_alerts, show_alert, show_asleep
from dashboards.views.edits import show_outcome
from dashboards.views.opening import open_with_contacts
from dashboards.views.vogue import show_vogue
from dashboards.views.week_notes import show_week_notes
from voc.answers import Reading

Document = Mapping[str, Any]
RECENT_WEEKS = 4
MOST_CARDS = 5
COLUMNS = {"new": (("emerging",), ("new", "reopened")), "growing": (("burst", "shift"), ("growing",))}
MOST_FALLEN = 10


def show_news_page(desk: Desk) -> None:
    """Show all that is new: alerts awake and asleep, words in vogue, what fell, and how far to trust it."""
    words = desk.words
    st.title(words.say("news.title"), anchor=False)
    opened = open_with_contacts(desk)
    if opened is None:
        return
    reading, summary = opened
    show_outcome(desk)
    alerts = _list_recent(reading, summary)
    left, right = st.columns(2, gap="large")
    with left:
        _show_column(desk, reading, alerts, "new", None)
        show_vogue(desk, reading, None)
    with right:
        _show_column(desk, reading, alerts, "growing", None)
        show_asleep(desk, [alert for alert in alerts if alert["is_asleep"]])
        _show_fallen(desk, reading)
    st.divider()
    _show_trust(desk, reading, summary)


def show_news(desk: Desk, reading: Reading, summary: Document) -> None:
    """Show the first of what is new and of what grows, side by side."""
    alerts = _list_recent(reading, summary)
    for column, name in zip(st.columns(2, gap="large"), COLUMNS, strict=True):
        with column:
            _show_column(desk, reading, alerts, name, MOST_CARDS)


def _show_column(
    desk: Desk, reading: Reading, alerts: Sequence[Document], name: str, most: int | None
) -> None:
    """Show the alerts that are awake, and the issues whose trend says the same; at most so many of each."""
    words, (kinds, trends) = desk.words, COLUMNS[name]
    cards = [alert for alert in alerts if alert["kind"] in kinds and not alert["is_asleep"]]
    told = {alert["issue_id"] for alert in alerts}
    issues = data.ask_issues(reading)["issues"]
    moving = [issue for issue in issues if issue["trend"] in trends and issue["issue_id"] not in told]
    st.subheader(words.say(f"news.{name}"), anchor=False)
    st.caption(words.say(f"news.{name}.caption", weeks=RECENT_WEEKS))
    for number, alert in enumerate(cards[:most]):
        show_alert(desk, reading, alert, f"{name}-{number}")
    for number, issue in enumerate(moving[:most]):
        _show_moving(desk, issue, f"{name}-{number}")
    left = 0 if most is None else max(0, len(cards) - most) + max(0, len(moving) - most)
    if left:
        st.caption(words.say_count("news.left", left))
    if not cards and not moving:
        st.markdown(words.say(f"news.{name}.none"))


def _list_recent(reading: Reading, summary: Document) -> list[Document]:
    recent = [row["week"] for row in summary["weeks"][-RECENT_WEEKS:]]
    return choose_alerts(data.ask_alerts(reading), recent)


def _show_moving(desk: Desk, issue: Document, key: str) -> None:
    words = desk.words
    with st.container(key=f"plain-link-moving-{key}"):
        link_issue(desk, issue["issue_id"], issue["name"])
        recent = sum(row["contacts"] for row in issue["weeks"][-RECENT_WEEKS:])
        st.caption(words.say_count("news.moving", recent, trend=words.say_term("trend", issue["trend"]),
                                   weeks=RECENT_WEEKS))  # fmt: skip


def _show_trust(desk: Desk, reading: Reading, summary: Document) -> None:
    """State the false-alarm budget, and what the counts are told by."""
    words, budget = desk.words, ask_budget(reading)
    if budget is None:
        st.caption(words.say("alert.budget.none"))
    else:
        st.caption(words.say(
            "alert.budget", weeks=budget["weeks"], issues=budget["issues"],
            weekly=words.write_score(budget["false_per_week"]),
            share=words.write_share(budget["false_per_issue_week"]),
            raised=words.say_count("alert.budget.raised", budget["raised_count"]),
        ))  # fmt: skip
    if summary["week"]:
        show_week_notes(desk, reading, summary["week"])


def _show_fallen(desk: Desk, reading: Reading) -> None:
    words = desk.words
    fallen = [issue for issue in data.ask_issues(reading)["issues"] if issue["trend"] == "declining"]
    st.subheader(words.say("news.fallen"), anchor=False)
    st.caption(words.say("news.fallen.caption"))
    for number, issue in enumerate(fallen[:MOST_FALLEN]):
        _show_moving(desk, issue, f"fallen-{number}")
    if not fallen:
        st.markdown(words.say("news.fallen.none"))
