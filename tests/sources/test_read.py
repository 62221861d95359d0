"""Whatever bytes a file holds, reading it ends, and its accounts hold."""

import gzip
import io
import json
import tempfile
from functools import cache
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given
from hypothesis import settings as tune
from hypothesis import strategies as st

from tests.sources.conftest import check_reading, make_source
from voc.settings import Settings
from voc.sources.read import list_source_files, read_whole_file

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
SCRAPS = [
    b'"', b"\n", b"\r\n", b"\x00", b",", b";", b"\\", b"\xff", b'"\n"', b"{", b"}", b"[[", b"\xef\xbb\xbf",
    b"", b"-->", b"<v ", b"\\ud800", b"1e999", b"9" * 20,
]  # fmt: skip
CALL = {
    "id": "c",
    "at": "2026-05-04",
    "turns": [{"speaker": "customer", "text": "Hola"}, {"speaker": "agent"}],
}
FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "sav", "vtt", "srt")


@cache
def make_sample(form: str) -> bytes:
    """Write the rows as a system would, in each format."""
    frame = pl.DataFrame(ROWS)
    stream = io.BytesIO()
    if form in ("csv", "tsv"):
        return frame.write_csv(separator="," if form == "csv" else "\t").encode()
    if form in ("json", "jsonl"):
        return (
            "\n".join(map(json.dumps, [*ROWS, CALL])) if form == "jsonl" else json.dumps({"x": ROWS})
        ).encode()
    if form == "parquet":
        frame.write_parquet(stream)
    elif form == "xlsx":
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for i, row in enumerate([tuple(frame.columns), *frame.rows()]):
                sheet.write_row(i, 0, row)
    elif form == "sav":
        with tempfile.TemporaryDirectory() as folder:
            pyreadstat.write_sav(frame, f"{folder}/x.sav")
            return Path(f"{folder}/x.sav").read_bytes()
    else:
        return CUES.encode()
    return stream.getvalue()


def read_bytes(content: bytes, form: str, channel: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_bytes(content)
        place = Settings(Path(folder), "x", "Europe/Madrid", ("es", "en"), "EUR")
        source = make_source(path="file", format=form, channel=channel, fields=FIELDS, rating_scale="nps")
        (file,) = list_source_files(source, place)
        reading = read_whole_file(source, file, place)
        check_reading(reading)
        assert reading.received or form not in ("vtt", "srt")


@st.composite
def damage(draw: st.DrawFn, sample: bytes) -> bytes:
    """Cut, overwrite, repeat and insert, as disks, transfers and editors do."""
    data = bytearray(sample)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 40)))
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from(SCRAPS)))
        data[at:end] = piece
    return bytes(data)


@pytest.mark.parametrize("form", FORMATS)
@tune(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=200), channel=st.sampled_from(["call", "web"]))
def test_any_bytes_are_accounted(form: str, content: bytes, channel: str) -> None:
    read_bytes(content, form, channel)


@pytest.mark.parametrize("form", FORMATS)
@tune(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), channel=st.sampled_from(["call", "web"]), is_gzipped=st.booleans())
def test_a_damaged_file_is_accounted(form: str, data: st.DataObject, channel: str, is_gzipped: bool) -> None:
    sample = make_sample(form)
    content = data.draw(damage(gzip.compress(sample, mtime=0) if is_gzipped else sample))
    read_bytes(content, form, channel)


@pytest.mark.parametrize("form", FORMATS)
def test_an_undamaged_sample_gives_what_it_holds(form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"k.{form}").write_bytes(make_sample(form))
        place = Settings(Path(folder), "x", "Europe/Madrid", ("es", "en"), "EUR")
        source = make_source(path="k.*", fields=FIELDS, rating_scale="nps")
        (file,) = list_source_files(source, place)
        reading = read_whole_file(source, file, place)
        check_reading(reading)
        assert reading.rows.height == (1 if form in ("vtt", "srt") else 2)
