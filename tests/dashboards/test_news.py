"""What is new: alerts as cards, who knows of them, how many may be false, and words in vogue."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.measured import LATE, measure_more
from tests.dashboards.seen import list_texts, read_text
from tests.dashboards.test_markup import ATTACKS
from tests.dashboards.workspace import Planned, Tables, publish_plan
from voc.answers import list_alerts, open_reading
from voc.council.actions import acknowledge_alert
from voc.schema import make_frame
from voc.schema.signals import VOGUE
from voc.settings import Settings
from voc.store.ledger import open_ledger


@pytest.mark.parametrize(
    ("language", "seen", "found", "budget"),
    [
        ("es", "**40 contactos**, esperados", "Sigue abierta. Cómo se detectó: recuento", "Falsas alarmas"),
        ("en", "**40 contacts**", "Still open. How it was found: the week’s count", "False alarms to expect"),
    ],
)
def test_a_card_says_what_was_seen_whether_it_goes_on_and_by_which_rule(
    published: Settings, open_page: OpenPage, language: str, seen: str, found: str, budget: str
) -> None:
    app = open_page(f"news?lang={language}")
    assert not app.exception
    said = read_text(app).replace("\\", "")
    assert seen in said and found in said and budget in said


def test_an_alert_that_somebody_knows_of_sleeps_folded_with_who_until_when_and_why(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("news?lang=en")
    until = datetime.now(UTC).date() + timedelta(days=9)
    app.date_input(key="alert-until-growing-0").set_value(until)
    app.text_input(key="alert-why-growing-0").set_value("Ya se *arregla*")
    app.text_input(key="alert-growing-0-by-whom").set_value("Eva")
    app = app.button(key="alert-send-growing-0").click().run()
    assert not app.exception
    with open_reading(published) as reading:
        (known,) = [alert for alert in list_alerts(reading)["alerts"] if alert["acknowledged"]]
    assert known["is_asleep"] and known["acknowledged"]["until"] == until.isoformat()
    assert "1 alert asleep" in read_text(app)
    texts = list_texts(app)
    assert "Ya se *arregla*" in texts and any(text.startswith("Eva knows of it · ") for text in texts)
    assert "**40 contacts**" not in read_text(open_page("?lang=en"))
    assert "Alert acknowledged" in "\n".join(list_texts(open_page("issue?issue=ISS-0006&lang=en")))


def test_nobodys_word_puts_no_alert_to_sleep(published: Settings, open_page: OpenPage) -> None:
    app = open_page("news?lang=en").button(key="alert-send-growing-0").click().run()
    assert [error.value for error in app.error] == ["Who decides is missing."]


def test_an_alert_wakes_when_its_day_has_passed(published: Settings, open_page: OpenPage) -> None:
    said = acknowledge_alert("ISS-0006", "2026-W12", date(2026, 3, 20), until=date(2026, 3, 21))
    open_ledger(published).record_event(said, by_whom="Eva", at=datetime(2026, 3, 20, tzinfo=UTC))
    assert "**40 contactos**" in read_text(open_page("news"))


def test_the_meeting_says_what_rates_are_told_by_and_what_is_amiss_with_the_week(
    published: Settings, open_page: OpenPage
) -> None:
    said = read_text(open_page("?lang=en")).replace("\\", "")
    assert "Rates and alerts are told by orders: 1,000 in the week" in said
    assert f"{LATE} contacts of that week came late" in said
    assert "Nothing came from: kiosk-survey." in said
    assert "Running week" in said


def test_without_orders_the_meeting_says_that_contacts_stand_for_them(
    empty: Settings, open_page: OpenPage
) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6, 6, 2))])
    app = open_page("?lang=en")
    assert app.metric[0].label == "Contacts"
    assert "Rates and alerts are told by each week’s contacts in all" in read_text(app).replace("\\", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("Nada nuevo en este periodo.", "hacen falta cinco anteriores", "Ningún motivo baja")),
        ("en", ("Nothing new in this period.", "it takes five before", "No issue clearly falls.")),
    ],
)
def test_where_nothing_is_new_the_page_says_so(
    empty: Settings, open_page: OpenPage, language: str, words: tuple[str, ...]
) -> None:
    publish_plan(empty, [Planned("Cobro doble", (6, 6, 2))])
    said = read_text(open_page(f"news?lang={language}"))
    assert all(part in said for part in words)


def invent_vogue(settings: Settings, tables: Tables, as_of: datetime) -> tuple[Tables, dict[str, str]]:
    """A phrase of the last complete week, and the same of the first issue's last month."""
    said = tables["contacts"].filter(pl.col("week") == "2026-W12")["contact_id"].head(5).to_list()
    row = {
        "week": "2026-W12", "phrase": "*luz morada*", "also": ["parpadea"], "language": "es", "contacts": 5,
        "customers": 5, "copies": 0, "before_count": 2, "expected": 0.4, "z": 4.2, "q": 0.02,
        "contact_ids": said, "issue_ids": ["ISS-0001"], "unassigned_share": 0.6,
    }  # fmt: skip
    scopes = [{**row, "issue_id": None, "week_count": 1}, {**row, "issue_id": "ISS-0001", "week_count": 4}]
    return {"vogue": make_frame(scopes, VOGUE)}, {}


@pytest.mark.parametrize("page", ["news?lang=en", "issue?issue=ISS-0001&lang=en"])
def test_words_in_vogue_stand_with_their_counts_and_the_words_behind_them(
    empty: Settings, open_page: OpenPage, page: str
) -> None:
    publish_plan(empty, [Planned("De siempre", (12,) * 12)], add=invent_vogue)
    app = open_page(page)
    assert not app.exception
    said = read_text(app)
    assert r"**\*luz morada\***" in said and "They also say: parpadea" in said
    assert "Times expected" in said and "× 12.5" in said
    assert "5 of 5 contacts" not in said and "3 of 5 contacts" in said
    assert ("No issue yet: 60%" in said) == page.startswith("news")


def test_attacks_stay_text_on_the_news_page(empty: Settings, open_page: OpenPage) -> None:
    plan = [Planned(attack, (0,) * 10 + (9, 2), ATTACKS) for attack in ATTACKS[:3]]
    publish_plan(empty, [Planned("De siempre", (60,) * 12), *plan], add=measure_more)
    app = open_page("news?lang=en")
    assert not app.exception
    marked = "\n".join(found.value for found in app.markdown)
    assert "<script" not in marked and "](https" not in marked
