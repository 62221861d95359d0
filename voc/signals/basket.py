"""Against what is an issue compared, to tell what a fix did? Against issues that nobody touched.

Holidays, growth and a new channel befall them as well. Which ones is decided by what was known before the
change, never by how they went on after it; and none that alerted, shares contacts or was acted upon.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from voc.signals.isoweeks import label_day, shift_week
from voc.stats.counts import Floats

MOST_WEEKS_BEFORE = 26
MOST_WEEKS_AFTER = 26  # what an issue would do by itself cannot be foretold for longer
LEAST_CONTROLS = 3
LEAST_BASKET = 2.0  # contacts of all untouched issues, in those of the issue itself
LEAST_CONTROL_RATE = 0.5  # contacts a week before the change
LEAST_CONTROL_WEEKS = 1 / 3  # of the weeks before, in which a control must have been heard
MOST_SHARED = 0.2  # of an issue's contacts that a neighbour may share


@dataclass(frozen=True)
class Comparison:
    """One issue's weeks about a change, beside those of untouched issues; arrays are (n_weeks,)."""

    issue_id: str
    weeks: list[str]  # complete ones, in order, without the one in which the change fell midweek
    times: Floats  # weeks since the change: 0 is the first whole week with it, below 0 lies before
    counts: Floats
    standard: Floats  # what each week would bring at the issue's own rates of all history, by source
    controls: list[str]  # issue ids, sorted; none: compared with `standard` alone
    control_counts: Floats  # (n_controls, n_weeks)
    control_standards: Floats  # (n_controls, n_weeks)


def compare_weeks(
    weeks: pl.DataFrame, issue_id: str, done_on: date, *, controls: Collection[str] = ()
) -> Comparison:
    """Lay an issue's weeks about a change beside those of its controls.

    At most half a year before the change, from the issue's first contact on, and half a year after.
    The week in which the change fell belongs to neither side, unless it fell on its Monday.

    Args:
        weeks: WEEKS, with a row for every issue and week.
        issue_id: The issue that was acted upon.
        done_on: From which day on the change holds, in the workspace's zone.
        controls: Untouched issues, as `choose_controls` gives them.
    """
    first = label_day(done_on + timedelta(days=-done_on.weekday() % 7))
    skipped = label_day(done_on)
    calendar = weeks.filter("is_complete", pl.col("issue_id") == issue_id).sort("week")
    heard = calendar.filter(pl.col("contact_count") > 0)["week"]
    start = max(shift_week(skipped, -MOST_WEEKS_BEFORE), heard[0]) if len(heard) else skipped
    last = shift_week(first, MOST_WEEKS_AFTER - 1)
    chosen = calendar.filter(
        pl.col("week").is_between(pl.lit(start), pl.lit(last)),
        (pl.col("week") < skipped) | (pl.col("week") >= first),
    )
    names = chosen["week"].to_list()
    beside = weeks.filter(pl.col("issue_id").is_in(sorted(controls)), pl.col("week").is_in(names))
    shape = (len(set(controls)), len(names))
    grid = beside.sort("issue_id", "week")
    before = sum(name < skipped for name in names)
    gap = 0.0 if skipped == first else 1.0
    times = np.arange(len(names), dtype=np.float64) - before
    times[:before] -= gap
    return Comparison(
        issue_id,
        names,
        times,
        chosen["contact_count"].to_numpy().astype(np.float64),
        chosen["standard"].to_numpy().astype(np.float64),
        sorted(set(controls)),
        grid["contact_count"].to_numpy().astype(np.float64).reshape(shape),
        grid["standard"].to_numpy().astype(np.float64).reshape(shape),
    )


def choose_controls(
    weeks: pl.DataFrame,
    issue_id: str,
    done_on: date,
    *,
    touched: Collection[str] = (),
    alerts: pl.DataFrame | None = None,
    links: pl.DataFrame | None = None,
) -> list[str]:
    """Choose the issues that tell what would have come without the change.

    Args:
        weeks: WEEKS.
        issue_id: The issue that was acted upon.
        done_on: When.
        touched: Issues with actions of their own, and others that do not count (ignored ones need not
            be left out: their contacts came all the same).
        alerts: issue_id, week, last_week: issues that alerted within the window are left out.
        links: contact_id, issue_id: neighbours that share contacts are left out.

    Returns:
        Their ids, sorted; none where fewer than 3 remain, or they had less than twice its contacts.
    """
    own = compare_weeks(weeks, issue_id, done_on)
    before = [week for week, time in zip(own.weeks, own.times, strict=True) if time < 0]
    if not before:
        return []
    barred = {issue_id, *touched, *_list_neighbours(links, issue_id)}
    if alerts is not None:
        within = (pl.col("week") <= own.weeks[-1]) & (pl.col("last_week") >= own.weeks[0])
        barred |= set(alerts.filter(within)["issue_id"])
    heard = (
        weeks.filter(pl.col("week").is_in(before), ~pl.col("issue_id").is_in(sorted(barred)))
        .group_by("issue_id")
        .agg(pl.col("contact_count").sum(), heard=(pl.col("contact_count") > 0).mean())
        .filter(
            pl.col("contact_count") >= LEAST_CONTROL_RATE * len(before),
            pl.col("heard") >= LEAST_CONTROL_WEEKS,
        )
    )
    total = float(own.counts[own.times < 0].sum())
    enough = heard.height >= LEAST_CONTROLS and heard["contact_count"].sum() >= LEAST_BASKET * total
    return heard["issue_id"].sort().to_list() if enough else []


def _list_neighbours(links: pl.DataFrame | None, issue_id: str) -> list[str]:
    """List the issues that share more than `MOST_SHARED` of their contacts, or of its, with the issue."""
    if links is None:
        return []
    pairs = links.select("contact_id", "issue_id").unique()
    own = pairs.filter(pl.col("issue_id") == issue_id)
    sizes = pairs.group_by("issue_id").len("size")
    theirs = pairs.join(own.select("contact_id"), on="contact_id", how="semi")
    shared = theirs.group_by("issue_id").len("both")
    least = pl.min_horizontal("size", pl.lit(own.height))
    near = shared.join(sizes, on="issue_id").filter(pl.col("both") > MOST_SHARED * least)
    return sorted(near["issue_id"])
