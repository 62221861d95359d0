"""What does a contact cost?

Its channel's price on its day: an amount, or minutes × rate with its own minutes where it tells them. A cost
is rounded once, half up, to a hundredth of a cent, and is a whole number from then on: sums are exact, in any
order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

TICKS = 10_000  # of one unit of currency: a hundredth of a cent
MOST_MINUTES = 100_000.0  # of one contact; what a file says beyond is no handling time


@dataclass(frozen=True)
class Price:
    """What one contact of a channel costs."""

    amount: Decimal  # of a contact that does not tell its minutes, in the workspace's currency
    minutes: Decimal | None = None  # on average; with `rate`, or neither
    rate: Decimal | None = None  # a minute


@dataclass(frozen=True)
class PriceList:
    """The prices in force from a day on, by channel; a channel that is not here costs nothing."""

    since: date | None = None  # from its midnight in the workspace's zone; None: before all others
    prices: Mapping[str, Price] = field(default_factory=dict)


def price_contacts(contacts: pl.DataFrame, price_lists: Sequence[PriceList], zone: ZoneInfo) -> pl.Series:
    """Price contacts by their channel, their day in the zone, and their own minutes.

    Args:
        contacts: channel, occurred_at, and minutes (null: not told) where a rate may be in force.
        price_lists: In any order, each whole; no two from the same day. None means that nothing costs.
        zone: The workspace's.

    Returns:
        `cost` of each contact in order, never null, a whole number of `TICKS`.
    """
    ordered = sorted(price_lists, key=lambda listed: listed.since or date.min)
    day = pl.col("occurred_at").dt.convert_time_zone(zone.key).dt.date()
    number = pl.lit(-1, dtype=pl.Int64)
    for listed in ordered:
        number = number + (day >= (listed.since or date.min)).cast(pl.Int64)
    own = pl.col("minutes") if "minutes" in contacts.columns else pl.lit(None, dtype=pl.Float64)
    is_told = own.is_between(0, MOST_MINUTES)  # of NaN false, of null null
    asked = contacts.select("channel", list=number, minutes=pl.when(is_told).then(own))
    priced = (
        asked.join(_tabulate_prices(ordered), on=["list", "channel"], how="left", maintain_order="left")
        .with_columns(minutes=pl.when(pl.col("rate").is_not_null()).then("minutes"))
        .select("fixed", "rate", "minutes")
    )
    told = priced.join(
        _price_minutes(priced), on=["rate", "minutes"], how="left", maintain_order="left", nulls_equal=False
    )
    return told.select(amount_ticks(pl.coalesce("timed", "fixed", pl.lit(0))).alias("cost")).to_series()


def count_ticks(cost: str = "cost") -> pl.Expr:
    """Count a cost in whole ticks, which add up exactly; null is 0."""
    return (pl.col(cost).fill_null(0.0) * TICKS).round().cast(pl.Int64)


def amount_ticks(ticks: pl.Expr) -> pl.Expr:
    """Write whole ticks as an amount of currency: the float nearest to it, which a bare division misses."""
    return (ticks / TICKS).round(4)


def describe_prices(price_lists: Iterable[PriceList]) -> list[dict[str, Any]]:
    """Describe price lists for a document, the oldest first; amounts as they were written."""
    return [
        {
            "from": listed.since and listed.since.isoformat(),
            "prices": {channel: _word_price(price) for channel, price in sorted(listed.prices.items())},
        }
        for listed in sorted(price_lists, key=lambda listed: listed.since or date.min)
    ]


def digest_document(document: object) -> str:
    """Digest a document of plain values: equal ones, in any order of keys, have equal digests."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def round_ticks(amount: Decimal) -> int:
    """Round an amount half up to ticks."""
    return int((amount * TICKS).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _word_price(price: Price) -> str | dict[str, str]:
    if price.rate is None or price.minutes is None:
        return _word_decimal(price.amount)
    return {"minutes": _word_decimal(price.minutes), "rate": _word_decimal(price.rate)}


def _word_decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _tabulate_prices(ordered: Sequence[PriceList]) -> pl.DataFrame:
    rows = [
        (
            number,
            channel,
            round_ticks(price.amount),
            None if price.rate is None else _word_decimal(price.rate),
        )
        for number, listed in enumerate(ordered)
        for channel, price in listed.prices.items()
    ]
    schema = {"list": pl.Int64(), "channel": pl.String(), "fixed": pl.Int64(), "rate": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _price_minutes(priced: pl.DataFrame) -> pl.DataFrame:
    """Price each different pair of rate and minutes exactly: rate, minutes, timed (ticks)."""
    pairs = priced.select("rate", "minutes").drop_nulls().unique()
    timed = [round_ticks(Decimal(rate) * Decimal(repr(minutes))) for rate, minutes in pairs.iter_rows()]
    return pairs.with_columns(pl.Series("timed", timed, dtype=pl.Int64))
