"""Whom did we promise to forget, and how is that kept without keeping who it was?

A promise is an event in the ledger that holds a tombstone: a keyed hash of the customer's pseudonym. Who
has the workspace's key can tell whether a row is theirs; nobody can tell from the tombstone whose it is.
"""

import hmac

from voc.settings import Settings
from voc.store.ledger import open_ledger

FORGET = "forget"  # the kind of a promise's event


def derive_tombstone(key: bytes, pseudonym: str) -> str:
    """Derive a forgotten customer's tombstone, 32 hexadecimal digits, from their pseudonym."""
    return hmac.digest(key, f"forgotten\0{pseudonym}".encode(), "sha256").hex()[:32]


def read_forgotten(settings: Settings) -> frozenset[str]:
    """Read the tombstones of all customers forgotten so far."""
    promises = open_ledger(settings).read_events(kinds=[FORGET])
    return frozenset(promise.payload["tombstone"] for promise in promises)
