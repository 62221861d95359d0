"""The council's hour in a real browser: from the meeting to an issue's words, and back with a decision."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.dashboards.serving import find_chromium, serve_dashboard
from tests.dashboards.test_markup import ATTACKS
from tests.dashboards.workspace import Planned, publish_plan
from voc.answers import open_reading, show_issue
from voc.settings import Settings

CHROMIUM = find_chromium()
PATIENCE_MS = 30_000
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine"),
]


@pytest.fixture
def address(empty: Settings) -> Iterator[str]:
    with serve_dashboard(empty.root) as served:
        yield served


@pytest.fixture
def screen() -> Iterator[Page]:
    """A browser, tall enough for a whole page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 2400})  # scrolling would close open lists
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield page
        browser.close()


def choose(screen: Page, label: str, text: str) -> None:
    """Type into a box that offers a list, and take the first of what it offers."""
    screen.get_by_role("combobox", name=label).fill(text)
    expect(screen.get_by_role("option").filter(has_text=text)).to_be_visible()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("option")).to_have_count(0)
    expect(screen.get_by_role("combobox", name=label)).to_have_value(text)


def test_from_the_meeting_to_an_issues_words_and_a_decision_that_shows_everywhere(
    published: Settings, address: str, screen: Page
) -> None:
    screen.goto(f"{address}/?lang=es")
    first = screen.locator(".st-key-issue-row-1")
    name = "El pedido no llega en la fecha"
    first.get_by_role("link", name=name).click()

    expect(screen.get_by_role("heading", name=name)).to_be_visible()
    expect(screen.locator("[class*=st-key-quote-ISS-]")).to_have_count(5)
    expect(screen.locator("[class*=st-key-quote-ISS-]").first).to_contain_text("ya van dos semanas y nada")

    screen.get_by_label("Responsable").fill("Ana")
    choose(screen, "Departamento", "Reparto propio")
    screen.get_by_label("Meta (contactos por semana)").fill("7")
    choose(screen, "Decisión", "eliminar")
    screen.get_by_label("Razón de la decisión").fill("Nadie debería preguntar esto")
    screen.get_by_test_id("stForm").get_by_label("Quién lo decide").fill("Eva")
    screen.get_by_role("button", name="Guardar").click()
    expect(screen.get_by_text("Guardado. Ya se ve")).to_be_visible()
    expect(screen.locator("li.voc-now")).to_have_text("Solución elegida")

    screen.get_by_role("link", name="Reunión").click()
    expect(first).to_contain_text("Ana")
    expect(first).to_contain_text("Reparto propio")
    expect(first).to_contain_text("última semana: 14")

    _put_to_sleep(screen)
    _follow_a_cell(screen)

    done = subprocess.run(
        [sys.executable, "-m", "voc.cli", "issues", "--json", "--workspace", str(published.root)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    issue = json.loads(done.stdout)["issues"][0]
    assert (issue["name"], issue["owner"], issue["department"]) == (name, "Ana", "Reparto propio")
    assert (issue["target"], issue["lever"], issue["lifecycle"]) == (7, "eliminate", "solution_chosen")


def _put_to_sleep(screen: Page) -> None:
    """Acknowledge an alert on the meeting's page: its card goes, and it lies folded among the news."""
    card = screen.locator(".st-key-plain-link-alert-growing-0")
    expect(card).to_contain_text("Router que se reinicia")
    card.get_by_role("button", name="Ya lo sabemos").click()
    popover = screen.get_by_test_id("stPopoverBody")
    popover.get_by_label("Quién lo decide").fill("Eva")
    popover.get_by_role("button", name="Reconocer y dormir").click()
    expect(screen.get_by_text("Guardado. Ya se ve en todas partes.")).to_be_visible()
    expect(card).to_have_count(0)
    screen.get_by_role("link", name="Novedades").click()
    expect(screen.get_by_text("1 alerta dormida")).to_be_visible()


def _follow_a_cell(screen: Page) -> None:
    """Click a cell of the heat map: the address names it, and its words stand below."""
    screen.get_by_role("link", name="¿Dónde duele?").click()
    screen.get_by_role("radio", name="Canal").click()
    row = screen.get_by_role("row").filter(has_text="Router que se reinicia")
    row.locator("a[href*='place=call']").click()
    expect(screen.locator("[class*=st-key-quote-where-]")).to_have_count(5)
    assert "by=channel" in screen.url and "place=call" in screen.url and "issue=ISS-0006" in screen.url


def test_the_switch_changes_the_language_and_the_address_and_stays_while_moving_on(
    published: Settings, address: str, screen: Page
) -> None:
    screen.goto(address)
    expect(screen.get_by_role("heading", level=1)).to_have_text("¿Qué necesita hoy nuestra atención?")
    screen.get_by_role("radio", name="EN").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("What needs our attention today?")
    screen.get_by_role("link", name="Search").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("What have customers said?")
    assert "lang=en" in screen.url
    screen.reload()
    expect(screen.get_by_role("heading", level=1)).to_have_text("What have customers said?")


def test_attacks_in_names_and_words_run_nothing_and_nothing_is_fetched_from_elsewhere(
    empty: Settings, address: str, screen: Page
) -> None:
    publish_plan(empty, [Planned(attack, (6, 6, 6), ATTACKS, keyphrases=ATTACKS) for attack in ATTACKS])
    asked: list[str] = []
    dialogs: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))
    screen.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    screen.goto(address)
    expect(screen.locator("[class*=st-key-issue-row-] a")).to_have_count(len(ATTACKS))
    names = screen.locator("[class*=st-key-issue-row-] a").all_inner_texts()
    assert sorted(name.replace("\u2060", "") for name in names) == sorted(ATTACKS)
    for path in ("", "issue", "search?q=evil"):
        screen.goto(f"{address}/{path}")
        expect(screen.get_by_role("heading", level=1)).to_be_visible()
        expect(screen.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
        main = screen.locator("[data-testid=stMain]")
        assert main.locator("script, svg[onload], img[onerror], .katex").count() == 0
        assert main.locator("a[href*=evil], a[href^=mailto]").count() == 0
    assert dialogs == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_a_wrong_name_and_a_stray_verbatim_are_put_right_and_the_last_word_is_taken_back(
    published: Settings, address: str, screen: Page
) -> None:
    screen.goto(f"{address}/issue?issue=ISS-0006&lang=es")
    screen.get_by_role("radio", name="Renombrar").click()
    screen.get_by_label("Nombre", exact=True).fill("Se reinicia solo")
    edit = screen.locator(".st-key-edit")
    edit.get_by_label("Quién lo decide").fill("Eva")
    edit.get_by_role("button", name="Renombrar").click()
    expect(screen.get_by_text("Ya se ve en todas partes")).to_be_visible()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Se reinicia solo")
    expect(screen.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()

    screen.get_by_role("radio", name="Mover").click()
    table = edit.locator("[data-testid=stDataFrame] .dvn-scroller")
    expect(table).to_be_visible()
    table.click(position={"x": 15, "y": 55})  # the first row's box: the table is drawn, not written
    expect(edit.get_by_text("1 frase elegida.")).to_be_visible()
    edit.get_by_text("A ningún motivo").click()
    edit.get_by_role("button", name="Mover").click()
    expect(screen.get_by_text("Las cifras ya cuentan así.")).to_be_visible()
    with open_reading(published) as reading:
        after_move = show_issue(reading, "ISS-0006")
    assert after_move["contacts"] < 128 and after_move["name"] == "Se reinicia solo"

    screen.get_by_text("Deshacer lo último").click()
    history = screen.locator("[data-testid=stExpander]").filter(has_text="Deshacer lo último")
    history.get_by_label("Quién lo decide").fill("Eva")
    history.get_by_role("button", name="Deshacer").click()
    expect(screen.get_by_text("Vale como si nunca se hubiera dicho")).to_be_visible()
    with open_reading(published) as reading:
        assert show_issue(reading, "ISS-0006")["contacts"] > after_move["contacts"]
