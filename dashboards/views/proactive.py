"""Whom should we call before they call again, and which questions could we answer beforehand?

Customers are pseudonyms; the wordings are their own and never markup.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards.elements import Desk, link_issue
from dashboards.markup import Cell, escape_markdown, mark_up_table
from dashboards.questions import ask_faq, ask_proactive
from dashboards.views.opening import open_or_tell
from dashboards.wording import DASH
from voc.answers import Reading

Document = Mapping[str, Any]
STEP = 15
MOST_QUESTIONS = 6


def show_proactive_page(desk: Desk) -> None:
    """Show the customers to call first with the reasons, then the candidates for the FAQ."""
    words = desk.words
    st.title(words.say("proactive.title"), anchor=False)
    reading = open_or_tell(desk)
    if reading is None:
        return
    _show_customers(desk, ask_proactive(reading))
    _show_questions(desk, reading)


def _show_customers(desk: Desk, document: Document) -> None:
    words = desk.words
    st.subheader(words.say("proactive.call"), anchor=False)
    st.caption(_word_issues(desk, document))
    if document["reason"]:
        st.markdown(words.say(f"proactive.none.{document['reason']}"))
        return
    labels = ("proactive.customer", "word.issue", "proactive.why", "proactive.times", "proactive.waiting",
              "proactive.rating", "proactive.score")  # fmt: skip
    kinds = ("word", "word", "word", *("figure",) * 4)
    headers = [Cell(words.say(label), "", kind=kind) for label, kind in zip(labels, kinds, strict=True)]
    shown = min(st.session_state.get("proactive-shown", STEP), len(document["rows"]))
    rows = [_list_cells(desk, row) for row in document["rows"][:shown]]
    st.html(mark_up_table(headers, rows, words.say("proactive.call")))
    st.caption(words.say_count("proactive.shown", document["customers"], shown=words.write_count(shown)))
    if shown < len(document["rows"]):
        st.button(words.say("quotes.more"), on_click=_show_more, args=(shown,), key="proactive-more")
    weights = ", ".join(
        f"{words.say_term('proactive.factor', factor['factor'])} {words.write_score(factor['weight'])}"
        for factor in document["factors"]
    )
    days, anonymous = words.write_count(document["window_days"]), words.write_count(document["anonymous"])
    st.caption(words.say("proactive.caption", days=days, anonymous=anonymous, weights=weights))


def _show_more(shown: int) -> None:
    st.session_state["proactive-shown"] = shown + STEP


def _list_cells(desk: Desk, row: Document) -> list[Cell]:
    words = desk.words
    why = ", ".join(words.say_term("proactive.because", code) for code in row["why"]) or DASH
    address = f"issue?{urlencode({'issue': row['issue_id'], 'lang': words.language})}"
    scale = words.say_term("scale", row["rating_scale"]) if row["rating_scale"] else ""
    rating = DASH if row["rating"] is None else words.write_decimal(row["rating"])
    waiting = words.say_count("returns.days", round(row["waiting_days"]))
    return [
        Cell("", row["customer"], kind="code"),
        Cell("", row["name"] or row["issue_id"], kind="word", address=address),
        Cell("", why, kind="word"),
        Cell("", words.write_count(row["times"])),
        Cell("", waiting, words.write_day(row["last_at"])),
        Cell("", rating, scale if row["rating"] is not None else ""),
        Cell("", words.write_score(row["score"])),
    ]


def _word_issues(desk: Desk, document: Document) -> str:
    """Say which issues are open, and why they count as such."""
    words = desk.words
    named = []
    for issue in document["open_issues"]:
        signs = ", ".join(words.say_term("open", sign) for sign in issue["why"])
        named.append(f"{issue['name'] or issue['issue_id']} ({signs})")
    if not named:
        return words.say("proactive.open.none")
    return escape_markdown(words.say("proactive.open", issues="; ".join(named)))


def _show_questions(desk: Desk, reading: Reading) -> None:
    words, document = desk.words, ask_faq(reading)
    st.subheader(words.say("faq.title"), anchor=False)
    st.caption(words.say_count("faq.caption", document["weeks"]))
    if document["reason"]:
        st.markdown(words.say(f"faq.none.{document['reason']}"))
        return
    for question in document["questions"][:MOST_QUESTIONS]:
        with st.container(border=True, key=f"plain-link-faq-{question['rank']}"):
            _show_question(desk, question)
    left = len(document["questions"]) - MOST_QUESTIONS
    if left > 0:
        st.caption(words.say_count("news.left", left))


def _show_question(desk: Desk, question: Document) -> None:
    words, currency = desk.words, desk.settings.currency
    link_issue(desk, question["issue_id"], question["name"] or question["issue_id"])
    low, high = (words.write_count(question[name]) for name in ("per_month_low", "per_month_high"))
    st.markdown(words.say_count(
        "faq.spared", round(question["per_month"]), low=low, high=high,
        cost=words.write_money(question["cost_per_month"], currency),
    ))  # fmt: skip
    share = words.write_share(question["simple_share"])
    key = "faq.share" if question["is_mostly_simple"] else "faq.share.partly"
    st.caption(words.say_count(key, question["contacts"], share=share,
                               customers=words.write_count(question["customers"])))  # fmt: skip
    if not question["wordings"]:
        st.caption(words.say("quotes.withheld", k=words.write_count(desk.settings.privacy.k_people)))
    languages = list(dict.fromkeys(said["language"] for said in question["wordings"]))
    for column, language in zip(st.columns(max(1, len(languages)), gap="large"), languages, strict=False):
        with column:
            st.caption(words.write_language(language))
            _show_wordings(question, language)


def _show_wordings(question: Document, language: str) -> None:
    said = [said for said in question["wordings"] if said["language"] == language]
    for number, wording in enumerate(said):
        with st.container(key=f"quote-faq-{question['rank']}-{language}-{number}"):
            st.text(wording["text"])
