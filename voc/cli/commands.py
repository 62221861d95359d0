"""Which commands are there?

Each lives beside its kind and imports what it needs when it runs.
"""

from importlib.metadata import version
from typing import Any

import click

from voc.cli import (
    checking,
    council_reading,
    effects,
    exporting,
    levers,
    making,
    places,
    privacy,
    proactive,
    quarantine,
    ratings,
    reading,
    repeats,
    serving,
    sources,
    statement,
    vogue,
    weeks,
)
from voc.cli.options import with_workspace


class Commands(click.Group):
    """Lists the commands in the order in which a person meets them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands as they were added."""
        return list(self.commands)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, help="Print the version.")
@with_workspace
@click.pass_context
def voc(ctx: click.Context, version: bool, workspace: str | None) -> None:  # noqa: ARG001  commands ask for it
    """From four inboxes to the improvement council's table.

    Finds what customers contact a company about, counts it, follows it from week to week, and lets
    the council decide. `voc demo DIR` shows all of it on an invented company.
    """
    if version:
        click.echo(f"voc {_find_version()}")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _find_version() -> str:
    return version("voc")


def _add_commands(group: click.Group, *commands: Any) -> None:
    for command in commands:
        group.add_command(command)


_add_commands(
    voc,
    making.init,
    making.demo,
    making.run,
    making.ingest,
    making.mine,
    making.publish,
    reading.issues,
    reading.show,
    reading.alerts,
    vogue.words,
    weeks.weeks,
    repeats.repeats,
    ratings.ratings,
    places.places,
    levers.levers,
    effects.effects,
    statement.statement,
    proactive.proactive,
    proactive.faq,
    reading.contacts,
    reading.assignments,
    reading.search,
    exporting.export,
    council_reading.council,
    reading.status,
    quarantine.quarantine,
    sources.sources,
    reading.trace,
    privacy.forget,
    reading.evaluate,
    serving.dashboard,
    checking.doctor,
)
