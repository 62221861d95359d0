"""How is a mining kept: which issue each mention has, what kind it is, and what it worked with?

One transaction replaces what held before. A mention that keeps its issue keeps the record of when it
got it; one that moves has the old record ended and a new one begun.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from voc.schema import ASSIGNMENTS, MENTION_KINDS, MENTIONS, check_frame
from voc.store.questions import ask_question, ask_value, commit_together, lend_frame, run_statement


def replace_mentions(
    con: duckdb.DuckDBPyConnection, contact_ids: Sequence[str], mentions: pl.DataFrame
) -> None:
    """Store the mentions of these contacts, and that they are split, in one transaction."""
    split = pl.DataFrame({"contact_id": list(contact_ids)}, schema={"contact_id": pl.String()})
    strangers = set(mentions["contact_id"]) - set(contact_ids)
    if strangers:
        raise ValueError(f"{len(strangers)} contacts with mentions are not among those split")
    with commit_together(con):
        with lend_frame(con, "split_contacts", split):
            run_statement(con, "drop_given_mentions")
            run_statement(con, "drop_given_splits")
            run_statement(con, "insert_splits")
        with lend_frame(con, "new_mentions", check_frame(mentions, MENTIONS)):
            run_statement(con, "insert_mentions")


def replace_mining(
    con: duckdb.DuckDBPyConnection,
    assignments: pl.DataFrame,
    kinds: pl.DataFrame,
    record: Mapping[str, Any],
    *,
    method: str,
    as_of: datetime,
) -> None:
    """Store what a mining found, and its record, in one transaction.

    `last_event` in the record is the ledger's last event that it knew.
    """
    given = check_frame(assignments, ASSIGNMENTS)
    if given["mention_id"].n_unique() != given.height:
        raise ValueError("a mention is assigned twice")
    with commit_together(con):
        with lend_frame(con, "new_assignments", given):
            run_statement(con, "close_assignments", as_of=as_of)
            run_statement(con, "refresh_assignments")
            last_event = record.get("last_event", 0)
            run_statement(con, "insert_assignments", method=method, as_of=as_of, last_event=last_event)
        with lend_frame(con, "new_kinds", check_frame(kinds, MENTION_KINDS)):
            run_statement(con, "drop_mention_kinds")
            run_statement(con, "insert_mention_kinds")
        document = {**record, "method": method, "as_of": as_of.isoformat()}
        run_statement(con, "insert_mining", as_of=as_of, record=json.dumps(document, ensure_ascii=False))


def recall_last_mining(con: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """Return the record of the last mining; `as_of` in it is an ISO instant."""
    found = ask_value(con, "read_last_mining")
    return None if found is None else dict(json.loads(found))


def fetch_meanings(con: duckdb.DuckDBPyConnection, version: str) -> pl.DataFrame:
    """Fetch what mentions' own words say, as this version read it: mention_id, scores (bytes)."""
    return ask_question(con, "read_meanings", version=version)


def keep_meanings(
    con: duckdb.DuckDBPyConnection, version: str, mention_ids: Sequence[str], scores: Sequence[bytes]
) -> None:
    """Keep what these mentions' own words say; what other versions read goes."""
    frame = pl.DataFrame(
        {"mention_id": list(mention_ids), "scores": list(scores)},
        schema={"mention_id": pl.String(), "scores": pl.Binary()},
    )
    with commit_together(con), lend_frame(con, "new_meanings", frame):
        run_statement(con, "drop_old_meanings", version=version)
        run_statement(con, "insert_meanings", version=version)
