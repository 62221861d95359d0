"""Every row is accounted for, nothing personal is stored, and what was deleted or forgotten stays away."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from voc.pipeline import ingest_sources
from voc.pipeline.clock import months_before
from voc.schema import NewEvent, derive_contact_id
from voc.settings import Settings, load_settings
from voc.store.forgetting import FORGET, derive_tombstone
from voc.store.ledger import open_ledger
from voc.store.pseudonyms import load_key, pseudonymise
from voc.store.warehouse import open_warehouse

CONFIG = """
[workspace]
name = "Prueba"
timezone = "Europe/Madrid"
languages = ["es", "en"]

[[sources]]
name = "notes"
channel = "agent_note"
path = "inbox/*.csv"
withdrawals = "inbox/deleted*.csv"
[sources.fields]
id = "id"
text = "note"
occurred_at = "at"
customer = "customer"
product = "product"
"""
HEADER = "id,at,customer,product,note\n"


def write_workspace(root: Path, **files: str) -> Settings:
    (root / "inbox").mkdir(exist_ok=True)
    (root / "voc.toml").write_text(CONFIG, encoding="utf-8")
    for name, text in files.items():
        (root / "inbox" / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_settings(root)


def read_account(settings: Settings) -> dict[str, int]:
    with open_warehouse(settings, read_only=True) as warehouse:
        assert warehouse.check_accounts() == []
        row = warehouse.read_accounts().row(0, named=True)
    names = ("received", "stored", "updated", "duplicate", "quarantined", "erased")
    return {name: row[name] for name in names if row[name]}


def list_stored(settings: Settings) -> list[str]:
    with open_warehouse(settings, read_only=True) as warehouse:
        return sorted(warehouse.read_contacts()["source_id"])


def test_what_a_tombstone_file_names_is_gone_and_an_older_file_does_not_bring_it_back(tmp_path: Path) -> None:
    rows = "1,2026-03-02,K1,,El router no funciona\n2,2026-03-02,K2,,La factura llega tarde\n"
    settings = write_workspace(tmp_path, notes=HEADER + rows, deleted="id\n1\n7\n\n")
    ingest_sources(settings)
    assert list_stored(settings) == ["2"]
    assert read_account(settings) == {"received": 4, "stored": 3, "updated": 1}
    late = HEADER + "1,2026-03-01,K1,,El router falla\n7,2026-03-01,K1,,No llega el pedido\n"
    ingest_sources(write_workspace(tmp_path, late=late))
    assert list_stored(settings) == ["2"]
    assert read_account(settings) == {"received": 6, "stored": 3, "updated": 1, "duplicate": 2}


def test_rows_of_a_forgotten_customer_are_counted_as_erased_and_not_kept(tmp_path: Path) -> None:
    settings = write_workspace(
        tmp_path, notes=HEADER + "1,2026-03-02,K1,,El router falla\n2,2026-03-02,K2,,La factura llega tarde\n"
    )
    key = load_key(settings.root)
    tombstone = derive_tombstone(key, pseudonymise(key, "customer", "K1") or "")
    event = NewEvent(FORGET, None, {"tombstone": tombstone})
    open_ledger(settings).record_event(event, by_whom="test", at=datetime(2026, 4, 1, tzinfo=UTC))
    ingest_sources(settings)
    ingest_sources(write_workspace(tmp_path, refused=HEADER + "3,ayer,K1,,Sigue sin ir\n"))
    assert list_stored(settings) == ["2"]
    assert read_account(settings) == {"received": 3, "stored": 1, "erased": 2}
    with open_warehouse(settings, read_only=True) as warehouse:
        assert warehouse.read_quarantine().is_empty()


def test_of_a_refused_row_the_content_is_kept_redacted(tmp_path: Path) -> None:
    note = "me llamo Ana Ruiz y mi correo es ana.ruiz@example.com"
    settings = write_workspace(tmp_path, notes=HEADER + f"1,el martes,CUST-77,Fibra,{note}\n")
    ingest_sources(settings)
    with open_warehouse(settings, read_only=True) as warehouse:
        refused = warehouse.read_quarantine().row(0, named=True)
    cells = json.loads(refused["content"])
    assert (refused["source_id"], refused["field"], cells["product"]) == ("1", "occurred_at", "Fibra")
    assert cells["text"] == "me llamo <NAME> y mi correo es <EMAIL>"
    assert cells["customer"] == pseudonymise(load_key(settings.root), "customer", "CUST-77")


def test_a_label_that_holds_an_address_of_a_person_is_masked(tmp_path: Path) -> None:
    settings = write_workspace(
        tmp_path, notes=HEADER + "1,2026-03-02,K1,ana.ruiz@example.com,El router falla\n"
    )
    ingest_sources(settings)
    with open_warehouse(settings, read_only=True) as warehouse:
        assert warehouse.read_contacts()["product"].to_list() == ["<EMAIL>"]


def test_columns_that_are_new_in_a_source_are_noted(tmp_path: Path) -> None:
    first = HEADER + "1,2026-03-02,K1,,El router falla\n"
    assert ingest_sources(write_workspace(tmp_path, a=first))["notes"] == []
    second = "id,at,customer,product,note,priority\n2,2026-03-03,K2,,La factura llega tarde,high\n"
    notes = ingest_sources(write_workspace(tmp_path, b=second))["notes"]
    assert notes == [
        "notes, inbox/b.csv: new columns: 'priority'; map them in voc.toml if they say something"
    ]


def test_progress_tells_rows_and_ends_with_all_of_them(tmp_path: Path) -> None:
    rows = "".join(f"{n},2026-03-02,K{n},,El router {n} falla\n" for n in range(30))
    told: list[tuple[str, int, int]] = []
    ingest_sources(write_workspace(tmp_path, a=HEADER + rows), lambda *event: told.append(event))
    assert (told[0], told[-1]) == (("ingest", 0, 30), ("ingest", 30, 30))
    assert all(done <= total for _, done, total in told)


def test_what_is_older_than_the_months_that_are_kept_is_counted_and_not_kept(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    old, young = months_before(now, 8), months_before(now, 2)
    text = HEADER + f"1,{old:%Y-%m-%d},K1,,El router falla\n2,{young:%Y-%m-%d},K2,,La factura llega tarde\n"
    write_workspace(tmp_path, a=text)
    with (tmp_path / "voc.toml").open("a", encoding="utf-8") as config:
        config.write("[privacy]\nkeep_months = 6\n")
    settings = load_settings(tmp_path)
    ingest_sources(settings)
    assert list_stored(settings) == ["2"]
    assert read_account(settings) == {"received": 2, "stored": 2}


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 1, "2025-12-15"), ("2024-02-29", 12, "2023-02-28")],
)
def test_months_before_a_day_end_with_their_last(day: str, months: int, wanted: str) -> None:
    assert months_before(datetime.fromisoformat(day), months) == datetime.fromisoformat(wanted)


def test_a_trace_says_which_file_changed_what(tmp_path: Path) -> None:
    ingest_sources(write_workspace(tmp_path, a=HEADER + "1,2026-03-02,K1,Fibra,El router falla\n"))
    settings = write_workspace(tmp_path, b=HEADER + "1,2026-03-02,K1,Móvil,El router falla\n")
    ingest_sources(settings)
    with open_warehouse(settings, read_only=True) as warehouse:
        trace = warehouse.read_trace(derive_contact_id("notes", "1"))
    assert trace.select("event", "file").rows() == [("updated", "inbox/b.csv"), ("present", "inbox/b.csv")]
    assert trace["changed"][0].to_list() == ["product"]
    assert isinstance(trace, pl.DataFrame) and json.loads(trace["before"][0])["product"] == "Fibra"


def test_a_mail_that_was_passed_on_is_flagged(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "voc.toml").write_text(
        '[workspace]\nname = "P"\n[[sources]]\nname = "mail"\nchannel = "email"\npath = "inbox/*.eml"\n',
        encoding="utf-8",
    )
    head = (
        "From: tienda@aurora.example\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMessage-ID: <{}@aurora.example>\n"
    )
    passed = (
        "Subject: Fwd: factura\n\nOs lo paso.\n\n---------- Forwarded message ---------\n"
        "From: Ana <ana@example.com>\nSubject: factura\n\nLa factura llega dos veces cada mes\n"
    )
    (tmp_path / "inbox" / "a.eml").write_text(head.format("a") + passed, encoding="utf-8")
    own = head.format("b") + "Subject: router\n\nEl router de la tienda no funciona desde ayer\n"
    (tmp_path / "inbox" / "b.eml").write_text(own, encoding="utf-8")
    settings = load_settings(tmp_path)
    ingest_sources(settings)
    with open_warehouse(settings, read_only=True) as warehouse:
        contacts = warehouse.read_contacts().sort("source_id")
    assert contacts["is_forwarded"].to_list() == [True, False]
    assert "llega dos veces" in contacts["text"][0]
