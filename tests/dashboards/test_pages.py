"""Where it hurts, what it costs and whom to call: each page in both languages, and where it has nothing."""

from datetime import UTC, datetime

import pytest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.measured import measure_more
from tests.dashboards.seen import list_links, list_texts, read_text
from tests.dashboards.test_markup import ATTACKS
from tests.dashboards.workspace import Planned, publish_plan
from voc.answers import open_reading
from voc.answers.statement import tell_statement
from voc.council.decisions import assign_issue
from voc.settings import Settings, load_settings
from voc.store.ledger import open_ledger

NOW = datetime(2026, 3, 28, 9, tzinfo=UTC)
PAGES = ("news", "where", "effects", "statement", "proactive")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_each_page_opens_in_both_languages(
    published: Settings, open_page: OpenPage, page: str, language: str
) -> None:
    app = open_page(f"{page}?lang={language}")
    assert not app.exception and app.title


@pytest.mark.parametrize(
    ("page", "spanish", "english"),
    [
        ("where", "Ningún contacto dice en qué momento", "No contact tells at which moment"),
        ("effects", "Todavía no hay ninguna acción", "There is no action yet"),
        ("proactive", "No hay ningún motivo abierto", "No issue is open"),
        ("statement", "Los contactos no tienen precio", "Contacts have no price"),
        ("news", "hacen falta más semanas", "it takes more weeks"),
    ],
)
def test_a_workspace_without_what_a_page_tells_of_says_so(
    empty: Settings, open_page: OpenPage, page: str, spanish: str, english: str
) -> None:
    config = empty.root / "voc.toml"
    config.write_text(config.read_text(encoding="utf-8").partition("[costs]")[0], encoding="utf-8")
    publish_plan(load_settings(empty.root), [Planned("Quiosco", (6, 6, 2))])
    for language, words in (("es", spanish), ("en", english)):
        app = open_page(f"{page}?lang={language}")
        assert not app.exception
        assert words in read_text(app)


def test_an_empty_snapshot_is_a_state_in_words_on_every_page(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [])
    for page in PAGES:
        app = open_page(f"{page}?lang=en")
        assert not app.exception, page
        said = read_text(app)
        assert any(words in said for words in (
            "The snapshot holds no contacts", "There is nothing to place", "There is no action yet",
            "No issue is open",
        )), page  # fmt: skip


def test_a_cell_of_the_heat_map_leads_to_the_words_behind_it(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("where?lang=en&by=channel")
    said = read_text(app)
    assert 'href="where?by=channel&amp;place=call&amp;issue=ISS-0006&amp;lang=en"' in said
    assert "Choose a cell of the map" in said
    app = open_page("where?lang=en&by=channel&place=call&issue=ISS-0006")
    assert not app.exception
    assert ("Router que se reinicia", "issue?issue=ISS-0006&lang=en") in list_links(app)
    sources = [caption.value for caption in app.caption if "2026 · " in caption.value]
    assert len(sources) == 5 and all(source.startswith("Call · ") for source in sources)


def test_another_dimension_or_an_unknown_cell_is_no_mistake(published: Settings, open_page: OpenPage) -> None:
    app = open_page("where?lang=en&by=nonsense&place=nowhere&issue=ISS-9999")
    assert not app.exception
    assert "No contact tells at which moment" in read_text(app)


def test_the_statement_is_that_of_the_command_and_the_address_carries_the_month(
    published: Settings, open_page: OpenPage
) -> None:
    with open_reading(published) as reading:
        drawn, running = tell_statement(reading, month="2026-02"), tell_statement(reading, month="2026-03")
    app = open_page("statement?lang=en&month=2026-02")
    said = read_text(app)
    assert f"€{drawn['cost']:,.2f}" in said and "Logística" in said
    assert not running["is_complete"]
    app.selectbox(key="statement-month").set_value("2026-03").run()
    assert app.query_params["month"] == "2026-03"
    assert "March 2026 is not over yet" in read_text(app) and f"€{running['cost']:,.2f}" in read_text(app)
    assert "these figures" not in read_text(open_page("statement?lang=en&month=1999-01"))


def test_an_owned_issue_has_customers_to_call_with_the_reasons(
    published: Settings, open_page: OpenPage
) -> None:
    open_ledger(published).record_event(assign_issue("ISS-0001", owner="Ana"), by_whom="Eva", at=NOW)
    said = read_text(open_page("proactive?lang=en")).replace("\\", "")
    assert "(owned" in said and "three times or more" in said


def test_attacks_in_names_and_words_stay_text_on_every_page(empty: Settings, open_page: OpenPage) -> None:
    plan = [Planned(attack, (6, 6, 6, 6, 2), ATTACKS, department=attack) for attack in ATTACKS[:3]]
    publish_plan(empty, plan, add=measure_more)
    for page in (*PAGES, "where?by=channel&place=call&issue=ISS-0001", "issue"):
        app = open_page(page)
        assert not app.exception
        marked = [found.value for found in app.markdown] + [html.proto.body for html in app.get("html")]
        assert not any("<script>" in text or "<img src=x" in text or "<svg" in text for text in marked)
    assert list_texts(open_page("issue"))
