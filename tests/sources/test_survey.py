import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from tests.sources.books import pack, write_ods, write_xls
from voc.errors import SourceError
from voc.sources.survey import Survey, survey_columns

Put = Callable[[str, bytes | str], Path]
ROWS = [("id", "nota", "nps"), *((f"T{i}", "hola; adiós" if i % 4 else None, str(i % 3)) for i in range(60))]
OBJECTS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def write_parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(ROWS[1:], ROWS[0], orient="row").write_parquet(stream)
    return stream.getvalue()


def write_csv(delimiter: str, encoding: str, title: str = "") -> bytes:
    lines = [delimiter.join(f'"{cell or ""}"' for cell in row) for row in ROWS]
    return (title + "\n".join(lines)).encode(encoding)


def check_survey(survey: Survey) -> None:
    assert survey.row_count == 60
    assert [column.name for column in survey.columns] == ["id", "nota", "nps"]
    ids, notes, nps = survey.columns
    assert (len(ids.samples), ids.samples[:2]) == (50, ("T0", "T1"))
    assert (notes.samples, notes.filled_share) == (("hola; adiós",), 0.75)
    assert nps.samples == ("0", "1", "2")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", write_csv(",", "utf-8")),
        ("b.csv", write_csv(";", "cp1252", "Informe de mayo\n\n")),
        ("c.tsv", write_csv("\t", "utf-16")),
        ("d.csv", write_csv("^", "utf-8-sig")),
        ("e.xls", write_xls(ROWS)),
        ("f.ods", write_ods(ROWS)),
        ("g.parquet", write_parquet()),
        ("h.zip", pack({"x/a.csv": write_csv(",", "utf-8")})),
        ("i.jsonl", "\n".join(json.dumps(dict(zip(ROWS[0], row, strict=True))) for row in ROWS[1:])),
        (
            "j.json",
            json.dumps({"a": [{}], "data": [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]}),
        ),
    ],
)
def test_the_columns_of_any_table_are_surveyed(put: Put, name: str, content: bytes | str) -> None:
    check_survey(survey_columns(put(name, content)))


def test_an_spss_file_is_surveyed(tmp_path: Path) -> None:
    frame = pl.DataFrame([tuple(cell or "" for cell in row) for row in ROWS[1:]], ROWS[0], orient="row")
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"))
    check_survey(survey_columns(tmp_path / "a.sav"))


def test_paths_of_json_lead_into_its_objects(put: Put) -> None:
    path = put("a.jsonl", '{"who": {"id": 7}, "tags": ["a", "b"]}\n{"who": {"id": 8, "x": null}}\n')
    found = {column.name: (column.samples, column.filled_share) for column in survey_columns(path).columns}
    assert found == {"who.id": (("7", "8"), 1.0), "tags": (("a\nb",), 0.5), "who.x": ((), 0.0)}


def test_of_a_large_file_only_the_beginning_is_looked_at(put: Put) -> None:
    path = put("a.csv", "id,nota\n" + "".join(f"T{i},{'x' * 300}\n" for i in range(20_000)))
    assert survey_columns(path).row_count == 1_000


def test_one_column_of_texts_is_one_column(put: Put) -> None:
    path = put("a.csv", "texto\n" + "".join(f"La fibra (van {i}) se corta\n" for i in range(9)))
    assert [column.name for column in survey_columns(path).columns] == ["texto"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"PK\x03\x04"),
        ("a.json", "{"),
        ("a.xlsx", b"x"),
        ("a.dat", "x"),
        ("a.zip", b"x"),
        ("a.pdf", b"%PDF"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_why(put: Put, name: str, content: bytes | str) -> None:
    with pytest.raises(SourceError):
        survey_columns(put(name, content))


@pytest.mark.parametrize(("name", "rows"), [("a.csv", 0), ("a.xlsx", 0), ("a.vtt", 1)])
def test_nothing_has_no_columns(put: Put, name: str, rows: int) -> None:
    survey = survey_columns(put(name, b""))
    assert (survey.row_count, survey.columns) == (rows, ())
