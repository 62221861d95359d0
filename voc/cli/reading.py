"""The commands that read: each asks one question of the published snapshot and shows the answer.

With --json the answer is the contract's document as it is; without, the same in words and columns.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voc.cli import reports
from voc.cli.alarms import report_alerts
from voc.cli.explaining import report_explanation
from voc.cli.options import Choice, Count, Day, Week, open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines
from voc.settings import Settings

if TYPE_CHECKING:
    from voc.answers import Reading

Document = dict[str, Any]
EXPLAINED = ("trend", "alerts", "kind", "repeats", "ratings", "cost", "lever", "effects", "words")

week_option = click.option("--week", type=Week(), metavar="YYYY-Www", help="Only this week, like 2026-W20.")


@click.command()
@click.option("--top", type=Count(), metavar="N", help="Only the first N.")
@week_option
@click.option(
    "--state",
    type=Choice("recurring", "isolated", "all"),
    default="recurring",
    show_default=True,
    help="Which issues; all takes in dormant and ignored ones.",
)
@click.option(
    "--as-known", type=Day(), metavar="DATE", help="The issues as they were known on a past day, by its data."
)
@with_workspace
@with_json
def issues(
    top: int | None, week: str | None, state: str, as_known: date | None, workspace: str | None, as_json: bool
) -> None:
    """List the issues, most contacts first."""
    from voc.answers import list_issues
    from voc.answers.past import list_past_issues, look_back

    with read_published(workspace) as reading:
        if as_known is None:
            document = list_issues(reading, top=top, week=week, state=state)
        else:
            past = look_back(reading, as_known, today=datetime.now(reading.zone).date())
            document = list_past_issues(past, top=top, week=week, state=state)
    _answer(document, as_json, reports.report_issues)


@click.command()
@click.argument("issue_id", metavar="ISSUE")
@click.option(
    "--explain",
    type=Choice(*EXPLAINED),
    metavar="WHAT",
    help=f"The numbers behind a word or a figure: {', '.join(EXPLAINED)}.",
)
@with_workspace
@with_json
def show(issue_id: str, explain: str | None, workspace: str | None, as_json: bool) -> None:
    """Show one issue: its weeks, keyphrases, verbatims and decisions."""
    from voc.answers import show_issue

    with read_published(workspace) as reading:
        if explain is not None:
            from voc.answers.explain import explain_issue

            document = explain_issue(reading, issue_id, explain)
            _answer(document, as_json, _report_factors if explain == "lever" else report_explanation)
            return
        document = show_issue(reading, issue_id)
    _answer(document, as_json, reports.report_issue)


@click.command()
@with_workspace
@with_json
def alerts(workspace: str | None, as_json: bool) -> None:
    """List what emerged or burst, with the evidence."""
    from voc.answers import list_alerts

    with read_published(workspace) as reading:
        document = list_alerts(reading)
    _answer(document, as_json, report_alerts)


@click.command()
@click.option("--issue", "issue_id", metavar="ISSUE", help="Only contacts of this issue, like ISS-0001.")
@week_option
@with_workspace
@with_json
def contacts(issue_id: str | None, week: str | None, workspace: str | None, as_json: bool) -> None:
    """List the contacts behind a figure."""
    from voc.answers import list_contacts

    with read_published(workspace) as reading:
        document = list_contacts(reading, issue_id=issue_id, week=week)
    _answer(document, as_json, reports.report_contacts)


@click.command()
@with_workspace
@with_json
def assignments(workspace: str | None, as_json: bool) -> None:
    """List every mention and its issue."""
    from voc.answers import list_assignments

    with read_published(workspace) as reading:
        document = list_assignments(reading)
    _answer(document, as_json, reports.report_assignments)


@click.command()
@click.argument("text", metavar="TEXT")
@click.option("--limit", type=Count(), default=20, show_default=True, metavar="N", help="At most so many.")
@with_workspace
@with_json
def search(text: str, limit: int, workspace: str | None, as_json: bool) -> None:
    """Find contacts by words and by meaning."""
    from voc.answers import search_contacts

    text = text.encode(errors="replace").decode()  # bytes that are no UTF-8 arrive as lone surrogates
    with read_published(workspace) as reading:
        document = search_contacts(reading, text, limit, _embed_query(reading.settings, text))
    _answer(document, as_json, reports.report_search)


@click.command()
@with_workspace
@with_json
def status(workspace: str | None, as_json: bool) -> None:
    """Say what was ingested, from where, and that nothing was lost."""
    from voc.answers import tell_status

    _answer(tell_status(open_settings(workspace)), as_json, reports.report_status)


@click.command()
@click.argument("contact", metavar="ID")
@with_workspace
@with_json
def trace(contact: str, workspace: str | None, as_json: bool) -> None:
    """Say which file brought a contact, when, and what later files changed in it."""
    from voc.answers import tell_trace

    _answer(tell_trace(open_settings(workspace), contact), as_json, reports.report_trace)


@click.command()
@click.option("--labels", required=True, metavar="FILE", help="A CSV file with the columns id and label.")
@click.option("--source", metavar="NAME", help="The source that the ids belong to.")
@with_workspace
@with_json
def evaluate(labels: str, source: str | None, workspace: str | None, as_json: bool) -> None:
    """Compare the issues found with labels that people gave."""
    from voc.answers import evaluate_labels, open_reading

    with open_reading(open_settings(workspace)) as reading:  # scikit-learn looks for pandas itself
        document = evaluate_labels(reading, Path(labels), source)
    _answer(document, as_json, reports.report_evaluation)


def _report_factors(document: Document) -> list[str]:
    """Tell a proposed lever factor by factor."""
    from voc.cli.levers import report_lever

    return [f"{document['issue_id']}  {document['name']}", *report_lever(document["lever"])]


@contextmanager
def read_published(workspace: str | None) -> Iterator["Reading"]:
    """Open what was published last, for one question.

    DuckDB imports pandas, 2 s, to see whether a parameter is one of its kinds; nothing here is.
    """
    from voc.answers import open_reading

    is_new = "pandas" not in sys.modules
    if is_new:
        sys.modules["pandas"] = None  # type: ignore[assignment]  # as if it were not installed
    try:
        with open_reading(open_settings(workspace)) as reading:
            yield reading
    finally:
        if is_new:
            del sys.modules["pandas"]


def _embed_query(settings: Settings, text: str) -> list[float]:
    """Embed the words that are searched for, so that other words of the same meaning are found too."""
    from voc.answers.meaning import embed_question, open_query_encoder

    return embed_question(open_query_encoder(settings), text)


def _answer(document: Document, as_json: bool, report: Callable[[Document], list[str]]) -> None:
    if as_json:
        print_document(document)
    else:
        print_lines(*report(document))
