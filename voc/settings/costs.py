"""What does a contact cost, and from which day on?

`[costs]` holds until the first of `[[tariffs]]`; what a tariff leaves out keeps the price it had. A price is
an amount, or minutes and a rate; nothing is guessed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from voc.errors import SettingsError
from voc.schema import CHANNELS
from voc.settings.tables import Table, quote_value, reject_unknown_keys, take_amount
from voc.signals.cost import Price, PriceList

MOST_AMOUNT = 1_000_000_000
DATE_HINT = "wanted a day without quotes, like 2026-03-01"


def read_price_lists(costs: Table, tariffs: object, where: str) -> tuple[PriceList, ...]:
    """Read `[costs]` and `[[tariffs]]`.

    Args:
        costs: The table `[costs]`.
        tariffs: What the file has under `tariffs`.
        where: The file's name, for complaints.

    Returns:
        Price lists, the oldest first; each holds every channel that has a price by then.
    """
    reject_unknown_keys(costs, CHANNELS, f"{where} [costs]")
    lists = [PriceList(None, _read_prices(costs, f"{where} [costs]"))]
    for since, prices in sorted(_read_tariffs(tariffs, where).items()):
        lists.append(PriceList(since, {**lists[-1].prices, **prices}))
    return tuple(lists)


def list_mean_costs(price_lists: tuple[PriceList, ...]) -> dict[str, float]:
    """List the plain cost of a contact by channel under the last prices."""
    return {channel: float(price.amount) for channel, price in price_lists[-1].prices.items()}


def _read_tariffs(tariffs: object, where: str) -> dict[date, dict[str, Price]]:
    if not isinstance(tariffs, list) or not all(isinstance(block, dict) for block in tariffs):
        raise SettingsError(
            f"{where}: tariffs is {quote_value(tariffs)}; wanted blocks that begin with [[tariffs]]"
        )
    read: dict[date, dict[str, Price]] = {}
    for number, block in enumerate(tariffs, 1):
        here = f"{where} [[tariffs]] {number}"
        reject_unknown_keys(block, ("from", *CHANNELS), here)
        since = _take_day(block, here)
        if since in read:
            raise SettingsError(f"{here}: from {since} is there already; wanted one tariff a day")
        read[since] = _read_prices({key: block[key] for key in block if key != "from"}, here)
        if not read[since]:
            raise SettingsError(f"{here}: it has no price; wanted at least one, like call = 6.5")
    return read


def _take_day(block: Mapping[str, Any], where: str) -> date:
    if "from" not in block:
        raise SettingsError(f"{where}: 'from' is missing; {DATE_HINT}")
    value = block["from"]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise SettingsError(f"{where}: from is {quote_value(value)}; {DATE_HINT}")
    return value


def _read_prices(table: Table, where: str) -> dict[str, Price]:
    return {channel: _read_price(table, channel, where) for channel in table}


def _read_price(table: Table, channel: str, where: str) -> Price:
    value = table[channel]
    if not isinstance(value, dict):
        return Price(_take_decimal(table, channel, where))
    reject_unknown_keys(value, ("minutes", "rate"), f"{where} {channel}")
    for key in ("minutes", "rate"):
        if key not in value:
            raise SettingsError(
                f"{where}: {channel} lacks {key!r}; wanted both, like {{ minutes = 7.5, rate = 0.9 }}"
            )
    minutes, rate = (_take_decimal(value, key, f"{where} {channel}") for key in ("minutes", "rate"))
    if minutes * rate > MOST_AMOUNT:
        raise SettingsError(f"{where}: {channel} costs {minutes * rate:f}; wanted at most {MOST_AMOUNT:,}")
    return Price(minutes * rate, minutes, rate)


def _take_decimal(table: Table, key: str, where: str) -> Decimal:
    """Take an amount as it was written: the shortest decimal that the number stands for."""
    amount = take_amount(table, key, where, 0.0)
    if amount > MOST_AMOUNT:
        raise SettingsError(f"{where}: {key} is {quote_value(table[key])}; wanted at most {MOST_AMOUNT:,}")
    return Decimal(repr(amount))
