"""A head learns from decisions and columns what helps, and leaves alone what does not."""

import json

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from tests.issues.builders import make_topics
from voc.issues.embed import scale_rows
from voc.issues.head import learn_head, unpack_head
from voc.issues.neighbours import find_neighbours

DIMS = 64


def make_blurred(sizes: list[int], *, blur: float = 1.2, seed: int = 1) -> tuple[NDArray, NDArray]:
    """Topics under a manner of speaking: a strong variation in a few directions that says nothing."""
    vectors, labels = make_topics(sizes, dims=DIMS, spread=0.9, seed=seed)
    rng = np.random.default_rng(seed + 50)
    manner = rng.normal(size=(len(labels), 4)) @ scale_rows(rng.normal(size=(4, DIMS)))
    return scale_rows(vectors + blur * manner / np.sqrt(4)), labels


def decide(labels: NDArray, count: int, seed: int = 0) -> NDArray:
    """The right label for some texts, -1 for the others."""
    decided = np.full(len(labels), -1, np.int64)
    chosen = np.random.default_rng(seed).choice(len(labels), count, replace=False)
    decided[chosen] = labels[chosen]
    return decided


def share_alike(vectors: NDArray, labels: NDArray, rows: NDArray | None = None) -> float:
    """The share of the ten nearest others that have the row's label."""
    alike = labels[find_neighbours(np.asarray(vectors, np.float32), 10)[0]] == labels[:, None]
    return float(alike[slice(None) if rows is None else rows].mean())


def test_decisions_bring_together_texts_that_nobody_decided_about() -> None:
    vectors, labels = make_blurred([60] * 6)
    decided = decide(labels, 60)
    head = learn_head(vectors, decided=decided)
    assert head is not None
    assert head.report.decided is not None
    assert head.report.decided.with_it > head.report.decided.without
    rest = decided < 0
    assert share_alike(head.apply(vectors), labels, rest) > share_alike(vectors, labels, rest) + 0.05


def test_it_holds_for_texts_that_come_later() -> None:
    vectors, labels = make_blurred([80] * 6)
    later = np.arange(len(labels)) % 4 == 0
    head = learn_head(vectors[~later], decided=decide(labels[~later], 80))
    assert head is not None
    before, after = (share_alike(seen[later], labels[later]) for seen in (vectors, head.apply(vectors)))
    assert after > before + 0.05


def test_without_a_word_there_is_no_head() -> None:
    vectors, _ = make_blurred([40] * 4)
    assert learn_head(vectors, decided=np.full(160, -1)) is None


def test_a_few_words_or_one_issue_alone_teach_nothing() -> None:
    vectors, labels = make_blurred([40] * 4)
    assert learn_head(vectors, decided=decide(labels, 3)) is None
    assert learn_head(vectors, decided=np.where(labels == 0, 0, -1)) is None


def test_nothing_at_all_teaches_nothing() -> None:
    empty = np.zeros((0, DIMS), np.float32)
    assert learn_head(empty, decided=np.zeros(0, np.int64), hints=[np.zeros(0, np.int64)]) is None


def test_decisions_at_random_are_followed_no_more_than_by_chance() -> None:
    vectors, labels = make_blurred([60] * 6)
    noises = (np.random.default_rng(seed).permutation(decide(labels, 90, seed)) for seed in range(8))
    heads = [learn_head(vectors, decided=noise) for noise in noises]
    assert sum(head is not None for head in heads) <= 1


def test_a_packed_head_sees_what_it_saw() -> None:
    vectors, labels = make_blurred([60] * 6)
    head = learn_head(vectors, decided=decide(labels, 60))
    assert head is not None
    again = unpack_head(json.loads(json.dumps(head.pack())))
    assert np.array_equal(again.apply(vectors), head.apply(vectors))
    assert np.allclose(head.apply(vectors[7:8]), head.apply(vectors)[7:8], atol=1e-6)
    assert np.allclose(np.linalg.norm(head.apply(vectors), axis=1), 1, atol=1e-6)


def test_a_head_of_many_issues_stays_small() -> None:
    vectors, labels = make_topics([8] * 120, dims=512, spread=2.5)
    head = learn_head(vectors, decided=labels)
    assert head is not None
    assert len(json.dumps(head.pack())) < 300_000


