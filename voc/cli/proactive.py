"""The commands that help before anybody calls again: whom to call, and what to publish an answer to."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import Count, with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share, show_value
from voc.cli.reading import read_published

Document = Mapping[str, Any]

NOBODY = {
    "no_open_issue": "No issue is open: none has an owner, an action that is not done, or an alert."
    " `--issue ISS-…` lists an issue's customers all the same.",
    "nobody": "Nobody to call: no known customer of these issues wrote of late and is still waiting.",
}
NO_QUESTIONS = {
    "no_weeks": "Nothing yet: there is not one complete week.",
    "no_questions": "No issue brings enough plain questions to be worth a published answer.",
}

issue_option = click.option("--issue", "issue_id", metavar="ISSUE", help="Only this issue, like ISS-0001.")


@click.command()
@issue_option
@click.option("--top", type=Count(), default=50, show_default=True, metavar="N", help="Only the first N.")
@with_workspace
@with_json
def proactive(issue_id: str | None, top: int, workspace: str | None, as_json: bool) -> None:
    """List the customers of open issues who should hear from us first."""
    from voc.answers.proactive import list_proactive

    with read_published(workspace) as reading:
        document = list_proactive(reading, issue_id, top=top)
    _answer_with(document, as_json, report_proactive(document))


@click.command()
@issue_option
@with_workspace
@with_json
def faq(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """List plain questions that a published answer could spare, in customers' words."""
    from voc.answers.faq import list_questions

    with read_published(workspace) as reading:
        document = list_questions(reading, issue_id)
    _answer_with(document, as_json, report_questions(document))


def _answer_with(document: Document, as_json: bool, lines: list[str]) -> None:
    if as_json:
        print_document(document)
    else:
        print_lines(*lines)


def report_proactive(document: Document) -> list[str]:
    """Tell whom to call first, and why."""
    if not document["rows"]:
        return [NOBODY[document["reason"]]]
    head = (
        f"{document['customers']:,} customers of {len(document['open_issues'])} open issues, the last"
        f" {document['window_days']} days; {document['anonymous']:,} contacts have no customer's id"
    )
    weights = ", ".join(f"{factor['factor']} {factor['weight']:g}" for factor in document["factors"])
    rows = [
        (row["rank"], row["customer"], row["score"], row["last_at"][:10], row["issue_id"], row["name"],
         " ".join(row["why"]))
        for row in document["rows"]
    ]  # fmt: skip
    headers = ("#", "customer", "score", "last", "issue", "name", "why")
    return [head, f"Weights: {weights}", "", *format_columns(headers, rows, right="# customer score")]


def report_questions(document: Document) -> list[str]:
    """Tell which questions to answer beforehand, in customers' words, and what that spares at most."""
    if not document["questions"]:
        return [NO_QUESTIONS[document["reason"]]]
    lines = [
        f"Plain questions of the last {document['weeks']} complete weeks; contacts a month that a published"
        " answer spares at most"
    ]
    for question in document["questions"]:
        lines += ["", *_report_question(question, document["currency"])]
    return lines


def _report_question(question: Document, currency: str) -> list[str]:
    return [
        f"{question['rank']}. {question['issue_id']}  {show_value(question['name'])}",
        f"   {question['per_month']:,.1f} a month ({question['per_month_low']:,.1f} to"
        f" {question['per_month_high']:,.1f}), {question['cost_per_month']:,.2f} {currency};"
        f" {show_share(question['simple_share'])} of the issue's contacts",
        *(f"   {wording['language']}: «{show_value(wording['text'])}»" for wording in question["wordings"]),
    ]
