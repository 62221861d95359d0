"""What did people say, in order, and what was taken back?"""

from typing import Any
from zoneinfo import ZoneInfo

from voc.answers.figures import write_instant
from voc.council.decisions import DECISION_KINDS, list_touched
from voc.council.standing import Standing
from voc.schema import LedgerEvent

Document = dict[str, Any]


def list_history(standing: Standing, zone: ZoneInfo, issue_id: str | None = None) -> Document:
    """List what people said, in order, of an issue or of all; also what was undone since, marked as such.

    Returns:
        `events`: each as `word_event` gives it, with `undone`.
    """
    undone = {event.payload["event_id"] for event in standing.told if event.kind == "undo"}
    return {
        "events": [
            {**word_event(event, zone), "undone": event.event_id in undone}
            for event in standing.told
            if event.kind in DECISION_KINDS and (issue_id is None or issue_id in list_touched(event))
        ]
    }


def word_event(event: LedgerEvent, zone: ZoneInfo) -> Document:
    """Word one event: what it says, with `id`, `at`, `by_whom`, `kind` and `issue_id`.

    The kind that contacts were told to be is `contact_kind`, since `kind` is the event's.
    """
    contact_kind = {"contact_kind": event.payload["kind"]} if "kind" in event.payload else {}
    return {
        **event.payload,
        **contact_kind,
        "id": event.event_id,
        "at": write_instant(event.at, zone),
        "by_whom": event.by_whom,
        "kind": event.kind,
        "issue_id": event.issue_id,
    }
