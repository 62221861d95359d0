"""Files for managers: the same figures in every format, nothing that runs, nothing personal."""

import csv
import json
from copy import deepcopy
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from voc.errors import CallError
from voc.exports import build_export_bytes, write_export
from voc.exports.cells import FORMULA_SIGNS, disarm_text
from voc.exports.columns import COLUMNS
from voc.exports.words import ALL_WORDS, SPANISH, TITLES

ISSUE: dict[str, Any] = {
    "issue_id": "ISS-0001",
    "name": "el pedido no llega",
    "theme": "entregas",
    "state": "recurring",
    "trend": "growing",
    "lifecycle": "solution_chosen",
    "kind": "avoidable",
    "opportunity": "where_is_my_stuff",
    "lever": None,
    "contacts": 1200,
    "customers": 10,
    "share": 0.25,
    "first_seen": "2026-01-03",
    "last_seen": "2026-05-01",
    "weeks": [
        {"week": "2026-W17", "contacts": 3, "expected": None},
        {"week": "2026-W18", "contacts": 4, "expected": 2.0},
    ],
    "repeat_rate": None,
    "cost": 34.5,
    "silent_customers": 260,
    "rating_effect": -0.4,
    "department": "Logística",
    "owner": None,
    "target": 20,
    "rate": 0.063,
    "channels": {"call": 3, "web": 9},
    "languages": ["es", "en"],
    "keyphrases": ["no llega", "sigue sin salir"],
    "verbatims": [{"contact_id": "c1", "text": "sigue sin salir del almacén"}],
    "names": {"es": "el pedido no llega", "en": "the parcel does not arrive"},
    "stability": 0.82,
    "neighbours": [
        {
            "issue_id": "ISS-0002",
            "name": "cobro duplicado",
            "closeness": 0.4,
            "words_here": ["pedido"],
            "words_there": ["cobro"],
        },
    ],
}
DOCUMENT: dict[str, Any] = {
    "as_of": "2026-05-18",
    "week": "2026-W20",
    "contacts": 4800,
    "customers": 40,
    "assigned": {"contacts": 3600, "share": 0.75},
    "unassigned": {"contacts": 1200, "share": 0.25},
    "exposure": {"name": "orders", "value": 19042.0, "weeks": 26, "estimated": 0},
    "issues": [ISSUE, {**ISSUE, "issue_id": "ISS-0002", "name": "cobro duplicado"}],
}
STATUS: dict[str, Any] = {
    "sources": [
        {
            "source": "crm",
            "received": 5,
            "stored": 3,
            "updated": 0,
            "duplicate": 1,
            "quarantined": 1,
            "erased": 0,
            "last_file": "inbox/a.csv",
            "last_contact": "2026-05-01T10:00:00+02:00",
        }
    ],
    "balanced": True,
    "snapshot": {"name": "voc-20260518"},
    "model": {},
}


def change_issue(**changes: object) -> dict[str, Any]:
    document = deepcopy(DOCUMENT)
    document["issues"] = [{**ISSUE, **changes}]
    return document


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_csv_opens_with_a_mark_and_headers_in_the_readers_language() -> None:
    content = build_export_bytes(DOCUMENT, "issues", "csv", "es")
    assert content.startswith(b"\xef\xbb\xbf")
    first = read_csv(content)[0]
    assert first["Nombre"] == "el pedido no llega"
    assert first["Contactos"] == "1200"
    assert first["Tendencia"] == "creciente"
    assert first["Canales"] == "web 9 · call 3"
    assert first["Últimas semanas"] == "2026-W17: 3 · 2026-W18: 4"
    assert "Name" in read_csv(build_export_bytes(DOCUMENT, "issues", "csv", "en"))[0]


