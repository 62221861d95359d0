import gzip
import io
import os
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from tests.sources.books import pack, write_ods, write_xls, write_xlsb
from tests.sources.conftest import FIELDS, ReadFile, find_reason, list_refusals, pick
from voc.sources import streams

HEADER = ["ticket_id", "note", "created_at", "nps"]
ALL = FIELDS | {"rating": "nps"}
NAIVE_TEN = datetime.fromisoformat("2026-05-04T10:00")
MADRID_TEN = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def write_workbook(**sheets: list[list[Any]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.close()
    return stream.getvalue()


def write_spss(folder: Path, frame: pl.DataFrame, **options: Any) -> bytes:
    path = folder / "x.sav"
    pyreadstat.write_sav(frame, str(path), **options)
    return path.read_bytes()


def test_dates_ids_and_ratings_of_a_workbook_whatever_type_the_cells_have(read: ReadFile) -> None:
    rows = [
        HEADER,
        [123.0, "No llega", NAIVE_TEN, 9],
        ["T2", "Cobro doble", "04/05/2026 10:00", "8,5"],
        [7, "Tarde", 46146.0 + 10 / 24, None],
        [8, 42, date(2026, 5, 4), "mal"],
    ]
    reading = read("a.xlsx", write_workbook(Hoja1=rows), fields=ALL, rating_scale="nps")
    assert pick(reading, "source_id") == ["123", "T2", "7", "8"]
    assert pick(reading, "occurred_at")[:3] == [MADRID_TEN] * 3
    assert pick(reading, "occurred_at")[3] == datetime(2026, 5, 3, 22, 0, tzinfo=UTC)
    assert pick(reading, "rating") == [9.0, 8.5, None, None]
    assert pick(reading, "text")[3] == "42"


def test_the_first_sheet_with_the_mapped_columns_is_read_below_its_title(read: ReadFile) -> None:
    rows = [
        ["Encuesta de mayo"],
        [],
        HEADER,
        ["T1", "uno", "2026-05-04", 1],
        [],
        ["T2", "dos", "2026-05-04", 2],
    ]
    content = write_workbook(Portada=[["Informe", "interno"]], Datos=rows, Copia=[HEADER])
    reading = read("a.xlsx", content, fields=ALL)
    assert pick(reading, "row") == [1, 2]


def test_qualtrics_extra_header_rows_of_a_workbook_are_skipped(read: ReadFile) -> None:
    rows = [
        HEADER,
        ["Response ID", "¿Por qué?", "Start Date", "¿Nos recomendaría?"],
        [
            '{"ImportId":"_recordId"}',
            '{"ImportId":"QID2"}',
            '{"ImportId":"startDate"}',
            '{"ImportId":"QID1"}',
        ],
        ["R_1", "Tardan mucho", NAIVE_TEN, 3],
    ]
    reading = read("a.xlsx", write_workbook(Sheet0=rows), fields=ALL)
    assert pick(reading, "row") == [1]
    assert reading.received == 1


def test_a_row_of_a_workbook_that_lacks_something_is_refused_at_its_position(read: ReadFile) -> None:
    rows = [HEADER, ["T1", "uno", "2026-05-04", 1], [None, "dos", "2026-05-04", 2], ["T3", "tres", "ayer", 3]]
    reading = read("a.xlsx", write_workbook(A=rows), fields=ALL)
    assert list_refusals(reading) == [(2, "id"), (3, "occurred_at")]


def test_a_workbook_without_a_required_column_is_one_refusal(read: ReadFile) -> None:
    reading = read("a.xlsx", write_workbook(A=[["ticket", "note", "created_at"], ["T1", "x", "2026-05-04"]]))
    assert list_refusals(reading) == [(None, "id")]
    assert "'ticket_id'" in find_reason(reading)


def test_an_empty_workbook_is_zero_rows(read: ReadFile) -> None:
    assert read("a.xlsx", write_workbook(A=[])).received == 0
    assert read("a.xlsx", b"").received == 0


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.parquet", "a.sav"])
@pytest.mark.parametrize("content", [b"nada", b"PK\x03\x04" + b"x" * 50, b"PAR1" + b"x" * 50 + b"PAR1"])
def test_a_file_that_is_not_what_it_is_called_is_one_refusal(
    read: ReadFile, name: str, content: bytes
) -> None:
    reading = read(name, content)
    assert (reading.received, list_refusals(reading)) == (1, [(None, None)])


def test_parquet_keeps_its_types(read: ReadFile) -> None:
    frame = pl.DataFrame(
        {
            "ticket_id": [1, 2],
            "note": pl.Series(["uno", "dos"], dtype=pl.Categorical),
            "created_at": pl.Series([NAIVE_TEN, None]).dt.replace_time_zone("Europe/Madrid"),
            "nps": [9.5, None],
            "unused": [b"\x00", None],
        }
    )
    stream = io.BytesIO()
    frame.write_parquet(stream)
    reading = read("a.parquet", stream.getvalue(), fields=ALL)
    assert pick(reading, "occurred_at") == [MADRID_TEN]
    assert pick(reading, "source_id") == ["1"]
    assert list_refusals(reading) == [(2, "occurred_at")]
    assert read("b.parquet.gz", gzip.compress(stream.getvalue()), fields=ALL).rows.equals(reading.rows)


def test_spss_labels_stand_for_codes_but_a_rating_stays_a_number(read: ReadFile, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "ticket_id": [1.0, 2.0],
            "note": ["Tardan mucho, señora", "ok"],
            "created_at": [NAIVE_TEN, NAIVE_TEN],
            "nps": [10.0, 0.0],
            "prod": [1.0, 2.0],
            "lang": [1.0, 2.0],
        }
    )
    labels = {
        "prod": {1: "Fibra", 2: "Móvil"},
        "lang": {1: "Spanish", 2: "English"},
        "nps": {10: "10 - sí", 0: "0 - no"},
    }
    content = write_spss(tmp_path, frame, variable_value_labels=labels)
    fields = ALL | {"product": "prod", "language": "lang"}
    reading = read("a.sav", content, fields=fields, rating_scale="nps")
    assert pick(reading, "source_id") == ["1", "2"]
    assert pick(reading, "occurred_at") == [MADRID_TEN] * 2
    assert pick(reading, "product") == ["Fibra", "Móvil"]
    assert pick(reading, "language") == ["es", "en"]
    assert pick(reading, "rating") == [10.0, 0.0]
    assert read("b.sav.gz", gzip.compress(content), fields=fields).rows.height == 2


def test_a_gzipped_workbook_is_the_same(read: ReadFile) -> None:
    content = write_workbook(A=[HEADER, ["T1", "uno", "2026-05-04", 1]])
    assert read("a.xlsx.gz", gzip.compress(content)).rows.height == 1


ROWS = [HEADER, ["T1", "La señora\nno está", "2026-05-04 10:00", 9.0], [7.0, "dos", "04/05/2026 10:00", None]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", write_xls(ROWS)),
        ("a.ods", write_ods(ROWS)),
        ("a.xlsb", write_xlsb(ROWS)),
        ("a.xlsm", write_workbook(A=ROWS)),
        ("a.xls.gz", gzip.compress(write_xls(ROWS))),
    ],
)
def test_workbooks_of_every_kind_say_the_same(read: ReadFile, name: str, content: bytes) -> None:
    reading = read(name, content, fields=ALL)
    assert pick(reading, "source_id") == ["T1", "7"]
    assert pick(reading, "text") == ["La señora\nno está", "dos"]
    assert pick(reading, "occurred_at") == [MADRID_TEN] * 2
    assert pick(reading, "rating") == [9.0, None]


