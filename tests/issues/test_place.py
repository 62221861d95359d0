"""What was placed before is known again by the steps that it was placed by."""

import os
import subprocess
import sys
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.issues.books import Book, assign_mentions, issues_of
from tests.issues.builders import BEGIN, join_corpora, make_corpus, make_topics
from voc.issues.corpus import Corpus
from voc.issues.place import Prior, digest_steps, select_movable
from voc.issues.steps import Placement, Taking, Version, View

STEPS = """
from voc.issues.place import digest_steps
from voc.issues.steps import Placement, Taking, View
ids = [f"ISS-{number:04d}" for number in range(40)]
view = View(0, 0, (), {}, {}, frozenset(ids), {ids[0]: Taking(0, frozenset(ids))})
print(digest_steps([view, Placement(frozenset(ids), None)]))
"""


def digest_elsewhere(hash_seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-c", STEPS]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_every_process_tells_the_same_steps_by_the_same_digest() -> None:
    assert len({digest_elsewhere(seed) for seed in (1, 2, 3)}) == 1


def test_other_steps_have_another_digest() -> None:
    version = Version("ISS-0001", 0, (("a", "1", 1, "key"),), 0.5)
    view = View(0, 0, (version,), {}, {})
    others = [
        [],
        [view],
        [view, Placement(frozenset({"a"}), None)],
        [view, Placement(frozenset({"a"}), "ISS-0001")],
        [View(0, 0, (version,), {"ISS-0002": "ISS-0001"}, {})],
        [View(0, 0, (version,), {}, {"a": None})],
        [View(0, 0, (version,), {}, {}, frozenset({"ISS-0001"}))],
        [View(0, 0, (version,), {}, {}, takings={"ISS-0001": Taking(0, frozenset({"ISS-0002"}))})],
    ]
    assert len({digest_steps(steps) for steps in others}) == len(others)


def test_sessions_that_a_view_has_held_for_since_do_not_count() -> None:
    assert digest_steps([View(2, 2, (), {}, {})]) == digest_steps([View(2, 5, (), {}, {})])


@pytest.fixture
def two_matters_in_one() -> tuple[Book, Corpus, Prior]:
    """An issue that holds two matters, placed in two sessions; then one of them bears an issue of its own."""
    vectors, labels = make_topics([30, 30], spread=0.5)
    early = np.arange(60) % 2 == 0
    corpus = join_corpora(
        make_corpus(vectors[early], labels[early]),
        make_corpus(vectors[~early], labels[~early], first=500, day=7),
    )
    topics = np.concatenate([labels[early], labels[~early]])
    keys = [[list(corpus.addresses[place]) for place in np.flatnonzero(topics == topic)] for topic in (0, 1)]
    book = Book()
    day = [(BEGIN + timedelta(days=days)).isoformat() for days in (1, 8, 9)]
    seen = {"fingerprint": "x", "mention_count": 60}
    both = {"session": 0, "as_of": day[0], "exemplars": keys[0] + keys[1], "threshold": 0.1, "name": "Todo"}
    book.say("birth", "ISS-0001", **both)
    book.say("mined", None, as_of=day[0], **seen)
    book.say("mined", None, as_of=day[1], **seen)
    prior = Prior(assign_mentions(corpus, book.register), len(book.register.steps))
    own = {"session": 2, "as_of": day[2], "exemplars": keys[1], "threshold": 0.1, "name": "Lo nuevo"}
    book.say("birth", "ISS-0002", **own, **{"from": ["ISS-0001"], "since": 1})
    book.say("mined", None, as_of=day[2], **seen)
    return book, corpus, prior


def test_a_birth_moves_only_what_first_came_in_its_window_and_only_that_is_placed_again(
    two_matters_in_one: tuple[Book, Corpus, Prior],
) -> None:
    book, corpus, prior = two_matters_in_one
    keys = pl.Series("text_key", corpus.keys)[corpus.mentions["place"].to_list()]
    rows = select_movable(corpus.mentions.with_columns(text_key=keys), prior, book.register)
    after = issues_of(corpus, book.register)
    before = dict(prior.assignments.select("mention_id", "issue_id").iter_rows())
    moved = {mention for mention in after if after[mention] != before[mention]}
    assert len(moved) > 10 and {after[mention] for mention in moved} == {"ISS-0002"}
    assert moved <= set(rows["mention_id"])
    assert set(rows["mention_id"]) == {m for m in after if m >= "mk00500"}
