"""What do we do about this issue, who does it until when, and since when is it done?

The day on which an action was done is the day from which its effect is measured.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboards.elements import LONGEST_LINE, Desk, ask_speaker
from dashboards.questions import ask_actions, ask_effects
from dashboards.views.effects import show_effect
from dashboards.views.recording import record_word
from voc.answers import Reading
from voc.council.actions import add_action, finish_action
from voc.council.decisions import Action
from voc.schema import NewEvent

Issue = Mapping[str, Any]
LONGEST_ACTION = 300


def show_actions(desk: Desk, reading: Reading, issue: Issue) -> None:
    """Show what is done about an issue, the means to say that it is done, and to add something."""
    words, issue_id = desk.words, issue["issue_id"]
    st.subheader(words.say("action.title"), anchor=False)
    actions = ask_actions(reading, issue_id)
    effects = {told["action_id"]: told for told in ask_effects(reading, issue_id)["actions"]}
    today = datetime.now(reading.zone).date()
    if not actions:
        st.caption(words.say("action.none"))
    for action in actions:
        with st.container(border=True, key=f"action-{action.action_id}"):
            _show_action(desk, action, today)
            if action.done_on and action.action_id in effects:
                show_effect(desk, reading, effects[action.action_id])
    open_ones = [action for action in actions if action.done_on is None]
    if open_ones:
        with st.expander(words.say("action.finish.title")):
            _ask_finish(desk, open_ones, today)
    with st.expander(words.say("action.add.title")):
        _ask_action(desk, issue_id, len(actions))


def _show_action(desk: Desk, action: Action, today: date) -> None:
    """Show an action; what people wrote stands as it is."""
    words = desk.words
    st.text(action.text)
    parts = [action.action_id, action.owner or words.say("owner.none")]
    if action.done_on:
        parts.append(words.say("action.done", day=words.write_day(action.done_on)))
    elif action.due:
        key = "action.late" if action.due < today else "action.due"
        parts.append(words.say(key, day=words.write_day(action.due)))
    else:
        parts.append(words.say("action.open"))
    st.text(" · ".join(parts))
    if action.effect:
        st.text(words.say("action.hoped", effect=action.effect))


def _ask_action(desk: Desk, issue_id: str, number: int) -> None:
    words, place = desk.words, f"{issue_id}-{number}"  # empty again once it was said
    text = st.text_input(
        words.say("action.text"), max_chars=LONGEST_ACTION, key=f"action-text-{place}"
    ).strip()
    left, right = st.columns(2)
    owner = left.text_input(
        words.say("action.owner"), max_chars=LONGEST_LINE, key=f"action-owner-{place}"
    ).strip()
    due = right.date_input(words.say("action.until"), None, key=f"action-due-{place}", format="DD/MM/YYYY")
    effect = st.text_input(
        words.say("action.effect"), max_chars=LONGEST_ACTION, key=f"action-effect-{place}"
    ).strip()
    by_whom = ask_speaker(words, "action")
    if st.button(words.say("action.add.send"), type="primary", key="action-send"):

        def word(now: Reading) -> list[NewEvent]:
            who, hoped = owner or None, effect or None
            return [add_action(now.standing, issue_id, text, owner=who, due=due, effect=hoped)]

        record_word(desk, word, by_whom, None if text else "action.wrong.text")


def _ask_finish(desk: Desk, actions: Sequence[Action], today: date) -> None:
    words = desk.words
    known = {action.action_id: action for action in actions}
    chosen = st.selectbox(
        words.say("action.which"), list(known), key=f"action-which-{len(actions)}",
        format_func=lambda action_id: f"{action_id} · {known[action_id].text}",
    )  # fmt: skip
    on = st.date_input(words.say("action.on"), today, max_value=today, key="action-on", format="DD/MM/YYYY")
    st.caption(words.say("action.on.caption"))
    by_whom = ask_speaker(words, "action-done")
    if st.button(words.say("action.finish.send"), type="primary", key="action-done-send"):
        record_word(desk, lambda now: [finish_action(now.standing, chosen, on, today)], by_whom, None)
