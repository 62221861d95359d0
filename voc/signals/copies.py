"""Which contacts say again, word for word, what an earlier one said?

A customer who sends a mail twice, a text that many paste, a row that two systems hold: each still counts as
a contact, but whoever reads should know. Short texts are alike by chance, and are not flagged.
"""

import polars as pl

FEWEST_WORDS = 8


def flag_copies(contacts: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Find for each copy the first contact, of those given, that said the same.

    The same is what is left when case, accents, punctuation, courtesy and shorthand are taken away: all
    mentions alike, in their order.

    Args:
        contacts: `contact_id`, `occurred_at`.
        mentions: `contact_id`, `ordinal`, `text`, `text_key`.

    Returns:
        One row a copy: `contact_id`, `copy_of`.
    """
    said = (
        mentions.sort("contact_id", "ordinal")
        .group_by("contact_id")
        .agg(pl.col("text_key").str.join(" "), pl.col("text").str.count_matches(r"\w+").sum().alias("words"))
        .filter(pl.col("words") >= FEWEST_WORDS)
    )
    ordered = contacts.select("contact_id", "occurred_at").join(said, on="contact_id")
    return (
        ordered.sort("occurred_at", "contact_id")
        .with_columns(copy_of=pl.col("contact_id").first().over("text_key"))
        .filter(pl.col("copy_of") != pl.col("contact_id"))
        .select("contact_id", "copy_of")
        .sort("contact_id")
    )
