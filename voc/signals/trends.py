"""Which way does an issue go?

Compared are the last four complete weeks with up to twelve before them, by share of all contacts:
an issue that grows only because everything grows is stable.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from voc.signals.weeks import REFERENCE_WEEKS
from voc.stats.counts import Floats, calculate_lower_tail, calculate_upper_tail, forecast_counts

RECENT_WEEKS = 4
LEAST_WEEKS = 6  # complete ones; below that every issue is stable
DORMANT_WEEKS = 6
LEAST_RATIO = 1.2
SIGNIFICANCE = 0.05


def tell_trends(weeks: pl.DataFrame) -> pl.DataFrame:
    """Tell the trend of every issue at the end of its weeks.

    With fewer than six complete weeks of data every issue is `stable`: nothing can be told yet. Else
    the first that holds:

    - `new`: first seen in the last 4 complete weeks (or in the running one), while the data began at
      least 4 weeks before;
    - `dormant`: no contact in the last 6 complete weeks with data, nor in the running one;
    - `reopened`: heard in the last 4 complete weeks or in the running one, after 6 or more of a
      silence that chance does not explain: the negative binomial gives no contact, at its rate until
      then, a chance below 0.05;
    - `growing`, `declining`: weekly contacts and share both at least 1.2 times those of the weeks
      before (or at most 1/1.2 of them), with a one-sided negative binomial p below 0.05;
    - `stable`.

    False rates, simulated with 40 issues of a constant rate over 8 to 26 weeks: growing 2.5 to 5 %,
    declining 2 to 4 % from one contact a week on (both up to 7 % where counts scatter twice as much
    as Poisson's); new and reopened at most 1.5 % (5 %). At one contact in five weeks silence is the
    rule: dormant 10 to 30 %, reopened up to 3 %, new 23 % (8 weeks of data), 4 % (16), 1 % (26).
    Found, in 16 weeks: a doubling of the last four weeks 70 / 100 / 100 % at 3 / 10 / 30 contacts
    a week, a slow rise to the double 31 / 69 / 95 %; a halving 32 / 91 / 100 %.

    Args:
        weeks: WEEKS, the complete calendar of `count_weeks`.

    Returns:
        issue_id, trend of TRENDS, by issue.
    """
    ordered = weeks.sort("issue_id", "week")
    issues = ordered["issue_id"].unique(maintain_order=True)
    if issues.is_empty():
        return pl.DataFrame(schema={"issue_id": pl.String, "trend": pl.String})
    counts = ordered["contact_count"].to_numpy().astype(np.float64).reshape(len(issues), -1)
    exposure = ordered["exposure"].to_numpy()[: counts.shape[1]]
    n_complete = int(ordered["is_complete"][: counts.shape[1]].sum())
    trends = np.full(len(issues), "stable", dtype=object)
    if n_complete >= LEAST_WEEKS:
        moved = _compare_rates(counts[:, :n_complete], exposure[:n_complete])
        trends = np.array(
            [
                _tell_silence(row, exposure, n_complete) or moving
                for row, moving in zip(counts, moved, strict=True)
            ],
            dtype=object,
        )
    return pl.DataFrame({"issue_id": issues, "trend": pl.Series(list(trends), dtype=pl.String)})


def _tell_silence(counts: Floats, exposure: Floats, n_complete: int) -> str | None:
    """Tell what silence before or after says, over the weeks that hold data; None: nothing."""
    live = exposure > 0
    heard = np.flatnonzero(counts[live] > 0)
    if heard.size == 0:
        return "dormant"
    n_live, n_running = int(live.sum()), int(live[n_complete:].sum())
    recent_from = n_live - n_running - RECENT_WEEKS
    if heard[0] >= max(recent_from, RECENT_WEEKS):
        return "new"
    if n_live - n_running - 1 - heard[-1] >= DORMANT_WEEKS:
        return "dormant"
    return "reopened" if _is_back(counts[live], exposure[live], heard, recent_from) else None


def _is_back(counts: Floats, exposure: Floats, heard: npt.NDArray[np.int64], recent_from: int) -> bool:
    """Tell whether a silence that chance does not explain ended in the recent weeks."""
    for last, again in pairwise(heard.tolist()):
        if again >= recent_from and again - last > DORMANT_WEEKS:
            before, silent = exposure[: last + 1].sum(), exposure[last + 1 : again].sum()
            return bool((before / (before + silent)) ** counts[: last + 1].sum() < SIGNIFICANCE)
    return False


def _compare_rates(counts: Floats, exposure: Floats) -> list[str]:
    """Compare the last complete weeks with those before: growing, declining or stable, each issue."""
    recent = min(RECENT_WEEKS, counts.shape[1] // 2)
    before = slice(max(0, counts.shape[1] - recent - REFERENCE_WEEKS), counts.shape[1] - recent)
    heard, reach = counts[:, -recent:].sum(axis=1), exposure[-recent:].sum()
    forecast = forecast_counts(counts[None, :, before], exposure[None, before], np.array([reach]))
    usual = np.maximum(counts[:, before].mean(axis=1) * recent, 1e-9)
    expected = np.maximum(forecast.expected, 1e-9)
    grew = np.minimum(heard / usual, heard / expected) >= LEAST_RATIO
    fell = np.maximum(heard / usual, heard / expected) <= 1 / LEAST_RATIO
    grew &= calculate_upper_tail(heard, forecast) < SIGNIFICANCE
    fell &= calculate_lower_tail(heard, forecast) < SIGNIFICANCE
    moves = zip(grew.tolist(), fell.tolist(), strict=True)
    return ["growing" if up else "declining" if down else "stable" for up, down in moves]
