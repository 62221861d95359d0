"""What must be known of a week before its figures are believed? Its denominator, and what came late."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.elements import Desk
from dashboards.markup import escape_markdown
from dashboards.questions import ask_calendar
from voc.answers import Reading

Document = Mapping[str, Any]


def show_week_notes(desk: Desk, reading: Reading, week: str) -> None:
    """Say what the week's rates are told by, and what is amiss with its data."""
    calendar = ask_calendar(reading)
    rows = {row["week"]: row for row in calendar["weeks"]}
    lines = [_word_denominator(desk, calendar["exposure"], rows.get(week))]
    if week in rows:
        lines += _list_remarks(desk, rows[week])
    lines += [_word_running(desk, row) for row in calendar["weeks"] if not row["is_complete"]]
    st.caption(escape_markdown(" ".join(line for line in lines if line)))


def show_denominator(desk: Desk, exposure: Document) -> None:
    """Say what the rates of a window are told by, and in how many of its weeks that was estimated."""
    words = desk.words
    if exposure["value"] is None or exposure["name"] == "contacts":
        st.caption(words.say("week.told_by.contacts"))
        return
    told = words.say(
        "week.told_by.all",
        units=words.say_unit(exposure["name"]), n=words.write_count(exposure["value"]),
        weeks=words.say_count("week.weeks", exposure["weeks"]),
    )  # fmt: skip
    if exposure["estimated"]:
        told += " " + words.say_count("week.estimated_weeks", exposure["estimated"])
    st.caption(escape_markdown(told))


def _word_denominator(desk: Desk, name: str, row: Document | None) -> str:
    words = desk.words
    if row is None or name == "contacts":
        return words.say("week.told_by.contacts")
    key = "week.told_by.estimated" if row["is_estimated"] else "week.told_by"
    value, days = words.write_count(row["exposure"] or 0), words.write_week(row["week"])
    return words.say(key, units=words.say_unit(name), n=value, days=days)


def _list_remarks(desk: Desk, row: Document) -> list[str]:
    words = desk.words
    remarks = []
    if row["late_contacts"]:
        remarks.append(words.say_count("week.late", row["late_contacts"]))
    if row["silent_sources"]:
        remarks.append(words.say("week.silent", sources=", ".join(row["silent_sources"])))
    free = [f"{day['names'][words.language]} ({words.write_day(day['day'])})" for day in row["holidays"]]
    if free:
        remarks.append(words.say("week.holidays", days=", ".join(free)))
    return remarks


def _word_running(desk: Desk, row: Document) -> str:
    days = desk.words.write_week(row["week"])
    return desk.words.say_count("week.running", row["contacts"], days=days)
