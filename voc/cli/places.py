"""Where in the service cycle it hurts: issues by touchpoint, product or channel."""

from typing import Any

import click

from voc.cli.options import Choice, with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share
from voc.cli.reading import read_published

Document = dict[str, Any]
MOST_ISSUES = 5  # of a place, in words; --json has all
HEADERS = ("place", "contacts", "share", "lift", "repeats", "rating", "cost", "pain")
FIGURES = "contacts share lift repeats rating cost pain"


@click.command()
@click.option(
    "--by",
    type=Choice("touchpoint", "product", "channel"),
    default="touchpoint",
    show_default=True,
    help="Which places.",
)
@click.option("--flows", is_flag=True, help="From channel to issue to department, instead.")
@with_workspace
@with_json
def places(by: str, flows: bool, workspace: str | None, as_json: bool) -> None:
    """Show where it hurts: places in their order, and what hurts most in each."""
    from voc.answers.places import list_flows, list_places

    with read_published(workspace) as reading:
        document = list_flows(reading) if flows else list_places(reading, by)
    if as_json:
        print_document(document)
    else:
        print_lines(*(report_flows(document) if flows else report_places(document)))


def report_flows(document: Document) -> list[str]:
    """Word by which ways contacts flow, most first; of several issues each has its part."""
    rows = [
        (
            flow["channel"],
            flow["issue_id"],
            flow["name"],
            flow["department"],
            flow["contacts"],
            flow["shared_cost"],
        )
        for flow in sorted(document["flows"], key=lambda flow: -flow["contacts"])
    ]
    if not rows:
        return ["No contacts so far."]
    headers = ("channel", "issue", "name", "department", "contacts", "cost")
    return format_columns(headers, rows, right="contacts cost")


def report_places(document: Document) -> list[str]:
    """Word places, with the issues that hurt most in each."""
    dimension, known, unknown = document["dimension"], document["known"], document["unknown"]
    if not known:
        return [f"No contact tells its {dimension}."]
    order = "in the order of the service cycle" if document["order"] == "cycle" else "most contacts first"
    others = f" {document['others']:,} smaller places are not shown." if document["others"] else ""
    rows = [row for place in document["places"] for row in _list_rows(place)]
    return [
        f"By {dimension}, {order}. {known:,} contacts tell theirs, {unknown:,} do not.{others}",
        "",
        *format_columns(HEADERS, rows, right=FIGURES),
        "",
        "* more people here than if places did not matter. rating: 50 is as all of the same scale.",
        f"pain, in contacts: {document['definitions']['pain']}.",
    ]


def _list_rows(place: Document) -> list[tuple[object, ...]]:
    head = (place["value"], place["contacts"], None, None, *_show_figures(place))
    lines = [
        (f"· {cell['issue_id']} {cell['name']}", cell["contacts"], *_show_shares(cell), *_show_figures(cell))
        for cell in place["issues"][:MOST_ISSUES]
    ]
    return [head, *lines]


def _show_figures(row: Document) -> tuple[object, ...]:
    rank = None if row["rating_rank"] is None else round(100 * row["rating_rank"])
    return (show_share(row["repeat_rate"]), rank, round(row["cost"]), row["pain"])


def _show_shares(cell: Document) -> tuple[object, ...]:
    return (show_share(cell["share"]), f"{cell['lift']:.1f}{'*' if cell['stands_out'] else ' '}")
