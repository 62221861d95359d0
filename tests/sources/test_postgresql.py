"""A query of a real PostgreSQL: its types, its read-only transactions, its server-side cursors.

A server is started for these tests where one is installed; elsewhere they are skipped.
"""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, text

from tests.sources.conftest import check_reading, make_source
from voc.settings import Settings, SourceSettings
from voc.sources.database import QueryPart, read_query

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'voc[postgresql]'")

PASSWORD = "p@ss:w/rd $1%"
NAMES = {"CRM_PASSWORD": PASSWORD}


def find_server_account() -> str | None:
    """PostgreSQL refuses to run as root: name another account then."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in ("postgres", "nobody") if name in names), None)
    return found or pytest.skip("PostgreSQL does not run as root, and there is no other account")


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """A server that listens on a socket in a folder of its own."""
    installed = map(str, Path("/usr/lib/postgresql").glob("*/bin"))  # where Debian keeps them, off the path
    programs = os.pathsep.join([os.environ["PATH"], *installed])
    initdb, pg_ctl = (shutil.which(name, path=programs) for name in ("initdb", "pg_ctl"))
    if not initdb or not pg_ctl:
        pytest.skip("no PostgreSQL server is installed (initdb, pg_ctl)")
    account = find_server_account()
    folder = Path(tempfile.mkdtemp(prefix="voc-pg-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if account:
        for path in (folder, secret):
            shutil.chown(path, account)

    def run(*words: str) -> None:
        subprocess.run(words, check=True, user=account, stdout=subprocess.DEVNULL, cwd=folder, timeout=60)

    data = str(folder / "data")
    try:
        run(initdb, "-D", data, "-U", "crm", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8")
        options = f"-c listen_addresses='' -c fsync=off -c timezone=America/Lima -k {folder}"
        run(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield folder
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def execute(server: Path) -> Iterator[Any]:
    """Run statements as the owner, in a schema that is new for each test."""
    url = URL.create("postgresql+psycopg", "crm", PASSWORD, database="postgres", query={"host": str(server)})
    engine = create_engine(url)

    def run(*statements: str) -> None:
        with engine.begin() as con:
            for statement in statements:
                con.execute(text(statement))

    run(
        "DROP TABLE IF EXISTS notes",
        "CREATE TABLE notes"
        " (id bigint, note text, at timestamptz, nps numeric, who jsonb, changed timestamptz)",
        "INSERT INTO notes SELECT i + 5000000000, 'No funciona ' || i, '2026-05-04 10:00Z', 7,"
        " '{\"id\": 12}', timestamptz '2026-05-04 10:00Z' + (i / 10) * interval '1 hour'"
        " FROM generate_series(0, 49) i",
    )
    yield run
    engine.dispose()


@pytest.fixture
def ask(server: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)

    def ask_query(after: str | None = None, part_rows: int = 20, **changes: Any) -> list[QueryPart]:
        parts = list(read_query(make_query(server, **changes), settings, after, part_rows=part_rows))
        for part in parts:
            check_reading(part.reading)
        return parts

    return ask_query


def make_query(server: Path, **changes: Any) -> SourceSettings:
    plain: dict[str, Any] = {
        "path": "",
        "fields": {"id": "id", "text": "note", "occurred_at": "at", "rating": "nps", "customer": "who.id"},
        "url": f"postgresql+psycopg://crm:$CRM_PASSWORD@/postgres?host={server}",
        "query": "SELECT *, 'a:b'::text AS tag FROM notes WHERE note LIKE 'No%';".rstrip(";"),
        "cursor": "changed",
    }
    return make_source(**(plain | changes))


def test_types_keep_their_meaning(ask: Any, execute: Any) -> None:
    first, *_ = ask()
    row = first.reading.rows.row(0, named=True)
    assert (row["source_id"], row["rating"], row["customer"]) == ("5000000000", 7.0, "12")
    assert row["occurred_at"] == datetime(2026, 5, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cursor", "kind"),
    [
        ("changed", "datetime"),
        ("id", "integer"),
        ("changed::timestamp", "datetime"),
        ("changed::date", "date"),
        ("id::numeric", "decimal"),
        ("to_char(id, 'FM0000000000')", "text"),
        ("lpad(id::text, 32, '0')::uuid", "uuid"),
        ("id::float8", "float"),
    ],
)
def test_a_query_goes_on_from_a_cursor_of_any_type(cursor: str, kind: str, ask: Any, execute: Any) -> None:
    query = f'SELECT *, {cursor} AS "Last Change" FROM notes'
    *_, last = ask(query=query, cursor="Last Change")
    assert json.loads(last.cursor)["type"] == kind
    execute("DELETE FROM notes WHERE id < 5000000045")
    again = ask(last.cursor, query=query, cursor="Last Change")
    assert [part.cursor for part in again] == [last.cursor]
    assert 1 <= again[0].reading.received <= 10


def test_parts_are_the_same_again_and_whatever_zone_the_session_has(ask: Any, execute: Any) -> None:
    digests = [part.digest for part in ask()]
    assert len(set(digests)) == 3
    execute("ALTER ROLE crm SET timezone = 'Asia/Tokyo'")
    assert [part.digest for part in ask()] == digests
    execute("ALTER ROLE crm RESET timezone")


def test_nothing_can_be_written(ask: Any, execute: Any) -> None:
    execute(
        "CREATE OR REPLACE FUNCTION spoil() RETURNS int LANGUAGE sql AS 'DELETE FROM notes; SELECT 1'",
    )
    (part,) = ask(query="SELECT *, spoil() FROM notes")
    assert "read-only transaction" in part.reading.refused["reason"].item()
    assert sum(part.reading.received for part in ask()) == 50


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"query": "SELECT * FROM tickets"}, 'relation "tickets" does not exist'),
        (
            {"url": "postgresql+psycopg://crm:wrong-geheim@/postgres?host={server}"},
            "password authentication failed",
        ),
        ({"url": "postgresql+psycopg://crm:geheim@127.0.0.1:1/postgres"}, "cannot be opened"),
        ({"url": "postgresql+nosuch://crm:geheim@localhost/x"}, "voc[postgresql]"),
        ({"query": "SELECT *, note::int FROM notes"}, "cannot convert a value"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_no_secret(
    changes: dict[str, str], words: str, ask: Any, execute: Any, server: Path
) -> None:
    (part,) = ask(**{key: value.replace("{server}", str(server)) for key, value in changes.items()})
    reason = part.reading.refused["reason"].item()
    assert words in reason
    assert "geheim" not in reason and "funciona" not in reason


def test_a_query_that_fails_midway_keeps_its_parts_and_says_no_cursor(ask: Any, execute: Any) -> None:
    query = "SELECT *, 1 / (5000000030 - id) AS x FROM notes"
    parts = ask(query=query, cursor="id", part_rows=10)
    assert [(part.reading.received, part.reading.refused.height) for part in parts][-1] == (1, 1)
    assert sum(part.reading.rows.height for part in parts) <= 30
    assert {part.cursor for part in parts} == {None}
