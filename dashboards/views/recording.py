"""How does what somebody says on a page get into the ledger, and what if it cannot?"""

from collections.abc import Callable

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, show_refusal
from voc.answers.recording import Word
from voc.errors import CallError
from voc.schema import LedgerEvent


def record_word(
    desk: Desk,
    word: Word,
    by_whom: str,
    missing: str | None = None,
    follow: Callable[[LedgerEvent], None] | None = None,
) -> None:
    """Record what somebody says and show the page anew, or say why it cannot be.

    Args:
        desk: The page's.
        word: What is said.
        by_whom: Who says it; where it is empty, that is asked for.
        missing: The text to show where something else is missing; None: nothing is.
        follow: Told of the last event before the page shows anew.
    """
    missing = missing if by_whom else "decision.wrong.by_whom"
    if missing:
        st.error(desk.words.say(missing))
        return
    try:
        recorded = data.record_edit(desk.settings, word, by_whom)
    except CallError as error:
        show_refusal(desk.words, error)
        return
    keep_outcome(recorded[-1])
    if follow:
        follow(recorded[-1])
    st.rerun()


def keep_outcome(event: LedgerEvent) -> None:
    """Keep what was recorded last, to be told once on the page that shows next."""
    st.session_state["edit-outcome"] = event
