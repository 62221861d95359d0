"""`voc ratings`: what do issues go with in NPS and CSAT, and how much is there to win?"""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share, show_value
from voc.cli.reading import read_published

Document = Mapping[str, Any]

MEASURES = {"mean": "mean rating", "nps": "NPS (promoters less detractors)", "csat": "CSAT (% satisfied)"}
REASONS = {
    "few_raters": "too few raters",
    "few_others": "too few rated anything else",
    "not_separable": "cannot be told apart from its source, product or other issues",
    "no_ratings": "nobody rated it",
}
NOTE = (
    "What issues go with, not what they cause. Effect: the measure over all ratings less that without the"
    " issue's, with 95 % by drawing people again. To win: what it would gain if the issue rated like what"
    " others of the same source and product speak of."
)


@click.command()
@click.option("--issue", "issue_id", metavar="ISSUE", help="Only this issue, like ISS-0001.")
@with_workspace
@with_json
def ratings(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """Tell what issues go with in ratings, and how much there is to win."""
    from voc.answers.ratings import tell_ratings

    with read_published(workspace) as reading:
        document = tell_ratings(reading, issue_id)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_ratings(document))


def report_ratings(document: Document) -> list[str]:
    """Tell ratings scale by scale, the most to win first."""
    if not document["scales"]:
        return ["No contact has a rating."]
    lines = [NOTE]
    for whole in document["scales"]:
        rows = [
            row
            for row in document["issues"]
            if (row["scale"], row["measure"]) == (whole["scale"], whole["measure"])
        ]
        lines += ["", *_report_whole(whole), *(_report_rows(rows) if rows else [])]
    return [*lines, *_report_unrated(document["issues"])]


def _report_whole(whole: Document) -> list[str]:
    measure = MEASURES.get(whole["measure"], whole["measure"])
    return [
        f"{whole['scale']} · {measure}: {_show_bounds(whole, 'level')}"
        f" · {show_value(whole['rated_count'])} ratings of {show_value(whole['contact_count'])} contacts"
        f" ({show_share(whole['rated_share'])}), {show_value(whole['person_count'])} people"
    ]


def _report_rows(rows: list[Document]) -> list[str]:
    cells = [
        (
            row["issue_id"],
            row["name"],
            f"{row['rated_count']} of {row['contact_count']}",
            _show_bounds(row, "effect"),
            _show_bounds(row, "points_to_win", "points"),
            row["side"] or REASONS.get(row["reason"] or "", ""),
        )
        for row in rows
    ]
    headers = ("issue", "name", "rated", "effect", "to win", "side")
    return format_columns(headers, cells, right="rated", width=130)


def _report_unrated(rows: list[Document]) -> list[str]:
    return [
        f"{row['issue_id']}  {row['name']}: {REASONS['no_ratings']}" for row in rows if row["scale"] is None
    ]


def _show_bounds(row: Document, name: str, bounds: str | None = None) -> str:
    low, high = row[f"{bounds or name}_low"], row[f"{bounds or name}_high"]
    if row[name] is None:
        return "–"
    return f"{row[name]:.2f}" if low is None else f"{row[name]:.2f} ({low:.2f} to {high:.2f})"
