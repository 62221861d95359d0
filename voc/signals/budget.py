"""How many alarms would this workspace raise for nothing?

Its own last 26 weeks are drawn again many times with nothing happening: every issue at its level, with its
scatter, under the exposures that were. What the same rules raise then is false, all of it.
"""

from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from voc.schema import make_frame
from voc.schema.signals import BUDGET
from voc.signals.judging import LEAST_REFERENCE_WEEKS, REFERENCE_WEEKS
from voc.signals.replay import Replay, replay_weeks
from voc.signals.tally import WeekTally, tally_weeks, wrap_counts
from voc.stats.counts import Floats, estimate_dispersions

BUDGET_WEEKS = 26
REPLAYS = 20


def measure_budget(
    weeks: pl.DataFrame,
    contact_issues: pl.DataFrame,
    contacts: pl.DataFrame,
    *,
    zone: ZoneInfo,
    exposure: pl.DataFrame | None = None,
    replays: int = REPLAYS,
    seed: int = 1,
) -> pl.DataFrame:
    """Replay the last 26 complete weeks with nothing happening, and count what is raised.

    Args:
        weeks: WEEKS of `count_weeks`: the calendar, and which weeks are complete.
        contact_issues: contact_id, issue_id.
        contacts: contact_id, occurred_at, customer_id, and source and channel where known; all of them.
        zone: The workspace's.
        exposure: As given to `count_weeks`.
        replays: How often the weeks are drawn.
        seed: Of the draws.

    Returns:
        BUDGET: one row (weeks, issues, replays, false_per_week, false_per_issue_week, and `raised_count`,
        the alerts really raised in these weeks); none where no week could be judged.
    """
    calendar = weeks.filter("is_complete")["week"].unique().sort().to_list()
    tally = tally_weeks(contacts, contact_issues, calendar=calendar, zone=zone, exposure=exposure)
    first = max(LEAST_REFERENCE_WEEKS, len(calendar) - BUDGET_WEEKS)
    if not tally.issues or first >= len(calendar):
        return make_frame([], BUDGET)
    real = replay_weeks(tally)
    begin = max(0, first - REFERENCE_WEEKS)
    drawn = replay_weeks(draw_worlds(tally, real, begin, replays=replays, seed=seed), by_season=False)
    judged = len(calendar) - first
    n_false = sum(alert.week >= first - begin for alert in drawn.alerts)
    row = {
        "weeks": judged,
        "issues": len(tally.issues),
        "replays": replays,
        "false_per_week": n_false / (replays * judged),
        "false_per_issue_week": n_false / (replays * judged * len(tally.issues)),
        "raised_count": sum(alert.week >= first for alert in real.alerts),
    }
    return make_frame([row], BUDGET)


def draw_worlds(tally: WeekTally, real: Replay, begin: int, *, replays: int, seed: int) -> WeekTally:
    """Draw the weeks from `begin` on with nothing happening, as many times as there are replays.

    Weeks that are evidence of an alert tell nothing of an issue's usual level and scatter.
    """
    usual = np.ones((len(tally.issues), len(tally.weeks) - begin))
    for alert in real.alerts:
        usual[alert.issue, [week - begin for week in alert.evidence if week >= begin]] = 0.0
    counts, reach = tally.counts[:, :, begin:], tally.reach[:, :, begin:]
    base = (reach * usual).sum(axis=2)
    held = (counts * usual).sum(axis=2)
    rates = np.divide(held, base, out=np.zeros_like(held), where=base > 0)
    means = rates[:, :, None] * reach
    phi = estimate_dispersions(counts.sum(axis=0) * usual, means.sum(axis=0) * usual)
    shape = (len(tally.strata), replays, *usual.shape)
    repeated = np.broadcast_to(means[:, None], shape)
    drawn = draw_counts(repeated, phi[None, None, :, None], np.random.default_rng(seed))
    series = (len(tally.strata), -1, usual.shape[1])
    repeated_reach = np.broadcast_to(reach[:, None], shape).reshape(series)
    return wrap_counts(drawn.reshape(series), repeated_reach, worlds=replays)


def draw_counts(means: Floats, scatter: Floats, rng: np.random.Generator) -> Floats:
    """Draw negative binomial counts with these means and a variance of `scatter` (1 or more) times them."""
    over = np.broadcast_to(np.maximum(scatter - 1, 1e-9), means.shape)
    rates = np.where(over < 1e-6, means, rng.gamma(np.maximum(means, 1e-12) / over, over))
    return rng.poisson(rates).astype(np.float64)
