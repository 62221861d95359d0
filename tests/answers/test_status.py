"""Status: every source is there, accounts balance, and a run in progress does not silence it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from voc.answers import Reading, list_quarantine, tell_status
from voc.errors import BusyError
from voc.schema import CONTACTS, REFUSALS, make_frame
from voc.settings import Settings
from voc.store.batches import Batch
from voc.store.warehouse import open_warehouse

AT = datetime(2026, 4, 1, tzinfo=UTC)
COUNTS = ("received", "stored", "updated", "duplicate", "quarantined", "erased")


def store_one(settings: Settings, source: str = "notes") -> None:
    contact = {"contact_id": "c1", "source": source, "source_id": "1", "occurred_at": AT, "content_hash": "A"}
    refusal = {
        "source": source,
        "file": "inbox/a.csv",
        "row": 2,
        "field": "text",
        "reason": "the text is empty",
    }
    batch = Batch(
        source, "inbox/a.csv", "d1", "f1", 2, make_frame([contact], CONTACTS), make_frame([refusal], REFUSALS)
    )
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(batch, at=AT)


def test_before_anything_came_every_source_is_there_with_zeros(settings: Settings) -> None:
    document = tell_status(settings)
    assert json.loads(json.dumps(document)) == document
    assert [source["source"] for source in document["sources"]] == ["notes", "web"]
    assert all(source[count] == 0 for source in document["sources"] for count in COUNTS)
    assert (document["balanced"], document["snapshot"], document["model"]) == (True, None, None)
    assert list_quarantine(settings) == {"rows": []}
    assert list(settings.root.iterdir()) == []


def test_accounts_come_from_the_warehouse_with_the_zone(settings: Settings) -> None:
    store_one(settings)
    notes, web = tell_status(settings)["sources"]
    assert notes == {
        "source": "notes", "received": 2, "stored": 1, "updated": 0, "duplicate": 0, "quarantined": 1,
        "erased": 0, "last_file": "inbox/a.csv", "last_contact": "2026-04-01T02:00:00+02:00",
    }  # fmt: skip
    assert web["received"] == 0
    (row,) = list_quarantine(settings)["rows"]
    told = {"source": "notes", "file": "inbox/a.csv", "row": 2, "field": "text"}
    assert row == told | {"reason": "the text is empty", "source_id": None, "content": None}


def test_a_source_that_is_no_longer_configured_is_still_accounted_for(settings: Settings) -> None:
    store_one(settings, source="once")
    assert [source["source"] for source in tell_status(settings)["sources"]] == ["notes", "web", "once"]


def test_the_published_snapshot_and_model_are_named(settings: Settings, reading: Reading) -> None:
    document = tell_status(settings)
    assert document["snapshot"] == {
        "name": "voc-one.duckdb",
        "as_of": "2026-04-03T00:00:00+02:00",
        "published_at": "2026-04-03T10:00:00+02:00",
        "masked": 0,
    }
    assert document["model"] == {"encoder": "use"}


def test_while_a_run_holds_the_warehouse_the_snapshot_answers(settings: Settings, reading: Reading) -> None:
    store_one(settings)
    with open_warehouse(settings):
        document = tell_status(settings)
        refused = list_quarantine(settings)["rows"]
    assert [source["received"] for source in document["sources"]] == [10, 9]
    assert document["balanced"]
    assert [row["source"] for row in refused] == ["web"]


def test_accounts_that_do_not_add_up_are_told(
    settings: Settings, republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    store_one(settings)
    with (
        republish({**tables, "accounts": tables["accounts"].with_columns(stored=pl.col("stored") - 1)}),
        open_warehouse(settings),
    ):
        assert tell_status(settings)["balanced"] is False


def test_a_first_run_in_progress_is_told_as_busy(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.answers.status.LONG_PATIENCE_SECONDS", 0.1)
    with open_warehouse(settings):
        for ask in (tell_status, list_quarantine):
            with pytest.raises(BusyError):
                ask(settings)
