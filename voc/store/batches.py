"""What did each file give, and what of it is new?

Files are judged in the order given and rows in the order of their file: against what is stored and
against the rows before them. All files of a call are committed together with their records, so a kill
leaves either all of them or none, and a file whose bytes are recorded adds nothing when it comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from voc.schema import CONTACTS, INSTANT, REFUSALS, check_frame
from voc.store.questions import ask_question, commit_together, lend_frame, run_statement

OUTCOMES = ("stored", "updated", "duplicate")

RECORD = {
    "sequence": pl.Int64(),
    "source": pl.String(),
    "file": pl.String(),
    "digest": pl.String(),
    "fingerprint": pl.String(),
    "received": pl.Int64(),
    "stored": pl.Int64(),
    "updated": pl.Int64(),
    "duplicate": pl.Int64(),
    "quarantined": pl.Int64(),
    "erased": pl.Int64(),
    "is_refused": pl.Boolean(),
    "taken_at": INSTANT,
}


@dataclass(frozen=True)
class Batch:
    """What one file gave: `received` = contacts + refusals + erased.

    `digest` identifies the file's bytes, `fingerprint` the source's settings it was read with;
    `contacts` are CONTACTS in the file's order, `refusals` REFUSALS, `erased` counts rows left out
    because their customer was forgotten.
    """

    source: str
    file: str
    digest: str
    fingerprint: str
    received: int
    contacts: pl.DataFrame
    refusals: pl.DataFrame
    erased: int = 0

    def __post_init__(self) -> None:
        kept = self.contacts.height + self.refusals.height + self.erased
        if kept != self.received:
            raise ValueError(f"{self.file}: {self.received} rows received, but {kept} accounted for")


@dataclass(frozen=True)
class BatchCounts:
    """What became of a file's rows; all zero for a file that had been taken in before."""

    received: int = 0
    stored: int = 0
    updated: int = 0
    duplicate: int = 0
    quarantined: int = 0
    erased: int = 0


def merge_batches(
    con: duckdb.DuckDBPyConnection, batches: Sequence[Batch], *, at: datetime
) -> list[BatchCounts]:
    """Store what these files gave and their records, in one transaction; counts in the order given."""
    with commit_together(con):
        recorded = ask_question(con, "read_batch_keys")
        retried, fresh = _select_fresh_batches(recorded, batches)
        judged = _judge_contacts(con, [batches[i] for i in fresh])
        next_sequence = int(recorded["sequence"].max() or 0) + 1  # type: ignore[arg-type]
        counts = [BatchCounts() for _ in batches]
        for place, index in enumerate(fresh):
            counts[index] = _count_outcomes(batches[index], judged.filter(pl.col("place") == place))
        if fresh:
            _write_contacts(con, judged)
            _write_records(
                con,
                retried,
                [(next_sequence + place, batches[i], counts[i]) for place, i in enumerate(fresh)],
                at,
            )
    return counts


def _select_fresh_batches(recorded: pl.DataFrame, batches: Sequence[Batch]) -> tuple[list[int], list[int]]:
    """Tell the records to take back (their sequences) and the batches to take in (their places)."""
    known = {(row["source"], row["digest"]): row for row in recorded.iter_rows(named=True)}
    retried: list[int] = []
    fresh: list[int] = []
    seen: set[tuple[str, str]] = set()
    for place, batch in enumerate(batches):
        key = (batch.source, batch.digest)
        row = known.get(key)
        is_retry = row is not None and row["is_refused"] and row["fingerprint"] != batch.fingerprint
        if key in seen or (row is not None and not is_retry):
            continue
        seen.add(key)
        fresh.append(place)
        if row is not None:
            retried.append(row["sequence"])
    return retried, fresh


def _judge_contacts(con: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> pl.DataFrame:
    """Tell each row's outcome: CONTACTS, and place (of its batch), stored_hash, outcome."""
    frames = [
        check_frame(b.contacts, CONTACTS).with_columns(place=pl.lit(i, dtype=pl.Int64))
        for i, b in enumerate(batches)
    ]
    incoming = pl.concat(frames) if frames else pl.DataFrame(schema={**CONTACTS, "place": pl.Int64()})
    with lend_frame(con, "incoming_contacts", incoming.select("contact_id").unique()):
        stored = ask_question(con, "read_content_hashes")
    return tell_outcomes(incoming, stored)


def tell_outcomes(incoming: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Add stored_hash and outcome to rows in their order of arrival.

    A row is compared with the row of the same id before it, or where there is none with what is
    stored: A, B, A of a new id is stored, updated, updated.
    """
    before = pl.coalesce(pl.col("content_hash").shift(1).over("contact_id"), pl.col("stored_hash"))
    return incoming.join(stored, on="contact_id", how="left", maintain_order="left").with_columns(
        outcome=pl.when(before.is_null())
        .then(pl.lit("stored"))
        .when(before == pl.col("content_hash"))
        .then(pl.lit("duplicate"))
        .otherwise(pl.lit("updated"))
    )


def _count_outcomes(batch: Batch, judged: pl.DataFrame) -> BatchCounts:
    found = {name: judged.filter(pl.col("outcome") == name).height for name in OUTCOMES}
    return BatchCounts(
        received=batch.received, quarantined=batch.refusals.height, erased=batch.erased, **found
    )


def _write_contacts(con: duckdb.DuckDBPyConnection, judged: pl.DataFrame) -> None:
    last = judged.group_by("contact_id", maintain_order=True).last()
    changed = last.filter(pl.col("content_hash").ne_missing(pl.col("stored_hash"))).select(list(CONTACTS))
    with lend_frame(con, "changed_contacts", changed):
        run_statement(con, "drop_changed_assignments")
        run_statement(con, "drop_changed_mention_kinds")
        run_statement(con, "drop_changed_mentions")
        run_statement(con, "drop_changed_splits")
        run_statement(con, "drop_changed_contacts")
        run_statement(con, "insert_changed_contacts")


def _write_records(
    con: duckdb.DuckDBPyConnection,
    retried: Sequence[int],
    taken: Sequence[tuple[int, Batch, BatchCounts]],
    at: datetime,
) -> None:
    with lend_frame(
        con, "retried_batches", pl.DataFrame({"sequence": retried}, schema={"sequence": pl.Int64()})
    ):
        run_statement(con, "drop_batches")
        run_statement(con, "drop_refusals")
    records = pl.DataFrame([_make_record(n, batch, counts, at) for n, batch, counts in taken], schema=RECORD)
    with lend_frame(con, "new_batches", records):
        run_statement(con, "insert_batches")
    refusals = pl.concat(
        [
            check_frame(batch.refusals, REFUSALS)
            .with_columns(sequence=pl.lit(n, dtype=pl.Int64))
            .with_row_index("position")
            for n, batch, _ in taken
        ]
    )
    with lend_frame(con, "new_refusals", refusals):
        run_statement(con, "insert_refusals")


def _make_record(sequence: int, batch: Batch, counts: BatchCounts, at: datetime) -> dict[str, object]:
    is_refused = (
        batch.contacts.is_empty()
        and batch.erased == 0
        and batch.received > 0
        and batch.refusals["row"].null_count() == batch.refusals.height
    )
    return {
        "sequence": sequence,
        "source": batch.source,
        "file": batch.file,
        "digest": batch.digest,
        "fingerprint": batch.fingerprint,
        "is_refused": is_refused,
        "taken_at": at,
        "received": counts.received,
        "stored": counts.stored,
        "updated": counts.updated,
        "duplicate": counts.duplicate,
        "quarantined": counts.quarantined,
        "erased": counts.erased,
    }