def test_the_same_words_give_the_same_head() -> None:
    vectors, labels = make_blurred([60] * 6)
    first, again = (learn_head(vectors, decided=decide(labels, 60)) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.pack() == again.pack()


def test_names_of_codes_mean_nothing() -> None:
    vectors, labels = make_blurred([60] * 6)
    decided = decide(labels, 60)
    first = learn_head(vectors, decided=decided)
    other = learn_head(vectors, decided=np.where(decided >= 0, 10 * decided + 7, -1))
    assert first is not None
    assert other is not None
    assert np.allclose(first.apply(vectors), other.apply(vectors), atol=1e-5)


def test_a_column_that_tells_the_matter_helps() -> None:
    vectors, labels = make_blurred([60] * 6)
    column = np.where(np.random.default_rng(2).random(360) < 0.5, labels // 2, -1)
    product = np.where(np.random.default_rng(3).random(360) < 0.5, labels % 3, -1)
    head = learn_head(vectors, decided=np.full(360, -1), hints=[column, product])
    assert head is not None
    assert [trial.is_used for trial in head.report.hints] == [True, True]
    assert share_alike(head.apply(vectors), labels) > share_alike(vectors, labels) + 0.05


def test_a_column_that_is_noise_does_no_harm() -> None:
    vectors, labels = make_blurred([60] * 6)
    noise = np.random.default_rng(4).integers(0, 5, 360)
    assert learn_head(vectors, decided=np.full(360, -1), hints=[noise]) is None
    decided = decide(labels, 60)
    alone, beside = (learn_head(vectors, decided=decided, hints=hints) for hints in ([], [noise]))
    assert alone is not None
    assert beside is not None
    assert alone.pack() == beside.pack()


def test_a_column_that_tells_the_manner_is_refused_by_decisions() -> None:
    vectors, labels = make_blurred([60] * 6)
    rng = np.random.default_rng(1 + 50)
    manner = (rng.normal(size=(360, 4))[:, :2] > 0) @ np.array([1, 2])
    head = learn_head(vectors, decided=decide(labels, 90), hints=[manner])
    assert head is not None
    trial = head.report.hints[0]
    assert not trial.is_used
    assert trial.judge == "decided"
    assert trial.with_it < trial.without


def test_an_issue_that_crosses_departments_survives() -> None:
    vectors, labels = make_blurred([60] * 6)
    rng = np.random.default_rng(5)
    department = np.where(labels == 0, rng.integers(0, 3, 360), labels // 2)
    other = np.where(labels == 0, rng.integers(0, 3, 360), labels % 3)
    head = learn_head(vectors, decided=np.full(360, -1), hints=[department, other])
    assert head is not None
    crossing = np.flatnonzero(labels == 0)
    before, after = (share_alike(seen, labels, crossing) for seen in (vectors, head.apply(vectors)))
    assert after > before - 0.02


def test_issues_nobody_spoke_about_are_neither_glued_nor_torn() -> None:
    vectors, labels = make_blurred([60] * 8)
    decided = np.where(labels < 4, decide(labels, 120), -1)
    head = learn_head(vectors, decided=decided)
    assert head is not None
    silent = np.flatnonzero(labels >= 4)
    before, after = (share_alike(seen, labels, silent) for seen in (vectors, head.apply(vectors)))
    assert after > before - 0.02


def test_what_is_less_sure_counts_less() -> None:
    vectors, labels = make_blurred([60] * 6)
    decided = decide(labels, 60)
    sure = learn_head(vectors, decided=decided)
    unsure = learn_head(vectors, decided=decided, weights=np.full(360, 0.2))
    assert sure is not None
    assert unsure is not None
    assert unsure.parts[0].weight < sure.parts[0].weight


def test_another_encoder_is_taught_the_old_issues() -> None:
    vectors, labels = make_blurred([60] * 6)
    turn = np.linalg.qr(np.random.default_rng(6).normal(size=(DIMS, DIMS)))[0][:, :40]
    other = scale_rows(vectors @ turn)
    taught = np.arange(len(labels)) % 4 > 0
    head = learn_head(other[taught], decided=labels[taught])
    assert head is not None

    def recognise(seen: NDArray) -> float:
        means = np.vstack([seen[taught & (labels == code)].mean(axis=0) for code in range(6)])
        return float(
            adjusted_rand_score(labels[~taught], (seen[~taught] @ scale_rows(means).T).argmax(axis=1))
        )

    assert recognise(head.apply(other)) > recognise(other)


def test_vectors_of_another_encoder_are_refused() -> None:
    vectors, labels = make_blurred([60] * 6)
    head = learn_head(vectors, decided=decide(labels, 60))
    assert head is not None
    with pytest.raises(ValueError, match="64"):
        head.apply(np.zeros((1, 63), np.float32))
    with pytest.raises(ValueError, match="head/0"):
        unpack_head(head.pack() | {"version": "head/0"})
