"""A refused row can be mended, in voc.toml or in a list, and its account goes with it."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.pipeline.test_ingest import HEADER, list_stored, read_account, write_workspace
from voc.errors import CallError
from voc.exports.refused import build_refused_csv
from voc.pipeline import ingest_sources
from voc.pipeline.mending import list_refused, retry_refused, take_mended
from voc.settings import Settings, load_settings
from voc.store.pseudonyms import load_key, pseudonymise
from voc.store.warehouse import open_warehouse

ROWS = "1,2026-03-02,K1,,El router falla\n2,pronto,K2,,La factura llega tarde\n3,2026-03-02,K3,,\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = write_workspace(tmp_path, a=HEADER + ROWS)
    ingest_sources(settings)
    assert read_account(settings) == {"received": 3, "stored": 1, "quarantined": 2}
    return settings


def mend_list(settings: Settings, **cells: str) -> Path:
    """Export the refused rows and write these cells into the one with id 2, as a person would."""
    rows = list(csv.DictReader(StringIO(build_refused_csv(list_refused(settings)).decode("utf-8-sig"))))
    path = settings.root / "mended.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(row | (cells if row["id"] == "2" else {}) for row in rows)
    return path


def test_a_row_mended_in_the_list_is_taken_in_and_the_other_stays(settings: Settings) -> None:
    path = mend_list(settings, occurred_at="2026-03-03", text="=La factura llega tarde, soy Ana Ruiz")
    assert take_mended(settings, path) == {"tried": 2, "taken": 1, "refused": 1, "missing": 0}
    assert read_account(settings) == {"received": 3, "stored": 2, "quarantined": 1}
    with open_warehouse(settings, read_only=True) as warehouse:
        contact = warehouse.read_contacts().filter(source_id="2").row(0, named=True)
    assert contact["text"] == "=La factura llega tarde, soy <NAME>"
    assert contact["customer_id"] == pseudonymise(load_key(settings.root), "customer", "K2")


def test_taking_in_the_same_list_again_adds_nothing(settings: Settings) -> None:
    path = mend_list(settings, occurred_at="2026-03-03")
    take_mended(settings, path)
    assert take_mended(settings, path) == {"tried": 2, "taken": 0, "refused": 1, "missing": 1}
    assert read_account(settings) == {"received": 3, "stored": 2, "quarantined": 1}


def test_a_file_that_is_no_such_list_is_refused_in_words(settings: Settings) -> None:
    path = settings.root / "other.csv"
    path.write_text("id;text\n1;hola\n", encoding="utf-8")
    with pytest.raises(CallError, match=r"lacks the column 'refusal'.*\n.*voc quarantine export"):
        take_mended(settings, path)


def test_rows_pass_when_voc_toml_is_mended(settings: Settings) -> None:
    config = settings.root / "voc.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"note"', '"product"'), encoding="utf-8")
    (settings.root / "inbox" / "a.csv").unlink()
    write_text = HEADER + "8,2026-03-02,K8,La app se cierra,\n9,mal,K9,,La app se cierra\n"
    (settings.root / "inbox" / "b.csv").write_text(write_text, encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8").replace('"product"', '"note"', 1), encoding="utf-8")
    ingest_sources(load_settings(settings.root))
    assert list_stored(settings) == ["1"]
    config.write_text(
        config.read_text(encoding="utf-8").replace('text = "note"', 'text = "product"'), encoding="utf-8"
    )
    counts = retry_refused(load_settings(settings.root))
    assert counts == {"tried": 4, "taken": 1, "refused": 3, "missing": 2}
    assert list_stored(settings) == ["1", "8"]
    assert read_account(settings) == {"received": 5, "stored": 2, "quarantined": 3}


def test_a_file_refused_whole_is_tried_again(tmp_path: Path) -> None:
    settings = write_workspace(
        tmp_path, a="id,at,customer,product,remark\n1,2026-03-02,K1,,El router falla\n"
    )
    ingest_sources(settings)
    assert retry_refused(settings) == {"tried": 1, "taken": 0, "refused": 1, "missing": 0}
    assert read_account(settings) == {"received": 1, "quarantined": 1}


def test_a_source_can_be_retried_alone(settings: Settings) -> None:
    assert retry_refused(settings, "other") == {"tried": 0, "taken": 0, "refused": 0, "missing": 0}
