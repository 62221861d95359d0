"""What does it cost, and whom? The monthly statement per department, to the cent.

The address carries the month. Figures are those of `voc statement`; silent customers are an estimate on which
no amount rests.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards.elements import Desk, show_notice
from dashboards.markup import Cell, escape_markdown, mark_up_facts, mark_up_table
from dashboards.questions import ask_statement
from dashboards.views.opening import open_or_tell
from dashboards.wording import DASH

Document = Mapping[str, Any]


def show_statement_page(desk: Desk) -> None:
    """Show a month's statement: the whole, each department with its issues, the rules and the edition."""
    words = desk.words
    st.title(words.say("statement.title"), anchor=False)
    reading = open_or_tell(desk)
    if reading is None:
        return
    document = ask_statement(reading, st.query_params.get("month"))
    if document["month"] is None:
        show_notice(words.say("empty.contacts.title"), words.say("empty.contacts.advice"))
        return
    _ask_month(desk, document)
    if not document["is_complete"]:
        st.info(words.say("statement.running", month=words.write_month(document["month"])))
    if not document["cost_cents"]:
        show_notice(words.say("statement.free.title"), words.say("statement.free.advice"))
    st.html(mark_up_facts(_list_facts(desk, document)))
    st.html(_tabulate(desk, document))
    multiplier = words.write_decimal(document["silent"]["multiplier"])
    st.caption(words.say("statement.caption", n=multiplier, days=document["rules"]["repeat_window_days"]))
    with st.expander(words.say("statement.rules")):
        _show_rules(desk, document)


def _ask_month(desk: Desk, document: Document) -> None:
    words = desk.words
    months = {row["month"]: row["is_complete"] for row in reversed(document["months"])}

    def write(month: str) -> str:
        running = "" if months[month] else f" ({words.say('cost.running')})"
        return f"{words.write_month(month)}{running}"

    st.session_state["statement-month"] = document["month"]
    st.selectbox(words.say("cost.month"), list(months), format_func=write, key="statement-month",
                 on_change=_keep_month, width=280)  # fmt: skip


def _keep_month() -> None:
    st.query_params["month"] = st.session_state["statement-month"]


def _list_facts(desk: Desk, document: Document) -> list[Cell]:
    words, currency = desk.words, desk.settings.currency
    repeated = words.say("statement.of_repeats", cost=words.write_cents(document["repeat_cost"], currency))
    silent = words.say("statement.estimate")
    return [
        Cell(words.say("statement.total"), words.write_cents(document["cost"], currency), repeated),
        Cell(words.say("word.contacts"), words.write_count(document["contacts"]),
             words.say_count("statement.repeats", document["repeats"])),
        Cell(words.say("word.customers"), words.write_count(document["customers"])),
        Cell(words.say("word.silent"), words.write_count(document["silent_customers"]), silent),
    ]  # fmt: skip


def _tabulate(desk: Desk, document: Document) -> str:
    """Lay out departments, each with its issues below it, and the month's sum."""
    words = desk.words
    labels = ("statement.department", "word.contacts", "word.repeats", "word.cost", "cost.of_repeats",
              "statement.share", "statement.silent")  # fmt: skip
    headers = [
        Cell(words.say(label), "", kind="figure" if place else "word") for place, label in enumerate(labels)
    ]
    rows: list[list[Cell]] = []
    for charge in document["departments"]:
        name = charge["department"] or words.say_term("remainder", charge["remainder"].replace(" ", "_"))
        rows.append([Cell("", name, kind="strong"), *_list_cells(desk, charge, "strong")])
        for line in charge["lines"]:
            address = f"issue?{urlencode({'issue': line['issue_id'], 'lang': words.language})}"
            named = Cell("", line["name"] or line["issue_id"], kind="inner", address=address)
            rows.append([named, *_list_cells(desk, line, "figure")])
    rows.append([Cell("", words.say("statement.sum"), kind="strong"), *_list_cells(desk, document, "strong")])
    return mark_up_table(headers, rows, words.say("statement.title"))


def _list_cells(desk: Desk, charge: Document, kind: str) -> list[Cell]:
    words, currency = desk.words, desk.settings.currency
    share = DASH if charge["share"] is None else words.write_share(charge["share"])
    told = (
        words.write_count(charge["contacts"]),
        words.write_count(charge["repeats"]),
        words.write_cents(charge["cost"], currency),
        words.write_cents(charge["repeat_cost"], currency),
        share,
        words.write_count(charge["silent_customers"]),
    )
    return [Cell("", value, kind=kind) for value in told]


def _show_rules(desk: Desk, document: Document) -> None:
    """Say by which rules and prices, from which snapshot and decisions this was drawn up."""
    words, edition, currency = desk.words, document["edition"], desk.settings.currency
    st.markdown(words.say("statement.rules.text"))
    for prices in document["rules"]["prices"] or []:
        since = words.say("statement.since", day=words.write_day(prices["from"])) if prices["from"] else ""
        told = ", ".join(
            f"{words.say_term('channel', channel)}: {_word_price(desk, price, currency)}"
            for channel, price in prices["prices"].items()
        )
        st.markdown(escape_markdown(words.say("statement.prices", prices=told, since=since)))
    st.caption(escape_markdown(words.say(
        "statement.edition", version=edition["rules_version"], rules=edition["rules_digest"],
        snapshot=edition["snapshot"], event=edition["last_event"], figures=edition["figures_digest"],
    )))  # fmt: skip


def _word_price(desk: Desk, price: Any, currency: str) -> str:
    """Write a price; one by the minute as its parts stand."""
    if isinstance(price, str | int | float):
        return desk.words.write_cents(float(price), currency)
    return " · ".join(f"{name} {value}" for name, value in price.items())
