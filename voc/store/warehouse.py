"""Where is everything kept between runs, and how do the stages read and write it?

One DuckDB file, one writer at a time. Each writing method commits once, with its record: killed
anywhere, the next run goes on from the last commit. Frames go in and come out as `schema` says.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb
import polars as pl

from voc.settings import Settings
from voc.store.batches import Batch, BatchCounts, judge_rows, merge_batches
from voc.store.connect import PATIENCE_SECONDS, connect_duckdb, hold_writer_lock
from voc.store.encryption import find_encryption, lies_as_wanted
from voc.store.erasing import Doomed, erase_doomed, find_doomed, find_shared_words
from voc.store.exposures import ExposureAccount, fetch_exposures, replace_exposure
from voc.store.mending import Mended, mend_refusals
from voc.store.mining import (
    fetch_meanings,
    keep_meanings,
    recall_last_mining,
    replace_mentions,
    replace_mining,
)
from voc.store.preparing import REBUILD, prepare_tables, word_missing
from voc.store.questions import ask_question, ask_value, lend_frame, run_statement
from voc.store.rewriting import rewrite_database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def open_warehouse(
    settings: Settings, *, read_only: bool = False, patience: float = PATIENCE_SECONDS
) -> "Warehouse":
    """Open the workspace's warehouse; use it in a `with` block.

    A writer creates the file and its tables where they lack. A reader needs them to be there, and
    keeps writers out for as long as it is open: read and close.

    Raises:
        BusyError: another process holds it, still after `patience` seconds.
        CallError: nothing was ingested yet, and it is opened to read.
        VocError: the file is damaged, not a warehouse, or one of another version.
    """
    path = settings.warehouse_path
    if read_only and not path.is_file():
        raise word_missing(path)
    with ExitStack() as stack:
        if not read_only:
            stack.enter_context(hold_writer_lock(path.parent, patience=patience))
        con = stack.enter_context(_connect_warehouse(settings, read_only, patience))
        prepare_tables(con, path, read_only=read_only)
        return Warehouse(con, stack.pop_all())


class Warehouse:
    """An open warehouse; what it holds on to is given back at the end of the `with` block."""

    def __init__(self, con: duckdb.DuckDBPyConnection, held: ExitStack) -> None:
        self._con = con
        self._held = held

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    # --- files and contacts

    def known_digests(self, source: str, fingerprint: str | None = None) -> set[str]:
        """Digests of the source's files that need not be read again.

        With the fingerprint of the source's present settings, a file that was refused whole under
        other settings is left out, so that it is tried again; without it, every recorded file is in.
        """
        found = ask_question(self._con, "read_known_digests", source=source, fingerprint=fingerprint)
        return set(found["digest"])

    def holds_contents(self, contact_ids: Sequence[str], hashes: Sequence[str]) -> bool:
        """Whether these contacts are all stored with these contents, or withdrawn."""
        given = pl.DataFrame(
            {"contact_id": list(contact_ids), "content_hash": list(hashes)},
            schema={"contact_id": pl.String(), "content_hash": pl.String()},
        )
        return bool((judge_rows(self._con, given)["outcome"] == "duplicate").all())

    def count_parts(self, source: str, digest: str) -> int:
        """How many parts of a file were taken in before a kill; 0 of a file that is new or complete."""
        found: int | None = ask_value(self._con, "count_parts", source=source, digest=digest)
        return found or 0

    def known_columns(self, source: str) -> list[str]:
        """All names that the columns of this source's files had so far."""
        return ask_question(self._con, "read_columns", source=source)["name"].to_list()

    def last_cursor(self, source: str) -> str | None:
        """Where this source's query stopped, as it was given; None before its first row."""
        found: str | None = ask_value(self._con, "read_last_cursor", source=source)
        return found

    def store_batches(
        self, batches: Sequence[Batch], *, at: datetime, keep_from: datetime | None = None
    ) -> list[BatchCounts]:
        """Store what these files gave and their records, in one transaction.

        Many small files in one call are far quicker than one by one. A file whose bytes are recorded
        for its source adds nothing; one refused whole under other settings has its record replaced.
        A contact whose content changed loses its mentions, and comes back in `read_unsplit_contacts`.
        """
        return merge_batches(self._con, batches, at=at, keep_from=keep_from)

    def store_batch(self, batch: Batch, *, at: datetime) -> BatchCounts:
        """Store what one file gave: see `store_batches`."""
        return merge_batches(self._con, [batch], at=at)[0]

    def read_refused_files(self) -> pl.DataFrame:
        """Refusals that stand, with their file: sequence, source, digest, file, position, row, is_refused."""
        return ask_question(self._con, "read_refused_files")

    def reopen_files(self, sequences: Sequence[int]) -> None:
        """Let these files, refused whole, be tried again by the next ingestion."""
        given = pl.DataFrame({"sequence": list(sequences)}, schema={"sequence": pl.Int64()})
        with lend_frame(self._con, "reopened_batches", given):
            run_statement(self._con, "reopen_files")

    def mend_refusals(self, mended: Mended, *, at: datetime, keep_from: datetime | None = None) -> int:
        """Take in rows that were refused: see `voc.store.mending`."""
        return mend_refusals(self._con, mended, at=at, keep_from=keep_from)

    def read_contacts(self, before: datetime | None = None) -> pl.DataFrame:
        """CONTACTS before an instant (all without one), oldest first, ties by id."""
        return ask_question(self._con, "read_contacts", before=before)

    def last_contact_at(self) -> datetime | None:
        """When the last stored contact occurred (UTC)."""
        found: datetime | None = ask_value(self._con, "read_last_contact_at")
        return found

    def read_trace(self, contact_id: str) -> pl.DataFrame:
        """Where a contact came from, and what it was before: event, file, row of a batch, oldest first."""
        return ask_question(self._con, "read_trace", contact_id=contact_id)

    # --- contacts that must go

    def list_customers(self) -> list[str]:
        """The pseudonyms of all customers of whom anything is stored."""
        return ask_question(self._con, "list_customers")["customer_id"].to_list()

    def find_doomed(self, pseudonyms: Sequence[str] = (), before: datetime | None = None) -> Doomed:
        """The contacts of these customers, and those before an instant."""
        return find_doomed(self._con, pseudonyms, before)

    def find_shared_words(self, doomed: Doomed, words: Sequence[str]) -> set[str]:
        """Which of these folded words contacts say that stay."""
        return find_shared_words(self._con, doomed, words)

    def erase_doomed(self, doomed: Doomed, *, reason: str, at: datetime, customer: str | None = None) -> None:
        """Delete what must go, in one transaction: see `voc.store.erasing`."""
        erase_doomed(self._con, doomed, reason=reason, at=at, customer=customer)

    def empty_old_refusals(self, before: datetime) -> None:
        """Forget what is kept of rows refused before an instant; that they were refused stays."""
        run_statement(self._con, "empty_expired_refusals", before=before)

    # --- mentions and their vectors

    def read_unsplit_contacts(self) -> pl.DataFrame:
        """CONTACTS that are new or changed since they were last split, oldest first."""
        return ask_question(self._con, "read_unsplit_contacts")

    def write_mentions(self, contact_ids: Sequence[str], mentions: pl.DataFrame) -> None:
        """Store the MENTIONS of these contacts, and that they are split (also those that say nothing)."""
        replace_mentions(self._con, contact_ids, mentions)

    def read_mentions(self, before: datetime | None = None) -> pl.DataFrame:
        """MENTIONS of contacts before an instant, by source, source_id and ordinal.

        Beside MENTIONS' columns: source, source_id, occurred_at, customer_id, agent_id, channel,
        product, department, touchpoint of the contact.
        """
        return ask_question(self._con, "read_mentions", before=before)

    def read_embeddings(
        self, model: str, text_keys: Sequence[str]
    ) -> "tuple[list[str], NDArray[np.float32]]":
        """The keys known to this model's cache, sorted, and their vectors `(n_known, n_dims)`."""
        from voc.store.vectors import fetch_vectors

        return fetch_vectors(self._con, model, text_keys)

    def list_embedded(self, model: str) -> pl.DataFrame:
        """The texts that this model has embedded before, by key: text_key."""
        return ask_question(self._con, "list_embedded", model=model)

    def write_embeddings(self, model: str, text_keys: Sequence[str], matrix: "NDArray[np.float32]") -> None:
        """Cache vectors, a row a key; a key that is known keeps its vector."""
        from voc.store.vectors import keep_vectors

        keep_vectors(self._con, model, text_keys, matrix)

    # --- what mining found

    def write_mining(
        self,
        assignments: pl.DataFrame,
        kinds: pl.DataFrame,
        record: Mapping[str, Any],
        *,
        method: str,
        as_of: datetime,
    ) -> None:
        """Replace ASSIGNMENTS and MENTION_KINDS by these, and keep the record (JSON), in one transaction."""
        replace_mining(self._con, assignments, kinds, record, method=method, as_of=as_of)

    def read_assignments(self) -> pl.DataFrame:
        """ASSIGNMENTS that hold now, by mention."""
        return ask_question(self._con, "read_assignments")

    def read_assignment_history(self) -> pl.DataFrame:
        """Every issue each mention ever had: see the question."""
        return ask_question(self._con, "read_assignment_history")

    def read_kinds(self) -> pl.DataFrame:
        """MENTION_KINDS, by mention."""
        return ask_question(self._con, "read_mention_kinds")

    def read_meanings(self, version: str) -> pl.DataFrame:
        """What mentions' own words say, as this version read it: mention_id, scores (float64 bytes)."""
        return fetch_meanings(self._con, version)

    def write_meanings(self, version: str, mention_ids: Sequence[str], scores: Sequence[bytes]) -> None:
        """Keep what these mentions' own words say, a row each; what other versions read goes."""
        keep_meanings(self._con, version, mention_ids, scores)

    def last_mining(self) -> dict[str, Any] | None:
        """The record of the last mining, with `as_of` (ISO) and `method`; None where there was none."""
        return recall_last_mining(self._con)

    # --- what rates are told by

    def write_exposure(
        self, name: str, figures: pl.DataFrame, refused: pl.DataFrame, account: ExposureAccount, at: datetime
    ) -> None:
        """Store an exposure's figures and account: see `voc.store.exposures`."""
        replace_exposure(self._con, name, figures, refused, account, at)

    def read_exposures(self, before: date | None = None) -> pl.DataFrame:
        """All figures before a day: name, day, value."""
        return fetch_exposures(self._con, before)

    def read_exposure_accounts(self) -> pl.DataFrame:
        """What each exposure's files gave: see the question."""
        return ask_question(self._con, "read_exposure_accounts")

    # --- accounts

    def read_accounts(self) -> pl.DataFrame:
        """What each source gave: received, stored, ..., last_file, last_contact; by source."""
        return ask_question(self._con, "read_accounts")

    def check_accounts(self) -> list[str]:
        """Check the accounts against what is stored; one sentence for each that does not balance."""
        return [
            _word_imbalance(row) for row in ask_question(self._con, "check_accounts").iter_rows(named=True)
        ]

    def read_quarantine(self) -> pl.DataFrame:
        """REFUSALS that stand, by source, file and row; with `sequence`, `position` and `key`."""
        return ask_question(self._con, "read_quarantine")

    def read_exposure_refusals(self) -> pl.DataFrame:
        """The rows of exposures' files that are wrong: source (the exposure), file, row, field, reason."""
        return ask_question(self._con, "read_exposure_refusals")


def _connect_warehouse(settings: Settings, read_only: bool, patience: float) -> duckdb.DuckDBPyConnection:
    path, encryption = settings.warehouse_path, find_encryption(settings)
    if not read_only and not lies_as_wanted(path, encryption):
        rewrite_database(path, encryption, remedy=REBUILD, patience=patience)
    return connect_duckdb(path, read_only=read_only, patience=patience, remedy=REBUILD, encryption=encryption)


def _word_imbalance(row: dict[str, Any]) -> str:
    return f"{row['source']}: {row['what']}: {row['wanted']} by the accounts, {row['found']} found"
