"""Which issues were there on a past day, as they were known then?

Mentions are where the last session as of that day had put them, under the names, the merges and the splits of
that day, and everything that contacts tell is counted again. What is found only by mining is not known of
the past: it is null or empty, and the document names it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from voc.answers.figures import write_instant
from voc.answers.issues import list_issues
from voc.answers.overlay import (
    UNMEASURED,
    Overlay,
    measure_again,
    put_mentions,
    read_exposure_told,
    word_unmeasured,
)
from voc.answers.reading import Reading
from voc.council.past import recall_past
from voc.council.standing import fold_standing
from voc.errors import CallError
from voc.signals.isoweeks import derive_weeks, label_day, last_complete_week

Document = dict[str, Any]
UNKNOWN = ("theme", "names", "keyphrases", "verbatims", "stability", "neighbours")


@dataclass(frozen=True)
class PastReading(Reading):
    """A snapshot read as it was known on a day."""

    day: date
    session_at: datetime  # before which the contacts of the last session lie
    last_event: int  # of the ledger, that had been told

    @cached_property
    def as_of(self) -> datetime:
        """Before which instant contacts are shown: the day's midnight, if the session saw all before it."""
        begins = _start(self, self.day)
        unseen = self._published["occurred_at"].is_between(self.session_at, begins, closed="left")
        return self.session_at if unseen.any() else begins

    @cached_property
    def _published(self) -> pl.DataFrame:
        return self.snapshot.read("read_window_contacts", week=None)

    @cached_property
    def mentions(self) -> pl.DataFrame:
        """Where mentions were, of those that were known: contact_id, issue_id, similarity and more."""
        known = self.snapshot.read("read_past_mentions", last_event=self.last_event)
        return put_mentions(known, self.standing).with_columns(issue_id="place")

    @cached_property
    def _contacts(self) -> pl.DataFrame:
        """The contacts before as-of, without those that came in later."""
        mentioned = self.snapshot.read("read_placed_mentions").select("contact_id")
        late = mentioned.join(self.mentions, on="contact_id", how="anti")
        return self._published.filter(pl.col("occurred_at") < self.as_of).join(
            late, on="contact_id", how="anti", maintain_order="left"
        )

    @cached_property
    def overlay(self) -> Overlay:
        """Everything that contacts tell, counted again."""
        living = word_unmeasured(self.standing.register.issues.values()).select("issue_id", *UNMEASURED)
        told = read_exposure_told(self.snapshot)
        return measure_again(self.settings, self._contacts, self.mentions, living, self.as_of, told)

    @cached_property
    def calendar(self) -> pl.DataFrame:
        """The weeks of then: CALENDAR; the week in which the day lies was running."""
        published = self.snapshot.read("read_calendar")
        last = last_complete_week(self.as_of, self.zone)
        running = label_day((self.as_of - timedelta(microseconds=1)).astimezone(self.zone).date())
        return published.filter(pl.col("week") <= running).with_columns(is_complete=pl.col("week") <= last)

    @cached_property
    def people(self) -> tuple[int, int]:
        """How many contacts there were, and from how many customers."""
        customers = self._contacts.select(pl.coalesce("customer_id", "contact_id"))
        return self._contacts.height, customers.n_unique()

    @cached_property
    def portraits(self) -> dict[str, dict[str, Any]]:
        """What issues showed for themselves is not known any more."""
        return {}

    def read_contacts(self, week: str | None) -> pl.DataFrame:
        """The contacts of one week, or all."""
        weeks = derive_weeks(self._contacts["occurred_at"], self.zone)
        return self._contacts if week is None else self._contacts.filter(weeks == week)

    def read_week_words(self, week: str) -> pl.DataFrame:
        """What was picked of what was said is not known any more."""
        return pl.DataFrame(schema=dict.fromkeys(("issue_id", "contact_id", "text"), pl.String))


def look_back(reading: Reading, day: date, today: date) -> PastReading:
    """Read the same snapshot as it was known on a day; it closes with the reading that it is made from.

    Args:
        reading: Of today.
        day: Contacts before its midnight are seen, and what people said until it ended.
        today: By the clock.

    Raises:
        CallError: the day is to come, or lies before all that is known of the past.
    """
    if day > today and (reading.as_of is None or _start(reading, day) > reading.as_of):
        raise CallError(f"as known {day}: that day is still to come; today is {today}")
    past = recall_past(reading.standing.told, _start(reading, day), _start(reading, day + timedelta(days=1)))
    if past is None:
        raise CallError(f"as known {day}: no issues were known yet; {_word_first(reading)}")
    found = PastReading(
        reading.settings, reading.snapshot, fold_standing(past.told), day, past.session_at, past.last_id
    )
    if found.mentions.is_empty():
        raise CallError(
            f"as known {day}: where mentions were then is not kept any more; a warehouse that was rebuilt"
            " knows from its rebuilding on"
        )
    return found


def list_past_issues(reading: PastReading, **chosen: Any) -> Document:
    """List the issues of a past day as `list_issues` does, and `as_known`: day, session, what lacks."""
    told = {
        "day": reading.day.isoformat(),
        "session": write_instant(reading.session_at, reading.zone),
        "unknown": list(UNKNOWN),
    }
    return {"as_known": told, **list_issues(reading, **chosen)}


def _start(reading: Reading, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=reading.zone).astimezone(UTC)


def _word_first(reading: Reading) -> str:
    sessions = reading.standing.register.sessions
    return (
        f"the first session was as of {write_instant(sessions[0], reading.zone)}"
        if sessions
        else "no session was held so far"
    )
