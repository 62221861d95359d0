from datetime import datetime, timedelta

import polars as pl

from tests.issues.books import Book
from tests.issues.builders import BEGIN, make_corpus, make_topics
from voc.issues.register import Register
from voc.issues.transitions import word_transitions
from voc.schema import NewEvent


def hear(*pairs: tuple[str, datetime]) -> pl.DataFrame:
    schema = {"issue_id": pl.String, "occurred_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(list(pairs), schema=schema, orient="row")


def tell(events: list[NewEvent]) -> list[tuple[str | None, str]]:
    return [(event.issue_id, event.payload["what"]) for event in events]


def make_book() -> Book:
    book = Book()
    book.hold(make_corpus(*make_topics([60, 50])), 1, "a")
    return book


def test_an_issue_falls_silent_after_twelve_weeks_and_opens_again_when_heard() -> None:
    book = make_book()
    later = BEGIN + timedelta(weeks=20)
    heard = hear(("ISS-0001", BEGIN), ("ISS-0002", later - timedelta(weeks=1)))
    events = word_transitions(heard, book.register, later)
    assert tell(events) == [("ISS-0001", "dies")]
    book.add(events)
    assert book.register.silent == {"ISS-0001"} and "ISS-0001" in book.register.issues
    assert word_transitions(heard, book.register, later) == []
    again = pl.concat([heard, hear(("ISS-0001", later))])
    events = word_transitions(again, book.register, later + timedelta(weeks=1))
    assert tell(events) == [("ISS-0001", "reopens")]
    book.add(events)
    assert book.register.silent == frozenset()


def test_what_was_heard_after_the_day_does_not_count_yet() -> None:
    book = make_book()
    later = BEGIN + timedelta(weeks=20)
    heard = hear(("ISS-0001", later), ("ISS-0002", later + timedelta(days=1)))
    assert len(word_transitions(heard, book.register, later)) == 2


def test_nothing_is_told_of_a_register_without_issues() -> None:
    assert word_transitions(hear(), Register(), BEGIN) == []
