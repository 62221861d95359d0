"""A person's traces are found however a file packs them, and not inside other words and numbers."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from voc.store.traces import Traces, holds_id, tells_of

TRACES = Traces(
    frozenset(["c0123456789abcdef", "tk-44"]), frozenset(["zarzaparrilla"]), frozenset(["No llega, otra vez"])
)
TELLING = [
    "un id: c0123456789abcdef.",
    'a;"tk-44";b',
    "La ZARZAPARRILLÁ gotea",
    "no llega\n  otra\tvez &amp; más",
    "NO LLEGA OTRA VEZ",
]
SILENT = ["tk-441", "xtk-44", "zarzaparrillas", "no llega otra", ""]


@pytest.mark.parametrize("text", TELLING)
@pytest.mark.parametrize("pack", ["plain", "utf-16", "gzip", "zip", "sqlite"])
def test_a_trace_is_found_however_it_is_packed(text: str, pack: str, tmp_path: Path) -> None:
    assert tells_of(write_packed(tmp_path / "f", text, pack), TRACES) is True


@pytest.mark.parametrize("text", SILENT)
def test_what_only_resembles_a_trace_is_none(text: str, tmp_path: Path) -> None:
    assert tells_of(write_packed(tmp_path / "f", text, "plain"), TRACES) is False


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x1f\x8bbroken", b"PK\x03\x04broken", b"a\0b", b"\xff\xfaz"]
)
def test_what_cannot_be_looked_into_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(content)
    assert tells_of(tmp_path / "f", TRACES) is None


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(("text", "is_there"), [("a;ñ-77;b", True), ('"ñ-77"', True), (" ñ-77\n", True),
                                                ("ñ-770", False), ("añ-77x", False)])  # fmt: skip
def test_an_id_is_found_where_it_stands_alone(
    encoding: str, text: str, is_there: bool, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_bytes(text.encode(encoding))
    assert holds_id(tmp_path / "f.csv", "ñ-77") is is_there


def test_an_id_is_found_across_the_border_of_two_chunks(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(b" " * ((1 << 20) - 3) + b"K-1234 ")
    assert holds_id(tmp_path / "f.csv", "K-1234") is True
    (tmp_path / "f.csv.gz").write_bytes(gzip.compress((tmp_path / "f.csv").read_bytes()))
    assert holds_id(tmp_path / "f.csv.gz", "K-1234") is True


def test_where_a_search_of_bytes_sees_nothing_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "f.parquet").write_bytes(b"PAR1")
    assert holds_id(tmp_path / "f.parquet", "K-1234") is None
    with ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("inner.zip", b"?")
    assert holds_id(tmp_path / "f.zip", "K-1234") is None


def write_packed(path: Path, text: str, pack: str) -> Path:
    if pack == "sqlite":
        with closing(sqlite3.connect(path)) as con:
            con.execute('CREATE TABLE "odd ""name" (a, b)')
            con.execute('INSERT INTO "odd ""name" VALUES (1, ?)', [text])
            con.commit()
    elif pack == "zip":
        with ZipFile(path, "w") as archive:
            archive.writestr("inner/x.txt", text)
    else:
        content = text.encode("utf-16" if pack == "utf-16" else "utf-8")
        path.write_bytes(gzip.compress(content) if pack == "gzip" else content)
    return path
