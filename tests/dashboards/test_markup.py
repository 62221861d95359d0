"""What nobody can vouch for never becomes markup: names, customers' words, what people typed."""

import re

import pytest

from dashboards.markup import (
    Cell,
    escape_markdown,
    mark_up_facts,
    mark_up_header,
    mark_up_line,
    mark_up_phrases,
    mark_up_row,
    mark_up_steps,
    mark_up_table,
    mark_up_title,
)
from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, list_texts
from tests.dashboards.workspace import Planned, publish_plan
from voc.settings import Settings

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[pulse](https://evil.example/x)",
    "![x](https://evil.example/x.png)",
    ":red[rojo] :material/home: $x^2$",
    "**negrita** `código` ~~tachado~~",
    "# título",
    "www.evil.example y a@evil.example",
    "{nombre} {0} %s",
)


TABLE = ("table", "caption", "thead", "tbody", "tr", "th", "td")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_piece_of_html_lets_a_tag_through(attack: str) -> None:
    cell = Cell(attack, attack, attack, kind="word")
    pieces = (
        mark_up_row([cell]), mark_up_header([cell]), mark_up_facts([cell]), mark_up_phrases([attack]),
        mark_up_table([cell], [[cell, Cell(attack, attack, address=attack)]], attack),
        mark_up_steps([attack], 0), mark_up_title(attack), mark_up_line(attack),
    )  # fmt: skip
    for piece in pieces:
        tags = set(re.findall(r"</?([a-z0-9]+)", piece))
        assert tags <= {"div", "span", "small", "ol", "ul", "li", "dl", "dt", "dd", "h1", "p", "a", *TABLE}


@pytest.mark.parametrize(
    "plain", ["El pedido no llega, y nadie llama", "Token de acceso 2", "¿Qué es «esto»?"]
)
def test_a_plain_phrase_passes_as_it_is(plain: str) -> None:
    assert escape_markdown(plain).replace("\\", "") == plain


def test_markdown_signs_are_escaped_and_lines_joined() -> None:
    assert escape_markdown("a *b*\n[c](d)") == r"a \*b\* \[c\]\(d\)"


def test_what_streamlit_would_still_link_is_broken_without_being_seen() -> None:
    for text in ("www.evil.example", "https://evil.example", "a@evil.example", "->", "--", ":streamlit:"):
        escaped = escape_markdown(text)
        assert "\u2060" in escaped
        assert escaped.replace("\u2060", "").replace("\\", "") == text


def test_customers_words_reach_pages_as_plain_text_only(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Ataque", (6, 6, 6), ATTACKS)])
    for address in ("", "issue?issue=ISS-0001", "search?q=evil"):
        app = open_page(address)
        assert not app.exception
        marked = [element.value for element in (*app.markdown, *app.caption, *app.title, *app.subheader)]
        marked += [html.proto.body for html in app.get("html")]
        assert not any(attack in text for attack in ATTACKS for text in marked)
    assert set(ATTACKS) & set(list_texts(open_page("issue?issue=ISS-0001")))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_issue_named_like_an_attack_is_shown_as_its_letters(
    empty: Settings, open_page: OpenPage, attack: str
) -> None:
    publish_plan(empty, [Planned(attack, (6, 6, 6), keyphrases=(attack,))])
    app = open_page()
    assert not app.exception
    assert list_links(app)[0][0] == escape_markdown(attack)
    issue = open_page("issue")
    assert not issue.exception
    assert not any("<script" in html.proto.body or "<svg" in html.proto.body for html in issue.get("html"))