@pytest.mark.parametrize("write", [write_xls, write_ods, write_xlsb])
def test_a_renamed_column_of_any_workbook_is_one_refusal(read: ReadFile, write: Any) -> None:
    content = write([["ticket_id", "notes", "created_at"], ["T1", "x", "2026-05-04"]])
    reading = read("a." + write.__name__.removeprefix("write_"), content)
    assert list_refusals(reading) == [(None, "text")]
    assert "did you mean 'notes'" in find_reason(reading)


def write_far_cell(row: int, column: int) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for i, line in enumerate(ROWS):
            sheet.write_row(i, 0, line)
        sheet.write(row, column, "x")
    return stream.getvalue()


FAR_ROW = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated='
    '"16384" office:value-type="float" office:value="1"/></table:table-row>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", write_far_cell(1_048_575, 16_383)),
        ("a.xlsb", write_xlsb(ROWS, far=(1_000_000, 16_000))),
        ("a.xls", write_xls(ROWS)[:572] + b" " * 12 + write_xls(ROWS)[572:]),
    ],
)
def test_what_asks_for_more_memory_than_there_is_is_one_refusal(
    read: ReadFile, name: str, content: bytes
) -> None:
    assert "far from the table" in find_reason(read(name, content, fields=ALL))


def test_a_row_repeated_to_the_end_of_the_sheet_is_one_refusal(read: ReadFile) -> None:
    assert read("a.ods", write_ods(ROWS, FAR_ROW), fields=ALL).received == 1


def test_a_stray_cell_that_does_no_harm_is_no_fault(read: ReadFile) -> None:
    assert read("a.xlsx", write_far_cell(3_000, 100), fields=ALL).rows.height == 2


def test_a_workbook_whose_checksum_is_wrong_is_one_refusal(read: ReadFile) -> None:
    content = bytearray(write_workbook(A=ROWS))
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at] ^= 0xFF
    assert read("a.xlsx", bytes(content), fields=ALL).received == 1


@pytest.mark.parametrize("form", ["parquet", "sav"])
def test_a_renamed_column_of_a_file_of_columns_is_one_refusal(
    read: ReadFile, tmp_path: Path, form: str
) -> None:
    frame = pl.DataFrame({"ticket_id": ["T1"], "notes": ["x"], "created_at": ["2026-05-04"]})
    stream = io.BytesIO()
    frame.write_parquet(stream)
    content = stream.getvalue() if form == "parquet" else write_spss(tmp_path, frame)
    reading = read(f"a.{form}", content)
    assert list_refusals(reading) == [(None, "text")]
    assert "did you mean 'notes'" in find_reason(reading)


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.json", "JSON Lines"), ("a.xlsx", "CSV"), ("a.sav", "CSV"), ("a.parquet.gz", "unpack")],
)
def test_a_file_that_is_read_whole_has_a_bound(
    read: ReadFile, monkeypatch: pytest.MonkeyPatch, name: str, advice: str
) -> None:
    monkeypatch.setattr(streams, "LARGEST_WHOLE", 1 << 20)
    content = os.urandom(1 << 20) + b"[]"
    reading = read(name, gzip.compress(content) if name.endswith("gz") else content)
    assert "larger than 1 MB" in find_reason(reading)
    assert advice in find_reason(reading)


def test_a_binary_workbook_whose_string_is_nowhere_is_one_refusal(read: ReadFile) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsb([HEADER, [1.0]]))) as parts:
        members = {name: parts.read(name) for name in parts.namelist()}
    sheet = members["xl/worksheets/sheet1.bin"].replace(
        b"\x05\x10", b"\x07\x10"
    )  # a number becomes a string's place
    reading = read("a.xlsb", pack(members | {"xl/worksheets/sheet1.bin": sheet}))
    assert "damaged" in find_reason(reading)
