"""What lies beside this issue, what tells the two apart, and which of its words are typical or doubtful?"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards.elements import Desk, link_issue, show_quote
from dashboards.markup import escape_markdown

Issue = Mapping[str, Any]


def show_portrait(desk: Desk, issue: Issue) -> None:
    """Show the nearest issues, and the typical and the doubtful words; nothing where there are none."""
    wide, narrow = st.columns([7, 5], gap="large")
    with wide:
        _show_neighbours(desk, issue)
    with narrow:
        _show_typical(desk, issue)
        _show_boundary(desk, issue)


def _show_neighbours(desk: Desk, issue: Issue) -> None:
    if not issue["neighbours"]:
        return
    words = desk.words
    st.subheader(words.say("portrait.neighbours"), anchor=False)
    for place, neighbour in enumerate(issue["neighbours"]):
        with st.container(key=f"neighbour-{place}"):
            link_issue(desk, neighbour["issue_id"], neighbour["name"])
            if neighbour["words_here"]:
                st.caption(words.say("portrait.words_here", words=_join_words(neighbour["words_here"])))
            if neighbour["words_there"]:
                st.caption(words.say("portrait.words_there", words=_join_words(neighbour["words_there"])))
    st.caption(words.say("portrait.neighbours.caption"))


def _show_typical(desk: Desk, issue: Issue) -> None:
    quoted = {said["text"] for said in issue["verbatims"]}
    typical = [said for said in issue["exemplars"] if said["text"] not in quoted]
    if not typical:
        return
    st.subheader(desk.words.say("portrait.typical"), anchor=False)
    for place, said in enumerate(typical):
        show_quote(said["text"], said["contact_id"], f"typical-{place}")


def _show_boundary(desk: Desk, issue: Issue) -> None:
    if not issue["boundary"]:
        return
    words = desk.words
    st.subheader(words.say("portrait.boundary"), anchor=False)
    for place, said in enumerate(issue["boundary"]):
        near = words.say("portrait.boundary.near", name=escape_markdown(said["name"]))
        show_quote(said["text"], near, f"boundary-{place}")
    st.caption(words.say("portrait.boundary.caption"))


def _join_words(said: Sequence[str]) -> str:
    return escape_markdown(", ".join(said))
