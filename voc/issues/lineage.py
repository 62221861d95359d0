"""What became of each issue: what people did to it, and what came of it by itself?

Told from the ledger's events. An undone event counts as never said: whoever folds events drops them first.
"""

from collections.abc import Iterable

from voc.schema import LedgerEvent


def drop_undone(events: Iterable[LedgerEvent]) -> list[LedgerEvent]:
    """Return the events that stand, in order: without those that were undone, and without the undoing."""
    told = list(events)
    undone = {int(event.payload["event_id"]) for event in told if event.kind == "undo"}
    return [event for event in told if event.kind != "undo" and event.event_id not in undone]
