"""Readers see a whole snapshot or the one before, whatever happens while the next is written."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from voc.errors import CallError, VocError
from voc.schema import PUBLISHED, make_frame
from voc.settings import Settings
from voc.store.snapshot import find_snapshot, open_snapshot, write_snapshot

AT = datetime(2026, 4, 1, tzinfo=UTC)


def make_tables(*texts: str, language: str = "es") -> dict[str, pl.DataFrame]:
    rows = [
        {"contact_id": f"c{n}", "text": text, "language": language, "week": "2026-W10", "is_repeat": False}
        for n, text in enumerate(texts)
    ]
    return {"contacts": make_frame(rows, PUBLISHED["contacts"])}


def publish_texts(settings: Settings, *texts: str, name: str = "a", language: str = "es") -> Path:
    tables = make_tables(*texts, language=language)
    return write_snapshot(settings, tables, {"as_of": AT.isoformat()}, name=name, written_at=AT)


def find_words(settings: Settings, query: str) -> list[str]:
    with open_snapshot(settings) as snapshot:
        terms = " ".join(snapshot.search("list_query_terms", query=query)["terms"])
        return snapshot.search("search_by_words", terms=terms, most=10)["contact_id"].to_list()


def test_nothing_published_yet_is_told_in_words(settings: Settings) -> None:
    assert find_snapshot(settings) is None
    with pytest.raises(CallError, match="voc run"):
        open_snapshot(settings)
    assert list(settings.root.iterdir()) == []


def test_a_published_snapshot_is_read_with_what_was_told_of_it(settings: Settings) -> None:
    path = publish_texts(settings, "hola")
    with open_snapshot(settings) as snapshot:
        assert snapshot.path == path
        assert snapshot.meta["as_of"] == AT.isoformat()
        assert snapshot.meta["written_at"] == AT.isoformat()
        assert snapshot.read("list_contacts", issue_id=None, week=None)["text"].to_list() == ["hola"]
    pointer = json.loads((settings.published_dir / "current.json").read_text())
    assert pointer == {"snapshot": path.name, "as_of": AT.isoformat(), "written_at": AT.isoformat()}
    assert sorted(p.name for p in settings.published_dir.iterdir()) == ["current.json", path.name]


def test_a_table_that_lacks_is_published_empty_and_a_wrong_one_not_at_all(settings: Settings) -> None:
    publish_texts(settings)
    with open_snapshot(settings) as snapshot:
        assert snapshot.read("read_issues").is_empty()
        assert snapshot.read("read_alerts").is_empty()
    wrong = {"weeks": pl.DataFrame({"issue_id": ["ISS-0001"]})}
    with pytest.raises(ValueError, match="'week' is missing"):
        write_snapshot(settings, wrong, {}, name="b", written_at=AT)
    assert len(list(settings.published_dir.iterdir())) == 2


def test_a_name_in_use_is_not_written_over(settings: Settings) -> None:
    first = publish_texts(settings, "uno")
    with open_snapshot(settings) as before:
        second = publish_texts(settings, "dos")
        assert first != second
        assert before.read("list_contacts", issue_id=None, week=None)["text"].to_list() == ["uno"]
    with open_snapshot(settings) as after:
        assert after.read("list_contacts", issue_id=None, week=None)["text"].to_list() == ["dos"]


def test_the_last_five_are_kept(settings: Settings) -> None:
    paths = [publish_texts(settings, str(n), name=f"{n}") for n in range(7)]
    assert sorted(settings.published_dir.glob("*.duckdb")) == paths[2:]


def test_a_snapshot_dropped_under_a_reader_stays_readable(settings: Settings) -> None:
    publish_texts(settings, "viejo", name="0")
    with open_snapshot(settings) as old:
        for n in range(1, 7):
            publish_texts(settings, "nuevo", name=f"{n}")
        assert not old.path.exists()
        assert old.read("list_contacts", issue_id=None, week=None)["text"].to_list() == ["viejo"]


def test_readers_meet_no_error_while_snapshots_are_published(settings: Settings) -> None:
    publish_texts(settings, "0", name="0")
    stop = threading.Event()
    seen: list[str] = []

    def read_on() -> None:
        while not stop.is_set():
            with open_snapshot(settings) as snapshot:
                seen.extend(snapshot.read("list_contacts", issue_id=None, week=None)["text"])

    reader = threading.Thread(target=read_on)
    reader.start()
    for n in range(1, 9):
        publish_texts(settings, str(n), name=f"{n}")
    stop.set()
    reader.join()
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_threads_may_read_one_snapshot_at_once(settings: Settings) -> None:
    publish_texts(settings, *["cobro"] * 50)
    found: list[int] = []
    with open_snapshot(settings) as snapshot:
        threads = [
            threading.Thread(
                target=lambda: found.append(snapshot.search("search_by_words", terms="cobr", most=99).height)
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [50] * 4


@pytest.mark.parametrize("pointer", ["", "[]", '{"other": 1}', "null"])
def test_a_damaged_pointer_is_told_in_words(settings: Settings, pointer: str) -> None:
    publish_texts(settings, "hola")
    (settings.published_dir / "current.json").write_text(pointer)
    with pytest.raises(VocError, match="voc publish"):
        open_snapshot(settings)


def test_a_pointer_leads_nowhere_outside_its_folder(settings: Settings) -> None:
    publish_texts(settings, "hola")
    (settings.published_dir / "current.json").write_text('{"snapshot": "../../etc/passwd"}')
    assert find_snapshot(settings) == settings.published_dir / "passwd"
    with pytest.raises(VocError, match="not there"):
        open_snapshot(settings)


def test_a_damaged_snapshot_is_told_in_words(settings: Settings) -> None:
    publish_texts(settings, "hola").write_bytes(b"nothing of the kind" * 500)
    with pytest.raises(VocError, match="damaged"):
        open_snapshot(settings)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("cobro", "Me hicieron dos cobros", "es"),
        ("cobros", "Un COBRO indebido.", "es"),
        ("facturacion", "Error de facturación", "es"),
        ("facturaciones", "Error de facturacion", "es"),
        ("teléfono", "el telefono no va", "es"),
        ("llego", "El pedido no llegó", "es"),
        ("bill", "Both bills are wrong", "en"),
        ("charging", "I was charged twice", "en"),
        ("ware", "Die Ware fehlt", "xx"),
        ("año", "Un an\u0303o entero", "es"),
    ],
)
def test_a_word_is_found_in_its_other_forms(settings: Settings, query: str, text: str, language: str) -> None:
    publish_texts(settings, text, "nada que ver", language=language)
    assert find_words(settings, query) == ["c0"]


@pytest.mark.parametrize(
    "query", ["", "   ", "'; DROP TABLE contacts; --", '"', "%", "🙂", "\\", "zzz", "((("]
)
def test_any_query_is_only_words(settings: Settings, query: str) -> None:
    publish_texts(settings, "Me hicieron dos cobros")
    assert find_words(settings, query) == []
