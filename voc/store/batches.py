"""What did each file give, and what of it is new?

Files are judged in the order given and rows in the order of their file: against what is stored and
against the rows before them. All parts of a call are committed together with their records, so a kill
leaves either all of them or none, and a part that is recorded adds nothing when it comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl

from voc.schema import CONTACTS, check_frame
from voc.store.questions import ask_question, commit_together, lend_frame, run_statement
from voc.store.records import record_parts
from voc.store.withdrawals import withdraw_contacts

OUTCOMES = ("stored", "updated", "duplicate")


@dataclass(frozen=True)
class Batch:
    """What one file gave, or one part of a large file: `received` = contacts + refusals + erased + withdrawn.

    `digest` identifies the file's bytes, `fingerprint` the source's settings it was read with;
    `contacts` are CONTACTS in the file's order, `refusals` REFUSALS (and `customer_id`, the pseudonym),
    `erased` counts rows left out because their customer was forgotten, `withdrawn` are the contact ids
    of a tombstone file's rows. Parts count from 0 and come in order.
    """

    source: str
    file: str
    digest: str
    fingerprint: str
    received: int
    contacts: pl.DataFrame
    refusals: pl.DataFrame
    erased: int = 0
    withdrawn: Sequence[str] = ()
    part: int = 0
    is_last: bool = True
    columns: Sequence[str] = ()
    cursor: str | None = None

    def __post_init__(self) -> None:
        kept = self.contacts.height + self.refusals.height + self.erased + len(self.withdrawn)
        if kept != self.received:
            raise ValueError(f"{self.file}: {self.received} rows received, but {kept} accounted for")


@dataclass(frozen=True)
class BatchCounts:
    """What became of a part's rows; all zero for one that had been taken in before."""

    received: int = 0
    stored: int = 0
    updated: int = 0
    duplicate: int = 0
    quarantined: int = 0
    erased: int = 0


@dataclass
class _Selection:
    """Which parts are new: the place of each in the call, the batch it belongs to, and what is retried."""

    sequences: dict[int, int] = field(default_factory=dict)  # place -> sequence
    retried: list[int] = field(default_factory=list)  # records that are taken back


def merge_batches(
    con: duckdb.DuckDBPyConnection,
    batches: Sequence[Batch],
    *,
    at: datetime,
    keep_from: datetime | None = None,
) -> list[BatchCounts]:
    """Store what these parts gave and their records, in one transaction; counts in the order given.

    Rows from before `keep_from` are counted by what they are, and not kept.

    Raises:
        ValueError: a part comes whose file's parts before it are not recorded.
    """
    with commit_together(con):
        chosen = _select_fresh_parts(ask_question(con, "read_batch_keys"), batches)
        judged = _judge_contacts(con, batches, chosen)
        counts = _count_outcomes(batches, chosen, judged)
        if chosen.sequences:
            write_contacts(con, judged, at=at, keep_from=keep_from)
            for place, sequence in chosen.sequences.items():
                found = withdraw_contacts(con, batches[place].source, batches[place].withdrawn, sequence, at)
                counts[place] = _add_outcomes(counts[place], found)
            taken = [(n, batches[place], counts[place]) for place, n in chosen.sequences.items()]
            record_parts(con, taken, chosen.retried, at)
    return counts


def _select_fresh_parts(recorded: pl.DataFrame, batches: Sequence[Batch]) -> _Selection:
    """Choose the parts to take in, each with its batch's number, and the records to take back."""
    known = {(row["source"], row["digest"]): row for row in recorded.iter_rows(named=True)}
    parts = {key: row["part_count"] for key, row in known.items()}
    chosen = _Selection()
    fresh: dict[tuple[str, str], int] = {}  # batches that this call begins or goes on with
    next_sequence = int(recorded["sequence"].max() or 0) + 1  # type: ignore[arg-type]
    for place, batch in enumerate(batches):
        key = (batch.source, batch.digest)
        row = known.get(key)
        is_retry = batch.part == 0 and row is not None and row["is_refused"] and key not in fresh
        if is_retry and row["fingerprint"] != batch.fingerprint:  # type: ignore[index]
            chosen.retried.append(row["sequence"])  # type: ignore[index]
            row, parts[key] = None, 0
        if batch.part < parts.get(key, 0):
            continue
        if batch.part > parts.get(key, 0):
            raise ValueError(f"{batch.file}: part {batch.part} came before part {parts.get(key, 0)}")
        if key not in fresh:
            fresh[key] = row["sequence"] if row is not None else next_sequence
            next_sequence += row is None
        chosen.sequences[place] = fresh[key]
        parts[key] = batch.part + 1
    return chosen


