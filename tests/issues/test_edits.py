"""What people decide holds for every later session, and for a rebuild from the ledger alone."""

import numpy as np
import pytest

from tests.issues.books import Book, assign_mentions, issues_of
from tests.issues.builders import join_corpora, make_corpus, make_topics
from voc.issues import mine
from voc.issues.corpus import Corpus
from voc.issues.place import Prior

TOPICS = make_topics([80, 70, 60], spread=0.6)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "SETTLED_MENTIONS", 100)


def take_topics(*wanted: int, first: int = 0, day: int = 0) -> Corpus:
    vectors, labels = TOPICS
    rows = np.isin(labels, wanted)
    return make_corpus(vectors[rows], labels[rows], first=first, day=day)


def open_book(corpus: Corpus) -> Book:
    book = Book()
    book.hold(corpus, 1, "a")
    return book


def list_keys(corpus: Corpus, places: list[int]) -> list[list[object]]:
    return [list(corpus.addresses[place]) for place in places]


def members_of(corpus: Corpus, book: Book, issue_id: str) -> list[int]:
    found = issues_of(corpus, book.register)
    return [place for place, key in enumerate(corpus.keys) if found[f"m{key}"] == issue_id]


def test_what_was_merged_is_the_survivors_and_stays_so_when_all_is_fitted_anew() -> None:
    corpus = take_topics(0, 1, 2)
    book = open_book(corpus)
    both = members_of(corpus, book, "ISS-0001") + members_of(corpus, book, "ISS-0002")
    book.say("merge", "ISS-0002", into="ISS-0001")
    assert members_of(corpus, book, "ISS-0001") == sorted(both)
    more = join_corpora(corpus, make_corpus(*make_topics([30], seed=5), first=900, day=7))
    events = book.hold(more, 10, "b")
    assert any(event.kind == "birth" for event in events)  # all but what people held was fitted anew
    assert set(both) <= set(members_of(more, book, "ISS-0001"))
    assert "ISS-0002" not in book.register.issues and book.register.find_root("ISS-0002") == "ISS-0001"


@pytest.mark.usefixtures("settled")
def test_a_later_mention_that_is_like_what_was_merged_goes_to_the_survivor() -> None:
    vectors, labels = TOPICS
    early = np.arange(len(labels)) % 3 > 0
    corpus = make_corpus(vectors[early], labels[early])
    book = open_book(corpus)
    book.say("merge", "ISS-0002", into="ISS-0001")
    whole = join_corpora(corpus, make_corpus(vectors[~early], labels[~early], first=900, day=7))
    book.hold(whole, 10, "b")
    found = issues_of(whole, book.register)
    late = [found[f"mk{900 + row:05d}"] for row in range((~early).sum())]
    merged = [issue for issue, label in zip(late, labels[~early], strict=True) if label in (0, 1)]
    assert merged.count("ISS-0001") > 0.85 * len(merged) and "ISS-0002" not in late


def test_a_split_takes_what_lies_nearer_to_the_chosen_mentions_then_and_later() -> None:
    vectors, labels = make_topics([60, 60], spread=0.6)
    corpus = make_corpus(vectors, labels)
    book = open_book(corpus)
    book.say("merge", "ISS-0002", into="ISS-0001")  # one issue of two matters
    chosen = [place for place in range(len(labels)) if labels[place] == 1][:6]
    book.say("split", "ISS-0001", child="ISS-0003", name="Lo otro", mentions=list_keys(corpus, chosen))
    child = members_of(corpus, book, "ISS-0003")
    assert set(chosen) <= set(child)
    assert np.mean(labels[child] == 1) > 0.9 and len(child) > 40
    assert book.register.issues["ISS-0003"].name == "Lo otro"
    assert book.register.issues["ISS-0003"].origins == ("ISS-0001",)
    more = join_corpora(corpus, make_corpus(*make_topics([30], seed=5), first=900, day=7))
    book.hold(more, 10, "b")
    later = set(members_of(more, book, "ISS-0003"))
    assert set(chosen) <= later and len(later & set(child)) >= 0.95 * len(child)
    assert book.register.last_number >= 3


