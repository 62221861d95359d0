"""What holds now of all that people decided?

Events are facts in order; the last of a kind holds. What people decide is checked when it is said,
so that the ledger never carries what a later reading would have to refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from voc.errors import CallError, suggest_nearest
from voc.schema import LEVERS, LedgerEvent, NewEvent

DECISION_KINDS = ("assign", "target", "decide", "rename")
NAME_LENGTH = 120


@dataclass(frozen=True)
class Decisions:
    """What people decided about one issue; `log` holds the events, in order."""

    owner: str | None = None
    department: str | None = None
    target: int | None = None  # contacts a week
    target_by: date | None = None
    lever: str | None = None
    name: str | None = None
    log: tuple[LedgerEvent, ...] = ()


def fold_decisions(events: Iterable[LedgerEvent]) -> dict[str, Decisions]:
    """Tell by issue what holds now; events of other kinds are passed over."""
    folded: dict[str, Decisions] = {}
    for event in events:
        if event.issue_id is not None and event.kind in DECISION_KINDS:
            before = folded.get(event.issue_id, Decisions())
            folded[event.issue_id] = replace(_apply_event(before, event), log=(*before.log, event))
    return folded


def _apply_event(before: Decisions, event: LedgerEvent) -> Decisions:
    said = event.payload
    if event.kind == "assign":
        return replace(
            before,
            owner=said.get("owner") or before.owner,
            department=said.get("department") or before.department,
        )
    if event.kind == "target":
        by = said.get("by")
        return replace(before, target=said["target"], target_by=date.fromisoformat(by) if by else None)
    if event.kind == "decide":
        return replace(before, lever=said["lever"])
    return replace(before, name=said["name"])


def assign_issue(issue_id: str, owner: str | None = None, department: str | None = None) -> NewEvent:
    """Give an issue an owner, a department or both; what is not given stays as it was."""
    given = {
        key: _take_line(value, key)
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
    return NewEvent("rename", issue_id, {"name": _take_line(name, "name")})


def _take_line(text: str, what: str) -> str:
    """Return a text as one line, without outer spaces."""
    line = " ".join(text.split())
    if not line:
        raise CallError(f"{what} {text!r} is empty; wanted a few words")
    if len(line) > NAME_LENGTH:
        raise CallError(
            f"{what} {line[:40]!r}… has {len(line)} characters; at most {NAME_LENGTH} are allowed"
        )
    return line
