import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.books import pack, write_ods
from tests.sources.conftest import check_reading, find_reason, list_refusals, make_source, pick, read_one
from voc.settings import Settings
from voc.sources import archives, streams
from voc.sources.read import Reading, list_source_files, read_whole_file

Put = Callable[[str, bytes | str], Path]
ROWS = "ticket_id,note,created_at\nT1,uno,2026-05-04\n"
CALL = "WEBVTT\n\nNOTE occurred_at: 2026-05-04 10:00\n\n00:01.000 --> 00:02.000\n<v Cliente>Hola\n"


def read_all(settings: Settings, **changes: object) -> dict[str, Reading]:
    source = make_source(**changes)
    found = {f.label: read_whole_file(source, f, settings) for f in list_source_files(source, settings)}
    for reading in found.values():
        check_reading(reading)
    return found


def test_a_zip_archive_is_a_folder_of_files(settings: Settings, put: Put) -> None:
    put("inbox/a.zip", pack({"x/b.csv": ROWS.replace("T1", "T2"), "a.csv.gz": gzip.compress(ROWS.encode())}))
    found = read_all(settings)
    assert [(label, pick(r, "source_id")) for label, r in found.items()] == [
        ("inbox/a.zip/a.csv.gz", ["T1"]),
        ("inbox/a.zip/x/b.csv", ["T2"]),
    ]


def test_a_call_in_an_archive_goes_by_its_own_name(settings: Settings, put: Put) -> None:
    put("inbox/a.zip", pack({"calls/k7.vtt": CALL}))
    (reading,) = read_all(settings, channel="call").values()
    assert pick(reading, "source_id") == ["k7"]


def test_the_same_file_in_an_archive_and_out_of_it_is_one(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", ROWS)
    put("inbox/b.zip", pack({"other name.csv": ROWS}))
    one, two = list_source_files(make_source(), settings)
    assert one.digest == two.digest


def test_hidden_files_folders_and_resource_forks_are_none(settings: Settings, put: Put) -> None:
    members = {"__MACOSX/._a.csv": "x", ".DS_Store": "x", "x/.hidden/a.csv": ROWS, "x/": "", "~$a.csv": "x"}
    put("inbox/a.zip", pack(members | {"a.csv": ROWS}))
    assert list(read_all(settings)) == ["inbox/a.zip/a.csv"]


@pytest.mark.parametrize("name", ["../../a.csv", "/etc/a.csv", "..\\..\\a.csv", "x/./../a.csv"])
def test_a_members_name_leads_nowhere(settings: Settings, put: Put, name: str) -> None:
    put("inbox/a.zip", pack({name: ROWS}))
    (label,) = read_all(settings)
    assert label.startswith("inbox/a.zip/")
    assert ".." not in label
    assert {path.name for path in settings.root.rglob("*")} == {"inbox", "a.zip"}


def test_two_members_of_one_name_are_two_files(settings: Settings, put: Put) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("a.csv", ROWS)
        with pytest.warns(UserWarning, match="Duplicate"):
            book.writestr("a.csv", ROWS.replace("T1", "T2"))
    put("inbox/a.zip", stream.getvalue())
    source = make_source()
    files = list_source_files(source, settings)
    assert [pick(read_whole_file(source, file, settings), "source_id") for file in files] == [["T1"], ["T2"]]


def test_workbooks_are_not_unpacked(settings: Settings, put: Put) -> None:
    put("inbox/a.ods", write_ods([["ticket_id", "note", "created_at"], ["T1", "uno", "2026-05-04"]]))
    assert [pick(reading, "source_id") for reading in read_all(settings).values()] == [["T1"]]


def test_an_archive_inside_an_archive_is_one_refusal_and_the_others_go_on(
    settings: Settings, put: Put
) -> None:
    put("inbox/a.zip", pack({"a.csv": ROWS, "b.zip": pack({"c.csv": ROWS})}))
    good, bad = read_all(settings).values()
    assert good.rows.height == 1
    assert "zip archive inside" in find_reason(bad)


def encrypt(content: bytes) -> bytes:
    """Set the flag that says a member is encrypted, in its header and in the directory."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def test_an_encrypted_member_is_one_refusal_until_it_comes_without_a_password(
    settings: Settings, put: Put
) -> None:
    put("inbox/a.zip", encrypt(pack({"a.csv": ROWS})))
    source = make_source()
    (locked,) = list_source_files(source, settings)
    assert "password" in find_reason(read_whole_file(source, locked, settings))
    put("inbox/a.zip", pack({"a.csv": ROWS, "b.csv": ROWS + "\n"}))
    assert locked.digest not in {file.digest for file in list_source_files(source, settings)}


@pytest.mark.parametrize(
    "content",
    [b"", b"nada", pack({"a.csv": ROWS})[:-30], b"PK\x03\x04" + b"x" * 99, b"PK\x05\x06" + b"\xff" * 18],
)
def test_what_is_no_archive_is_one_refusal(settings: Settings, put: Put, content: bytes) -> None:
    put("inbox/a.zip", content)
    reading = read_one(make_source(), settings)
    assert (reading.received, list_refusals(reading)) == (1, [(None, None)])
    assert "zip" in find_reason(reading)


def test_a_member_with_a_wrong_checksum_is_one_refusal(settings: Settings, put: Put) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as book:
        book.writestr("a.csv", ROWS)
    put("inbox/a.zip", stream.getvalue().replace(b"uno", b"dos", 1))
    assert "corrupt" in find_reason(read_one(make_source(), settings))


def test_an_archive_with_too_many_files_is_one_refusal(
    settings: Settings, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("inbox/a.zip", pack({f"{i}.csv": ROWS for i in range(4)}))
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert "at most 3" in find_reason(read_one(make_source(), settings))


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("a.zip", lambda data: pack({"a.csv": data})),
        ("a.csv.gz", gzip.compress),
        ("b.zip", lambda data: pack({"a.csv.gz": gzip.compress(data)})),
        ("a.json.gz", gzip.compress),
        ("a.parquet.gz", gzip.compress),
        ("a.xlsx", lambda data: pack({"xl/worksheets/sheet1.xml": data})),
    ],
)
def test_a_bomb_is_one_refusal_before_it_is_unpacked(
    settings: Settings, put: Put, monkeypatch: pytest.MonkeyPatch, name: str, wrap: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(streams, "BOMB_FLOOR", 1 << 20)
    put(f"inbox/{name}", wrap(ROWS.encode() + bytes(40 << 20)))
    assert "times its size" in find_reason(read_one(make_source(), settings))
