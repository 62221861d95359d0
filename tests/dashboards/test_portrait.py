"""What an issue's page shows of the issue itself: how firm it is, what lies beside it, what is doubtful."""

import pytest

from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, list_texts, read_text
from tests.dashboards.workspace import make_plan
from voc.settings import Settings


def test_a_neighbour_is_a_link_with_the_words_that_tell_the_two_apart(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("issue?issue=ISS-0001&lang=en")
    assert (make_plan()[1].name, "issue?issue=ISS-0002&lang=en") in list_links(app)
    captions = [caption.value for caption in app.caption]
    assert "Said in this one: \\*aquí\\*" in captions and "Said in that one: allí" in captions


def test_typical_and_doubtful_words_stand_as_they_are_and_name_the_other_issue(
    published: Settings, open_page: OpenPage
) -> None:
    app, plan = open_page("issue?issue=ISS-0001&lang=en"), make_plan()
    assert f"{plan[0].said[0]}, sin duda" in list_texts(app)
    assert plan[0].said[-1] in list_texts(app)
    assert f"nearly as close to: {plan[1].name}" in [caption.value for caption in app.caption]


@pytest.mark.parametrize(
    ("issue", "said"), [("ISS-0001", "90%"), ("ISS-0001", "firm: it comes"), ("ISS-0012", "doubtful: it")]
)
def test_the_figures_say_how_firm_an_issue_is(
    published: Settings, open_page: OpenPage, issue: str, said: str
) -> None:
    assert said in read_text(open_page(f"issue?issue={issue}&lang=en"))


def test_a_name_in_the_readers_language_stands_below_the_name(
    published: Settings, open_page: OpenPage
) -> None:
    name = make_plan()[0].name
    assert f"in English: {name} in English" in read_text(open_page("issue?issue=ISS-0001&lang=en"))
    assert "in English" not in read_text(open_page("issue?issue=ISS-0001&lang=es"))


@pytest.mark.parametrize("page", ["issue", "search", "search?q=router"])
def test_each_page_says_how_much_has_an_issue_and_how_much_has_none(
    published: Settings, open_page: OpenPage, page: str
) -> None:
    said = [caption.value for caption in open_page(page).caption]
    assert any(line.startswith("Con motivo: ") and "Sin motivo asignado: " in line for line in said)


def test_the_first_page_says_how_much_has_no_issue(published: Settings, open_page: OpenPage) -> None:
    assert "Sin motivo asignado: " in read_text(open_page())
