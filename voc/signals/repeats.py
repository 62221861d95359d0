"""Does an issue come back: how many contacts are repeats, after how long, how often, and what do they cost?

Counted of contacts whose customer is known, by the contract's definition of a repeat. What texts say of
themselves ("ya llamé", "the third time") is counted apart, of contacts whose customer is not known, and
never mixed into a rate.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from voc.schema import check_frame
from voc.schema.signals import REPEAT_WEEKS, REPEATS
from voc.signals.chains import ALL, add_rows_of_all, list_chains, span_window, trace_chains
from voc.signals.isoweeks import derive_weeks, label_day, list_weeks, shift_week, week_start
from voc.stats.clustered import bound_shares

MOST_CHAINS = 5
MICRO = 1_000_000  # money is summed in whole millionths, so that the sum does not depend on the order
DAY = 86_400e6  # microseconds


def measure_repeats(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    said: pl.DataFrame,
    *,
    window_days: int,
    as_of: datetime,
) -> pl.DataFrame:
    """Measure the repeats of each issue and of all.

    Args:
        contacts: contact_id, occurred_at, customer_id, cost; those at `as_of` or later are left out.
        contact_issues: contact_id, issue_id.
        said: SAID of the same contacts; only the sign `again` is read.
        window_days: W, of 24 hours each.
        as_of: Exclusive end.

    Returns:
        REPEATS, all first and then by issue. Figures of all rest on contacts with any issue; a contact
        that repeats any of its issues is one repeat, with its cost once.
    """
    earlier = contacts.filter(pl.col("occurred_at") < as_of)
    linked = contact_issues.select("contact_id", "issue_id").unique()
    linked = linked.join(earlier.select("contact_id", "customer_id", "cost"), on="contact_id")
    if linked.is_empty():
        return pl.DataFrame(schema=dict(REPEATS))
    visits = trace_chains(earlier, linked, window_days=window_days, as_of=as_of)
    asked = _list_asked(linked)
    parts = (
        _rate_repeats(visits, earlier),
        _count_said(linked, visits, said),
        _count_chains(visits),
        _measure_gaps(visits),
        _rate_resolved(visits),
        _pick_longest(visits),
    )
    for part in parts:
        asked = asked.join(part, on="issue_id", how="left", nulls_equal=True)
    counts = [name for name in REPEATS if name.endswith("_count")]
    filled = asked.with_columns(pl.col(counts).fill_null(0), pl.col("repeat_cost").fill_null(0.0))
    return check_frame(filled.with_columns(pl.col("longest").fill_null([])), REPEATS).sort(
        "issue_id", nulls_last=False
    )


def follow_weeks(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    *,
    window_days: int,
    zone: ZoneInfo,
    as_of: datetime,
) -> pl.DataFrame:
    """Tell by week what share of contacts was followed by another of the same customer and issue.

    Args:
        contacts: contact_id, occurred_at, customer_id; those at `as_of` or later are left out.
        contact_issues: contact_id, issue_id.
        window_days: W, of 24 hours each.
        zone: The workspace's.
        as_of: Exclusive end; a week is final once W days have passed since it ended.

    Returns:
        REPEAT_WEEKS: every week from the first of all contacts to the one that as-of cuts, for all (first)
        and for each issue with a contact. A contact of all is followed if it is about any of its issues.
    """
    earlier = contacts.filter(pl.col("occurred_at") < as_of)
    linked = contact_issues.join(earlier.select("contact_id"), on="contact_id", how="semi")
    if linked.is_empty():
        return pl.DataFrame(schema=dict(REPEAT_WEEKS))
    calendar = _list_calendar(earlier, zone, as_of)
    visits = trace_chains(earlier, linked, window_days=window_days, as_of=as_of)
    rows = _merge_issues(visits)
    told = rows.with_columns(derive_weeks(rows["occurred_at"], zone))
    shares = bound_shares(told, keys=["issue_id", "week"], hit="is_followed", person="customer_id")
    ends = {week: week_start(shift_week(week, 1), zone) for week in calendar}
    window = span_window(window_days)
    weeks = pl.DataFrame(
        {"week": calendar, "is_final": [as_of - ends[week] >= window for week in calendar]},
        schema={"week": pl.String, "is_final": pl.Boolean},
    )
    grid = _list_asked(linked).join(weeks, how="cross")
    named = shares.rename(
        {"count": "contact_count", "hit_count": "followed_count", "share": "forward_rate",
         "low": "forward_low", "high": "forward_high"}
    )  # fmt: skip
    filled = grid.join(named, on=["issue_id", "week"], how="left", nulls_equal=True).with_columns(
        pl.col("contact_count", "followed_count").fill_null(0)
    )
    return check_frame(filled, REPEAT_WEEKS).sort("issue_id", "week", nulls_last=False)


def _list_asked(linked: pl.DataFrame) -> pl.DataFrame:
    """List what is asked of: all (null) and each issue."""
    issues = linked["issue_id"].unique().sort().to_list()
    return pl.DataFrame({"issue_id": [None, *issues]}, schema={"issue_id": pl.String})


def _merge_issues(visits: pl.DataFrame) -> pl.DataFrame:
    """Put before the rows of issues those of all: there a contact is one row, a repeat if of any issue."""
    told = visits.with_columns(is_repeat=pl.col("time") > 1)
    every = told.group_by("contact_id", "customer_id", "occurred_at").agg(
        ALL, pl.col("is_repeat", "is_followed").any()
    )
    return pl.concat([every, told.select(every.columns)])


def _rate_repeats(visits: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    rows = _merge_issues(visits)
    shares = bound_shares(rows, keys=["issue_id"], hit="is_repeat", person="customer_id").rename(
        {"count": "contact_count", "person_count": "customer_count", "hit_count": "repeat_count",
         "share": "repeat_rate", "low": "repeat_low", "high": "repeat_high"}
    )  # fmt: skip
    cost = pl.when("is_repeat").then("cost").otherwise(0.0).fill_null(0.0)
    costs = (
        rows.join(contacts.select("contact_id", "cost"), on="contact_id")
        .group_by("issue_id")
        .agg(repeat_cost=(cost * MICRO).round().cast(pl.Int64).sum() / MICRO)
    )
    return shares.join(costs, on="issue_id", how="left", nulls_equal=True)


def _count_said(linked: pl.DataFrame, visits: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Count contacts without a known customer, and the contacts that say it is not the first time.

    Those of a known customer that say so and yet repeat nothing tell of what was missed: an earlier contact
    elsewhere, before the data begin, or under another issue.
    """
    again = said.filter(pl.col("sign") == "again").select("contact_id", is_said=pl.lit(True)).unique()
    repeats = visits.group_by("contact_id").agg(is_repeat=(pl.col("time") > 1).any())
    told = linked.join(again, on="contact_id", how="left").join(repeats, on="contact_id", how="left")
    is_unknown = pl.col("customer_id").is_null()
    chosen = {
        "unknown_count": is_unknown,
        "said_count": is_unknown & pl.col("is_said"),
        "further_count": ~is_unknown & pl.col("is_said") & ~pl.col("is_repeat"),
    }
    return (
        add_rows_of_all(told)
        .group_by("issue_id")
        .agg(
            **{
                name: pl.col("contact_id").filter(is_such).n_unique().cast(pl.Int64)
                for name, is_such in chosen.items()
            }
        )
    )


