"""The dashboard's door: which pages there are, in which language.

The address says it all (`?lang=en&issue=ISS-0001`): whoever is sent one sees the same page.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboards.data import read_settings
from dashboards.elements import Desk, show_problem
from dashboards.markup import escape_markdown
from dashboards.views.effects import show_effects_page
from dashboards.views.issue import show_issue_page
from dashboards.views.meeting import show_meeting_page
from dashboards.views.news import show_news_page
from dashboards.views.proactive import show_proactive_page
from dashboards.views.search import show_search_page
from dashboards.views.statement import show_statement_page
from dashboards.views.where import show_where_page
from dashboards.wording import LANGUAGES, Words, load_words
from voc.errors import VocError
from voc.settings import Settings

STYLE = Path(__file__).parent / "style.css"
VIEWS: dict[str, Callable[[Desk], None]] = {
    "meeting": show_meeting_page,
    "issue": show_issue_page,
    "news": show_news_page,
    "where": show_where_page,
    "effects": show_effects_page,
    "statement": show_statement_page,
    "proactive": show_proactive_page,
    "search": show_search_page,
}


def open_door() -> None:
    """Show the page that the address asks for, or in words why it cannot be shown."""
    settings, problem = _read_workspace()
    words = load_words(_choose_language(settings))
    page = _find_page(words, settings, problem)
    st.set_page_config(page_title=page.title, layout="wide")
    st.html(STYLE)
    _show_header(words, settings)
    try:
        page.run()
    except VocError as error:
        show_problem(words, error)


def _read_workspace() -> tuple[Settings | None, VocError]:
    try:
        return read_settings(), VocError()
    except VocError as error:
        return None, error


def _find_page(words: Words, settings: Settings | None, problem: VocError) -> StreamlitPage:
    """Find the page that the address names; without a workspace each only says what is wrong."""
    pages: dict[str, StreamlitPage] = {}
    for number, (name, show) in enumerate(VIEWS.items()):
        run = (
            partial(show, Desk(words, settings, pages)) if settings else partial(show_problem, words, problem)
        )
        pages[name] = st.Page(run, title=words.say(f"page.{name}"), url_path=name, default=number == 0)
    return st.navigation(list(pages.values()), position="top")


def _choose_language(settings: Settings | None) -> str:
    """Take the language that the address says, else the one last chosen, else the workspace's first."""
    asked = st.query_params.get("lang", "")
    if asked not in LANGUAGES:
        first = settings.languages[0] if settings else LANGUAGES[0]
        asked = st.session_state.get("language", first)
    language = load_words(asked).language
    st.session_state["language"] = language
    if st.query_params.get("lang") != language:
        st.query_params["lang"] = language
    return language


def _show_header(words: Words, settings: Settings | None) -> None:
    """Show whose council this is and the language switch."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="header"
    ):
        st.caption(escape_markdown(settings.name) if settings else words.say("problem.nowhere"))
        st.session_state["language-choice"] = words.language
        st.segmented_control(
            words.say("language.label"),
            LANGUAGES,
            format_func=str.upper,
            key="language-choice",
            on_change=_switch_language,
            required=True,
            label_visibility="collapsed",
        )


def _switch_language() -> None:
    st.query_params["lang"] = st.session_state["language-choice"]


open_door()
