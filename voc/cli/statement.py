"""The monthly statement: what each department owes for the contacts of its issues, to the cent."""

from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_share
from voc.cli.reading import read_published
from voc.errors import CallError

Document = dict[str, Any]
HEADERS = ("department", "contacts", "repeats", "cost", "of_repeats", "share", "silent*")
MOST_MONTHS = 6  # in words; --json has all
FIGURES = "contacts repeats cost of_repeats share silent*"


@click.command()
@click.option("--month", metavar="YYYY-MM", help="Which month; else the last complete one.")
@click.option("--department", metavar="NAME", help="Only this department's part.")
@click.option("--history", is_flag=True, help="What each issue cost in every month, instead.")
@with_workspace
@with_json
def statement(
    month: str | None, department: str | None, history: bool, workspace: str | None, as_json: bool
) -> None:
    """Draw up a month's charges by department and issue."""
    from voc.answers.money import list_money
    from voc.answers.statement import tell_statement

    if history and (month or department):
        raise CallError("--history tells every month and department; leave out --month and --department")
    with read_published(workspace) as reading:
        document = (
            list_money(reading) if history else tell_statement(reading, month=month, department=department)
        )
    if as_json:
        print_document(document)
    else:
        print_lines(*(report_months(document) if history else report_statement(document)))


def report_statement(document: Document) -> list[str]:
    """Word a statement: a line for each department, and under it one for each of its issues."""
    if document["month"] is None:
        return ["There are no contacts yet, so there is nothing to charge."]
    currency, edition = document["currency"], document["edition"]
    is_running = "" if document["is_complete"] else " · the month still runs: incomplete"
    rows = [row for charge in document["departments"] for row in _list_rows(charge)]
    rows.append(("Month", *_show_figures(document)))
    return [
        f"Statement of {document['month']}, in {currency}{is_running}",
        "",
        *format_columns(HEADERS, rows, right=FIGURES),
        "",
        "A contact is split equally among its issues; a department counts each of its contacts once.",
        f"* an estimate, {document['silent']['multiplier']:g} for each customer; no amount rests on it.",
        f"Rules {edition['rules_version']} ({edition['rules_digest']}) · {edition['snapshot']}"
        f" · decisions up to {edition['last_event']} · figures {edition['figures_digest']}",
    ]


def report_months(document: Document) -> list[str]:
    """Word what each issue cost in each of the last months, split equally among a contact's issues."""
    months = document["months"][-MOST_MONTHS:]
    if not months:
        return ["There are no contacts yet, so nothing was spent."]
    labels = [month["month"] + ("" if month["is_complete"] else "*") for month in months]
    rows = []
    for issue in document["issues"]:
        cost = {month["month"]: month["shared_cost"] for month in issue["months"]}
        name = f"{issue['issue_id']} {issue['name']}" if issue["issue_id"] else "without an issue"
        rows.append((name, *(f"{cost.get(month['month'], 0.0):,.2f}" for month in months)))
    rows.append(("Month", *(f"{month['cost']:,.2f}" for month in months)))
    return [
        f"Cost by issue and month, in {document['currency']}; a contact is split equally among its issues.",
        "",
        *format_columns(("issue", *labels), rows, right=" ".join(labels)),
        "",
        "* the month still runs. --json also has repeats, and costs with each contact whole.",
    ]


def _list_rows(charge: Document) -> list[tuple[object, ...]]:
    head = (charge["department"] or charge["remainder"], *_show_figures(charge))
    lines = [(f"· {line['issue_id']} {line['name']}", *_show_figures(line)) for line in charge["lines"]]
    return [head, *lines]


def _show_figures(charge: Document) -> tuple[object, ...]:
    cost, repeat_cost = f"{charge['cost']:,.2f}", f"{charge['repeat_cost']:,.2f}"
    figures = (charge["contacts"], charge["repeats"], cost, repeat_cost)
    return (*figures, show_share(charge["share"]), charge["silent_customers"])
