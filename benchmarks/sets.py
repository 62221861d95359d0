"""The labelled sets that discovery is measured on, as tables of id, text, occurred_at, language, label.

Sets without dates get invented ones, spread over four months by row, since nothing here depends on them.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

COLUMNS = ("id", "text", "occurred_at", "language", "label")


def spread_dates(frame: pl.DataFrame, row: str) -> pl.DataFrame:
    """Give each row a day by its number."""
    number = pl.col(row).cast(pl.Int64)
    day = pl.format("2026-0{}-{}", number % 4 + 1, (number % 28 + 1).cast(pl.String).str.zfill(2))
    return frame.with_columns(occurred_at=day)


def read_table(path: Path) -> pl.DataFrame:
    """Read a CSV with every column as text; what is empty is null."""
    return pl.read_csv(path, infer_schema=False, null_values=[""])


def load_hotel(data: Path) -> pl.DataFrame:
    """Hotel reviews in Spanish and English, parallel, with their aspect."""
    rows = read_table(data / "mabsa_es_en" / "data.csv").with_row_index("number")
    wanted = (pl.col("domain") == "hotel") & pl.col("single_category").is_not_null()
    chosen = rows.filter(wanted & pl.col("text").is_not_null())
    named = chosen.with_columns(
        id=pl.format("{}-{}", "lang", "number"), language=pl.col("lang"), label=pl.col("single_category")
    )
    return spread_dates(named, "row").select(COLUMNS)


def load_airline(data: Path) -> pl.DataFrame:
    """Complaints to airlines whose reason the labellers were sure of (0.6 or more)."""
    rows = read_table(data / "airline_tweets_en" / "data.csv")
    sure = pl.col("negativereason_confidence").cast(pl.Float64) >= 0.6
    chosen = rows.filter(pl.col("negativereason").is_not_null() & sure & pl.col("text").is_not_null())
    return chosen.select(
        id="tweet_id", text="text", occurred_at="created_at_pt", language=pl.lit("en"), label="negativereason"
    )


def load_banking(data: Path) -> pl.DataFrame:
    """Questions to a bank, the test part."""
    rows = read_table(data / "banking77_en" / "data.csv").filter(pl.col("split") == "test")
    numbered = rows.with_row_index("number").with_columns(
        id=pl.format("b{}", "number"), language=pl.lit("en")
    )
    return spread_dates(numbered, "number").select(COLUMNS)


SETS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "mabsa hotel es+en": load_hotel,
    "airline reasons": load_airline,
    "banking77 test": load_banking,
}
