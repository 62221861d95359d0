"""Against what is an issue compared, to tell what a fix did? Against issues that nobody touched.

Holidays, growth and a new channel befall them as well. Which ones is decided by what was known before the
change, never by how they went on after it; and none that alerted, shares contacts or was acted upon.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from voc.signals.isoweeks import label_day, shift_week, week_monday
from voc.stats.counts import Floats

MOST_WEEKS_BEFORE = 26
MOST_WEEKS_AFTER = 26  # what an issue would do by itself cannot be foretold for longer
LEAST_CONTROLS = 3
LEAST_BASKET = 2.0  # contacts of all untouched issues, in those of the issue itself
LEAST_CONTROL_RATE = 0.5  # contacts a week before the change
LEAST_CONTROL_WEEKS = 1 / 3  # of the weeks before, in which a control must have been heard
ONE_CAMPAIGN = timedelta(weeks=6)  # changes no further apart are judged together
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
    weeks: pl.DataFrame,
    issue_id: str,
    done_on: date,
    *,
    controls: Collection[str] = (),
    others: Collection[date] = (),
) -> Comparison:
    """Lay an issue's weeks about a change beside those of its controls.

    At most half a year before the change, from the issue's first contact on, and half a year after.
    The week in which the change fell belongs to neither side, unless it fell on its Monday. Changes
    within six weeks of each other are one: the weeks between them belong to neither side. What an
    earlier change ended, or a later one begins, is left out.

    Args:
        weeks: WEEKS, with a row for every issue and week.
        issue_id: The issue that was acted upon.
        done_on: From which day on the change holds, in the workspace's zone.
        controls: Untouched issues, as `choose_controls` gives them.
        others: The days of other changes to the same issue.
    """
    since, began, until = _bound_campaign(done_on, others)
    first = find_first_whole_week(done_on)
    calendar = weeks.filter("is_complete", pl.col("issue_id") == issue_id).sort("week")
    heard = calendar.filter(pl.col("contact_count") > 0)["week"]
    last_before = shift_week(label_day(began), -1)
    start = max(shift_week(last_before, 1 - MOST_WEEKS_BEFORE), heard[0] if len(heard) else first)
    start = max(start, find_first_whole_week(since)) if since else start
    last = shift_week(first, MOST_WEEKS_AFTER - 1)
    last = min(last, shift_week(label_day(until), -1)) if until else last
    week = pl.col("week")
    is_before = week.is_between(pl.lit(start), pl.lit(last_before))
    chosen = calendar.filter(is_before | week.is_between(pl.lit(first), pl.lit(last)))
    names = chosen["week"].to_list()
    beside = weeks.filter(pl.col("issue_id").is_in(sorted(controls)), week.is_in(names))
    shape = (len(set(controls)), len(names))
    grid = beside.sort("issue_id", "week")
    monday = week_monday(first)
    return Comparison(
        issue_id,
        names,
        np.array([(week_monday(name) - monday).days / 7 for name in names], dtype=np.float64),
        chosen["contact_count"].to_numpy().astype(np.float64),
        chosen["standard"].to_numpy().astype(np.float64),
        sorted(set(controls)),
        grid["contact_count"].to_numpy().astype(np.float64).reshape(shape),
        grid["standard"].to_numpy().astype(np.float64).reshape(shape),
    )


def find_first_whole_week(done_on: date) -> str:
    """Find the first week that a change held for as a whole."""
    return label_day(done_on + timedelta(days=-done_on.weekday() % 7))


def _bound_campaign(done_on: date, others: Collection[date]) -> tuple[date | None, date, date | None]:
    """Bound a change and those near it: the last one well before, the first of them, the next well after."""
    began = latest = done_on
    since = until = None
    for day in sorted((day for day in others if day < done_on), reverse=True):
        if began - day > ONE_CAMPAIGN:
            since = day
            break
        began = day
    for day in sorted(day for day in others if day > done_on):
        if day - latest > ONE_CAMPAIGN:
            until = day
            break
        latest = day
    return since, began, until


def choose_controls(
    weeks: pl.DataFrame,
    issue_id: str,
    done_on: date,
    *,
    acted: Collection[tuple[str, date]] = (),
    alerts: pl.DataFrame | None = None,
    links: pl.DataFrame | None = None,
) -> list[str]:
    """Choose the issues that tell what would have come without the change.

    Args:
        weeks: WEEKS.
        issue_id: The issue that was acted upon.
        done_on: When.
        acted: Issues and days of all that was done: what was acted upon within the window is no control.
            Ignored issues need not be left out: their contacts came all the same.
        alerts: issue_id, week, last_week: issues that alerted within the window are left out.
        links: contact_id, issue_id, each pair once: neighbours that share contacts are left out.

    Returns:
        Their ids, sorted; none where fewer than 3 remain, or they had less than twice its contacts.
    """
    others = [day for issue, day in acted if issue == issue_id]
    own = compare_weeks(weeks, issue_id, done_on, others=others)
    before = [week for week, time in zip(own.weeks, own.times, strict=True) if time < 0]
    if not before:
        return []
    within = {issue for issue, day in acted if own.weeks[0] <= label_day(day) <= own.weeks[-1]}
    barred = {issue_id, *within, *_list_neighbours(links, issue_id)}
    if alerts is not None:
        is_within = (pl.col("week") <= own.weeks[-1]) & (pl.col("last_week") >= own.weeks[0])
        barred |= set(alerts.filter(is_within)["issue_id"])
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
    pairs = links.select("contact_id", "issue_id")
    own = pairs.filter(pl.col("issue_id") == issue_id)
    sizes = pairs.group_by("issue_id").len("size")
    theirs = pairs.join(own.select("contact_id"), on="contact_id", how="semi")
    shared = theirs.group_by("issue_id").len("both")
    least = pl.min_horizontal("size", pl.lit(own.height))
    near = shared.join(sizes, on="issue_id").filter(pl.col("both") > MOST_SHARED * least)
    return sorted(near["issue_id"])
