"""A promise to forget holds a tombstone, from which nobody is found but with the key."""

from datetime import UTC, datetime

from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.forgetting import FORGET, derive_tombstone, read_forgotten
from voc.store.ledger import open_ledger
from voc.store.pseudonyms import pseudonymise

KEY, OTHER = b"k" * 32, b"o" * 32


def test_a_tombstone_needs_the_key_and_shows_no_pseudonym() -> None:
    pseudonym = pseudonymise(KEY, "customer", "C-1042")
    assert pseudonym is not None
    tombstone = derive_tombstone(KEY, pseudonym)
    assert tombstone == derive_tombstone(KEY, pseudonym) != derive_tombstone(OTHER, pseudonym)
    assert len(tombstone) == 32 and pseudonym not in tombstone


def test_who_is_forgotten_is_read_from_the_ledger(settings: Settings) -> None:
    assert read_forgotten(settings) == frozenset()
    tombstone = derive_tombstone(KEY, "ab" * 12)
    promise = NewEvent(FORGET, None, {"tombstone": tombstone})
    for _ in range(2):
        open_ledger(settings).record_event(promise, by_whom="Ana", at=datetime(2026, 5, 1, tzinfo=UTC))
    assert read_forgotten(settings) == {tombstone}