def test_a_moved_verbatim_stays_where_people_put_it_and_what_reads_alike_goes_along() -> None:
    corpus = take_topics(0, 1)
    book = open_book(corpus)
    one = members_of(corpus, book, "ISS-0001")[0]
    key = list_keys(corpus, [one])
    book.say("move", "ISS-0002", mentions=key, **{"from": "ISS-0001", "to": "ISS-0002"})
    assert one in members_of(corpus, book, "ISS-0002")
    book.hold(join_corpora(corpus, make_corpus(*make_topics([20], seed=5), first=900, day=7)), 10, "b")
    assert one in members_of(corpus, book, "ISS-0002")
    assert corpus.addresses[one] in book.register.issues["ISS-0002"].exemplars
    assert corpus.addresses[one] not in book.register.issues["ISS-0001"].exemplars


def test_a_verbatim_that_was_put_nowhere_is_nobodys() -> None:
    corpus = take_topics(0, 1)
    book = open_book(corpus)
    one = members_of(corpus, book, "ISS-0001")[0]
    book.say("move", "ISS-0001", mentions=list_keys(corpus, [one]), **{"from": "ISS-0001", "to": None})
    book.hold(join_corpora(corpus, make_corpus(*make_topics([20], seed=5), first=900, day=7)), 10, "b")
    assert issues_of(corpus, book.register)[f"m{corpus.keys[one]}"] is None


def test_a_pinned_issue_does_not_die_when_its_matter_is_gone() -> None:
    vectors, labels = make_topics([60, 60, 20])
    book = open_book(make_corpus(vectors[labels > 0], labels[labels > 0]))
    book.say("pin", "ISS-0001", mentions=[])
    book.hold(make_corpus(vectors[labels == 0], labels[labels == 0], first=500), 9, "b")
    assert "ISS-0001" in book.register.issues and "ISS-0002" not in book.register.issues


def test_what_was_undone_counts_as_never_said() -> None:
    corpus = take_topics(0, 1)
    book = open_book(corpus)
    before = issues_of(corpus, book.register)
    said = book.say("merge", "ISS-0002", into="ISS-0001")
    assert issues_of(corpus, book.register) != before
    book.say("undo", "ISS-0002", event_id=said)
    assert issues_of(corpus, book.register) == before
    assert book.register.issues.keys() == {"ISS-0001", "ISS-0002"}


def test_a_number_that_was_given_and_undone_is_not_given_again() -> None:
    corpus = take_topics(0, 1)
    book = open_book(corpus)
    keys = list_keys(corpus, members_of(corpus, book, "ISS-0001")[:3])
    said = book.say("split", "ISS-0001", child="ISS-0003", name="Otra", mentions=keys)
    book.say("undo", "ISS-0001", event_id=said)
    assert book.register.last_number == 3 and "ISS-0003" not in book.register.issues


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("edit", ["merge", "split", "move", "none"])
def test_placing_only_what_can_have_moved_gives_what_placing_all_gives(edit: str) -> None:
    corpus = take_topics(0, 1)
    book = open_book(corpus)
    prior = Prior(assign_mentions(corpus, book.register), len(book.register.steps))
    keys = list_keys(corpus, members_of(corpus, book, "ISS-0001")[:4])
    if edit == "merge":
        book.say("merge", "ISS-0002", into="ISS-0001")
    elif edit == "split":
        book.say("split", "ISS-0001", child="ISS-0003", name="Otra", mentions=keys)
    elif edit == "move":
        book.say("move", "ISS-0002", mentions=keys, **{"from": "ISS-0001", "to": "ISS-0002"})
    whole = join_corpora(corpus, take_topics(2, first=900, day=7))
    assert any(event.kind == "birth" for event in book.hold(whole, 10, "b"))
    in_part = assign_mentions(whole, book.register, prior)
    assert in_part.equals(assign_mentions(whole, book.register))
