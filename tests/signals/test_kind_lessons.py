"""What corrections teach, when it is used, and that nonsense is not."""

import numpy as np
import pytest

from voc.signals.kind_lessons import (
    FEWEST,
    Scene,
    count_missing,
    is_gain,
    learn_kind_lessons,
    rate_macro_f1,
    teach_all,
    teach_nothing,
)
from voc.signals.kind_witnesses import Groups, hear_all, hear_words
from voc.signals.kinds import KINDS, MEANINGS, Readings

AVOIDABLE, SIMPLE, VALUABLE = (
    MEANINGS.index(pair) for pair in (("avoidable", None), ("simple", None), ("valuable", None))
)
SIZE = len(MEANINGS)
COUNT = 600


def make_scene(seed: int) -> tuple[Scene, np.ndarray]:
    """Mentions of ten issues whose words mislead: half of the simple and the valuable ones read as avoidable.

    Returns:
        The scene, and what each mention is.
    """
    rng = np.random.default_rng(seed)
    issues = np.arange(COUNT) % 10
    truth = np.array([AVOIDABLE, AVOIDABLE, SIMPLE, VALUABLE, AVOIDABLE] * 2)[issues]
    heard = np.where(rng.random(COUNT) < 0.5, AVOIDABLE, truth)
    own = rng.normal(0, 0.5, (COUNT, SIZE))
    own[np.arange(COUNT), heard] += 3.0
    places = np.eye(10)[issues] * 0.5 + rng.normal(0, 0.1, (COUNT, 10))
    likes = np.zeros((COUNT, len(KINDS)), np.int64)
    readings = Readings(own, np.zeros((COUNT, SIZE)), places, likes, [("",) * len(KINDS)] * COUNT)
    groups = Groups(np.arange(COUNT), issues, np.full(COUNT, -1))
    words = hear_words(readings, groups)
    return Scene(readings, words, groups, hear_all(words, groups).chances), truth


def say(truth: np.ndarray, rows: np.ndarray) -> np.ndarray:
    said = np.full(COUNT, -1)
    said[rows] = truth[rows]
    return said


def rate_rest(scene: Scene, said: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The share of the others that is told right: without learning, and as it was learned."""
    told, _ = learn_kind_lessons(scene.readings, scene.words, scene.groups, said)
    shares = []
    for taught in (teach_nothing(said), told):
        places = hear_all(scene.words, scene.groups, taught).chances.argmax(axis=1)
        shares.append(float((places == truth)[said < 0].mean()))
    return shares[0], shares[1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_corrections_teach_what_the_other_contacts_are(seed: int) -> None:
    scene, truth = make_scene(seed)
    rows = np.random.default_rng(seed).permutation(COUNT)[:100]
    without, with_it = rate_rest(scene, say(truth, rows), truth)
    assert without < 0.9
    assert with_it > without + 0.05


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_corrections_of_errors_alone_do_not_turn_what_was_right(seed: int) -> None:
    scene, truth = make_scene(seed)
    wrong = np.flatnonzero(scene.plain.argmax(axis=1) != truth)
    rows = np.random.default_rng(seed).permutation(wrong)[: len(wrong) // 2]
    without, with_it = rate_rest(scene, say(truth, rows), truth)
    assert with_it >= without - 0.005


@pytest.mark.parametrize("seed", range(6))
def test_nonsense_is_found_out_on_corrections_that_were_not_seen(seed: int) -> None:
    scene, truth = make_scene(seed)
    rng = np.random.default_rng(seed + 50)
    rows = rng.permutation(COUNT)[:100]
    nonsense = say(rng.choice([AVOIDABLE, SIMPLE, VALUABLE], COUNT), rows)
    told, trial = learn_kind_lessons(scene.readings, scene.words, scene.groups, nonsense)
    without, with_it = rate_rest(scene, nonsense, truth)
    assert not trial.is_used or with_it >= without - 0.02
    assert (told.meanings == nonsense).all()


def test_few_corrections_hold_for_their_own_contacts_alone() -> None:
    scene, truth = make_scene(1)
    said = say(truth, np.arange(FEWEST - 1))
    told, trial = learn_kind_lessons(scene.readings, scene.words, scene.groups, said)
    assert (trial.is_used, trial.without, trial.with_it) == (False, None, None)
    assert not told.turn.any()
    assert told.weight == 1


def test_learning_twice_gives_the_same() -> None:
    scene, truth = make_scene(2)
    said = say(truth, np.arange(0, COUNT, 7))
    first, second = teach_all(scene, said), teach_all(scene, said)
    assert np.array_equal(first.turn, second.turn)
    assert first.weight == second.weight


def test_errors_alone_tell_of_many_contacts_that_were_left_alone() -> None:
    plain = np.full((40, SIZE), 0.01)
    plain[:, AVOIDABLE] = 0.92
    only_wrong = np.full(40, VALUABLE)
    drawn = np.where(np.arange(40) < 2, VALUABLE, AVOIDABLE)
    assert count_missing(plain, only_wrong) > 150
    assert count_missing(plain, drawn) == 0


def test_a_gain_by_chance_is_none() -> None:
    truth = np.zeros(30, np.int64)
    before = np.full((30, 2), 0.5)
    luck = before.copy()
    luck[0] = [0.9, 0.1]
    luck[1] = [0.1, 0.9]
    surer = np.tile([0.7, 0.3], (30, 1))
    surer[0] = [0.6, 0.4]
    assert not is_gain(before, luck, truth)
    assert is_gain(before, surer, truth)


def test_macro_f1_by_hand() -> None:
    # a: precision 2/3, recall 1: .8; b: precision 1, recall 1/2: .667
    assert rate_macro_f1(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])) == pytest.approx((0.8 + 2 / 3) / 2)
    assert rate_macro_f1(np.array([], np.int64), np.array([], np.int64)) == 0
