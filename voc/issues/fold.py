"""How do the ledger's events, taken one by one, become the register?

Events of one mining session stand together and end with `mined`. A session that refits (while history is
short, or when the encoder changes) begins the course anew: every mention is judged again, but for what
people put somewhere, which stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from voc.issues.register import Register, RegisteredIssue, read_keys
from voc.issues.steps import Division, ExemplarKey, Placement, Step, Taking, Union, Version, View
from voc.schema import LedgerEvent

SPLIT_THRESHOLD = 0.4  # of an issue that people made from a few mentions


class Fold:
    """The register as it grows; `take` one event after another, then `finish`."""

    def __init__(self) -> None:
        self.issues: dict[str, RegisteredIssue] = {}
        self.current: dict[str, Version] = {}  # also of issues that were merged
        self.merged: dict[str, str] = {}
        self.fixed: dict[str, str | None] = {}
        self.carried: dict[str, str | None] = {}  # text_key -> where a change of encoder left it
        self.held: set[str] = set()
        self.pinned: set[str] = set()
        self.silent: set[str] = set()
        self.steps: list[Step] = []
        self.divisions: list[Division] = []
        self.spaces: list[Mapping[str, Any]] = []
        self.space = -1
        self.proposals: dict[str, LedgerEvent] = {}
        self.answered: list[LedgerEvent] = []
        self.last_proposal = 0
        self.proposed_count = 0
        self.sessions: list[datetime] = []
        self.seen: Mapping[str, Any] = {}
        self.encoder: str | None = None
        self._forget_batch()

    def _forget_batch(self) -> None:
        self.newborn: dict[str, Taking | None] = {}
        self.is_changed = False
        self.begins_anew = False

    def take(self, event: LedgerEvent) -> None:
        """Take an event; kinds that say nothing about where mentions go are passed over."""
        act = self._ACTS.get(event.kind)
        if act:
            act(self, event, event.payload)

    def finish(self, last_number: int) -> Register:
        """Return the register as it stands."""
        return Register(
            issues=self.issues,
            merged=self.merged,
            steps=tuple(self.steps),
            anchors=tuple(self.current.values()),
            held=frozenset(self.held),
            pinned=frozenset(self.pinned),
            silent=frozenset(self.silent),
            fixed=dict(self.fixed),
            spaces=tuple(self.spaces),
            space=self.space,
            proposals=tuple(self.proposals.values()),
            answered=tuple(self.answered),
            sessions=tuple(self.sessions),
            encoder=self.encoder,
            fingerprint=self.seen.get("fingerprint"),
            mention_count=self.seen.get("mention_count", 0),
            last_number=last_number,
            last_proposal=self.last_proposal,
            proposed_count=self.proposed_count,
        )

    # --- what the tool found

    def _bear(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        issue_id = str(event.issue_id)
        version = self._know(issue_id, said)
        self.issues[issue_id] = RegisteredIssue(
            issue_id=issue_id,
            name=said["name"],
            names=said.get("names", {}),
            born_as_of=datetime.fromisoformat(said["as_of"]),
            version=version,
            origins=tuple(said.get("from", ())),
        )
        origins = frozenset(said.get("from", ()))
        taking = Taking(said.get("since", version.session), origins) if origins else None
        self.newborn[issue_id] = taking

    def _know(self, issue_id: str, said: Mapping[str, Any]) -> Version:
        version = Version(
            issue_id,
            said["session"],
            read_keys(said["exemplars"]),
            float(said["threshold"]),
            int(said.get("contacts", 0)),
        )
        self.current[issue_id] = version
        self.is_changed = True
        return version

    def _refit(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        self._refresh(event, said)
        self.begins_anew = True

    def _refresh(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        issue_id = str(event.issue_id)
        if issue_id in self.issues or issue_id in self.merged:
            self._show(issue_id, self._know(issue_id, said))

    def _show(self, issue_id: str, version: Version) -> None:
        self.current[issue_id] = version
        if issue_id in self.issues:
            self.issues[issue_id] = replace(self.issues[issue_id], version=version)

    def _die(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        gone = str(event.issue_id)
        self.is_changed = True
        if said.get("into"):
            self._merge(event, said)
        else:
            self.issues.pop(gone, None)
            self.current.pop(gone, None)

    def _change_encoder(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        self.current = {}
        self.space = -1
        self.carried = {key: issue_id or None for issue_id, keys in said["held"].items() for key in keys}
        self.begins_anew = True

    def _enter_space(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        self.spaces.append(said)
        self.space = len(self.spaces) - 1
        self.is_changed = True

    def _propose(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        self.proposals[said["proposal"]] = event
        self.last_proposal = max(self.last_proposal, int(said["proposal"].rpartition("-")[2]))

    def _pass_over(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        if said["what"] == "dies":
            self.silent.add(str(event.issue_id))
        elif said["what"] == "reopens":
            self.silent.discard(str(event.issue_id))

    def _hear_evidence(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        self.proposed_count = said["proposed"]

    def _end_session(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        session = len(self.sessions)
        self.sessions.append(datetime.fromisoformat(said["as_of"]))
        self.seen = said
        self.encoder = said.get("model_id", self.encoder)
        last = self.steps[-1] if self.steps else None
        if self.begins_anew:
            self.steps = []
        if self.is_changed or not isinstance(last, View):
            self.steps.append(self._take_view(session))
        else:
            self.steps[-1] = replace(last, until=session)
        self._forget_batch()

    def _take_view(self, session: int) -> View:
        return View(
            since=session,
            until=session,
            anchors=tuple(self.current.values()),
            roots=dict(self.merged),
            fixed=self.carried | self.fixed,
            newborn=frozenset(self.newborn),
            takings={issue_id: taking for issue_id, taking in self.newborn.items() if taking},
            divisions=tuple(self.divisions),
            space=self.space,
        )

    # --- what people decided

    def _merge(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        gone = str(event.issue_id)
        into = self._find_root(said["into"])
        if gone not in self.issues or into not in self.issues or gone == into:
            return
        del self.issues[gone]
        self.merged = {old: into if root == gone else root for old, root in self.merged.items()}
        self.merged[gone] = into
        for put in (self.fixed, self.carried):
            put.update({key: into for key, root in put.items() if root == gone})
        self.held |= {into}
        self.steps.append(Union(gone, into))
        self.divisions = [
            replace(division, parent=into) if division.parent == gone else division
            for division in self.divisions
            if division.child.issue_id != gone or division.parent != into
        ]
        self.is_changed = True

    def _split(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        parent, child = self._find_root(str(event.issue_id)), said["child"]
        if parent not in self.issues:
            return
        keys = read_keys(said["mentions"])
        session = len(self.sessions)
        version = Version(child, session, keys, float(said.get("threshold", SPLIT_THRESHOLD)))
        self._leave(keys)
        self.issues[child] = RegisteredIssue(
            child, said["name"], {}, self._find_day(event), version, origins=(parent,)
        )
        self.current[child] = version
        known_by = tuple(v for v in self.current.values() if self._find_root(v.issue_id) == parent)
        self.divisions.append(Division(parent, known_by, version, self.space))
        self.steps.append(self.divisions[-1])
        self._place(keys, child)
        self.held |= {parent, child}

    def _move(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        target: str | None = said.get("to")
        target = self._find_root(target) if target else None
        if target is not None and target not in self.issues:
            return
        keys = read_keys(said["mentions"])
        self._leave(keys)
        self._place(keys, target)
        if target is not None:
            self._join(keys, target)
            self.held.add(target)

    def _pin(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        issue_id = self._find_root(str(event.issue_id))
        keys = read_keys(said["mentions"])
        if issue_id not in self.issues:
            return
        self.held.add(issue_id)
        if keys:
            self._place(keys, issue_id)
            self._join(keys, issue_id)
        else:
            self.pinned.add(issue_id)

    def _answer(self, event: LedgerEvent, said: Mapping[str, Any]) -> None:
        proposal = self.proposals.pop(said["proposal"], None)
        if proposal:
            self.answered.append(proposal)

    def _find_root(self, issue_id: str) -> str:
        return self.merged.get(issue_id, issue_id)

    def _find_day(self, event: LedgerEvent) -> datetime:
        return self.sessions[-1] if self.sessions else event.at

    def _place(self, keys: tuple[ExemplarKey, ...], issue_id: str | None) -> None:
        texts = frozenset(key[3] for key in keys)
        self.fixed |= dict.fromkeys(texts, issue_id)
        self.steps.append(Placement(texts, issue_id))
        self.is_changed = True

    def _leave(self, keys: tuple[ExemplarKey, ...]) -> None:
        """Let no issue be known any longer by what is taken out of it."""
        texts = {key[3] for key in keys}
        for issue_id, version in list(self.current.items()):
            if any(key[3] in texts for key in version.exemplars):
                rest = tuple(key for key in version.exemplars if key[3] not in texts)
                self._show(issue_id, replace(version, session=len(self.sessions), exemplars=rest))

    def _join(self, keys: tuple[ExemplarKey, ...], issue_id: str) -> None:
        version = self.current.get(issue_id, self.issues[issue_id].version)
        known = {key[3] for key in version.exemplars}
        added = tuple(key for key in keys if key[3] not in known)
        self._show(
            issue_id, replace(version, session=len(self.sessions), exemplars=version.exemplars + added)
        )

    _ACTS: ClassVar[dict[str, Callable[["Fold", LedgerEvent, Mapping[str, Any]], None]]] = {
        "birth": _bear,
        "refit": _refit,
        "refresh": _refresh,
        "death": _die,
        "encoder": _change_encoder,
        "space": _enter_space,
        "transition": _pass_over,
        "proposal": _propose,
        "granularity": _hear_evidence,
        "mined": _end_session,
        "merge": _merge,
        "split": _split,
        "move": _move,
        "pin": _pin,
        "accept": _answer,
        "refuse": _answer,
    }
