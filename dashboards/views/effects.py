"""Did what we did work? Each action's before and after, beside what would have come without it.

Figures are a week, on average over the weeks judged. "Too early" says until when.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboards.elements import Desk, link_issue, show_notice
from dashboards.markup import Cell, escape_markdown, mark_up_facts
from dashboards.questions import ask_effects
from dashboards.views.opening import open_or_tell
from dashboards.views.week_notes import show_week_notes
from dashboards.wording import DASH
from voc.answers import Reading

Document = Mapping[str, Any]
SIGNS = {"worked": "✓", "did_not": "✗", "too_early": "…", "cannot_tell": "?"}


def show_effects_page(desk: Desk) -> None:
    """Show every action with its verdict, those done first."""
    words = desk.words
    st.title(words.say("effect.title"), anchor=False)
    reading = open_or_tell(desk)
    if reading is None:
        return
    document = ask_effects(reading)
    if not document["actions"]:
        show_notice(words.say("effect.none.title"), words.say("effect.none.advice"))
        return
    st.caption(_count_verdicts(desk, document["actions"]))
    for action in document["actions"]:
        with st.container(border=True, key=f"plain-link-effect-{action['action_id']}"):
            link_issue(desk, action["issue_id"], action["name"] or action["issue_id"])
            st.text(" · ".join([action["action_id"], action["text"], *_list_who(desk, action)]))
            show_effect(desk, reading, action)
    st.caption(words.say("effect.caption"))
    if reading.last_week:
        show_week_notes(desk, reading, reading.last_week)


def show_effect(desk: Desk, reading: Reading, action: Document) -> None:
    """Show an action's verdict, figures and chart; in words where there is nothing to tell yet."""
    words, effect = desk.words, action["effect"]
    if effect is None:
        key = "effect.no_contacts" if action["done_on"] else "effect.not_done"
        st.caption(words.say(key))
        return
    verdict = words.say_term("verdict", effect["verdict"])
    reason = words.say_term("effect.reason", effect["reason"])
    st.markdown(f"{SIGNS.get(effect['verdict'], '')} **{verdict}**: {reason}")
    if effect["tell_on"]:
        st.markdown(words.say("effect.tell_on", day=words.write_day(effect["tell_on"])))
    if effect["reopened_week"]:
        st.markdown(words.say("effect.reopened", days=words.write_week(effect["reopened_week"])))
    if effect["avoided_weekly"] is not None:
        st.html(mark_up_facts(_list_figures(desk, effect)))
    if effect["series"]:
        from dashboards.charts_effects import draw_effect

        done_on = date.fromisoformat(action["done_on"])
        chart = draw_effect(effect["series"], done_on, action["action_id"], words)
        st.altair_chart(chart, theme=None, key=f"effect-{action['action_id']}")
    st.caption(escape_markdown(_word_footing(desk, reading, effect)))


def _list_figures(desk: Desk, effect: Document) -> list[Cell]:
    words, currency = desk.words, desk.settings.currency
    money = effect["money_weekly"]
    paid = DASH if money is None else words.write_money(money, currency)
    between = ""
    if effect["money_low"] is not None:
        low, high = (words.write_money(effect[name], currency) for name in ("money_low", "money_high"))
        between = words.say("effect.between", span=f"{low} … {high}")
    avoided = words.write_span(effect["avoided_low"], effect["avoided_high"])
    return [
        Cell(words.say("effect.before"), words.write_decimal(effect["before_weekly"])),
        Cell(words.say("effect.after"), words.write_decimal(effect["after_weekly"])),
        Cell(words.say("effect.expected"), words.write_decimal(effect["expected_weekly"])),
        Cell(words.say("effect.avoided"), words.write_signed(effect["avoided_weekly"]),
             words.say("effect.between", span=avoided)),
        Cell(words.say("effect.share"), words.write_share(effect["avoided_share"])),
        Cell(words.say("effect.money"), paid, between),
    ]  # fmt: skip


def _word_footing(desk: Desk, reading: Reading, effect: Document) -> str:
    """Say from how many weeks, and beside which issues, this is told."""
    words = desk.words
    told = words.say("effect.weeks", judged=words.say_count("week.weeks", effect["weeks_judged"] or 0),
                     before=words.say_count("week.weeks", effect["weeks_before"] or 0))  # fmt: skip
    names = [reading.shown_names.get(one) or one for one in effect["control_ids"] or []]
    if not names:
        return f"{told} {words.say('effect.control.none')}"
    shown = ", ".join(names[:3])
    key = "effect.control.few" if len(names) <= 3 else "effect.control.many"
    contacts = words.write_count(effect["control_count"])
    return f"{told} {words.say(key, names=shown, n=len(names), contacts=contacts)}"


def _list_who(desk: Desk, action: Document) -> list[str]:
    words = desk.words
    who = [action["owner"]] if action["owner"] else []
    if action["done_on"]:
        return [*who, words.say("action.done", day=words.write_day(action["done_on"]))]
    if action["due"]:
        return [*who, words.say("action.due", day=words.write_day(action["due"]))]
    return [*who, words.say("action.open")]


def _count_verdicts(desk: Desk, actions: list[Document]) -> str:
    words = desk.words
    verdicts = [action["effect"]["verdict"] for action in actions if action["effect"]]
    parts = [
        f"{words.say_term('verdict', verdict)}: {verdicts.count(verdict)}"
        for verdict in SIGNS
        if verdict in verdicts
    ]
    open_count = len(actions) - len(verdicts)
    if open_count:
        parts.append(words.say("effect.open", n=open_count))
    return escape_markdown(" · ".join(parts))
