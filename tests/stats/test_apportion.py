from fractions import Fraction
from math import ceil, floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.stats.apportion import apportion_units, round_half_up


def test_seats_of_the_us_house_of_1790_by_hamiltons_bill() -> None:
    """The census of 1790 and what Hamilton made of it, as told by Balinski and Young (1982), chapter 3."""
    people = {
        "Connecticut": 236_841, "Delaware": 55_540, "Georgia": 70_835, "Kentucky": 68_705,
        "Maryland": 278_514, "Massachusetts": 475_327, "New Hampshire": 141_822,
        "New Jersey": 179_570, "New York": 331_589,
        "North Carolina": 353_523, "Pennsylvania": 432_879, "Rhode Island": 68_446, "South Carolina": 206_236,
        "Vermont": 85_533, "Virginia": 630_560,
    }  # fmt: skip
    parts = {state: Fraction(120 * count, sum(people.values())) for state, count in people.items()}
    assert apportion_units(120, parts) == {
        "Connecticut": 8, "Delaware": 2, "Georgia": 2, "Kentucky": 2, "Maryland": 9, "Massachusetts": 16,
        "New Hampshire": 5, "New Jersey": 6, "New York": 11, "North Carolina": 12, "Pennsylvania": 14,
        "Rhode Island": 2, "South Carolina": 7, "Vermont": 3, "Virginia": 21,
    }  # fmt: skip


def test_equal_remainders_go_to_the_larger_part_then_to_the_earlier_key() -> None:
    third = Fraction(1, 3)
    assert apportion_units(1, {"c": third, "b": third, "a": third}) == {"a": 1, "b": 0, "c": 0}
    assert apportion_units(4, {"a": third, "b": third + 3}) == {"a": 0, "b": 4}
    assert apportion_units(0, {}) == {}


@pytest.mark.parametrize("parts", [{"a": Fraction(-1, 2), "b": Fraction(3, 2)}, {"a": Fraction(5, 2)}, {}])
def test_parts_that_do_not_add_up_are_refused(parts: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="parts of"):
        apportion_units(1, parts)


PARTS = st.dictionaries(st.text(max_size=3), st.fractions(0, 1000, max_denominator=60), max_size=12)


@given(PARTS, st.booleans())
def test_parts_are_whole_add_up_and_lie_within_a_unit_in_any_order(
    parts: dict[str, Fraction], is_up: bool
) -> None:
    exact = sum(parts.values(), Fraction(0))
    total = ceil(exact) if is_up else floor(exact)
    shared = apportion_units(total, parts)
    assert sum(shared.values()) == total
    assert all(abs(shared[key] - part) < 1 for key, part in parts.items())
    shuffled = list(parts.items())
    Random(len(parts)).shuffle(shuffled)
    assert apportion_units(total, dict(shuffled)) == shared


@pytest.mark.parametrize(("amount", "whole"), [("1/2", 1), ("3/2", 2), ("5/2", 3), ("49/100", 0), ("7", 7)])
def test_a_half_is_rounded_up(amount: str, whole: int) -> None:
    assert round_half_up(Fraction(amount)) == whole
