"""Whom did we promise to forget, and how is that kept without keeping who it was?

A promise is an event in the ledger that holds a tombstone: a keyed hash of the customer's pseudonym. Who
has the workspace's key can tell whether a row is theirs; nobody can tell from the tombstone whose it is.
A promise is pending until a second event says that it was kept: a killed run is completed by the next.
"""

import hmac
from datetime import datetime

from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import open_ledger

FORGET, FORGOTTEN = "forget", "forgotten"  # the kinds of a promise's event, and of that it was kept
TOOL = "voc"


def derive_tombstone(key: bytes, pseudonym: str) -> str:
    """Derive a forgotten customer's tombstone, 32 hexadecimal digits, from their pseudonym."""
    return hmac.digest(key, f"forgotten\0{pseudonym}".encode(), "sha256").hex()[:32]


def read_forgotten(settings: Settings) -> frozenset[str]:
    """Read the tombstones of all customers forgotten so far, kept or pending."""
    promises = open_ledger(settings).read_events(kinds=[FORGET])
    return frozenset(promise.payload["tombstone"] for promise in promises)


def read_pending(settings: Settings) -> frozenset[str]:
    """Read the tombstones of promises that were not kept since they were last made."""
    pending: set[str] = set()
    for event in open_ledger(settings).read_events(kinds=[FORGET, FORGOTTEN]):
        change = pending.add if event.kind == FORGET else pending.discard
        change(event.payload["tombstone"])
    return frozenset(pending)


def promise_forgetting(settings: Settings, tombstone: str, *, by_whom: str, at: datetime) -> bool:
    """Record the promise, unless it is pending already; return whether this customer was forgotten before."""
    was_forgotten = tombstone in read_forgotten(settings)
    if tombstone not in read_pending(settings):
        promise = NewEvent(FORGET, None, {"tombstone": tombstone})
        open_ledger(settings).record_event(promise, by_whom=by_whom, at=at)
    return was_forgotten


def record_forgotten(settings: Settings, tombstones: frozenset[str], *, at: datetime) -> None:
    """Record that these promises were kept."""
    kept = [NewEvent(FORGOTTEN, None, {"tombstone": tombstone}) for tombstone in sorted(tombstones)]
    open_ledger(settings).record_events(kept, by_whom=TOOL, at=at)
