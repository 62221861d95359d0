"""Which issues are there, since when, by what are they known, and what happened to them?

The register is a fold of the ledger's events, so it outlives the warehouse: a rebuild from the inbox and
the ledger finds the same issues under the same ids and names. An exemplar is a mention's address and the
hash of its text, never the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voc.issues.lineage import drop_undone
from voc.issues.steps import Division, ExemplarKey, Step, Version, View
from voc.schema import LedgerEvent, NewEvent


@dataclass(frozen=True)
class RegisteredIssue:
    """An issue that lives: what it is called and known by."""

    issue_id: str
    name: str
    names: Mapping[str, str]  # by language, the main one included
    born_as_of: datetime
    version: Version
    origins: tuple[str, ...] = ()  # issues that it came out of

    @property
    def exemplars(self) -> tuple[ExemplarKey, ...]:
        """The mentions it is known by now."""
        return self.version.exemplars


@dataclass(frozen=True)
class Register:
    """All issues, the mining sessions held so far, and the steps that decide where a mention goes."""

    issues: dict[str, RegisteredIssue] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)  # an id that went -> the issue that has it now
    steps: tuple[Step, ...] = ()
    anchors: tuple[Version, ...] = ()  # in force: of the issues, and of those merged into them
    held: frozenset[str] = frozenset()  # issues whose members people put together
    pinned: frozenset[str] = frozenset()  # issues that the tool leaves alone
    silent: frozenset[str] = frozenset()  # issues not heard of for long
    fixed: dict[str, str | None] = field(default_factory=dict)  # text_key -> where people put it
    spaces: tuple[Mapping[str, Any], ...] = ()  # what vectors were seen through, in order
    space: int = -1  # the place of the one in force; -1 for none
    proposals: tuple[LedgerEvent, ...] = ()  # that nobody has answered
    answered: tuple[LedgerEvent, ...] = ()  # proposals that somebody has
    sessions: tuple[datetime, ...] = ()  # the as-of of each
    encoder: str | None = None  # the model of the last session
    fingerprint: str | None = None  # of the mentions that the last session saw
    mention_count: int = 0  # that the last session saw
    last_number: int = 0  # the highest number ever given
    last_proposal: int = 0
    proposed_count: int = 0  # issues that the evidence of the last fit speaks for; 0 where it could not tell

    @property
    def last_as_of(self) -> datetime | None:
        """The latest as-of of any session."""
        return max(self.sessions, default=None)

    def find_root(self, issue_id: str) -> str:
        """Find the issue that an id stands for: itself, or what it was merged into."""
        return self.merged.get(issue_id, issue_id)


def fold_register(events: Iterable[LedgerEvent]) -> Register:
    """Fold the ledger, in order, into the register; what was undone counts as never said."""
    from voc.issues.fold import Fold

    every = list(events)
    fold = Fold()
    for event in drop_undone(every):
        fold.take(event)
    return fold.finish(last_number=find_last_number(every))


def find_last_number(events: Iterable[LedgerEvent]) -> int:
    """Find the highest number that an issue ever had, also where it was undone since."""
    ids = [
        issue_id
        for event in events
        for issue_id in (event.issue_id, event.payload.get("child"))
        if issue_id and event.kind in ("birth", "refit", "split")
    ]
    return max((int(issue_id.rpartition("-")[2]) for issue_id in ids), default=0)


def list_versions(register: Register) -> list[Version]:
    """List all that issues were ever known by, as far as it still decides where a mention goes."""
    found: dict[Version, None] = dict.fromkeys(register.anchors)
    for step in register.steps:
        if isinstance(step, View):
            found |= dict.fromkeys(step.anchors)
        elif isinstance(step, Division):
            found |= dict.fromkeys((*step.known_by, step.child))
    return list(found)


def read_keys(found: Iterable[Sequence[Any]]) -> tuple[ExemplarKey, ...]:
    """Read mentions' addresses as the ledger has them."""
    return tuple((str(s), str(i), int(o), str(k)) for s, i, o, k in found)


def word_birth(
    kind: str,
    issue_id: str,
    *,
    session: int,
    as_of: datetime,
    exemplars: Sequence[ExemplarKey],
    threshold: float,
    more: Mapping[str, Any] | None = None,
) -> NewEvent:
    """Word a birth, a refit or a refresh as the ledger takes it; `more` is what only a birth has."""
    payload: dict[str, Any] = {
        "session": session,
        "as_of": as_of.isoformat(),
        "exemplars": [list(key) for key in exemplars],
        "threshold": round(threshold, 6),
    }
    return NewEvent(kind, issue_id, payload | dict(more or {}))


def number_issue(number: int) -> str:
    """Word an issue's id: `ISS-0001`."""
    return f"ISS-{number:04d}"
