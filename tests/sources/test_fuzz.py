"""Whatever bytes a file holds, reading it ends, and its accounts hold."""

import gzip
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tune
from hypothesis import strategies as st

from tests.sources.books import pack
from tests.sources.conftest import check_reading, make_source
from tests.sources.samples import FIELDS, FORMATS, damage, damage_inside, make_sample
from voc.settings import Settings
from voc.sources.read import PART_ROWS, Reading, list_source_files, read_source_file

PATIENCE = 30  # seconds, on a machine that does other things too
BOOK_FORMATS = ("xlsx", "xls", "ods", "xlsb")  # read by another process: fewer of them in the same time
PACKINGS = st.sampled_from(["", ".gz", ".zip"])
CHANNELS = st.sampled_from(["call", "web"])
SESSION = tune(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
HEADER = "id,note,at\n"


def read_bytes(content: bytes, name: str, channel: str = "web", part_rows: int = 2) -> int:
    """Read a file in parts, and check all that must hold of them; give the rows received."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        place = Settings(Path(folder), "x", "Europe/Madrid", ("es", "en"), "EUR")
        source = make_source(path=name, channel=channel, fields=FIELDS, rating_scale="nps")
        files = list_source_files(source, place)
        return sum(check_parts(read_source_file(source, f, place, part_rows=part_rows)) for f in files)


def check_parts(readings: Iterator[Reading]) -> int:
    positions: list[int] = []
    received = 0
    for reading in readings:
        check_reading(reading)
        received += reading.received
        stand = sorted(row for frame in (reading.rows, reading.refused) for row in frame["row"] if row)
        positions += stand
    assert positions == sorted(set(positions))
    return received


@pytest.mark.parametrize("form", FORMATS)
@tune(SESSION, max_examples=15)
@given(content=st.binary(max_size=200), channel=CHANNELS)
def test_any_bytes_are_accounted(form: str, content: bytes, channel: str) -> None:
    assert read_bytes(content, f"a.{form}", channel) or form not in ("vtt", "srt")


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in BOOK_FORMATS])
@tune(SESSION, max_examples=40)
@given(data=st.data(), channel=CHANNELS, pack_as=PACKINGS)
def test_a_damaged_file_is_accounted(form: str, data: st.DataObject, channel: str, pack_as: str) -> None:
    check_damaged(form, data, channel, pack_as)


@pytest.mark.parametrize("form", BOOK_FORMATS)
@tune(SESSION, max_examples=6)
@given(data=st.data(), pack_as=PACKINGS)
def test_a_damaged_workbook_is_accounted(form: str, data: st.DataObject, pack_as: str) -> None:
    check_damaged(form, data, "web", pack_as)


def check_damaged(form: str, data: st.DataObject, channel: str, pack_as: str) -> None:
    sample = make_sample(form)
    if pack_as == ".gz":
        sample = gzip.compress(sample, mtime=0)
    elif pack_as == ".zip":
        sample = pack({f"a.{form}": sample})
    read_bytes(data.draw(damage(sample)), f"a.{form}{pack_as}", channel)


@pytest.mark.parametrize("form", ["xlsx", "ods", "xlsb"])
@tune(SESSION, max_examples=6)
@given(data=st.data())
def test_a_workbook_that_is_damaged_inside_is_accounted(form: str, data: st.DataObject) -> None:
    read_bytes(data.draw(damage_inside(make_sample(form))), f"a.{form}")


@pytest.mark.parametrize("form", FORMATS)
def test_an_undamaged_sample_gives_what_it_holds(form: str) -> None:
    expected = {"vtt": 1, "srt": 1, "jsonl": 4}
    assert read_bytes(make_sample(form), f"k.{form}") == expected.get(form, 3)


def nest(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


def write_record(**changes: object) -> str:
    return json.dumps({"id": "1", "note": "x", "at": "2026-05-04"} | changes)


HUGE = 10**400
DIGITS = "9" * 100_000
LONG = "x" * 20_000_000
HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "deep.jsonl": lambda: write_record() + "\n" + nest(900) + "\n" + nest(50_000) + "\n" + write_record(id=2),
    "deep.json": lambda: '{"tickets": [' + nest(900) + "]}",
    "deeper.json": lambda: "[" * 1_000_000,
    "deep_text.jsonl": lambda: write_record(note=0).replace(": 0", ": " + "[" * 900 + '"x"' + "]" * 900),
    "huge.jsonl": lambda: write_record(id=HUGE, at=HUGE, nps=HUGE) + "\n" + write_record(at=-HUGE),
    "huger.jsonl": lambda: (
        '{"id": ' + "9" * 9_999 + "}\n" + write_record(nps="9" * 100_000, at="9" * 100_000)
    ),
    "infinite.jsonl": lambda: (
        write_record(id=float("inf"), at=float("nan"), nps=1e308) + "\n" + write_record()
    ),
    "surrogates.jsonl": lambda: '{"id": "\\ud800", "note": "\\udc00\\ud800", "at": "\\ud83d", "\\ud800": 1}',
    "keys.jsonl": lambda: (json.dumps({f"k{i}": i for i in range(10_000)}) + "\n") * 20,
    "columns.csv": lambda: (",".join(f"c{i}" for i in range(10_000)) + "\n") * 50,
    "nul.csv": lambda: bytes(5_000_000),
    "nul_rows.csv": lambda: HEADER + "1,\x00\x00,2026-05-04\n" * 10_000,
    "field.csv": lambda: HEADER + f'1,"{LONG}",2026-05-04\n2,x,2026-05-04\n',
    "lines_in_field.csv": lambda: (
        HEADER + '1,"' + "una línea más, y otra\n" * 800_000 + '",2026-05-04\n2,x,2026-05-04\n'
    ),
    "plain_field.csv": lambda: HEADER + f"1,{LONG},2026-05-04\n2,x,2026-05-04\n",
    "field.jsonl": lambda: write_record(note=LONG) + "\n" + write_record(id=2),
    "line.csv": lambda: b"x" * 70_000_000,
    "line.jsonl": lambda: write_record() + "\n" + "x" * 70_000_000 + "\n" + write_record(),
    "never_closed.csv": lambda: HEADER + '1,"abierta,2026-05-04\n' + "2,bien,2026-05-04\n" * 100_000,
    "each_open.csv": lambda: HEADER + '1,"abierta,2026-05-04\n' * 20_000,
    "each_open_and_doubled.csv": lambda: HEADER + '1,"""abierta"",2026-05-04\n' * 20_000,
    "quotes.csv": lambda: '"' * 2_000_000,
    "quoted_lines.csv": lambda: '"\n' * 500_000,
    "delimiters.csv": lambda: "," * 2_000_000,
    "blank_lines.csv": lambda: "\n" * 3_000_000,
    "blank_end.csv": lambda: HEADER + '1,"cortada,2026-05-04' + "\r\n" * 1_000_000,
    "old_mac.csv": lambda: (HEADER + "1,x,2026-05-04\n" * 50_000).replace("\n", "\r"),
    "odd.csv": lambda: (HEADER + "1,ñ,2026-05-04\n").encode("utf-16")[:-1],
    "half.csv": lambda: HEADER.encode("utf-16-le") + b"\x00\xd8\x00\xd8" * 1_000,
    "sep.csv": lambda: "sep=\n" * 3,
    "one_column.csv": lambda: "id\n" * 1_000,
    "brackets.jsonl": lambda: "[\n" * 200_000,
    "empty_objects.jsonl": lambda: "{}\n" * 100_000,
    "times.vtt": lambda: "00:01.000 --> 00:02.000\n" * 100_000,
    "voices.vtt": lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 300_000,
    "archive_of_nothing.zip": lambda: pack({f"{i}.csv": "" for i in range(600)}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_exhaust_a_reader_is_accounted_in_time(name: str) -> None:
    made = HOSTILE[name]()
    content = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
    start = perf_counter()
    read_bytes(content, name, part_rows=PART_ROWS)
    assert perf_counter() - start < PATIENCE


def test_overlapping_members_of_an_archive_are_refused_by_what_they_promise() -> None:
    content = bytearray(pack({"a.csv": HEADER}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = b"\xfe\xff\xff\xff"  # four gigabytes from a hundred bytes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(content)
        assert zipfile.is_zipfile(path)
    assert read_bytes(bytes(content), "a.zip") == 1
