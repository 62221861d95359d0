"""The command that lets a person leave the workspace, and says where else they still stand."""

import getpass
from typing import Any

import click

from voc.cli.options import open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines
from voc.cli.progress import show_progress


@click.command()
@click.option("--customer", required=True, metavar="ID", help="The customer's id, as the source has it.")
@click.option("--by-whom", metavar="NAME", help="Who asked for it; else the system's user.")
@with_workspace
@with_json
def forget(customer: str, by_whom: str | None, workspace: str | None, as_json: bool) -> None:
    """Erase a customer from every place, for good.

    Contacts, what was made of them, snapshots, exports and caches go; the counts of what was received
    stay. Rows of theirs that come later are counted as erased. Files in the inbox are yours to delete.
    """
    from voc.pipeline.forget import forget_customer

    settings = open_settings(workspace)
    with show_progress() as progress:
        told = forget_customer(settings, customer, by_whom=by_whom or getpass.getuser(), progress=progress)
    if as_json:
        print_document(told)
    else:
        print_lines(*report_forgetting(told))


def report_forgetting(told: dict[str, Any]) -> list[str]:
    """Tell what was erased, and what is left to do."""
    again = " (was forgotten before)" if told["was_forgotten"] else ""
    lines = [f"Forgotten{again}: {told['contacts']:,} contacts erased, and they do not come back."]
    if not told["contacts"] and not told["was_forgotten"]:
        lines = [
            "Nothing is stored of a customer with exactly this id; rows of theirs that come will be refused.",
            "If you expected contacts, compare the spelling with your source's: `CL-1` and `cl 1` are two.",
        ]
    if told["snapshot"]:
        lines.append(f"Published anew as {told['snapshot']}; older snapshots are gone.")
    parts = (
        ("deleted", "Deleted, since they held something of theirs or could not be looked into:"),
        (
            "left_in",
            "These files are not voc's to change and still hold it; delete it there and at the source:",
        ),
        ("not_searched", "These could not be searched for the id; look for it there:"),
    )
    for name, sentence in parts:
        if told[name]:
            lines += [sentence, *(f"  {path}" for path in told[name])]
    return lines
