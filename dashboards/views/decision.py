"""Who takes this issue on, with what aim, and what do we do about it?

The form starts from what holds now; only what was changed goes into the ledger, with who decided it.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import LONGEST_LINE, Desk, ask_speaker, show_refusal
from voc.answers import Reading
from voc.errors import CallError
from voc.schema import LEVERS

Issue = Mapping[str, Any]
LONGEST_REASON = 1000
MOST_TARGET = 1_000_000


def show_decision_form(desk: Desk, reading: Reading, issue: Issue) -> None:
    """Show the form, and write into the ledger what it says when it is sent."""
    words = desk.words
    st.subheader(words.say("decision.title"), anchor=False)
    _show_outcome(desk, issue)
    with st.form(f"decision-{issue['issue_id']}", enter_to_submit=False):
        choice = _ask_choice(desk, reading, issue)
        by_whom = ask_speaker(words, "decision")
        sent = st.form_submit_button(words.say("decision.send"), type="primary")
    if not sent:
        return
    complaint = _check_choice(issue, choice, by_whom)
    if complaint:
        st.error(words.say(complaint))
        return
    try:
        count = data.record_choice(desk.settings, issue, choice, by_whom)
    except CallError as error:
        show_refusal(words, error)
        return
    st.session_state["decision-outcome"] = (issue["issue_id"], count)
    st.rerun()


def _ask_choice(desk: Desk, reading: Reading, issue: Issue) -> data.Choice:
    words = desk.words
    departments = {known["department"] for known in data.ask_issues(reading, state="all")["issues"]}
    options = sorted(name for name in departments if name)
    left, right = st.columns(2)
    with left:
        owner = st.text_input(words.say("word.owner"), issue["owner"] or "", max_chars=LONGEST_LINE)
        department = st.selectbox(
            words.say("word.department"),
            options,
            index=options.index(issue["department"]) if issue["department"] else None,
            accept_new_options=True,
            placeholder=words.say("decision.department.none"),
        )
    with right:
        target = st.number_input(
            words.say("decision.target"),
            0,
            MOST_TARGET,
            issue["target"],
            1,
            placeholder=words.say("target.none"),
        )
        lever = st.selectbox(
            words.say("word.lever"),
            LEVERS,
            index=LEVERS.index(issue["lever"]) if issue["lever"] else None,
            format_func=lambda name: words.say_term("lever", name),
            placeholder=words.say("lever.none"),
        )
    given = f"decision-why-{issue['issue_id']}-{len(issue['decisions'])}"  # empty again once it was said
    why = st.text_area(words.say("decision.why"), max_chars=LONGEST_REASON, height=80, key=given)
    return data.Choice(owner.strip(), (department or "").strip(), target, lever, why.strip())


def _check_choice(issue: Issue, choice: data.Choice, by_whom: str) -> str | None:
    """Return what is amiss, as the key of its words; None where all is well."""
    if not by_whom:
        return "decision.wrong.by_whom"
    if choice.lever != issue["lever"] and choice.lever is not None and not choice.why:
        return "decision.wrong.why"
    if choice.why and choice.lever is None:
        return "decision.wrong.lever"
    given = {"target": choice.target, "lever": choice.lever}
    if any(issue[name] is not None and value is None for name, value in given.items()):
        return "decision.wrong.emptied"
    return None


def _show_outcome(desk: Desk, issue: Issue) -> None:
    """Say once what the last sending did."""
    issue_id, count = st.session_state.pop("decision-outcome", (None, 0))
    if issue_id == issue["issue_id"]:
        st.success(desk.words.say("decision.recorded" if count else "decision.unchanged"))
