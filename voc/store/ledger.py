"""What did people decide, and when was each issue born?

Append-only events, in a database of their own that outlives the warehouse and that every process may
write. Writing goes through SQLAlchemy. Reading the SQLite file that comes as it is goes through the
standard library: importing SQLAlchemy takes half of the second that a reading command has.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.errors import BusyError, VocError
from voc.schema import LedgerEvent, NewEvent
from voc.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_SECONDS = 10.0

_READ = "SELECT event_id, at, by_whom, kind, issue_id, payload FROM events ORDER BY event_id"


def open_ledger(settings: Settings) -> "Ledger":
    """Find the workspace's ledger; nothing is created before something is recorded."""
    return Ledger(settings.root / "council" / "ledger.sqlite")


class OvertakenError(BusyError):
    """Somebody else told something meanwhile: what was to be told has to be checked again."""


class Ledger:
    """The ledger's place; each call opens and closes it, so that no process holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record_event(self, event: NewEvent, *, by_whom: str, at: datetime) -> int:
        """Append one event and return its id."""
        return self.record_events([event], by_whom=by_whom, at=at)[0]

    def record_events(
        self, events: Sequence[NewEvent], *, by_whom: str, at: datetime, after: int | None = None
    ) -> list[int]:
        """Append events, all of them or none, and return their ids, in order.

        Args:
            events: What is to be told.
            by_whom: Who tells it.
            at: Now, with a zone.
            after: The id of the last event that was known when these were worded (0: none), where they
                hold only if nobody told anything since: numbers, and what was checked.

        Raises:
            ValueError: `at` has no zone.
            OvertakenError: somebody told something after that event; nothing was appended.
            BusyError: others kept writing for longer than is waited.
            VocError: the file is not a ledger.
        """
        if at.tzinfo is None:
            raise ValueError(f"{at}: an instant without a zone")
        if not events:
            return []
        instant = at.astimezone(UTC).isoformat()
        rows = [
            {
                "at": instant,
                "by_whom": by_whom,
                "kind": event.kind,
                "issue_id": event.issue_id,
                "payload": json.dumps(event.payload, ensure_ascii=False, allow_nan=False),
            }
            for event in events
        ]
        return _append_rows(self.path, rows, after)

    def read_events(
        self, kinds: Iterable[str] | None = None, issue_id: str | None = None
    ) -> list[LedgerEvent]:
        """Read events in the order they were recorded, all or those of these kinds and this issue."""
        if not self.path.is_file():
            return []
        wanted = None if kinds is None else frozenset(kinds)
        return [
            _make_event(row)
            for row in _fetch_rows(self.path)
            if (wanted is None or row[3] in wanted) and (issue_id is None or row[4] == issue_id)
        ]

    def rewrite_payloads(self, change: Callable[[LedgerEvent], dict[str, Any]]) -> int:
        """Change what events hold where somebody must be forgotten; return how many were changed.

        The one exception to append-only. What was there before leaves the file and its log too.

        Raises:
            BusyError: others keep the log in use.
        """
        changed = [
            (json.dumps(payload, ensure_ascii=False, allow_nan=False), event.event_id)
            for event in self.read_events()
            if (payload := change(event)) != event.payload
        ]
        if self.path.is_file():
            _overwrite_payloads(self.path, changed)
        return len(changed)


def _make_event(row: tuple[Any, ...]) -> LedgerEvent:
    event_id, at, by_whom, kind, issue_id, payload = row
    return LedgerEvent(
        event_id=event_id,
        at=datetime.fromisoformat(at),
        by_whom=by_whom,
        kind=kind,
        issue_id=issue_id,
        payload=json.loads(payload),
    )


def _fetch_rows(path: Path) -> list[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as con:
            return con.execute(_READ).fetchall()
    except sqlite3.Error as error:
        if _is_new(path, error):
            return []
        raise _word_failure(path, error) from error


def _is_new(path: Path, error: sqlite3.Error) -> bool:
    """Tell whether another process is only just creating the ledger."""
    return "no such table" in str(error) and path.stat().st_size == 0


def _overwrite_payloads(path: Path, changed: list[tuple[str, int]]) -> None:
    """Overwrite payloads, then write the file anew and empty its log, also when nothing was changed now."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as con:
            con.execute("PRAGMA secure_delete = ON")
            con.execute("BEGIN IMMEDIATE")
            con.executemany("UPDATE events SET payload = ? WHERE event_id = ?", changed)
            con.execute("COMMIT")
            con.execute("VACUUM")
            is_busy = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise _word_failure(path, error) from error
    if is_busy:
        raise _word_failure(path, sqlite3.OperationalError("the log is busy"))


def _append_rows(path: Path, rows: list[dict[str, Any]], after: int | None) -> list[int]:
    from sqlalchemy.exc import DatabaseError

    path.parent.mkdir(parents=True, exist_ok=True)
    engine = _create_engine(path)
    try:
        with engine.begin() as con:
            return _insert_rows(con, rows, after)
    except DatabaseError as error:
        raise _word_failure(path, error.orig or error) from error
    finally:
        engine.dispose()


def _insert_rows(con: "Connection", rows: list[dict[str, Any]], after: int | None) -> list[int]:
    from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, func, insert, select

    metadata = MetaData()
    events = Table(
        "events",
        metadata,
        Column("event_id", Integer, primary_key=True, autoincrement=True),
        Column("at", String(40), nullable=False),  # ISO 8601, UTC
        Column("by_whom", String(200), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("issue_id", String(40)),
        Column("payload", Text, nullable=False),  # JSON
        Index("events_by_issue", "issue_id"),
        sqlite_autoincrement=True,
    )
    metadata.create_all(con)
    if after is not None and (con.scalar(select(func.max(events.c.event_id))) or 0) != after:
        raise OvertakenError("somebody else recorded something in the same moment; look again and repeat it")
    return [int(con.execute(insert(events).values(row)).inserted_primary_key[0]) for row in rows]  # type: ignore[index]


def _create_engine(path: Path) -> "Engine":
    """An engine whose transactions take SQLite's write lock at once, so that writers queue."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    def prepare(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # transactions are begun below, not by the driver
        _turn_on_wal(raw)

    def begin(con: "Connection") -> None:
        con.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _turn_on_wal(raw: sqlite3.Connection) -> None:
    """Let readers read while one writes; the mode stays with the file.

    SQLite does not wait by itself when two processes change the mode of a new file at once.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)
    raw.execute("PRAGMA synchronous = FULL")


def _word_failure(path: Path, error: BaseException) -> VocError:
    if "locked" in str(error) or "busy" in str(error):
        return BusyError(f"{path}: another process keeps writing to the ledger; try again in a moment.")
    hint = "" if os.access(path.parent, os.W_OK) else f"; {path.parent} cannot be written"
    return VocError(
        f"{path}: the ledger cannot be used ({error}){hint}.\n"
        "It holds what the council decided: restore it from a backup rather than deleting it."
    )
