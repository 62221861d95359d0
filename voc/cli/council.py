"""The commands by which people decide: each is checked, recorded for ever, and shows at once.

Nothing said is changed or deleted afterwards; `undo` takes it back, and the log keeps both.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from getpass import getuser
from typing import TYPE_CHECKING

import click

from voc.cli.council_words import word_outcome
from voc.cli.options import Choice, Count, Day, open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines

if TYPE_CHECKING:
    from voc.answers import Reading
    from voc.council.standing import Standing
    from voc.schema import NewEvent

LEVERS = ("eliminate", "automate", "simplify", "improve")
Words = Callable[["Reading"], Sequence["NewEvent"]]


@click.group()
@with_workspace
def council(workspace: str | None) -> None:
    """Say what people decide about issues: who takes them on, with what aim, and which are one."""


def with_speaker(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take what every saying takes: who says it, where, and how the answer looks."""
    by_whom = click.option("--by-whom", metavar="NAME", help="Who says it; else the system's user.")
    return by_whom(with_workspace(with_json(command)))


issue_argument = click.argument("issue_id", metavar="ISSUE")
why_option = click.option("--why", metavar="TEXT", help="The reason.")
mentions_option = click.option(
    "--mentions", multiple=True, metavar="ID…", help="Ids as in `voc assignments`."
)


