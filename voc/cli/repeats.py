"""Who comes back? The command that tells repeats, in words or as a document."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share, show_value
from voc.cli.reading import read_published

Document = Mapping[str, Any]
MOST_ISSUES = 20
LAST_WEEKS = 8
INDENT = "  "
ASKED = {"solved": "Was it solved?", "treated": "Was I treated well?", "right": "Was the first answer right?"}
WITNESSES = {
    "words": "customers' own words",
    "notes": "agents' notes",
    "ratings": "ratings that are good",
    "repeats": "nobody came back",
}
REASONS = {
    "nobody_asked": "no contact could tell",
    "nobody_says": "no contact says so or the opposite",
    "no_customers": "no customer is known",
    "window_open": "no window has closed yet",
}


@click.command()
@click.option("--issue", "issue_id", metavar="ISSUE", help="Only this issue, like ISS-0001.")
@with_workspace
@with_json
def repeats(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """Tell who comes back, how often and after how long, and whether it was solved."""
    from voc.answers.repeats import tell_repeats

    with read_published(workspace) as reading:
        document = tell_repeats(reading, issue_id)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_repeats(document))


def report_repeats(document: Document) -> list[str]:
    """Tell the repeats of an issue, or of all, in words."""
    title = f"{document['issue_id']}  {document['name']}" if document["issue_id"] else "All issues"
    lines = [title, *_report_rate(document)]
    if document["repeats"]:
        lines += _report_chains(document)
    lines += ["", *_report_questions(document), "", *_report_weeks(document)]
    return lines + (_report_issues(document) if "issues" in document else [])


def _report_rate(document: Document) -> list[str]:
    days, said = document["window_days"], document["said"]
    lines = [
        f"{INDENT}{show_value(document['repeats'])} of {show_value(document['contacts'])} contacts with a"
        f" known customer repeat one of at most {days} days before: {_show_bounded(document, 'repeat_rate')}",
        f"{INDENT}they cost {show_value(document['cost'])} {document['currency']}",
    ]
    if said["of"]:
        lines.append(
            f"{INDENT}of {show_value(said['of'])} contacts without a known customer,"
            f" {show_value(said['again'])} say in words that it is not the first time (not in the rate)"
        )
    if said["further"]:
        lines.append(
            f"{INDENT}{show_value(said['further'])} more of known customers say so,"
            f" and none about the same issue is known of the {days} days before"
        )
    first = document["first_contact_resolution"]
    return [
        *lines,
        f"{INDENT}solved at the first contact, at most: {_show_bounded(first, 'rate')} of"
        f" {show_value(first['n'])} (nobody came back within {days} days);"
        f" {show_value(first['open'])} windows are still open",
    ]


def _report_chains(document: Document) -> list[str]:
    chains, between = document["chains"], document["days_between"]
    lines = [
        f"{INDENT}came once {show_value(chains['once'])} · twice {show_value(chains['twice'])} · three times"
        f" {show_value(chains['thrice'])} · more {show_value(chains['more'])}",
        f"{INDENT}days between: {between['middle']} in the middle, half lie from {between['low']} to"
        f" {between['high']}",
    ]
    longest = chains["longest"][0]
    shown = " ".join(longest["contact_ids"])
    return [*lines, f"{INDENT}the longest: {longest['times']} times in {longest['days']} days: {shown}"]


def _report_questions(document: Document) -> list[str]:
    rows = [
        (
            ASKED[question] if place == 0 else "",
            WITNESSES[told["witness"]] + (f" ({told['scale']})" if told["scale"] else ""),
            _show_bounded(told, "rate") if told["reason"] is None else REASONS[told["reason"]],
            f"{show_value(told['n'])} of {show_value(told['of'])}",
        )
        for question, witnesses in document["questions"].items()
        for place, told in enumerate(witnesses)
    ]
    return format_columns(("question", "by", "yes", "tell"), rows, right="tell")


def _report_weeks(document: Document) -> list[str]:
    rows = [
        (week["week"], week["contacts"], week["followed"], _show_bounded(week, "rate"), _show_final(week))
        for week in document["weeks"][-LAST_WEEKS:]
    ]
    return format_columns(("week", "contacts", "followed", "rate", ""), rows, right="contacts followed")


def _report_issues(document: Document) -> list[str]:
    rows = [
        (
            issue["issue_id"],
            issue["name"],
            issue["repeats"],
            _show_bounded(issue, "repeat_rate"),
            issue["three_times_or_more"],
            issue["cost"],
        )
        for issue in document["issues"][:MOST_ISSUES]
    ]
    headers = ("issue", "name", "repeats", "rate", "3+", "cost")
    return ["", *format_columns(headers, rows, right="repeats 3+ cost")]


def _show_final(week: Document) -> str:
    return "" if week["is_final"] else "so far, may rise"


def _show_bounded(figures: Document, rate: str) -> str:
    """Show a rate with its interval."""
    if figures[rate] is None:
        return "–"
    return f"{show_share(figures[rate])} ({100 * figures['low']:.0f}–{100 * figures['high']:.0f} %)"
