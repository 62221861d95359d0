"""A past day's issues are shown as they were known then, and counted again."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.answers.conftest import NAMES, PLAN, publish_tables, word_births
from voc.answers import list_issues, open_reading
from voc.answers.past import PastReading, list_past_issues, look_back
from voc.council.decisions import assign_issue, rename_issue
from voc.council.edits import merge_issues
from voc.council.standing import fold_standing
from voc.errors import CallError
from voc.schema import PUBLISHED, NewEvent, make_frame
from voc.settings import Settings
from voc.store.ledger import open_ledger

FIRST, SECOND = date(2026, 3, 16), date(2026, 3, 30)  # Mondays; sessions were held as of both
TODAY = date(2026, 4, 3)
Look = Callable[[date], PastReading]


def word_sessions() -> list[list[NewEvent]]:
    """Two sessions: the first bears three issues, the second the fourth."""
    *births, _ = word_births()
    mined = [
        NewEvent(
            "mined", None, {"as_of": f"{day}T00:00:00{offset}", "fingerprint": offset, "mention_count": 9}
        )
        for day, offset in ((FIRST, "+01:00"), (SECOND, "+02:00"))
    ]
    return [[*births[:3], mined[0]], [births[3], mined[1]]]


@pytest.fixture
def settled(settings: Settings, tables: dict[str, pl.DataFrame]) -> Settings:
    """Sessions with a rename and a merge between them, and what was mined of both.

    Until the second session, ISS-0002's contacts were ISS-0001's; ISS-0003 went into ISS-0001 by then.
    """
    ledger = open_ledger(settings)
    first, second = word_sessions()
    ledger.record_events(first, by_whom="voc", at=datetime(2026, 3, 16, 6, tzinfo=UTC))
    ledger.record_event(
        assign_issue("ISS-0001", owner="Ana"), by_whom="Ana", at=datetime(2026, 3, 16, 9, tzinfo=UTC)
    )
    standing = fold_standing(ledger.read_events())
    later = [rename_issue("ISS-0001", "Pagos dobles"), merge_issues(standing, "ISS-0003", "ISS-0001")]
    ledger.record_events(later, by_whom="Ana", at=datetime(2026, 3, 18, 9, tzinfo=UTC))
    ledger.record_events(second, by_whom="voc", at=datetime(2026, 3, 30, 6, tzinfo=UTC))
    publish_tables(settings, tables | remember(tables["mentions"]))
    return settings


def remember(mentions: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What was mined: events 4 and 8 end the sessions, and a rerun after the edits knew event 7."""
    early = datetime(2026, 3, 15, 23, tzinfo=UTC)
    moved = mentions.filter(pl.col("issue_id") == "ISS-0002")["mention_id"].to_list()
    praise = mentions.filter(pl.col("issue_id") == "ISS-0003")["mention_id"][0]
    told = {"similarity": 0.5, "from_at": early, "to_at": early}
    past = [
        {"mention_id": mention_id, "issue_id": "ISS-0001", "from_event": 4, **told} for mention_id in moved
    ]
    past += [{"mention_id": mention_id, "issue_id": None, "from_event": 7, **told} for mention_id in moved]
    past += [{"mention_id": praise, "issue_id": "ISS-0003", "from_event": 4, **told}]
    is_old = pl.Series([days < 14 for days, *_ in PLAN])
    changed = pl.col("mention_id").is_in([*moved, praise])
    since = pl.when(changed).then(9).when(is_old).then(4).otherwise(9)
    current = pl.when(pl.col("mention_id") == praise).then(pl.lit("ISS-0001")).otherwise("issue_id")
    return {
        "mentions": mentions.with_columns(from_event=since.cast(pl.Int64), issue_id=current),
        "past_assignments": make_frame(past, PUBLISHED["past_assignments"]),
    }


@pytest.fixture
def look(settled: Settings) -> Iterator[Look]:
    with open_reading(settled) as reading:
        yield lambda day: look_back(reading, day, TODAY)


