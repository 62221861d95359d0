"""Empty and wrong states: always words in the reader's language, never a traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, read_text
from tests.dashboards.workspace import publish_plan, write_config
from voc.settings import Settings
from voc.store import ledger

PAGES = ("", "issue", "news", "search", "search?q=algo", "issue?issue=ISS-0001")


def check_words(open_page: OpenPage, address: str, spanish: str, english: str) -> None:
    for language, words in (("es", spanish), ("en", english)):
        app = open_page(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert not app.exception
        assert words in read_text(app)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_workspace_each_page_says_what_is_missing(
    open_page: OpenPage, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_WORKSPACE", str(tmp_path / "nowhere"))
    check_words(open_page, page, "No se puede leer el espacio de trabajo", "The workspace cannot be read")


def test_a_mistake_in_the_configuration_is_told_as_the_tool_tells_it(
    empty: Settings, open_page: OpenPage
) -> None:
    (empty.root / "voc.toml").write_text("[workspace]\nnaem = 'x'\n", encoding="utf-8")
    said = read_text(open_page())
    assert "No se puede leer el espacio de trabajo" in said
    assert "did you mean 'name'?" in said


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_run_each_page_says_to_run_it(
    empty: Settings, open_page: OpenPage, page: str
) -> None:
    check_words(open_page, page, "Ejecute `voc run`", "Run `voc run`")


@pytest.mark.parametrize(
    ("page", "spanish", "english"),
    [
        ("", "La fotografía no contiene ningún contacto", "The snapshot holds no contacts"),
        ("issue", "Todavía no hay motivos", "There are no issues yet"),
        ("search?q=algo", "Nadie lo ha dicho así", "Nobody has said it like that"),
    ],
)
def test_an_empty_snapshot_is_a_state_in_words(
    empty: Settings, open_page: OpenPage, page: str, spanish: str, english: str
) -> None:
    publish_plan(empty, [])
    check_words(open_page, page, spanish, english)


def test_a_busy_ledger_is_told_and_nothing_is_lost(
    published: Settings, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "BUSY_SECONDS", 0.2)
    app = open_page("issue?issue=ISS-0001&lang=en")
    path = published.root / "council" / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE held (n)")
        other.commit()
        other.execute("BEGIN EXCLUSIVE")
        next(field for field in app.text_input if field.label == "Owner").set_value("Ana")
        app.text_input(key="decision-by-whom").set_value("Eva")
        next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert "Something else is writing just now" in read_text(app)


def test_a_damaged_pointer_is_told_and_not_a_traceback(published: Settings, open_page: OpenPage) -> None:
    (published.published_dir / "current.json").write_text("{", encoding="utf-8")
    app = open_page("?lang=en")
    assert not app.exception
    assert "This could not be done" in read_text(app)


def test_the_first_language_is_the_workspaces(
    tmp_path: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_WORKSPACE", str(tmp_path / "english"))
    write_config(tmp_path / "english", ("en", "es"))
    assert open_page().title[0].value == "What needs our attention today?"


@pytest.mark.parametrize(("address", "language"), [("?lang=xx", "es"), ("?lang=", "es"), ("?lang=EN", "es")])
def test_a_language_that_nobody_knows_is_the_workspaces_first(
    published: Settings, open_page: OpenPage, address: str, language: str
) -> None:
    app = open_page(address)
    assert not app.exception
    assert all(address.endswith(f"lang={language}") for _, address in list_links(app))
