import numpy as np
import pytest

from tests.issues.books import Book, assign_mentions
from tests.issues.builders import join_corpora, make_corpus, make_topics
from voc.issues import mine
from voc.issues.corpus import Corpus
from voc.issues.lessons import collect_lessons, digest_lessons
from voc.issues.register import Register


def make_blurred(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Two matters that differ along few directions, under a noise that is larger and says nothing."""
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1], 200)
    signal = np.where(labels[:, None] == 0, 1.0, -1.0) * np.ones((400, 3)) * 0.5
    noise = rng.normal(size=(400, 60))
    vectors = np.hstack([signal, noise, np.zeros((400, 137))])
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


def open_settled(corpus: Corpus) -> Book:
    book = Book()
    book.hold(corpus, 1, "a")
    return book


def keys_of(corpus: Corpus, places: list[int]) -> list[list[object]]:
    return [list(corpus.addresses[place]) for place in places]


def test_who_said_nothing_taught_nothing() -> None:
    corpus = make_corpus(*make_topics([50, 50]))
    book = open_settled(corpus)
    assert digest_lessons(book.register) == "" == digest_lessons(Register())
    assert (collect_lessons(corpus, book.register)[0] == -1).all()


def test_what_people_moved_counts_whole_and_what_they_held_together_half() -> None:
    corpus = make_corpus(*make_topics([50, 50]))
    book = open_settled(corpus)
    book.say("move", "ISS-0002", mentions=keys_of(corpus, [3]), **{"from": "ISS-0001", "to": "ISS-0002"})
    decided, weights = collect_lessons(corpus, book.register)
    assert decided[3] >= 0 and weights[3] == 1.0
    others = [place for place in np.flatnonzero(decided >= 0) if place != 3]
    assert others and all(weights[place] == 0.5 for place in others)
    assert digest_lessons(book.register) != ""


@pytest.mark.parametrize("taught", [False, True])
def test_what_people_put_right_is_seen_in_what_comes_later(
    monkeypatch: pytest.MonkeyPatch, taught: bool
) -> None:
    monkeypatch.setattr(mine, "SETTLED_MENTIONS", 100)
    vectors, labels = make_blurred()
    early = np.arange(400) % 2 == 0
    corpus = make_corpus(vectors[early], labels[early])
    topics = make_topics([40, 40], seed=4)
    book = open_settled(join_corpora(corpus, make_corpus(*topics, first=700)))
    ids = sorted(book.register.issues)[:2]
    if taught:
        for label, issue_id in enumerate(ids):
            chosen = np.flatnonzero(labels[early] == label)[:60].tolist()
            book.say("pin", issue_id, mentions=keys_of(corpus, chosen))
    late = make_corpus(vectors[~early], labels[~early], first=2000, day=7)
    whole = join_corpora(join_corpora(corpus, make_corpus(*topics, first=700)), late)
    events = book.hold(whole, 10, "b")
    assert any(event.kind == "space" for event in events) == taught
    placed = assign_mentions(whole, book.register)
    found = dict(placed.select("mention_id", "issue_id").iter_rows())
    came = [(found[f"mk{2000 + row:05d}"], label) for row, label in enumerate(labels[~early])]
    right = sum(issue_id == ids[label] for issue_id, label in came)
    wrong = sum(issue_id == ids[1 - label] for issue_id, label in came)
    assert wrong <= 2
    assert (right > 60) if taught else (right < 10)
