"""What is a contact to the company, how sure is the tool of it, and how does a person put it right?

Where its words stand. What is said is kept for ever and teaches the next run.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.elements import Desk, ask_speaker
from dashboards.markup import escape_markdown
from dashboards.questions import tell_classified
from dashboards.views.recording import record_word
from voc.answers import Reading
from voc.answers.recording import classify_known
from voc.council.actions import LATENT
from voc.schema import CONTACT_KINDS

Document = Mapping[str, Any]
SAYABLE = tuple(kind for kind in CONTACT_KINDS if kind != "repeat")


def show_kind(desk: Desk, reading: Reading, contact: Document, issue_id: str, key: str) -> None:
    """Show a contact's kind with its confidence and reason, folded over the means to put it right."""
    words = desk.words
    said = tell_classified(reading, contact)
    title = words.say("kind.title", kind=_word_kind(desk, said or contact))
    with st.container(key=f"kind-of-{key}"), st.popover(title, type="tertiary"):
        if said:
            st.caption(words.say("kind.said"))
        else:
            st.caption(escape_markdown(_word_reason(desk, contact)))
        _ask_kind(desk, contact, issue_id, key)


def _word_kind(desk: Desk, contact: Document) -> str:
    words = desk.words
    told = words.say_term("kind", contact["kind"])
    if contact.get("opportunity"):
        told += f" · {words.say_term('opportunity', contact['opportunity'])}"
    return escape_markdown(told)


def _word_reason(desk: Desk, contact: Document) -> str:
    """Word how sure the tool is, and what its verdict rests on."""
    words = desk.words
    confidence, reason = contact.get("kind_confidence"), contact.get("kind_reason")
    if confidence is None or not reason:
        return words.say("kind.reason.unknown")
    code, _, found = reason.partition(":")
    if code == "person":
        return words.say("kind.reason.alike" if found else "kind.reason.person")
    if code == "issue" and found:
        found = words.write_share(float(found))
    key = f"kind.reason.{code}"
    told = words.say(key, found=found) if key in words.texts else reason
    return words.say("kind.sure", share=words.write_share(confidence), reason=told)


def _ask_kind(desk: Desk, contact: Document, issue_id: str, key: str) -> None:
    words = desk.words
    left, right = st.columns(2)
    kind = left.selectbox(
        words.say("kind.right"), SAYABLE, key=f"kind-{key}",
        index=SAYABLE.index(contact["kind"]) if contact["kind"] in SAYABLE else None,
        format_func=lambda name: words.say_term("kind", name), placeholder=words.say("kind.choose"),
    )  # fmt: skip
    opportunity = right.selectbox(
        words.say("kind.opportunity"), LATENT.get(kind or "", ()), index=None,
        key=f"opportunity-{key}-{kind}",
        format_func=lambda name: words.say_term("opportunity", name), placeholder=words.say("kind.none"),
        disabled=kind not in LATENT,
    )  # fmt: skip
    by_whom = ask_speaker(words, f"kind-{key}")
    st.caption(words.say("kind.follows"))
    if st.button(words.say("kind.send"), key=f"kind-send-{key}"):
        wanted = [contact["contact_id"]]
        record_word(
            desk,
            lambda now: [classify_known(now, wanted, kind or "", opportunity, issue_id)],
            by_whom,
            None if kind else "kind.wrong",
        )
