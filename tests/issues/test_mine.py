from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.issues.books import Book, assign_mentions, issues_of, name
from tests.issues.builders import BEGIN, join_corpora, make_corpus, make_topics
from voc.issues import mine
from voc.issues.mine import hold_session
from voc.issues.register import Register
from voc.issues.session import Session

rng = np.random.default_rng(3)


def test_the_first_session_bears_the_issues_biggest_first_with_unlike_names() -> None:
    corpus = make_corpus(*make_topics([90, 60, 40]))
    book = Book()
    events = book.hold(corpus, 1, "a")
    births = [e for e in events if e.kind == "birth"]
    assert [e.issue_id for e in births] == ["ISS-0001", "ISS-0002", "ISS-0003"]
    assert len({e.payload["name"] for e in births}) == 3
    sizes = (
        assign_mentions(corpus, book.register)["issue_id"]
        .value_counts()
        .sort("issue_id")
        .drop_nulls()["count"]
        .to_list()
    )
    assert sizes == sorted(sizes, reverse=True)


def test_the_ledger_holds_addresses_and_no_text() -> None:
    corpus = make_corpus(*make_topics([50, 50]))
    birth = Book().hold(corpus, 1, "a")[0]
    assert all(len(key) == 4 and key[0] == "notes" for key in birth.payload["exemplars"])
    assert "caso" not in str(birth.payload["exemplars"])


def test_a_session_that_sees_nothing_new_or_an_earlier_day_changes_nothing() -> None:
    corpus = make_corpus(*make_topics([60, 60]))
    book = Book()
    book.hold(corpus, 3, "a")
    assert book.hold(corpus, 3, "a") == []
    assert book.hold(corpus, 9, "a") == []
    assert book.hold(corpus, 2, "b") == []


def test_a_rebuild_from_the_ledger_gives_every_mention_its_issue_again() -> None:
    corpus = make_corpus(*make_topics([90, 60, 40], spread=0.7))
    book = Book()
    book.hold(corpus, 1, "a")
    rebuilt = Book()
    rebuilt.events = list(book.events)
    assert rebuilt.hold(corpus, 1, "a") == []
    assert issues_of(corpus, rebuilt.register) == issues_of(corpus, book.register)


def test_while_history_is_short_a_refit_keeps_the_ids_and_names_of_what_it_finds_again() -> None:
    topics = make_topics([60, 50, 40, 30])
    first = make_corpus(topics[0][:150], topics[1][:150])
    book = Book()
    book.hold(first, 1, "a")
    names = {i: issue.name for i, issue in book.register.issues.items()}
    before = issues_of(first, book.register)
    whole = join_corpora(first, make_corpus(topics[0][150:], topics[1][150:], first=1000, day=7))
    book.hold(whole, 10, "b")
    after = issues_of(whole, book.register)
    kept = np.mean([after[m] == i for m, i in before.items() if i])
    assert kept >= 0.98
    assert len(book.register.issues) == 4
    assert all(book.register.issues[i].name == name for i, name in names.items())


def test_once_settled_old_mentions_keep_their_issue_and_a_new_topic_bears_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mine, "SETTLED_MENTIONS", 100)
    vectors, labels = make_topics([80, 70, 25])
    old = labels < 2
    first = make_corpus(vectors[old], labels[old])
    book = Book()
    book.hold(first, 1, "a")
    before = issues_of(first, book.register)
    whole = join_corpora(first, make_corpus(vectors[~old], labels[~old], first=1000, day=7))
    events = book.hold(whole, 10, "b")
    after = issues_of(whole, book.register)
    assert all(after[m] == i for m, i in before.items() if i)
    assert [e.kind for e in events] == ["birth", "mined"]
    newborn = [i for m, i in after.items() if m.startswith("mk01")]
    assert newborn.count("ISS-0003") >= 20


def test_week_by_week_and_all_at_once_from_the_ledger_assign_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "SETTLED_MENTIONS", 100)
    vectors, labels = make_topics([80, 70, 25], spread=0.6)
    old = labels < 2
    first = make_corpus(vectors[old], labels[old])
    whole = join_corpora(first, make_corpus(vectors[~old], labels[~old], first=1000, day=7))
    book = Book()
    book.hold(first, 1, "a")
    week_one = issues_of(first, book.register)
    book.hold(whole, 10, "b")
    at_once = issues_of(whole, book.register)
    assert {m: at_once[m] for m, i in week_one.items() if i} == {m: i for m, i in week_one.items() if i}


def test_noise_that_nobody_took_bears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "SETTLED_MENTIONS", 100)
    vectors, labels = make_topics([80, 70])
    book = Book()
    first = make_corpus(vectors, labels)
    book.hold(first, 1, "a")
    noise, _ = make_topics([1] * 40, seed=9)
    whole = join_corpora(first, make_corpus(noise, np.zeros(40, int), first=1000, day=7))
    assert [e.kind for e in book.hold(whole, 10, "b")] == ["mined"]


def test_an_issue_about_which_people_decided_does_not_die_in_a_refit() -> None:
    vectors, labels = make_topics([60, 60, 20])
    book = Book()
    book.hold(make_corpus(vectors[labels > 0], labels[labels > 0]), 1, "a")
    gone = make_corpus(vectors[labels == 0], labels[labels == 0], first=500)
    owned = frozenset({"ISS-0002"})
    session = Session(BEGIN + timedelta(days=9), "b", 60, owned)
    book.add(hold_session(gone, book.register, session, name))
    assert "ISS-0002" in book.register.issues and "ISS-0001" not in book.register.issues


def test_assignments_have_one_row_a_mention_and_the_schema_of_the_frame() -> None:
    corpus = make_corpus(*make_topics([20, 20]))
    assigned = assign_mentions(corpus, Register())
    assert assigned.height == 40 and assigned["issue_id"].null_count() == 40
    assert assigned.schema["issue_id"] == pl.String


def test_a_fit_of_enough_texts_tells_how_many_issues_the_evidence_speaks_for_whatever_was_asked() -> None:
    corpus = make_corpus(*make_topics([70, 70, 70, 70, 70, 70], spread=0.6))
    told = {}
    for asked in ("auto", 3):
        book = Book()
        session = Session(BEGIN + timedelta(days=1), "a", len(corpus.keys), granularity=asked)
        book.add(hold_session(corpus, book.register, session, name))
        told[asked] = (book.register.proposed_count, len(book.register.issues))
    assert told["auto"] == (6, 6)
    assert told[3] == (6, 3)
