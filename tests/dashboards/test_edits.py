"""People put issues right on the page: it is recorded, shows at once, and can be taken back."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, list_texts, read_text
from tests.dashboards.test_markup import ATTACKS
from tests.dashboards.workspace import Planned, publish_plan
from voc.answers import list_issues, open_reading, show_issue
from voc.council.decisions import DECISION_KINDS
from voc.schema import LedgerEvent, NewEvent
from voc.settings import Settings
from voc.store.ledger import open_ledger

ROUTER = "issue?issue=ISS-0006&lang=en"


def read_said(settings: Settings) -> list[LedgerEvent]:
    return open_ledger(settings).read_events(kinds=DECISION_KINDS)


def begin(open_page: OpenPage, kind: str, address: str = ROUTER) -> AppTest:
    """Open an issue's page and choose what to change."""
    app = open_page(address)
    issue_id = address.partition("issue=")[2][:8]
    app.session_state[f"edit-kind-{issue_id}"] = kind
    return app.run()


def send(app: AppTest, who: str = "Eva") -> AppTest:
    app.text_input(key="edit-by-whom").set_value(who)
    return app.button(key="edit-send").click().run()


def choose_rows(app: AppTest, settings: Settings, *rows: int) -> AppTest:
    last_id = open_ledger(settings).read_events()[-1].event_id
    app.session_state[f"edit-table-ISS-0006-{last_id}"] = {"selection": {"rows": list(rows), "columns": []}}
    return app.run()


def test_a_new_name_shows_at_once_with_who_said_it(published: Settings, open_page: OpenPage) -> None:
    app = begin(open_page, "rename")
    app.text_input(key="edit-name-ISS-0006").set_value("Se reinicia solo")
    app = send(app)
    assert not app.exception
    assert app.success[0].value == "Saved. It shows everywhere already."
    assert '<h1 class="voc-title">Se reinicia solo</h1>' in read_text(app)
    assert "Name: Se reinicia solo" in list_texts(app)
    assert [event.by_whom for event in read_said(published)] == ["Eva"]


def test_a_merge_leads_to_the_survivor_and_counts_at_once(published: Settings, open_page: OpenPage) -> None:
    app = begin(open_page, "merge")
    app.selectbox(key="edit-other-ISS-0006").set_value("ISS-0001")
    app = send(app)
    assert not app.exception
    assert app.query_params["issue"] == "ISS-0001"
    said = read_text(app)
    assert "El pedido no llega en la fecha</h1>" in said
    assert "Figures count it already." in said
    assert "Merged: ISS-0006 into ISS-0001" in list_texts(app)
    assert "ISS-0006" not in "".join(app.selectbox(key="issue-choice").options)
    assert "Router que se reinicia" not in [label for label, _ in list_links(open_page("?lang=en"))]
    assert "ISS-0006 is part of this issue, ISS-0001." in [info.value for info in open_page(ROUTER).info]


def test_what_is_something_else_is_split_off_by_choosing_it(published: Settings, open_page: OpenPage) -> None:
    app = begin(open_page, "split")
    assert list(app.dataframe[0].value.columns) == ["text", "count"]
    app = choose_rows(app, published, 1)
    assert "1 phrase chosen." in [caption.value for caption in app.caption]
    app.text_input(key="edit-child-ISS-0006").set_value("Reinicios de noche")
    app = send(app)
    assert not app.exception
    (event,) = read_said(published)
    assert (event.kind, event.payload["child"], event.payload["name"]) == (
        "split",
        "ISS-0013",
        "Reinicios de noche",
    )
    assert "Reinicios de noche" in [label for label, _ in list_links(app)]
    with open_reading(published) as reading:
        told = show_issue(reading, "ISS-0013")
    assert 0 < told["contacts"] < 128
    assert "Reinicios de noche</h1>" in read_text(open_page("issue?issue=ISS-0013&lang=en"))


def test_a_verbatim_that_is_not_about_this_is_moved_and_leaves_the_page(
    published: Settings, open_page: OpenPage
) -> None:
    app = choose_rows(begin(open_page, "move"), published, 0)
    moved = app.dataframe[0].value["text"].iloc[0]
    app.selectbox(key="edit-other-ISS-0006").set_value("ISS-0002")
    app = send(app)
    assert not app.exception
    assert moved not in list_texts(app)
    assert any(text.endswith("moved from ISS-0006 to ISS-0002") for text in list_texts(app))
    again = begin(open_page, "move")
    again = choose_rows(again, published, 0)
    again.checkbox(key="edit-nowhere-ISS-0006").check().run()
    send(again)
    assert [event.payload["to"] for event in read_said(published)] == ["ISS-0002", None]


