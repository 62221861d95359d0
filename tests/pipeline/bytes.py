"""Search every byte of a workspace for somebody: raw, unpacked, and as the databases read it."""

import gzip
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import duckdb


def find_somebody(root: Path, traces: Iterable[str], *, leave_out: Iterable[str] = ("inbox",)) -> list[str]:
    """List `file: trace` for each trace that stands in a file outside these folders."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).parts[0] not in set(leave_out):
            seen = b"\n".join([path.name.encode(), *read_every_way(path)]).lower()
            found += [
                f"{path.relative_to(root)}: {trace}"
                for trace in traces
                if any(trace.lower().encode(code) in seen for code in ("utf-8", "utf-16-le", "cp1252"))
            ]
    return found


def read_every_way(path: Path) -> Iterator[bytes]:
    """Read a file's bytes, what they unpack to, and every value of a database."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if is_zipfile(path):
        with ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if content.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(path)) as con:
            yield "\n".join(con.iterdump()).encode()
    if content[8:12] == b"DUCK":
        yield from _read_tables(path)


def _read_tables(path: Path) -> Iterator[bytes]:
    with duckdb.connect(str(path), read_only=True) as con:
        for schema, name in con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
            yield str(con.table(f'"{schema}"."{name}"').fetchall()).encode()