@pytest.mark.parametrize("text", ["=1+1", "+34", "-x", "@sum", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert disarm_text(text) == f"'{text}"
    document = change_issue(name=text, department=text, owner=text, keyphrases=[text])
    row = read_csv(build_export_bytes(document, "issues", "csv", "en"))[0]
    for header in ("Name", "Department", "Owner", "Keyphrases"):
        assert not row[header].startswith(FORMULA_SIGNS)
    assert row["Owner"] == f"'{text}"


@pytest.mark.parametrize("text", ["plain", "1-2", "a=b", "", "'=x", "¿=?"])
def test_other_texts_stay(text: str) -> None:
    assert disarm_text(text) == text


def test_a_negative_figure_stays_a_figure() -> None:
    assert read_csv(build_export_bytes(DOCUMENT, "issues", "csv", "en"))[0]["Rating effect"] == "-0.4"


def test_a_workbook_has_figures_dates_and_its_five_sheets() -> None:
    book = load_workbook(BytesIO(build_export_bytes(DOCUMENT, "issues", "xlsx", "es", STATUS)))
    assert book.sheetnames == ["Motivos", "Semanas", "Palabras", "Definiciones", "Fuentes"]
    sheet = book["Motivos"]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert row["Contactos"].value == 1200
    assert row["% del total"].value == 0.25
    assert row["% del total"].number_format == "0.0%"
    assert row["Desde"].value == datetime(2026, 1, 3)  # noqa: DTZ001  a spreadsheet knows no zone
    assert row["Efecto nota"].value == -0.4
    assert row["Repetidos"].value is None
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}3"
    assert book["Definiciones"].max_row == len(COLUMNS) + 1
    assert [cell.value for cell in book["Fuentes"][2]][:3] == ["crm", 5, 3]
    assert "voc-20260518" in [cell.value for cell in book["Fuentes"]["B"]]


def test_a_sheet_says_how_much_has_an_issue_and_how_firm_each_is() -> None:
    row = read_csv(build_export_bytes(DOCUMENT, "issues", "csv", "es"))[0]
    assert (row["Estabilidad"], row["Cobertura"]) == ("0.82", "0.75")
    assert row["Motivos cercanos"] == "ISS-0002 cobro duplicado"
    book = load_workbook(BytesIO(build_export_bytes(DOCUMENT, "issues", "xlsx", "en", STATUS)))
    told = {row[0].value: [cell.value for cell in row[1:3]] for row in book["Sources"].iter_rows()}
    assert told["Contacts with an issue"] == [3600, 0.75]
    assert told["Contacts without an issue"] == [1200, 0.25]


def test_a_workbook_has_no_formula_and_no_link() -> None:
    document = change_issue(
        name='=HYPERLINK("http://example.org")', verbatims=[{"contact_id": "c1", "text": "=1+1"}]
    )
    book = load_workbook(BytesIO(build_export_bytes(document, "issues", "xlsx", "en", STATUS)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert book["Issues"]["B2"].value.startswith("'=")
    assert book["Words"]["D2"].value == "'=1+1"


def test_a_list_without_issues_is_still_a_file() -> None:
    empty = {**DOCUMENT, "issues": []}
    assert len(build_export_bytes(empty, "issues", "csv", "es").splitlines()) == 1
    assert load_workbook(BytesIO(build_export_bytes(empty, "issues", "xlsx", "es")))["Motivos"].max_row >= 1
    assert json.loads(build_export_bytes(empty, "issues", "json", "es"))["issues"] == []


def test_json_keeps_the_documents_fields_as_they_are() -> None:
    assert json.loads(build_export_bytes(DOCUMENT, "issues", "json", "es")) == DOCUMENT


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_personal_detail_that_slipped_through_is_taken_out(form: str) -> None:
    document = change_issue(
        name="pedido de ana.ruiz@example.org",
        keyphrases=["ana.ruiz@example.org"],
        verbatims=[{"contact_id": "c1", "text": "escriban a ana.ruiz@example.org"}],
        names={"es": "pedido de ana.ruiz@example.org"},
        neighbours=[{"issue_id": "ISS-0002", "name": "escriban a ana.ruiz@example.org", "closeness": 0.5,
                     "words_here": ["ana.ruiz@example.org"], "words_there": ["ana.ruiz@example.org"]}],
    )  # fmt: skip
    assert b"ana.ruiz" not in build_export_bytes(document, "issues", form, "es")


@pytest.mark.parametrize(("what", "form"), [("issues", "pdf"), ("pack", "csv"), ("issues", "doc")])
def test_a_pair_that_there_is_not_is_refused(what: str, form: str) -> None:
    with pytest.raises(CallError, match=f"'{what}' as '{form}'"):
        build_export_bytes(DOCUMENT, what, form, "es")


def test_a_file_appears_whole_and_replaces_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "motivos.csv"
    out.write_text("old", encoding="utf-8")
    assert write_export(DOCUMENT, "issues", "csv", out, "es") == out
    assert len(read_csv(out.read_bytes())) == 2
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is a folder"):
        write_export(DOCUMENT, "issues", "csv", tmp_path, "es")
    with pytest.raises(CallError, match="cannot be written"):
        write_export(DOCUMENT, "issues", "csv", tmp_path / "none" / "a.csv", "es")


def test_every_word_of_the_contract_has_its_spanish_and_every_title_both_languages() -> None:
    assert set(ALL_WORDS) == set(SPANISH)
    assert TITLES["es"].keys() == TITLES["en"].keys()
    assert all(column.headers.keys() == column.definitions.keys() == {"es", "en"} for column in COLUMNS)
