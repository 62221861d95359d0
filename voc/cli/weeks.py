"""The command that tells the weeks: which are whole, and what rates are told by in each."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines
from voc.cli.reading import read_published

Document = Mapping[str, Any]


@click.command()
@with_workspace
@with_json
def weeks(workspace: str | None, as_json: bool) -> None:
    """List the weeks, whole or not, and what rates are told by."""
    from voc.answers.rates import list_calendar

    with read_published(workspace) as reading:
        document = list_calendar(reading)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_calendar(document))


def report_calendar(document: Document) -> list[str]:
    """Tell each week, the latest first, and what is to be known of it."""
    rows = [
        (
            week["week"],
            week["contacts"],
            round(week["exposure"]),
            "–" if week["rate"] is None else f"{week['rate']:.3f}",
            "; ".join(_list_remarks(week)) or " ",
        )
        for week in reversed(document["weeks"])
    ]
    if not rows:
        return ["No weeks so far: there are no contacts."]
    name = document["exposure"]
    head = f"Rates are told by {name}." if name != "contacts" else "Rates are told by each week's contacts."
    headers = ("week", "contacts", "exposure", "rate", "")
    return [head, *format_columns(headers, rows, right="contacts exposure rate")]


def _list_remarks(week: Document) -> list[str]:
    remarks = [] if week["is_complete"] else ["still running"]
    if week["is_estimated"]:
        remarks.append("not delivered: taken from its neighbours")
    if week["late_contacts"]:
        remarks.append(f"{week['late_contacts']} contacts came late")
    if week["silent_sources"]:
        remarks.append(f"nothing from {', '.join(week['silent_sources'])}")
    remarks += [free["names"]["en"] for free in week["holidays"]]
    return remarks
