"""What do the published snapshot and the ledger say, and how does a decision get into the ledger?

An open snapshot is kept by its name, and names are never used twice: a page sees a newly published one, and
what people decided meanwhile, at its next rerun. Pages hold no SQL and no rules: `voc.answers` has them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from voc.answers import (
    Reading,
    count_coverage,
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
from voc.answers.past import look_back
from voc.answers.proposals import list_proposals
from voc.answers.recording import Word, record_said
from voc.council.decisions import assign_issue, decide_lever, set_target
from voc.council.standing import Standing
from voc.errors import CallError, VocError
from voc.schema import LedgerEvent, NewEvent
from voc.settings import Settings, find_workspace, load_settings
from voc.signals.isoweeks import list_weeks, shift_week, week_monday, week_start
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
    return _keep_reading(str(path), f"{standing.last_id} {settings!r}", standing, settings)


@st.cache_resource(max_entries=3, show_spinner=False)
def _keep_snapshot(path: str, _settings: Settings) -> Snapshot:  # noqa: ARG001 - the path is the cache's key
    return open_snapshot(_settings)


@st.cache_resource(max_entries=3, show_spinner=False)
def _keep_reading(path: str, edition: str, _standing: Standing, _settings: Settings) -> Reading:  # noqa: ARG001
    """Keep what is measured again after people's edits, until somebody says or configures something more."""
    return Reading(settings=_settings, snapshot=_keep_snapshot(path, _settings), standing=_standing)


def ask_headlines(reading: Reading) -> Document:
    """The last complete week's figures, all contacts' and each week's."""
    return summarise_week(reading)


def tell_published(reading: Reading) -> str:
    """When the snapshot was written: ISO, with the workspace's offset."""
    written = datetime.fromisoformat(reading.snapshot.meta["written_at"])
    return written.astimezone(reading.zone).isoformat()


def ask_issues(reading: Reading, *, state: str = "recurring", week: str | None = None) -> Document:
    """The issues, as `voc issues --json` gives them; those that people ignore are on no page's lists."""
    document = list_issues(reading, state=state, week=week)
    return {**document, "issues": [issue for issue in document["issues"] if not issue["ignored"]]}


def list_earlier_weeks(reading: Reading) -> list[str]:
    """The complete weeks before the last one, the latest first."""
    if reading.week_range is None or reading.last_week is None:
        return []
    return list_weeks(reading.week_range[0], reading.last_week)[-2::-1]


def look_back_at(reading: Reading, week: str) -> Reading | None:
    """The same snapshot as it was known when a week ended; None where no session had seen all of the week."""
    return _keep_past(name_edition(reading), week, reading)


@st.cache_resource(max_entries=5, show_spinner=False)
def _keep_past(edition: str, week: str, _reading: Reading) -> Reading | None:  # noqa: ARG001
    following = shift_week(week, 1)
    try:
        past = look_back(_reading, week_monday(following), datetime.now(_reading.zone).date())
    except VocError:  # nor does a snapshot know that an older voc wrote
        return None
    return past if past.as_of >= week_start(following, _reading.zone) else None


def ask_coverage(reading: Reading) -> Document:
    """How many contacts have an issue, and how many none."""
    return count_coverage(reading)


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
def _gather_words(edition: str, _reading: Reading) -> dict[str, dict[str, str]]:
    """What each contact said about each issue: its mentions there, a line each."""
    said: dict[str, dict[str, list[str]]] = {}
    for row in _keep_mentions(edition, _reading):
        if row["issue_id"]:
            said.setdefault(row["issue_id"], {}).setdefault(row["contact_id"], []).append(row["text"])
    return {
        issue: {contact: "\n".join(texts) for contact, texts in contacts.items()}
        for issue, contacts in said.items()
    }


def find_words(reading: Reading, query: str, limit: int) -> list[Document]:
    """Contacts that say this, by words and by meaning, best first."""
    from voc.answers.meaning import embed_question

    vector = embed_question(_keep_encoder(reading.settings.mining.encoder, reading.settings), query)
    results: list[Document] = search_contacts(reading, query, limit=limit, query_vector=vector)["results"]
    return results


@st.cache_resource(show_spinner=False)
def _keep_encoder(name: str, _settings: Settings) -> "Encoder":  # noqa: ARG001  what it is kept by
    from voc.answers.meaning import open_query_encoder

    return open_query_encoder(_settings)


def prepare_workbook(reading: Reading, language: str) -> Callable[[], bytes]:
    """Return what makes the manager's list as Excel, so that it is made only when it is asked for."""

    def build() -> bytes:
        from voc.exports import build_export_bytes

        status = tell_status(reading.settings)
        return build_export_bytes(list_issues(reading), "issues", "xlsx", language, status)

    return build


def ask_mentions(reading: Reading, issue_id: str) -> list[Document]:
    """What an issue's mentions say, a text a row, most said first: mention_id (of one), text, count.

    None of an issue that fewer customers speak of than `k_people`.
    """
    if issue_id not in list_quoted(reading):
        return []
    rows: dict[str, Document] = {}
    for mention in _keep_mentions(name_edition(reading), reading):
        if mention["issue_id"] == issue_id:
            row = rows.setdefault(mention["text"], {**mention, "count": 0})
            row["count"] += 1
    return sorted(rows.values(), key=lambda row: (-row["count"], row["mention_id"]))


@st.cache_resource(max_entries=2, show_spinner=False)
def _keep_mentions(edition: str, _reading: Reading) -> list[Document]:  # noqa: ARG001
    mentions: list[Document] = list_assignments(_reading)["assignments"]
    return mentions


def ask_proposals(reading: Reading, issue_id: str | None = None) -> list[Document]:
    """What the tool proposes and nobody answered, with the words of both sides."""
    proposals: list[Document] = _keep_proposals(name_edition(reading), issue_id, reading)
    return proposals


@st.cache_resource(max_entries=20, show_spinner=False)
def _keep_proposals(edition: str, issue_id: str | None, _reading: Reading) -> list[Document]:  # noqa: ARG001
    proposals: list[Document] = list_proposals(_reading, issue_id)["proposals"]
    return proposals


def record_edit(settings: Settings, word: Word, by_whom: str) -> list[LedgerEvent]:
    """Write what somebody says into the ledger, checked against what stands; returns what was written.

    Raises:
        CallError: it cannot be said any more.
        BusyError: others keep writing.
    """
    return record_said(settings, word, by_whom=by_whom, at=datetime.now(UTC))


def record_choice(settings: Settings, issue: Mapping[str, Any], choice: Choice, by_whom: str) -> int:
    """Write into the ledger what is new in a choice, all or nothing; returns how many events that were."""
    events = _word_choice(issue, choice)

    def word(reading: Reading) -> list[NewEvent]:
        reading.standing.require_live(issue["issue_id"], "decide")
        return events

    return len(record_edit(settings, word, by_whom)) if events else 0


def _word_choice(issue: Mapping[str, Any], choice: Choice) -> list[NewEvent]:
    """Word what is new in a choice; an owner or a department that was emptied is taken away."""
    issue_id = issue["issue_id"]
    given = {"owner": choice.owner, "department": choice.department}
    changed = {name: value for name, value in given.items() if value != (issue[name] or "")}
    events = [assign_issue(issue_id, **changed)] if changed else []
    if choice.target is not None and choice.target != issue["target"]:
        events.append(set_target(issue_id, choice.target))
    if choice.lever is not None and (choice.lever != issue["lever"] or choice.why):
        events.append(decide_lever(issue_id, choice.lever, choice.why))
    return events
