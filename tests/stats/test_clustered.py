"""The interval of a share where people have several contacts: against Wilson, by hand and by simulation."""

import numpy as np
import polars as pl
import pytest

from voc.stats.clustered import bound_effective, bound_shares, count_effective
from voc.stats.intervals import wilson_interval


def _effective(people: list[tuple[int, int]]) -> float:
    """The effective number of contacts of people with (contacts, hits)."""
    n, y = np.array(people, dtype=float).T
    sums = [len(n), y.sum(), (y * y).sum(), (y * n).sum(), (n * n).sum()]
    return float(count_effective(*(np.array([value]) for value in (n.sum(), *sums)))[0])


@pytest.mark.parametrize(("hits", "trials"), [(0, 5), (3, 10), (7, 7), (41, 120)])
def test_of_whole_contacts_it_is_wilsons_interval(hits: int, trials: int) -> None:
    low, high = bound_effective(np.array([hits / trials]), np.array([float(trials)]))
    assert (low[0], high[0]) == pytest.approx(wilson_interval(hits, trials))


def test_people_with_one_contact_each_weigh_nearly_as_many() -> None:
    assert _effective([(1, 1)] * 60 + [(1, 0)] * 140) == pytest.approx(200, rel=0.02)


def test_people_who_are_all_alike_within_weigh_one_contact_each() -> None:
    """Twenty people of ten equal contacts: a variance ten times that of independent ones."""
    assert _effective([(10, 10)] * 10 + [(10, 0)] * 10) == pytest.approx(20 * 19 / 20 * 0.877, rel=0.01)


@pytest.mark.parametrize("people", [[(3, 0), (1, 0)], [(3, 3), (1, 1)]])
def test_where_all_are_alike_each_person_weighs_one(people: list[tuple[int, int]]) -> None:
    assert _effective(people) == 2


def test_one_person_weighs_one_contact_and_nobody_none() -> None:
    assert _effective([(9, 4)]) == 1
    assert bound_effective(np.array([0.0]), np.array([0.0])) == (np.array([0.0]), np.array([1.0]))


def test_groups_are_bounded_alone_and_null_is_a_group() -> None:
    rows = pl.DataFrame(
        [(None, "a", True), (None, "b", False), ("I", "a", True)],
        schema=["issue_id", "who", "hit"], orient="row",
    )  # fmt: skip
    told = bound_shares(rows, keys=["issue_id"], hit="hit", person="who").sort("issue_id", nulls_last=False)
    assert told.select("issue_id", "count", "person_count", "hit_count", "share").rows() == [
        (None, 2, 2, 1, 0.5), ("I", 1, 1, 1, 1.0),
    ]  # fmt: skip
    assert told["low"].to_list()[1] == pytest.approx(wilson_interval(1, 1)[0])


@pytest.mark.parametrize(("people", "least"), [(40, 0.87), (300, 0.91)])
def test_it_covers_the_rate_of_repeats_where_people_differ_and_wilsons_does_not(
    people: int, least: float
) -> None:
    """Each person comes back with a chance of their own, time and again: Beta(0.5, 2.5)."""
    rng = np.random.default_rng(11)
    chance = rng.beta(0.5, 2.5, size=(3000, people))
    hits = rng.geometric(1 - np.clip(chance, 0, 0.95)) - 1.0
    contacts, truth = hits + 1, (hits.sum() / (hits.sum() + hits.size))
    count, hit = contacts.sum(axis=1), hits.sum(axis=1)
    squares = [(a * b).sum(axis=1) for a, b in ((hits, hits), (hits, contacts), (contacts, contacts))]
    effective = count_effective(count, np.full(3000, float(people)), hit, *squares)
    covered = [
        np.mean((low <= truth) & (truth <= high))
        for low, high in (bound_effective(hit / count, weight) for weight in (effective, count))
    ]
    assert covered[0] >= least
    assert covered[1] < 0.85