def _count_chains(visits: pl.DataFrame) -> pl.DataFrame:
    times = pl.col("times")
    lengths = {"once_count": times == 1, "twice_count": times == 2, "thrice_count": times == 3}
    return (
        add_rows_of_all(list_chains(visits).select("issue_id", "times", "is_open"))
        .group_by("issue_id")
        .agg(
            chain_count=pl.len().cast(pl.Int64),
            more_count=(times >= 4).sum().cast(pl.Int64),
            open_count=pl.col("is_open").sum().cast(pl.Int64),
            **{name: is_such.sum().cast(pl.Int64) for name, is_such in lengths.items()},
        )
    )


def _measure_gaps(visits: pl.DataFrame) -> pl.DataFrame:
    """Measure the quartiles of the days from one time to the next, each time of a chain once."""
    keys = ["issue_id", "customer_id", "occurred_at", "gap"]
    gaps = visits.filter(pl.col("gap").is_not_null()).select(keys).unique()
    days = pl.col("gap").dt.total_microseconds() / DAY
    quartiles = {"gap_days_low": 0.25, "gap_days_middle": 0.5, "gap_days_high": 0.75}
    return (
        add_rows_of_all(gaps)
        .group_by("issue_id")
        .agg(**{name: days.quantile(part, interpolation="linear") for name, part in quartiles.items()})
    )


def _rate_resolved(visits: pl.DataFrame) -> pl.DataFrame:
    """Rate first contacts: of chains whose first window has closed, those where nobody came back in it."""
    chains = list_chains(visits).filter("first_closed").with_columns(is_resolved=pl.col("times") == 1)
    shares = bound_shares(add_rows_of_all(chains), keys=["issue_id"], hit="is_resolved", person="customer_id")
    return shares.select(
        "issue_id", settled_count="count", resolved_count="hit_count", resolved_rate="share",
        resolved_low="low", resolved_high="high",
    )  # fmt: skip


def _pick_longest(visits: pl.DataFrame) -> pl.DataFrame:
    """Pick the longest chains; of equally long ones the earliest, never by who the customer is."""
    chains = list_chains(visits).filter(pl.col("times") > 1)
    first = pl.col("contact_ids").list.first()
    ranked = add_rows_of_all(chains).sort(
        "times", "first_at", first, "issue_id", descending=[True, False, False, False]
    )
    return (
        ranked.group_by("issue_id", maintain_order=True)
        .head(MOST_CHAINS)
        .group_by("issue_id", maintain_order=True)
        .agg(longest=pl.struct("times", "days", "contact_ids"))
    )


def _list_calendar(contacts: pl.DataFrame, zone: ZoneInfo, as_of: datetime) -> list[str]:
    first = derive_weeks(contacts["occurred_at"].sort().head(1), zone)[0]
    last = label_day((as_of - timedelta(microseconds=1)).astimezone(zone).date())
    return list_weeks(first, last)
