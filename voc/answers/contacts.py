"""Which contacts stand behind a figure, and which issue has each of their mentions?"""

from typing import Any

from voc.answers.figures import round_figure, write_instant
from voc.answers.overlay import put_mentions, tell_kinds_said
from voc.answers.reading import Reading, require_issue, require_week

Document = dict[str, Any]


def list_contacts(reading: Reading, *, issue_id: str | None = None, week: str | None = None) -> Document:
    """List contacts, oldest first: of an issue, of a week, of both, or all.

    Raises:
        CallError: an unknown issue or week.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    within = None if week is None else require_week(reading, week)
    asked = None if reading.overlay else wanted  # with edits, the issues are told below
    published = reading.snapshot.read("list_contacts", issue_id=asked, week=within)
    found = tell_kinds_said(published, reading.standing)
    listed = []
    for row in found.iter_rows(named=True):
        issues = reading.list_linked(row["contact_id"], row["issues"])
        if wanted is None or wanted in issues:
            occurred_at = write_instant(row["occurred_at"], reading.zone)
            listed.append({**row, "occurred_at": occurred_at, "issues": reading.drop_ignored(issues)})
    return {"contacts": listed}


def list_assignments(reading: Reading) -> Document:
    """List every mention before as-of with its issue, by source, id there and ordinal."""
    found = reading.snapshot.read("list_assignments")
    if reading.overlay:
        placed = put_mentions(reading.snapshot.read("read_placed_mentions"), reading.standing)
        found = found.with_columns(issue_id=placed["place"])
    return {
        "assignments": [
            {**row, "similarity": round_figure(row["similarity"], 6)} for row in found.iter_rows(named=True)
        ]
    }
