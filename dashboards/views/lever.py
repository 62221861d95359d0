"""What does the tool propose to do about this issue, why, and what did people decide?

A proposal never overwrites a decision; its factors and weights stand where anybody can argue with them.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.elements import Desk
from dashboards.markup import Cell, escape_markdown, mark_up_table
from dashboards.questions import ask_lever
from dashboards.wording import DASH
from voc.answers import Reading
from voc.schema import LEVERS

Document = Mapping[str, Any]


def show_lever(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show the proposed lever beside the decided one, with what the proposal rests on."""
    words, document = desk.words, ask_lever(reading, issue_id)
    proposed, decided = document["proposed"], document["decided"]
    st.subheader(words.say("lever.title"), anchor=False)
    if proposed["reason"]:
        st.markdown(words.say(f"lever.reason.{proposed['reason']}"))
    else:
        st.markdown(_word_proposal(desk, proposed))
    if decided:
        st.markdown(words.say("lever.decided", lever=words.say_term("lever", decided["lever"]),
                              who=escape_markdown(decided["by_whom"])))  # fmt: skip
        if decided["why"]:
            st.text(decided["why"])
        if document["agrees"] is False:
            st.caption(words.say("lever.differs"))


def show_factors(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show the factors that the proposal rests on, with their weights."""
    words, document = desk.words, ask_lever(reading, issue_id)
    if not document["factors"]:
        st.caption(words.say("lever.reason.no_contacts"))
        return
    st.html(_tabulate(desk, document))
    st.caption(words.say("lever.factors.caption", n=words.write_count(document["contacts_with_kind"]),
                         unknown=words.write_decimal(document["unknown_counts"])))  # fmt: skip


def _word_proposal(desk: Desk, proposed: Document) -> str:
    words = desk.words
    reasons = [words.say_term("lever.reason", reason) for reason in proposed["reasons"]]
    lever = words.say_term("lever", proposed["lever"])
    return words.say("lever.proposal", lever=lever, reasons=", ".join(reasons) or DASH)


def _tabulate(desk: Desk, document: Document) -> str:
    """Lay out factors by lever: what each factor contributes, and below it its weight."""
    words = desk.words
    headers = [Cell(words.say("lever.factor"), "", kind="word"), Cell(words.say("lever.value"), "")]
    headers += [Cell(words.say_term("lever", lever), "") for lever in LEVERS]
    rows = [
        [
            Cell("", words.say_term("factor", factor["factor"]), kind="word"),
            Cell(
                "", words.write_score(factor["value"]) if factor["is_known"] else words.say("lever.unknown")
            ),
            *(_make_cell(desk, factor, lever) for lever in LEVERS),
        ]
        for factor in document["factors"]
    ]
    totals = [Cell("", words.write_score(document["scores"][lever]), kind="strong") for lever in LEVERS]
    rows.append([Cell("", words.say("lever.sum"), kind="strong"), Cell("", ""), *totals])
    return mark_up_table(headers, rows, words.say("lever.factors"))


def _make_cell(desk: Desk, factor: Document, lever: str) -> Cell:
    words, weight = desk.words, factor["weights"][lever]
    if not weight:
        return Cell("", DASH)
    note = words.say(
        "lever.weight" if weight > 0 else "lever.weight.absent", n=words.write_score(abs(weight))
    )
    return Cell("", words.write_score(factor["contributions"][lever]), note)
