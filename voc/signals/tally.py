"""How many contacts had each source, issue and week, and how many could it have had?

Counted into arrays, once: whatever judges weeks works on these. Any periods will do for weeks.
"""

from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from voc.signals.denominator import SOLICITED, fill_exposure, leave_out, spread_exposure
from voc.signals.isoweeks import derive_weeks
from voc.stats.counts import Flags, Floats


@dataclass(frozen=True)
class WeekTally:
    """Contacts counted into arrays; the axes are named by `strata`, `issues` and `weeks`."""

    strata: list[str]  # sources of contacts, sorted; one where the contacts have no `source`
    issues: list[str]  # sorted
    weeks: list[str]  # the complete calendar
    counts: Floats  # (n_strata, n_issues, n_weeks) contacts
    people: Floats  # (n_issues, n_weeks) distinct customers; one for each contact without
    pair_people: Floats  # (n_issues, n_weeks) the same over a week and the one before it
    answers: Floats  # (n_strata, n_weeks) all contacts, with or without an issue
    exposures: Floats  # (n_strata, n_weeks) what each source's contacts are counted against
    reach: Floats  # (n_strata, n_issues, n_weeks) the same for each issue: of contacts, those of others
    by_contacts: Flags  # (n_strata,) which are told by contacts
    shown: Floats  # (n_weeks,) the denominator that people see: as given, else all contacts
    is_estimated: Flags  # (n_weeks,) whether the given exposure lacked the week
    worlds: int = 1  # replays that lie one after the other along the issues, each judged for itself


def tally_weeks(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    *,
    calendar: list[str],
    zone: ZoneInfo,
    exposure: pl.DataFrame | None = None,
) -> WeekTally:
    """Count contacts by source, issue and week into arrays; weeks outside the calendar are left out.

    Args:
        contacts: contact_id, occurred_at, customer_id; source and channel where known.
        contact_issues: contact_id, issue_id.
        calendar: ISO weeks in order, without a gap.
        zone: The workspace's.
        exposure: week, value (orders, customers, ...); None, or no week known: the contacts of each source.
    """
    placed = _place_contacts(contacts, calendar, zone)
    linked = contact_issues.select("contact_id", "issue_id").unique().join(placed, on="contact_id")
    strata, issues = (sorted(frame.unique().to_list()) for frame in (placed["stratum"], linked["issue_id"]))
    axes = {"stratum": strata, "issue_id": issues, "week": calendar}
    by_week = {name: axes[name] for name in ("issue_id", "week")}
    following = dict(pairwise(calendar))
    late = linked.with_columns(pl.col("week").replace_strict(following, default=None, return_dtype=pl.String))
    pairs = pl.concat([linked, late.filter(pl.col("week").is_not_null())])
    person = pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id")).n_unique()
    answers = _fill_array(placed, {k: axes[k] for k in ("stratum", "week")}, pl.len())
    given = fill_exposure(exposure, calendar) if exposure is not None else None
    asking = placed.group_by("stratum").agg(pl.col("asks").sum() > pl.len() / 2).sort("stratum")["asks"]
    counts, by_contacts = _fill_array(linked, axes, pl.len()), asking.to_numpy() | (given is None)
    exposures = answers if given is None else spread_exposure(answers, by_contacts, given[0])
    return WeekTally(
        strata,
        issues,
        calendar,
        counts=counts,
        people=_fill_array(linked, by_week, person),
        pair_people=_fill_array(pairs, by_week, person),
        answers=answers,
        exposures=exposures,
        reach=leave_out(counts, exposures, by_contacts),
        by_contacts=by_contacts,
        shown=answers.sum(axis=0) if given is None else given[0],
        is_estimated=given[1] if given else np.full(len(calendar), exposure is not None),
    )


def wrap_counts(counts: Floats, exposures: Floats | None = None, *, worlds: int = 1) -> WeekTally:
    """Wrap counts of any periods, each contact taken for a person of its own: for replays and trials.

    Args:
        counts: (n_strata, n_issues, n_periods).
        exposures: (n_strata, n_periods), or of each issue (n_strata, n_issues, n_periods), orders or the
            contacts of others; None: all contacts of each stratum, all of which have an issue.
        worlds: See `WeekTally`.
    """
    shape = (counts.shape[0], worlds, -1, counts.shape[2])
    answers = counts.reshape(shape).sum(axis=2).repeat(counts.shape[1] // worlds, axis=1)
    reach = (
        leave_out(counts, answers, np.ones(len(counts), dtype=np.bool_)) if exposures is None else exposures
    )
    reach = np.broadcast_to(reach if reach.ndim == 3 else reach[:, None, :], counts.shape)
    people = counts.sum(axis=0)
    pairs = people + np.concatenate([np.zeros((people.shape[0], 1)), people[:, :-1]], axis=1)
    strata, issues, periods = ([f"{n:05d}" for n in range(size)] for size in counts.shape)
    whole = reach.max(axis=1)
    return WeekTally(
        strata,
        issues,
        periods,
        counts,
        people,
        pair_people=pairs,
        answers=counts.sum(axis=1),
        exposures=whole,
        reach=reach,
        by_contacts=np.full(counts.shape[0], exposures is None),
        shown=whole.sum(axis=0),
        is_estimated=np.zeros(counts.shape[2], dtype=np.bool_),
        worlds=worlds,
    )


def _place_contacts(contacts: pl.DataFrame, calendar: list[str], zone: ZoneInfo) -> pl.DataFrame:
    source = pl.col("source") if "source" in contacts.columns else pl.lit("")
    asks = pl.col("channel").is_in(SOLICITED) if "channel" in contacts.columns else pl.lit(False)
    weeks = derive_weeks(contacts["occurred_at"], zone)
    placed = contacts.select("contact_id", "customer_id", source.alias("stratum"), asks.alias("asks"), weeks)
    return placed.filter(pl.col("week").is_in(calendar))


def _fill_array(frame: pl.DataFrame, axes: dict[str, list[str]], figure: pl.Expr) -> Floats:
    cells = frame.group_by(list(axes)).agg(figure.cast(pl.Float64).alias("figure"))
    array = np.zeros([len(names) for names in axes.values()])
    places = []
    for axis, names in axes.items():
        place = {name: n for n, name in enumerate(names)}
        places.append([place[name] for name in cells[axis].to_list()])
    array[tuple(places)] = cells["figure"].to_numpy()
    return array
