"""How is what people said told at a terminal?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]

FOLLOWS = "Shows at once; alerts and mentions that read alike follow at the next `voc run`."
EDITS = ("merge", "split", "move")
TAUGHT = "Holds at once, and teaches the rest from the next `voc run` on."


def word_outcome(events: Sequence[Document]) -> list[str]:
    """Tell what was recorded, and how it is taken back."""
    lines = [phrase_event(event) for event in events]
    kinds = {event["kind"] for event in events}
    if kinds & set(EDITS):
        lines.append(FOLLOWS)
    if "classify" in kinds:
        lines.append(TAUGHT)
    if "undo" not in kinds:
        lines.append(f"`voc council undo {events[0]['id']}` takes it back.")
    return lines


def phrase_event(event: Document) -> str:
    """Say in one line what an event says."""
    phrase = _PHRASES[event["kind"]](event)
    return f"{phrase} ({event['why']})" if event.get("why") else phrase


def _phrase_assignment(event: Document) -> str:
    given = [f"{name} {event[name] or 'none'}" for name in ("owner", "department") if name in event]
    return f"{event['issue_id']}: {', '.join(given)}"


def _phrase_target(event: Document) -> str:
    by = f" by {event['by']}" if event["by"] else ""
    return f"{event['issue_id']}: target {event['target']} a week{by}"


def _phrase_split(event: Document) -> str:
    return f"{event['issue_id']}: {_count_mentions(event)} split off as {event['child']} {event['name']!r}"


def _phrase_move(event: Document) -> str:
    origin, target = event["from"] or "no issue", event["to"] or "no issue"
    return f"{_count_mentions(event)} moved from {origin} to {target}"


def _phrase_pin(event: Document) -> str:
    what = f", {_count_mentions(event)}" if event["mentions"] else ""
    return f"{event['issue_id']}: pinned{what}"


def _count_mentions(event: Document) -> str:
    count = len(event["mentions"])
    return f"{count} mention{'' if count == 1 else 's'}"


def _phrase_action(event: Document) -> str:
    owner = f", {event['owner']}" if event["owner"] else ""
    due = f", due {event['due']}" if event["due"] else ""
    return f"{event['issue_id']}: {event['action']} {event['text']!r}{owner}{due}"


def _phrase_acknowledgement(event: Document) -> str:
    until = f"until {event['until']}" if event["until"] else "for as long as it lasts"
    return f"{event['issue_id']}: alert of {event['week']} known, asleep {until}"


def _phrase_kind(event: Document) -> str:
    count = len(event["contacts"])
    what = " ".join(name for name in (event["contact_kind"], event["opportunity"]) if name)
    return f"{count} contact{'' if count == 1 else 's'} told to be {what}"


_PHRASES: dict[str, Callable[[Document], str]] = {
    "assign": _phrase_assignment,
    "target": _phrase_target,
    "decide": lambda event: f"{event['issue_id']}: {event['lever']}",
    "rename": lambda event: f"{event['issue_id']}: named {event['name']!r}",
    "merge": lambda event: f"{event['issue_id']}: merged into {event['into']}",
    "split": _phrase_split,
    "move": _phrase_move,
    "pin": _phrase_pin,
    "ignore": lambda event: f"{event['issue_id']}: ignored",
    "action": _phrase_action,
    "action_done": lambda event: f"{event['issue_id']}: {event['action']} done on {event['on']}",
    "acknowledge": _phrase_acknowledgement,
    "classify": _phrase_kind,
    "accept": lambda event: f"{event['proposal']}: accepted",
    "refuse": lambda event: f"{event['proposal']}: refused",
    "undo": lambda event: f"{event['event_id']} undone",
}
