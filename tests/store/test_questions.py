"""Questions are files: each says what it answers, binds its parameters and names its columns."""

import re
from pathlib import Path

import duckdb
import pytest

import voc.store
from voc.store.questions import ask_value, commit_together, load_question, locate_extension

QUESTIONS = sorted((Path(voc.store.__file__).parent / "sql").glob("*.sql"))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_says_what_it_answers_and_keeps_the_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    statement = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
    assert text.startswith("-- ")
    assert not re.search(r"select\s+(\w+\.)?\*", statement, re.IGNORECASE)
    if path.stem.startswith(("read_", "list_", "search_")):
        assert "-- Returns" in text
    if "one row a" in text or "At most" in text:
        assert "ORDER BY" in statement
    assert all(len(line) <= 120 for line in text.splitlines())


def test_an_unknown_question_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no question 'nope'"):
        load_question("nope")


def test_what_fails_half_way_is_taken_back() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE warehouse_version (version INTEGER)")
        with pytest.raises(duckdb.CatalogException), commit_together(con):
            con.execute("INSERT INTO warehouse_version VALUES (7); INSERT INTO nowhere VALUES (7)")
        assert ask_value(con, "read_version") is None


def test_the_text_search_extension_fits_this_duckdb() -> None:
    assert locate_extension("fts").is_file()
