"""How is a piece that several pages share shown: a link to an issue, a quote, a headline, a notice?

Customers' words go through `st.text` alone; names of issues through `escape_markdown`, exactly as worded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboards.markup import escape_markdown
from dashboards.wording import Words
from voc.errors import BusyError, SettingsError, VocError
from voc.settings import Settings

LONGEST_LINE = 120


@dataclass(frozen=True)
class Desk:
    """What every page is given: the reader's words, the workspace and the other pages by name."""

    words: Words
    settings: Settings
    pages: dict[str, StreamlitPage] = field(default_factory=dict)


@dataclass(frozen=True)
class Headline:
    """A headline figure: its name, value, change and recent weeks, and how it is counted."""

    label: str
    value: str
    change: str | None
    series: Sequence[float]
    caption: str


def link_issue(desk: Desk, issue_id: str, name: str) -> None:
    """Show an issue's name as a link to its page; the address carries the issue and the language."""
    address = {"issue": issue_id, "lang": desk.words.language}
    st.page_link(desk.pages["issue"], label=escape_markdown(name), query_params=address)


def show_quote(text: str, source: str, key: str) -> None:
    """Show a customer's words as they stand, with where they come from."""
    with st.container(key=f"quote-{key}"):
        st.text(text)
        st.caption(source)


def describe_contact(contact: Mapping[str, Any], words: Words) -> str:
    """Say in one line where a contact came from: channel, day, language."""
    parts = [words.say_term("channel", contact["channel"]), words.write_day(contact["occurred_at"])]
    if contact.get("language"):
        parts.append(words.write_language(contact["language"]))
    return " · ".join(escape_markdown(part) for part in parts)


def show_coverage(desk: Desk, document: Mapping[str, Any]) -> None:
    """Say how many contacts have an issue and how many openly have none."""
    words, assigned, unassigned = desk.words, document["assigned"], document["unassigned"]
    st.caption(words.say(
        "coverage.all",
        total=words.write_count(assigned["contacts"] + unassigned["contacts"]),
        assigned=words.write_count(assigned["contacts"]), share=words.write_share(assigned["share"]),
        unassigned=words.write_count(unassigned["contacts"]), rest=words.write_share(unassigned["share"]),
    ))  # fmt: skip


def show_headlines(headlines: Sequence[Headline]) -> None:
    """Show headline figures side by side, each with its change, its recent weeks and its definition."""
    with st.container(key="headlines"):
        columns = st.columns(len(headlines))
    for column, headline in zip(columns, headlines, strict=True):
        with column:
            st.metric(
                headline.label,
                headline.value,
                delta=headline.change,
                delta_color="off",
                chart_data=list(headline.series),
                border=True,
            )
            st.caption(headline.caption)


def show_notice(title: str, *paragraphs: str) -> None:
    """Show a state in words: what there is not, and what to do."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        for paragraph in paragraphs:
            st.markdown(paragraph)


def ask_speaker(words: Words, place: str) -> str:
    """Ask who says something; each place on a page has its own box, and keeps what was typed."""
    return st.text_input(
        words.say("decision.by_whom"),
        max_chars=LONGEST_LINE,
        key=f"{place}-by-whom",
        persist_state="session",
    ).strip()


def show_refusal(words: Words, error: VocError) -> None:
    """Say that something could not be recorded; the tool's own message stands below, as it is."""
    st.error(words.say("edit.refused"))
    st.text(str(error))


def show_problem(words: Words, error: VocError) -> None:
    """Say what keeps a page from being shown; the tool's own message stands below, as it is."""
    kind = (
        "busy"
        if isinstance(error, BusyError)
        else "settings"
        if isinstance(error, SettingsError)
        else "other"
    )
    show_notice(words.say(f"problem.{kind}.title"), words.say(f"problem.{kind}.advice"))
    st.caption(words.say("problem.detail"))
    st.text(str(error))
