"""Discovery holds on the smallest corpora, where the libraries under it do not."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from tests.issues.builders import invent_words, make_topics
from voc.issues.discover import are_sure, discover_groups, drop_small, link_few_texts
from voc.issues.resolution import read_wish
from voc.settings.workspace import GRANULARITIES

WORDS = ("router", "factura", "pedido", "tienda", "app", "antena")


def test_every_word_that_the_settings_take_is_a_wish() -> None:
    assert {word: read_wish(word) for word in GRANULARITIES} == {
        "auto": None,
        "coarse": 12,
        "medium": 25,
        "fine": 50,
    }
    assert read_wish(17) == 17


def test_the_same_texts_in_another_order_fall_into_the_same_groups() -> None:
    vectors, labels = make_topics([80, 70, 60, 50, 40, 40], spread=0.6)
    texts = [f"texto {WORDS[label]} {invent_words(row)}" for row, label in enumerate(labels)]
    found = [find_groups_in_order(vectors, texts, order) for order in (1, 2)]
    assert adjusted_rand_score(*found) == 1.0
    assert len(set(found[0].tolist()) - {-1}) == 6


def find_groups_in_order(vectors: NDArray, texts: list[str], arrival: int) -> NDArray:
    """Groups of texts that arrived in some order, put into canonical order as the corpus does it."""
    arrived = np.random.default_rng(arrival).permutation(len(texts))
    canonical = arrived[np.argsort([texts[row] for row in arrived])]
    said = [texts[row] for row in canonical]
    lemmas = [text.split() for text in said]
    found = discover_groups(vectors[canonical], said, lemmas, np.ones(len(said), np.int64), least=3)
    labels = np.empty(len(said), np.int64)
    labels[canonical] = found.labels
    return labels


def test_a_text_that_many_say_stays_in_its_group_and_the_least_sure_are_left_out() -> None:
    weights = np.ones(20, np.int64)
    weights[0] = 3
    assert np.flatnonzero(~are_sure(np.linspace(0, 1, 20), weights)).tolist() == [1]


@pytest.mark.parametrize("wished", [2, 5])
def test_few_texts_fall_into_a_wished_number_of_groups(wished: int) -> None:
    vectors, _ = make_topics([6] * 5, spread=0.3)
    assert len(set(link_few_texts(vectors, wished).tolist())) == wished


@pytest.mark.parametrize("lemmas", [[["router"]], [["router"], ["router"]], [[], []]])
def test_texts_that_have_one_word_in_all_are_no_trouble(lemmas: list[list[str]]) -> None:
    count = len(lemmas)
    vectors = np.eye(8, dtype=np.float32)[:count]
    found = discover_groups(vectors, ["router"] * count, lemmas, np.ones(count, np.int64), least=2)
    assert len(found.labels) == count


def test_groups_come_with_most_contacts_first_and_none_has_too_few() -> None:
    labels = np.array([0, 0, 1, 1, 1, 2])
    weights = np.array([5, 5, 1, 1, 1, 2])
    sure = np.array([True, True, True, True, True, False])
    assert drop_small(labels, sure, weights, least=2).tolist() == [0, 0, 1, 1, 1, -1]


def test_texts_beyond_the_sample_are_placed_with_their_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.issues.discover.LEARNED_FROM", 400)
    vectors, labels = make_topics([200, 150, 130, 120], spread=0.5)
    texts = [f"texto {WORDS[label]} {invent_words(row)}" for row, label in enumerate(labels)]
    weights = np.ones(len(texts), np.int64)
    found = discover_groups(vectors, texts, [text.split() for text in texts], weights, least=3)
    assert adjusted_rand_score(labels, found.nearest) > 0.97
    assert 0.85 < (found.labels >= 0).mean() < 0.95
    assert found.proposed == 4
    assert max(found.trials, key=lambda trial: trial.score).stability is not None
