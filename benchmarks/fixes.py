"""Invented weeks of an issue that is acted upon, beside twenty that are not, with the effect known.

Holidays and growth befall all of them. What differs between worlds is how counts scatter, whether high weeks
follow high ones, and what goes on that the fix has no part in.
"""

from dataclasses import dataclass

import numpy as np

from voc.signals.basket import Comparison
from voc.stats.counts import Floats

N_CONTROLS = 20


@dataclass(frozen=True)
class World:
    """How weeks are made."""

    name: str
    dispersion: tuple[float, float] = (1.0, 1.0)  # variance over mean of every issue, drawn between
    wander: float = 0.0  # autocorrelation of what scatters beyond Poisson's share
    growth: float = 0.0  # of all issues, a week, log scale
    control_trend: float = 0.0  # of the untouched ones alone
    own_trend: float = 0.0  # of the issue alone, with or without the fix
    burst: float = 1.0  # factor on the two weeks before the fix, which would have ended by themselves
    has_controls: bool = True


WORLDS = (
    World("chance alone (Poisson)"),
    World("overdispersed, φ 2 to 3", dispersion=(2.0, 3.0)),
    World("overdispersed, high weeks follow high ones (ρ .5)", dispersion=(2.0, 3.0), wander=0.5),
    World("everything grows by 2 % a week", dispersion=(1.0, 2.0), growth=0.02),
    World("untouched issues grow by 2 % a week, it does not", dispersion=(1.0, 2.0), control_trend=0.02),
    World("it falls by 3 % a week by itself", dispersion=(1.0, 2.0), own_trend=-0.03),
    World("it falls by 8 % a week by itself", dispersion=(1.0, 2.0), own_trend=-0.08),
    World("acted upon after two weeks at double", dispersion=(1.0, 2.0), burst=2.0),
    World("no untouched issues: exposure alone", dispersion=(1.0, 2.0), has_controls=False),
)


@dataclass(frozen=True)
class Planted:
    """An issue's weeks and the contacts that the fix truly avoided in each of those after it."""

    comparison: Comparison
    avoided: Floats  # (n_after,) expected ones


def plant_fixes(
    world: World,
    rng: np.random.Generator,
    *,
    level: float,
    n_before: int,
    n_after: int,
    effect: float,
    count: int,
) -> list[Planted]:
    """Plant fixes: `level` contacts a week before, and (1 + effect) times as many after."""
    n_weeks = n_before + n_after
    times = np.arange(n_weeks) - float(n_before)
    holidays = np.exp(0.1 * rng.standard_normal((count, n_weeks)))
    holidays[rng.random((count, n_weeks)) < 0.06] *= 0.6
    shared = holidays * np.exp(world.growth * times)
    phi = rng.uniform(*world.dispersion, count)
    usual = shared * np.exp(world.own_trend * times)
    without = level * usual
    usual_burst = np.where((times >= -2) & (times < 0), world.burst, 1.0)
    mean = without * usual_burst * np.where(times >= 0, 1 + effect, 1.0)
    counts = rng.poisson(mean * _scatter(rng, phi, np.full(count, level), world.wander, n_weeks))
    levels = np.exp(rng.normal(np.log(10.0), 0.8, (count, N_CONTROLS)))
    means = levels[:, :, None] * (shared * np.exp(world.control_trend * times))[:, None]
    spread = _scatter(rng, np.repeat(phi, N_CONTROLS), levels.ravel(), world.wander, n_weeks).reshape(
        means.shape
    )
    others = rng.poisson(means * spread)
    exposure = 1000 * shared
    avoided = (without - mean)[:, n_before:]
    return [
        Planted(_compare(counts[n], others[n], exposure[n], times, world.has_controls), avoided[n])
        for n in range(count)
    ]


def _compare(
    counts: Floats, others: Floats, exposure: Floats, times: Floats, has_controls: bool
) -> Comparison:
    kept = others if has_controls else others[:0]
    shares = exposure / exposure.sum()
    return Comparison(
        "ISS-0001",
        [f"{n:03d}" for n in range(len(times))],
        times,
        counts.astype(np.float64),
        max(float(counts.sum()), 0.5) * shares,
        [f"C{n:02d}" for n in range(len(kept))],
        kept.astype(np.float64),
        np.maximum(kept.sum(axis=1, keepdims=True), 0.5) * shares,
    )


def _scatter(rng: np.random.Generator, phi: Floats, level: Floats, wander: float, n_weeks: int) -> Floats:
    """Lognormal factors of mean 1 that give counts about `level` the variance φ·μ: (n, n_weeks)."""
    width = np.sqrt(np.log1p((phi - 1) / level))[:, None]
    steps = rng.standard_normal((len(phi), n_weeks))
    state = np.empty_like(steps)
    state[:, 0] = steps[:, 0]
    for week in range(1, n_weeks):
        state[:, week] = wander * state[:, week - 1] + np.sqrt(1 - wander**2) * steps[:, week]
    return np.asarray(np.exp(width * state - width**2 / 2))
