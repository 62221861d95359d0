"""From what is a reader answered: which snapshot, as of when, under which decisions?

A reading holds one snapshot, whatever is published meanwhile, with the decisions that stood when it was
opened. What people edited since it was published lies over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import polars as pl

from voc.answers.overlay import Overlay, lay_edits, tell_kinds_said
from voc.council.decisions import Decisions
from voc.council.standing import Standing, fold_standing, word_unknown_issue
from voc.errors import CallError
from voc.settings import Settings
from voc.signals.isoweeks import label_day, last_complete_week, week_monday
from voc.store.ledger import open_ledger
from voc.store.snapshot import Snapshot, open_snapshot


@dataclass(frozen=True)
class Reading:
    """A snapshot with the decisions that lie over it; use it in a `with` block, or close it."""

    settings: Settings
    snapshot: Snapshot
    standing: Standing

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot."""
        self.snapshot.close()

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return self.settings.zone

    @cached_property
    def as_of(self) -> datetime | None:
        """Before which instant contacts are shown; None where there were none."""
        told = self.snapshot.meta.get("as_of")
        return None if told is None else datetime.fromisoformat(told)

    @cached_property
    def last_week(self) -> str | None:
        """The last complete week as of `as_of`."""
        return None if self.as_of is None else last_complete_week(self.as_of, self.zone)

    @cached_property
    def week_range(self) -> tuple[str, str] | None:
        """The first and the last week that may be asked for; None where there are no contacts."""
        if self.as_of is None or self.last_week is None:
            return None
        first, _ = self.snapshot.read("read_week_range").row(0)
        newest = label_day((self.as_of - timedelta(microseconds=1)).astimezone(self.zone).date())
        return None if first is None else (min(first, self.last_week), newest)

    @cached_property
    def people(self) -> tuple[int, int]:
        """How many contacts there are, and from how many customers."""
        contacts, customers = self.snapshot.read("count_people").row(0)
        return contacts, customers

    def read_contacts(self, week: str | None) -> pl.DataFrame:
        """The contacts of one week, or all: what `measure_issues` reads; of the kind that people say."""
        return tell_kinds_said(self.snapshot.read("read_window_contacts", week=week), self.standing)

    def read_week_words(self, week: str) -> pl.DataFrame:
        """What was said of each issue in a week: issue_id, contact_id, text."""
        return self.snapshot.read("read_week_verbatims", week=week)

    @property
    def decisions(self) -> Mapping[str, Decisions]:
        """What people decided, by issue."""
        return self.standing.decisions

    @cached_property
    def overlay(self) -> Overlay | None:
        """The tables as people's edits changed them since; None where the snapshot has them all."""
        return lay_edits(self.snapshot, self.standing, self.settings)

    @cached_property
    def issues(self) -> pl.DataFrame:
        """The live issues, measured over all contacts: the columns of PUBLISHED["issues"]."""
        return self.overlay.issues if self.overlay else self.snapshot.read("read_issues")

    @cached_property
    def shown_names(self) -> dict[str, str | None]:
        """The live issues' names as readers see them."""
        named = self.issues.select("issue_id", "name").iter_rows()
        return {issue_id: self.name_issue(issue_id, name) for issue_id, name in named}

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The issues whose words may be shown: those that at least `k_people` customers speak of, in all."""
        enough = pl.col("customers") >= self.settings.privacy.k_people
        return frozenset(self.issues.filter(enough)["issue_id"])

    @cached_property
    def portraits(self) -> dict[str, dict[str, Any]]:
        """What issues show for themselves, as it was published: the columns of PORTRAITS by issue."""
        rows = self.snapshot.read("read_portraits").iter_rows(named=True)
        return {row["issue_id"]: row for row in rows}

    @cached_property
    def links(self) -> pl.DataFrame:
        """Which issues each contact has: CONTACT_ISSUES."""
        return self.overlay.links if self.overlay else self.snapshot.read("read_contact_issues")

    @cached_property
    def returned(self) -> dict[str, str]:
        """The issues that came back after their last action had worked, and the week in which they did."""
        if not any(held.actions for held in self.decisions.values()):
            return {}
        from voc.answers.effects import find_returned

        return find_returned(self)

    @cached_property
    def weeks(self) -> pl.DataFrame:
        """Each issue's contacts by week: WEEKS."""
        return self.overlay.weeks if self.overlay else self.snapshot.read("read_weeks", week=None)

    @cached_property
    def calendar(self) -> pl.DataFrame:
        """The weeks, whole or not, and what rates are told by: CALENDAR."""
        return self.snapshot.read("read_calendar")

    @cached_property
    def edited_issues(self) -> dict[str, list[str]] | None:
        """The issues of each contact that has any, most mentions first, after edits; None without edits."""
        if self.overlay is None:
            return None
        order = ["contact_id", "mention_count", "similarity", "issue_id"]
        ordered = self.links.sort(order, descending=[False, True, True, False])
        return dict(ordered.group_by("contact_id").agg("issue_id").iter_rows())

    def list_linked(self, contact_id: str, published: list[str]) -> list[str]:
        """The issues of a contact, as they are after people's edits."""
        return published if self.edited_issues is None else self.edited_issues.get(contact_id, [])

    def drop_ignored(self, issue_ids: list[str]) -> list[str]:
        """Leave out the issues that people ignore."""
        return [issue_id for issue_id in issue_ids if issue_id not in self.standing.ignored]

    def name_issue(self, issue_id: str, name: str | None) -> str | None:
        """The name that people gave an issue, else the tool's."""
        decided = self.decisions.get(issue_id)
        return decided.name if decided is not None and decided.name is not None else name


def open_reading(settings: Settings) -> Reading:
    """Open what was published last, with the decisions that stand.

    Raises:
        CallError: nothing was published yet.
        VocError: the snapshot or the ledger is damaged.
    """
    return Reading(settings=settings, snapshot=open_snapshot(settings), standing=read_standing(settings))


def read_standing(settings: Settings) -> Standing:
    """Read what stands of all that the ledger tells."""
    return fold_standing(open_ledger(settings).read_events())


def require_issue(reading: Reading, issue_id: str) -> str:
    """Return the id of a live issue, in capitals: itself, or the one that it was merged into.

    Raises:
        CallError: there is no such issue.
    """
    wanted = reading.standing.resolve(issue_id.strip().upper())
    if wanted not in reading.issues["issue_id"]:
        raise CallError(word_unknown_issue(issue_id, reading.issues["issue_id"]))
    return wanted


def require_week(reading: Reading, week: str) -> str:
    """Return a week that this reading can answer for.

    Raises:
        CallError: it is not an ISO week, or lies outside the weeks of the data.
    """
    week_monday(week)
    span = reading.week_range
    if span is None:
        raise CallError(
            f"week {week!r}: there are no contacts yet, so no weeks; `voc status` says what was ingested"
        )
    if not span[0] <= week <= span[1]:
        raise CallError(f"week {week!r}: outside the data, which covers {span[0]} to {span[1]}")
    return week
