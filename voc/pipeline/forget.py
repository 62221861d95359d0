"""How does a person leave the workspace, or what has become too old?

First the promise is recorded, then what must go is looked up, then everything that holds it is rewritten or
deleted, and last the promise is marked as kept. Each step may be repeated: killed anywhere, the next run
completes it. The writer lock is held throughout.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from voc.errors import CallError
from voc.pipeline.clock import Progress, keep_quiet
from voc.pipeline.publish import publish_snapshot
from voc.pipeline.succession import hand_over_exemplars
from voc.pipeline.traces import delete_telling_files, find_strays, gather_traces, search_others
from voc.settings import Settings
from voc.store.connect import PATIENCE_SECONDS, hold_writer_lock
from voc.store.encryption import find_encryption
from voc.store.erasing import Doomed
from voc.store.forgetting import derive_tombstone, promise_forgetting, read_pending, record_forgotten
from voc.store.preparing import REBUILD
from voc.store.pseudonyms import load_key, pseudonymise
from voc.store.rewriting import rewrite_database
from voc.store.snapshot import drop_other_snapshots, find_snapshot, open_snapshot
from voc.store.warehouse import open_warehouse


def forget_customer(
    settings: Settings, customer: str, *, by_whom: str, progress: Progress | None = None
) -> dict[str, Any]:
    """Erase a customer from every place that the tool writes, and see to it that they do not come back.

    Args:
        settings: The workspace's.
        customer: The id as the sources have it.
        by_whom: Who asked for it.
        progress: Told of publishing.

    Returns:
        `contacts` that were erased; `was_forgotten` before; `snapshot`, the new one or null;
        `deleted`, exports and caches that held something of theirs or could not be looked into; `left_in`,
        files that are not ours to change and hold the id, or lists exported elsewhere that hold their words;
        `not_searched`, those in which it could not be looked for.

    Raises:
        CallError: the id is empty.
        BusyError: a run holds the warehouse.
    """
    key = load_key(settings.root)
    pseudonym = pseudonymise(key, "customer", customer)
    if pseudonym is None:
        raise CallError("customer '': empty; wanted the customer's id as the source has it")
    tombstone = derive_tombstone(key, pseudonym)
    with hold_writer_lock(settings.warehouse_path.parent):
        was_forgotten = promise_forgetting(settings, tombstone, by_whom=by_whom, at=datetime.now(UTC))
        told = _keep_promises(settings, [pseudonym], customer.strip(), progress or keep_quiet)
        record_forgotten(settings, frozenset([tombstone]), at=datetime.now(UTC))
    left_in, not_searched = search_others(settings, customer.strip())
    return {
        "contacts": told["contacts"],
        "was_forgotten": was_forgotten,
        "snapshot": told["snapshot"],
        "deleted": told["deleted"],
        "left_in": sorted({*left_in, *told["strays"]}),
        "not_searched": not_searched,
    }


def complete_forgetting(settings: Settings, progress: Progress | None = None) -> int:
    """Keep the promises that a killed run left pending; return how many there were."""
    if not read_pending(settings):
        return 0
    with hold_writer_lock(settings.warehouse_path.parent):
        pending = read_pending(settings)
        key = load_key(settings.root)
        _keep_promises(settings, _find_customers(settings, key, pending), None, progress or keep_quiet)
        record_forgotten(settings, pending, at=datetime.now(UTC))
    return len(pending)


def purge_expired(settings: Settings, keep_from: datetime, *, at: datetime) -> int:
    """Remove contacts from before an instant, with all that was made of them; return how many.

    Issues and their history stay. Older snapshots go with the next publication.
    """
    with hold_writer_lock(settings.warehouse_path.parent):
        with open_warehouse(settings) as warehouse:
            warehouse.empty_old_refusals(keep_from)
            doomed = warehouse.find_doomed(before=keep_from)
            if doomed.contacts.is_empty():
                return 0
            hand_over_exemplars(settings, warehouse, doomed, frozenset())
            warehouse.erase_doomed(doomed, reason="expired", at=at)
        _rewrite_warehouse(settings)
    return doomed.contacts.height


def _find_customers(settings: Settings, key: bytes, pending: frozenset[str]) -> list[str]:
    """Find the pseudonyms, among those of whom anything is stored, that these tombstones stand for."""
    if not settings.warehouse_path.is_file():
        return []
    with open_warehouse(settings) as warehouse:
        customers = warehouse.list_customers()
    return [customer for customer in customers if derive_tombstone(key, customer) in pending]


def _keep_promises(
    settings: Settings, pseudonyms: Sequence[str], customer: str | None, progress: Progress
) -> dict[str, Any]:
    """Erase these customers; `customer` is the id as the source has it, where it is known."""
    told = _erase_customers(settings, pseudonyms, customer)
    return {**told, "snapshot": _publish_again(settings, progress)}


def _erase_customers(settings: Settings, pseudonyms: Sequence[str], customer: str | None) -> dict[str, Any]:
    """Erase from ledger, exports, caches and warehouse, the warehouse last: it knows what must go."""
    if not settings.warehouse_path.is_file():
        traces, _ = gather_traces(None, Doomed(pseudonyms=tuple(pseudonyms)), customer)
        return {"contacts": 0, "deleted": delete_telling_files(settings, traces), "strays": []}
    with open_warehouse(settings) as warehouse:
        doomed = warehouse.find_doomed(pseudonyms)
        traces, own_words = gather_traces(warehouse, doomed, customer)
        hand_over_exemplars(settings, warehouse, doomed, own_words, customer)
        deleted, strays = delete_telling_files(settings, traces), find_strays(settings, traces)
        warehouse.erase_doomed(doomed, reason="forgotten", at=datetime.now(UTC), customer=customer)
    _rewrite_warehouse(settings)
    return {"contacts": doomed.contacts.height, "deleted": deleted, "strays": strays}


def _rewrite_warehouse(settings: Settings) -> None:
    """Rewrite the warehouse's file, so that freed blocks and its log hold nothing of what was deleted."""
    rewrite_database(
        settings.warehouse_path, find_encryption(settings), remedy=REBUILD, patience=PATIENCE_SECONDS
    )


def _publish_again(settings: Settings, progress: Progress) -> str | None:
    """Publish as of the same day as before, and drop all snapshots but the new one."""
    if find_snapshot(settings) is None:
        drop_other_snapshots(settings, keep=None)
        return None
    with open_snapshot(settings) as snapshot:
        as_of = datetime.fromisoformat(snapshot.meta["as_of"]).astimezone(settings.zone)
    day = as_of.date() if as_of.time() == time() else None  # of an empty warehouse it is now, not a midnight
    published = str(publish_snapshot(settings, day, progress)["snapshot"])
    drop_other_snapshots(settings, keep=Path(published).name)
    return published
