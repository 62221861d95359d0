"""Which issues live, what became of the others, and which proposals wait, at this moment?

Told from the ledger alone. Where people put a text it stays, whatever a later mining finds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from operator import ne

from voc.council.decisions import Decisions, fold_decisions
from voc.errors import CallError
from voc.issues.lineage import drop_undone
from voc.issues.register import Register, fold_register, number_issue
from voc.schema import LedgerEvent


@dataclass(frozen=True)
class Standing:
    """What stands, folded from all events."""

    told: tuple[LedgerEvent, ...]  # all, also what was undone
    events: tuple[LedgerEvent, ...]  # those that stand
    register: Register
    leads_to: Mapping[str, str]  # an issue that is gone, and the one that has its mentions
    decisions: Mapping[str, Decisions]

    @property
    def last_id(self) -> int:
        """The last event's id; 0 where there is none."""
        return self.told[-1].event_id if self.told else 0

    @property
    def ignored(self) -> frozenset[str]:
        """The issues that people ignore."""
        return frozenset(issue_id for issue_id, held in self.decisions.items() if held.is_ignored)

    def resolve(self, issue_id: str) -> str:
        """Follow an issue that is gone to the one that has its mentions."""
        passed: set[str] = set()
        while issue_id in self.leads_to and issue_id not in passed:
            passed.add(issue_id)
            issue_id = self.leads_to[issue_id]
        return issue_id

    def require_live(self, issue_id: str, what: str) -> str:
        """Return the id of a live issue, in capitals.

        Raises:
            CallError: it is unknown, or gone.
        """
        wanted = issue_id.strip().upper()
        if wanted in self.register.issues:
            return wanted
        survivor = self.resolve(wanted)
        if survivor in self.register.issues:
            raise CallError(f"{what}: {wanted} is part of {survivor} now; name that one")
        raise CallError(f"{what}: {word_unknown_issue(issue_id, self.register.issues)}")

    def next_issue_id(self) -> str:
        """The next number, which no issue ever had."""
        return number_issue(self.register.last_number + 1)


def fold_standing(events: Iterable[LedgerEvent]) -> Standing:
    """Fold all events of the ledger, given in order."""
    told = tuple(events)
    register = fold_register(told)
    unsplit = {
        event.payload["child"]: str(event.issue_id)
        for event in told
        if event.kind == "split" and event.payload["child"] not in register.issues | register.merged
    }
    return Standing(told, tuple(drop_undone(told)), register, unsplit | register.merged, fold_decisions(told))


def fold_placements(standing: Standing) -> dict[str, str | None]:
    """Tell where people put texts, by split, move or pin: text_key to a live issue, or to none.

    Equal texts go together; the last word on a text holds.
    """
    placed: dict[str, str | None] = {}
    for event in standing.events:
        if event.kind in ("split", "move", "pin"):
            said = event.payload
            place = {"split": said.get("child"), "move": said.get("to"), "pin": event.issue_id}[event.kind]
            placed |= {str(key[3]): place and standing.resolve(place) for key in said["mentions"]}
    return placed


def word_unknown_issue(issue_id: str, known: Iterable[str]) -> str:
    """Word that there is no such issue, with the nearest id."""
    wanted = issue_id.strip().upper()
    near = get_close_matches(wanted, sorted(known), n=20, cutoff=0.7)
    nearest = min(
        near, key=lambda name: sum(map(ne, name, wanted)), default=None
    )  # difflib takes any of equals
    hint = f"did you mean {nearest!r}? " if nearest else ""
    return f"no such issue {issue_id!r}; {hint}`voc issues --state all` lists those there are"
