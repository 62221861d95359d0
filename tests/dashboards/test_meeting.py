"""The meeting page: figures, the ten main issues, what is new and what grows."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboards.data import prepare_workbook
from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, list_rows, list_texts, read_text
from tests.dashboards.workspace import Planned, make_plan, publish_plan
from voc.answers import list_alerts, list_issues, open_reading, summarise_week
from voc.council.decisions import assign_issue, decide_lever, rename_issue, set_target
from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import open_ledger

NOW = datetime(2026, 3, 28, 9, tzinfo=UTC)


def test_the_title_is_a_question_in_the_workspaces_first_language(
    published: Settings, open_page: OpenPage
) -> None:
    assert open_page().title[0].value == "¿Qué necesita hoy nuestra atención?"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_ten_main_issues_are_page_text_and_links_worded_as_voc_issues_words_them(
    published: Settings, open_page: OpenPage, language: str
) -> None:
    with open_reading(published) as reading:
        wanted = [(issue["name"], issue["issue_id"]) for issue in list_issues(reading, top=10)["issues"]]
    shown = list_links(open_page(f"?lang={language}"))[:10]
    assert shown == [(name, f"issue?issue={issue_id}&lang={language}") for name, issue_id in wanted]


def test_a_row_gives_contacts_share_trend_cost_owner_and_target(
    published: Settings, open_page: OpenPage
) -> None:
    _, figures = list_rows(open_page())[0]
    for part in (
        ">168<",
        "14\N{NO-BREAK SPACE}%",
        "estable",
        "data:image/svg+xml",
        "sin responsable",
        "Logística",
        "sin meta",
    ):
        assert part in figures


def test_the_headline_figures_are_those_of_the_last_complete_week_with_the_change_from_the_one_before(
    published: Settings, open_page: OpenPage
) -> None:
    with open_reading(published) as reading:
        summary = summarise_week(reading)
    before, now = summary["weeks"][-3], summary["figures"]
    rate, contacts = open_page("?lang=en").metric[:2]
    assert (rate.label, rate.value) == ("Contacts per order", f"{round(now['rate'], 3)}")
    assert (contacts.label, contacts.value) == ("Contacts", str(now["contacts"]))
    assert contacts.delta == f"+{round(100 * (now['contacts'] / before['contacts'] - 1))}%"


def test_every_headline_figure_has_a_caption_that_defines_it(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("?lang=en")
    captions = "\n".join(caption.value for caption in app.caption)
    for word in (
        "Line: the latest complete weeks",
        "in the 14 days before",
        "that the company caused",
        "channel’s cost",
    ):
        assert word in captions


def test_numbers_and_dates_are_written_in_the_readers_way(published: Settings, open_page: OpenPage) -> None:
    spanish, english = read_text(open_page("?lang=es")), read_text(open_page("?lang=en"))
    assert "1.235 contactos" in spanish
    assert "16–22 mar 2026" in spanish
    assert "1,235 contacts" in english
    assert "Mar 16 – 22, 2026" in english


def test_an_alert_says_observed_expected_and_in_whose_words(published: Settings, open_page: OpenPage) -> None:
    app = open_page()
    said = read_text(app)
    with open_reading(published) as reading:
        burst = next(alert for alert in list_alerts(reading)["alerts"] if alert["issue_id"] == "ISS-0006")
    assert f"**40 contactos**, esperados {round(burst['expected'], 1)}".replace(".", ",") in said
    assert "**9 contactos**, esperados 0 · surgió en la semana" in said
    evidence = [text for text in list_texts(app) if "ortabilidad rechazada" in text]
    assert len(evidence) == 3


def test_the_footing_says_how_much_is_unassigned_and_how_old_the_snapshot_is(
    published: Settings, open_page: OpenPage
) -> None:
    footing = open_page().caption[-1].value
    assert "0,3\N{NO-BREAK SPACE}% de 1.235 contactos" in footing
    assert "hasta el 26 mar 2026" in footing
    assert "Fotografía del 27 mar 2026, 23:10" in footing


def test_the_list_can_be_taken_home_as_excel(published: Settings, open_page: OpenPage) -> None:
    button = open_page().get("download_button")[0].proto
    assert button.label == "Descargar la lista en Excel"
    with open_reading(published) as reading:
        book = load_workbook(BytesIO(prepare_workbook(reading, "es")()))
    assert [cell.value for cell in book.worksheets[0]["B"][1:3]] == [
        "El pedido no llega en la fecha",
        "Cobro duplicado en la factura",
    ]


def test_a_decision_shows_at_the_next_rerun_without_a_restart(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page()
    events = [
        assign_issue("ISS-0001", owner="Ana", department="Reparto"),
        set_target("ISS-0001", 5),
        decide_lever("ISS-0001", "eliminate", "lo pide el consejo"),
        rename_issue("ISS-0001", "Pedido tardío"),
    ]
    open_ledger(published).record_events(events, by_whom="Eva", at=NOW)
    name, figures = list_rows(app.run())[0]
    assert name == "Pedido tardío"
    assert "Ana" in figures
    assert "Reparto" in figures
    assert "última semana: 14" in figures
    assert "voc-figure voc-urgent" in figures  # 14 a week, 5 wanted


def test_a_newly_published_snapshot_shows_at_the_next_rerun_without_a_restart(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page()
    publish_plan(published, [Planned("Todo es nuevo", (5, 5, 5, 5))], name="two")
    assert list_links(app.run())[0][0] == "Todo es nuevo"


def test_the_list_can_be_of_the_last_week_alone(published: Settings, open_page: OpenPage) -> None:
    app = open_page()
    control = next(group for group in app.get("button_group") if group.key == "window")
    control.set_value("week").run()
    name, figures = list_rows(app)[0]
    assert (name, ">40<" in figures) == ("Router que se reinicia", True)


@pytest.mark.parametrize(("language", "known"), [("es", "de hoy"), ("en", "of today")])
def test_an_earlier_week_is_shown_with_todays_issues_or_with_those_known_then(
    published: Settings, open_page: OpenPage, language: str, known: str
) -> None:
    ledger, week = open_ledger(published), "2026-W10"
    mined = {"as_of": "2026-03-09T00:00:00+01:00", "fingerprint": "g", "mention_count": 2}
    ledger.record_event(NewEvent("mined", None, mined), by_whom="voc", at=NOW)
    ledger.record_event(rename_issue("ISS-0001", "Entregas tarde"), by_whom="Ana", at=NOW)
    app = open_page(f"?lang={language}")
    find_group(app, "window").set_value("earlier").run()
    app.selectbox(key="earlier-week").set_value(week).run()
    with open_reading(published) as reading:
        count = list_issues(reading, week=week)["contacts"]
    assert list_rows(app)[0][0] == "Entregas tarde" and f"{count} cont" in read_text(app)
    find_group(app, "known").set_value("then").run()
    assert not app.exception
    assert list_rows(app)[0][0] == "El pedido no llega en la fecha" and f"{count} cont" in read_text(app)
    app.selectbox(key="earlier-week").set_value("2026-W02").run()
    assert known in read_text(app) and list_rows(app)[0][0] == "Entregas tarde"


def find_group(app: AppTest, key: str) -> Any:
    return next(group for group in app.get("button_group") if group.key == key)


def test_a_single_week_has_no_recurring_issue_and_says_so(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6,))])
    app = open_page()
    assert not app.exception
    said = read_text(app)
    assert "Todavía no hay motivos recurrentes: hacen falta al menos 3 clientes distintos y 2 semanas" in said
    assert "Todavía no hay ninguna semana completa" in said
    assert list_links(app)[0][0] == "Cobro doble"


def test_the_first_complete_week_is_compared_with_nothing(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6, 2))])
    app = open_page()
    assert [metric.delta for metric in app.metric] == [""] * 4
    assert app.metric[0].value == "10"


def test_contacts_without_any_issue_are_a_state_in_words(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned("Nada", (0, 0))], unassigned=3)
    app = open_page()
    assert not app.exception
    assert "Todavía no hay motivos" in read_text(app)


def test_the_trend_line_is_an_image_of_this_page_and_fetches_nothing(
    published: Settings, open_page: OpenPage
) -> None:
    said = read_text(open_page())
    assert "http://" not in said
    assert "https://" not in said


def test_names_stay_as_they_are_when_the_language_is_switched(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("?lang=es")
    names = [label for label, _ in list_links(app)]
    switch = next(group for group in app.get("button_group") if group.key == "language-choice")
    switch.set_value("en").run()
    assert app.title[0].value == "What needs our attention today?"
    assert app.query_params["lang"] == "en"
    assert [label for label, _ in list_links(app)] == names


def test_the_plan_of_these_tests_is_what_is_published(published: Settings) -> None:
    with open_reading(published) as reading:
        document = list_issues(reading, state="all")
    assert sorted(issue["name"] for issue in document["issues"]) == sorted(i.name for i in make_plan())
    assert json.dumps(document)


def test_more_news_than_fit_are_counted(empty: Settings, open_page: OpenPage) -> None:
    plan = [Planned(f"Motivo {number}", (0,) * 10 + (9, 2)) for number in range(7)]
    publish_plan(empty, [Planned("De siempre", (60,) * 12), *plan])
    said = read_text(open_page())
    assert said.count("surgió en la semana") == 5
    assert "Y 2 motivos más" in said


def test_an_issue_that_grows_without_an_alert_is_named_too(empty: Settings, open_page: OpenPage) -> None:
    rising = tuple(8 + week // 2 for week in range(16))
    publish_plan(empty, [Planned("De siempre", (60,) * 16), Planned("Sube poco a poco", rising)])
    with open_reading(empty) as reading:
        trends = {issue["name"]: issue["trend"] for issue in list_issues(reading)["issues"]}
    assert trends["Sube poco a poco"] == "growing"
    assert "Tendencia: creciente." in read_text(open_page())
