"""A proposal is shown with the words of both sides, as long as nobody answered it."""

from datetime import UTC, datetime

from tests.answers.test_overlay import list_ids
from voc.answers import Reading, open_reading
from voc.answers.proposals import list_proposals
from voc.answers.recording import find_placed
from voc.council.edits import refuse_proposal
from voc.schema import NewEvent
from voc.settings import Settings
from voc.store.ledger import open_ledger

NOW = datetime(2026, 4, 3, 9, tzinfo=UTC)


def say(settings: Settings, *events: NewEvent) -> None:
    open_ledger(settings).record_events(events, by_whom="voc", at=NOW)


def propose(number: int, what: str, issue_id: str, **more: object) -> NewEvent:
    payload = {"proposal": f"P-{number:04d}", "what": what, "as_of": "2026-04-02", "contacts": 4, **more}
    return NewEvent("proposal", issue_id, {"evidence": {"similarity": 0.93}, **payload})


def test_a_merge_shows_what_customers_say_of_both(reading: Reading, settings: Settings) -> None:
    say(settings, propose(1, "merge", "ISS-0002", into="ISS-0001"))
    with open_reading(settings) as after:
        (told,) = list_proposals(after)["proposals"]
    assert (told["issue_id"], told["into"], told["into_name"]) == ("ISS-0002", "ISS-0001", "Cobro duplicado")
    assert 0 < len(told["words"]) <= 5 and 0 < len(told["other_words"]) <= 5
    assert not set(told["words"]) & set(told["other_words"])
    assert told["evidence"] == {"similarity": 0.93}


def test_a_split_shows_what_would_go_beside_what_would_stay(reading: Reading, settings: Settings) -> None:
    going = find_placed(reading, list_ids(reading, "ISS-0001")[:2])
    keys = [list(mention.key) for mention in going]
    say(settings, propose(1, "split", "ISS-0001", mentions=keys, name="Cuota"))
    with open_reading(settings) as after:
        (told,) = list_proposals(after, "ISS-0001")["proposals"]
        assert list_proposals(after, "ISS-0002") == {"proposals": []}
    assert set(told["mentions"]) == {mention.mention_id for mention in going}
    assert (told["child_name"], told["into"]) == ("Cuota", None)


def test_words_of_a_few_people_are_kept_back(reading: Reading, settings: Settings) -> None:
    say(settings, propose(1, "merge", "ISS-0003", into="ISS-0001"))
    with open_reading(settings) as after:
        (told,) = list_proposals(after)["proposals"]
    assert told["words"] == [] and told["other_words"]


def test_an_answered_proposal_is_not_shown(reading: Reading, settings: Settings) -> None:
    say(settings, propose(1, "merge", "ISS-0002", into="ISS-0001"))
    with open_reading(settings) as after:
        say(settings, refuse_proposal(after.standing, "P-0001", "son distintas"))
    with open_reading(settings) as later:
        assert list_proposals(later) == {"proposals": []}
