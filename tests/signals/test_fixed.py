"""Verdicts in worlds where the truth is known: a small, fast version of `benchmarks.effect`."""

from itertools import product

import pytest

from benchmarks.effect import Tally, add_tally, try_fixes
from benchmarks.fixes import WORLDS, World

TRIALS = 10
WINDOWS = ((12, 8), (26, 12))


def _try(world: World, effect: float, levels: tuple[int, ...] = (3, 10, 30, 100)) -> Tally:
    tally = Tally()
    for seed, (level, (before, after)) in enumerate(product(levels, WINDOWS)):
        add_tally(tally, try_fixes(world, level, before, after, effect, TRIALS, seed))
    return tally


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_worked_is_hardly_ever_said_where_nothing_was_fixed(world: World) -> None:
    found = _try(world, 0.0)
    assert found.verdicts["worked"] <= 0.08 * found.verdicts.total()  # .05, and room for 96 trials
    assert found.covered >= 0.88 * found.judged  # .95 where no trap is laid, and room


@pytest.mark.parametrize("world", WORLDS[:5], ids=lambda world: world.name)
def test_a_fix_that_takes_most_away_is_seen_and_its_interval_covers_the_truth(world: World) -> None:
    found = _try(world, -0.9, levels=(10, 30))
    assert found.verdicts["worked"] >= 0.85 * found.verdicts.total()
    assert found.covered >= 0.88 * found.judged


def test_textbook_errors_cover_less_and_cry_worked_more_often() -> None:
    found = Tally()
    for world in WORLDS[:3]:
        add_tally(found, _try(world, 0.0))
    trials = found.verdicts.total()
    assert found.textbook_covered / trials < found.covered / found.judged - 0.05
    assert found.textbook_worked > found.verdicts["worked"]


def test_two_weeks_after_a_small_fix_it_is_too_early() -> None:
    found = try_fixes(WORLDS[0], 10, 26, 2, -0.6, TRIALS, seed=1)
    assert found.verdicts["too_early"] == TRIALS