def count_contacts(past: PastReading, **chosen: str) -> dict[str, int]:
    listed = list_past_issues(past, state="all", **chosen)["issues"]
    return {issue["issue_id"]: issue["contacts"] for issue in listed}


def test_mentions_are_where_the_last_session_of_that_day_had_put_them(look: Look) -> None:
    assert count_contacts(look(FIRST)) == {"ISS-0001": 7, "ISS-0003": 1, "ISS-0002": 0}
    assert count_contacts(look(SECOND)) == {"ISS-0001": 11, "ISS-0002": 4, "ISS-0004": 0}


def test_names_owners_and_merges_are_those_that_stood_when_that_day_ended(look: Look) -> None:
    then = {issue["issue_id"]: issue for issue in list_past_issues(look(FIRST), state="all")["issues"]}
    assert (then["ISS-0001"]["name"], then["ISS-0001"]["owner"]) == (NAMES[0], "Ana")
    now = {issue["issue_id"]: issue for issue in list_past_issues(look(SECOND), state="all")["issues"]}
    assert now["ISS-0001"]["name"] == "Pagos dobles" and "ISS-0003" not in now


def test_what_people_said_that_day_counts_before_any_run_took_it_up(look: Look) -> None:
    before, after = look(date(2026, 3, 17)), look(date(2026, 3, 18))
    assert count_contacts(before) == {"ISS-0001": 7, "ISS-0003": 1, "ISS-0002": 0}
    # the run on the same contacts after it found nothing for ISS-0002's, then under ISS-0001
    assert count_contacts(after) == {"ISS-0001": 6, "ISS-0002": 0}


def test_only_contacts_that_the_session_saw_are_counted(look: Look) -> None:
    told = list_past_issues(look(FIRST))
    assert (told["contacts"], told["as_of"]) == (9, "2026-03-16T00:00:00+01:00")
    assert told["assigned"]["contacts"] == 8 and told["unassigned"]["contacts"] == 1
    days_later = list_past_issues(look(date(2026, 3, 18)))
    assert (days_later["contacts"], days_later["as_of"]) == (9, "2026-03-16T00:00:00+01:00")


def test_a_week_of_then_is_counted_by_the_issues_of_then(look: Look) -> None:
    assert count_contacts(look(FIRST), week="2026-W10") == {"ISS-0001": 4, "ISS-0003": 1, "ISS-0002": 0}
    with pytest.raises(CallError, match="outside the data"):
        list_past_issues(look(FIRST), week="2026-W13")


def test_what_mining_alone_finds_is_absent_and_named(look: Look) -> None:
    document = list_past_issues(look(SECOND))
    issue = document["issues"][0]
    assert document["as_known"]["day"] == "2026-03-30"
    assert document["as_known"]["session"] == "2026-03-30T00:00:00+02:00"
    assert all(not issue[name] for name in document["as_known"]["unknown"])
    assert all(not row["verbatims"] for row in list_past_issues(look(SECOND), week="2026-W12")["issues"])
    assert issue["cost"] > 0 and issue["weeks"] and issue["share"] > 0


def test_todays_answers_stay_as_they_are(settled: Settings) -> None:
    with open_reading(settled) as reading:
        before = list_issues(reading, state="all")
        list_past_issues(look_back(reading, FIRST, TODAY))
        assert list_issues(reading, state="all") == before


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 3, 15), "no issues were known yet; the first session was as of 2026-03-16"),
        (date(2026, 4, 4), "still to come"),
    ],
)
def test_a_day_before_the_first_session_or_to_come_is_refused(look: Look, day: date, told: str) -> None:
    with pytest.raises(CallError, match=told):
        look(day)


def test_a_warehouse_that_was_rebuilt_says_that_it_does_not_know(
    settled: Settings, tables: dict[str, pl.DataFrame]
) -> None:
    rebuilt = tables["mentions"].with_columns(from_event=pl.lit(9, pl.Int64))
    publish_tables(settled, tables | {"mentions": rebuilt}, name="rebuilt")
    with open_reading(settled) as reading, pytest.raises(CallError, match="not kept any more"):
        look_back(reading, FIRST, TODAY)
