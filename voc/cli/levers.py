"""`voc levers`: what is proposed to be done about issues, and what did people decide?"""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, show_value
from voc.cli.reading import read_published

Document = Mapping[str, Any]

REASONS = {
    "close": "the next is about as good",
    "mostly_defect": "mostly defects and delays",
    "mostly_confusion": "mostly want of information",
    "mostly_question": "mostly plain questions",
    "mostly_formality": "mostly formalities",
    "mostly_wish": "mostly wishes and praise",
    "irritates_customer": "irritates customers",
    "wanted_by_customer": "customers want it",
    "irritates_company": "no use to the company",
    "wanted_by_company": "of use to the company",
    "rates_lower": "goes with lower ratings",
    "comes_back": "comes back",
    "costly": "costly",
    "frequent": "frequent",
    "few_contacts": "too few contacts have a kind",
    "no_contacts": "no contacts",
}


@click.command()
@with_workspace
@with_json
def levers(workspace: str | None, as_json: bool) -> None:
    """Tell what is proposed to be done about issues, and what people decided."""
    from voc.answers.levers import list_levers

    with read_published(workspace) as reading:
        document = list_levers(reading)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_levers(document))


def report_levers(document: Document) -> list[str]:
    """Tell proposals and decisions, what comes first first."""
    if not document["issues"]:
        return ["No issues with contacts yet."]
    cells = [
        (
            row["issue_id"],
            row["name"],
            _show_two(row["priority"]["score"]),
            row["proposed"]["lever"],
            _show_two(row["proposed"]["lead"]),
            row["decided"]["lever"] if row["decided"] else None,
            word_reasons(row["proposed"]),
        )
        for row in document["issues"]
    ]
    headers = ("issue", "name", "priority", "proposed", "lead", "decided", "because")
    note = (
        "Proposed by named factors (`voc show ISSUE --explain lever`); people decide: `voc council decide`."
    )
    return [note, "", *format_columns(headers, cells, right="priority lead", width=150)]


def report_lever(document: Document) -> list[str]:
    """Explain one proposal: each factor, what it counts for each lever, and the sums."""
    proposed, decided, scores = document["proposed"], document["decided"], document["scores"]
    lines = [f"Proposed: {show_value(proposed['lever'])} ({word_reasons(proposed)})"]
    if decided:
        why = f", because: {decided['why']}" if decided["why"] else ""
        lines.append(f"Decided: {decided['lever']} by {decided['by_whom']} on {decided['at'][:10]}{why}")
    if not document["factors"]:
        return lines
    rows = [
        (factor["factor"], _show_two(factor["value"]), *(_show_share_of(factor, lever) for lever in scores))
        for factor in document["factors"]
    ]
    rows.append(("score", "", *(_show_two(score) for score in scores.values())))
    right = " ".join(("value", *scores))
    note = "Each cell: what a factor adds, of its weight (below 0: of 1 − value). Not known counts a half."
    return [*lines, "", *format_columns(("factor", "value", *scores), rows, right=right), note]


def word_reasons(proposed: Document) -> str:
    """Word the reasons of a proposal."""
    codes = proposed["reasons"] or [proposed["reason"]]
    return "; ".join(REASONS.get(code, code) for code in codes if code)


def _show_two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _show_share_of(factor: Document, lever: str) -> str:
    weight = factor["weights"][lever]
    return f"{factor['contributions'][lever]:.2f} of {weight:.1f}" if weight else ""
