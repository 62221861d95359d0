"""Whom should the company call first, before they call again?

Customers with an open issue, by named factors with their weights in sight. Whoever praised last, said that
it is solved, or is not known by a customer's id is left out: there is nothing to repair, or nobody to call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from voc.schema import RATING_SCALES

WINDOW_DAYS = 56  # whose last contact about the issue is older, has most likely found another way
LONG_WAIT_DAYS = 14.0  # from which on waiting counts in full
CONTENT_SHARE = 0.7  # of a rating's scale, from which on it is not low


@dataclass(frozen=True)
class Factor:
    """What speaks for calling somebody: 0 to 1, times its weight."""

    name: str
    weight: float
    meaning: str


FACTORS = (
    Factor("times", 3.0, "contacts about the issue: the second counts half, the third in full"),
    Factor("waiting", 2.0, "days since the last contact, in full from 14 on"),
    Factor("rating", 2.0, "how low the last rating was; from 70 % of the scale on it counts nothing"),
    Factor("neglect", 2.0, "said to be ignored, or to wait for something; missing information counts less"),
    Factor("issues", 1.0, "open issues: the second counts half, the third in full"),
)
NEGLECT = {"ignored": 1.0, "where_is_my_stuff": 0.7, "missing_information": 0.4}


def rank_customers(
    contacts: pl.DataFrame,
    links: pl.DataFrame,
    open_issues: Sequence[str],
    *,
    as_of: datetime,
    settled: Sequence[str] = (),
) -> pl.DataFrame:
    """Rank the customers who should hear from us, those with most reason first.

    Args:
        contacts: contact_id, occurred_at, customer_id, rating, rating_scale, kind, opportunity; all before
            as-of, since what was said last decides.
        links: contact_id, issue_id.
        open_issues: Issues that are not settled.
        as_of: Before which all contacts lie.
        settled: Contacts that say in words that it is solved.

    Returns:
        One row a customer: customer_id, score (0 to the weights' sum), a column for each factor (0 to 1),
        issue_id (of the last contact about an open one), issue_ids, times (contacts about that issue),
        contact_ids (about open issues, the earliest first), contact_id and last_at (of the last contact
        about an open issue), waiting_days, rating and rating_scale (last given within the
        window, or null), opportunity
        (last told of these, or null). Ties go by the last contact's time and id, never by the pseudonym.
    """
    known = contacts.drop_nulls("customer_id").sort("occurred_at", "contact_id")
    touched = known.join(links.filter(pl.col("issue_id").is_in(list(open_issues))), on="contact_id")
    is_late = pl.col("occurred_at").max().over("customer_id") >= as_of - pl.duration(days=WINDOW_DAYS)
    touched = touched.filter(is_late).sort("occurred_at", "contact_id", "issue_id")
    waiting = touched.join(_list_content(known, settled), on="customer_id", how="anti")
    told = _tell_customers(waiting, as_of).join(_tell_ratings(known, as_of), on="customer_id", how="left")
    return weigh_factors(told).sort("score", "last_at", "contact_id", descending=[True, False, False])


def weigh_factors(told: pl.DataFrame) -> pl.DataFrame:
    """Weigh what is known of each customer: a column for each factor, 0 to 1, and `score`, their sum."""
    lows = {scale: low for scale, (low, _) in RATING_SCALES.items()}
    widths = {scale: high - low for scale, (low, high) in RATING_SCALES.items()}
    scale = pl.col("rating_scale")
    low = scale.replace_strict(lows, default=None, return_dtype=pl.Float64)
    width = scale.replace_strict(widths, default=None, return_dtype=pl.Float64)
    share = (pl.col("rating") - low) / width
    factors = {
        "times": (pl.col("times") - 1) / 2,
        "waiting": pl.col("waiting_days") / LONG_WAIT_DAYS,
        "rating": 1 - share / CONTENT_SHARE,
        "neglect": pl.col("opportunity").replace_strict(NEGLECT, default=0.0, return_dtype=pl.Float64),
        "issues": (pl.col("issue_ids").list.len().cast(pl.Float64) - 1) / 2,
    }
    weighed = told.with_columns(
        value.cast(pl.Float64).fill_null(0.0).clip(0.0, 1.0).alias(f"{name}_factor")
        for name, value in factors.items()
    )
    return weighed.with_columns(
        score=pl.sum_horizontal(f.weight * pl.col(f"{f.name}_factor") for f in FACTORS)
    )


def _list_content(known: pl.DataFrame, settled: Sequence[str]) -> pl.DataFrame:
    """List the customers whose last contact praises, or says that it is solved: customer_id."""
    last = known.group_by("customer_id", maintain_order=True).last()
    is_praise = (pl.col("kind") == "valuable").fill_null(False) & pl.col("opportunity").is_null()
    return last.filter(is_praise | pl.col("contact_id").is_in(list(settled))).select("customer_id")


def _tell_customers(touched: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Tell each customer's issues, times and wait; `touched` has a row a contact and open issue, by time."""
    main = pl.col("issue_id").last()
    told = touched.group_by("customer_id", maintain_order=True).agg(
        issue_id=main,
        issue_ids=pl.col("issue_id").unique(maintain_order=True),
        times=(pl.col("issue_id") == main).sum().cast(pl.Int64),
        contact_ids=pl.col("contact_id").unique(maintain_order=True),
        contact_id=pl.col("contact_id").last(),
        last_at=pl.col("occurred_at").last(),
        opportunity=pl.col("opportunity").filter(pl.col("opportunity").is_in(list(NEGLECT))).last(),
    )
    days = (pl.lit(as_of) - pl.col("last_at")).dt.total_seconds() / 86_400
    return told.with_columns(waiting_days=days)


def _tell_ratings(known: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Tell each customer's last rating, if it is of late: customer_id, rating, rating_scale."""
    is_late = pl.col("occurred_at") >= as_of - pl.duration(days=WINDOW_DAYS)
    rated = known.filter(is_late).drop_nulls(["rating", "rating_scale"])
    return rated.group_by("customer_id", maintain_order=True).agg(pl.col("rating", "rating_scale").last())
