"""What is said is recorded only as long as what it was checked against stands."""

from datetime import UTC, datetime

import pytest

from tests.answers.test_overlay import list_ids
from voc.answers import Reading
from voc.answers.recording import accept_open, find_placed, record_said, split_mentions
from voc.council.decisions import assign_issue
from voc.council.edits import merge_issues
from voc.errors import CallError
from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import OvertakenError, open_ledger

NOW = datetime(2026, 4, 3, 9, tzinfo=UTC)


def say(settings: Settings, *events: NewEvent) -> None:
    open_ledger(settings).record_events(events, by_whom="Luis", at=NOW)


def test_what_was_recorded_comes_back_with_its_ids(reading: Reading, settings: Settings) -> None:
    recorded = record_said(
        settings, lambda seen: [merge_issues(seen.standing, "ISS-0002", "ISS-0001")], by_whom=" Ana ", at=NOW
    )
    assert recorded == open_ledger(settings).read_events()[-1:]
    assert recorded[0].by_whom == "Ana"


def test_two_who_split_at_once_get_different_numbers(reading: Reading, settings: Settings) -> None:
    ids = list_ids(reading, "ISS-0001")
    others = [split_mentions(reading, "ISS-0001", ids[:1], "Uno")]

    def word(seen: Reading) -> list[NewEvent]:
        said = [split_mentions(seen, "ISS-0001", ids[1:2], "Otro")]
        say(settings, *(others.pop() for _ in list(others)))  # somebody is quicker, once
        return said

    (event,) = record_said(settings, word, by_whom="Ana", at=NOW)
    assert event.payload["child"] == "ISS-0006"


def test_what_does_not_hold_any_more_is_refused_at_the_second_look(
    reading: Reading, settings: Settings
) -> None:
    others = [merge_issues(reading.standing, "ISS-0002", "ISS-0001")]

    def word(seen: Reading) -> list[NewEvent]:
        said = [merge_issues(seen.standing, "ISS-0002", "ISS-0003")]
        say(settings, *(others.pop() for _ in list(others)))
        return said

    with pytest.raises(CallError, match="ISS-0002 is part of ISS-0001 now"):
        record_said(settings, word, by_whom="Ana", at=NOW)


def test_who_is_overtaken_again_and_again_is_told_and_nothing_is_recorded(
    reading: Reading, settings: Settings
) -> None:
    def word(seen: Reading) -> list[NewEvent]:
        say(settings, assign_issue("ISS-0001", "Luis"))
        return [merge_issues(seen.standing, "ISS-0002", "ISS-0001")]

    with pytest.raises(OvertakenError, match="in the same moment") as caught:
        record_said(settings, word, by_whom="Ana", at=NOW)
    assert caught.value.exit_status == 3
    assert "merge" not in {event.kind for event in open_ledger(settings).read_events()}


def test_somebody_says_it(reading: Reading, settings: Settings) -> None:
    with pytest.raises(CallError, match="who says it '  ' is empty"):
        record_said(settings, lambda _: [], by_whom="  ", at=NOW)


def test_an_unknown_mention_is_named_with_the_nearest(reading: Reading) -> None:
    known = list_ids(reading, "ISS-0001")[0]
    with pytest.raises(CallError, match=f"no such mention '{known[:-1]}7'; did you mean '{known}'"):
        find_placed(reading, [f"{known[:-1]}7"])
    with pytest.raises(CallError, match="no such mention 'nothing'; `voc assignments` lists them"):
        find_placed(reading, ["nothing"])


def test_splitting_all_of_an_issue_is_refused(reading: Reading) -> None:
    with pytest.raises(CallError, match="all its mentions"):
        split_mentions(reading, "iss-0002", list_ids(reading, "ISS-0002"), "Todo")


def test_accepting_a_proposal_takes_the_mentions_that_are_still_there(
    reading: Reading, settings: Settings
) -> None:
    placed = find_placed(reading, list_ids(reading, "ISS-0001")[:2])
    keys = [list(mention.key) for mention in placed] + [["notes", "gone", 1, "key-gone"]]
    say(
        settings,
        NewEvent(
            "proposal",
            "ISS-0001",
            {"proposal": "P-0001", "what": "split", "mentions": keys, "name": "Nuevo", "contacts": 2},
        ),
    )
    answer, deed = record_said(settings, lambda seen: accept_open(seen, "P-0001"), by_whom="Ana", at=NOW)
    assert (answer.kind, deed.kind) == ("accept", "split")
    assert deed.payload["mentions"] == keys[:2]
