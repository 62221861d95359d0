"""The labelled sets that discovery is measured on, as tables of id, text, occurred_at, language, label.

Sets without dates get invented ones, spread over four months by row, since nothing here depends on them.
"""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

COLUMNS = ("id", "text", "occurred_at", "language", "label")


def spread_dates(frame: pl.DataFrame, row: str) -> pl.DataFrame:
    """Give each row a day by its number."""
    number = pl.col(row).cast(pl.Int64)
    day = pl.date(2026, number % 4 + 1, number % 28 + 1)
    return frame.with_columns(occurred_at=day.dt.to_string("%Y-%m-%d"))


def read_table(path: Path) -> pl.DataFrame:
    """Read a CSV with every column as text; what is empty is null."""
    return pl.read_csv(path, infer_schema=False, null_values=[""])


def load_hotel(data: Path) -> pl.DataFrame:
    """Hotel reviews in Spanish and English, parallel, with their aspect."""
    return load_reviews(data, "hotel")


def load_reviews(data: Path, domain: str) -> pl.DataFrame:
    """Reviews of one domain; a Spanish and an English row that say the same have the same `pair`."""
    rows = read_table(data / "mabsa_es_en" / "data.csv").with_row_index("number")
    named = rows.with_columns(
        id=pl.concat_str("lang", pl.lit("-"), "number"),
        pair=pl.concat_str("split", pl.lit("-"), "row"),
        language=pl.col("lang"),
        label=pl.col("single_category"),
    )
    wanted = (pl.col("domain") == domain) & pl.col("label").is_not_null() & pl.col("text").is_not_null()
    return spread_dates(named.filter(wanted), "row").select(*COLUMNS, "pair")


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


def load_phone(data: Path) -> pl.DataFrame:
    """Phone reviews in Spanish and English, parallel, with their aspect."""
    return load_reviews(data, "phone")


def load_laptop(data: Path) -> pl.DataFrame:
    """Laptop reviews in Spanish and English, parallel, with their aspect."""
    return load_reviews(data, "laptop")


def load_dialogues(data: Path) -> pl.DataFrame:
    """Service conversations: the customer's turns as one text, with the reason."""
    lines = (data / "star_dialogues_en" / "data.jsonl").read_text("utf-8").splitlines()
    rows = [
        {
            "id": f"d{number}",
            "text": " ".join(turn["text"] for turn in row["turns"] if turn["speaker"] == "customer"),
            "language": "en",
            "label": row["reason"],
        }
        for number, row in enumerate(map(json.loads, lines))
    ]
    numbered = pl.DataFrame(rows).filter(pl.col("text").str.len_chars() > 2).with_row_index("number")
    return spread_dates(numbered, "number").select(COLUMNS)


def load_requests(data: Path) -> pl.DataFrame:
    """Requests to a bank or a hotel, with the first matter that each is about; acts of talk are left out."""
    rows = read_table(data / "nlupp_en" / "data.csv").with_row_index("number")
    matters = pl.col("intents").str.split("|").list.eval(pl.element().filter(~pl.element().is_in(NO_MATTER)))
    named = rows.with_columns(
        id=pl.format("n{}", "number"), language=pl.lit("en"), label=matters.list.first()
    )
    return spread_dates(named.filter(pl.col("label").is_not_null()), "number").select(COLUMNS)


NO_MATTER = (  # acts of talk, and facets that go with any matter
    "affirm deny dont_know acknowledge greet thank end_call repeat handoff request_info how how_much how_long"
    " when why more_higher_after less_lower_before change existing current new wrong_notworking_notshowing"
    " make_open_apply_setup_get_activate cancel_close_leave_freeze"
).split()

SETS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "mabsa hotel es+en": load_hotel,
    "airline reasons": load_airline,
    "banking77 test": load_banking,
}
MORE_SETS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "mabsa phone es+en": load_phone,
    "mabsa laptop es+en": load_laptop,
    "star, whole conversations": load_dialogues,
    "nlupp, first matter": load_requests,
}
