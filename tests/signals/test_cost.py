"""What a contact costs: by hand, to a hundredth of a cent, on the day that it was."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.schema import CONTACTS, make_frame
from voc.signals.cost import (
    TICKS,
    Price,
    PriceList,
    count_ticks,
    describe_prices,
    digest_document,
    price_contacts,
    round_ticks,
)

MADRID, BOGOTA = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Bogota")
NOON = datetime(2026, 2, 3, 11, tzinfo=UTC)
BY_CONTACT = PriceList(None, {"call": Price(Decimal("6.5")), "agent_note": Price(Decimal(4))})
BY_MINUTE = PriceList(None, {"call": Price(Decimal("6.75"), Decimal("7.5"), Decimal("0.9"))})


def price(rows: list[dict[str, Any]], *lists: PriceList, zone: ZoneInfo = MADRID) -> list[float]:
    full = [
        {"contact_id": f"c{n}", "channel": "call", "occurred_at": NOON, **row} for n, row in enumerate(rows)
    ]
    priced = price_contacts(make_frame(full, CONTACTS), lists, zone)
    assert (priced.name, priced.dtype, priced.null_count()) == ("cost", pl.Float64(), 0)
    return priced.to_list()


def test_a_contact_costs_what_its_channel_costs_and_one_without_a_price_nothing() -> None:
    rows = [{"channel": channel} for channel in ("call", "web", "agent_note", "call")]
    assert price(rows, BY_CONTACT) == [6.5, 0.0, 4.0, 6.5]
    assert price(rows) == [0.0] * 4
    assert price([], BY_CONTACT) == []


@pytest.mark.parametrize(
    ("minutes", "cost"),
    [
        (None, 6.75),  # 7.5 × 0.9
        (4.0, 3.6),
        (0.0, 0.0),
        (7.25, 6.525),
        (4.2833, 3.855),  # 3.85497
        (-1.0, 6.75),  # no handling time
        (float("nan"), 6.75),
        (float("inf"), 6.75),
    ],
)
def test_minutes_are_the_contacts_own_where_it_tells_them(minutes: float | None, cost: float) -> None:
    assert price([{"minutes": minutes}], BY_MINUTE) == [cost]


def test_minutes_say_nothing_where_a_contact_has_a_plain_price() -> None:
    assert price([{"minutes": 90.0}], BY_CONTACT) == [6.5]


def test_half_of_a_hundredth_of_a_cent_goes_up() -> None:
    """2.00045 lies below itself as a float, where rounding would go down."""
    one_a_minute = PriceList(None, {"call": Price(Decimal(1), Decimal(1), Decimal(1))})
    assert round_ticks(Decimal("2.00045")) == 20_005
    assert price([{"minutes": 2.00045}], one_a_minute) == [2.0005]


NEW_YEAR = PriceList(date(2026, 3, 1), {"call": Price(Decimal(7))})
SUMMER = PriceList(date(2026, 6, 1), {"call": Price(Decimal(8))})


@pytest.mark.parametrize(
    ("at", "zone", "cost"),
    [
        (datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC), MADRID, 6.5),
        (datetime(2026, 2, 28, 23, tzinfo=UTC), MADRID, 7.0),  # midnight in Madrid
        (datetime(2026, 3, 1, 4, 59, 59, tzinfo=UTC), BOGOTA, 6.5),
        (datetime(2026, 3, 1, 5, tzinfo=UTC), BOGOTA, 7.0),
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), MADRID, 7.0),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), MADRID, 8.0),  # in summer time
        (datetime(2019, 1, 1, tzinfo=UTC), MADRID, 6.5),
    ],
)
def test_new_prices_hold_from_midnight_in_the_zone(at: datetime, zone: ZoneInfo, cost: float) -> None:
    for lists in ((BY_CONTACT, NEW_YEAR, SUMMER), (SUMMER, BY_CONTACT, NEW_YEAR)):
        assert price([{"occurred_at": at}], *lists, zone=zone) == [cost]


def test_before_the_first_price_list_nothing_costs() -> None:
    assert price([{}], NEW_YEAR) == [0.0]


def test_costs_add_up_exactly_in_any_order() -> None:
    """0.1 three times is not 0.3 as a float."""
    rows: list[dict[str, Any]] = [{"minutes": n / 7} for n in range(1, 4000)]
    by_minute = PriceList(None, {"call": Price(Decimal(1), Decimal(1), Decimal("0.1"))})
    costs = price(rows, by_minute)
    exact = sum(
        (Decimal(repr(row["minutes"])) * Decimal("0.1")).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        for row in rows
    )
    Random(1).shuffle(costs)
    frame = pl.DataFrame({"cost": costs})
    assert frame.select(count_ticks().sum()).item() == exact * TICKS


@given(st.lists(st.integers(0, 10**12), max_size=20))
def test_a_tick_survives_being_a_column_of_floats(ticks: list[int]) -> None:
    frame = pl.DataFrame({"cost": [tick / TICKS for tick in ticks]}, schema={"cost": pl.Float64})
    assert frame.select(count_ticks()).to_series().to_list() == ticks


def test_prices_are_described_as_they_were_written_and_digested_whatever_their_order() -> None:
    described = describe_prices([NEW_YEAR, BY_MINUTE])
    assert described == [
        {"from": None, "prices": {"call": {"minutes": "7.5", "rate": "0.9"}}},
        {"from": "2026-03-01", "prices": {"call": "7"}},
    ]
    same = [{"prices": block["prices"], "from": block["from"]} for block in described]
    assert digest_document(same) == digest_document(described) != digest_document(describe_prices([NEW_YEAR]))
