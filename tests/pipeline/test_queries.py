"""A query is read again and again, and only what is new in its result adds something."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.pipeline.test_ingest import list_stored, read_account
from voc.pipeline import ingest_sources
from voc.settings import Settings, load_settings

CONFIG = """
[workspace]
name = "Prueba"
timezone = "Europe/Madrid"

[[sources]]
name = "crm"
channel = "agent_note"
url = "sqlite:///crm.sqlite"
query = "SELECT id, note, made_at, who FROM notes"
{cursor}
[sources.fields]
id = "id"
text = "note"
occurred_at = "made_at"
customer = "who"
"""


def change_notes(settings: Settings, *statements: str) -> None:
    with closing(sqlite3.connect(settings.root / "crm.sqlite")) as con:
        for statement in statements:
            con.execute(statement)
        con.commit()


@pytest.fixture(params=["", 'cursor = "made_at"'], ids=["whole", "cursor"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    (tmp_path / "voc.toml").write_text(CONFIG.format(cursor=request.param), encoding="utf-8")
    settings = load_settings(tmp_path)
    change_notes(
        settings,
        "CREATE TABLE notes (id INTEGER, note TEXT, made_at TEXT, who TEXT)",
        "INSERT INTO notes VALUES (1, 'El router falla', '2026-03-02 10:00', 'K1'),"
        " (2, 'La factura llega tarde', '2026-03-03 10:00', 'K2')",
    )
    ingest_sources(settings)
    assert read_account(settings) == {"received": 2, "stored": 2}
    return settings


def test_an_unchanged_result_adds_nothing_but_the_last_row_once_with_a_cursor(settings: Settings) -> None:
    for _ in range(3):
        ingest_sources(settings)
    tie = {"received": 3, "stored": 2, "duplicate": 1}
    assert read_account(settings) == (tie if settings.sources[0].cursor else {"received": 2, "stored": 2})


def test_a_new_row_is_taken_in(settings: Settings) -> None:
    change_notes(settings, "INSERT INTO notes VALUES (3, 'La app se cierra', '2026-03-03 10:00', 'K3')")
    ingest_sources(settings)
    assert list_stored(settings) == ["1", "2", "3"]


def test_a_row_that_changed_there_and_back_again_ends_as_it_is_now(settings: Settings) -> None:
    for note in ("La factura es falsa", "La factura llega tarde"):
        change_notes(settings, f"UPDATE notes SET note = '{note}' WHERE id = 2")
        ingest_sources(settings)
    assert read_account(settings)["updated"] == 2


def test_a_database_that_is_not_there_is_one_refused_row_and_the_past_stays(settings: Settings) -> None:
    change_notes(settings, "DROP TABLE notes")
    ingest_sources(settings)
    assert list_stored(settings) == ["1", "2"]
    assert read_account(settings)["quarantined"] == 1
