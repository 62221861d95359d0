"""What is deleted when contacts must go: because their customer is forgotten, or because they are too old?

A contact goes with all that was made of it and with what it was before. Counts stay: what was received was
received. The deleted bytes leave the file only when it is rewritten (`voc.store.rewriting`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl

from voc.store.batches import drop_contacts
from voc.store.questions import ask_question, commit_together, lend_frame, run_statement

SHORTEST_ID = 4  # characters below which an id is a number like any other
CONTACT_TEXTS = dict.fromkeys(("contact_id", "source", "source_id", "text"), pl.String())
MENTION_TEXTS = dict.fromkeys(("mention_id", "text", "text_key"), pl.String())


@dataclass(frozen=True)
class Doomed:
    """Contacts that must go, before they go.

    `before` is what they were before updates, as JSON; `pseudonyms` whose they are, none if it is for their
    age.
    """

    contacts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTACT_TEXTS))
    mentions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MENTION_TEXTS))
    before: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()


def find_doomed(con: duckdb.DuckDBPyConnection, pseudonyms: Sequence[str], before: datetime | None) -> Doomed:
    """Find the contacts of these customers, and those before an instant."""
    with lend_frame(con, "doomed_customers", _frame_customers(pseudonyms)):
        contacts = ask_question(con, "list_doomed_contacts", before=before)
        with lend_frame(con, "changed_contacts", contacts):
            mentions = ask_question(con, "list_doomed_mentions")
            traces = ask_question(con, "list_doomed_traces")
    return Doomed(contacts, mentions, tuple(traces["before"]), tuple(pseudonyms))


def find_shared_words(con: duckdb.DuckDBPyConnection, doomed: Doomed, words: Sequence[str]) -> set[str]:
    """Find which of these folded words contacts say that stay."""
    given = pl.DataFrame({"word": list(words)}, schema={"word": pl.String()})
    with lend_frame(con, "changed_contacts", doomed.contacts), lend_frame(con, "given_words", given):
        return set(ask_question(con, "list_shared_words")["word"])


def erase_doomed(
    con: duckdb.DuckDBPyConnection, doomed: Doomed, *, reason: str, at: datetime, customer: str | None = None
) -> None:
    """Delete what must go, in one transaction.

    Args:
        con: To the warehouse.
        doomed: What must go.
        reason: `forgotten` or `expired`, for the accounts.
        at: Now.
        customer: The customer's own id where it is known: it leaves the names of files too.
    """
    counts = doomed.contacts.group_by("source").len("contact_count").with_columns(reason=pl.lit(reason))
    with (
        commit_together(con),
        lend_frame(con, "changed_contacts", doomed.contacts),
        lend_frame(con, "doomed_customers", _frame_customers(doomed.pseudonyms)),
    ):
        drop_contacts(con)
        run_statement(con, "drop_changed_updates")
        run_statement(con, "drop_customer_traces")
        run_statement(con, "empty_customer_refusals")
        if reason == "forgotten":
            run_statement(con, "drop_changed_withdrawn")
        run_statement(con, "drop_unused_embeddings")
        run_statement(con, "drop_unused_meanings")
        if customer is not None:
            for statement in ("mask_batch_files", "mask_refused_files"):
                run_statement(con, statement, pattern=word_pattern(customer))
            _mask_in_texts(con, customer)
        with lend_frame(con, "removed_counts", counts):
            run_statement(con, "insert_removals", at=at)


def _mask_in_texts(con: duckdb.DuckDBPyConnection, customer: str) -> None:
    """Blot an id out of what others said, letter by letter, so that mentions stay where they are."""
    if len(customer) < SHORTEST_ID:
        return
    blot = rf"\1{'*' * len(customer)}\2"
    for table in ("contact_texts", "mention_texts", "traces", "refused_contents"):
        for _ in range(2):  # of two that share a neighbour, one pass finds the first
            run_statement(con, f"mask_{table}", pattern=word_pattern(customer), blot=blot)


def word_pattern(value: str) -> str:
    r"""Word a pattern, in RE2, that finds a value where it stands alone; \1 and \2 are its neighbours."""
    return rf"(^|[^\p{{L}}\p{{N}}]){re.escape(value)}($|[^\p{{L}}\p{{N}}])"


def _frame_customers(pseudonyms: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": list(pseudonyms)}, schema={"customer_id": pl.String()})
