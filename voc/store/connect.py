"""Who may open the warehouse, and what is said to those who must wait?

DuckDB lets one process write and then nobody else read. Writers queue at a lock file first, which
the system frees when its holder dies; DuckDB's own lock is then waited for a few seconds.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from voc.errors import BusyError, VocError
from voc.store.questions import CONFIG

PATIENCE_SECONDS = 2.5
FIRST_WAIT_SECONDS = 0.05

_LOCKED = re.compile(r"could not set lock|conflicting lock|different configuration", re.IGNORECASE)
_HOLDER = re.compile(r"PID (\d+)")


def connect_duckdb(
    path: Path, *, read_only: bool, remedy: str, patience: float = PATIENCE_SECONDS
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, waiting a while for whoever holds it; times are UTC.

    Args:
        path: The file; to write, it may be new.
        read_only: Whether others may read it meanwhile.
        remedy: What a person is told to do where the file cannot be opened.
        patience: Seconds.

    Raises:
        BusyError: another process still holds it after `patience` seconds.
        VocError: the file cannot be opened as a DuckDB file.
    """
    deadline = time.monotonic() + patience
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            con = duckdb.connect(str(path), read_only=read_only, config=CONFIG)
            con.execute("SET GLOBAL TimeZone = 'UTC'")
        except duckdb.Error as error:
            if not _LOCKED.search(str(error)):
                raise VocError(f"{path}: damaged, or not a DuckDB file.\n{remedy}") from error
            if time.monotonic() >= deadline:
                raise _word_busy(path, _HOLDER.search(str(error))) from error
            time.sleep(wait)
            wait = min(wait * 2, 0.5)
        else:
            return con


@contextmanager
def hold_writer_lock(folder: Path, *, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Be the only writer of this warehouse for as long as the block lasts.

    May be entered again inside itself in the same process, so that a whole run can hold the lock
    while each of its stages opens the warehouse.

    Raises:
        BusyError: another process is the writer, still after `patience` seconds.
    """
    from filelock import FileLock, Timeout  # not for readers, whose second it would take part of

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "writer.lock", thread_local=False, is_singleton=True)
    holder = folder / "writer.pid"
    try:
        held = lock.acquire(timeout=patience)
    except Timeout as error:
        said = holder.read_text(encoding="utf-8") if holder.is_file() else ""
        raise _word_busy(folder / "voc.duckdb", _HOLDER.search(said)) from error
    with held:
        holder.write_text(f"PID {os.getpid()}\n", encoding="utf-8")
        yield


def _word_busy(path: Path, holder: re.Match[str] | None) -> BusyError:
    who = f"process {holder[1]}" if holder else "another process"
    return BusyError(
        f"{path}: {who} holds the warehouse; it was waited for in vain.\n"
        "Wait until that run has ended, or stop it, and try again; what it had committed is kept."
    )
