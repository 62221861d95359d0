"""What needs our attention today? The page that the council opens its hour with."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, Headline, show_headlines
from dashboards.markup import escape_markdown
from dashboards.sparkline import SPARK_WEEKS
from dashboards.views.edits import show_outcome
from dashboards.views.main_issues import show_main_issues
from dashboards.views.news import show_news
from dashboards.views.opening import open_with_contacts
from dashboards.views.proposals import show_proposals
from dashboards.views.week_notes import show_week_notes
from voc.answers import Reading

Document = Mapping[str, Any]


def show_meeting_page(desk: Desk) -> None:
    """Show the week's figures, the ten main issues, what is new or grows, and what the tool proposes."""
    words = desk.words
    st.title(words.say("meeting.title"), anchor=False)
    opened = open_with_contacts(desk)
    if opened is None:
        return
    reading, summary = opened
    show_outcome(desk)
    _show_week(desk, reading, summary)
    show_main_issues(desk, reading, summary["week"])
    show_news(desk, reading, summary)
    show_proposals(desk, reading)
    _show_footing(desk, reading, summary)


def _show_week(desk: Desk, reading: Reading, summary: Document) -> None:
    words, week = desk.words, summary["week"]
    complete = [row for row in summary["weeks"] if week and row["week"] <= week]
    if not complete or complete[-1]["week"] != week:
        st.caption(words.say("meeting.week.none"))
        return
    st.caption(escape_markdown(words.say("meeting.week", week=week, days=words.write_week(week))))
    rate = _make_rate(desk, summary, complete)
    show_headlines([*rate, *_list_headlines(desk, summary["figures"], complete)])
    show_week_notes(desk, reading, week)


def _make_rate(desk: Desk, summary: Document, weeks: list[Document]) -> list[Headline]:
    """Make the master figure: contacts for each order, or whatever is delivered; none where nothing is."""
    words, now, name = desk.words, summary["figures"], summary["exposure"]
    if now["rate"] is None:
        return []
    before = weeks[-2]["rate"] if len(weeks) > 1 else None
    label = words.say("headline.rate", unit=escape_markdown(words.say_unit(name, 1)))
    units = escape_markdown(words.say_unit(name))
    return [
        Headline(
            label,
            words.write_rate(now["rate"]),
            words.write_change(now["rate"], before),
            [row["rate"] for row in weeks[-SPARK_WEEKS:] if row["rate"] is not None],
            words.say("headline.rate.caption", units=units, n=words.write_count(now["exposure"])),
        )
    ]


def _list_headlines(desk: Desk, now: Document, weeks: list[Document]) -> list[Headline]:
    words = desk.words
    before: Document = weeks[-2] if len(weeks) > 1 else {}

    def make(name: str, value: str, change: str | None, **told: object) -> Headline:
        label, caption = words.say(f"headline.{name}"), words.say(f"headline.{name}.caption", **told)
        series = [row[name] or 0 for row in weeks[-SPARK_WEEKS:]]
        return Headline(label, value, change, series, caption)

    def change(name: str) -> str | None:
        return words.write_change(now[name], before.get(name))

    def points(name: str) -> str | None:
        return words.write_points(now[name], before.get(name))

    days = desk.settings.council.repeat_window_days
    interval = words.write_interval(now["repeat_low"], now["repeat_high"])
    contacts, customers = words.write_count(now["contacts"]), words.write_count(now["customers"])
    repeats, avoidable = words.write_share(now["repeat_rate"]), words.write_share(now["avoidable_share"])
    cost = words.write_money(now["cost"], desk.settings.currency)
    return [
        make("contacts", contacts, change("contacts"), customers=customers),
        make("repeat_rate", repeats, points("repeat_rate"), days=days, interval=interval),
        make("avoidable_share", avoidable, points("avoidable_share")),
        make("cost", cost, change("cost")),
    ]


def _show_footing(desk: Desk, reading: Reading, summary: Document) -> None:
    words = desk.words
    st.divider()
    st.caption(words.say(
        "meeting.footing",
        unassigned=words.write_share(summary["all"]["unassigned_share"]),
        total=words.write_count(summary["all"]["contacts"]),
        until=words.write_last_day(summary["as_of"]),
        published=words.write_moment(data.tell_published(reading)),
    ))  # fmt: skip
