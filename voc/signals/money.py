"""What does each issue cost in each month, and how much of it is contacts that came back?

An issue counts a contact with its whole cost, so its costs may add up to more than was spent; shared out, a
contact is split equally among its issues, and the parts add up exactly. `""` stands for no issue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl

from voc.schema.signals import MONEY
from voc.signals.cost import amount_ticks, count_ticks
from voc.stats.apportion import apportion_units

NO_ISSUE = ""
AMOUNTS = ("cost", "repeat_cost", "shared_cost", "shared_repeat_cost")


@dataclass(frozen=True)
class Portion:
    """What is an issue's own of a set of contacts, each split equally among its issues; in ticks."""

    contacts: int = 0  # that have the issue, whole
    repeats: int = 0  # of them
    split_contacts: Fraction = Fraction(0)
    whole: int = 0  # cost of the contacts, unsplit
    whole_repeat: int = 0  # of the repeats among them
    first: Fraction = Fraction(0)  # cost, split, of those that are no repeat of the issue
    repeat: Fraction = Fraction(0)  # and of those that are

    @property
    def cost(self) -> Fraction:
        """Its part of the cost, repeats included."""
        return self.first + self.repeat


def derive_months(instants: pl.Series, zone: ZoneInfo) -> pl.Series:
    """Label instants with their month in the zone, such as `2026-03`; null stays null."""
    return instants.dt.convert_time_zone(zone.key).dt.strftime("%Y-%m").alias("month")


def portion_contacts(contacts: pl.DataFrame, links: pl.DataFrame) -> dict[str, Portion]:
    """Split each contact equally among its issues, exactly.

    Args:
        contacts: contact_id, cost.
        links: contact_id, issue_id, is_repeat (null: no customer is known); of other contacts too.

    Returns:
        Portions by issue; `NO_ISSUE` has the contacts without any. Costs add up to that of the contacts.
    """
    return _gather_portions(_count_shares(contacts.with_columns(month=pl.lit("")), links).iter_rows()).get(
        "", {}
    )


def count_money(contacts: pl.DataFrame, links: pl.DataFrame, zone: ZoneInfo) -> pl.DataFrame:
    """Count what each issue costs in each month of the zone.

    Args:
        contacts: contact_id, occurred_at, cost; all of them, with or without an issue.
        links: CONTACT_ISSUES.
        zone: The workspace's.

    Returns:
        MONEY: one row a month and issue with a contact in it, by both; the contacts without an issue have a
        row without one. A month's `shared_cost` adds up to the cost of its contacts, to the last tick.
    """
    placed = contacts.with_columns(derive_months(contacts["occurred_at"], zone))
    totals = dict(placed.group_by("month").agg(count_ticks().sum()).iter_rows())
    rows = []
    for month, portions in sorted(_gather_portions(_count_shares(placed, links).iter_rows()).items()):
        shared = apportion_units(totals[month], {issue: part.cost for issue, part in portions.items()})
        repeated = _apportion_repeats(shared, portions)
        for issue, part in sorted(portions.items()):
            counts = (part.contacts, part.repeats, part.whole, part.whole_repeat)
            rows.append((month, issue or None, *counts, shared[issue], repeated[issue]))
    counted = pl.DataFrame(rows, schema=dict.fromkeys(MONEY), orient="row")
    amounts = [amount_ticks(pl.col(name).cast(pl.Int64)) for name in AMOUNTS]
    return counted.with_columns(amounts).select(pl.col(name).cast(dtype) for name, dtype in MONEY.items())


def _count_shares(contacts: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Count contacts and ticks by month, issue, number of the contact's issues, and repeat or not."""
    keys = ("month", "issue_id", "issue_count", "is_repeat")
    count = pl.len().over("contact_id").cast(pl.Int64)
    linked = links.select("contact_id", "issue_id", "is_repeat").with_columns(issue_count=count)
    return (
        contacts.select("contact_id", "month", ticks=count_ticks())
        .join(linked, on="contact_id", how="left")
        .with_columns(
            pl.col("issue_id").fill_null(NO_ISSUE),
            pl.col("issue_count").fill_null(1),
            pl.col("is_repeat").fill_null(False),
        )
        .group_by(keys)
        .agg(contacts=pl.len().cast(pl.Int64), ticks=pl.col("ticks").sum())
        .sort(keys)
    )


def _gather_portions(rows: Iterable[tuple[str, str, int, bool, int, int]]) -> dict[str, dict[str, Portion]]:
    gathered: dict[str, dict[str, Portion]] = {}
    for month, issue, issue_count, is_repeat, contacts, ticks in rows:
        month_portions = gathered.setdefault(month, {})
        held, part = month_portions.get(issue, Portion()), Fraction(ticks, issue_count)
        month_portions[issue] = Portion(
            contacts=held.contacts + contacts,
            repeats=held.repeats + contacts * is_repeat,
            split_contacts=held.split_contacts + Fraction(contacts, issue_count),
            whole=held.whole + ticks,
            whole_repeat=held.whole_repeat + ticks * is_repeat,
            first=held.first + part * (not is_repeat),
            repeat=held.repeat + part * is_repeat,
        )
    return gathered


def _apportion_repeats(shared: dict[str, int], portions: dict[str, Portion]) -> dict[str, int]:
    """Tell how much of each issue's whole ticks is of repeats."""
    return {
        issue: apportion_units(shared[issue], {"first": part.first, "repeat": part.repeat})["repeat"]
        for issue, part in portions.items()
    }
