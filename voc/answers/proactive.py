"""Who should hear from us before they call again, and which questions could be answered before they are put?

An issue is open while it recurs and is not fixed, and somebody is at it (an owner, an action that is not
done) or it alarms: only then is there something to say. Asked for by name, any issue not fixed will do.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from voc.answers.alerts import list_alerts
from voc.answers.figures import round_figure, write_instant
from voc.answers.reading import Reading, require_issue
from voc.council.decisions import Decisions
from voc.council.lifecycle import tell_lifecycle
from voc.errors import CallError
from voc.signals.proactive import FACTORS, LONG_WAIT_DAYS, WINDOW_DAYS, rank_customers

Document = dict[str, Any]

SETTLED = ("fixed", "prevented")
MOST_CUSTOMERS = 50


def list_proactive(
    reading: Reading, issue_id: str | None = None, *, top: int | None = MOST_CUSTOMERS
) -> Document:
    """List the customers of open issues who should hear from us first, by named factors.

    `open_issues` says which and why (`owned`, `action`, `alert`, `asked`); `factors` are the weights;
    `customers` is how many there are in all, `anonymous` how many contacts about these issues in the window
    have no customer's id; `reason` is `no_open_issue` or `nobody` where the list is empty.

    Raises:
        CallError: there is no such issue, or `top` is no number of customers.
    """
    if top is not None and top < 1:
        raise CallError(f"top {top!r}: wanted a whole number, 1 or more")
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    opened = list_open_issues(reading) if wanted is None else _ask_issue(reading, wanted)
    contacts = reading.read_contacts(None)
    ranked = _rank_reading(reading, contacts, list(opened))
    rows = [_word_customer(reading, row) for row in ranked.head(top or ranked.height).iter_rows(named=True)]
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "issue_id": wanted,
        "window_days": WINDOW_DAYS,
        "factors": [{"factor": f.name, "weight": f.weight, "meaning": f.meaning} for f in FACTORS],
        "open_issues": [
            {"issue_id": one, "name": reading.shown_names.get(one), "why": why} for one, why in opened.items()
        ],
        "customers": ranked.height,
        "anonymous": _count_anonymous(reading, contacts, list(opened)),
        "reason": None if rows else ("nobody" if opened else "no_open_issue"),
        "rows": [{"rank": rank, **row} for rank, row in enumerate(rows, start=1)],
    }


def list_open_issues(reading: Reading) -> dict[str, list[str]]:
    """List the issues that are open, by id, each with why: `owned`, `action`, `alert`."""
    alarmed = {alert["issue_id"] for alert in list_alerts(reading)["alerts"] if alert["is_open"]}
    opened = {}
    for issue_id, state in reading.issues.select("issue_id", "state").sort("issue_id").iter_rows():
        decided = reading.decisions.get(issue_id, Decisions())
        is_settled = tell_lifecycle(state, decided) in SETTLED
        if state != "recurring" or is_settled or issue_id in reading.standing.ignored:
            continue
        signs = {
            "owned": decided.owner is not None,
            "action": any(action.done_on is None for action in decided.actions),
            "alert": issue_id in alarmed,
        }
        if any(signs.values()):
            opened[issue_id] = [sign for sign, holds in signs.items() if holds]
    return opened


def _ask_issue(reading: Reading, wanted: str) -> dict[str, list[str]]:
    """Take an issue that was asked for by name, unless it is fixed or ignored."""
    state = reading.issues.row(by_predicate=pl.col("issue_id") == wanted, named=True)["state"]
    is_settled = tell_lifecycle(state, reading.decisions.get(wanted)) in SETTLED
    if is_settled or wanted in reading.standing.ignored:
        return {}
    return {wanted: list_open_issues(reading).get(wanted, ["asked"])}


def _rank_reading(reading: Reading, contacts: pl.DataFrame, opened: Sequence[str]) -> pl.DataFrame:
    """Rank the customers; without any contact nobody is ranked, whatever the instant."""
    said = reading.snapshot.read("read_said").filter(pl.col("sign") == "solved")
    as_of = reading.as_of or datetime.min.replace(tzinfo=UTC)
    return rank_customers(contacts, reading.links, opened, as_of=as_of, settled=said["contact_id"].to_list())


def _count_anonymous(reading: Reading, contacts: pl.DataFrame, opened: Sequence[str]) -> int:
    """Count the contacts about open issues, of late, whose customer nobody knows."""
    if reading.as_of is None:
        return 0
    is_late = pl.col("occurred_at") >= reading.as_of - timedelta(days=WINDOW_DAYS)
    unknown = contacts.filter(pl.col("customer_id").is_null() & is_late)
    return unknown.join(
        reading.links.filter(pl.col("issue_id").is_in(list(opened))), on="contact_id", how="semi"
    ).height


def _word_customer(reading: Reading, row: Document) -> Document:
    return {
        "customer": row["customer_id"],
        "score": round_figure(row["score"], 2),
        "why": explain_customer(row),
        "factors": {factor.name: round_figure(row[f"{factor.name}_factor"], 3) for factor in FACTORS},
        "issue_id": row["issue_id"],
        "name": reading.shown_names.get(row["issue_id"]),
        "issues": row["issue_ids"],
        "times": row["times"],
        "last_contact": row["contact_id"],
        "last_at": write_instant(row["last_at"], reading.zone),
        "waiting_days": round_figure(row["waiting_days"], 1),
        "rating": row["rating"],
        "rating_scale": row["rating_scale"],
        "opportunity": row["opportunity"],
        "contact_ids": row["contact_ids"],
    }


def explain_customer(row: Document) -> list[str]:
    """Explain a customer's place by codes, in the factors' order.

    `third_time` (or more often), `again`, `waiting` (half of the longest wait that counts, or more),
    `low_rating`, the opportunity (`ignored`, `where_is_my_stuff`, `missing_information`), `several_issues`.
    """
    codes = {
        "third_time": row["times"] >= 3,
        "again": row["times"] == 2,
        "waiting": row["waiting_days"] >= LONG_WAIT_DAYS / 2,
        "low_rating": row["rating_factor"] > 0 and row["rating"] is not None,
        row["opportunity"]: row["neglect_factor"] > 0,
        "several_issues": len(row["issue_ids"]) > 1,
    }
    return [code for code, holds in codes.items() if holds]
