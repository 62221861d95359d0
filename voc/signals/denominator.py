"""What are contacts counted against: orders, customers, or the week's contacts?

Channels that ask (surveys, kiosks) have their own answers for a denominator, whatever is given: a wave of
surveys is no event. The others have the exposure that is given, in the weeks in which they delivered.
"""

from math import log

import numpy as np
import polars as pl

from voc.stats.counts import Flags, Floats

SOLICITED = ("survey", "kiosk")  # channels whose volume we decide ourselves
IMPLAUSIBLE = 0.001  # chance of a silence, below which a source did not deliver
USUAL_WEEKS = 12  # delivered ones, that tell a source's usual rate


def fill_exposure(exposure: pl.DataFrame, calendar: list[str]) -> tuple[Floats, Flags] | None:
    """Lay an exposure on the calendar, and fill in the weeks that it lacks, or has with 0 or less.

    Args:
        exposure: week, value; in any order, weeks outside the calendar included.
        calendar: Weeks in order, without a gap.

    Returns:
        (n_weeks,) values, the missing ones as `fill_gaps` fills them, and (n_weeks,) which those are; None
        where no week is known.
    """
    given = exposure.filter(pl.col("value") > 0).group_by("week").agg(pl.col("value").cast(pl.Float64).sum())
    laid = pl.DataFrame({"week": calendar}, schema={"week": pl.String})
    values = laid.join(given, on="week", how="left", maintain_order="left")["value"]
    if values.is_null().all():
        return None
    return fill_gaps(values).to_numpy(), values.is_null().to_numpy()


def fill_gaps(values: pl.Series) -> pl.Series:
    """Fill what is missing with the mean of the nearest values on both sides, or the one there is."""
    ahead, behind = pl.col("told").forward_fill(), pl.col("told").backward_fill()
    filled = (pl.coalesce(ahead, behind) + pl.coalesce(behind, ahead)) / 2
    return values.alias("told").to_frame().select(filled.alias(values.name)).to_series()


def find_silences(answers: Floats) -> Flags:
    """Find the weeks in which a source that had begun delivered nothing, though chance does not explain it.

    At its usual rate over the up to 12 delivered weeks before, no contact has a chance below 0.001 (a
    Poisson mean above 6.9). A smaller source's week without contacts is one with 0 contacts.

    Args:
        answers: (n_sources, n_weeks) contacts.
    """
    silent = np.zeros(answers.shape, dtype=np.bool_)
    for source, week in zip(*np.nonzero(answers == 0), strict=True):
        delivered = answers[source, :week][~silent[source, :week]]
        begun = np.flatnonzero(delivered)
        if begun.size:
            usual = delivered[begun[0] :][-USUAL_WEEKS:].mean()
            silent[source, week] = usual > -log(IMPLAUSIBLE)
    return silent


def spread_exposure(answers: Floats, solicited: Flags, values: Floats) -> Floats:
    """Give each source its denominator: its own answers where it asks, else the exposure where it delivered.

    Args:
        answers: (n_sources, n_weeks) contacts.
        solicited: (n_sources,) whether the source asks.
        values: (n_weeks,) exposure.

    Returns:
        (n_sources, n_weeks); 0 before a source's first contact and in weeks that it did not deliver.
    """
    begun = np.cumsum(answers, axis=1) > 0
    delivered = begun & ~find_silences(answers)
    return np.where(solicited[:, None], answers, np.where(delivered, values[None, :], 0.0))


def leave_out(counts: Floats, exposures: Floats, by_contacts: Flags) -> Floats:
    """Leave an issue's own contacts out of the contacts that it is told by.

    Else what rises raises its own denominator, and an issue that is a tenth of all contacts must rise by
    more to be seen. Half of a source's contacts stay in any case: it may speak of little else.

    Args:
        counts: (n_strata, n_issues, n_weeks).
        exposures: (n_strata, n_weeks), or of each issue (n_strata, n_issues, n_weeks).
        by_contacts: (n_strata,) which are told by contacts.

    Returns:
        (n_strata, n_issues, n_weeks).
    """
    whole = exposures if exposures.ndim == 3 else exposures[:, None, :]
    others = np.maximum(whole - counts, whole / 2)
    return np.where(by_contacts[:, None, None], others, np.broadcast_to(whole, counts.shape))
