"""What does each issue weigh: people, repeats, money, ratings?

An issue counts each contact with at least one mention in it once, with its whole cost, so sums over
issues may exceed totals. The window is chosen by the caller, who passes that window's contacts only;
readings pass here, so nothing heavy is imported.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import polars as pl

from voc.schema import CONTACT_KINDS, ISSUE_MEASURES, check_frame
from voc.signals.cost import TICKS, amount_ticks, count_ticks
from voc.signals.isoweeks import derive_weeks
from voc.signals.ratings import measure_rating_effects
from voc.stats.intervals import wilson_interval

PERSON = pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id"))  # a contact without is one of its own
LEAST_OPPORTUNITY_SHARE = 1 / 3


def measure_issues(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    descriptions: pl.DataFrame,
    *,
    zone: ZoneInfo,
    silent_multiplier: float,
) -> pl.DataFrame:
    """Measure every issue that has a contact in the window.

    Args:
        contacts: CONTACTS of the window, all of them, with or without an issue (the columns
            contact_id, source, channel, occurred_at, language, customer_id, rating, rating_scale,
            department, and cost as `price_contacts` tells it, are read).
        contact_issues: CONTACT_ISSUES; rows of other contacts are ignored. `is_repeat` is taken as
            decided on all history.
        descriptions: contact_id, kind, opportunity of `describe_contacts`; likewise.
        zone: In which days are told.
        silent_multiplier: Customers who stay silent for each who speaks.

    Returns:
        ISSUE_MEASURES, most contacts first, then by issue.
    """
    linked = _attach_contacts(contacts, contact_issues, descriptions, zone)
    frame = (
        linked.group_by("issue_id")
        .agg(
            contacts=pl.len().cast(pl.Int64),
            customers=PERSON.n_unique().cast(pl.Int64),
            first_seen=pl.col("day").min(),
            last_seen=pl.col("day").max(),
            repeat_rate=pl.col("is_repeat").mean(),
            cost=amount_ticks(count_ticks().sum()),
        )
        .with_columns(
            share=pl.col("contacts") / max(contacts.height, 1),
            silent_customers=(pl.col("customers") * silent_multiplier + 0.5).floor().cast(pl.Int64),
        )
    )
    for part in (
        *_find_commonest(linked),
        _list_channels(linked),
        _list_languages(linked),
        measure_rating_effects(contacts, contact_issues),
    ):
        frame = frame.join(part, on="issue_id", how="left")
    frame = frame.with_columns(pl.col("languages").fill_null([]))
    return check_frame(frame, ISSUE_MEASURES).sort("contacts", "issue_id", descending=[True, False])


def tell_states(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    *,
    min_customers: int,
    min_weeks: int,
    zone: ZoneInfo,
) -> pl.DataFrame:
    """Tell recurring issues (enough people in all, in enough different weeks) from isolated ones.

    Args:
        contacts: contact_id, occurred_at, customer_id; all before as-of, whatever the window shown.
        contact_issues: contact_id, issue_id.
        min_customers: Different customers; a contact without one counts as one.
        min_weeks: Different ISO weeks in the zone.
        zone: The workspace's.

    Returns:
        issue_id, state of STATES, by issue.
    """
    placed = contacts.select("contact_id", "customer_id", derive_weeks(contacts["occurred_at"], zone))
    is_recurring = (PERSON.n_unique() >= min_customers) & (pl.col("week").n_unique() >= min_weeks)
    return (
        contact_issues.select("contact_id", "issue_id")
        .join(placed, on="contact_id")
        .group_by("issue_id")
        .agg(state=pl.when(is_recurring).then(pl.lit("recurring")).otherwise(pl.lit("isolated")))
        .sort("issue_id")
    )


def measure_totals(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    descriptions: pl.DataFrame,
) -> dict[str, int | float | None]:
    """Measure the headline figures of a window, from the same frames as `measure_issues`.

    Returns:
        `contacts` and `customers` of the window, with or without an issue; `repeat_rate` (0 to 1, of
        contacts with a known customer) with its 95 % interval `repeat_low`, `repeat_high`;
        `avoidable_share` (avoidable and repeat, of contacts with a kind); `cost`;
        `unassigned_share` (contacts without an issue). A share of nothing is None.
    """
    known = contacts.join(descriptions.select("contact_id", "kind", "is_repeat"), on="contact_id", how="left")
    with_customer = known.filter(pl.col("customer_id").is_not_null())
    repeats = int(with_customer["is_repeat"].fill_null(False).sum())
    kinds = known["kind"].drop_nulls()
    avoidable = int(kinds.is_in(["avoidable", "repeat"]).sum())
    assigned = contacts.join(contact_issues, on="contact_id", how="semi").height
    trials = with_customer.height
    low, high = wilson_interval(repeats, trials) if trials else (None, None)
    return {
        "contacts": contacts.height,
        "customers": contacts.select(PERSON.n_unique()).item(),
        "repeat_rate": repeats / trials if trials else None,
        "repeat_low": low,
        "repeat_high": high,
        "avoidable_share": avoidable / kinds.len() if kinds.len() else None,
        "cost": float(contacts.select(count_ticks().sum()).item() / TICKS),
        "unassigned_share": 1 - assigned / contacts.height if contacts.height else None,
    }


def _attach_contacts(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    descriptions: pl.DataFrame,
    zone: ZoneInfo,
) -> pl.DataFrame:
    window = contacts.select(
        "contact_id",
        "customer_id",
        "channel",
        "language",
        "department",
        "cost",
        day=pl.col("occurred_at").dt.convert_time_zone(zone.key).dt.date(),
    )
    return (
        contact_issues.select("contact_id", "issue_id", "is_repeat")
        .join(window, on="contact_id")
        .join(descriptions.select("contact_id", "kind", "opportunity"), on="contact_id", how="left")
    )


def _count_values(linked: pl.DataFrame, column: str, order: Sequence[str] | None = None) -> pl.DataFrame:
    """Count an issue's contacts by a column's values, most first; ties by `order`, else alphabetical."""
    rank = pl.col(column) if order is None else pl.col(column).cast(pl.Enum(list(order))).to_physical()
    return (
        linked.filter(pl.col(column).is_not_null())
        .group_by("issue_id", column)
        .agg(contacts=pl.len().cast(pl.Int64))
        .with_columns(rank.alias("rank"))
        .sort("issue_id", "contacts", "rank", descending=[False, True, False])
    )


def _find_commonest(linked: pl.DataFrame) -> list[pl.DataFrame]:
    orders: dict[str, Sequence[str] | None] = {"department": None, "kind": CONTACT_KINDS}
    parts = [
        _count_values(linked, column, order).group_by("issue_id").agg(pl.col(column).first())
        for column, order in orders.items()
    ]
    enough = pl.col("opportunity").count() >= pl.len() * LEAST_OPPORTUNITY_SHARE
    often = linked.group_by("issue_id").agg(enough.alias("is_enough")).filter("is_enough")
    counted = _count_values(linked, "opportunity")
    wanted = counted.join(often, on="issue_id", how="semi", maintain_order="left")
    return [*parts, wanted.group_by("issue_id").agg(pl.col("opportunity").first())]


def _list_channels(linked: pl.DataFrame) -> pl.DataFrame:
    counted = _count_values(linked, "channel")
    return counted.group_by("issue_id").agg(pl.struct("channel", "contacts").alias("channels"))


def _list_languages(linked: pl.DataFrame) -> pl.DataFrame:
    counted = _count_values(linked, "language")
    return counted.group_by("issue_id").agg(pl.col("language").alias("languages"))
