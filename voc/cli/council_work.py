"""The commands by which people say what they do about issues, which alerts they know, what contacts are."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from voc.cli.council import council, issue_argument, record_saying, why_option, with_speaker
from voc.cli.options import Choice, Day
from voc.schema import CONTACT_KINDS, OPPORTUNITIES

if TYPE_CHECKING:
    from voc.answers import Reading
    from voc.schema import NewEvent

__all__ = ["council"]

SAYABLE_KINDS = tuple(kind for kind in CONTACT_KINDS if kind != "repeat")


@council.group()
def action() -> None:
    """Say what is done about an issue, and when it was done."""


@action.command("add")
@issue_argument
@click.argument("text", metavar="TEXT")
@click.option("--owner", metavar="NAME", help="Who does it.")
@click.option("--due", type=Day(), metavar="DATE", help="Until when.")
@click.option("--effect", metavar="TEXT", help="What is expected of it.")
@with_speaker
def action_add(
    issue_id: str,
    text: str,
    owner: str | None,
    due: date | None,
    effect: str | None,
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Add an action to an issue."""
    from voc.council.actions import add_action

    record_saying(
        lambda reading: [
            add_action(reading.standing, issue_id, text, owner=owner, due=due, effect=effect)
        ],
        by_whom, workspace, as_json,
    )  # fmt: skip


@action.command("done")
@click.argument("action_id", metavar="ID")
@click.option("--on", type=Day(), metavar="DATE", help="From which day on it holds; else today.")
@with_speaker
def action_done(
    action_id: str, on: date | None, by_whom: str | None, workspace: str | None, as_json: bool
) -> None:
    """Say that an action is done; from then on `voc effects` judges whether it worked."""
    from voc.council.actions import finish_action

    def word(reading: "Reading") -> list["NewEvent"]:
        today = datetime.now(reading.zone).date()
        return [finish_action(reading.standing, action_id, on or today, today)]

    record_saying(word, by_whom, workspace, as_json)


@council.command()
@issue_argument
@click.option("--until", type=Day(), metavar="DATE", help="Until when it sleeps; else as long as it lasts.")
@why_option
@with_speaker
def acknowledge(
    issue_id: str,
    until: date | None,
    why: str | None,
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Say that an issue's alert is known, and put it to sleep."""
    from voc.answers.alerts import acknowledge_open

    record_saying(
        lambda reading: [
            acknowledge_open(reading, issue_id, datetime.now(reading.zone).date(), until=until, why=why)
        ],
        by_whom, workspace, as_json,
    )  # fmt: skip


@council.command()
@click.argument("contacts", nargs=-1, required=True, metavar="CONTACT…")
@click.option(
    "--is", "kind", required=True, type=Choice(*SAYABLE_KINDS), help="What they are to the company."
)
@click.option("--opportunity", type=Choice(*OPPORTUNITIES), help="The opportunity that lies in them.")
@with_speaker
def kind(
    contacts: tuple[str, ...],
    kind: str,
    opportunity: str | None,
    by_whom: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Put the kind of contacts right; ids as in `voc contacts`."""
    from voc.answers.recording import classify_known

    record_saying(
        lambda reading: [classify_known(reading, contacts, kind, opportunity)], by_whom, workspace, as_json
    )
