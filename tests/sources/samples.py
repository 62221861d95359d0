"""The same invented rows as every format writes them, and ways to damage what was written."""

import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter
from hypothesis import strategies as st

from tests.sources.books import pack, write_ods, write_xls, write_xlsb

FIELDS = {
    "id": "id",
    "text": "note",
    "occurred_at": "at",
    "customer": "who.id",
    "rating": "nps",
    "language": "lang",
}
ROWS = [
    {"id": 1, "note": 'Dijo "no",\ny colgó; ¿qué más?', "at": "2026-05-04 10:00", "nps": "9", "lang": "es"},
    {"id": 2, "note": "Cobro doble", "at": "05/06/2026", "nps": "mal", "lang": "inglés"},
    {"id": 3, "note": "", "at": "ayer", "nps": "", "lang": ""},
]
CUES = (
    "WEBVTT\n\nNOTE at: 2026-05-04\n\n1\n00:01.000 --> 00:02.000\n<v Cliente>Hola\n\n"
    "2\n00:03.000 --> 00:04.000\nAgente: Ya\n"
)
CALL = {
    "id": "c",
    "at": "2026-05-04",
    "turns": [{"speaker": "customer", "text": "Hola"}, {"speaker": "agent"}],
}
SCRAPS = [
    b'"', b"\n", b"\r\n", b"\x00", b",", b";", b"\\", b"\xff", b'"\n"', b"{", b"}", b"[[", b"\xef\xbb\xbf",
    b"", b"-->", b"<v ", b"\\ud800", b"1e999", b"9" * 20, b"\x1f\x8b", b"PK\x03\x04", b"\xff\xfe",
]  # fmt: skip
FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "xls", "ods", "xlsb", "sav", "vtt", "srt")
BOOKS = {"xls": write_xls, "ods": write_ods, "xlsb": write_xlsb}


@cache
def make_sample(form: str) -> bytes:
    """Write the rows as a system would, in each format."""
    frame = pl.DataFrame(ROWS)
    grid = [tuple(frame.columns), *frame.rows()]
    if form in ("csv", "tsv"):
        return frame.write_csv(separator="," if form == "csv" else "\t").encode()
    if form == "jsonl":
        return "\n".join(map(json.dumps, [*ROWS, CALL])).encode()
    if form == "json":
        return json.dumps({"x": ROWS}).encode()
    if form in BOOKS:
        return BOOKS[form](grid)
    return CUES.encode() if form in ("vtt", "srt") else _write_binary(form, frame)


def _write_binary(form: str, frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    if form == "parquet":
        frame.write_parquet(stream)
    elif form == "xlsx":
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for i, row in enumerate([tuple(frame.columns), *frame.rows()]):
                sheet.write_row(i, 0, row)
    else:
        with tempfile.TemporaryDirectory() as folder:
            pyreadstat.write_sav(frame, f"{folder}/x.sav")
            return Path(f"{folder}/x.sav").read_bytes()
    return stream.getvalue()


@st.composite
def damage(draw: st.DrawFn, sample: bytes) -> bytes:
    """Cut, overwrite, repeat and insert, as disks, transfers and editors do."""
    data = bytearray(sample)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 40)))
        span = bytes(data[at:end])
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from([*SCRAPS, span * 2, span[::-1]])))
        data[at:end] = piece
        if draw(st.integers(0, 9)) == 0:
            del data[draw(st.integers(0, len(data))) :]
    return bytes(data)


@st.composite
def damage_inside(draw: st.DrawFn, sample: bytes) -> bytes:
    """Damage one member of a zip file and pack it again, so that its checksum is right."""
    with zipfile.ZipFile(io.BytesIO(sample)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    name = draw(st.sampled_from(sorted(members)))
    return pack(members | {name: draw(damage(members[name]))})
