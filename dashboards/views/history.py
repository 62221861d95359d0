"""What did people say about this issue, who and when; and how is the last of it taken back?"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.elements import Desk, ask_speaker
from dashboards.views.recording import record_word
from voc.council.undoing import undo_event

Document = Mapping[str, Any]
FIELDS = ("owner", "department", "target", "lever")
DAYS = ("due", "until", "by")


def show_history(desk: Desk, issue: Document) -> None:
    """Show what was said about the issue, the latest first, in words; the latest can be taken back."""
    words = desk.words
    st.subheader(words.say("log.title"), anchor=False)
    if not issue["decisions"]:
        st.caption(words.say("log.none"))
        return
    for event in reversed(issue["decisions"]):
        with st.container(key=f"log-{event['id']}"):
            st.text(_word_event(desk, event))
            st.text(words.say("log.by", who=event["by_whom"], at=words.write_moment(event["at"])))
    with st.expander(words.say("undo.title")):
        st.text(_word_event(desk, issue["decisions"][-1]))
        by_whom = ask_speaker(words, "undo")
        if st.button(words.say("undo.send"), key="undo-send"):
            last = issue["decisions"][-1]["id"]
            record_word(desk, lambda now: undo_event(now.standing, last), by_whom)


def _word_event(desk: Desk, event: Document) -> str:
    """Word an event in the reader's language; what customers wrote is not in it."""
    words = desk.words
    fields = [name for name in FIELDS if name in event and (event["kind"] != "action" or event[name])]
    lines = [*_word_edit(desk, event), *(_word_field(desk, event, name) for name in fields)]
    for name in DAYS:
        if event.get(name):
            told = words.write_day(event[name])
            lines.append(words.say("log.part", what=words.say(f"word.{name}"), value=told))
    if event.get("name") is not None:
        lines.append(words.say("log.part", what=words.say("word.name"), value=event["name"]))
    if event.get("why"):
        lines.append(words.say("log.part", what=words.say("word.why"), value=event["why"]))
    return "\n".join(lines)


def _word_field(desk: Desk, event: Document, name: str) -> str:
    """Word one field of a decision; what was taken away is told as there being none."""
    words, value = desk.words, event[name]
    if value is None:
        told = words.say(f"{name}.none")
    else:
        told = words.say_term("lever", value) if name == "lever" else value
    return words.say("log.part", what=words.say(f"word.{name}"), value=told)


def _word_edit(desk: Desk, event: Document) -> list[str]:
    """Word what was done to the set of issues, in one line; nothing for a plain decision."""
    words, key = desk.words, f"log.{event['kind']}"
    if key not in words.texts and f"{key}.one" not in words.texts:
        return []
    nowhere = words.say("edit.nowhere")
    named = ("issue_id", "into", "child", "from", "to", "proposal", "action", "text")
    told = {name: event.get(name) or nowhere for name in named}
    if event.get("on"):
        told["on"] = words.write_day(event["on"])
    if event["kind"] == "classify":
        told["kind"] = words.say_term("kind", event["contact_kind"])
        return [words.say_count(key, len(event["contacts"]), **told)]
    if event.get("mentions"):
        return [words.say_count(key, len(event["mentions"]), **told)]
    return [words.say(key, **told)]
