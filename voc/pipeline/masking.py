"""Is what readers will see fit to be seen?

Texts lost what is personal before they were stored, and issues were named from such texts. Here everything
that a page shows of an issue is checked once more, whatever came before: nothing is trusted for being ours.
"""

import polars as pl

from voc.text.redact import redact_texts


def withhold_words(issues: pl.DataFrame, k_people: int) -> pl.DataFrame:
    """Empty the verbatims of issues that fewer customers speak of: a few are recognised by their words."""
    few = pl.col("customers").fill_null(0) < k_people
    return issues.with_columns(
        verbatims=pl.when(few).then(pl.lit([], issues.schema["verbatims"])).otherwise("verbatims")
    )


def mask_issues(issues: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Mask what looks personal in names, themes, keyphrases and verbatims.

    Args:
        issues: With the columns name, theme, keyphrases and verbatims of PUBLISHED["issues"].

    Returns:
        The same rows with placeholders, and how many different texts had to be masked.
    """
    texts = list_shown_texts(issues)
    redacted = (redaction.text for redaction in redact_texts(texts))
    changed = {text: clean for text, clean in zip(texts, redacted, strict=True) if clean != text}
    if not changed:
        return issues, 0
    verbatim = pl.struct(pl.element().struct["contact_id"], text=pl.element().struct["text"].replace(changed))
    masked = issues.with_columns(
        pl.col("name", "theme").replace(changed),
        pl.col("keyphrases").list.eval(pl.element().replace(changed)),
        pl.col("verbatims").list.eval(verbatim),
    )
    return masked, len(changed)


def list_shown_texts(issues: pl.DataFrame) -> list[str]:
    """List every different text that pages show of these issues."""
    columns = (
        issues["name"],
        issues["theme"],
        issues["keyphrases"].explode(),
        issues["verbatims"].explode().struct.field("text"),
    )
    return pl.concat([column.rename("text") for column in columns]).drop_nulls().unique().sort().to_list()
