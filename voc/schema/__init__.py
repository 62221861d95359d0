"""What passes between stages: the frames' columns and types, the closed vocabularies, the ids.

Stages agree here and nowhere else. Every frame is polars; times are UTC instants; an id derives
from (source, source_id) alone, never from the text, the clock or the pseudonym key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

import polars as pl

from voc.schema.signals import SIGNAL_TABLES, Schema

CHANNELS = ("agent_note", "survey", "call", "web", "email", "chat", "social", "kiosk")
CONTACT_KINDS = ("avoidable", "repeat", "simple", "valuable", "other")
OPPORTUNITIES = ("ignored", "where_is_my_stuff", "missing_information", "buy_more")
LEVERS = ("eliminate", "automate", "simplify", "improve")
LIFECYCLE = ("heard", "aggregated", "owned", "solution_chosen", "fixed", "prevented")
TRENDS = ("new", "growing", "stable", "declining", "dormant", "reopened")
ALERT_KINDS = ("emerging", "burst", "shift")
STATES = ("recurring", "isolated")
RATING_SCALES = {"nps": (0, 10), "csat5": (1, 5), "stars5": (1, 5), "ces7": (1, 7)}

INSTANT = pl.Datetime("us", "UTC")

RAW_CONTACTS: Schema = {
    # As a file gives them; still personal, never stored. One row a contact.
    "row": pl.Int64(),  # position among the file's records, from 1; of a call, null
    "source_id": pl.String(),
    "occurred_at": INSTANT,
    "text": pl.String(),  # of a call, the customer's turns, a line each
    "customer": pl.String(),
    "agent": pl.String(),
    "rating": pl.Float64(),
    "product": pl.String(),
    "department": pl.String(),
    "touchpoint": pl.String(),
    "minutes": pl.Float64(),  # that handling it took; null where the file says nothing
    "language": pl.String(),  # as the file says; null where it says nothing
    "is_forwarded": pl.Boolean(),  # somebody passed it on; null where the file says nothing
}

CONTACTS: Schema = {
    # As stored: redacted and pseudonymised.
    "contact_id": pl.String(),
    "source": pl.String(),
    "source_id": pl.String(),
    "channel": pl.String(),
    "occurred_at": INSTANT,
    "language": pl.String(),
    "customer_id": pl.String(),  # pseudonym, or null
    "agent_id": pl.String(),  # pseudonym, or null
    "rating": pl.Float64(),  # raw, on rating_scale
    "rating_scale": pl.String(),
    "product": pl.String(),
    "department": pl.String(),
    "touchpoint": pl.String(),
    "minutes": pl.Float64(),  # that handling it took, or null
    "is_forwarded": pl.Boolean(),  # somebody passed it on; null where the file says nothing
    "text": pl.String(),  # redacted, whole
    "content_hash": pl.String(),  # keyed hash of the mapped fields, to tell an update from a duplicate
}

REFUSALS: Schema = {
    # Rows that were refused; `row` is null for a file refused whole and for a transcript.
    "source": pl.String(),
    "file": pl.String(),
    "row": pl.Int64(),
    "field": pl.String(),  # canonical field at fault, or null
    "reason": pl.String(),  # never quotes a customer
    "source_id": pl.String(),  # the row's own id, where it has one
    "content": pl.String(),  # JSON of the mapped cells as the file has them; null where it was not parsed.
    # As a reader gives it, it is still personal; as it is stored, redacted
}

MENTIONS: Schema = {
    "mention_id": pl.String(),
    "contact_id": pl.String(),
    "ordinal": pl.Int64(),  # from 1, in the order of the contact's text
    "language": pl.String(),
    "text": pl.String(),
    "spans": pl.List(pl.Struct({"start": pl.Int64(), "end": pl.Int64()})),  # its words' places in the
    # contact's text: characters, half-open, in order; more than one where what lies between says nothing
    "text_key": pl.String(),  # hash of the normalised text: equal texts are embedded and fitted once
}

ASSIGNMENTS: Schema = {
    "mention_id": pl.String(),
    "issue_id": pl.String(),  # null: openly unassigned
    "similarity": pl.Float64(),  # -1 to 1, to the nearest issue, also where it was rejected
}

MENTION_KINDS: Schema = {
    "mention_id": pl.String(),
    "kind": pl.String(),  # of CONTACT_KINDS, never `repeat`, which is derived
    "opportunity": pl.String(),  # of OPPORTUNITIES, or null
    "confidence": pl.Float64(),  # in the kind, 0 to 1
    "reason": pl.String(),  # what the kind rests on: a code, and after a colon what it found
}

CONTACT_ISSUES: Schema = {
    # One row for each contact and issue it has at least one mention in.
    "contact_id": pl.String(),
    "issue_id": pl.String(),
    "mention_count": pl.Int64(),
    "similarity": pl.Float64(),  # of its closest mention
    "is_repeat": pl.Boolean(),  # null: no customer is known
}

WEEKS: Schema = {
    "issue_id": pl.String(),
    "week": pl.String(),  # ISO, 2026-W20, in the workspace's zone
    "contact_count": pl.Int64(),
    "customer_count": pl.Int64(),
    "expected": pl.Float64(),  # from the weeks before, given the week's exposure; null: too little history
    "low": pl.Float64(),  # bounds of the count that was to come, 95 %, both included
    "high": pl.Float64(),
    "exposure": pl.Float64(),  # what it is told by: orders, customers, ... else all contacts of the week
    "standard": pl.Float64(),  # contacts that it would bring at the issue's rates of all history, by source
    "is_complete": pl.Boolean(),
}

ALERTS: Schema = {
    "issue_id": pl.String(),
    "kind": pl.String(),
    "week": pl.String(),  # in which it was first raised
    "observed": pl.Int64(),
    "expected": pl.Float64(),
    "p_value": pl.Float64(),
    "contact_ids": pl.List(pl.String()),
    "alert_id": pl.String(),  # the issue and the week in which it was first raised
    "last_week": pl.String(),  # that alarmed
    "week_count": pl.Int64(),  # weeks that alarmed
    "total_observed": pl.Int64(),  # over these
    "total_expected": pl.Float64(),
    "is_open": pl.Boolean(),  # it may still go on
    "method": pl.String(),  # the rule that spoke: negative binomial, farrington, cusum, emergence
    "q_value": pl.Float64(),  # over all issues of the week
}

ISSUE_MEASURES: Schema = {
    # One row for each issue with a contact in the window; names and order as in `voc issues --json`.
    "issue_id": pl.String(),
    "kind": pl.String(),  # the commonest contact kind, or null
    "opportunity": pl.String(),  # the commonest, where a third of its contacts have one; or null
    "contacts": pl.Int64(),
    "customers": pl.Int64(),  # a contact without a customer counts as one
    "share": pl.Float64(),  # of all contacts in the window, 0 to 1
    "first_seen": pl.Date(),  # in the workspace's zone, within the window
    "last_seen": pl.Date(),
    "repeat_rate": pl.Float64(),  # 0 to 1, of contacts with a known customer; null: none is known
    "cost": pl.Float64(),  # in the workspace's currency
    "silent_customers": pl.Int64(),
    "rating_effect": pl.Float64(),  # points of the scale, negative = goes with lower ratings; or null
    "department": pl.String(),  # the commonest of its contacts, or null
    "channels": pl.List(pl.Struct({"channel": pl.String(), "contacts": pl.Int64()})),  # most first
    "languages": pl.List(pl.String()),  # most first
}

_WORDS = pl.List(pl.Struct({"contact_id": pl.String(), "text": pl.String()}))

PORTRAITS: Schema = {
    # What an issue shows for itself, beside what is measured of it.
    "issue_id": pl.String(),
    "names": pl.List(pl.Struct({"language": pl.String(), "name": pl.String()})),  # the main one included
    "stability": pl.Float64(),  # how often it comes back under resampling, 0 to 1; null: too little is said
    "neighbours": pl.List(  # the nearest first
        pl.Struct(
            {
                "issue_id": pl.String(),
                "closeness": pl.Float64(),  # cosine of the two middles
                "words_here": pl.List(pl.String()),  # said here rather than there, the most telling first
                "words_there": pl.List(pl.String()),
            }
        )
    ),
    "exemplars": _WORDS,  # the most central
    "boundary": pl.List(  # about as near to another issue, the most doubtful first
        pl.Struct({"contact_id": pl.String(), "text": pl.String(), "neighbour": pl.String()})
    ),
}

PUBLISHED: Mapping[str, Schema] = {
    # What a snapshot holds: the tables that readers are answered from. More columns may be added.
    "contacts": {
        **{name: dtype for name, dtype in CONTACTS.items() if name not in ("agent_id", "content_hash")},
        "week": pl.String(),
        "cost": pl.Float64(),
        "kind": pl.String(),  # of CONTACT_KINDS, or null
        "opportunity": pl.String(),
        "kind_confidence": pl.Float64(),  # 0 to 1, or null
        "kind_reason": pl.String(),  # of MENTION_KINDS, or null
        "is_repeat": pl.Boolean(),  # never null
        "copy_of": pl.String(),  # the first contact that said the same in the same words; null for itself
    },
    "mentions": {
        **{name: dtype for name, dtype in MENTIONS.items() if name != "text_key"},
        "source": pl.String(),
        "source_id": pl.String(),
        "issue_id": pl.String(),  # null: openly unassigned
        "similarity": pl.Float64(),
        "kind": pl.String(),
        "opportunity": pl.String(),
    },
    "past_assignments": {  # that hold no longer, of the mentions above; `from_event` is theirs too
        **ASSIGNMENTS,
        "from_at": INSTANT,  # as of which session's contacts
        "to_at": INSTANT,
        "from_event": pl.Int64(),  # the ledger's last event when it was told
    },
    "contact_issues": CONTACT_ISSUES,
    "issues": {
        **ISSUE_MEASURES,  # over all contacts before as-of; null or 0 for an issue without any
        "name": pl.String(),
        "theme": pl.String(),
        "state": pl.String(),
        "trend": pl.String(),
        "keyphrases": pl.List(pl.String()),
        "verbatims": _WORDS,  # unlike each other
        "born_as_of": INSTANT,  # of the session that found it
    },
    "portraits": PORTRAITS,
    "weeks": WEEKS,
    "alerts": ALERTS,
    "accounts": {
        "source": pl.String(),
        **dict.fromkeys(("received", "stored", "updated", "duplicate", "quarantined", "erased"), pl.Int64()),
        "last_file": pl.String(),
        "last_contact": INSTANT,
    },
    "quarantine": REFUSALS,
    "search_vectors": {
        "mention_id": pl.String(),
        "contact_id": pl.String(),
        "vector": pl.List(pl.Float32()),  # or an array of a fixed width, of any numbers that lie in its
        # direction; of the encoder, before any offset
    },
    **SIGNAL_TABLES,
}


@dataclass(frozen=True)
class LedgerEvent:
    """One append-only line of the ledger: what people decided, and each issue's birth."""

    event_id: int
    at: datetime
    by_whom: str
    kind: str  # birth, refit, mined · assign, target, decide, rename, ...
    issue_id: str | None
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewEvent:
    """A line that is still to be appended to the ledger, which gives it its id."""

    kind: str
    issue_id: str | None
    payload: dict[str, Any] = field(default_factory=dict)


def derive_contact_id(source: str, source_id: str) -> str:
    """Derive the contact's id, `c` and 16 hexadecimal digits, from where it came from alone."""
    return "c" + blake2b(f"{source}\0{source_id}".encode(), digest_size=8).hexdigest()


def derive_mention_id(contact_id: str, ordinal: int) -> str:
    """Derive a mention's id from its contact and its place there: `c…-01`."""
    return f"{contact_id}-{ordinal:02d}"


def make_frame(rows: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    """Build a frame of exactly this schema; a key that a row lacks becomes null."""
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=dict(schema))


def check_frame(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return the frame with the schema's columns in order.

    Raises:
        ValueError: a column is missing or has another type.
    """
    for name, dtype in schema.items():
        if name not in frame.columns:
            raise ValueError(f"column {name!r} is missing; found {frame.columns}")
        if frame.schema[name] != dtype:
            raise ValueError(f"column {name!r} is {frame.schema[name]}, wanted {dtype}")
    return frame.select(list(schema))
