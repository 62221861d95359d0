"""What does this issue go with in ratings, and what is there to win? "Goes with", never "causes"."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.elements import Desk
from dashboards.markup import Cell, mark_up_table
from dashboards.questions import ask_ratings
from dashboards.wording import DASH
from voc.answers import Reading

Document = Mapping[str, Any]


def show_ratings(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show by scale what the issue goes with, the points at stake and how many people rated."""
    words = desk.words
    rows = ask_ratings(reading, issue_id)["issues"]
    if all(row["reason"] == "no_ratings" for row in rows):
        st.caption(words.say("ratings.none"))
        return
    headers = [
        Cell(words.say("ratings.scale"), "", kind="word"),
        Cell(words.say("ratings.people"), ""),
        Cell(words.say("ratings.level"), ""),
        Cell(words.say("ratings.effect"), ""),
        Cell(words.say("ratings.adjusted"), ""),
        Cell(words.say("ratings.points"), ""),
        Cell(words.say("ratings.side"), "", kind="word"),
    ]
    body = [_list_cells(desk, row) for row in rows]
    st.html(mark_up_table(headers, body, words.say("ratings.title")))
    st.caption(words.say("ratings.caption"))


def _list_cells(desk: Desk, row: Document) -> list[Cell]:
    words = desk.words
    scale = words.say_term("scale", row["scale"]) if row["scale"] else DASH
    if row["measure"] and row["measure"] != "mean":
        scale = words.say_term("measure", row["measure"])
    people = words.write_count(row["person_count"])
    share = words.say("ratings.of_contacts", share=words.write_share(row["rated_share"]))
    head = [Cell("", scale, kind="word"), Cell("", people, share)]
    if row["reason"] and row["effect"] is None:
        why = words.say_term("ratings.reason", row["reason"])
        return [*head, *(Cell("", DASH) for _ in range(4)), Cell("", why, kind="word")]
    side = words.say_term("side", row["side"]) if row["side"] else words.say("side.none")
    return [
        *head,
        _bound(desk, row, "level"),
        _bound(desk, row, "effect"),
        _bound(desk, row, "adjusted"),
        _bound(desk, row, "points", "points_to_win"),
        Cell("", side, kind="word"),
    ]


def _bound(desk: Desk, row: Document, name: str, value: str | None = None) -> Cell:
    """Write a figure with its interval below; levels without a sign, differences with one."""
    words, told = desk.words, row[value or name]
    write = words.write_score if name == "level" else words.write_effect
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if told is None:
        return Cell("", DASH)
    return Cell("", write(told), "" if low is None else f"{write(low)} … {write(high)}")
