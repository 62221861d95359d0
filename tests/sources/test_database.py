"""A query gives its new rows, in order, however often it is asked; it only reads, and tells no secret."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tune
from hypothesis import strategies as st

from tests.sources.conftest import check_reading, make_source
from voc.errors import SettingsError
from voc.settings import Settings, SourceSettings
from voc.settings.queries import check_query
from voc.sources.database import QueryPart, read_query, resolve_url
from voc.sources.database.cursors import read_cursor, write_cursor

FIELDS = {"id": "ticket", "text": "note", "occurred_at": "created"}
FillTable = Callable[..., Path]


@pytest.fixture
def fill(settings: Settings) -> FillTable:
    """Make a SQLite file with notes: ticket, note, created, changed; `changed` is a day of May."""

    def fill_table(*rows: tuple[Any, ...], name: str = "crm.sqlite") -> Path:
        path = settings.root / name
        with closing(sqlite3.connect(path)) as con:
            con.execute("CREATE TABLE IF NOT EXISTS notes (ticket, note, created, changed)")
            con.executemany("INSERT INTO notes VALUES (?, ?, ?, ?)", rows)
            con.commit()
        return path

    return fill_table


def make_query(**changes: Any) -> SourceSettings:
    plain = {"path": "", "fields": FIELDS, "url": "sqlite:///crm.sqlite", "query": "SELECT * FROM notes"}
    return make_source(**(plain | changes))


def ask(source: SourceSettings, settings: Settings, after: str | None = None, **how: Any) -> list[QueryPart]:
    parts = list(read_query(source, settings, after, **how))
    for part in parts:
        check_reading(part.reading)
        assert part.reading.received
    return parts


def list_ids(parts: list[QueryPart]) -> list[str]:
    return [ticket for part in parts for ticket in part.reading.rows["source_id"]]


def find_fault(source: SourceSettings, settings: Settings) -> str:
    """Read a query that must be refused whole, as one row without a position."""
    (part,) = ask(source, settings)
    assert part.cursor is None
    assert part.reading.refused.select("file", "row").rows() == [("query:notes", None)]
    return str(part.reading.refused["reason"].item())


def make_rows(count: int, *, days: int = 5) -> list[tuple[Any, ...]]:
    return [
        (i, f"No funciona {i}", "2026-05-04 10:00", f"2026-05-{i * days // count + 1:02d}")
        for i in range(count)
    ]


def test_rows_of_a_query_are_mapped_like_a_files(fill: FillTable, settings: Settings) -> None:
    fill((7, "No llega", "2026-05-04 10:00", "x"), (8, "", "2026-05-04", "x"), (9, "Sí", "ayer", "x"))
    (part,) = ask(make_query(fields=FIELDS | {"product": "plan"}), settings)
    assert part.reading.rows.select("row", "source_id", "text").rows() == [(1, "7", "No llega")]
    assert part.reading.rows["occurred_at"].to_list() == [datetime(2026, 5, 4, 8, tzinfo=UTC)]
    assert part.reading.refused.select("row", "field").rows() == [(2, "text"), (3, "occurred_at")]
    assert part.reading.columns == ("ticket", "note", "created", "changed")
    assert part.reading.notes == ["no column 'plan' (product); left empty"]


def test_a_query_without_rows_is_nothing(fill: FillTable, settings: Settings) -> None:
    fill()
    assert ask(make_query(), settings) == []


def test_only_the_last_part_says_how_far_the_query_went(fill: FillTable, settings: Settings) -> None:
    fill(*make_rows(50))
    parts = ask(make_query(cursor="changed"), settings, part_rows=20)
    assert [part.reading.received for part in parts] == [20, 20, 10]
    assert [part.cursor and json.loads(part.cursor) for part in parts] == [
        None, None, {"type": "text", "value": "2026-05-05"},
    ]  # fmt: skip
    assert [row for part in parts for row in part.reading.rows["row"]] == list(range(1, 51))


def test_rows_that_share_the_last_value_come_again_and_none_is_lost(
    fill: FillTable, settings: Settings
) -> None:
    fill(*make_rows(10))
    source = make_query(cursor="changed")
    *_, last = ask(source, settings)
    again = ask(source, settings, last.cursor)
    assert list_ids(again) == ["8", "9"]
    fill((90, "Igual de tarde", "2026-05-05", "2026-05-05"), (91, "Nuevo", "2026-05-06", "2026-05-06"))
    assert list_ids(ask(source, settings, again[-1].cursor)) == ["8", "9", "90", "91"]


def test_rows_without_a_cursors_value_are_never_lost(fill: FillTable, settings: Settings) -> None:
    fill(("n1", "Sin fecha de cambio", "2026-05-04", None), *make_rows(3, days=1))
    source = make_query(cursor="changed")
    (first,) = ask(source, settings)
    assert "n1" in list_ids([first])
    fill(("n2", "Otra sin fecha", "2026-05-04", None))
    assert set(list_ids(ask(source, settings, first.cursor))) == {"n1", "n2", "0", "1", "2"}


def test_parts_are_the_same_in_whatever_order_the_table_has_its_rows(
    fill: FillTable, settings: Settings
) -> None:
    rows = make_rows(50)
    fill(*rows)
    fill(*reversed(rows), name="turned.sqlite")
    digests = [
        [part.digest for part in ask(make_query(url=f"sqlite:///{name}.sqlite", cursor=cursor), settings)]
        for name in ("crm", "turned")
        for cursor in ("changed", None)
    ]
    assert digests[0] == digests[2] != digests[1] == digests[3]


def test_a_part_has_another_digest_when_a_cell_or_its_cursor_changed(
    fill: FillTable, settings: Settings
) -> None:
    digests = set()
    for name, note, changed in (("a", "No va", "1"), ("b", "No iba", "1"), ("c", "No va", "2")):
        fill((1, note, "2026-05-04", changed), name=f"{name}.sqlite")
        (part,) = ask(make_query(url=f"sqlite:///{name}.sqlite", cursor="changed"), settings)
        digests.add(part.digest)
    assert len(digests) == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM notes;",
        "SELECT * FROM notes -- todas",
        "SELECT * FROM notes; -- todas",
        "select ticket, note || '; 10:30 :nada' AS note, created from notes",
        "WITH some AS (SELECT * FROM notes) SELECT * FROM some",
        "SELECT *, '100 %' AS share, ':x' AS \"a;b\" FROM notes WHERE note LIKE 'No%' /* ; */",
    ],
)
def test_one_select_is_asked_as_it_stands(query: str, fill: FillTable, settings: Settings) -> None:
    fill(*make_rows(2))
    assert list_ids(ask(make_query(query=check_query(query, "here")), settings)) == ["0", "1"]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM notes", "SELECT 1; DROP TABLE notes", "", "EXPLAIN SELECT 1", "-- SELECT", "selection"],
)
def test_what_is_not_one_select_is_a_settings_error(query: str) -> None:
    with pytest.raises(SettingsError, match="query"):
        check_query(query, "here")


def test_nothing_can_be_written_through_a_query(fill: FillTable, settings: Settings) -> None:
    path = fill(*make_rows(2))
    before = path.read_bytes()
    find_fault(make_query(query="DELETE FROM notes RETURNING *"), settings)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"query": "SELECT * FROM tickets"}, "no such table: tickets"),
        ({"query": "SELECT * FRM notes"}, "syntax error"),
        ({"fields": FIELDS | {"text": "notes"}}, "did you mean 'note'?"),
        ({"cursor": "chnged"}, "did you mean 'changed'?"),
        ({"url": "sqlite:///crn.sqlite"}, "crn.sqlite"),
        ({"url": "mssql+pyodbc://a:secret@host/crm"}, "not installed"),
        ({"url": "nosuch://a:secret@host/crm"}, "not installed"),
    ],
)
def test_a_query_that_cannot_be_read_is_one_refused_row(
    changes: dict[str, Any], words: str, fill: FillTable, settings: Settings
) -> None:
    fill(*make_rows(2))
    reason = find_fault(make_query(**changes), settings)
    assert words in reason
    assert "secret" not in reason


def test_a_missing_file_is_not_made(settings: Settings) -> None:
    find_fault(make_query(), settings)
    assert list(settings.root.iterdir()) == []


def test_a_cursor_of_several_types_ends_where_the_database_puts_its_last(
    fill: FillTable, settings: Settings
) -> None:
    fill((1, "No va", "2026-05-04", 1.5), (2, "No va", "2026-05-04", b"\x01"))
    (part,) = ask(make_query(cursor="changed"), settings)
    assert json.loads(part.cursor or "") == {"type": "bytes", "value": "01"}


def test_text_that_is_not_utf8_is_read_as_what_it_looks_like(fill: FillTable, settings: Settings) -> None:
    path = fill()
    with closing(sqlite3.connect(path)) as con:
        con.execute(
            "INSERT INTO notes VALUES (1, CAST(x'4176657269612079206e69f16f' AS TEXT), '2026-05-04', 1)"
        )
        con.commit()
    (part,) = ask(make_query(), settings)
    assert part.reading.rows["text"].to_list() == ["Averia y niño"]


class TestUrl:
    """What `$NAMES` in a url become, and what of it is ever seen."""

    def test_names_are_filled_in_whatever_a_password_holds(self, settings: Settings) -> None:
        environment = {"CRM_USER": "ana@x", "CRM_PASSWORD": "p:/?#@ $x%", "DB": "crm"}
        source = make_query(url="postgresql+psycopg://${CRM_USER}:$CRM_PASSWORD@host:5433/$DB")
        url = resolve_url(source, settings, environment)
        assert (url.username, url.password, url.host, url.port, url.database) == (
            "ana@x", "p:/?#@ $x%", "host", 5433, "crm",
        )  # fmt: skip

    def test_one_name_may_be_the_whole_url(self, settings: Settings) -> None:
        url = resolve_url(make_query(url="$CRM"), settings, {"CRM": "postgresql+psycopg://a:b%40@host/crm"})
        assert (url.password, url.host) == ("b@", "host")

    def test_a_name_that_is_not_set_is_told(self, settings: Settings) -> None:
        with pytest.raises(SettingsError, match=r"notes.*\$CRM_PASSWORD"):
            resolve_url(make_query(url="postgresql://a:$CRM_PASSWORD@host/crm"), settings, {})

    @pytest.mark.parametrize("url", ["host/crm", "postgresql//a:geheim@host", "x://a:geheim@host:port/crm"])
    def test_what_is_no_url_is_told_without_quoting_it(self, url: str, settings: Settings) -> None:
        with pytest.raises(SettingsError, match="is not a database's URL") as told:
            resolve_url(make_query(url=url), settings, {})
        assert "geheim" not in str(told.value)

    def test_a_query_is_refused_before_anything_is_read_where_a_name_is_missing(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NO_SUCH_NAME", raising=False)
        with pytest.raises(SettingsError):
            read_query(make_query(url="$NO_SUCH_NAME"), settings, None)


ORDERED = [
    st.integers(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.decimals(allow_nan=False),
    st.floats(allow_nan=False),
    st.binary(),
    st.uuids(),
]


@tune(max_examples=200, deadline=None)
@given(st.one_of(ORDERED))
def test_a_cursor_keeps_its_value_and_its_type(value: Any) -> None:
    read = read_cursor(write_cursor(value, "changed"))
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("written", ["", "5", "[]", "{}", '{"type": "text"}', '{"type": "x", "value": 1}'])
def test_what_is_no_cursor_is_the_callers_mistake(written: str) -> None:
    with pytest.raises(ValueError):
        read_cursor(written)
