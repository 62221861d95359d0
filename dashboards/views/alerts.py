"""What did an alert see, does it go on, who knows of it? A card an alert, with the words behind it.

Whoever acknowledges an alert puts it to sleep; the tool tells it on, and the next one is awake again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, ask_speaker, describe_contact, link_issue, show_quote
from dashboards.markup import escape_markdown
from dashboards.views.edits import LONGEST_REASON
from dashboards.views.recording import record_word
from voc.answers import Reading
from voc.answers.alerts import acknowledge_open

Document = Mapping[str, Any]
MOST_QUOTES = 3
MOST_ASLEEP = 20


def choose_alerts(alerts: Sequence[Document], recent: Sequence[str]) -> list[Document]:
    """Choose each issue's latest alert among those that are open or alarmed in these weeks."""
    kept: dict[str, Document] = {}
    for alert in alerts:
        if alert["is_open"] or alert["last_week"] in recent:
            before = kept.get(alert["issue_id"])
            if before is None or alert["last_week"] > before["last_week"]:
                kept[alert["issue_id"]] = alert
    return list(kept.values())


def show_alert(desk: Desk, reading: Reading, alert: Document, key: str) -> None:
    """Show a card: what was seen and expected, since when, whether it goes on, the words, and who knows."""
    words = desk.words
    with st.container(border=True, key=f"plain-link-alert-{key}"):
        link_issue(desk, alert["issue_id"], alert["name"])
        st.markdown(words.say_count(
            f"news.alert.{alert['kind']}", alert["observed"],
            expected=words.write_decimal(alert["expected"]), days=words.write_week(alert["week"]),
        ))  # fmt: skip
        st.caption(_word_course(desk, alert))
        with st.container(horizontal=True):
            with st.popover(words.say("news.evidence"), type="tertiary"):
                _show_evidence(desk, reading, alert, key)
            with st.popover(words.say("alert.known.title"), type="tertiary"):
                _ask_acknowledgement(desk, reading, alert, key)


def show_asleep(desk: Desk, alerts: Sequence[Document]) -> None:
    """Show, folded, the alerts that somebody put to sleep: who, until when, why."""
    if not alerts:
        return
    words = desk.words
    with st.expander(words.say_count("alert.asleep", len(alerts))):
        for number, alert in enumerate(alerts[:MOST_ASLEEP]):
            with st.container(key=f"plain-link-asleep-{number}"):
                link_issue(desk, alert["issue_id"], alert["name"])
                st.caption(_word_course(desk, alert))
                _show_knowing(desk, alert["acknowledged"])


def _word_course(desk: Desk, alert: Document) -> str:
    """Word how an alert went on, and by which rule it was raised."""
    words = desk.words
    parts = []
    if alert["weeks"] > 1:
        key = "alert.slow" if alert["kind"] == "shift" else "alert.course"
        parts.append(words.say_count(
            key, alert["weeks"], total=words.write_count(alert["total_observed"]),
            expected=words.write_decimal(alert["total_expected"]),
        ))  # fmt: skip
    ended = words.say("alert.ended", days=words.write_week(alert["last_week"]))
    parts.append(words.say("alert.open") if alert["is_open"] else ended)
    method = alert["method"].replace(" ", "_") if alert["method"] else None
    if method:
        parts.append(words.say("alert.method", method=words.say_term("method", method)))
    return escape_markdown(" ".join(parts))


def _show_evidence(desk: Desk, reading: Reading, alert: Document, key: str) -> None:
    words, evidence = desk.words, set(alert["contact_ids"])
    quotes = [row for row in data.ask_quotes(reading, alert["issue_id"]) if row["contact_id"] in evidence]
    for number, quote in enumerate(quotes[:MOST_QUOTES]):
        show_quote(quote["quote"], describe_contact(quote, words), f"{key}-{number}")
    if quotes:
        st.caption(words.say_count("quotes.shown", len(evidence),
                                   shown=words.write_count(min(len(quotes), MOST_QUOTES))))  # fmt: skip
    else:
        st.caption(words.say("quotes.withheld", k=words.write_count(desk.settings.privacy.k_people)))


def _ask_acknowledgement(desk: Desk, reading: Reading, alert: Document, key: str) -> None:
    words = desk.words
    if alert["acknowledged"]:
        _show_knowing(desk, alert["acknowledged"])
    st.caption(words.say("alert.known.caption"))
    today = datetime.now(reading.zone).date()
    until = st.date_input(words.say("alert.until"), None, min_value=today, key=f"alert-until-{key}",
                          format="DD/MM/YYYY")  # fmt: skip
    why = st.text_input(words.say("alert.why"), max_chars=LONGEST_REASON, key=f"alert-why-{key}").strip()
    by_whom = ask_speaker(words, f"alert-{key}")
    if st.button(words.say("alert.known.send"), key=f"alert-send-{key}"):
        issue_id = alert["issue_id"]
        record_word(
            desk,
            lambda now: [acknowledge_open(now, issue_id, today, until=until, why=why or None)],
            by_whom,
        )


def _show_knowing(desk: Desk, known: Document) -> None:
    """Say who knows of an alert; what they wrote stands as it is."""
    words = desk.words
    until = words.say("alert.asleep.lasting")
    if known["until"]:
        until = words.say("alert.asleep.until", day=words.write_day(known["until"]))
    at = words.write_moment(known["at"])
    st.text(words.say("alert.asleep.who", who=known["by_whom"], at=at, until=until))
    if known["why"]:
        st.text(known["why"])
