"""What is written down about each file: how many rows it gave, what became of them, which were refused?"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from voc.schema import INSTANT, REFUSALS, check_frame
from voc.store.questions import lend_frame, run_statement

if TYPE_CHECKING:
    from voc.store.batches import Batch, BatchCounts

PART_POSITIONS = 10_000_000  # more refusals than a part can have: keeps them in the file's order

COUNTS = ("received", "stored", "updated", "duplicate", "quarantined", "erased")
RECORD = {
    "sequence": pl.Int64(),
    "source": pl.String(),
    "file": pl.String(),
    "digest": pl.String(),
    "fingerprint": pl.String(),
    **dict.fromkeys(COUNTS, pl.Int64()),
    "is_refused": pl.Boolean(),
    "part": pl.Int64(),
    "is_complete": pl.Boolean(),
    "columns": pl.List(pl.String()),
    "cursor": pl.String(),
    "taken_at": INSTANT,
}

Taken = Sequence[tuple[int, "Batch", "BatchCounts"]]  # the batch's sequence, the part, its counts


def record_parts(con: duckdb.DuckDBPyConnection, taken: Taken, retried: Sequence[int], at: datetime) -> None:
    """Write the records of these parts and their refusals; those of retried files are taken back first."""
    given = pl.DataFrame({"sequence": retried}, schema={"sequence": pl.Int64()})
    with lend_frame(con, "retried_batches", given):
        run_statement(con, "drop_batches")
        run_statement(con, "drop_refusals")
    records = pl.DataFrame([_make_record(n, batch, counts, at) for n, batch, counts in taken], schema=RECORD)
    with lend_frame(con, "new_parts", records):
        run_statement(con, "insert_batches")
        run_statement(con, "update_batches")
    refusals = pl.concat([_make_refusals(n, batch) for n, batch, _ in taken])
    with lend_frame(con, "new_refusals", refusals):
        run_statement(con, "insert_refusals")


def _make_refusals(sequence: int, batch: "Batch") -> pl.DataFrame:
    given = batch.refusals
    customers = given["customer_id"] if "customer_id" in given.columns else None
    return check_frame(given, REFUSALS).with_columns(
        sequence=pl.lit(sequence, dtype=pl.Int64),
        position=pl.int_range(pl.len(), dtype=pl.Int64) + batch.part * PART_POSITIONS,
        customer_id=pl.lit(None, dtype=pl.String) if customers is None else customers,
    )


def _make_record(sequence: int, batch: "Batch", counts: "BatchCounts", at: datetime) -> dict[str, object]:
    is_refused = (
        batch.part == 0
        and batch.is_last
        and batch.received > 0
        and batch.refusals.height == batch.received
        and batch.refusals["row"].null_count() == batch.refusals.height
    )
    return {
        "sequence": sequence,
        "source": batch.source,
        "file": batch.file,
        "digest": batch.digest,
        "fingerprint": batch.fingerprint,
        **{name: getattr(counts, name) for name in COUNTS},
        "is_refused": is_refused,
        "part": batch.part,
        "is_complete": batch.is_last,
        "columns": list(batch.columns),
        "cursor": batch.cursor,
        "taken_at": at,
    }
