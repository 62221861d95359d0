"""The command that tells the words in vogue."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share
from voc.cli.reading import read_published

Document = Mapping[str, Any]

NOTHING = {
    "too_little_history": "Nothing yet: words are compared with at least five weeks before.",
    "few_people": "Too few people speak of this issue for its words to be shown.",
    "nothing_rose": "No words rose beyond what weeks differ by chance.",
}


@click.command()
@click.option("--issue", "issue_id", metavar="ISSUE", help="An issue's words of the last four weeks.")
@with_workspace
@with_json
def words(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """List the words in vogue: what more people say than in the quarter before."""
    from voc.answers.vogue import list_vogue

    with read_published(workspace) as reading:
        document = list_vogue(reading, issue_id)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_vogue(document))


def report_vogue(document: Document) -> list[str]:
    """Tell the words in vogue, with how many say them and where they lie."""
    late = "week " if document["weeks"] == 1 else f"{document['weeks']} weeks to "
    about = "" if document["issue_id"] is None else f" of {document['issue_id']} {document['name']}"
    head = (
        f"Words in vogue{about}: {late}{document['week']} against the {document['before_weeks']} weeks before"
    )
    if not document["phrases"]:
        return [head, NOTHING[document["reason"]]]
    rows = [
        (
            phrase["phrase"],
            phrase["language"],
            phrase["contacts"],
            phrase["customers"],
            phrase["expected"],
            _place_phrase(phrase),
            ", ".join(phrase["also"]),
        )
        for phrase in document["phrases"]
    ]
    headers = ("phrase", "lang", "contacts", "people", "expected", "where", "also")
    return [head, "", *format_columns(headers, rows, right="contacts people expected")]


def _place_phrase(phrase: Document) -> str:
    """Say in which issue most lie, or that most lie in none."""
    if phrase["is_unseen"]:
        return f"{show_share(phrase['unassigned_share'])} in no issue yet"
    return " ".join(issue["issue_id"] for issue in phrase["issues"][:3])
