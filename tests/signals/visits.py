"""Contacts of invented people about invented issues, from rows that a person can count."""

from datetime import UTC, datetime, timedelta

import polars as pl

from voc.schema import INSTANT

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)  # of 2026-W10
Row = tuple[str, float, str | None, str]  # contact, days after the Monday, customer, issues parted by spaces


def make_visits(rows: list[Row], cost: float = 4.0) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make contacts and their issues from rows."""
    contacts = pl.DataFrame(
        {
            "contact_id": pl.Series([row[0] for row in rows], dtype=pl.String),
            "occurred_at": pl.Series([MONDAY + timedelta(days=row[1]) for row in rows], dtype=INSTANT),
            "customer_id": pl.Series([row[2] for row in rows], dtype=pl.String),
            "cost": pl.Series([cost] * len(rows), dtype=pl.Float64),
        }
    )
    links = [(row[0], issue_id) for row in rows for issue_id in row[3].split()]
    return contacts, pl.DataFrame(links, schema=["contact_id", "issue_id"], orient="row").cast(pl.String)


def after(days: float) -> datetime:
    """The instant so many days after the Monday."""
    return MONDAY + timedelta(days=days)
