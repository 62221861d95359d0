"""What becomes of contacts that were deleted at their source?

A tombstone file names their ids. They are taken out with all that was made of them and with what they
were before, and an id once withdrawn stays so: an older file that comes late does not bring it back.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import duckdb
import polars as pl

from voc.store.questions import ask_question, lend_frame, run_statement


def withdraw_contacts(
    con: duckdb.DuckDBPyConnection, source: str, contact_ids: Sequence[str], sequence: int, at: datetime
) -> dict[str, int]:
    """Withdraw these contacts of a source, inside the caller's transaction.

    Returns:
        How many rows were `updated` (the contact was stored), `stored` (its id was never seen: the
        tombstone is kept for it) and `duplicate` (withdrawn already).
    """
    if not contact_ids:
        return {}
    given = pl.DataFrame({"contact_id": list(dict.fromkeys(contact_ids))})
    with lend_frame(con, "incoming_contacts", given):
        known = ask_question(con, "read_content_hashes")
    was_withdrawn = set(known.filter("is_withdrawn")["contact_id"])
    was_stored = set(known["contact_id"]) - was_withdrawn
    fresh = given.filter(~pl.col("contact_id").is_in(list(was_withdrawn))).with_columns(
        source=pl.lit(source), sequence=pl.lit(sequence, dtype=pl.Int64)
    )
    _write_withdrawals(con, fresh, at)
    outcomes = Counter({"duplicate": len(contact_ids) - fresh.height})
    for contact_id in fresh["contact_id"]:
        outcomes["updated" if contact_id in was_stored else "stored"] += 1
    return dict(outcomes)


def _write_withdrawals(con: duckdb.DuckDBPyConnection, fresh: pl.DataFrame, at: datetime) -> None:
    from voc.store.batches import drop_contacts

    if fresh.is_empty():
        return
    with lend_frame(con, "changed_contacts", fresh):
        drop_contacts(con)
        run_statement(con, "drop_changed_updates")
        run_statement(con, "insert_withdrawn", at=at)
    counts = fresh.group_by("source").len("contact_count").with_columns(reason=pl.lit("withdrawn"))
    with lend_frame(con, "removed_counts", counts):
        run_statement(con, "insert_removals", at=at)
