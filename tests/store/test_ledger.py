"""What people decide is appended, by several processes at once, and read in order."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import voc
from voc.errors import VocError
from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import OvertakenError, open_ledger

AT = datetime(2026, 4, 1, 10, tzinfo=UTC)
WRITERS, TIMES = 3, 6

WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import open_ledger
root = Path(sys.argv[1])
settings = Settings(root=root, name="P", timezone="Europe/Madrid", languages=("es",), currency="EUR")
pair = [NewEvent("assign", sys.argv[2], {"owner": str(n)}) for n in range(2)]
for _ in range(int(sys.argv[3])):
    open_ledger(settings).record_events(pair, by_whom=sys.argv[2], at=datetime(2026, 4, 1, tzinfo=UTC))
"""


def test_reading_an_empty_ledger_creates_nothing(settings: Settings) -> None:
    assert open_ledger(settings).read_events() == []
    assert list(settings.root.iterdir()) == []


def test_events_come_back_in_order_with_their_words(settings: Settings) -> None:
    ledger = open_ledger(settings)
    madrid = timezone(timedelta(hours=2))
    ids = ledger.record_events(
        [
            NewEvent("birth", "ISS-0001", {"name": "Envío ñ", "exemplars": [["notes", "1", 1]]}),
            NewEvent("mined", None, {"as_of": "2026-04-01"}),
        ],
        by_whom="voc",
        at=AT.astimezone(madrid),
    )
    last = ledger.record_event(NewEvent("rename", "ISS-0001", {"name": "Otro"}), by_whom="Ana", at=AT)
    events = ledger.read_events()
    assert [event.event_id for event in events] == [*ids, last] == sorted({*ids, last})
    assert events[0].payload == {"name": "Envío ñ", "exemplars": [["notes", "1", 1]]}
    assert (events[0].at, events[0].by_whom, events[1].issue_id) == (AT, "voc", None)
    assert [event.kind for event in ledger.read_events(kinds=["mined", "rename"])] == ["mined", "rename"]
    assert [event.kind for event in ledger.read_events(issue_id="ISS-0001")] == ["birth", "rename"]


def test_events_of_one_call_are_all_recorded_or_none(settings: Settings) -> None:
    ledger = open_ledger(settings)
    with pytest.raises(TypeError):
        ledger.record_events([NewEvent("a", None), NewEvent("b", None, {"x": object()})], by_whom="v", at=AT)
    with pytest.raises(ValueError, match="not JSON compliant"):
        ledger.record_events([NewEvent("a", None, {"x": float("nan")})], by_whom="v", at=AT)
    with pytest.raises(ValueError, match="without a zone"):
        ledger.record_event(NewEvent("a", None), by_whom="v", at=AT.replace(tzinfo=None))
    assert ledger.record_events([], by_whom="v", at=AT) == []
    assert ledger.read_events() == []


def test_several_processes_append_at_once_and_nothing_is_lost(settings: Settings) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(settings.root), f"ISS-000{n}", str(TIMES)],
            cwd=Path(voc.__file__).parents[1],
        )
        for n in range(WRITERS)
    ]
    assert [process.wait() for process in processes] == [0] * WRITERS
    events = open_ledger(settings).read_events()
    assert len(events) == WRITERS * TIMES * 2
    assert [event.payload["owner"] for event in events] == ["0", "1"] * (
        WRITERS * TIMES
    )  # pairs stay together


def test_a_file_that_is_no_ledger_is_told_in_words_and_kept(settings: Settings) -> None:
    ledger = open_ledger(settings)
    ledger.path.parent.mkdir()
    ledger.path.write_bytes(b"no database at all" * 100)
    for attempt in (ledger.read_events, lambda: ledger.record_event(NewEvent("a", None), by_whom="v", at=AT)):
        with pytest.raises(VocError, match="restore it from a backup"):
            attempt()
    assert ledger.path.read_bytes().startswith(b"no database")


def test_the_ledger_is_plain_sqlite_with_json(settings: Settings) -> None:
    ledger = open_ledger(settings)
    ledger.record_event(NewEvent("target", "ISS-0001", {"target": 20, "by": None}), by_whom="Ana", at=AT)
    con = sqlite3.connect(ledger.path)
    row = con.execute("SELECT at, kind, payload FROM events").fetchone()
    mode = con.execute("PRAGMA journal_mode").fetchone()[0]
    con.close()
    assert (row[0], row[1], json.loads(row[2])) == (AT.isoformat(), "target", {"target": 20, "by": None})
    assert mode == "wal"


def test_what_was_checked_is_recorded_only_if_nobody_told_anything_since(settings: Settings) -> None:
    ledger = open_ledger(settings)
    event = NewEvent("merge", "ISS-0002", {"into": "ISS-0001"})
    (first,) = ledger.record_events([event], by_whom="Ana", at=AT, after=0)
    with pytest.raises(OvertakenError, match="in the same moment"):
        ledger.record_events([event, event], by_whom="Luis", at=AT, after=0)
    assert [told.by_whom for told in ledger.read_events()] == ["Ana"]
    assert ledger.record_events([event], by_whom="Luis", at=AT, after=first) == [first + 1]
