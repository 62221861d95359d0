"""What is measured in a window: all contacts before as-of, or one week's?

Of all, what was measured when the snapshot was written; a week is measured when it is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from voc.answers.figures import round_figure
from voc.answers.reading import Reading
from voc.schema import ISSUE_MEASURES

Document = dict[str, Any]


@dataclass(frozen=True)
class Window:
    """What is measured in a window, by issue."""

    contacts: int
    customers: int
    assigned: int  # contacts with an issue
    measures: Mapping[str, Document]  # of ISSUE_MEASURES, for issues with a contact in the window
    weeks: Mapping[str, list[Document]]
    verbatims: Mapping[str, list[Document]]


def list_quoted(reading: Reading) -> frozenset[str]:
    """List the issues whose words may be shown: those that at least `k_people` customers speak of, in all."""
    return reading.quoted


def recall_all(reading: Reading) -> Window:
    """Take what was measured over all contacts when the snapshot was written."""
    contacts, customers = reading.people
    rows = list(reading.issues.iter_rows(named=True))
    return Window(
        contacts=contacts,
        customers=customers,
        assigned=count_assigned(reading),
        measures={
            row["issue_id"]: {name: row[name] for name in ISSUE_MEASURES} for row in rows if row["contacts"]
        },
        weeks=_list_issue_weeks(reading, None),
        verbatims=_keep_words(
            reading,
            [
                (row["issue_id"], verbatim["contact_id"], verbatim["text"])
                for row in rows
                for verbatim in row["verbatims"] or []
            ],
        ),
    )


def count_assigned(reading: Reading) -> int:
    """Count the contacts that have an issue."""
    if reading.overlay:
        return reading.links["contact_id"].n_unique()
    return int(reading.snapshot.read("count_assigned").item())


def measure_week(reading: Reading, week: str) -> Window:
    """Measure one week's contacts."""
    from voc.signals.impact import measure_issues, measure_totals

    contacts = reading.read_contacts(week)
    descriptions = contacts.select("contact_id", "kind", "opportunity", "is_repeat")
    measured = measure_issues(
        contacts,
        reading.links,
        descriptions,
        zone=reading.zone,
        silent_multiplier=reading.settings.council.silent_multiplier,
    )
    totals = measure_totals(contacts, reading.links, descriptions)
    return Window(
        contacts=int(totals["contacts"] or 0),
        customers=int(totals["customers"] or 0),
        assigned=contacts.join(reading.links, on="contact_id", how="semi").height,
        measures={row["issue_id"]: row for row in measured.iter_rows(named=True)},
        weeks=_list_issue_weeks(reading, week),
        verbatims=_pick_week_words(reading, week),
    )


def _pick_week_words(reading: Reading, week: str) -> dict[str, list[Document]]:
    """Pick a week's verbatims and check them as publishing does."""
    from voc.text.redact import redact_text

    picked = _keep_words(reading, reading.read_week_words(week).iter_rows())
    return {
        issue_id: [{**said, "text": redact_text(said["text"]).text} for said in words]
        for issue_id, words in picked.items()
    }


def _keep_words(reading: Reading, said: Iterable[tuple[str, str, str]]) -> dict[str, list[Document]]:
    """Keep the words that may be shown, and that people did not put into another issue since.

    Args:
        reading: What to answer from.
        said: Issue, contact and text.
    """
    quoted = list_quoted(reading)
    left = reading.overlay.left if reading.overlay else frozenset()
    kept: dict[str, list[Document]] = {}
    for issue_id, contact_id, text in said:
        if issue_id in quoted and (issue_id, contact_id, text) not in left:
            kept.setdefault(issue_id, []).append({"contact_id": contact_id, "text": text})
    return kept


def _list_issue_weeks(reading: Reading, week: str | None) -> dict[str, list[Document]]:
    listed: dict[str, list[Document]] = {}
    for row in reading.weeks.filter(pl.col("week").eq(week) if week else True).iter_rows(named=True):
        listed.setdefault(row["issue_id"], []).append(
            {
                "week": row["week"],
                "contacts": row["contact_count"],
                "expected": round_figure(row["expected"], 2),
                "low": round_figure(row["low"], 2),
                "high": round_figure(row["high"], 2),
                "is_complete": row["is_complete"],
            }
        )
    return listed
