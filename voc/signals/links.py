"""Which issues does a contact have, is it a repeat, and what is it to the company?

A contact is a repeat of an issue when its customer had an earlier one about the same issue, more
than 0 and at most the window's days of 24 hours before. Without a customer nobody can tell: null.
"""

import polars as pl

from voc.schema import CONTACT_ISSUES, MENTION_KINDS, check_frame
from voc.signals.chains import span_window

MUTE_CONFIDENCE = 0.5  # that a contact without a word to judge is `other`


def link_contacts(mentions: pl.DataFrame, contacts: pl.DataFrame, *, repeat_window_days: int) -> pl.DataFrame:
    """Link contacts with their issues, and tell the repeats.

    Args:
        mentions: mention_id, contact_id, issue_id (null: unassigned), similarity. Those of a contact
            that is not in `contacts` are left out.
        contacts: contact_id, occurred_at, customer_id; all before as-of, since a repeat is decided
            on all history.
        repeat_window_days: From the council's settings.

    Returns:
        CONTACT_ISSUES: one row a contact and issue, sorted by both.
    """
    linked = (
        mentions.filter(pl.col("issue_id").is_not_null())
        .group_by("contact_id", "issue_id")
        .agg(mention_count=pl.len().cast(pl.Int64), similarity=pl.col("similarity").max())
        .join(contacts.select("contact_id", "occurred_at", "customer_id"), on="contact_id")
    )
    seen = _date_previous(linked)
    gap = pl.col("occurred_at") - pl.col("previous_at")
    is_repeat = (gap <= span_window(repeat_window_days)).fill_null(False)
    told = linked.join(seen, on=["customer_id", "issue_id", "occurred_at"], how="left").with_columns(
        is_repeat=pl.when(pl.col("customer_id").is_not_null()).then(is_repeat)
    )
    return check_frame(told, CONTACT_ISSUES).sort("contact_id", "issue_id")


def describe_contacts(
    mentions: pl.DataFrame, mention_kinds: pl.DataFrame, contact_issues: pl.DataFrame
) -> pl.DataFrame:
    """Tell what each contact is to the company, from its first assigned mention, else from its first.

    A contact that says nothing that can be judged is `other`, for the reason `nothing`. An avoidable
    contact that is a repeat has kind `repeat`; a plain question asked again stays `simple`.

    Args:
        mentions: mention_id, contact_id, ordinal, issue_id (null: unassigned).
        mention_kinds: MENTION_KINDS.
        contact_issues: CONTACT_ISSUES of the same mentions.

    Returns:
        contact_id, kind, opportunity, kind_confidence, kind_reason, is_repeat (never null), one row for
        each contact that has a mention, sorted. Contacts without any mention are not here: join left,
        and go through `complete_kinds`.
    """
    first = (
        mentions.select("mention_id", "contact_id", "ordinal", "issue_id")
        .join(mention_kinds.select(list(MENTION_KINDS)), on="mention_id", how="left")
        .sort("contact_id", pl.col("issue_id").is_null(), pl.col("kind").is_null(), "ordinal")
        .unique("contact_id", keep="first", maintain_order=True)
        .select("contact_id", "kind", "opportunity", kind_confidence="confidence", kind_reason="reason")
        .pipe(complete_kinds)
    )
    repeats = contact_issues.group_by("contact_id").agg(pl.col("is_repeat").any().alias("is_repeat"))
    is_again = pl.col("is_repeat") & (pl.col("kind") == "avoidable")
    return (
        mentions.select("contact_id")
        .unique()
        .join(first, on="contact_id", how="left")
        .join(repeats, on="contact_id", how="left")
        .with_columns(pl.col("is_repeat").fill_null(False))
        .with_columns(kind=pl.when(is_again).then(pl.lit("repeat")).otherwise("kind"))
        .sort("contact_id")
        .select("contact_id", "kind", "opportunity", "kind_confidence", "kind_reason", "is_repeat")
    )


def complete_kinds(described: pl.DataFrame) -> pl.DataFrame:
    """Give contacts that say nothing that can be judged their kind: `other`, with nobody sure of it.

    Args:
        described: With kind (or null), kind_confidence, kind_reason.
    """
    is_mute = pl.col("kind").is_null()
    return described.with_columns(
        kind=pl.col("kind").fill_null("other"),
        kind_confidence=pl.when(is_mute).then(MUTE_CONFIDENCE).otherwise("kind_confidence"),
        kind_reason=pl.when(is_mute).then(pl.lit("nothing")).otherwise("kind_reason"),
    )


def _date_previous(linked: pl.DataFrame) -> pl.DataFrame:
    """Date the latest strictly earlier contact of the same customer about the same issue."""
    key = ["customer_id", "issue_id"]
    instants = (
        linked.filter(pl.col("customer_id").is_not_null())
        .select(*key, "occurred_at")
        .unique()
        .sort(*key, "occurred_at")
    )
    is_same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in key)  # over(key) is slow
    return instants.with_columns(previous_at=pl.when(is_same).then(pl.col("occurred_at").shift(1)))
