"""What do customers say about this, in their own words?

Without a filter the words chosen for their variety come first; with one, all that fit, the latest first.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, show_quote
from dashboards.views.kinds import show_kind
from voc.answers import Reading

STEP = 5


def show_quotes(desk: Desk, reading: Reading, issue: Mapping[str, Any]) -> None:
    """Show the issue's quotes with their filters, a few at first."""
    words, issue_id = desk.words, issue["issue_id"]
    st.subheader(words.say("quotes.title"), anchor=False)
    if issue["contacts"] and issue["customers"] < issue["k_people"]:
        st.caption(words.say("quotes.withheld", k=words.write_count(issue["k_people"])))
        return
    channel, week = _ask_filters(desk, issue)
    quotes = [
        quote
        for quote in data.ask_quotes(reading, issue_id, week=week)
        if channel in (None, quote["channel"])
    ]
    if channel is None and week is None:
        quotes = _put_chosen_first(quotes, issue["verbatims"])
    if not quotes:
        st.caption(words.say("quotes.none"))
        return
    counter = f"quotes-shown-{issue_id}"
    shown = min(st.session_state.get(counter, STEP), len(quotes))
    for number, quote in enumerate(quotes[:shown]):
        show_quote(quote["quote"], describe_contact(quote, words), f"{issue_id}-{number}")
        show_kind(desk, reading, quote, issue_id, f"{issue_id}-{number}")
    st.caption(words.say_count("quotes.shown", len(quotes), shown=words.write_count(shown)))
    if shown < len(quotes):
        st.button(words.say("quotes.more"), on_click=_show_more, args=(counter, shown), key="quotes-more")


def _ask_filters(desk: Desk, issue: Mapping[str, Any]) -> tuple[str | None, str | None]:
    words = desk.words
    weeks = [row["week"] for row in reversed(issue["weeks"]) if row["contacts"]]
    left, right = st.columns(2)
    with left:
        channel = st.selectbox(
            words.say("word.channel"),
            list(issue["channels"]),
            index=None,
            format_func=lambda name: words.say_term("channel", name),
            placeholder=words.say("quotes.all_channels"),
            key=f"quotes-channel-{issue['issue_id']}",
        )
    with right:
        week = st.selectbox(
            words.say("word.week"),
            weeks,
            index=None,
            format_func=words.write_week,
            placeholder=words.say("quotes.all_weeks"),
            key=f"quotes-week-{issue['issue_id']}",
        )
    return channel, week


def _put_chosen_first(quotes: list[dict[str, Any]], chosen: list[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Put the verbatims chosen for variety first, in their order and wording."""
    by_id = {quote["contact_id"]: quote for quote in quotes}
    first = [
        {**by_id[row["contact_id"]], "quote": row["text"]} for row in chosen if row["contact_id"] in by_id
    ]
    taken = {quote["contact_id"] for quote in first}
    return first + [quote for quote in quotes if quote["contact_id"] not in taken]


def _show_more(counter: str, shown: int) -> None:
    st.session_state[counter] = shown + 2 * STEP
