"""What did customers say about this? One box, words and meaning together."""

from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, link_issue, show_coverage, show_notice, show_quote
from dashboards.views.opening import open_or_tell
from voc.answers import Reading

MOST_RESULTS = 20
LONGEST_QUERY = 300


def show_search_page(desk: Desk) -> None:
    """Show the box and, once something was asked, the customers' words that fit."""
    words = desk.words
    st.title(words.say("search.title"), anchor=False)
    reading = open_or_tell(desk)
    if reading is None:
        return
    query = _ask_query(desk)
    if query:
        _show_found(desk, reading, query)
    else:
        st.caption(words.say("search.hint"))
    st.divider()
    show_coverage(desk, data.ask_coverage(reading))


def _show_found(desk: Desk, reading: Reading, query: str) -> None:
    words = desk.words
    with st.spinner(words.say("search.busy")):
        results = data.find_words(reading, query, MOST_RESULTS)
    if not results:
        show_notice(words.say("search.none.title"), words.say("search.none.advice"))
        return
    st.caption(words.say_count("search.found", len(results)))
    _show_results(desk, reading, results)


def _ask_query(desk: Desk) -> str:
    """Ask for the query; the address carries it, so that a search can be sent to somebody."""
    st.session_state["search-query"] = st.query_params.get("q", "")[:LONGEST_QUERY]
    st.text_input(
        desk.words.say("search.label"),
        key="search-query",
        max_chars=LONGEST_QUERY,
        placeholder=desk.words.say("search.placeholder"),
        on_change=_keep_query,
    )
    return str(st.session_state["search-query"]).strip()


def _keep_query() -> None:
    st.query_params["q"] = st.session_state["search-query"]


def _show_results(desk: Desk, reading: Reading, results: list[dict[str, Any]]) -> None:
    names = {issue["issue_id"]: issue["name"] for issue in data.ask_issues(reading, state="all")["issues"]}
    for number, result in enumerate(results):
        with st.container(key=f"result-{number}"):
            show_quote(result["text"], describe_contact(result, desk.words), f"result-{number}")
            links = st.container(horizontal=True, key=f"plain-link-{number}")
        with links:
            for issue_id in result["issues"]:
                if issue_id in names:
                    link_issue(desk, issue_id, names[issue_id])
