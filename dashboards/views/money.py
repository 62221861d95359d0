"""What did this issue cost, month by month, and how much of that are repeats?"""

import streamlit as st

from dashboards.elements import Desk
from dashboards.markup import Cell, mark_up_table
from dashboards.questions import ask_money
from voc.answers import Reading

AMOUNTS = ("cost", "repeat_cost", "shared_cost")


def show_money(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show an issue's cost by month as bars and as a table; the running month is marked."""
    from dashboards.charts_effects import draw_months

    words, currency, document = desk.words, desk.settings.currency, ask_money(reading)
    whole = {month["month"]: month["is_complete"] for month in document["months"]}
    mine = next((item for item in document["issues"] if item["issue_id"] == issue_id), None)
    if mine is None or not mine["cost"]:
        st.caption(words.say("cost.none"))
        return
    rows = [
        {**row, "label": words.write_month(row["month"]), "is_complete": whole.get(row["month"], True)}
        for row in mine["months"]
    ]
    st.altair_chart(draw_months(rows, words), theme=None)
    headers = [Cell(words.say("cost.month"), "", kind="word"), Cell(words.say("word.contacts"), ""),
               Cell(words.say("word.cost"), ""), Cell(words.say("cost.of_repeats"), ""),
               Cell(words.say("cost.shared"), "")]  # fmt: skip
    body = [
        [
            Cell("", row["label"], "" if row["is_complete"] else words.say("cost.running"), kind="word"),
            Cell("", words.write_count(row["contacts"])),
            *(Cell("", words.write_cents(row[name], currency)) for name in AMOUNTS),
        ]
        for row in reversed(rows)
    ]  # fmt: skip
    st.html(mark_up_table(headers, body, words.say("cost.title")))
    st.caption(words.say("cost.caption"))
