"""How are the figures kept that rates are told by? A row a day; what a file tells anew holds.

Their files are few and small: each reading gives all rows again, and the accounts are of the last one.
"""

from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import polars as pl

from voc.store.questions import ask_question, commit_together, lend_frame, run_statement


@dataclass(frozen=True)
class ExposureAccount:
    """What an exposure's files gave: `received == stored + quarantined`."""

    received: int
    stored: int
    quarantined: int
    last_file: str | None


def replace_exposure(
    con: duckdb.DuckDBPyConnection,
    name: str,
    figures: pl.DataFrame,
    refused: pl.DataFrame,
    account: ExposureAccount,
    at: datetime,
) -> None:
    """Store an exposure's figures, its refused rows and its account, in one transaction.

    Args:
        con: The warehouse's.
        name: The exposure's.
        figures: day, value; days that are not among them keep what they had.
        refused: REFUSALS of its files, which replace those before.
        account: What was read.
        at: Now, with a zone.
    """
    with commit_together(con):
        with lend_frame(con, "new_figures", figures):
            run_statement(con, "drop_exposure_days", exposure=name)
            run_statement(con, "insert_exposures", exposure=name)
        with lend_frame(con, "new_refusals", refused.with_row_index("position")):
            run_statement(con, "drop_exposure_refusals", exposure=name)
            run_statement(con, "insert_exposure_refusals", exposure=name)
        run_statement(con, "drop_exposure_account", exposure=name)
        run_statement(
            con,
            "insert_exposure_account",
            exposure=name,
            received=account.received,
            stored=account.stored,
            quarantined=account.quarantined,
            last_file=account.last_file,
            at=at,
        )


def fetch_exposures(con: duckdb.DuckDBPyConnection, before: date | None) -> pl.DataFrame:
    """Fetch all figures before a day: name, day, value."""
    return ask_question(con, "read_exposures", before=before)
