"""What does the tool propose to do about an issue, and what did people decide?

Both are shown side by side: a proposal never overwrites a decision, and people's reason is kept with it.
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_figure, write_instant
from voc.answers.ratings import read_rating_rows
from voc.answers.reading import Reading, require_issue
from voc.schema import LEVERS
from voc.signals.levers import (
    CLASS_VALUES,
    FACTORS,
    LEVER_WEIGHTS,
    PRIORITY_WEIGHTS,
    RATING_WEIGHT,
    UNKNOWN,
    propose_levers,
)

Document = dict[str, Any]

DIGITS = 3


def list_levers(reading: Reading) -> Document:
    """List what is proposed for each issue that is not ignored, what comes first first.

    Returns:
        `as_of`, and `issues`: issue_id, name, contacts, `proposed` (lever, runner_up, lead, reasons, reason),
        `decided` (lever, why, by_whom, at; or null), `agrees` (or null), `scores` by lever, `priority` (score
        and factors).
    """
    rows = read_lever_rows(reading).sort("priority", "issue_id", descending=[True, False])
    ignored = reading.standing.ignored
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "issues": [
            _word_lever(reading, row) for row in rows.iter_rows(named=True) if row["issue_id"] not in ignored
        ],
    }


def propose_lever(reading: Reading, issue_id: str) -> Document:
    """Explain the lever proposed for an issue by its factors.

    Returns:
        As a row of `list_levers`, with `factors`: each with its `value` (null: not known, counted as
        `unknown_counts`), and by lever its `weights` (below 0: 1 − value counts) and `contributions`, which
        sum to the lever's score; and `classes`: what share of the contacts is of which class, and what one is
        worth `to_customer` and `to_company`; `rating_weight` is that of ratings in the value to the
        customer. An issue without a contact has a reason, `no_contacts`, and no factors.

    Raises:
        CallError: there is no such issue.
    """
    wanted = require_issue(reading, issue_id)
    rows = read_lever_rows(reading).filter(pl.col("issue_id") == wanted)
    if rows.is_empty():
        empty = dict.fromkeys((*rows.columns, *LEVERS)) | {"contact_count": 0, "kind_count": 0, "reasons": []}
        row: Document = empty | {"issue_id": wanted, "reason": "no_contacts"}
    else:
        row = rows.row(0, named=True)
    return {
        **_word_lever(reading, row),
        "factors": [_word_factor(name, row[name]) for name in FACTORS] if not rows.is_empty() else [],
        "classes": [
            {
                "class": name,
                "share": round_figure(row[name], DIGITS),
                "to_customer": customer,
                "to_company": company,
            }
            for name, (customer, company) in CLASS_VALUES.items()
        ],
        "rating_weight": RATING_WEIGHT,
        "unknown_counts": UNKNOWN,
    }


def read_lever_rows(reading: Reading) -> pl.DataFrame:
    """Read PROPOSED_LEVERS as they are after people's edits, of live issues."""
    if reading.overlay is None:
        return reading.snapshot.read("read_levers")
    ratings = read_rating_rows(reading)
    return propose_levers(reading.read_contacts(None), reading.links, reading.weeks, ratings)


def _word_lever(reading: Reading, row: Document) -> Document:
    decided = _find_decided(reading, row["issue_id"])
    return {
        "issue_id": row["issue_id"],
        "name": reading.shown_names.get(row["issue_id"]),
        "contacts": row["contact_count"],
        "contacts_with_kind": row["kind_count"],
        "proposed": {
            "lever": row["lever"],
            "runner_up": row["runner_up"],
            "lead": round_figure(row["lead"], DIGITS),
            "reasons": row["reasons"],
            "reason": row["reason"],
        },
        "decided": decided,
        "agrees": decided["lever"] == row["lever"] if decided and row["lever"] else None,
        "scores": {lever: round_figure(row[lever], DIGITS) for lever in LEVERS},
        "priority": {
            "score": round_figure(row["priority"], DIGITS),
            "factors": [_word_priority(name, weight, row[name]) for name, weight in PRIORITY_WEIGHTS.items()],
        },
    }


def _find_decided(reading: Reading, issue_id: str) -> Document | None:
    """Find what people decided last, why, who and when."""
    held = reading.decisions.get(issue_id)
    if held is None or held.lever is None:
        return None
    event = next(
        event for event in reversed(held.log) if event.kind == "decide" and event.issue_id == issue_id
    )
    return {
        "lever": held.lever,
        "why": event.payload.get("why"),
        "by_whom": event.by_whom,
        "at": write_instant(event.at, reading.zone),
    }


def _word_factor(name: str, value: float | None) -> Document:
    weights = {lever: LEVER_WEIGHTS[lever].get(name, 0.0) for lever in LEVERS}
    return {
        "factor": name,
        "value": round_figure(value, DIGITS),
        "is_known": value is not None,
        "weights": weights,
        "contributions": {
            lever: round_figure(_count_factor(weight, value), 4) for lever, weight in weights.items()
        },
    }


def _word_priority(name: str, weight: float, value: float | None) -> Document:
    return {
        "factor": name,
        "value": round_figure(value, DIGITS),
        "is_known": value is not None,
        "weight": weight,
        "contribution": round_figure(_count_factor(weight, value), 4),
    }


def _count_factor(weight: float, value: float | None) -> float:
    counted = UNKNOWN if value is None else value
    return weight * counted if weight >= 0 else -weight * (1 - counted)
