"""An issue's page: its head, its weeks, what customers say, and the form that writes into the ledger."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.data import Choice
from dashboards.views.decision import _check_choice
from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_rows, list_texts, read_text
from tests.dashboards.workspace import Planned, publish_plan
from voc.answers import list_issues, open_reading, show_issue
from voc.council.decisions import DECISION_KINDS
from voc.settings import Settings
from voc.store.ledger import open_ledger


def fill_form(app: AppTest, **said: object) -> AppTest:
    """Fill the form's fields by their Spanish labels' keys and send it."""
    if "who" in said:
        app.text_input(key="decision-by-whom").set_value(said["who"])
    labels = {"owner": "Responsable", "why": "Razón de la decisión"}
    for name, label in labels.items():
        if name in said:
            fields = [*app.text_input, *app.text_area]
            next(field for field in fields if field.label == label).set_value(said[name])
    if "target" in said:
        app.number_input[0].set_value(said["target"])
    for name, label in {"lever": "Decisión", "department": "Departamento"}.items():
        if name in said:
            next(box for box in app.selectbox if box.label == label).set_value(said[name])
    return next(button for button in app.button if button.label == "Guardar").click().run()


def read_kinds(settings: Settings) -> list[str]:
    return [event.kind for event in open_ledger(settings).read_events(kinds=DECISION_KINDS)]


def test_the_address_names_the_issue(published: Settings, open_page: OpenPage) -> None:
    said = read_text(open_page("issue?issue=ISS-0006&lang=en"))
    assert '<h1 class="voc-title">Router que se reinicia</h1>' in said
    assert "ISS-0006 · recurring · avoidable" in said


def test_without_an_issue_in_the_address_the_largest_is_shown(
    published: Settings, open_page: OpenPage
) -> None:
    assert "El pedido no llega en la fecha</h1>" in read_text(open_page("issue"))


def test_choosing_another_issue_changes_the_address(published: Settings, open_page: OpenPage) -> None:
    app = open_page("issue?issue=ISS-0001")
    app.selectbox(key="issue-choice").set_value("ISS-0002").run()
    assert app.query_params["issue"] == "ISS-0002"
    assert "Cobro duplicado en la factura</h1>" in read_text(app)


def test_an_unknown_issue_is_named_and_another_can_be_chosen(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("issue?issue=ISS-9999")
    assert not app.exception
    assert "No existe ningún motivo «ISS\\-9999»" in read_text(app)
    app.selectbox(key="issue-choice").set_value("ISS-0002").run()
    assert "Cobro duplicado en la factura</h1>" in read_text(app)


def test_the_loop_is_six_steps_with_the_present_one_marked(published: Settings, open_page: OpenPage) -> None:
    steps = next(html.proto.body for html in open_page("issue").get("html") if "voc-steps" in html.proto.body)
    assert steps.count("<li") == 6
    assert '<li class="voc-now" aria-current="step">Agregado</li>' in steps


def test_the_charts_speak_the_readers_language(published: Settings, open_page: OpenPage) -> None:
    app = open_page("issue?issue=ISS-0006&lang=es")
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert spec["config"]["locale"]["time"]["shortMonths"][0] == "ene"


def test_what_they_say_can_be_filtered_by_channel_and_week(published: Settings, open_page: OpenPage) -> None:
    app = open_page("issue?issue=ISS-0006&lang=en")
    app.selectbox(key="quotes-channel-ISS-0006").set_value("call").run()
    app.selectbox(key="quotes-week-ISS-0006").set_value("2026-W12").run()
    captions = [caption.value for caption in app.caption]
    assert "5 of 10 contacts" in captions
    quoted = captions[: captions.index("5 of 10 contacts")]
    sources = [caption for caption in quoted if "2026 · " in caption]
    assert len(sources) == 5
    assert all(source.startswith("Call · Mar 1") for source in sources)


def test_more_of_what_they_say_comes_at_a_click(published: Settings, open_page: OpenPage) -> None:
    app = open_page("issue?issue=ISS-0006&lang=en")
    before = len(list_texts(app))  # five quotes, and what is typical of the issue beside them
    app.button(key="quotes-more").click().run()
    assert len(list_texts(app)) == before + 10


@pytest.mark.parametrize(
    ("language", "reason"), [("es", "a partir de 999 clientes"), ("en", "from 999 customers")]
)
def test_a_few_peoples_words_are_kept_back_and_the_page_says_why(
    published: Settings, open_page: OpenPage, language: str, reason: str
) -> None:
    config = published.root / "voc.toml"
    config.write_text(config.read_text(encoding="utf-8") + "[privacy]\nk_people = 999\n", encoding="utf-8")
    app = open_page(f"issue?issue=ISS-0006&lang={language}")
    assert not app.exception and not list_texts(app)
    assert any(reason in caption.value for caption in app.caption)
    evidence = open_page(f"?lang={language}")
    assert not evidence.exception and not list_texts(evidence)


def test_owner_department_target_and_decision_go_into_the_ledger_and_show_everywhere(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("issue?issue=ISS-0002")
    fill_form(
        app, owner="Ana", department="Logística", target=8, lever="eliminate", why="Es evitable", who="Eva"
    )
    assert not app.exception
    assert app.success[0].value.startswith("Guardado.")
    with open_reading(published) as reading:
        issue = show_issue(reading, "ISS-0002")
    assert {name: issue[name] for name in ("owner", "department", "target", "lever", "lifecycle")} == {
        "owner": "Ana",
        "department": "Logística",
        "target": 8,
        "lever": "eliminate",
        "lifecycle": "solution_chosen",
    }
    assert {event["by_whom"] for event in issue["decisions"]} == {"Eva"}
    log = "\n".join(list_texts(app))
    assert "Decisión: eliminar\nRazón: Es evitable" in log
    assert "Responsable: Ana\nDepartamento: Logística" in log
    assert "Ana" in list_rows(open_page())[1][1]


def test_only_what_was_changed_is_written(published: Settings, open_page: OpenPage) -> None:
    app = open_page("issue?issue=ISS-0001")
    fill_form(app, owner="Ana", who="Eva")
    fill_form(app, target=3, who="Eva")
    fill_form(app, who="Eva")
    assert app.success[0].value == "No había ningún cambio que guardar."
    assert read_kinds(published) == ["assign", "target"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"owner": "Ana"}, "Falta quién lo decide."),
        ({"lever": "improve", "who": "Eva"}, "Falta la razón de la decisión."),
        ({"why": "porque sí", "who": "Eva"}, "Hay una razón, pero ninguna decisión: elija una."),
        ({"owner": "   ", "who": "  "}, "Falta quién lo decide."),
    ],
)
def test_a_form_that_lacks_something_says_what_and_writes_nothing(
    published: Settings, open_page: OpenPage, said: dict[str, object], complaint: str
) -> None:
    app = fill_form(open_page("issue?issue=ISS-0001"), **said)
    assert [error.value for error in app.error] == [complaint]
    assert read_kinds(published) == []


def test_an_emptied_owner_is_taken_away(published: Settings, open_page: OpenPage) -> None:
    app = fill_form(open_page("issue?issue=ISS-0001"), owner="Ana", lever="improve", why="sí", who="Eva")
    app = fill_form(app, owner="", who="Eva")
    assert read_kinds(published) == ["assign", "decide", "assign"]
    assert "Responsable: sin responsable" in "\n".join(list_texts(app))


@pytest.mark.parametrize("emptied", ["target", "lever"])
def test_an_emptied_target_or_decision_is_not_taken_for_none(emptied: str) -> None:
    issue = {"target": 5, "lever": "improve"}
    choice = Choice("", "", **{**issue, emptied: None}, why="")
    assert _check_choice(issue, choice, "Eva") == "decision.wrong.emptied"


def test_an_issue_without_any_contact_still_has_a_page(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Vivo", (5, 5)), Planned("Callado", (0, 0))])
    with open_reading(empty) as reading:
        assert list_issues(reading, state="all")["issues"][1]["contacts"] == 0
    app = open_page("issue?issue=ISS-0002")
    assert not app.exception
    said = read_text(app)
    assert "Callado</h1>" in said
    assert "Ningún contacto con este filtro." in said


def test_a_single_week_has_a_chart_that_says_so(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6,))])
    assert "la tendencia se ve a partir de la segunda" in read_text(open_page("issue"))


def test_the_head_names_the_theme(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6, 6), theme="Facturas")])
    assert "ISS-0001 · tema: Facturas · recurrente" in read_text(open_page("issue?issue=iss-0001"))
