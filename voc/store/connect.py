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
from voc.store.encryption import PLAIN, Encryption, choose_key, word_wrong_key
from voc.store.questions import CONFIG, load_encryption

PATIENCE_SECONDS = 2.5
FIRST_WAIT_SECONDS = 0.05
ATTACHED = "voc"  # a file's name inside its connection

_LOCKED = re.compile(
    r"could not set lock|conflicting lock|different configuration|unique file handle conflict", re.IGNORECASE
)
_WRONG_KEY = re.compile(r"wrong encryption key", re.IGNORECASE)
_HOLDER = re.compile(r"PID (\d+)")


def connect_duckdb(
    path: Path,
    *,
    read_only: bool,
    remedy: str,
    encryption: Encryption = PLAIN,
    patience: float = PATIENCE_SECONDS,
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, waiting a while for whoever holds it; times are UTC.

    The file is attached to a database in memory, since only so can it be encrypted; its tables are found
    by their bare names. A connection's cursor is another connection: see `open_cursor`.

    Args:
        path: The file; to write, it may be new.
        read_only: Whether others may read it meanwhile.
        remedy: What a person is told to do where the file cannot be opened.
        encryption: How a new file is to lie, and the key; an existing one is opened as it lies.
        patience: Seconds.

    Raises:
        BusyError: another process still holds it after `patience` seconds.
        SettingsError: it is encrypted, and there is no key, or another one.
        VocError: the file cannot be opened as a DuckDB file.
    """
    key = choose_key(path, encryption)
    deadline = time.monotonic() + patience
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            return _attach_file(path, read_only, key)
        except duckdb.Error as error:
            if _WRONG_KEY.search(str(error)):
                raise word_wrong_key(path) from None
            if not _LOCKED.search(str(error)):
                raise VocError(f"{path}: damaged, or not a DuckDB file.\n{remedy}") from error
            if time.monotonic() >= deadline:
                raise _word_busy(path, _HOLDER.search(str(error))) from error
            time.sleep(wait)
            wait = min(wait * 2, 0.5)


def open_cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Open another connection to the file that this one has open, for another thread."""
    cursor = con.cursor()
    cursor.execute(f"USE {ATTACHED}")
    return cursor


def attach_database(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, *, key: str | None, read_only: bool = False
) -> None:
    """Attach a file to a connection under a name; the key is bound as a value and stands in no statement."""
    con.execute("SET VARIABLE attach_key = ?", [key])
    options = [
        *(["READ_ONLY"] if read_only else []),
        *(["ENCRYPTION_KEY getvariable('attach_key')"] if key else []),
    ]
    told = f" ({', '.join(options)})" if options else ""
    quoted = str(path).replace("'", "''")
    try:
        con.execute(f"ATTACH IF NOT EXISTS '{quoted}' AS {name}{told}")
    finally:
        con.execute("RESET VARIABLE attach_key")


def _attach_file(path: Path, read_only: bool, key: str | None) -> duckdb.DuckDBPyConnection:
    """Attach a file; those who open it in the same way in one process share it, as DuckDB itself does."""
    config = {**CONFIG, "temp_directory": f"{path}.tmp", "temp_file_encryption": key is not None}
    mode = "read" if read_only else "write"
    con = duckdb.connect(f":memory:{mode}:{path}", config=config)
    try:
        con.execute("SET GLOBAL TimeZone = 'UTC'")
        if key is not None and not read_only:
            load_encryption(con)
        attach_database(con, path, ATTACHED, key=key, read_only=read_only)
        con.execute(f"USE {ATTACHED}")
    except BaseException:
        con.close()
        raise
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
