"""May what was said be taken back, and what goes with it?

An undone event counts as never said. What later events rest on cannot go: those have to be undone first.
What was undone can be said again, but an undoing cannot be undone.
"""

from voc.council.decisions import DECISION_KINDS, list_touched
from voc.council.edits import list_names
from voc.council.standing import Standing
from voc.errors import CallError
from voc.schema import LedgerEvent, NewEvent


def undo_event(standing: Standing, event_id: int) -> list[NewEvent]:
    """Take back what was said; of an accepted proposal, the answer and the deed together.

    Raises:
        CallError: there is no such event, it is not a person's, it was undone, or later ones rest on it.
    """
    event = _require_undoable(standing, event_id)
    together = find_deed(standing, event)
    resting = sorted({late.event_id for part in together for late in find_resting(standing, part)})
    if resting:
        raise CallError(
            f"undo {event_id}: {list_names([str(late) for late in resting])} "
            f"{'rests' if len(resting) == 1 else 'rest'} on it; undo {resting[-1]} first"
        )
    return [NewEvent("undo", part.issue_id, {"event_id": part.event_id}) for part in together]


def find_deed(standing: Standing, event: LedgerEvent) -> list[LedgerEvent]:
    """Find what was recorded together with an event: an accepted proposal's answer and deeds."""
    proposal = event.payload.get("proposal")
    if proposal is None:
        return [event]
    return [
        other
        for other in standing.events
        if other.payload.get("proposal") == proposal and other.kind in DECISION_KINDS
    ]


def find_resting(standing: Standing, event: LedgerEvent) -> list[LedgerEvent]:
    """Find the later events that would hang in the air without this one.

    On a split rests whatever was said of the new issue; on a move, what was said later of the same texts
    where they went to; on an action, that it is done. What was decided about the survivor of a merge stands
    without it.
    """
    later = [
        other for other in standing.events if other.event_id > event.event_id and other.kind in DECISION_KINDS
    ]
    if event.kind == "split":
        return [other for other in later if event.payload["child"] in list_touched(other)]
    if event.kind == "action":
        return [
            other
            for other in later
            if other.kind == "action_done" and other.payload["action"] == event.payload["action"]
        ]
    if event.kind != "move" or event.payload["to"] is None:
        return []
    moved = _list_text_keys(event)
    return [
        other
        for other in later
        if moved & _list_text_keys(other)
        and event.payload["to"] in (other.issue_id, other.payload.get("from"))
    ]


def _list_text_keys(event: LedgerEvent) -> set[str]:
    return {str(key[3]) for key in event.payload.get("mentions", ())}


def _require_undoable(standing: Standing, event_id: int) -> LedgerEvent:
    event = next((event for event in standing.told if event.event_id == event_id), None)
    if event is None:
        raise CallError(f"undo {event_id}: no such event; `voc council log` lists them")
    if event.kind == "undo":
        raise CallError(f"undo {event_id}: an undoing cannot be undone; say it again")
    if event.kind not in DECISION_KINDS:
        raise CallError(
            f"undo {event_id}: the tool recorded it, nobody said it; `voc council log` lists what was said"
        )
    if event not in standing.events:
        raise CallError(f"undo {event_id}: it was undone already")
    return event
