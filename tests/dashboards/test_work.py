"""People work on an issue's page: actions with their day, and the kinds of contacts put right."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.measured import measure_more
from tests.dashboards.seen import list_texts, read_text
from tests.dashboards.workspace import Planned, publish_plan
from voc.answers import open_reading, show_issue
from voc.council.actions import add_action, list_actions
from voc.council.decisions import Action
from voc.settings import Settings
from voc.store.ledger import open_ledger

ROUTER = "issue?issue=ISS-0006&lang=en"


def read_actions(settings: Settings) -> list[Action]:
    with open_reading(settings) as reading:
        return list_actions(reading.standing)


def tell(settings: Settings, **said: Any) -> None:
    """Say that something is done about the sixth issue."""
    with open_reading(settings) as reading:
        event = add_action(reading.standing, "ISS-0006", "Cambiar el *firmware*", **said)
    open_ledger(settings).record_event(event, by_whom="Eva", at=datetime.now(UTC))


def test_an_action_is_added_with_owner_and_day_and_shows_as_it_was_written(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page(ROUTER)
    assert "There is no action yet." in read_text(app)
    app.text_input(key="action-text-ISS-0006-0").set_value("Cambiar el *firmware*")
    app.text_input(key="action-owner-ISS-0006-0").set_value("Luis")
    app.date_input(key="action-due-ISS-0006-0").set_value(date(2026, 4, 30))
    app.text_input(key="action-by-whom").set_value("Eva")
    app = app.button(key="action-send").click().run()
    assert not app.exception
    (action,) = read_actions(published)
    assert (action.action_id, action.owner, action.due) == ("A-0001", "Luis", date(2026, 4, 30))
    texts = list_texts(app)
    assert "Cambiar el *firmware*" in texts
    assert any(text.startswith("A-0001 · Luis · overdue") for text in texts)
    assert "Action A-0001: Cambiar el *firmware*\nOwner: Luis\nDue: Apr 30, 2026" in texts


def test_an_action_is_done_on_a_day_and_its_effect_shows_on_the_issue_and_on_the_page_of_effects(
    published: Settings, open_page: OpenPage
) -> None:
    tell(published)
    app = open_page(ROUTER)
    app.date_input(key="action-on").set_value(date(2026, 3, 16))
    app.text_input(key="action-done-by-whom").set_value("Eva")
    app = app.button(key="action-done-send").click().run()
    assert not app.exception
    assert read_actions(published)[0].done_on == date(2026, 3, 16)
    with open_reading(published) as reading:
        assert show_issue(reading, "ISS-0006")["lifecycle"] == "fixed"
    for language, verdict, until in (("en", "Too early", "from **"), ("es", "Demasiado pronto", "del **")):
        effects = open_page(f"effects?lang={language}")
        assert not effects.exception
        for page in (effects, open_page(f"issue?issue=ISS-0006&lang={language}")):
            said = read_text(page)
            assert f"**{verdict}**" in said and until in said


@pytest.mark.parametrize(
    ("text", "who", "complaint"),
    [("", "Eva", "What is done is missing."), ("Llamar", "", "Who decides is missing.")],
)
def test_an_action_that_lacks_something_is_not_written(
    published: Settings, open_page: OpenPage, text: str, who: str, complaint: str
) -> None:
    app = open_page(ROUTER)
    app.text_input(key="action-text-ISS-0006-0").set_value(text)
    app.text_input(key="action-by-whom").set_value(who)
    app = app.button(key="action-send").click().run()
    assert [error.value for error in app.error] == [complaint]
    assert read_actions(published) == []


def test_a_contacts_kind_is_put_right_where_its_words_stand_and_the_page_says_what_follows(
    published: Settings, open_page: OpenPage
) -> None:
    key = "ISS-0006-0"
    app = open_page(ROUTER)
    said = read_text(app).replace("\\", "")
    assert "87% sure" in said and "By these words: “no llega”" in said
    app.selectbox(key=f"kind-{key}").set_value("valuable").run()
    app.selectbox(key=f"opportunity-{key}-valuable").set_value("buy_more")
    app.text_input(key=f"kind-{key}-by-whom").set_value("Eva")
    app = app.button(key=f"kind-send-{key}").click().run()
    assert not app.exception
    (event,) = open_ledger(published).read_events(kinds=("classify",))
    assert (event.payload["kind"], event.payload["opportunity"]) == ("valuable", "buy_more")
    said = read_text(app)
    assert "Kind: valuable · wants to buy more" in said
    assert "it holds for ever" in said and "next run" in said
    assert "Kind put right: 1 contact is valuable" in list_texts(app)


def test_nobodys_word_changes_no_kind(published: Settings, open_page: OpenPage) -> None:
    app = open_page(ROUTER).button(key="kind-send-ISS-0006-1").click().run()
    assert [error.value for error in app.error] == ["Who decides is missing."]


def test_the_proposed_lever_stands_beside_the_decided_one_with_its_factors(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page(ROUTER)
    said = read_text(app)
    assert "It proposes to **eliminate**" in said
    assert "Value to the customer" in said and "weight 0.4" in said


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("es", ("Resuelto a la primera", "¿Se resolvió?", "Nadie que hable de este motivo ha dado una nota",
                "marzo de 2026", "Costo por mes", "Por cada 1000 pedidos")),
        ("en", ("Solved at first contact", "Was it solved?", "Nobody who speaks of this issue gave a rating",
                "March 2026", "Cost by month", "Per 1000 orders")),
    ],
)  # fmt: skip
def test_an_issues_page_tells_repeats_ratings_and_cost_by_month(
    published: Settings, open_page: OpenPage, language: str, parts: tuple[str, ...]
) -> None:
    app = open_page(f"issue?issue=ISS-0006&lang={language}")
    assert not app.exception
    said = read_text(app)
    labels = [tab.label for tab in app.tabs]
    assert all(part in said or part in labels for part in parts), [p for p in parts if p not in said]


def test_who_came_back_most_often_can_be_read_from_the_first_time_on(
    empty: Settings, open_page: OpenPage
) -> None:
    publish_plan(empty, [Planned("Router", (60, 60, 60, 2), ("Se cae", "Otra vez se cae", "Sigue igual"))],
                 add=measure_more)  # fmt: skip
    app = open_page("issue?lang=en")
    assert not app.exception
    labels = [folded.label for folded in app.expander]
    assert "In the words of those who came back most often" in labels
    assert any("times in" in caption.value for caption in app.caption)
