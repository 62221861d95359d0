"""What is this issue, how does it run, what do customers say about it, and what do we do?"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, show_coverage, show_notice
from dashboards.markup import (
    Cell,
    escape_markdown,
    mark_up_facts,
    mark_up_line,
    mark_up_phrases,
    mark_up_steps,
    mark_up_title,
)
from dashboards.questions import ask_actions
from dashboards.views.actions import show_actions
from dashboards.views.decision import show_decision_form
from dashboards.views.edits import show_edits, show_outcome
from dashboards.views.history import show_history
from dashboards.views.lever import show_factors, show_lever
from dashboards.views.money import show_money
from dashboards.views.opening import open_or_tell
from dashboards.views.portrait import show_portrait
from dashboards.views.proposals import show_proposals
from dashboards.views.quotes import show_quotes
from dashboards.views.ratings import show_ratings
from dashboards.views.returns import show_returns
from dashboards.views.vogue import show_vogue
from dashboards.views.week_notes import show_denominator
from voc.answers import Reading, grade_stability
from voc.schema import LIFECYCLE

Issue = Mapping[str, Any]


def show_issue_page(desk: Desk) -> None:
    """Show the issue that the address names, else the one with most contacts."""
    reading = open_or_tell(desk)
    if reading is None:
        return
    known = {issue["issue_id"]: issue["name"] for issue in data.ask_issues(reading, state="all")["issues"]}
    if not known:
        show_notice(desk.words.say("empty.issues.title"), desk.words.say("empty.issues.advice"))
        return
    asked = st.query_params.get("issue")
    issue = data.ask_issue(reading, asked or next(iter(known)))
    _show_picker(desk, known, issue["issue_id"] if issue else None)
    if issue is None:
        advice = desk.words.say("empty.unknown_issue.advice")
        show_notice(desk.words.say("empty.unknown_issue.title", issue=escape_markdown(asked or "")), advice)
        return
    show_outcome(desk)
    _show_place(desk, issue)
    _show_head(desk, issue)
    show_proposals(desk, reading, issue["issue_id"])
    _show_body(desk, reading, issue)


def _show_picker(desk: Desk, known: Mapping[str, str], current: str | None) -> None:
    st.session_state["issue-choice"] = current if current in known else None
    st.selectbox(
        desk.words.say("issue.pick"),
        list(known),
        format_func=lambda issue_id: f"{known[issue_id]} · {issue_id}",
        key="issue-choice",
        placeholder=desk.words.say("issue.pick.none"),
        on_change=_follow_picker,
    )


def _follow_picker() -> None:
    if st.session_state["issue-choice"]:
        st.query_params["issue"] = st.session_state["issue-choice"]


def _show_place(desk: Desk, issue: Issue) -> None:
    """Say first what people did to the issue that was asked for."""
    if issue["asked_for"]:
        st.info(desk.words.say("issue.merged", gone=issue["asked_for"], issue=issue["issue_id"]))
    if issue["ignored"]:
        st.info(desk.words.say("issue.ignored"))


def _show_head(desk: Desk, issue: Issue) -> None:
    words = desk.words
    st.html(mark_up_title(issue["name"]))
    line = [issue["issue_id"], words.say_term("state", issue["state"]), words.say_term("kind", issue["kind"])]
    if issue["theme"]:
        line.insert(1, words.say("issue.theme", theme=issue["theme"]))
    if issue["opportunity"]:
        line.append(words.say_term("opportunity", issue["opportunity"]))
    st.html(mark_up_line(" · ".join(line)))
    translated = issue["names"].get(words.language)
    if translated and translated != issue["name"]:
        st.html(mark_up_line(words.say("issue.translated", name=translated)))
    st.html(mark_up_steps([words.say_term("lifecycle", step) for step in LIFECYCLE],
                          LIFECYCLE.index(issue["lifecycle"])))  # fmt: skip
    st.html(mark_up_facts(_list_head_facts(desk, issue)))


def _list_head_facts(desk: Desk, issue: Issue) -> list[Cell]:
    words = desk.words
    nobody, undecided = words.say("owner.none"), words.say("lever.none")
    target = (
        "" if issue["target"] is None else words.say("target.weekly", n=words.write_count(issue["target"]))
    )
    return [
        Cell(words.say("word.trend"), words.say_term("trend", issue["trend"])),
        Cell(words.say("word.owner"), issue["owner"] or nobody, is_urgent=not issue["owner"]),
        Cell(words.say("word.department"), issue["department"] or words.say("department.none")),
        Cell(words.say("word.target"), target or words.say("target.none")),
        Cell(
            words.say("word.lever"), words.say_term("lever", issue["lever"]) if issue["lever"] else undecided
        ),
    ]


def _show_body(desk: Desk, reading: Reading, issue: Issue) -> None:
    wide, narrow = st.columns([7, 5], gap="large")
    with wide:
        _show_weeks(desk, reading, issue)
        _show_figures(desk, issue)
    with narrow:
        show_quotes(desk, reading, issue)
    form, log = st.columns([7, 5], gap="large")
    with form:
        show_decision_form(desk, reading, issue)
        show_actions(desk, reading, issue)
        show_edits(desk, reading, issue)
    with log:
        show_lever(desk, reading, issue["issue_id"])
        show_history(desk, issue)
    _show_more(desk, reading, issue["issue_id"])
    channels, phrases = st.columns([7, 5], gap="large")
    with channels:
        _show_channels(desk, issue)
    with phrases:
        _show_keyphrases(desk, issue)
    show_portrait(desk, issue)
    st.divider()
    show_coverage(desk, issue)


def _show_more(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show what else is known: who comes back, ratings, cost by month, words in vogue."""
    words = desk.words
    st.subheader(words.say("issue.more"), anchor=False)
    names = ("returns.title", "ratings.title", "cost.title", "vogue.title", "lever.factors")
    returns, ratings, money, vogue, factors = st.tabs([words.say(name) for name in names])
    with returns:
        show_returns(desk, reading, issue_id)
    with ratings:
        show_ratings(desk, reading, issue_id)
    with money:
        show_money(desk, reading, issue_id)
    with vogue:
        show_vogue(desk, reading, issue_id)
    with factors:
        show_factors(desk, reading, issue_id)


