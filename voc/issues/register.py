"""Which issues are there, since when, and by what are they known?

The register is a fold of the ledger's events, so it outlives the warehouse: a rebuild from the inbox and
the ledger finds the same issues under the same ids and names. An exemplar is a mention's address and the
hash of its text, never the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voc.schema import LedgerEvent, NewEvent

ExemplarKey = tuple[str, str, int, str]  # source, source_id, ordinal, text_key


@dataclass(frozen=True)
class RegisteredIssue:
    """An issue that lives: what it is called and known by."""

    issue_id: str
    name: str
    session: int  # mining session from which it is known by these exemplars
    born_as_of: datetime
    exemplars: tuple[ExemplarKey, ...]
    threshold: float


@dataclass(frozen=True)
class Register:
    """All issues, and the mining sessions held so far."""

    issues: dict[str, RegisteredIssue] = field(default_factory=dict)
    sessions: tuple[datetime, ...] = ()  # the as-of of each
    fingerprint: str | None = None  # of the mentions that the last session saw
    mention_count: int = 0  # that the last session saw
    last_number: int = 0  # the highest number ever given

    @property
    def last_as_of(self) -> datetime | None:
        """The latest as-of of any session."""
        return max(self.sessions, default=None)


def fold_register(events: Iterable[LedgerEvent]) -> Register:
    """Fold the ledger's births, refits, deaths and sessions, in order, into the register."""
    issues: dict[str, RegisteredIssue] = {}
    sessions: list[datetime] = []
    fingerprint: str | None = None
    mention_count = last_number = 0
    for event in events:
        if event.kind == "mined":
            sessions.append(datetime.fromisoformat(event.payload["as_of"]))
            fingerprint = event.payload["fingerprint"]
            mention_count = event.payload["mention_count"]
        elif event.kind in ("birth", "refit") and event.issue_id:
            known = issues.get(event.issue_id)
            issues[event.issue_id] = read_birth(event, known)
            last_number = max(last_number, int(event.issue_id.rpartition("-")[2]))
        elif event.kind == "death" and event.issue_id:
            issues.pop(event.issue_id, None)
    return Register(issues, tuple(sessions), fingerprint, mention_count, last_number)


def read_birth(event: LedgerEvent, known: RegisteredIssue | None) -> RegisteredIssue:
    """Read a birth, or a refit of a known issue, which keeps its name and its birthday."""
    payload = event.payload
    return RegisteredIssue(
        issue_id=str(event.issue_id),
        name=known.name if known else payload["name"],
        session=payload["session"],
        born_as_of=known.born_as_of if known else datetime.fromisoformat(payload["as_of"]),
        exemplars=tuple((str(s), str(i), int(o), str(k)) for s, i, o, k in payload["exemplars"]),
        threshold=float(payload["threshold"]),
    )


def word_birth(
    kind: str,
    issue_id: str,
    *,
    session: int,
    as_of: datetime,
    exemplars: Sequence[ExemplarKey],
    threshold: float,
    name: str | None = None,
) -> NewEvent:
    """Word a birth (with its name) or a refit as the ledger takes it."""
    payload: dict[str, Any] = {
        "session": session,
        "as_of": as_of.isoformat(),
        "exemplars": [list(key) for key in exemplars],
        "threshold": round(threshold, 6),
    }
    if name is not None:
        payload["name"] = name
    return NewEvent(kind, issue_id, payload)


def number_issue(number: int) -> str:
    """Word an issue's id: `ISS-0001`."""
    return f"ISS-{number:04d}"
