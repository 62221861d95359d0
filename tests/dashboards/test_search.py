"""The search page: words and meaning in one box, answers in the customers' words."""

from tests.dashboards.conftest import OpenPage
from tests.dashboards.seen import list_links, list_texts, read_text
from voc.settings import Settings


def test_the_address_carries_the_query(published: Settings, open_page: OpenPage) -> None:
    app = open_page("search?q=router&lang=en")
    assert any("router que se reinicia" in text.lower() for text in list_texts(app))
    assert "20 contacts, the most alike first" in read_text(app)


def test_a_result_leads_to_its_issue_and_says_where_it_comes_from(
    published: Settings, open_page: OpenPage
) -> None:
    app = open_page("search?q=router&lang=en")
    assert ("Router que se reinicia", "issue?issue=ISS-0006&lang=en") in list_links(app)
    sources = [caption.value for caption in app.caption if " · " in caption.value]
    assert all(source.split(" · ")[0] in {"Agent note", "Survey", "Call", "Web"} for source in sources)


def test_typing_a_query_puts_it_into_the_address(published: Settings, open_page: OpenPage) -> None:
    app = open_page("search")
    assert "Busca por palabras y por significado" in read_text(app)
    app.text_input(key="search-query").set_value("cobertura mala").run()
    assert app.query_params["q"] == "cobertura mala"
    assert any("obertura mala" in text for text in list_texts(app))


def test_nothing_found_is_a_state_in_words(published: Settings, open_page: OpenPage) -> None:
    assert "Nadie lo ha dicho así" in read_text(open_page("search?q=zzzz+qqqq"))


def test_any_sign_may_be_searched_for(published: Settings, open_page: OpenPage) -> None:
    for query in ("'; DROP TABLE contacts; --", '"', "%%%", "\\", "a" * 5000, "🙂"):
        app = open_page()
        app.query_params["q"] = query
        app = open_page("search")
        app.query_params["q"] = query
        assert not app.run().exception
