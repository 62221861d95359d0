"""Which words are in vogue, of all contacts or of an issue, and who says them?

They are customers' words: they stand in cells and texts alone, never as markup.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, link_issue, show_quote
from dashboards.markup import Cell, escape_markdown, mark_up_facts
from dashboards.questions import ask_contacts, ask_vogue
from dashboards.wording import DASH
from voc.answers import Reading

Document = Mapping[str, Any]
MOST_PHRASES = 8
MOST_QUOTES = 3
MOST_ALSO = 5


def show_vogue(desk: Desk, reading: Reading, issue_id: str | None) -> None:
    """Show the phrases that rose, the strongest first, each with its contacts; or why there are none."""
    words, document = desk.words, ask_vogue(reading, issue_id)
    if issue_id is None:
        st.subheader(words.say("vogue.title"), anchor=False)
    st.caption(words.say_count("vogue.caption", document["weeks"], before=document["before_weeks"]))
    if document["reason"]:
        st.markdown(words.say(f"vogue.none.{document['reason']}"))
        return
    phrases = document["phrases"]
    for number, phrase in enumerate(phrases[:MOST_PHRASES]):
        with st.container(border=True, key=f"plain-link-vogue-{number}"):
            _show_phrase(desk, phrase)
            if issue_id is None:
                _show_issues(desk, phrase)
            with st.popover(words.say("news.evidence"), type="tertiary"):
                _show_words(desk, _find_words(reading, document, phrase), phrase, number)
    if len(phrases) > MOST_PHRASES:
        st.caption(words.say_count("vogue.left", len(phrases) - MOST_PHRASES))


def _show_phrase(desk: Desk, phrase: Document) -> None:
    st.markdown(f"**{escape_markdown(phrase['phrase'])}**")
    if phrase["also"]:
        also = ", ".join(phrase["also"][:MOST_ALSO])
        st.caption(desk.words.say("vogue.also", words=escape_markdown(also)))
    st.html(mark_up_facts(_list_facts(desk, phrase)))


def _list_facts(desk: Desk, phrase: Document) -> list[Cell]:
    words = desk.words
    contacts = words.say_count("vogue.contacts", phrase["contacts"])
    expected = words.say("vogue.expected", n=words.write_decimal(phrase["expected"]), contacts=contacts)
    lift = DASH if phrase["lift"] is None else f"× {words.write_decimal(phrase['lift'])}"
    return [
        Cell(words.say("word.customers"), words.write_count(phrase["customers"]), expected),
        Cell(words.say("vogue.lift"), lift),
        Cell(words.say("vogue.chance"), words.write_share(phrase["q"])),
    ]


def _show_issues(desk: Desk, phrase: Document) -> None:
    words = desk.words
    if phrase["is_unseen"]:
        st.caption(words.say("vogue.unseen", share=words.write_share(phrase["unassigned_share"])))
    with st.container(horizontal=True):
        for issue in phrase["issues"]:
            link_issue(desk, issue["issue_id"], issue["name"])


def _find_words(reading: Reading, document: Document, phrase: Document) -> list[Document]:
    """Find what the contacts say that say a phrase; of an issue, what they say about it."""
    wanted = set(phrase["contact_ids"])
    if document["issue_id"]:
        said = data.ask_quotes(reading, document["issue_id"])
        return [row for row in said if row["contact_id"] in wanted]
    rows = ask_contacts(reading, document["week"])
    return [{**row, "quote": row["text"]} for row in rows if row["contact_id"] in wanted]


def _show_words(desk: Desk, contacts: Sequence[Document], phrase: Document, number: int) -> None:
    words = desk.words
    for place, contact in enumerate(contacts[:MOST_QUOTES]):
        show_quote(contact["quote"], describe_contact(contact, words), f"vogue-{number}-{place}")
    shown = words.write_count(min(len(contacts), MOST_QUOTES))
    st.caption(words.say_count("quotes.shown", len(phrase["contact_ids"]), shown=shown))
