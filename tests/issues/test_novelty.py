"""New kinds of contact beside big issues, and streams in which nothing is new."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from voc.issues.assign import Anchor, score_anchor, set_threshold
from voc.issues.embed import scale_rows
from voc.issues.exemplars import pick_exemplars
from voc.issues.novelty import find_births
from voc.issues.shadow import NOBODY, Past

DIMS = 200


def scatter_around(centre: NDArray, n: int, rng: np.random.Generator, spread: float = 0.6) -> NDArray:
    """Rows of length 1 around a direction."""
    return scale_rows(centre + spread * scale_rows(rng.normal(size=(n, DIMS)))).astype(np.float32)


def lean(centre: NDArray, by: float, rng: np.random.Generator) -> NDArray:
    """A direction near another: `by` is 0 for the same, 1 for 45 degrees away."""
    return scale_rows((centre + by * scale_rows(rng.normal(size=(1, DIMS)))[0])[None])[0]


def make_anchor(vectors: NDArray, name: str) -> Anchor:
    picked = pick_exemplars(vectors)
    return Anchor(name, 0, vectors[picked], set_threshold(vectors, picked))


class Months:
    """Twelve weeks of three issues that go on as ever, the biggest of eight kinds; more can be added."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = np.random.default_rng(seed)
        self.centres = scale_rows(self.rng.normal(size=(3, DIMS)))
        sizes = [400, 200, 100]
        kinds = [lean(self.centres[0], 0.6, self.rng) for _ in range(8)]
        self.parts = [np.vstack([scatter_around(kind, 50, self.rng) for kind in kinds])]
        self.parts += [scatter_around(self.centres[place], sizes[place], self.rng) for place in (1, 2)]
        self.anchors = [make_anchor(part, str(place)) for place, part in enumerate(self.parts)]
        self.weeks = [self.rng.uniform(0, 12, n) for n in sizes]
        self.holders = [np.full(n, place) for place, n in enumerate(sizes)]

    def add(self, vectors: NDArray, weeks: NDArray, holder: int) -> None:
        self.parts.append(vectors)
        self.weeks.append(weeks)
        self.holders.append(np.full(len(vectors), holder))

    def see(self, people: NDArray | None = None) -> Past:
        n = sum(len(part) for part in self.parts)
        numbers = np.arange(n)
        whose = numbers if people is None else people
        return Past(
            np.vstack(self.parts), np.concatenate(self.weeks), numbers, whose, np.concatenate(self.holders)
        )


def add_newcomers(months: Months, n: int = 12, newest: float = 2.0) -> None:
    """Contacts of a new kind, near the biggest issue's words, all of them held by it."""
    centre = lean(months.centres[0], 0.25, months.rng)
    months.add(scatter_around(centre, n, months.rng), months.rng.uniform(0, newest, n), 0)


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_dozen_contacts_of_a_new_kind_are_not_swallowed_by_an_issue_of_hundreds(seed: int) -> None:
    months = Months(seed)
    add_newcomers(months)
    past = months.see()
    own = score_anchor(past.vectors[700:], months.anchors[0].vectors)
    assert (own >= months.anchors[0].threshold).mean() > 0.5, "the big issue does take them"
    births = find_births(past, months.anchors)
    assert len(births) == 1
    assert births[0].what == "born"
    assert births[0].from_issues == (0,)
    assert (births[0].members >= 700).mean() >= 0.8
    assert births[0].contacts >= 5


@pytest.mark.parametrize("seed", range(1, 9))
def test_nothing_is_born_in_months_like_any_other(seed: int) -> None:
    months = Months(seed)
    assert find_births(months.see(), months.anchors) == []


def test_a_part_of_an_issue_that_was_always_there_is_not_born() -> None:
    months = Months()
    centre = lean(months.centres[0], 0.6, months.rng)
    months.add(scatter_around(centre, 40, months.rng), months.rng.uniform(0, 12, 40), 0)
    assert find_births(months.see(), months.anchors) == []


def test_an_issue_that_surges_bears_nothing() -> None:
    months = Months()
    months.add(scatter_around(months.centres[1], 150, months.rng), months.rng.uniform(0, 1, 150), 1)
    assert find_births(months.see(), months.anchors) == []


def test_what_nobody_holds_is_born_too() -> None:
    months = Months()
    centre = scale_rows(months.rng.normal(size=(1, DIMS)))[0]
    months.add(scatter_around(centre, 12, months.rng), months.rng.uniform(0, 2, 12), NOBODY)
    births = find_births(months.see(), months.anchors)
    assert [birth.from_issues for birth in births] == [()]
    assert births[0].evidence["held_share"] == 0


def test_one_person_who_writes_a_dozen_times_is_no_issue() -> None:
    months = Months()
    add_newcomers(months)
    people = np.arange(712)
    people[700:] = 0
    assert find_births(months.see(people), months.anchors) == []


def test_a_source_that_is_added_bears_no_issues_of_its_own() -> None:
    months = Months()
    accent = lean(months.centres[0], 0.4, months.rng)
    months.add(scatter_around(accent, 40, months.rng), months.rng.uniform(0, 2, 40), 0)
    past = months.see()
    assert find_births(past, months.anchors), "without knowing the source it looks new"
    assert find_births(replace(past, sources=np.repeat([0, 1], [700, 40])), months.anchors) == []


def test_the_evidence_says_how_many_came_when_and_how_few_before() -> None:
    months = Months()
    add_newcomers(months)
    evidence = find_births(months.see(), months.anchors)[0].evidence
    assert evidence["contacts"] >= 5
    assert evidence["rate_before"] <= 0.2
    assert evidence["since_weeks"] <= 2
    assert evidence["chance"] <= 0.001
    assert evidence["closeness_inside"] > evidence["closeness_to_rest"]
    assert evidence["held_share"] == 1
    assert evidence["share_of_holders"] < 0.1


def test_what_is_new_does_not_depend_on_seeds_or_on_how_often_it_is_asked() -> None:
    months = Months()
    add_newcomers(months)
    first, again = (find_births(months.see(), months.anchors) for _ in range(2))
    assert [birth.members.tolist() for birth in first] == [birth.members.tolist() for birth in again]


def test_without_a_past_nothing_is_new() -> None:
    empty = Past(np.zeros((0, DIMS), np.float32), np.zeros(0), *(np.zeros(0, np.int64) for _ in range(3)))
    assert find_births(empty, []) == []
    months = Months()
    months.weeks = [np.full(len(part), 0.5) for part in months.parts]
    assert find_births(months.see(), months.anchors) == []
