"""Ledgers to tell tests with: births as the tool records them, then what people say."""

from collections.abc import Sequence
from datetime import UTC, datetime

from voc.council.edits import Placed
from voc.council.standing import Standing, fold_standing
from voc.schema import LedgerEvent, NewEvent

AT = datetime(2026, 4, 1, tzinfo=UTC)
DAY = "2026-04-01T00:00:00+00:00"


def word_births(*issue_ids: str) -> list[NewEvent]:
    """Births of these issues, in one session."""
    told = {"session": 0, "as_of": DAY, "exemplars": [], "threshold": 0.4, "names": {}}
    births = [NewEvent("birth", issue_id, {**told, "name": f"Name of {issue_id}"}) for issue_id in issue_ids]
    return [*births, NewEvent("mined", None, {"as_of": DAY, "fingerprint": "f", "mention_count": 9})]


def record(*events: NewEvent, by_whom: str = "Ana") -> list[LedgerEvent]:
    """Number events from 1 on, as the ledger would."""
    return [
        LedgerEvent(n, AT, by_whom, event.kind, event.issue_id, event.payload)
        for n, event in enumerate(events, start=1)
    ]


def stand(*events: NewEvent | Sequence[NewEvent], issues: int = 4) -> Standing:
    """Let four issues be born (events 1 to 5), and these be said after."""
    said = [one for event in events for one in ([event] if isinstance(event, NewEvent) else event)]
    births = word_births(*(f"ISS-{number:04d}" for number in range(1, issues + 1)))
    return fold_standing(record(*births, *said))


def place(name: str, issue_id: str | None) -> Placed:
    """A mention of this name in this issue."""
    return Placed(f"{name}-01", ("notes", name, 1, f"key-{name}"), issue_id)
