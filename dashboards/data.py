"""What do the published snapshot and the ledger say, and how does a decision get into the ledger?

An open snapshot is kept by its name, and names are never used twice: a page sees a newly published one, and
what people decided meanwhile, at its next rerun. Pages hold no SQL and no rules: `voc.answers` has them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from voc.answers import (
    Reading,
    list_alerts,
    list_assignments,
    list_contacts,
    list_issues,
    list_quoted,
    read_standing,
    search_contacts,
    show_issue,
    summarise_week,
    tell_status,
)
from voc.council.decisions import assign_issue, decide_lever, set_target
from voc.council.standing import Standing
from voc.errors import CallError
from voc.settings import Settings, find_workspace, load_settings
from voc.store.ledger import open_ledger
from voc.store.snapshot import Snapshot, find_snapshot, open_snapshot

if TYPE_CHECKING:
    from voc.issues.embed import Encoder

Document = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """What the form says about an issue; what equals the present state is not written again."""

    owner: str
    department: str
    target: int | None
    lever: str | None
    why: str


def read_settings() -> Settings:
    """Read the workspace's settings: of `VOC_WORKSPACE`, else from the current folder up."""
    return load_settings(find_workspace())


def open_page(settings: Settings) -> Reading | None:
    """Open what a page is answered from; None where nothing was published yet."""
    path = find_snapshot(settings)
    if path is None:
        return None
    standing = read_standing(settings)
    return _keep_reading(str(path), standing.last_id, standing, settings)


@st.cache_resource(max_entries=3, show_spinner=False)
def _keep_snapshot(path: str, _settings: Settings) -> Snapshot:  # noqa: ARG001 - the path is the cache's key
    return open_snapshot(_settings)


@st.cache_resource(max_entries=3, show_spinner=False)
def _keep_reading(path: str, last_id: int, _standing: Standing, _settings: Settings) -> Reading:  # noqa: ARG001
    """Keep what is measured again after people's edits, until somebody says something more."""
    return Reading(settings=_settings, snapshot=_keep_snapshot(path, _settings), standing=_standing)


def ask_headlines(reading: Reading) -> Document:
    """The last complete week's figures, all contacts' and each week's."""
    return summarise_week(reading)


def tell_published(reading: Reading) -> str:
    """When the snapshot was written: ISO, with the workspace's offset."""
    written = datetime.fromisoformat(reading.snapshot.meta["written_at"])
    return written.astimezone(reading.zone).isoformat()


def ask_issues(reading: Reading, *, state: str = "recurring", week: str | None = None) -> Document:
    """The issues, as `voc issues --json` gives them."""
    return list_issues(reading, state=state, week=week)


def ask_issue(reading: Reading, issue_id: str) -> Document | None:
    """One issue with its decisions; None where there is none with this id."""
    try:
        return show_issue(reading, issue_id)
    except CallError:
        return None


def ask_alerts(reading: Reading) -> list[Document]:
    """All alerts, the latest first."""
    alerts: list[Document] = list_alerts(reading)["alerts"]
    return alerts


def ask_quotes(reading: Reading, issue_id: str, *, week: str | None = None) -> list[Document]:
    """The contacts of an issue, latest first, each with `quote`: what it said about this issue.

    None of an issue that fewer customers speak of than `k_people`: a few are recognised by their words.
    """
    if issue_id not in list_quoted(reading):
        return []
    return _keep_quotes(name_edition(reading), issue_id, week, reading)


def name_edition(reading: Reading) -> str:
    """Name what is read: the snapshot, and the last thing said about it."""
    return f"{reading.snapshot.path}:{reading.standing.last_id}"


@st.cache_resource(max_entries=50, show_spinner=False)
def _keep_quotes(edition: str, issue_id: str, week: str | None, _reading: Reading) -> list[Document]:
    said = _gather_words(edition, _reading).get(issue_id, {})
    contacts = list_contacts(_reading, issue_id=issue_id, week=week)["contacts"]
    return [{**row, "quote": said.get(row["contact_id"], row["text"])} for row in reversed(contacts)]


@st.cache_resource(max_entries=2, show_spinner=False)
def _gather_words(edition: str, _reading: Reading) -> dict[str, dict[str, str]]:  # noqa: ARG001
    """What each contact said about each issue: its mentions there, a line each."""
    said: dict[str, dict[str, list[str]]] = {}
    for row in list_assignments(_reading)["assignments"]:
        if row["issue_id"]:
            said.setdefault(row["issue_id"], {}).setdefault(row["contact_id"], []).append(row["text"])
    return {
        issue: {contact: "\n".join(texts) for contact, texts in contacts.items()}
        for issue, contacts in said.items()
    }


def find_words(reading: Reading, query: str, limit: int) -> list[Document]:
    """Contacts that say this, by words and by meaning, best first."""
    vector: Sequence[float] = _keep_encoder(reading.settings.mining.encoder).encode([query])[0].tolist()
    results: list[Document] = search_contacts(reading, query, limit=limit, query_vector=vector)["results"]
    return results


@st.cache_resource(show_spinner=False)
def _keep_encoder(name: str) -> "Encoder":
    from voc.issues.embed import open_encoder

    return open_encoder(name)


def prepare_workbook(reading: Reading, language: str) -> Callable[[], bytes]:
    """Return what makes the manager's list as Excel, so that it is made only when it is asked for."""

    def build() -> bytes:
        from voc.exports import build_export_bytes

        status = tell_status(reading.settings)
        return build_export_bytes(list_issues(reading), "issues", "xlsx", language, status)

    return build


def record_choice(settings: Settings, issue: Mapping[str, Any], choice: Choice, by_whom: str) -> int:
    """Write into the ledger what is new in a choice, all or nothing; returns how many events that were."""
    issue_id = issue["issue_id"]
    owner = choice.owner if choice.owner and choice.owner != issue["owner"] else None
    department = choice.department if choice.department != (issue["department"] or "") else None
    events = []
    if owner or department:
        events.append(assign_issue(issue_id, owner=owner, department=department or None))
    if choice.target is not None and choice.target != issue["target"]:
        events.append(set_target(issue_id, choice.target))
    if choice.lever is not None and (choice.lever != issue["lever"] or choice.why):
        events.append(decide_lever(issue_id, choice.lever, choice.why))
    open_ledger(settings).record_events(events, by_whom=by_whom, at=datetime.now(UTC))
    return len(events)
