"""Is this one issue, under the right name, with the right mentions? Where people put it right.

What is said is checked and recorded like any decision, and shows at once; what takes mining follows at the
next run. Customers' words stand in a table's cells, never as markup.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.elements import LONGEST_LINE, Desk, ask_speaker, link_issue
from dashboards.views.recording import record_word
from voc.answers import Reading
from voc.answers.recording import Word, find_placed, split_mentions
from voc.council.decisions import rename_issue
from voc.council.edits import ignore_issue, merge_issues, move_mentions, pin_issue
from voc.schema import LedgerEvent

Issue = Mapping[str, Any]
Asked = Word | str  # what is to be said, or the key of the words for what is missing
LONGEST_REASON = 1000
TABLE_HEIGHT = 320
REACHING = ("merge", "split", "move", "undo")  # mining has something to do about these


def show_edits(desk: Desk, reading: Reading, issue: Issue) -> None:
    """Show what can be changed of an issue and, once something was chosen, its fields."""
    words, issue_id = desk.words, issue["issue_id"]
    st.subheader(words.say("edit.title"), anchor=False)
    kind = st.segmented_control(
        words.say("edit.what"),
        list(ASKED),
        format_func=lambda name: words.say_term("edit", name),
        key=f"edit-kind-{issue_id}",
        label_visibility="collapsed",
    )
    if kind is None:
        st.caption(words.say("edit.hint"))
        return
    with st.container(border=True, key="edit"):
        st.caption(words.say(f"edit.{kind}.caption"))
        asked = ASKED[kind](desk, reading, issue)
        by_whom = ask_speaker(words, "edit")
        if st.button(words.say(f"edit.{kind}.send"), type="primary", key="edit-send"):
            _send_edit(desk, asked, by_whom)


def _send_edit(desk: Desk, asked: Asked, by_whom: str) -> None:
    """Record what was asked, or say what is missing."""
    if isinstance(asked, str):
        record_word(desk, lambda _: [], by_whom, asked)
    else:
        record_word(desk, asked, by_whom, follow=_follow_merge)


def _follow_merge(event: LedgerEvent) -> None:
    if event.kind == "merge":
        st.query_params["issue"] = event.payload["into"]


def show_outcome(desk: Desk) -> None:
    """Tell once what was recorded last, and what follows."""
    event: LedgerEvent | None = st.session_state.pop("edit-outcome", None)
    if event is None:
        return
    words = desk.words
    st.success(words.say("edit.undone" if event.kind == "undo" else "edit.recorded"))
    if event.kind in REACHING:
        st.caption(words.say("edit.follows"))
    if event.kind == "split":
        link_issue(desk, event.payload["child"], event.payload["name"])


def _ask_name(desk: Desk, _reading: Reading, issue: Issue) -> Asked:
    name = st.text_input(
        desk.words.say("word.name"),
        issue["name"],
        max_chars=LONGEST_LINE,
        key=f"edit-name-{issue['issue_id']}",
    ).strip()
    if not name:
        return "edit.wrong.name"
    if name == issue["name"]:
        return "decision.unchanged"
    return lambda now: [rename_issue(now.standing.require_live(issue["issue_id"], "rename"), name)]


def _ask_survivor(desk: Desk, reading: Reading, issue: Issue) -> Asked:
    into = _ask_other(desk, reading, issue, "edit.merge.into")
    if into is None:
        return "edit.wrong.other"
    return lambda now: [merge_issues(now.standing, issue["issue_id"], into)]


def _ask_split(desk: Desk, reading: Reading, issue: Issue) -> Asked:
    chosen = _choose_mentions(desk, reading, issue)
    name = st.text_input(
        desk.words.say("edit.split.name"), max_chars=LONGEST_LINE, key=f"edit-child-{issue['issue_id']}"
    ).strip()
    if not chosen:
        return "edit.wrong.mentions"
    if not name:
        return "edit.wrong.name"
    return lambda now: [split_mentions(now, issue["issue_id"], chosen, name)]


def _ask_move(desk: Desk, reading: Reading, issue: Issue) -> Asked:
    chosen = _choose_mentions(desk, reading, issue)
    nowhere = st.checkbox(desk.words.say("edit.move.nowhere"), key=f"edit-nowhere-{issue['issue_id']}")
    to = None if nowhere else _ask_other(desk, reading, issue, "edit.move.to")
    if not chosen:
        return "edit.wrong.mentions"
    if to is None and not nowhere:
        return "edit.wrong.other"
    return lambda now: move_mentions(now.standing, find_placed(now, chosen), to)


def _ask_pin(desk: Desk, reading: Reading, issue: Issue) -> Asked:
    chosen = _choose_mentions(desk, reading, issue)
    return lambda now: [pin_issue(now.standing, issue["issue_id"], find_placed(now, chosen))]


def _ask_ignore(desk: Desk, _reading: Reading, issue: Issue) -> Asked:
    why = st.text_area(
        desk.words.say("word.why"),
        max_chars=LONGEST_REASON,
        height=80,
        key=f"edit-why-{issue['issue_id']}",
    ).strip()
    if not why:
        return "decision.wrong.why"
    return lambda now: [ignore_issue(now.standing, issue["issue_id"], why)]


def _ask_other(desk: Desk, reading: Reading, issue: Issue, label: str) -> str | None:
    """Ask for another issue, by its name."""
    known = {
        other["issue_id"]: other["name"]
        for other in data.ask_issues(reading, state="all")["issues"]
        if other["issue_id"] != issue["issue_id"]
    }
    chosen: str | None = st.selectbox(
        desk.words.say(label),
        list(known),
        index=None,
        format_func=lambda issue_id: f"{known[issue_id]} · {issue_id}",
        placeholder=desk.words.say("issue.pick.none"),
        key=f"edit-other-{issue['issue_id']}",
    )
    return chosen


def _choose_mentions(desk: Desk, reading: Reading, issue: Issue) -> list[str]:
    """Let mentions be chosen in a table of what they say; equal texts are one row, since they go together."""
    words = desk.words
    mentions = data.ask_mentions(reading, issue["issue_id"])
    if not mentions:
        st.caption(words.say("quotes.withheld", k=words.write_count(issue["k_people"])))
        return []
    table = pl.DataFrame(
        {"text": [row["text"] for row in mentions], "count": [row["count"] for row in mentions]}
    )
    told = st.dataframe(
        table,
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config={
            "text": st.column_config.TextColumn(words.say("edit.text"), width="large"),
            "count": st.column_config.NumberColumn(words.say("edit.count"), width="small"),
        },
        on_select="rerun",
        selection_mode="multi-row",
        key=f"edit-table-{issue['issue_id']}-{reading.standing.last_id}",
    )
    rows = told["selection"]["rows"]
    st.caption(words.say_count("edit.chosen", len(rows)))
    return [mentions[row]["mention_id"] for row in rows]


ASKED: dict[str, Callable[[Desk, Reading, Issue], Asked]] = {
    "rename": _ask_name,
    "merge": _ask_survivor,
    "split": _ask_split,
    "move": _ask_move,
    "pin": _ask_pin,
    "ignore": _ask_ignore,
}
