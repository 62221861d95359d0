"""Which issues are there, and what is each about?

A list is measured over all contacts before as-of, or over one week's. State and trend are told of all
history whatever the window, and what people decided lies over what was measured.
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_figure, write_instant
from voc.answers.history import word_event
from voc.answers.portraits import portray_issue, quote_issue
from voc.answers.rates import rate_issues, tell_exposure
from voc.answers.reading import Reading, require_issue, require_week
from voc.answers.windows import Window, count_assigned, measure_week, recall_all
from voc.council.decisions import Decisions
from voc.council.lifecycle import tell_lifecycle
from voc.errors import CallError, suggest_nearest
from voc.schema import STATES
from voc.signals.isoweeks import shift_week

Document = dict[str, Any]

MOST_VERBATIMS = 5
NO_CONTACTS: Document = {
    # What an issue measures in a window without any contact of it.
    "contacts": 0,
    "customers": 0,
    "share": 0.0,
    "repeat_rate": None,
    "cost": 0.0,
    "silent_customers": 0,
    "rating_effect": None,
    "channels": [],
    "languages": [],
}


def list_issues(
    reading: Reading,
    *,
    week: str | None = None,
    state: str | None = None,
    top: int | None = None,
    department: str | None = None,
) -> Document:
    """List issues, most contacts in the window first, ties by id.

    Args:
        reading: What to answer from.
        week: Only this ISO week's contacts; None is all before as-of.
        state: `recurring` (also None), `isolated`, or `all`; only `all` lists issues without a contact
            in the window, and those that people ignore.
        top: At most so many.
        department: Only issues of this department, as the document words it.

    Raises:
        CallError: an unknown week, state or number.
    """
    kept_states = _choose_states(state)
    if top is not None and top < 1:
        raise CallError(f"top {top!r}: wanted a whole number, 1 or more")
    window = measure_week(reading, require_week(reading, week)) if week is not None else recall_all(reading)
    hidden = frozenset() if state == "all" else reading.standing.ignored
    exposure = tell_exposure(reading, week)
    rates = rate_issues(reading, week, exposure["value"])
    documents = [
        {**_describe_issue(reading, issue, window), "rate": rates.get(issue["issue_id"])}
        for issue in reading.issues.iter_rows(named=True)
        if issue["state"] in kept_states and issue["issue_id"] not in hidden
    ]
    listed = [
        document
        for document in documents
        if (document["contacts"] or state == "all") and department in (None, document["department"])
    ]
    listed.sort(key=lambda document: (-document["contacts"], document["issue_id"]))
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "week": week or reading.last_week,
        "contacts": window.contacts,
        "customers": window.customers,
        **tell_coverage(window.contacts, window.assigned),
        "exposure": exposure,
        "issues": listed[:top],
    }


def show_issue(reading: Reading, issue_id: str) -> Document:
    """Show one issue over all contacts, with `decisions`: what people decided, in order.

    Of an issue that was merged, the one that has its contacts: `asked_for` then holds the id that was asked
    for, else null. `merged` are the ids that went into it, `children` those that people split off, and
    `k_people` says from how many customers on an issue has verbatims.

    Raises:
        CallError: there is no such issue.
    """
    wanted, asked_for = require_issue(reading, issue_id), issue_id.strip().upper()
    issue = reading.issues.row(by_predicate=pl.col("issue_id") == wanted, named=True)
    decided, window = reading.decisions.get(wanted, Decisions()), recall_all(reading)
    exposure = tell_exposure(reading)
    return {
        **_describe_issue(reading, issue, window),
        "rate": rate_issues(reading, None, exposure["value"]).get(wanted),
        "exposure": exposure,
        **quote_issue(reading, wanted),
        **tell_coverage(window.contacts, window.assigned),
        "asked_for": None if asked_for == wanted else asked_for,
        "merged": [gone for gone, into in reading.standing.register.merged.items() if into == wanted],
        "children": list(decided.children),
        "pinned": decided.is_pinned,
        "born_as_of": write_instant(issue["born_as_of"], reading.zone),
        "k_people": reading.settings.privacy.k_people,
        "decisions": [word_event(event, reading.zone) for event in decided.log],
    }


def count_coverage(reading: Reading) -> Document:
    """Count how many of all contacts have an issue (`assigned`) and how many openly have none."""
    return tell_coverage(reading.people[0], count_assigned(reading))


def tell_coverage(contacts: int, assigned: int) -> Document:
    """Tell how many contacts have an issue and how many openly have none, with their shares of all."""

    def tell(count: int) -> Document:
        return {"contacts": count, "share": round_figure(count / contacts, 6) if contacts else None}

    return {"assigned": tell(assigned), "unassigned": tell(contacts - assigned)}


def _choose_states(state: str | None) -> tuple[str, ...]:
    if state is None:
        return ("recurring",)
    if state == "all":
        return STATES
    if state not in STATES:
        raise CallError(f"state {state!r}: unknown{suggest_nearest(state, [*STATES, 'all'])}")
    return (state,)


def _tell_trend(reading: Reading, issue: Document) -> str:
    """Tell an issue's trend; one that came back of late after a fix had worked is reopened."""
    week = reading.returned.get(issue["issue_id"])
    is_late = week is not None and reading.last_week is not None and shift_week(reading.last_week, -4) < week
    return "reopened" if is_late else str(issue["trend"])


def _describe_issue(reading: Reading, issue: Document, window: Window) -> Document:
    """Word one issue as the contract says."""
    issue_id = issue["issue_id"]
    decided = reading.decisions.get(issue_id, Decisions())
    measured = {**issue, **window.measures.get(issue_id, NO_CONTACTS)}
    return {
        "issue_id": issue_id,
        "name": reading.name_issue(issue_id, issue["name"]),
        **portray_issue(reading, issue_id),
        "theme": issue["theme"],
        "state": issue["state"],
        "trend": _tell_trend(reading, issue),
        "lifecycle": tell_lifecycle(issue["state"], decided, is_back=issue_id in reading.returned),
        "kind": measured["kind"],
        "opportunity": measured["opportunity"],
        "lever": decided.lever,
        "contacts": measured["contacts"],
        "customers": measured["customers"],
        "share": round_figure(measured["share"], 6),
        "first_seen": measured["first_seen"] and measured["first_seen"].isoformat(),
        "last_seen": measured["last_seen"] and measured["last_seen"].isoformat(),
        "weeks": window.weeks.get(issue_id, []),
        "repeat_rate": round_figure(measured["repeat_rate"], 6),
        "cost": round_figure(measured["cost"], 2),
        "silent_customers": measured["silent_customers"],
        "rating_effect": round_figure(measured["rating_effect"], 4),
        "department": decided.department or measured["department"],
        "owner": decided.owner,
        "target": decided.target,
        "target_by": decided.target_by and decided.target_by.isoformat(),
        "channels": {item["channel"]: item["contacts"] for item in measured["channels"]},
        "languages": measured["languages"],
        "keyphrases": issue["keyphrases"] or [],
        "verbatims": window.verbatims.get(issue_id, [])[:MOST_VERBATIMS],
        "ignored": decided.is_ignored,
    }
