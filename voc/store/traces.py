"""Which files of a workspace still tell of a person?

Files such as the tool makes are looked into by what they are: text, compressed, packed, a database. Files of
others are searched for the customer's id only, byte by byte.
"""

import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

LEAST_TEXT = 12  # letters and digits of a text below which it would be found everywhere
CHUNK = 1 << 20
GZIP_MARK, ZIP_MARK, SQLITE_MARK = b"\x1f\x8b", b"PK\x03\x04", b"SQLite format 3\0"
ENCODINGS = ("utf-8", "utf-16-le", "cp1252")
OPAQUE = (".parquet", ".pq", ".sav", ".zsav", ".xls", ".xlsb")  # packed in ways that a search does not see


@dataclass(frozen=True)
class Traces:
    """What tells of a person: ids, words that nobody else says, and whole texts."""

    ids: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()  # folded
    texts: frozenset[str] = frozenset()

    def stand_in(self, text: str) -> bool:
        """Tell whether any of it stands in a text, however it is spaced, folded or quoted."""
        folded = _squeeze(text, " ")
        bare = folded.replace(" ", "")
        return (
            not self.words.isdisjoint(folded.split())
            or any(said in bare for said in self._squeezed)
            or any(value in text and find_alone(value).search(text) for value in self.ids)
        )

    @cached_property
    def _squeezed(self) -> list[str]:
        """The texts without spaces and signs, those long enough to be somebody's own."""
        return [said for said in (_squeeze(text, "") for text in self.texts) if len(said) >= LEAST_TEXT]


def find_alone(value: str) -> "re.Pattern[str]":
    """Find a value where it stands alone, not inside a longer word or number."""
    return re.compile(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])")


def _squeeze(text: str, between: str) -> str:
    from voc.text.fold import fold_text

    return between.join(re.findall(r"\w+", fold_text(text)))


def tells_of(path: Path, traces: Traces) -> bool | None:
    """Tell whether a file such as the tool makes holds any of these traces; None: there is no looking in."""
    try:
        texts = list(_read_texts(path.read_bytes(), path))
    except (OSError, EOFError, ValueError, zlib.error, BadZipFile, sqlite3.Error, NotImplementedError):
        return None
    return any(traces.stand_in(text) for text in [path.name, *texts])


def _read_texts(content: bytes, path: Path | None) -> Iterator[str]:
    """Read all text in a file; ValueError where there is no way in."""
    if content.startswith(GZIP_MARK):
        yield from _read_texts(gzip.decompress(content), None)
    elif content.startswith(ZIP_MARK):
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from _read_texts(archive.read(name), None)
    elif content.startswith(SQLITE_MARK) and path is not None:
        yield from _read_rows(path)
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16")
    elif b"\0" in content or content.startswith(b"%PDF"):
        raise ValueError("no text")
    else:
        yield unescape(content.decode("utf-8-sig"))


def _read_rows(path: Path) -> Iterator[str]:
    """Read every value of an SQLite file as text."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as con:
        con.text_factory = lambda value: value.decode("utf-8", "replace")
        tables = con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            quoted = name.replace('"', '""')
            for row in con.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608  a name that SQLite gave
                yield " ".join(_show_cell(value) for value in row if value is not None)


def _show_cell(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def holds_id(path: Path, value: str) -> bool | None:
    """Tell whether a file of somebody else holds a customer's id, standing alone; None: it cannot be told."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head.startswith(GZIP_MARK):
            with gzip.open(path, "rb") as unpacked:
                return _search_stream(unpacked, value)  # type: ignore[arg-type]
        if head.startswith(ZIP_MARK):
            with ZipFile(path) as archive:
                return _search_archive(archive, value)
        if path.suffix.lower() in OPAQUE:
            return None
        with path.open("rb") as file:
            return _search_stream(file, value)
    except (OSError, EOFError, ValueError, zlib.error, BadZipFile, RuntimeError, NotImplementedError):
        return None


def _search_archive(archive: ZipFile, value: str) -> bool | None:
    """Search an archive's files; None where one of them cannot be searched and none has it."""
    names = archive.namelist()
    for name in names:
        with archive.open(name) as member:
            if _search_stream(member, value):  # type: ignore[arg-type]
                return True
    return None if any(Path(name).suffix.lower() in (*OPAQUE, ".zip", ".gz") for name in names) else False


def _search_stream(stream: BinaryIO, value: str) -> bool:
    """Search bytes for a value as the usual encodings write it, with no letter or digit beside it."""
    patterns = [_word_bytes(value, encoding) for encoding in ENCODINGS if _can_write(value, encoding)]
    overlap = 4 * len(value) + 16
    kept = b""
    while chunk := stream.read(CHUNK):
        window = kept + chunk
        if any(pattern.search(window) for pattern in patterns):
            return True
        kept = window[-overlap:]
    return False


def _can_write(value: str, encoding: str) -> bool:
    try:
        value.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _word_bytes(value: str, encoding: str) -> "re.Pattern[bytes]":
    beside = rb"\w\x00" if encoding == "utf-16-le" else rb"[^\W_]"
    return re.compile(b"(?<!" + beside + b")" + re.escape(value.encode(encoding)) + b"(?!" + beside + b")")