@council.command()
@issue_argument
@click.option("--owner", metavar="NAME", help='Who answers for it; "" for nobody.')
@click.option("--department", metavar="NAME", help='Whose it is; "" for the commonest of its contacts.')
@with_speaker
def assign(
    issue_id: str,
    owner: str | None,
    department: str | None,
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Give an issue an owner, a department or both."""
    from voc.council.decisions import assign_issue

    _say_about(issue_id, lambda live: assign_issue(live, owner, department), by_whom, workspace, as_json)


@council.command()
@issue_argument
@click.argument("number", type=Count(0), metavar="N")
@click.option("--by", type=Day(), metavar="DATE", help="Until when.")
@with_speaker
def target(
    issue_id: str, number: int, by: date | None, by_whom: str | None, workspace: str | None, as_json: bool
) -> None:
    """Aim at N contacts a week."""
    from voc.council.decisions import set_target

    _say_about(issue_id, lambda live: set_target(live, number, by), by_whom, workspace, as_json)


@council.command()
@issue_argument
@click.argument("lever", type=Choice(*LEVERS), metavar="LEVER")
@why_option
@with_speaker
def decide(
    issue_id: str, lever: str, why: str | None, by_whom: str | None, workspace: str | None, as_json: bool
) -> None:
    """Decide what is to be done: eliminate, automate, simplify or improve."""
    from voc.council.decisions import decide_lever

    _say_about(issue_id, lambda live: decide_lever(live, lever, why), by_whom, workspace, as_json)


@council.command()
@issue_argument
@click.argument("name", metavar="NAME")
@with_speaker
def rename(issue_id: str, name: str, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Give an issue the name that people use."""
    from voc.council.decisions import rename_issue

    _say_about(issue_id, lambda live: rename_issue(live, name), by_whom, workspace, as_json)


@council.command()
@issue_argument
@click.option("--into", required=True, metavar="ISSUE", help="The one that stays.")
@with_speaker
def merge(issue_id: str, into: str, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Merge an issue into another, which keeps its id, name and decisions."""
    from voc.council.edits import merge_issues

    record_saying(
        lambda reading: [merge_issues(reading.standing, issue_id, into)], by_whom, workspace, as_json
    )


@council.command()
@issue_argument
@mentions_option
@click.argument("more", nargs=-1, metavar="")
@click.option("--name", required=True, metavar="TEXT", help="The new issue's name.")
@with_speaker
def split(
    issue_id: str,
    mentions: tuple[str, ...],
    more: tuple[str, ...],
    name: str,
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Split mentions off as an issue of their own; equal texts go with them."""
    from voc.answers.recording import split_mentions

    ids = _read_ids(mentions, more)
    record_saying(lambda reading: [split_mentions(reading, issue_id, ids, name)], by_whom, workspace, as_json)


@council.command()
@click.argument("mentions", nargs=-1, required=True, metavar="MENTION…")
@click.option(
    "--to", "target_id", required=True, metavar="ISSUE", help="Where they belong; none for nowhere."
)
@with_speaker
def move(
    mentions: tuple[str, ...], target_id: str, by_whom: str | None, workspace: str | None, as_json: bool
) -> None:
    """Move mentions to another issue, or out of any; equal texts go with them."""
    from voc.answers.recording import find_placed
    from voc.council.edits import move_mentions

    to = None if target_id.strip().lower() == "none" else target_id
    ids = _read_ids(mentions)
    record_saying(
        lambda reading: move_mentions(reading.standing, find_placed(reading, ids), to),
        by_whom, workspace, as_json,
    )  # fmt: skip


@council.command()
@issue_argument
@mentions_option
@click.argument("more", nargs=-1, metavar="")
@with_speaker
def pin(
    issue_id: str,
    mentions: tuple[str, ...],
    more: tuple[str, ...],
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Let the tool leave an issue as it is; with --mentions, keep these in it."""
    from voc.answers.recording import find_placed
    from voc.council.edits import pin_issue

    ids = _read_ids(mentions, more)
    record_saying(
        lambda reading: [pin_issue(reading.standing, issue_id, find_placed(reading, ids))],
        by_whom, workspace, as_json,
    )  # fmt: skip


@council.command()
@issue_argument
@why_option
@with_speaker
def ignore(issue_id: str, why: str | None, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Keep an issue out of every list but `voc issues --state all`."""
    from voc.council.edits import ignore_issue

    record_saying(
        lambda reading: [ignore_issue(reading.standing, issue_id, why)], by_whom, workspace, as_json
    )


@council.command()
@click.argument("proposal_id", metavar="PROPOSAL")
@with_speaker
def accept(proposal_id: str, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Accept what the tool proposes, and do it."""
    from voc.answers.recording import accept_open

    record_saying(lambda reading: accept_open(reading, proposal_id), by_whom, workspace, as_json)


@council.command()
@click.argument("proposal_id", metavar="PROPOSAL")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@with_speaker
def refuse(proposal_id: str, why: str, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Refuse what the tool proposes, for good."""
    from voc.council.edits import refuse_proposal

    record_saying(
        lambda reading: [refuse_proposal(reading.standing, proposal_id, why)], by_whom, workspace, as_json
    )


@council.command()
@click.argument("event_id", type=Count(), metavar="ID")
@with_speaker
def undo(event_id: int, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Take back what was said; ID as in `voc council log`."""
    from voc.council.undoing import undo_event

    record_saying(lambda reading: undo_event(reading.standing, event_id), by_whom, workspace, as_json)


def _say_about(
    issue_id: str,
    word: Callable[[str], "NewEvent"],
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Record what is said about one live issue."""

    def word_live(reading: "Reading") -> list["NewEvent"]:
        return [word(require_named(reading.standing, issue_id))]

    record_saying(word_live, by_whom, workspace, as_json)


def require_named(standing: "Standing", issue_id: str) -> str:
    """Return the id of the live issue that a command names."""
    return standing.require_live(issue_id, issue_id.strip().upper())


def record_saying(word: Words, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Record what is said, and tell what was recorded."""
    from voc.answers.history import word_event
    from voc.answers.recording import record_said

    settings = open_settings(workspace)
    recorded = record_said(settings, word, by_whom=by_whom or find_user(), at=datetime.now(UTC))
    events = [word_event(event, settings.zone) for event in recorded]
    if as_json:
        print_document({"events": events})
    else:
        print_lines(*word_outcome(events))


def find_user() -> str:
    """Find the system's user; `unknown` where it has no name, as in some containers."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"


def _read_ids(*given: Sequence[str]) -> list[str]:
    """Read ids that are given one by one, or several in one, parted by commas or spaces."""
    return [name for some in given for part in some for name in part.replace(",", " ").split()]
