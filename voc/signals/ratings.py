"""What does an issue go with in ratings?

Leave-out: the mean of all rated contacts minus the mean of those without the issue. It says "goes
with", never "causes", and never mixes scales: a 5 of stars is not a 5 of NPS.
"""

import polars as pl

LEAST_RATED = 5  # contacts of the issue; fewer ratings say nothing


def measure_rating_effects(contacts: pl.DataFrame, contact_issues: pl.DataFrame) -> pl.DataFrame:
    """Measure how each issue moves the mean rating, in points of the scale.

    An issue that shows in several scales is told in the one where it has most ratings (tie: the
    first by name). A source whose scale is not known is a scale of its own.

    Args:
        contacts: contact_id, source, rating (raw, null: not rated), rating_scale; the window's.
        contact_issues: contact_id, issue_id.

    Returns:
        issue_id, rating_effect (negative = lower ratings), only for issues with at least 5 ratings
        while others rated too.
    """
    rated = contacts.filter(pl.col("rating").is_not_null() & pl.col("rating").is_not_nan()).select(
        "contact_id", "rating", scale=pl.coalesce("rating_scale", pl.lit("source ") + pl.col("source"))
    )
    overall = rated.group_by("scale").agg(all_sum=pl.col("rating").sum(), all_count=pl.len())
    inside = (
        contact_issues.select("contact_id", "issue_id")
        .unique()
        .join(rated, on="contact_id")
        .group_by("issue_id", "scale")
        .agg(sum=pl.col("rating").sum(), count=pl.len())
        .sort("issue_id", "count", "scale", descending=[False, True, False])
        .unique("issue_id", keep="first", maintain_order=True)
        .join(overall, on="scale", maintain_order="left")
    )
    outside = pl.col("all_count").cast(pl.Int64) - pl.col("count").cast(pl.Int64)
    mean_without = (pl.col("all_sum") - pl.col("sum")) / outside
    return inside.filter((pl.col("count") >= LEAST_RATED) & (outside > 0)).select(
        "issue_id", rating_effect=pl.col("all_sum") / pl.col("all_count") - mean_without
    )
