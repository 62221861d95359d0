"""Weeks of invented contacts of a few kinds, each said in many ways; one sentence a contact."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.pipeline.workspaces import Row

FIRST_MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)

Kind = tuple[Sequence[str], Sequence[str], Sequence[str]]  # beginnings, matters, ends
KINDS: Mapping[str, Kind] = {
    "router": (
        ("since monday", "every evening", "several times a day", "again today", "for two weeks now",
         "whenever it rains", "since the update"),
        ("the router restarts by itself", "my router switches off and on again", "the router reboots",
         "the router turns itself off", "my router keeps restarting", "the router goes down and comes up"),
        ("at home", "upstairs", "in the kitchen", "for minutes", "for no reason", "all the time",
         "at my mother's", "once more"),
    ),
    "wifi": (
        ("since monday", "every evening", "several times a day", "again today", "for two weeks now",
         "whenever it rains", "since the update"),
        ("the wifi cuts out", "my wifi connection drops", "the wifi signal disappears",
         "there is no wifi signal", "the wifi gets very weak", "the wifi does not reach the bedroom"),
        ("at home", "upstairs", "in the kitchen", "for minutes", "for no reason", "all the time",
         "at my mother's", "once more"),
    ),
    "bill": (
        ("in march", "last month", "on my last bill", "for the second time", "without any notice",
         "as I see at my bank", "this month"),
        ("you charged me twice", "the same amount was charged two times", "there is a duplicate charge",
         "I paid the invoice and was charged again", "the bill shows the fee twice",
         "two payments were taken for one invoice"),
        ("for the same contract", "on my card", "by direct debit", "at my bank", "for nothing",
         "for one line", "once more", "by mistake"),
    ),
    "parcel": (
        ("a week ago", "after ten days", "despite your promise", "according to the tracking", "until now",
         "since the holidays", "three days late"),
        ("the parcel has not arrived", "the courier never came with my package",
         "my delivery is still missing", "the package got lost on its way",
         "the shipment was not delivered", "nobody brought the parcel"),
        ("at my office", "at home", "here", "at the given address", "as agreed", "at the door",
         "once more", "at my mother's"),
    ),
    "cancel": (
        ("as I move abroad", "from next month", "before the renewal", "with immediate effect",
         "after many years", "because of the price", "in writing"),
        ("I want to cancel my contract", "please terminate my subscription", "I wish to end the agreement",
         "how can I cancel the service", "I would like to close my account", "I ask for my cancellation"),
        ("with you", "for one line", "for good", "this week", "at last", "by letter", "once and for all",
         "at my mother's"),
    ),
    "code": (
        ("since yesterday", "every evening", "several times a day", "again today", "since the update",
         "each time"),
        ("the router restarts by itself and asks for a code",
         "my router switches off and on and wants a code",
         "the router reboots and asks me for a code", "the router turns itself off and waits for a code",
         "my router restarts and the code never comes"),
        ("at home", "upstairs", "in the kitchen", "for no reason", "all the time", "once more"),
    ),
    "price": (
        ("from january on", "since this month", "without any notice", "for the third time", "as I read today",
         "this year"),
        ("my tariff is dearer", "you raised the price of my plan", "the monthly fee went up",
         "I pay more for the same tariff", "the price of my plan was increased"),
        ("again", "by five euros", "for nothing", "than promised", "than for new customers", "by a fifth"),
    ),
    "visit": (
        ("this morning", "on tuesday", "for the second time", "after two weeks", "though it was agreed",
         "yesterday"),
        ("the technician did not show up", "nobody came for the installation",
         "the appointment with the technician was cancelled", "the fitter never came",
         "your technician missed the appointment"),
        ("at home", "at noon", "as agreed", "once more", "at my mother's", "at all"),
    ),
}  # fmt: skip


def say_kind(kind: str, count: int, seed: int) -> list[str]:
    """Say a kind so many times, each in other words."""
    beginnings, matters, ends = KINDS[kind]
    every = [f"{b.capitalize()} {m} {e}." for m in matters for b in beginnings for e in ends]
    random.Random(f"{kind}{seed}").shuffle(every)
    return every[:count]


def say_week(week: int, counts: Mapping[str, int], seen: Mapping[str, int] | None = None) -> list[Row]:
    """A week's contacts, counted from 0: so many of each kind, in other words than the weeks before.

    Args:
        week: Of the stream.
        counts: By kind.
        seen: How many of each kind came before; they are not said again.
    """
    rows = []
    for kind, count in counts.items():
        begin = (seen or {}).get(kind, 0)
        for place, text in enumerate(say_kind(kind, begin + count, 1)[begin:] if count else []):
            number = begin + place
            at = FIRST_MONDAY + timedelta(weeks=week, minutes=int(5 * 24 * 60 * (place + 0.5) / count))
            rows.append(
                {"id": f"{kind}-{number}", "at": at.isoformat(), "customer": f"k{kind}{number}",
                 "team": "", "text": text}
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["at"], row["id"]))


def say_weeks(plan: Sequence[Mapping[str, int]]) -> list[list[Row]]:
    """The contacts of each week of a plan."""
    seen: dict[str, int] = {}
    weeks = []
    for week, counts in enumerate(plan):
        weeks.append(say_week(week, counts, seen))
        for kind, count in counts.items():
            seen[kind] = seen.get(kind, 0) + count
    return weeks
