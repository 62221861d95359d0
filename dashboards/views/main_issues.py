"""Which are the ten main issues, how do they run, and who has them?

Their names are page text and links, worded as in `voc issues`. Of a past week they are those of today, or
those that were known when it ended.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, link_issue, show_notice
from dashboards.markup import Cell, mark_up_header, mark_up_row
from dashboards.sparkline import draw_sparkline
from voc.answers import Reading

Document = Mapping[str, Any]
MOST_ISSUES = 10
RISING = ("new", "growing", "reopened")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_ISSUE: Document = {"contacts": 0, "share": 0, "trend": None, "repeat_rate": None, "cost": 0, "owner": None,
                      "department": None, "target": None}  # fmt: skip


def show_main_issues(desk: Desk, reading: Reading, week: str | None) -> None:
    """Show the ten issues with most contacts, of all time or of the last complete week."""
    words = desk.words
    title, control = st.columns([8, 4], vertical_alignment="bottom")
    title.subheader(words.say("issues.title"), anchor=False)
    with control, st.container(horizontal=True, horizontal_alignment="right"):
        within, is_then = _ask_window(desk, reading, week)
    if within and is_then:
        reading = _look_back(desk, reading, within)
    document = _find_issues(desk, reading, within)
    if not document["issues"]:
        show_notice(words.say("empty.issues.title"), words.say("empty.issues.advice"))
        return
    weeks = {issue["issue_id"]: issue["weeks"] for issue in data.ask_issues(reading, state="all")["issues"]}
    with st.container(gap=None):
        _show_header_row(desk)
        for rank, issue in enumerate(document["issues"][:MOST_ISSUES], start=1):
            _show_issue_row(desk, rank, issue, weeks[issue["issue_id"]], week)
    _show_list_foot(desk, reading, document, within)


def _find_issues(desk: Desk, reading: Reading, within: str | None) -> Document:
    """Find the recurring issues; where there is none yet, say so and find the isolated ones."""
    document = data.ask_issues(reading, week=within)
    if document["issues"]:
        return document
    isolated = data.ask_issues(reading, state="isolated", week=within)
    if isolated["issues"]:
        council = desk.settings.council
        st.markdown(
            desk.words.say(
                "issues.isolated",
                customers=council.recurring_min_customers,
                weeks=council.recurring_min_weeks,
            )
        )
    return isolated


def _show_issue_row(
    desk: Desk, rank: int, issue: Document, weeks: list[Document], last_week: str | None
) -> None:
    with st.container(key=f"issue-row-{rank}"):
        name, figures = st.columns([4, 8])
        with name:
            link_issue(desk, issue["issue_id"], issue["name"])
        figures.html(mark_up_row(_list_cells(desk, issue, weeks, last_week)))


def _ask_window(desk: Desk, reading: Reading, week: str | None) -> tuple[str | None, bool]:
    """Ask whether the issues are those of all contacts, of the last complete week, or of an earlier one.

    Returns:
        The week, None for all contacts; and whether the issues are to be those that were known when it ended.
    """
    words, earlier = desk.words, data.list_earlier_weeks(reading)
    options = ["all", *(["week"] if week else []), *(["earlier"] if earlier else [])]
    chosen = st.segmented_control(
        words.say("issues.window"), options, default="all", required=True, key="window",
        format_func=lambda name: words.say(f"issues.window.{name}"), label_visibility="collapsed",
    )  # fmt: skip
    if chosen != "earlier":
        return (week if chosen == "week" else None), False
    within = st.selectbox(
        words.say("issues.week"), earlier, format_func=words.write_week, key="earlier-week",
        label_visibility="collapsed",
    )  # fmt: skip
    known = st.segmented_control(
        words.say("issues.known"), ["today", "then"], default="today", required=True, key="known",
        format_func=lambda name: words.say(f"issues.known.{name}"),
    )  # fmt: skip
    return within, known == "then"


def _look_back(desk: Desk, reading: Reading, week: str) -> Reading:
    """Read as it was known when a week ended; where that is not kept, say so and read as of today."""
    past = data.look_back_at(reading, week)
    told = "issues.known.caption" if past else "issues.known.lost"
    st.caption(desk.words.say(told, week=desk.words.write_week(week)))
    return past or reading


def _show_header_row(desk: Desk) -> None:
    with st.container(key="issue-header"):
        name, figures = st.columns([4, 8], vertical_alignment="bottom")
    name.caption(desk.words.say("word.issue"))
    figures.html(mark_up_header(_list_cells(desk, NO_ISSUE, [], None)))


def _list_cells(desk: Desk, issue: Document, weeks: list[Document], last_week: str | None) -> list[Cell]:
    words = desk.words
    complete = [row["contacts"] for row in weeks if last_week and row["week"] <= last_week]
    trend, owner = words.say_term("trend", issue["trend"]), issue["owner"]
    is_urgent = not owner and issue["trend"] in RISING  # red for all would be red for none
    owner_line = owner or words.say("owner.none")
    cost = words.write_money(issue["cost"], desk.settings.currency)
    contacts, share = words.write_count(issue["contacts"]), words.write_share(issue["share"])
    return [
        Cell(words.say("word.contacts"), contacts, share),
        Cell(words.say("word.trend"), trend, kind="word", image=draw_sparkline(complete)),
        Cell(words.say("word.repeats"), words.write_share(issue["repeat_rate"])),
        Cell(words.say("word.cost"), cost),
        Cell(
            words.say("word.owner"), owner_line, issue["department"] or "", kind="word", is_urgent=is_urgent
        ),
        _make_target_cell(desk, issue["target"], weeks, last_week),
    ]


def _make_target_cell(desk: Desk, target: int | None, weeks: list[Document], last_week: str | None) -> Cell:
    """Show the target beside the last complete week; red where that week was above it."""
    words = desk.words
    if target is None:
        return Cell(words.say("word.target"), words.say("target.none"))
    recent = next((row["contacts"] for row in weeks if row["week"] == last_week), 0)
    note = words.say("target.recent", n=words.write_count(recent))
    return Cell(words.say("word.target"), words.write_count(target), note, is_urgent=recent > target)


def _show_list_foot(desk: Desk, reading: Reading, document: Document, within: str | None) -> None:
    words = desk.words
    total = words.write_count(document["contacts"])
    window = (
        words.write_week(within)
        if within
        else words.say("issues.window.until", day=words.write_last_day(document["as_of"]))
    )
    st.caption(words.say("issues.caption", total=total, window=window,
                         days=desk.settings.council.repeat_window_days))  # fmt: skip
    st.download_button(
        words.say("issues.export"), data.prepare_workbook(reading, words.language),
        file_name=words.say("issues.export.file", day=document["as_of"][:10]), mime=EXCEL, on_click="ignore",
    )  # fmt: skip
