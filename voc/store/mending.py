"""What becomes of a refused row that is taken in after all?

Its batch's account moves one row from quarantined to what it became, so that the account still balances;
the refusal stays on record with the date on which it was mended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl

from voc.schema import CONTACTS, check_frame
from voc.store.batches import OUTCOMES, judge_rows, write_contacts
from voc.store.questions import ask_question, commit_together, lend_frame, run_statement


@dataclass(frozen=True)
class Mended:
    """Refused rows of one file as they were read again.

    `contacts` are CONTACTS with `position`, the refusal's; `erased` are positions of rows whose customer
    was forgotten since; `reasons` are those that are still refused, with the reason as it is now.
    """

    sequence: int
    contacts: pl.DataFrame
    erased: list[int] = field(default_factory=list)
    reasons: Mapping[int, str] = field(default_factory=dict)


def mend_refusals(
    con: duckdb.DuckDBPyConnection, mended: Mended, *, at: datetime, keep_from: datetime | None
) -> int:
    """Take in mended rows, in one transaction; return how many stand refused no longer.

    A position that was mended before adds nothing.
    """
    with commit_together(con):
        open_now = ask_question(con, "read_open_positions", sequence=mended.sequence)["position"].to_list()
        contacts = mended.contacts.filter(pl.col("position").is_in(open_now))
        erased = [position for position in mended.erased if position in set(open_now)]
        incoming = check_frame(contacts, CONTACTS).with_columns(
            sequence=pl.lit(mended.sequence, dtype=pl.Int64)
        )
        judged = judge_rows(con, incoming)
        write_contacts(con, judged, at=at, keep_from=keep_from)
        found = {name: judged.filter(pl.col("outcome") == name).height for name in OUTCOMES}
        closed = contacts["position"].to_list() + erased
        with lend_frame(con, "closed_refusals", pl.DataFrame({"position": closed}, {"position": pl.Int64()})):
            run_statement(con, "close_refusals", sequence=mended.sequence, at=at)
        run_statement(con, "move_outcomes", sequence=mended.sequence, erased=len(erased), **found)
        _write_reasons(con, mended)
    return len(closed)


def _write_reasons(con: duckdb.DuckDBPyConnection, mended: Mended) -> None:
    rows = list(mended.reasons.items())
    told = pl.DataFrame(rows, schema={"position": pl.Int64(), "reason": pl.String()}, orient="row")
    with lend_frame(con, "told_reasons", told):
        run_statement(con, "update_reasons", sequence=mended.sequence)
