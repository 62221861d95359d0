"""What do the alerts find, and what do they raise for nothing? Simulated, by the engine that publishes.

`python -m benchmarks.alerts` prints the tables as Markdown. A world is a workspace of 40 issues; worlds lie
side by side in one array, each judged for itself. Every seed is fixed.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voc.signals.budget import draw_counts
from voc.signals.replay import Alert, replay_weeks
from voc.signals.tally import wrap_counts

Floats = npt.NDArray[np.float64]
ISSUES = 40
HISTORY = 22  # weeks before anything happens
LEVELS = (3.0, 5.0, 10.0, 30.0)
MIXED = (0.2, 1, 5, 20)


def make_worlds(worlds: int, levels: Sequence[float], weeks: int = HISTORY + 1) -> Floats:
    """Make the constant means of so many worlds, each with as many issues of each level: (n, weeks)."""
    each = np.repeat(np.asarray(levels, dtype=np.float64), ISSUES // len(levels))
    return np.tile(np.tile(each, worlds)[:, None], (1, weeks))


def find_alerts(means: Floats, scatter: float, worlds: int, *, orders: Floats | None = None) -> list[Alert]:
    """Draw and replay worlds; where no orders are given, each is told by its own contacts."""
    counts = draw_counts(means, np.asarray(scatter), np.random.default_rng(1))[None]
    return replay_weeks(wrap_counts(counts, None if orders is None else orders[None], worlds=worlds)).alerts


def pick_issues(level: float, worlds: int) -> npt.NDArray[np.int64]:
    """Pick one issue of a level in each world of `LEVELS`."""
    return ISSUES // len(LEVELS) * LEVELS.index(level) + ISSUES * np.arange(worlds)


def measure_power(times: float, level: float, worlds: int, scatter: float = 1.0) -> float:
    """Measure how often a rise of one of 40 issues is raised in the very week."""
    means, risen = make_worlds(worlds, LEVELS), pick_issues(level, worlds)
    means[risen, -1] *= times
    alerts = find_alerts(means, scatter, worlds)
    return len({a.issue for a in alerts if a.alarms[-1] == HISTORY} & set(risen.tolist())) / worlds


def measure_false(
    scatter: float, levels: Sequence[float], worlds: int, *, by_orders: bool = False
) -> tuple[float, float]:
    """Measure false alerts an issue and week, and a workspace and week, over 26 weeks."""
    weeks = HISTORY + 26
    orders = np.full(weeks, 1000.0) if by_orders else None
    alerts = find_alerts(make_worlds(worlds, levels, weeks), scatter, worlds, orders=orders)
    a_week = sum(alert.week >= HISTORY for alert in alerts) / (worlds * 26)
    return a_week / ISSUES, a_week


def measure_doubling(scatter: float, worlds: int, *, by_orders: bool = False) -> float:
    """Measure how many of 40 issues alarm in the week in which all volume doubles."""
    means = make_worlds(worlds, MIXED)
    means[:, -1] *= 2
    orders = np.where(np.arange(HISTORY + 1) == HISTORY, 2000.0, 1000.0) if by_orders else None
    alerts = find_alerts(means, scatter, worlds, orders=orders)
    return sum(alert.alarms[-1] == HISTORY for alert in alerts) / worlds


def measure_delay(before: float, after: float, worlds: int) -> tuple[float, float, float]:
    """Measure what begins and stays: share raised in 8 weeks, weeks until then, share by the next week."""
    weeks = HISTORY + 8
    means, begun = make_worlds(worlds, LEVELS, weeks), pick_issues(LEVELS[0], worlds)
    means[begun] = before
    means[begun, HISTORY:] = after
    delays: dict[int, int] = {}
    for alert in find_alerts(means, 1.0, worlds):
        if alert.issue in begun and alert.alarms[-1] >= HISTORY:
            delays.setdefault(alert.issue, max(alert.week, HISTORY) - HISTORY)
    told = np.array(list(delays.values()) or [np.nan])
    return len(delays) / worlds, float(told.mean()), float((told <= 1).sum() / worlds)


def measure_drift(level: float, times: float, worlds: int, span: int = 16) -> tuple[float, float, float]:
    """Measure a rise in even steps over 16 weeks: share raised in 24, weeks until then, share of shifts."""
    means, risen = make_worlds(worlds, LEVELS, HISTORY + 24), pick_issues(level, worlds)
    means[risen, HISTORY:] *= np.minimum(1 + (times - 1) * np.arange(1, 25) / span, times)
    first: dict[int, Alert] = {}
    for alert in find_alerts(means, 1.0, worlds):
        if alert.issue in risen and alert.week >= HISTORY:
            first.setdefault(alert.issue, alert)
    weeks = [alert.week - HISTORY for alert in first.values()]
    shifts = sum(alert.kind == "shift" for alert in first.values())
    return len(first) / worlds, float(np.mean(weeks)), shifts / worlds


def print_power(worlds: int) -> None:
    """Print how often a rise is raised in the very week."""
    print("\n| one of 40 issues rises | 3 a week | 5 | 10 | 30 |\n| --- | ---: | ---: | ---: | ---: |")
    for word, times in (("by half", 1.5), ("to the double", 2.0), ("to the triple", 3.0)):
        for scatter in (1.0, 2.0):
            many = [worlds * 4 if level == LEVELS[-1] and scatter == 1 else worlds for level in LEVELS]
            found = [f"{measure_power(times, n, w, scatter):.2f}" for n, w in zip(LEVELS, many, strict=True)]
            print(f"| {word}, φ {scatter:.0f} | {' | '.join(found)} |", flush=True)


def print_false(worlds: int) -> None:
    """Print what is raised for nothing."""
    print("\n| nothing happens | an issue and week | a workspace of 40 and week |\n| --- | ---: | ---: |")
    for word, levels in (("0.2 to 20 a week", MIXED), ("3 to 30 a week", LEVELS)):
        for scatter in (1.0, 2.0, 3.0):
            for way in (False, True):
                each, a_week = measure_false(scatter, levels, worlds, by_orders=way)
                told = f"{word}, φ {scatter:.0f}, by {'orders' if way else 'contacts'}"
                print(f"| {told} | {each:.2%} | {a_week:.2f} |", flush=True)
    print("\n| all volume doubles | alarms in 40 issues |\n| --- | ---: |")
    for scatter in (1.0, 2.0):
        for way in (False, True):
            found = measure_doubling(scatter, 4 * worlds, by_orders=way)
            print(f"| φ {scatter:.0f}, by {'orders' if way else 'contacts'} | {found:.2f} |", flush=True)


def print_delays(worlds: int) -> None:
    """Print how soon what begins, and what drifts, is raised."""
    print("\n| begins and stays | raised in 8 weeks | weeks until then | by the next week |")
    print("| --- | ---: | ---: | ---: |")
    for before, after in ((0, 3), (0, 5), (0, 10), (5, 15), (10, 20), (10, 30), (30, 60)):
        share, weeks, soon = measure_delay(before, after, worlds)
        print(f"| {before} to {after} a week | {share:.2f} | {weeks:.1f} | {soon:.2f} |", flush=True)
    print("\n| rises over 16 weeks | raised in 24 | weeks until then | first told as a shift |")
    print("| --- | ---: | ---: | ---: |")
    for level in LEVELS:
        for word, times in (("half more", 1.5), ("the double", 2.0)):
            share, weeks, shifts = measure_drift(level, times, worlds)
            print(f"| {level:.0f} a week to {word} | {share:.2f} | {weeks:.1f} | {shifts:.2f} |", flush=True)


if __name__ == "__main__":
    print_power(150)
    print_false(25)
    print_delays(100)
