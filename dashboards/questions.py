"""What do the pages ask beyond the issues themselves: the weeks, words in vogue, actions, money, places?

Each answer is a document of `voc.answers`, kept until something is published or said; pages ask as often
as they are drawn.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboards.data import name_edition
from voc.answers import Reading, list_alerts, list_contacts
from voc.answers.effects import tell_effects
from voc.answers.faq import list_questions
from voc.answers.levers import propose_lever, read_lever_rows
from voc.answers.money import list_money
from voc.answers.places import list_places
from voc.answers.proactive import list_proactive
from voc.answers.rates import list_calendar
from voc.answers.ratings import tell_ratings
from voc.answers.repeats import tell_repeats
from voc.answers.statement import tell_statement
from voc.answers.vogue import list_vogue
from voc.council.actions import list_actions
from voc.council.decisions import Action
from voc.errors import CallError
from voc.issues.lineage import drop_undone
from voc.signals.cycle import unify_names

Document = dict[str, Any]
Answer = Callable[..., Document]
MOST_KEPT = 300


def ask_calendar(reading: Reading) -> Document:
    """The weeks, whole or not, and what rates are told by in each."""
    return _recall(reading, list_calendar)


def ask_budget(reading: Reading) -> Document | None:
    """How many false alarms this workspace's own volumes give; None: too short a history."""
    budget: Document | None = _recall(reading, list_alerts)["budget"]
    return budget


def ask_vogue(reading: Reading, issue_id: str | None = None) -> Document:
    """The words in vogue, of all contacts last week or of an issue last month."""
    return _recall(reading, list_vogue, issue_id=issue_id)


def ask_contacts(reading: Reading, week: str) -> list[Document]:
    """A week's contacts, the oldest first."""
    contacts: list[Document] = _recall(reading, list_contacts, week=week)["contacts"]
    return contacts


def ask_statement(reading: Reading, month: str | None = None) -> Document:
    """What each department owes for a month; the last complete one where none is named, or it is unknown."""
    try:
        return _recall(reading, tell_statement, month=month)
    except CallError:
        return _recall(reading, tell_statement, month=None)


def ask_money(reading: Reading) -> Document:
    """What each issue cost in each month."""
    return _recall(reading, list_money)


def tell_classified(reading: Reading, contact: Mapping[str, Any]) -> Document | None:
    """What people said that a contact is, kind and opportunity; the last word holds."""
    return _recall(reading, _fold_classified).get(f"{contact['source']}\n{contact['source_id']}")


def ask_effects(reading: Reading, issue_id: str | None = None) -> Document:
    """What each action has brought, of all or of an issue."""
    return _recall(reading, tell_effects, issue_id=issue_id)


def ask_repeats(reading: Reading, issue_id: str | None = None) -> Document:
    """Who comes back, and whether it was solved, of an issue or of all."""
    return _recall(reading, tell_repeats, issue_id=issue_id)


def ask_ratings(reading: Reading, issue_id: str | None = None) -> Document:
    """What issues go with in ratings, and what there is to win."""
    return _recall(reading, tell_ratings, issue_id=issue_id)


def ask_lever(reading: Reading, issue_id: str) -> Document:
    """What is proposed for an issue, factor by factor."""
    return _recall(reading, propose_lever, issue_id=issue_id)


def ask_places(reading: Reading, dimension: str) -> Document:
    """Where it hurts: issues by touchpoint, product or channel."""
    return _recall(reading, list_places, dimension=dimension)


def ask_place_contacts(reading: Reading, dimension: str, value: str) -> frozenset[str]:
    """The ids of the contacts that came from a place."""
    found: frozenset[str] = _recall(reading, _find_place_contacts, dimension=dimension, value=value)["found"]
    return found


def _find_place_contacts(reading: Reading, dimension: str, value: str) -> Document:
    """Find a place's contacts, by the spelling that the heat map has it in."""
    contacts = reading.read_contacts(None).drop_nulls(dimension)
    names = unify_names(dict(contacts.group_by(dimension).len().iter_rows()))
    spelled = [name for name, shown in names.items() if shown == value]
    return {"found": frozenset(contacts.filter(pl.col(dimension).is_in(spelled))["contact_id"])}


def ask_quadrant(reading: Reading) -> list[Document]:
    """What a contact of each issue is worth to the customer and to the company, with the proposed lever."""
    issues: list[Document] = _recall(reading, _place_levers)["issues"]
    return issues


def _place_levers(reading: Reading) -> Document:
    rows = read_lever_rows(reading).filter(~pl.col("issue_id").is_in(sorted(reading.standing.ignored)))
    return {
        "issues": [
            {
                "name": reading.shown_names.get(row["issue_id"]),
                "customer": row["customer_value"],
                "company": row["company_value"],
                "contacts": row["contact_count"],
                "lever": row["lever"],
            }
            for row in rows.sort("issue_id").iter_rows(named=True)
        ]
    }


def ask_proactive(reading: Reading) -> Document:
    """Who should hear from us before they call again."""
    return _recall(reading, list_proactive)


def ask_faq(reading: Reading) -> Document:
    """Which plain questions could be answered before they are put."""
    return _recall(reading, list_questions)


def _fold_classified(reading: Reading) -> Document:
    return {
        f"{source}\n{source_id}": {name: event.payload[name] for name in ("kind", "opportunity")}
        for event in drop_undone(reading.standing.told)
        if event.kind == "classify"
        for source, source_id in event.payload["contacts"]
    }


def ask_actions(reading: Reading, issue_id: str | None = None) -> list[Action]:
    """What people do, in the order in which it was said: all of it, or of an issue and what went into it."""
    resolve = reading.standing.resolve
    return [
        action for action in list_actions(reading.standing) if issue_id in (None, resolve(action.issue_id))
    ]


def _recall(reading: Reading, answer: Answer, **asked: Any) -> Document:
    """Answer from what is kept, else now."""
    return _keep_answer(name_edition(reading), f"{answer.__module__}.{answer.__name__}", str(asked), reading,
                        answer, asked)  # fmt: skip


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _keep_answer(
    edition: str, name: str, question: str, _reading: Reading, _answer: Answer, _asked: Document  # noqa: ARG001
) -> Document:  # fmt: skip
    return _answer(_reading, **_asked)
