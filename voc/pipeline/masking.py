"""Is what readers will see fit to be seen?

Texts lost what is personal before they were stored, and issues were named from such texts. Here everything
that a page shows of an issue is checked once more, whatever came before: nothing is trusted for being ours.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from voc.schema import PORTRAITS
from voc.text.redact import redact_texts

Tables = dict[str, pl.DataFrame]
SHOWN = {  # what pages show of an issue that stems from customers
    "issues": ("name", "theme", "keyphrases", "verbatims"),
    "portraits": ("names", "neighbours", "exemplars", "boundary"),
    "vogue": ("phrase", "also"),
    "contacts": ("kind_reason",),  # it may hold a few words of the contact
}
IDS = ("contact_id", "issue_id", "neighbour", "language")  # stand beside the words, and are none


def withhold_words(issues: pl.DataFrame, k_people: int) -> pl.DataFrame:
    """Empty the verbatims of issues that fewer customers speak of: a few are recognised by their words."""
    few = pl.col("customers").fill_null(0) < k_people
    return issues.with_columns(
        verbatims=pl.when(few).then(pl.lit([], issues.schema["verbatims"])).otherwise("verbatims")
    )


def withhold_portraits(portraits: pl.DataFrame, issues: pl.DataFrame, k_people: int) -> pl.DataFrame:
    """Empty what portraits quote of issues that fewer customers speak of, also where another shows it.

    Args:
        portraits: PORTRAITS.
        issues: issue_id, customers.
        k_people: From how many customers on an issue's words are shown.
    """
    few = set(issues.filter(pl.col("customers").fill_null(0) < k_people)["issue_id"])
    rows = portraits.to_dicts()
    for row in rows:
        is_few = row["issue_id"] in few
        if is_few:
            row |= {"exemplars": [], "boundary": []}
        for neighbour in row["neighbours"]:
            if is_few:
                neighbour["words_here"] = []
            if neighbour["issue_id"] in few:
                neighbour["words_there"] = []
    return pl.DataFrame(rows, schema=dict(PORTRAITS))


def mask_tables(tables: Tables) -> tuple[Tables, int]:
    """Mask what looks personal in what pages show of issues.

    Args:
        tables: With the columns of PUBLISHED that SHOWN names; what is not among them is passed over.

    Returns:
        The same tables with placeholders, and how many different texts had to be masked.
    """
    shown = {name: columns for name, columns in SHOWN.items() if name in tables}
    cells = [tables[name][column] for name, columns in shown.items() for column in columns]
    texts = sorted({text for cell in cells for text in list_cell_texts(cell.to_list())})
    redacted = (redaction.text for redaction in redact_texts(texts))
    masks = {text: clean for text, clean in zip(texts, redacted, strict=True) if clean != text}
    if not masks:
        return tables, 0
    masked = {
        name: tables[name].with_columns(mask_column(tables[name][column], masks) for column in columns)
        for name, columns in shown.items()
    }
    return tables | masked, len(masks)


def mask_column(column: pl.Series, masks: Mapping[str, str]) -> pl.Series:
    """Put the masked texts into a column."""
    return pl.Series(column.name, swap_texts(column.to_list(), masks), dtype=column.dtype)


def list_cell_texts(cell: Any) -> Iterator[str]:
    """List the texts in a cell, however deep, without the ids beside them."""
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, list):
        for part in cell:
            yield from list_cell_texts(part)
    elif isinstance(cell, dict):
        yield from list_cell_texts([part for key, part in cell.items() if key not in IDS])


def swap_texts(cell: Any, masks: Mapping[str, str]) -> Any:
    """Swap the texts in a cell, however deep, without the ids beside them."""
    if isinstance(cell, str):
        return masks.get(cell, cell)
    if isinstance(cell, list):
        return [swap_texts(part, masks) for part in cell]
    if isinstance(cell, dict):
        return {key: part if key in IDS else swap_texts(part, masks) for key, part in cell.items()}
    return cell