def _judge_contacts(
    con: duckdb.DuckDBPyConnection, batches: Sequence[Batch], chosen: _Selection
) -> pl.DataFrame:
    """Tell each row's outcome: CONTACTS, and place (of its part), sequence, stored_hash, outcome."""
    frames = [
        check_frame(batches[place].contacts, CONTACTS).with_columns(
            place=pl.lit(place, dtype=pl.Int64), sequence=pl.lit(sequence, dtype=pl.Int64)
        )
        for place, sequence in chosen.sequences.items()
    ]
    empty = pl.DataFrame(schema={**CONTACTS, "place": pl.Int64(), "sequence": pl.Int64()})
    return judge_rows(con, pl.concat(frames) if frames else empty)


def judge_rows(con: duckdb.DuckDBPyConnection, incoming: pl.DataFrame) -> pl.DataFrame:
    """Compare CONTACTS in their order of arrival with what is stored: see `tell_outcomes`."""
    with lend_frame(con, "incoming_contacts", incoming.select("contact_id").unique()):
        stored = ask_question(con, "read_content_hashes")
    return tell_outcomes(incoming, stored)


def tell_outcomes(incoming: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Add stored_hash, is_withdrawn and outcome to rows in their order of arrival.

    A row is compared with the row of the same id before it, or where there is none with what is
    stored: A, B, A of a new id is stored, updated, updated. A contact that was withdrawn at its source
    adds nothing, whenever its file comes.
    """
    before = pl.coalesce(pl.col("content_hash").shift(1).over("contact_id"), pl.col("stored_hash"))
    return (
        incoming.join(stored, on="contact_id", how="left", maintain_order="left")
        .with_columns(pl.col("is_withdrawn").fill_null(False))
        .with_columns(
            outcome=pl.when("is_withdrawn")
            .then(pl.lit("duplicate"))
            .when(before.is_null())
            .then(pl.lit("stored"))
            .when(before == pl.col("content_hash"))
            .then(pl.lit("duplicate"))
            .otherwise(pl.lit("updated"))
        )
    )


def _count_outcomes(batches: Sequence[Batch], chosen: _Selection, judged: pl.DataFrame) -> list[BatchCounts]:
    counts = [BatchCounts() for _ in batches]
    for place in chosen.sequences:
        batch = batches[place]
        counts[place] = BatchCounts(
            received=batch.received, quarantined=batch.refusals.height, erased=batch.erased
        )
    for place, outcome, number in judged.group_by("place", "outcome").len().iter_rows():
        counts[place] = _add_outcomes(counts[place], {outcome: number})
    return counts


def _add_outcomes(counts: BatchCounts, found: dict[str, int]) -> BatchCounts:
    return BatchCounts(**{name: n + found.get(name, 0) for name, n in vars(counts).items()})


def write_contacts(
    con: duckdb.DuckDBPyConnection, judged: pl.DataFrame, *, at: datetime, keep_from: datetime | None
) -> None:
    """Write what is new or changed of judged rows, with the trace of what it replaces.

    A contact whose content changed loses its mentions, and is split again by the next mining.
    """
    last = judged.filter(~pl.col("is_withdrawn")).group_by("contact_id", maintain_order=True).last()
    changed = last.filter(pl.col("content_hash").ne_missing(pl.col("stored_hash")))
    kept = changed if keep_from is None else changed.filter(pl.col("occurred_at") >= keep_from)
    with lend_frame(con, "changed_contacts", changed.select([*CONTACTS, "sequence"])):
        run_statement(con, "insert_updates", at=at)
        drop_contacts(con)
    with lend_frame(con, "changed_contacts", kept.select([*CONTACTS, "sequence"])):
        run_statement(con, "insert_changed_contacts")
    if kept.height < changed.height:
        gone = changed.join(kept, on="contact_id", how="anti").group_by("source").len("contact_count")
        with lend_frame(con, "removed_counts", gone.with_columns(reason=pl.lit("expired"))):
            run_statement(con, "insert_removals", at=at)


def drop_contacts(con: duckdb.DuckDBPyConnection) -> None:
    """Delete the contacts lent as `changed_contacts`, with all that was made of them."""
    run_statement(con, "drop_changed_assignments")
    run_statement(con, "drop_changed_mention_kinds")
    run_statement(con, "drop_changed_mentions")
    run_statement(con, "drop_changed_splits")
    run_statement(con, "drop_changed_contacts")
