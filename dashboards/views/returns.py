"""Do customers come back about this issue, and was it solved? With what n, and who tells it.

Rates are of contacts whose customer is known; what is not final yet is said to be so.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, show_quote
from dashboards.markup import Cell, mark_up_facts, mark_up_table
from dashboards.questions import ask_repeats
from dashboards.wording import DASH
from voc.answers import Reading

Document = Mapping[str, Any]
LENGTHS = ("once", "twice", "thrice", "more")
MOST_CHAINS = 2
MOST_NOES = 3


def show_returns(desk: Desk, reading: Reading, issue_id: str) -> None:
    """Show who comes back, how often, after how many days, and the three questions with their witnesses."""
    words, document = desk.words, ask_repeats(reading, issue_id)
    days = words.write_count(document["window_days"])
    if not document["contacts"]:
        unknown = words.write_count(document["unknown"])
        st.caption(words.say("returns.none", unknown=unknown))
    else:
        st.html(mark_up_facts(_list_facts(desk, document)))
        st.caption(words.say(
            "returns.caption", days=days, n=words.write_count(document["contacts"]),
            customers=words.write_count(document["customers"]),
            unknown=words.write_count(document["unknown"]),
        ))  # fmt: skip
        st.html(_tabulate_chains(desk, document["chains"]))
        _show_chains(desk, reading, document["chains"]["longest"], issue_id)
    if document["said"]["again"]:
        st.caption(words.say_count("returns.said", document["said"]["again"],
                                   of=words.write_count(document["said"]["of"])))  # fmt: skip
    st.markdown(f"**{words.say('returns.questions')}**")
    st.html(_tabulate_answers(desk, document["questions"]))
    _show_noes(desk, reading, document["questions"], issue_id)
    st.caption(words.say("returns.questions.caption", days=days))


def _list_facts(desk: Desk, document: Document) -> list[Cell]:
    words, solved, between = desk.words, document["first_contact_resolution"], document["days_between"]
    told = DASH if between is None else words.say_count("returns.days", between["middle"])
    quartiles = ""
    if between is not None:
        low, high = words.write_decimal(between["low"]), words.write_decimal(between["high"])
        quartiles = words.say("returns.quartiles", low=low, high=high)
    return [
        Cell(words.say("word.repeats"), words.write_share(document["repeat_rate"]),
             words.write_interval(document["low"], document["high"])),
        Cell(words.say("returns.solved_first"), words.write_share(solved["rate"]),
             f"{words.write_interval(solved['low'], solved['high'])} · n = {words.write_count(solved['n'])}"),
        Cell(words.say("returns.between"), told, quartiles),
        Cell(words.say("returns.cost"), words.write_money(document["cost"], desk.settings.currency)),
    ]  # fmt: skip


def _tabulate_chains(desk: Desk, chains: Document) -> str:
    """Tell how many chains are of one time, two, three and more."""
    words = desk.words
    headers = [Cell(words.say("returns.chains"), "", kind="word")]
    headers += [Cell(words.say(f"returns.{length}"), "") for length in LENGTHS]
    headers.append(Cell(words.say("returns.open"), ""))
    counts = [Cell("", words.write_count(chains[name])) for name in (*LENGTHS, "open")]
    row = [Cell("", words.write_count(chains["all"]), kind="word"), *counts]
    return mark_up_table(headers, [row], words.say("returns.chains"))


def _show_chains(desk: Desk, reading: Reading, longest: list[Document], issue_id: str) -> None:
    """Show, folded, what the customers said who came back most often, from the first time on."""
    words = desk.words
    said = {quote["contact_id"]: quote for quote in data.ask_quotes(reading, issue_id)}
    shown = [chain for chain in longest if all(one in said for one in chain["contact_ids"])][:MOST_CHAINS]
    if not shown:
        return
    with st.expander(words.say("returns.longest")):
        for place, chain in enumerate(shown):
            days = words.say_count("returns.days", round(chain["days"]))
            st.caption(words.say("returns.chain", times=words.write_count(chain["times"]), days=days))
            for number, one in enumerate(chain["contact_ids"]):
                source = describe_contact(said[one], words)
                show_quote(said[one]["quote"], source, f"chain-{place}-{number}")


def _show_noes(desk: Desk, reading: Reading, questions: Mapping[str, list[Document]], issue_id: str) -> None:
    """Show, folded, the words behind the noes to each question."""
    words = desk.words
    said = {quote["contact_id"]: quote for quote in data.ask_quotes(reading, issue_id)}
    told = {
        question: [one for witness in witnesses for one in witness["no_contact_ids"] or [] if one in said]
        for question, witnesses in questions.items()
    }
    if not any(told.values()):
        return
    with st.expander(words.say("returns.noes")):
        for question, contact_ids in told.items():
            chosen = list(dict.fromkeys(contact_ids))[:MOST_NOES]
            if chosen:
                st.caption(words.say_term("question", question))
            for number, one in enumerate(chosen):
                source = describe_contact(said[one], words)
                show_quote(said[one]["quote"], source, f"no-{question}-{number}")


def _tabulate_answers(desk: Desk, questions: Mapping[str, list[Document]]) -> str:
    """Tell by question and witness what share says yes, with its interval and n."""
    words = desk.words
    headers = [
        Cell(words.say("returns.question"), "", kind="word"),
        Cell(words.say("returns.witness"), "", kind="word"),
        Cell(words.say("returns.yes"), ""),
        Cell(words.say("returns.interval"), ""),
        Cell("n", ""),
    ]
    rows = []
    for question, witnesses in questions.items():
        for place, told in enumerate(witnesses):
            asked = words.say_term("question", question) if place == 0 else ""
            rows.append([Cell("", asked, kind="word"), *_list_answer(desk, told)])
    return mark_up_table(headers, rows, words.say("returns.questions"))


def _list_answer(desk: Desk, told: Document) -> list[Cell]:
    words = desk.words
    witness = words.say_term("witness", told["witness"])
    if told["scale"]:
        witness += f" ({words.say_term('scale', told['scale'])})"
    if told["reason"]:
        why = words.say_term("returns.reason", told["reason"])
        return [Cell("", witness, why, kind="word"), Cell("", DASH), Cell("", DASH), Cell("", "0")]
    return [
        Cell("", witness, kind="word"),
        Cell("", words.write_share(told["rate"])),
        Cell("", words.write_interval(told["low"], told["high"])),
        Cell("", words.say("returns.of", n=words.write_count(told["n"]), of=words.write_count(told["of"]))),
    ]
