"""What does the tool propose about issues, on what evidence, and what do people answer?

Nothing is done before somebody accepts it. The customers' words of both sides stand beside each other.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, ask_speaker, link_issue
from dashboards.markup import Cell, escape_markdown, mark_up_facts
from dashboards.views.recording import record_word
from dashboards.wording import DASH
from voc.answers import Reading
from voc.answers.recording import accept_open
from voc.council.edits import refuse_proposal

Document = Mapping[str, Any]
MOST_PROPOSALS = 5
LONGEST_REASON = 1000


def show_proposals(desk: Desk, reading: Reading, issue_id: str | None = None) -> None:
    """Show what waits for an answer, of an issue or of all; nothing where nothing waits."""
    proposals = data.ask_proposals(reading, issue_id)
    if not proposals:
        return
    words = desk.words
    st.subheader(words.say("proposal.title"), anchor=False)
    st.caption(words.say("proposal.caption"))
    for proposal in proposals[:MOST_PROPOSALS]:
        with st.container(border=True, key=f"plain-link-{proposal['proposal']}"):
            _show_proposal(desk, proposal)
    if len(proposals) > MOST_PROPOSALS:
        st.caption(words.say_count("proposal.left", len(proposals) - MOST_PROPOSALS))


def _show_proposal(desk: Desk, proposal: Document) -> None:
    words, number = desk.words, proposal["proposal"]
    st.markdown(_word_proposal(desk, proposal))
    with st.container(horizontal=True):
        link_issue(desk, proposal["issue_id"], proposal["name"] or proposal["issue_id"])
        if proposal["into"]:
            link_issue(desk, proposal["into"], proposal["into_name"] or proposal["into"])
    st.html(mark_up_facts(_list_evidence(desk, proposal)))
    with st.expander(words.say("proposal.words")):
        _show_sides(desk, proposal)
    with st.expander(words.say("proposal.answer")):
        by_whom = ask_speaker(words, f"answer-{number}")
        why = st.text_input(
            words.say("proposal.why"), max_chars=LONGEST_REASON, key=f"answer-{number}-why"
        ).strip()
        with st.container(horizontal=True):
            is_accepted = st.button(words.say("proposal.accept"), type="primary", key=f"accept-{number}")
            is_refused = st.button(words.say("proposal.refuse"), key=f"refuse-{number}")
        if is_accepted:
            record_word(desk, lambda now: accept_open(now, number), by_whom, None)
        if is_refused:
            missing = None if why else "decision.wrong.why"
            record_word(desk, lambda now: [refuse_proposal(now.standing, number, why)], by_whom, missing)


def _word_proposal(desk: Desk, proposal: Document) -> str:
    """Word what is proposed as Markdown; names stand to the letter."""
    named = {role: escape_markdown(proposal[role] or DASH) for role in ("name", "into_name", "child_name")}
    key = f"proposal.{proposal['what']}"
    if proposal["what"] == "merge":
        return desk.words.say(key, **named)
    if not proposal["into"]:
        named["into_name"] = desk.words.say("edit.nowhere")
    return desk.words.say_count(key, len(proposal["mentions"]), **named)


def _list_evidence(desk: Desk, proposal: Document) -> list[Cell]:
    words = desk.words
    cells = [Cell(words.say("word.contacts"), words.write_count(proposal["contacts"] or 0))]
    if proposal["as_of"]:
        cells.append(Cell(words.say("proposal.as_of"), words.write_day(proposal["as_of"])))
    for name, value in proposal["evidence"].items():
        if isinstance(value, int | float | str):
            told = value if isinstance(value, str) else words.write_score(value)
            cells.append(Cell(words.say_term("evidence", name).replace("_", " "), told))
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            cells.append(Cell(words.say_term("evidence", name).replace("_", " "), ", ".join(value)))
    return cells


def _show_sides(desk: Desk, proposal: Document) -> None:
    """Show what customers said on both sides, as they said it."""
    words = desk.words
    sides = (
        ("words", f"proposal.{proposal['what']}.these"),
        ("other_words", f"proposal.{proposal['what']}.those"),
    )
    for column, (side, label) in zip(st.columns(2, gap="large"), sides, strict=True):
        with column:
            st.caption(words.say(label))
            if not proposal[side]:
                st.caption(words.say("proposal.withheld"))
            for place, text in enumerate(proposal[side]):
                with st.container(key=f"quote-{proposal['proposal']}-{side}-{place}"):
                    st.text(text)
