"""What does each department owe for a month's contacts, and by which rules?

Figures are those of `council.statement`; a document says from which snapshot, which decisions and which rules
it was drawn up, so that two of the same edition are equal. Departments are those that hold now.
"""

from math import floor
from typing import Any

from voc.answers.figures import round_figure, write_instant
from voc.answers.months import bound_month, choose_month, is_over, list_months, require_month
from voc.answers.reading import Reading
from voc.council.decisions import Decisions
from voc.council.statement import RULES, RULES_VERSION, Charge, draw_statement
from voc.errors import CallError, suggest_nearest
from voc.signals.cost import TICKS, digest_document

Document = dict[str, Any]
SILENT_DEFINITION = "customers who stay silent for each who speaks (TARP); no amount rests on it"


def tell_statement(reading: Reading, *, month: str | None = None, department: str | None = None) -> Document:
    """Draw up a month's statement: the last complete month's where none is named.

    Args:
        reading: What to answer from.
        month: `2026-03`; the month that still runs is `is_complete: false`.
        department: Only this department's part; the month's total stays beside it.

    Raises:
        CallError: there is no such month in the data, or no such department in the statement.
    """
    chosen = choose_month(reading) if month is None else require_month(reading, month)
    since, before = (None, None) if chosen is None else bound_month(reading, chosen)
    contacts = reading.snapshot.read("read_month_contacts", since=since, before=before)
    departments = list_departments(reading)
    drawn = draw_statement(contacts, reading.links, departments, reading.standing.ignored)
    charges = [_word_charge(reading, charge, drawn.total.cents) for charge in drawn.departments]
    total = _word_figures(reading, drawn.total, drawn.total.cents)
    rules = _word_rules(reading)
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "month": chosen,
        "is_complete": chosen is not None and is_over(reading, chosen),
        "currency": reading.settings.currency,
        "department": department,
        **total,
        "departments": _choose_department(charges, department),
        "silent": {
            "is_estimate": True,
            "multiplier": reading.settings.council.silent_multiplier,
            "definition": SILENT_DEFINITION,
        },
        "rules": rules,
        "edition": {
            "rules_version": RULES_VERSION,
            "rules_digest": digest_document(rules),
            "snapshot": reading.snapshot.path.name,
            "last_event": reading.standing.last_id,
            "figures_digest": digest_document([chosen, total, charges]),
        },
        "months": list_months(reading),
    }


def list_departments(reading: Reading) -> dict[str, str | None]:
    """List each live issue's department: what the council assigned, else its contacts' commonest."""
    return {
        issue_id: reading.decisions.get(issue_id, Decisions()).department or measured
        for issue_id, measured in reading.issues.select("issue_id", "department").iter_rows()
    }


def _choose_department(charges: list[Document], department: str | None) -> list[Document]:
    if department is None:
        return charges
    chosen = [charge for charge in charges if charge["department"] == department]
    if not chosen:
        known = [charge["department"] for charge in charges if charge["department"]]
        hint = suggest_nearest(department, known) if known else "; no department has a charge"
        raise CallError(f"department {department!r}: not in this month's statement{hint}")
    return chosen


def _word_charge(reading: Reading, charge: Charge, month_cents: int) -> Document:
    """Word a department's charge, or what is left over, with a line for each of its issues."""
    lines = [
        {
            "issue_id": line.name,
            "name": reading.shown_names.get(str(line.name)),
            **_word_figures(reading, line, month_cents),
        }
        for line in charge.lines
    ]
    figures = _word_figures(reading, charge, month_cents)
    return {"department": charge.name, "remainder": charge.remainder, **figures, "lines": lines}


def _word_figures(reading: Reading, charge: Charge, month_cents: int) -> Document:
    behind = charge.behind
    silent = behind.customers * reading.settings.council.silent_multiplier
    return {
        "contacts": behind.contacts,
        "repeats": behind.repeats,
        "customers": behind.customers,
        "silent_customers": floor(silent + 0.5),
        "split_contacts": round_figure(float(charge.split_contacts), 4),
        "cost": charge.cents / 100,
        "repeat_cost": charge.repeat_cents / 100,
        "cost_cents": charge.cents,
        "repeat_cents": charge.repeat_cents,
        "whole_cost": behind.ticks / TICKS,
        "share": round_figure(charge.cents / month_cents, 6) if month_cents else None,
    }


def _word_rules(reading: Reading) -> Document:
    """Word the rules, and the prices with which the snapshot's contacts were priced."""
    meta = reading.snapshot.meta
    return {
        "version": RULES_VERSION,
        **RULES,
        "repeat_window_days": meta.get("repeat_window_days"),
        "prices": meta.get("prices"),
    }
