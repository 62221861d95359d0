"""What had the ledger told when a past day was over?

Sessions are dated by the contacts that they saw, what people say by the clock. So a past day is a beginning
of the ledger: up to the last session held as of that day or before, and on through what people said after
it until that day ended. What people said before that session was held had been heard by it, and stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile

from voc.schema import LedgerEvent

FOUND = frozenset(("birth", "refit", "refresh", "death", "encoder", "space", "proposal", "mined"))


@dataclass(frozen=True)
class Past:
    """The ledger as it was."""

    told: tuple[LedgerEvent, ...]
    session_at: datetime  # before which the last session's contacts lie

    @property
    def last_id(self) -> int:
        """The last event's id."""
        return self.told[-1].event_id


def recall_past(told: Sequence[LedgerEvent], begins: datetime, ends: datetime) -> Past | None:
    """Recall what had been told by the end of a day; None where no session had been held.

    Args:
        told: All events, in order.
        begins: The day's midnight, before which the contacts lie that a session of that day saw.
        ends: The midnight after, up to which people's words count.
    """
    held = [
        (place, session_at)
        for place, event in enumerate(told)
        if event.kind == "mined"
        and (session_at := datetime.fromisoformat(event.payload["as_of"]).astimezone(UTC)) <= begins
    ]
    if not held:
        return None
    place, session_at = held[-1]
    after = takewhile(lambda event: event.kind not in FOUND and event.at < ends, told[place + 1 :])
    return Past((*told[: place + 1], *after), session_at)
