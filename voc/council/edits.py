"""How are the sets of issues changed by people: merged, split, moved, ignored, pinned?

Each edit is worded here and checked against what stands, so that what is recorded can be done, and holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.council.decisions import take_line
from voc.council.standing import Standing
from voc.errors import CallError
from voc.issues.register import read_keys
from voc.issues.steps import ExemplarKey
from voc.schema import LedgerEvent, NewEvent

NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Placed:
    """A mention, and the issue that it is in now."""

    mention_id: str
    key: ExemplarKey
    issue_id: str | None


def merge_issues(standing: Standing, gone: str, into: str) -> NewEvent:
    """Merge one issue into another, which keeps its id, its name and what was decided about it.

    Raises:
        CallError: either is not there or they are the same. Of an `into` that was merged the survivor counts.
    """
    leaving = standing.require_live(gone, "merge")
    survivor = standing.resolve(into.strip().upper())
    survivor = standing.require_live(
        survivor if survivor in standing.register.issues else into, "merge --into"
    )
    if leaving == survivor:
        raise CallError(f"merge {gone} --into {into}: both are {survivor} already; wanted two issues")
    if survivor in standing.ignored:
        raise CallError(
            f"merge --into {survivor}: it is ignored; undo that first (`voc council log {survivor}`)"
        )
    return NewEvent("merge", leaving, {"into": survivor})


def split_issue(
    standing: Standing, parent: str, chosen: Sequence[Placed], rest_count: int, name: str
) -> NewEvent:
    """Split mentions off an issue as one of their own, with the next free number.

    Args:
        standing: What stands.
        parent: The issue.
        chosen: The mentions that go.
        rest_count: How many mentions of the issue have another text than all of these.
        name: The new issue's.

    Raises:
        CallError: the issue is not there, nothing goes, not all of it is the issue's, or nothing would stay.
    """
    issue_id = standing.require_live(parent, "split")
    if not chosen:
        raise CallError(f"split {issue_id}: no mentions were given; `voc assignments` lists them")
    _check_members(chosen, issue_id, f"split {issue_id}")
    if not rest_count:
        raise CallError(f"split {issue_id}: these are all its mentions; rename it, or leave some in it")
    payload = {
        "child": standing.next_issue_id(),
        "name": take_line(name, "name"),
        "mentions": _word_keys(chosen),
    }
    return NewEvent("split", issue_id, payload)


def move_mentions(standing: Standing, chosen: Sequence[Placed], to: str | None) -> list[NewEvent]:
    """Move mentions to another issue or, with None, out of any: one event for each issue they leave.

    Raises:
        CallError: the target is not there, nothing moves, or some are there already.
    """
    target = None if to is None else standing.require_live(to, "move --to")
    place = target or "no issue"
    if not chosen:
        raise CallError(f"move --to {place}: no mentions were given; `voc assignments` lists them")
    settled = [mention.mention_id for mention in chosen if mention.issue_id == target]
    if settled:
        raise CallError(f"move --to {place}: {list_names(settled)} {_be(settled)} in {place} already")
    return [
        NewEvent(
            "move",
            target or origin,
            {
                "mentions": _word_keys([mention for mention in chosen if mention.issue_id == origin]),
                "from": origin,
                "to": target,
            },
        )
        for origin in dict.fromkeys(mention.issue_id for mention in chosen)
    ]


def pin_issue(standing: Standing, issue_id: str, chosen: Sequence[Placed] = ()) -> NewEvent:
    """Say that these mentions belong to the issue; without any, that the tool must leave the issue alone.

    Raises:
        CallError: the issue is not there, a mention is not in it, or it is pinned already.
    """
    wanted = standing.require_live(issue_id, "pin")
    _check_members(chosen, wanted, f"pin {wanted}")
    if not chosen and wanted in standing.register.pinned:
        raise CallError(f"pin {wanted}: it is pinned already")
    return NewEvent("pin", wanted, {"mentions": _word_keys(chosen)})


def ignore_issue(standing: Standing, issue_id: str, why: str | None = None) -> NewEvent:
    """Keep an issue out of every list, since the council has no business with it.

    Raises:
        CallError: the issue is not there, or is ignored already.
    """
    wanted = standing.require_live(issue_id, "ignore")
    if wanted in standing.ignored:
        raise CallError(f"ignore {wanted}: it is ignored already")
    return NewEvent("ignore", wanted, {"why": (why or "").strip() or None})


def list_open_proposals(standing: Standing) -> list[LedgerEvent]:
    """List the proposals that nobody answered and whose issues are still two, in order."""
    found = []
    for event in standing.register.proposals:
        about, into = standing.resolve(str(event.issue_id)), event.payload.get("into")
        ends = [about] if into is None else [about, standing.resolve(into)]
        if len(set(ends)) == len(ends) and all(end in standing.register.issues for end in ends):
            found.append(event)
    return found


def accept_proposal(
    standing: Standing, proposal_id: str, placed: Mapping[ExemplarKey, Placed], rest_count: int = 0
) -> list[NewEvent]:
    """Accept a proposal: the answer, and what it means as if people had said it.

    Mentions that have left the issue since are let go.

    Args:
        standing: What stands.
        proposal_id: Such as `P-0001`.
        placed: Where the mentions it names are now; those that are unknown to readers are left out.
        rest_count: As in `split_issue`, of those.

    Raises:
        CallError: there is no such proposal, it was answered, or it cannot be done any more.
    """
    proposal = require_open(standing, proposal_id)
    said, about = proposal.payload, standing.resolve(str(proposal.issue_id))
    keys = read_keys(said.get("mentions", ()))
    chosen = [placed[key] for key in keys if key in placed and placed[key].issue_id == about]
    if said["what"] != "merge" and not chosen:
        raise CallError(f"accept {said['proposal']}: none of its mentions is in {about} any more; refuse it")
    if said["what"] == "merge":
        deeds = [merge_issues(standing, about, said["into"])]
    elif said["what"] == "split":
        deeds = [split_issue(standing, about, chosen, rest_count, said.get("name") or about)]
    else:
        deeds = move_mentions(standing, chosen, said.get("into"))
    answer = NewEvent("accept", about, {"proposal": said["proposal"]})
    return [answer, *(_mark_proposal(deed, said["proposal"]) for deed in deeds)]


def refuse_proposal(standing: Standing, proposal_id: str, why: str) -> NewEvent:
    """Refuse a proposal, with the reason.

    Raises:
        CallError: there is no such proposal, it was answered, or no reason is given.
    """
    proposal = require_open(standing, proposal_id)
    if not why.strip():
        raise CallError(f"refuse {proposal.payload['proposal']}: the reason is empty; wanted a few words")
    return NewEvent(
        "refuse", proposal.issue_id, {"proposal": proposal.payload["proposal"], "why": why.strip()}
    )


def require_open(standing: Standing, proposal_id: str) -> LedgerEvent:
    """Return the proposal of this id that still waits for an answer.

    Raises:
        CallError: there is none.
    """
    wanted = proposal_id.strip().upper()
    open_ones = {event.payload["proposal"]: event for event in list_open_proposals(standing)}
    if wanted in open_ones:
        return open_ones[wanted]
    known = {event.payload["proposal"] for event in standing.told if event.kind == "proposal"}
    if wanted not in known:
        raise CallError(f"no such proposal {proposal_id!r}; `voc council proposals` lists the open ones")
    for event in standing.events:
        if event.kind in ("accept", "refuse") and event.payload["proposal"] == wanted:
            done = {"accept": "accepted", "refuse": "refused"}[event.kind]
            raise CallError(
                f"{wanted} was {done} by {event.by_whom}; `voc council undo {event.event_id}` opens it"
            )
    raise CallError(f"{wanted} cannot be done any more: its issues are gone, or are one by now")


def list_names(names: Sequence[str]) -> str:
    """List a few names, and say how many more there are."""
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _check_members(chosen: Sequence[Placed], issue_id: str, what: str) -> None:
    strangers = [mention for mention in chosen if mention.issue_id != issue_id]
    if strangers:
        places = sorted({mention.issue_id or "no issue" for mention in strangers})
        ids = [mention.mention_id for mention in strangers]
        raise CallError(f"{what}: {list_names(ids)} {_be(ids)} not in it, but in {', '.join(places)}")


def _be(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _word_keys(chosen: Sequence[Placed]) -> list[list[str | int]]:
    return [list(mention.key) for mention in chosen]


def _mark_proposal(deed: NewEvent, proposal_id: str) -> NewEvent:
    return NewEvent(deed.kind, deed.issue_id, {**deed.payload, "proposal": proposal_id})
