"""What holds now of all that people decided?

Events are facts in order; the last of a kind holds, and what was undone was never said. What people decide
is checked when it is said, so that the ledger never carries what a later reading would have to refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from voc.errors import CallError, suggest_nearest
from voc.issues.lineage import drop_undone
from voc.schema import LEVERS, LedgerEvent, NewEvent

DECISION_KINDS = (
    *("assign", "target", "decide", "rename", "merge", "split", "move", "pin", "ignore"),
    *("action", "action_done", "acknowledge", "classify"),
    *("accept", "refuse", "undo"),
)
NAME_LENGTH = 120


@dataclass(frozen=True)
class Action:
    """What people do about an issue."""

    action_id: str  # A-0001
    issue_id: str  # as it was said: that one may have been merged since
    text: str
    owner: str | None = None
    due: date | None = None
    effect: str | None = None  # what is expected of it
    done_on: date | None = None  # from which day on it holds


@dataclass(frozen=True)
class Acknowledgement:
    """Somebody knows of an alert, which sleeps until a day, or for as long as it lasts."""

    week: str  # in which the alert stood when it was acknowledged
    by_whom: str
    at: datetime
    until: date | None = None
    why: str | None = None


@dataclass(frozen=True)
class Decisions:
    """What people decided about one issue; `log` holds the events that touch it, in order."""

    owner: str | None = None
    department: str | None = None
    target: int | None = None  # contacts a week
    target_by: date | None = None
    lever: str | None = None
    name: str | None = None
    is_ignored: bool = False
    is_pinned: bool = False  # the issue itself; single mentions may be pinned besides
    merged_into: str | None = None  # as it was said: that one may have been merged on since
    children: tuple[str, ...] = ()  # split off by people
    actions: tuple[Action, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    log: tuple[LedgerEvent, ...] = ()


def fold_decisions(events: Iterable[LedgerEvent]) -> dict[str, Decisions]:
    """Tell by issue what holds now; events of other kinds are passed over."""
    folded: dict[str, Decisions] = {}
    for event in drop_undone(events):
        if event.kind in DECISION_KINDS:
            for issue_id in list_touched(event):
                before = folded.get(issue_id, Decisions())
                after = _apply_event(before, event, issue_id)
                folded[issue_id] = replace(after, log=(*before.log, event))
    return folded


def list_touched(event: LedgerEvent) -> list[str]:
    """List the issues that an event names, the one it is about first."""
    named = [event.issue_id, *(event.payload.get(role) for role in ("into", "child", "from", "to"))]
    return list(dict.fromkeys(issue_id for issue_id in named if isinstance(issue_id, str)))


def _apply_event(before: Decisions, event: LedgerEvent, issue_id: str) -> Decisions:
    """Apply an event to one of the issues that it names."""
    said = event.payload
    if issue_id != event.issue_id:
        return replace(before, name=said["name"]) if said.get("child") == issue_id else before
    match event.kind:
        case "assign":
            given = {name: said[name] for name in ("owner", "department") if name in said}
            return replace(before, **given)
        case "target":
            by = said.get("by")
            return replace(before, target=said["target"], target_by=date.fromisoformat(by) if by else None)
        case "decide":
            return replace(before, lever=said["lever"])
        case "rename":
            return replace(before, name=said["name"])
        case _:
            return _apply_edit(before, event)


def _apply_edit(before: Decisions, event: LedgerEvent) -> Decisions:
    said = event.payload
    match event.kind:
        case "merge":
            return replace(before, merged_into=said["into"])
        case "split":
            return replace(before, children=(*before.children, said["child"]))
        case "ignore":
            return replace(before, is_ignored=True)
        case "pin" if not said["mentions"]:
            return replace(before, is_pinned=True)
        case _:
            return _apply_work(before, event)


def _apply_work(before: Decisions, event: LedgerEvent) -> Decisions:
    """Apply what is said of an issue's actions and alerts."""
    said = event.payload
    match event.kind:
        case "action":
            due = said.get("due")
            action = Action(
                said["action"],
                str(event.issue_id),
                said["text"],
                said.get("owner"),
                date.fromisoformat(due) if due else None,
                said.get("effect"),
            )
            return replace(before, actions=(*before.actions, action))
        case "action_done":
            on = date.fromisoformat(said["on"])
            done = tuple(
                replace(action, done_on=on) if action.action_id == said["action"] else action
                for action in before.actions
            )
            return replace(before, actions=done)
        case "acknowledge":
            until = said.get("until")
            day = date.fromisoformat(until) if until else None
            known = Acknowledgement(said["week"], event.by_whom, event.at, day, said.get("why"))
            return replace(before, acknowledged=(*before.acknowledged, known))
        case _:
            return before


def assign_issue(issue_id: str, owner: str | None = None, department: str | None = None) -> NewEvent:
    """Give an issue an owner, a department or both; what is not given stays, an empty text clears it."""
    given = {
        key: take_line(value, key) if value.strip() else None
        for key, value in (("owner", owner), ("department", department))
        if value is not None
    }
    if not given:
        raise CallError(f"assign {issue_id}: neither an owner nor a department was given; give one or both")
    return NewEvent("assign", issue_id, dict(given))


def set_target(issue_id: str, target: int, by: date | None = None) -> NewEvent:
    """Aim at a number of contacts a week, by a date if one is given."""
    if isinstance(target, bool) or not isinstance(target, int) or target < 0:
        raise CallError(f"target {issue_id}: {target!r} is not a whole number of contacts a week, 0 or more")
    return NewEvent("target", issue_id, {"target": target, "by": by.isoformat() if by else None})


def decide_lever(issue_id: str, lever: str, why: str | None = None) -> NewEvent:
    """Decide what is to be done about an issue."""
    if lever not in LEVERS:
        raise CallError(
            f"decide {issue_id}: unknown decision {lever!r}{suggest_nearest(lever, list(LEVERS))}"
        )
    return NewEvent("decide", issue_id, {"lever": lever, "why": (why or "").strip() or None})


def rename_issue(issue_id: str, name: str) -> NewEvent:
    """Give an issue the name that people use."""
    return NewEvent("rename", issue_id, {"name": take_line(name, "name")})


def take_line(text: str, what: str) -> str:
    """Return a text as one line, without outer spaces.

    Raises:
        CallError: nothing is left, or more than a line holds.
    """
    line = " ".join(text.split())
    if not line:
        raise CallError(f"{what} {text!r} is empty; wanted a few words")
    if len(line) > NAME_LENGTH:
        raise CallError(
            f"{what} {line[:40]!r}… has {len(line)} characters; at most {NAME_LENGTH} are allowed"
        )
    return line