def test_an_ignored_issue_leaves_every_page_and_comes_back_when_that_is_undone(
    published: Settings, open_page: OpenPage
) -> None:
    app = begin(open_page, "ignore")
    app.text_area(key="edit-why-ISS-0006").set_value("no es nuestro")
    app = send(app)
    assert [info.value[:22] for info in app.info] == ["This issue is ignored:"]
    assert "Router que se reinicia" not in [label for label, _ in list_links(open_page("?lang=en"))]
    app.text_input(key="undo-by-whom").set_value("Ana")
    app = app.button(key="undo-send").click().run()
    assert app.success[0].value == "Undone. It counts as never said."
    assert not app.info
    assert "Router que se reinicia" in [label for label, _ in list_links(open_page("?lang=en"))]
    assert [(event.kind, event.by_whom) for event in read_said(published)] == [
        ("ignore", "Eva"),
        ("undo", "Ana"),
    ]


def test_pinning_nothing_chosen_pins_the_issue(published: Settings, open_page: OpenPage) -> None:
    app = send(begin(open_page, "pin"))
    assert "Issue pinned" in list_texts(app)
    assert read_said(published)[0].payload == {"mentions": []}


@pytest.mark.parametrize(
    ("kind", "who", "complaint"),
    [
        ("rename", "Eva", "There was no change to save."),
        ("merge", "Eva", "The other issue is still to be chosen."),
        ("split", "Eva", "Nothing is chosen in the table."),
        ("move", "Eva", "Nothing is chosen in the table."),
        ("pin", " ", "Who decides is missing."),
        ("ignore", "Eva", "The reason for the decision is missing."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    published: Settings, open_page: OpenPage, kind: str, who: str, complaint: str
) -> None:
    app = send(begin(open_page, kind), who)
    assert [error.value for error in app.error] == [complaint]
    assert read_said(published) == []


def test_what_cannot_be_any_more_is_refused_in_words(published: Settings, open_page: OpenPage) -> None:
    app = begin(open_page, "merge")
    app.selectbox(key="edit-other-ISS-0006").set_value("ISS-0001")
    other = NewEvent("ignore", "ISS-0001", {"why": "meanwhile"})
    open_ledger(published).record_event(other, by_whom="Luis", at=datetime.now(UTC))
    app = send(app)
    assert not app.exception
    assert len(read_said(published)) == 1
    assert app.error


def test_a_few_peoples_words_are_not_in_the_table_either(published: Settings, open_page: OpenPage) -> None:
    config = published.root / "voc.toml"
    config.write_text(config.read_text(encoding="utf-8") + "[privacy]\nk_people = 999\n", encoding="utf-8")
    app = begin(open_page, "split")
    assert not app.dataframe
    assert not app.exception


def propose(settings: Settings, **said: object) -> None:
    payload = {"proposal": "P-0001", "contacts": 9, "as_of": "2026-03-27", **said}
    event = NewEvent("proposal", "ISS-0006", {"evidence": {"closeness_between": 0.912}, **payload})
    open_ledger(settings).record_event(event, by_whom="voc", at=datetime.now(UTC))


@pytest.mark.parametrize("address", ["?lang=es", "issue?issue=ISS-0001&lang=es"])
def test_a_proposal_is_shown_with_the_words_of_both_and_accepted(
    published: Settings, open_page: OpenPage, address: str
) -> None:
    propose(published, what="merge", into="ISS-0001")
    app = open_page(address)
    said = read_text(app)
    assert "**Unir** «Router que se reinicia» a «El pedido no llega en la fecha»" in said
    assert "Parecido entre ambos" in said and "0,91" in said
    texts = list_texts(app)
    assert any("Router" in text for text in texts) and any("El pedido" in text for text in texts)
    app.text_input(key="answer-P-0001-by-whom").set_value("Eva")
    app = app.button(key="accept-P-0001").click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Guardado.")
    assert [event.kind for event in read_said(published)] == ["accept", "merge"]
    assert "La herramienta propone" not in read_text(app)


def test_a_proposal_is_refused_with_a_reason(published: Settings, open_page: OpenPage) -> None:
    propose(published, what="merge", into="ISS-0001")
    app = open_page(ROUTER)
    app.text_input(key="answer-P-0001-by-whom").set_value("Eva")
    app = app.button(key="refuse-P-0001").click().run()
    assert app.error[0].value == "The reason for the decision is missing."
    app.text_input(key="answer-P-0001-why").set_value("son distintas")
    app = app.button(key="refuse-P-0001").click().run()
    assert not app.exception
    assert [event.payload["why"] for event in read_said(published)] == ["son distintas"]
    assert "The tool proposes" not in read_text(app)


def test_attacks_in_names_and_words_stay_text_where_people_edit(empty: Settings, open_page: OpenPage) -> None:
    publish_plan(empty, [Planned(attack, (6, 6, 6), ATTACKS) for attack in ATTACKS[:7]])
    propose(empty, what="merge", into="ISS-0001")
    app = begin(open_page, "split")
    assert not app.exception
    said = set(app.dataframe[0].value["text"])
    assert len(said) > 3 and said <= set(ATTACKS)
    bold = next(found.value for found in app.markdown if "**Merge**" in found.value)
    with open_reading(empty) as reading:
        names = [issue["name"] for issue in list_issues(reading, state="all")["issues"]]
    assert all(name not in bold for name in names if not name.isalnum())