def _show_weeks(desk: Desk, reading: Reading, issue: Issue) -> None:
    from dashboards.charts import draw_weeks

    words = desk.words
    st.subheader(words.say("issue.weeks"), anchor=False)
    if not issue["weeks"]:
        st.caption(words.say("issue.weeks.none"))
        return
    alerts = {
        alert["week"]: words.say_term("alert", alert["kind"])
        for alert in data.ask_alerts(reading)
        if alert["issue_id"] == issue["issue_id"]
    }
    actions = [
        (action.done_on, action.action_id)
        for action in ask_actions(reading, issue["issue_id"])
        if action.done_on
    ]
    st.altair_chart(draw_weeks(issue["weeks"], alerts, reading.last_week, words, actions), theme=None)
    st.caption(words.say("issue.weeks.caption" if len(issue["weeks"]) > 1 else "issue.weeks.single"))


def _show_figures(desk: Desk, issue: Issue) -> None:
    words, council = desk.words, desk.settings.council
    st.html(mark_up_facts([
        Cell(words.say("word.contacts"), words.write_count(issue["contacts"]),
             words.say("issue.share", share=words.write_share(issue["share"]))),
        *_make_rate_cells(desk, issue),
        Cell(words.say("word.customers"), words.write_count(issue["customers"])),
        Cell(words.say("word.repeats"), words.write_share(issue["repeat_rate"]),
             words.say("issue.repeats.note", days=council.repeat_window_days)),
        Cell(words.say("word.cost"), words.write_money(issue["cost"], desk.settings.currency)),
        Cell(words.say("word.silent"), words.write_count(issue["silent_customers"]),
             words.say("issue.silent.note", n=words.write_decimal(council.silent_multiplier))),
        Cell(words.say("word.rating_effect"), words.write_effect(issue["rating_effect"])),
        _make_stability_cell(desk, issue["stability"]),
    ]))  # fmt: skip
    if not issue["contacts"]:
        return
    first_seen, last_seen = words.write_day(issue["first_seen"]), words.write_day(issue["last_seen"])
    st.caption(words.say("issue.figures.caption", first=first_seen, last=last_seen))
    show_denominator(desk, issue["exposure"])


def _make_rate_cells(desk: Desk, issue: Issue) -> list[Cell]:
    """Make the master figure of an issue, where rates are told by something else than contacts."""
    words, name = desk.words, issue["exposure"]["name"]
    if issue["rate"] is None or name == "contacts":
        return []
    rate = words.write_rate(1000 * issue["rate"])
    return [Cell(words.say("issue.rate", units=words.say_unit(name)), rate)]


def _make_stability_cell(desk: Desk, stability: float | None) -> Cell:
    words = desk.words
    note = words.say(f"issue.stability.{grade_stability(stability)}")
    return Cell(words.say("word.stability"), words.write_share(stability), note)


def _show_channels(desk: Desk, issue: Issue) -> None:
    from dashboards.charts import draw_channels

    if not issue["channels"]:
        return
    words = desk.words
    st.subheader(words.say("issue.channels"), anchor=False)
    st.altair_chart(draw_channels(issue["channels"], words), theme=None)
    languages = ", ".join(words.write_language(code) for code in issue["languages"])
    st.caption(words.say("issue.channels.caption", languages=languages))


def _show_keyphrases(desk: Desk, issue: Issue) -> None:
    if issue["keyphrases"]:
        st.subheader(desk.words.say("issue.keyphrases"), anchor=False)
        st.html(mark_up_phrases(issue["keyphrases"]))
