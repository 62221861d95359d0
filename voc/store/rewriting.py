"""How does a DuckDB file lose what was deleted from it, or the form in which it lies?

Deleted rows stay in a file's free blocks and in its log. So all that it holds now is copied into a new file
aside, which then takes its place: killed anywhere, either the old file or the new one is there, whole.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from voc.errors import VocError
from voc.store.connect import ATTACHED, attach_database, connect_duckdb
from voc.store.encryption import Encryption
from voc.store.questions import load_encryption


def rewrite_database(path: Path, encryption: Encryption, *, remedy: str, patience: float) -> None:
    """Write what a file holds into a new one in its place, lying as wanted; its log and spills go too.

    Whoever calls this holds the writer lock. Readers that have the old file open keep it until they close it.

    Raises:
        BusyError: another process holds the file.
        SettingsError: it is encrypted, and there is no key, or another one.
        VocError: it is damaged, or the copy is not whole; the old file stays.
    """
    aside = path.with_name(f".{path.name}.rewritten")
    sweep_leftovers(path)
    with connect_duckdb(
        path, read_only=False, remedy=remedy, encryption=encryption, patience=patience
    ) as con:
        if encryption.is_wanted:
            load_encryption(con)
        attach_database(con, aside, "fresh", key=encryption.key if encryption.is_wanted else None)
        con.execute(f"COPY FROM DATABASE {ATTACHED} TO fresh")
        is_whole = _count_rows(con, ATTACHED) == _count_rows(con, "fresh")
        con.execute("DETACH fresh")  # its log is written into it
        con.execute("CHECKPOINT")
    if not is_whole:
        sweep_leftovers(path)
        raise VocError(f"{path}: a copy of it came out incomplete; nothing was changed.\n{remedy}")
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)  # the new file has no part in it
    sync_path(aside)
    aside.replace(path)
    sync_path(path.parent)


def sweep_leftovers(path: Path) -> None:
    """Remove what killed runs left beside a DuckDB file: copies that were not finished, and spills."""
    for left in (*path.parent.glob(f".{path.name}.rewritten*"), path.with_name(f"{path.name}.tmp")):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def _count_rows(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Count the rows of each table of an attached database."""
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = ?", [database]
    ).fetchall()
    counts = {}
    for (name,) in found:
        row = con.table(f"{database}.{name}").count("*").fetchone()
        counts[name] = row[0] if row else 0
    return counts


def sync_path(path: Path) -> None:
    """Make sure that a file or folder is on the disk before anything names it."""
    with _open_descriptor(path) as descriptor:
        os.fsync(descriptor)


@contextmanager
def _open_descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
