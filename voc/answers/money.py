"""What did each issue cost in each month?

Each contact whole, as `voc issues` counts it, and beside it split equally among its issues, which adds up to
what was spent.
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_figure
from voc.answers.months import list_months
from voc.answers.reading import Reading
from voc.answers.statement import list_departments
from voc.signals.money import AMOUNTS, count_money

Document = dict[str, Any]
DIGITS = 4  # a tick is a hundredth of a cent


def list_money(reading: Reading) -> Document:
    """List what each issue cost in each month, the dearest issue of all first.

    Returns:
        `currency`; `months` ({month, is_complete, cost}: what was spent); `issues` ({issue_id, name,
        department, and the sums of its `months`: [{month, contacts, repeats, cost, repeat_cost, shared_cost,
        shared_repeat_cost}]}), the contacts without an issue last, under a null id.
    """
    money, departments = _read_money(reading), list_departments(reading)
    spent = dict(money.group_by("month").agg(pl.col("shared_cost").sum()).iter_rows())
    issues = []
    for (issue_id,), rows in money.group_by("issue_id", maintain_order=True):
        sums = rows.select("contacts", "repeat_count", *AMOUNTS).sum().row(0, named=True)
        issues.append(
            {
                "issue_id": issue_id,
                "name": reading.shown_names.get(str(issue_id)),
                "department": departments.get(str(issue_id)),
                **_word_amounts(sums),
                "months": [
                    {"month": row["month"], **_word_amounts(row)} for row in rows.iter_rows(named=True)
                ],
            }
        )
    issues.sort(key=lambda item: (item["issue_id"] is None, -item["shared_cost"], item["issue_id"] or ""))
    return {
        "currency": reading.settings.currency,
        "months": [
            {**month, "cost": round_figure(spent.get(month["month"], 0.0), DIGITS)}
            for month in list_months(reading)
        ],
        "issues": issues,
    }


def _read_money(reading: Reading) -> pl.DataFrame:
    """Read MONEY; counted again where people edited since, or ignore an issue."""
    if reading.overlay is None and not reading.standing.ignored:
        return reading.snapshot.read("read_money")
    contacts = reading.snapshot.read("read_month_contacts", since=None, before=None)
    held = reading.links.filter(~pl.col("issue_id").is_in(sorted(reading.standing.ignored)))
    return count_money(contacts, held, reading.zone)


def _word_amounts(row: Document) -> Document:
    counts = {"contacts": row["contacts"], "repeats": row["repeat_count"]}
    return counts | {name: round_figure(row[name], DIGITS) for name in AMOUNTS}
