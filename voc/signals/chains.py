"""Which contacts of one customer about one issue belong together, and which is which among them?

A chain is a gap session: it goes on while the next contact comes at most the window after the last one.
Contacts of one instant are one time, since none of them came after the other.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from voc.schema import INSTANT, check_frame
from voc.schema.signals import Schema

LONGEST_WINDOW_DAYS = 36_525
ALL = pl.lit(None, dtype=pl.String).alias("issue_id")  # what tells of all issues together
WHO = ("customer_id", "issue_id")
VISITS: Schema = {
    "issue_id": pl.String(),
    "customer_id": pl.String(),
    "contact_id": pl.String(),
    "occurred_at": INSTANT,
    "chain": pl.Int64(),  # 1, 2, ... of this customer about this issue
    "time": pl.Int64(),  # the how manyth time in its chain, from 1
    "gap": pl.Duration("us"),  # since the time before it in its chain; null: it is the first
    "is_followed": pl.Boolean(),  # by a later time in its chain
    "is_closed": pl.Boolean(),  # no contact that is still to come could follow it
}


def trace_chains(
    contacts: pl.DataFrame, contact_issues: pl.DataFrame, *, window_days: int, as_of: datetime
) -> pl.DataFrame:
    """Trace the chains of all contacts with a known customer and an issue.

    `time` above 1 is the contract's repeat: an earlier contact of the same customer about the same issue,
    more than 0 and at most the window before.

    Args:
        contacts: contact_id, occurred_at, customer_id; those at `as_of` or later are left out.
        contact_issues: contact_id, issue_id.
        window_days: W, of 24 hours each; 0: nothing repeats.
        as_of: Exclusive end of what is known.

    Returns:
        `VISITS`: one row a contact and issue, in no order.
    """
    known = contacts.filter(pl.col("customer_id").is_not_null(), pl.col("occurred_at") < as_of)
    visits = (
        contact_issues.select("contact_id", "issue_id")
        .unique()
        .join(known.select("contact_id", "occurred_at", "customer_id"), on="contact_id")
    )
    window = span_window(window_days)
    placed = visits.join(_place_instants(visits, window), on=[*WHO, "occurred_at"])
    closed = (pl.lit(as_of.astimezone(UTC)) - pl.col("occurred_at")) > window
    return check_frame(placed.with_columns(is_closed=closed), VISITS)


def span_window(window_days: int) -> timedelta:
    """Span W days of 24 hours; a century is as good as for ever, and longer ones overflow."""
    return timedelta(days=min(window_days, LONGEST_WINDOW_DAYS))


def _place_instants(visits: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """Place each instant at which a customer spoke of an issue in its chain.

    Rows are sorted and each is compared with the one before: windows over as many groups as there are
    customers and issues would take ten times as long.
    """
    instants = visits.select(*WHO, "occurred_at").unique().sort(*WHO, "occurred_at").with_row_index("row")
    is_same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in WHO).fill_null(False)
    since = pl.col("occurred_at") - pl.col("occurred_at").shift(1)
    told = instants.with_columns(is_same=is_same, begins=~is_same | (since > window).fill_null(True))
    counted = told.with_columns(
        gap=pl.when(~pl.col("begins")).then(since),
        chains=pl.col("begins").cum_sum().cast(pl.Int64),  # of all, so far
        first_row=pl.when("begins").then("row").forward_fill().cast(pl.Int64),
    )
    before = pl.when(~pl.col("is_same")).then(pl.col("chains") - 1).forward_fill()
    return counted.select(
        *WHO,
        "occurred_at",
        "gap",
        chain=pl.col("chains") - before,
        time=pl.col("row").cast(pl.Int64) - pl.col("first_row") + 1,
        is_followed=~pl.col("begins").shift(-1, fill_value=True),
    )


def list_chains(visits: pl.DataFrame) -> pl.DataFrame:
    """List the chains: one row each.

    Returns:
        issue_id, customer_id, chain, times, first_at, days (from the first time to the last), contact_ids
        (in the order of their times), first_closed (the window after its first contact has closed),
        is_open (it may still grow), in no order.
    """
    ordered = visits.sort("occurred_at", "contact_id")
    return ordered.group_by(*WHO, "chain", maintain_order=True).agg(
        times=pl.col("time").max(),
        first_at=pl.col("occurred_at").min(),
        days=(pl.col("occurred_at").max() - pl.col("occurred_at").min()).dt.total_microseconds() / 86_400e6,
        contact_ids=pl.col("contact_id"),
        first_closed=pl.col("is_closed").first(),
        is_open=~pl.col("is_closed").last(),
    )


def add_rows_of_all(rows: pl.DataFrame) -> pl.DataFrame:
    """Put before the rows of issues the same rows once more, for all: there issue_id is null."""
    return pl.concat([rows.with_columns(ALL), rows])
