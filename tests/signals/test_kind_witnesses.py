"""Who speaks for a mention's kind, how sure the verdict is, and what it says it rests on."""

import numpy as np
import polars as pl

from voc.signals.kind_verdicts import Evidence, reach_verdicts, sober_down, sum_kinds
from voc.signals.kind_witnesses import Told, group_mentions, hear_all, hear_words
from voc.signals.kinds import KINDS, MEANINGS, Readings

AVOIDABLE, SIMPLE, VALUABLE = (
    MEANINGS.index(pair) for pair in (("avoidable", None), ("simple", None), ("valuable", None))
)
SIZE = len(MEANINGS)


def read(own: dict[int, float], sign: dict[int, float] | None = None, times: int = 1) -> Readings:
    """Mentions alike, with these log-odds."""
    rows = np.zeros((2, times, SIZE))
    for layer, told in enumerate((own, sign or {})):
        for place, odds in told.items():
            rows[layer, :, place] = odds
    likes = np.zeros((times, len(KINDS)), np.int64)
    words = ("no va", "how do i", "", "")
    return Readings(rows[0], rows[1], np.zeros((times, 2)), likes, [words] * times)


def join(*parts: Readings) -> Readings:
    return Readings(
        np.vstack([each.own for each in parts]),
        np.vstack([each.signs for each in parts]),
        np.vstack([each.places for each in parts]),
        np.vstack([each.likes for each in parts]),
        [row for each in parts for row in each.words],
    )


def judge(
    readings: Readings,
    contacts: list[str] | None = None,
    issues: list[str | None] | None = None,
    ratings: list[str | None] | None = None,
    told: Told | None = None,
) -> pl.DataFrame:
    count = len(readings.own)
    groups = group_mentions(
        contacts or [str(n) for n in range(count)], issues or [None] * count, ratings or [None] * count
    )
    hearing = hear_all(hear_words(readings, groups), groups, told)
    sentences = [tuple(f"reference of {kind}" for kind in KINDS)] * count
    return reach_verdicts(hearing, Evidence(readings.words, sentences), told)


def test_a_sign_is_shown_with_its_words_and_a_like_with_its_sentence() -> None:
    told = judge(join(read({AVOIDABLE: 0.5}, {AVOIDABLE: 3}), read({SIMPLE: 4}, {SIMPLE: 0.7})))
    assert told["reason"].to_list() == ["sign:no va", "like:reference of simple"]
    assert told["kind"].to_list() == ["avoidable", "simple"]


def test_a_doubtful_mention_follows_its_issue_and_says_so() -> None:
    readings = join(read({SIMPLE: 0.3}), read({AVOIDABLE: 3}, times=30))
    told = judge(readings, issues=["ISS-0001"] * 31)
    assert told["kind"][0] == "avoidable"
    assert told["reason"][0].startswith("issue:0.9")


def test_without_an_issue_mentions_do_not_speak_for_each_other() -> None:
    readings = join(read({SIMPLE: 0.3}), read({AVOIDABLE: 3}, times=30))
    assert judge(readings).row(0) == judge(read({SIMPLE: 0.3})).row(0)


def test_a_contacts_other_words_count_less_than_the_mentions_own() -> None:
    other = read({AVOIDABLE: 4})
    assert judge(join(read({}), other), contacts=["a", "a"]).row(0, named=True)["reason"] == "contact"
    assert judge(join(read({SIMPLE: 4}), other), contacts=["a", "a"])["kind"].to_list() == [
        "simple",
        "avoidable",
    ]


def test_a_rating_speaks_for_what_others_who_rated_so_say() -> None:
    doubtful = read({AVOIDABLE: 2, VALUABLE: 2.6})
    readings = join(doubtful, read({AVOIDABLE: 4}, times=40), read({VALUABLE: 4}, times=40))
    for rated, kind in (("low", "avoidable"), ("high", "valuable")):
        told = judge(readings, ratings=[rated, *["low"] * 40, *["high"] * 40])
        assert told["kind"][0] == kind


def test_a_persons_word_is_final() -> None:
    meanings = np.array([VALUABLE, -1])
    told = judge(read({AVOIDABLE: 9}, times=2), told=Told(meanings, np.zeros((2, SIZE)), 1.0))
    assert told.row(0) == ("valuable", None, 1.0, "person")
    assert told.row(1)[0] == "avoidable"


def test_what_people_say_of_some_weighs_in_their_issue() -> None:
    readings = join(read({AVOIDABLE: 0.4}, times=20))
    meanings = np.array([*[SIMPLE] * 3, *[-1] * 17])
    before = judge(readings, issues=["ISS-0001"] * 20)
    after = judge(readings, issues=["ISS-0001"] * 20, told=Told(meanings, np.zeros((20, SIZE)), 15.0))
    assert set(before["kind"]) == {"avoidable"}
    assert set(after["kind"][3:]) == {"simple"}


def test_confidence_is_a_sober_probability_and_never_certainty() -> None:
    told = judge(join(read({AVOIDABLE: 50}), read({AVOIDABLE: 1}), read({})))
    sure, likely, even = told["confidence"]
    assert 0.25 < even < likely < sure <= 0.99
    assert np.allclose(sober_down(np.array([[0.5, 0.25, 0.15, 0.1]])).sum(), 1)
    assert sum_kinds(np.full((1, SIZE), 1 / SIZE)).shape == (1, len(KINDS))


def test_the_order_of_mentions_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    rows = rng.normal(0, 2, (200, SIZE)).round(6)
    issues = [None if n % 5 == 0 else f"ISS-{n % 7}" for n in range(200)]
    contacts = [f"c{n // 3}" for n in range(200)]
    ratings = [(None, "low", "mid", "high")[n // 3 % 4] for n in range(200)]
    order = rng.permutation(200)

    def judge_in(places: np.ndarray) -> pl.DataFrame:
        blank = read({}, times=200)
        return judge(
            Readings(rows[places], blank.signs, blank.places, blank.likes, blank.words),
            [contacts[n] for n in places],
            [issues[n] for n in places],
            [ratings[n] for n in places],
        )

    straight, mixed = judge_in(np.arange(200)), judge_in(order)
    assert mixed.equals(straight[order.tolist()])
