"""Where does it hurt: which issues meet in which touchpoint, product and channel?

An issue belongs to a place more than elsewhere only if people say so: one who writes ten times counts once,
and all cells are judged together. Pain is counted in contacts, so that a small cell cannot shout.
"""

from collections.abc import Sequence

import polars as pl

from voc.schema import check_frame
from voc.schema.signals import PLACE_TOTALS, PLACES
from voc.signals.cost import amount_ticks, count_ticks
from voc.signals.cycle import order_touchpoints, unify_names
from voc.signals.pain import NO_ISSUE, compare_people, weigh_pain

DIMENSIONS = ("touchpoint", "product", "channel")
PERSON = pl.coalesce(pl.lit("k") + pl.col("customer_id"), pl.lit("c") + pl.col("contact_id"))


def find_places(contacts: pl.DataFrame, links: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find where issues meet places, and what is behind each.

    Args:
        contacts: As published, all before as-of: contact_id, customer_id, source, rating, rating_scale, cost,
            kind, is_repeat and the dimensions are read. One that does not tell its place is in none.
        links: CONTACT_ISSUES.

    Returns:
        PLACES and PLACE_TOTALS, by dimension and value.
    """
    described = _describe_contacts(_unify_places(contacts))
    paired = described.drop("is_repeat").join(
        links.select("contact_id", "issue_id", "is_repeat"),
        on="contact_id",
        how="left",
        maintain_order="left_right",
    )
    paired = paired.with_columns(pl.col("issue_id").fill_null(NO_ISSUE), pl.col("is_repeat").fill_null(False))
    cells = [_measure_cells(described, paired, dimension) for dimension in DIMENSIONS]
    totals = [_measure_totals(described, dimension) for dimension in DIMENSIONS]
    return pl.concat(cells), pl.concat(totals)


def trace_flows(contacts: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Trace contacts from channel to issue, each split equally among its issues.

    Args:
        contacts: contact_id, channel, cost.
        links: CONTACT_ISSUES.

    Returns:
        channel, issue_id (null: no issue), contacts (whole), split_contacts and shared_cost (which add up to
        the contacts and to what was spent, but for rounding), by both.
    """
    linked = links.select("contact_id", "issue_id", issue_count=pl.len().over("contact_id"))
    counted = (
        contacts.select("contact_id", "channel", ticks=count_ticks())
        .join(linked, on="contact_id", how="left")
        .with_columns(pl.col("issue_count").fill_null(1))
        .group_by("channel", "issue_id", "issue_count")
        .agg(contacts=pl.len().cast(pl.Int64), ticks=pl.col("ticks").sum())
        .sort("channel", "issue_id", "issue_count", nulls_last=True)
    )
    return counted.group_by("channel", "issue_id", maintain_order=True).agg(
        pl.col("contacts").sum(),
        split_contacts=(pl.col("contacts") / pl.col("issue_count")).sum().round(4),
        shared_cost=amount_ticks((pl.col("ticks") / pl.col("issue_count")).sum().round()),
    )


def _unify_places(contacts: pl.DataFrame) -> pl.DataFrame:
    """Write each place in one spelling; a blank one is null."""
    unified = {}
    for dimension in DIMENSIONS:
        counts = dict(contacts.drop_nulls(dimension).group_by(dimension).len().iter_rows())
        names = {name: shown or None for name, shown in unify_names(counts).items()}
        unified[dimension] = pl.col(dimension).replace(names) if names else pl.col(dimension)
    return contacts.with_columns(**unified)


def _describe_contacts(contacts: pl.DataFrame) -> pl.DataFrame:
    """Tell who wrote, what it cost in ticks, and where its rating stands among those of its scale."""
    is_rated = pl.col("rating").is_not_null() & pl.col("rating").is_not_nan()
    scale = pl.coalesce("rating_scale", pl.lit("source ") + pl.col("source"))
    rating = pl.when(is_rated).then("rating")
    return (
        contacts.select(
            "contact_id",
            *DIMENSIONS,
            "is_repeat",
            person=PERSON,
            is_known=pl.col("customer_id").is_not_null(),
            is_hurting=pl.col("kind").ne_missing("valuable"),
            ticks=count_ticks(),
            rating=rating,
            scale=pl.when(is_rated).then(scale),
        )
        .with_columns(
            rank=(pl.col("rating").rank() - 0.5).over("scale"), rated=pl.col("rating").count().over("scale")
        )
        .with_columns(rank=pl.col("rank") / pl.col("rated"))
        .sort("contact_id")
    )


def _measure_groups(described: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Measure what is behind each group: the columns of a place, and `hurting_count`."""
    measured = described.group_by(keys, maintain_order=True).agg(
        contacts=pl.len().cast(pl.Int64),
        customers=pl.col("person").n_unique().cast(pl.Int64),
        known_count=pl.col("is_known").sum().cast(pl.Int64),
        repeat_count=(pl.col("is_repeat") & pl.col("is_known")).sum().cast(pl.Int64),
        cost=amount_ticks(pl.col("ticks").sum()),
        hurting_count=pl.col("is_hurting").sum().cast(pl.Int64),
        ranked_count=pl.col("rank").count().cast(pl.Int64),
        rating_rank=pl.col("rank").mean().round(9),
    )
    rated = (
        described.filter(pl.col("rating").is_not_null())
        .group_by(*keys, "scale", maintain_order=True)
        .agg(rating_mean=pl.col("rating").mean().round(9), rating_count=pl.len().cast(pl.Int64))
        .sort("rating_count", "scale", descending=[True, False])
        .group_by(keys, maintain_order=True)
        .agg(pl.col("scale").first().alias("rating_scale"), pl.col("rating_mean", "rating_count").first())
    )
    return measured.join(rated, on=list(keys), how="left", nulls_equal=True).with_columns(
        pl.col("rating_count").fill_null(0)
    )


def _measure_totals(described: pl.DataFrame, dimension: str) -> pl.DataFrame:
    places = described.rename({dimension: "value"})
    counts = dict(places.drop_nulls("value").group_by("value").len().iter_rows())
    ordered, is_cycle = sorted(counts, key=lambda value: (-counts[value], value)), False
    if dimension == "touchpoint":
        ordered, is_cycle = order_touchpoints(counts)
    positions = {value: place for place, value in enumerate(ordered, 1)} or {"": 0}
    placed = _measure_groups(places, ["value"]).with_columns(
        dimension=pl.lit(dimension),
        position=pl.col("value").replace_strict(positions, default=None, return_dtype=pl.Int64),
        is_cycle=pl.lit(is_cycle),
    )
    return check_frame(placed, PLACE_TOTALS).sort("position", nulls_last=True)


def _measure_cells(described: pl.DataFrame, paired: pl.DataFrame, dimension: str) -> pl.DataFrame:
    told = paired.rename({dimension: "value"}).drop_nulls("value")
    here = described.rename({dimension: "value"}).drop_nulls("value")
    places = here.group_by("value").agg(
        place_contacts=pl.len().cast(pl.Int64), place_people=pl.col("person").n_unique().cast(pl.Int64)
    )
    cells = _measure_groups(told, ["value", "issue_id"]).join(places, on="value", how="left")
    cells = weigh_pain(compare_people(cells.sort("value", "issue_id")))
    is_issue = pl.col("issue_id").is_not_null()
    judged = ("lift", "lift_low", "lift_high", "p_value", "q_value", "repeat_factor", "rating_factor", "pain")
    worded = cells.with_columns(
        dimension=pl.lit(dimension),
        issue_id=pl.col("issue_id").replace({NO_ISSUE: None}),
        share=pl.col("contacts") / pl.col("place_contacts"),
    ).with_columns(pl.when(is_issue).then(name).alias(name) for name in judged)
    return check_frame(worded, PLACES)
