"""A large file comes in parts: what they hold together is what the file holds read at once."""

import gzip
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from tests.sources.books import pack, write_ods, write_xls
from tests.sources.conftest import check_reading, find_reason, list_refusals, make_source, pick
from voc.settings import Settings
from voc.sources import rowset
from voc.sources.read import Reading, list_source_files, read_source_file, read_whole_file

Put = Callable[[str, bytes | str], Path]
FIELDS = {"id": "id", "text": "note", "occurred_at": "at", "rating": "nps", "product": "product"}
NAMES = ("id", "note", "at", "nps")
ROWS = [
    (
        f"T{i}" if i % 7 else None,
        f'dijo "no",\nel cliente {i}; ¿sí?',
        f"{i % 9 + 1:02d}/0{i % 6 + 1}/2026 10:00" if i < 60 else "25/06/2026",
        i if i % 5 else "mal",
    )
    for i in range(1, 64)
]


def write_csv(encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    lines = [
        delimiter.join('"{}"'.format("" if c is None else str(c).replace('"', '""')) for c in r) for r in ROWS
    ]
    broken = delimiter.join(["TX", "una", "de", "más", "y", "otra"])
    return "\n".join([delimiter.join(NAMES), *lines[:30], broken, *lines[30:]]).encode(encoding)


def write_lines() -> str:
    lines = [json.dumps(dict(zip(NAMES, row, strict=True))) for row in ROWS]
    return "\n".join([*lines[:30], "{", *lines[30:]])


def write_columns(form: str, folder: Path) -> bytes:
    frame = pl.DataFrame(
        [tuple(str(c) if c is not None else None for c in row) for row in ROWS], NAMES, orient="row"
    )
    if form == "sav":
        pyreadstat.write_sav(frame, str(folder / "x.sav"))
        return (folder / "x.sav").read_bytes()
    stream = io.BytesIO()
    frame.write_parquet(stream, row_group_size=20)
    return stream.getvalue()


def write_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([NAMES, *ROWS]):
            sheet.write_row(i, 0, row)
    return stream.getvalue()


def write_calls() -> str:
    turns = [{"speaker": "customer", "text": "Hola"}, {"speaker": "agent", "text": "Ya"}]
    return "\n".join(
        json.dumps({"id": f"k{i}", "at": "2026-05-04", "turns": turns if i % 5 else []}) for i in range(63)
    )


@cache
def list_samples() -> dict[str, bytes | str]:
    grid = [NAMES, *ROWS]
    return {
        "a.csv": write_csv(),
        "b.csv": write_csv("cp1252", ";"),
        "c.tsv": write_csv("utf-16", "\t"),
        "d.csv.gz": gzip.compress(write_csv("utf-8-sig")),
        "e.zip": pack({"e.csv": write_csv()}),
        "f.jsonl": write_lines(),
        "g.json": json.dumps({"tickets": [dict(zip(NAMES, row, strict=True)) for row in ROWS]}),
        "h.json": write_lines(),
        "i.xlsx": write_xlsx(),
        "j.ods": write_ods(grid),
        "k.xls": write_xls(grid),
    }


def read_parts(settings: Settings, part_rows: int, **changes: Any) -> list[Reading]:
    source = make_source(**{"fields": FIELDS, "rating_scale": "nps"} | changes)
    (file,) = list_source_files(source, settings)
    return list(read_source_file(source, file, settings, part_rows=part_rows))


def check_parts(settings: Settings, part_rows: int, **changes: Any) -> list[Reading]:
    """Read in parts and whole, and find both the same."""
    parts = read_parts(settings, part_rows, **changes)
    (whole,) = read_parts(settings, 1_000, **changes)
    for part in parts:
        check_reading(part)
        assert part.received <= part_rows
    assert sum(part.received for part in parts) == whole.received
    assert pl.concat([part.rows for part in parts]).equals(whole.rows)
    assert pl.concat([part.refused for part in parts]).equals(whole.refused)
    assert sorted(note for part in parts for note in part.notes) == sorted(whole.notes)
    positions = [
        row for part in parts for row in sorted(part.rows["row"].to_list() + part.refused["row"].to_list())
    ]
    assert positions == list(range(1, whole.received + 1))
    assert [bool(part.columns) for part in parts] == [True] + [False] * (len(parts) - 1)
    assert parts[0].columns == whole.columns
    shares = [part.share_done for part in parts]
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1.0
    return parts


@pytest.mark.parametrize("part_rows", [1, 7, 63, 64])
@pytest.mark.parametrize("name", list_samples())
def test_the_parts_of_any_file_are_the_whole(settings: Settings, put: Put, name: str, part_rows: int) -> None:
    put(f"inbox/{name}", list_samples()[name])
    parts = check_parts(settings, part_rows)
    assert sum(part.rows.height for part in parts) == 54
    assert any("product" in note for note in parts[0].notes)
    assert any("not numbers" in note for note in parts[-1].notes)


@pytest.mark.parametrize("form", ["parquet", "sav"])
def test_the_parts_of_a_file_of_columns_are_the_whole(
    settings: Settings, put: Put, tmp_path: Path, form: str
) -> None:
    put(f"inbox/a.{form}", write_columns(form, tmp_path))
    assert len(check_parts(settings, 7)) == 9


@pytest.mark.parametrize("metadata", [None, "index.csv"])
def test_the_parts_of_a_file_of_calls_are_the_whole(
    settings: Settings, put: Put, metadata: str | None
) -> None:
    put("inbox/a.jsonl", write_calls())
    put("index.csv", "id,at,product\nk3,2026-05-09,Fibra\n")
    fields = {"id": "id", "occurred_at": "at", "product": "product"}
    parts = check_parts(settings, 62, channel="call", fields=fields, metadata=metadata)
    assert sum(part.rows.height for part in parts) == 50
    assert pick(parts[0], "product")[2] == ("Fibra" if metadata else None)
    assert pick(parts[1], "source_id") == ["k62"]


def test_the_whole_file_tells_the_day_from_the_month(settings: Settings, put: Put) -> None:
    rows = "".join(f"T{i},x,0{i % 8 + 1}/05/2026\n" for i in range(40)) + "T40,x,05/25/2026\n"
    put("inbox/a.csv", "id,note,at\n" + rows)
    parts = read_parts(settings, 10)
    assert {at.month for part in parts for at in pick(part, "occurred_at")} <= set(range(1, 9))
    assert parts[0].rows["occurred_at"].dt.month().n_unique() == 8
    assert not any("the day" in note for part in parts for note in part.notes)


def test_that_no_date_tells_is_said_once(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", "id,note,at\n" + "".join(f"T{i},x,01/05/2026\n" for i in range(40)))
    notes = [note for part in read_parts(settings, 10) for note in part.notes if "the day" in note]
    assert len(notes) == 1


def test_a_path_that_only_a_late_record_has_is_there(settings: Settings, put: Put) -> None:
    early = [json.dumps({"id": i, "note": "x", "at": "2026-05-04"}) for i in range(20)]
    put(
        "inbox/a.jsonl",
        "\n".join([*early, json.dumps({"id": 20, "note": "y", "at": "2026-05-04", "nps": 3})]),
    )
    parts = read_parts(settings, 5)
    assert [note for part in parts for note in part.notes] == ["no column 'product' (product); left empty"]
    assert pick(parts[-1], "rating") == [3.0]


def test_an_optional_column_that_was_renamed_is_noted_with_the_nearest(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", "id,note,at,producto,nps\n1,x,2026-05-04,Fibra,3\n")
    (part,) = read_parts(settings, 5)
    assert "no column 'product' (product); left empty; did you mean 'producto'?" in part.notes


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_a_file_that_is_damaged_at_its_end_gives_no_part(settings: Settings, put: Put, name: str) -> None:
    content = write_csv() if "csv" in name else write_lines().encode()
    put(f"inbox/{name}", gzip.compress(content)[:-6])
    (reading,) = read_parts(settings, 5)
    assert (reading.received, list_refusals(reading)) == (1, [(None, None)])
    assert "gzip" in find_reason(reading)


def test_a_parquet_file_that_is_damaged_at_its_end_gives_no_part(
    settings: Settings, put: Put, tmp_path: Path
) -> None:
    content = bytearray(write_columns("parquet", tmp_path))
    frame = pl.read_parquet(io.BytesIO(content))
    stream = io.BytesIO()
    frame.write_parquet(stream, row_group_size=20, compression="uncompressed", statistics=False)
    content = bytearray(stream.getvalue())
    at = content.index(b"el cliente 62")
    content[at - 30 : at] = b"\xff" * 30
    put("inbox/a.parquet", bytes(content))
    readings = read_parts(settings, 5)
    assert [reading.received for reading in readings] == [1]


def test_a_renamed_path_of_json_lines_gives_no_part(settings: Settings, put: Put) -> None:
    put("inbox/a.jsonl", write_lines().replace('"note"', '"notes"'))
    (reading,) = read_parts(settings, 5)
    assert list_refusals(reading) == [(None, "text")]
    assert "did you mean 'notes'" in find_reason(reading)


def test_a_part_of_long_texts_ends_earlier(
    settings: Settings, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("inbox/a.csv", write_csv())
    (whole,) = read_parts(settings, 1_000)
    monkeypatch.setattr(rowset, "PART_CHARS", 300)
    parts = read_parts(settings, 1_000)
    assert len(parts) > 10
    assert pl.concat([part.rows for part in parts]).equals(whole.rows)


def test_a_table_without_rows_is_one_empty_part(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", "id,note,at\n")
    (reading,) = read_parts(settings, 5)
    assert (reading.received, reading.columns) == (0, ("id", "note", "at"))


def test_a_refused_file_is_one_part(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", "nada\n")
    (reading,) = read_parts(settings, 5)
    assert (reading.received, reading.share_done) == (1, 1.0)


def test_read_at_once_is_read_in_parts_and_joined(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", write_csv())
    source = make_source(fields=FIELDS)
    (file,) = list_source_files(source, settings)
    whole = read_whole_file(source, file, settings)
    assert whole.received == sum(part.received for part in read_parts(settings, 9)) == 64
