"""How often does the interval of a fix cover the truth, and how often is "worked" said wrongly?

`python -m benchmarks.effect` prints both as Markdown, world by world and level by level, beside the segmented
regression with robust (Newey-West) errors that textbooks have; five minutes on one core.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from benchmarks.fixes import WORLDS, Planted, World, plant_fixes
from voc.signals.fixed import weigh_fix
from voc.stats.segmented import design_segments, fit_segments

LEVELS = (3, 10, 30, 100)
BEFORE = (12, 26)
AFTER = (4, 8, 12)
EFFECTS = (0.0, -0.3, -0.6, -0.9)
TRIALS = 50
BANDWIDTH = 2  # weeks, of the textbook's errors


Cells = dict[tuple[float, int, int], "Tally"]


@dataclass
class Tally:
    """What was told in many trials, and how often the intervals covered the truth."""

    verdicts: Counter[str] = field(default_factory=Counter)
    judged: int = 0
    covered: int = 0
    textbook_covered: int = 0
    textbook_worked: int = 0

    def share(self, verdict: str) -> str:
        """The share of trials in which that was said."""
        return _write_share(self.verdicts[verdict], self.verdicts.total())


def main() -> None:
    """Print the tables."""
    by_world: dict[tuple[str, float], Tally] = defaultdict(Tally)
    by_level: Cells = defaultdict(Tally)
    false: Cells = defaultdict(Tally)
    cells = product(WORLDS, LEVELS, BEFORE, AFTER, EFFECTS)
    for seed, (world, level, n_before, n_after, effect) in enumerate(cells):
        tally = by_world[world.name, effect]
        found = try_fixes(world, level, n_before, n_after, effect, TRIALS, seed)
        add_tally(tally, found)
        if world in WORLDS[:2] and effect in (0.0, -0.6):
            add_tally((by_level if effect else false)[level, n_before, n_after], found)
    print("## By world: all levels, weeks before and weeks after together\n")
    print_worlds(by_world)
    print("\n## By level: worlds 1 and 2; wrong without an effect, power of -60 %\n")
    print_levels(by_level, false)


def try_fixes(
    world: World, level: float, n_before: int, n_after: int, effect: float, trials: int, seed: int
) -> Tally:
    """Judge so many planted fixes."""
    planted = plant_fixes(
        world, np.random.default_rng(seed), level=level, n_before=n_before, n_after=n_after, effect=effect,
        count=trials,
    )  # fmt: skip
    tally = Tally()
    for fix in planted:
        weighed = weigh_fix(fix.comparison)
        tally.verdicts[weighed.verdict] += 1
        if weighed.avoided is not None:
            truth = fix.avoided[: weighed.weeks_held].sum()
            tally.judged += 1
            tally.covered += bool(weighed.avoided.low[0] <= truth <= weighed.avoided.high[0])
        low, high = judge_by_textbook(fix)
        tally.textbook_covered += bool(low <= fix.avoided.sum() <= high)
        tally.textbook_worked += bool(low > 0)
    return tally


def judge_by_textbook(fix: Planted) -> tuple[float, float]:
    """Bound the contacts avoided by a segmented Poisson regression with Newey-West errors, delta method."""
    seen = fix.comparison
    base = seen.control_counts.sum(axis=0) if seen.controls else seen.standard
    design = design_segments(seen.times)
    loose = np.array([[0.0, 0.0, 1e-4, 1e-4]])
    fit = fit_segments(seen.counts[None], np.maximum(base, 0.5)[None], design, precisions=loose)
    scores = design * (seen.counts - fit.fitted[0])[:, None]
    meat = scores.T @ scores
    for lag in range(1, BANDWIDTH + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (BANDWIDTH + 1)) * (cross + cross.T)
    covariance = fit.covariance[0] @ meat @ fit.covariance[0] * len(base) / (len(base) - 4)
    after = seen.times >= 0
    without = base * np.exp(np.clip(design[:, :2] @ fit.coefficients[0, :2], -30, 30))
    pull = (without[:, None] * np.pad(design[:, :2], ((0, 0), (0, 2))) - fit.fitted[0][:, None] * design)[
        after
    ]
    reach = 1.96 * float(np.sqrt(pull.sum(axis=0) @ covariance @ pull.sum(axis=0)))
    avoided = float((without - fit.fitted[0])[after].sum())
    return avoided - reach, avoided + reach


def add_tally(into: Tally, found: Tally) -> None:
    """Add trials to others."""
    into.verdicts.update(found.verdicts)
    for name in ("judged", "covered", "textbook_covered", "textbook_worked"):
        setattr(into, name, getattr(into, name) + getattr(found, name))


def print_worlds(tallies: dict[tuple[str, float], Tally]) -> None:
    """Print coverage and what was said, by world and effect."""
    print(
        "| world | effect | covered | worked | did not | too early | cannot tell "
        "| textbook: covered | textbook: low > 0 |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for (world, effect), tally in tallies.items():
        trials = tally.verdicts.total()
        figures = [
            _write_share(tally.covered, tally.judged),
            *(tally.share(name) for name in ("worked", "did_not", "too_early", "cannot_tell")),
            _write_share(tally.textbook_covered, trials),
            _write_share(tally.textbook_worked, trials),
        ]
        print(f"| {world} | {effect:.0%} | {' | '.join(figures)} |")


def print_levels(power: Cells, false: Cells) -> None:
    """Print power, wrong verdicts and what stays open, by level and weeks."""
    print("| contacts a week | weeks before / after | covered | worked wrongly | power | did not | open |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for (level, n_before, n_after), tally in power.items():
        none = false[level, n_before, n_after]
        still_open = tally.verdicts["too_early"] + tally.verdicts["cannot_tell"]
        figures = [
            _write_share(tally.covered + none.covered, tally.judged + none.judged),
            none.share("worked"),
            tally.share("worked"),
            tally.share("did_not"),
            _write_share(still_open, tally.verdicts.total()),
        ]
        print(f"| {level} | {n_before} / {n_after} | {' | '.join(figures)} |")


def _write_share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    main()
