"""[costs] and [[tariffs]]: which prices hold from when, and what is said of what cannot be."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from voc.errors import SettingsError
from voc.settings import Settings, load_settings
from voc.settings.template import TEMPLATE
from voc.signals.cost import Price, PriceList


def load(folder: Path, text: str) -> Settings:
    (folder / "voc.toml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def test_a_plain_cost_is_a_price_on_every_day(tmp_path: Path) -> None:
    told = load(tmp_path, "[costs]\ncall = 6.5\nweb = 0\n")
    assert told.pricing == (PriceList(None, {"call": Price(Decimal("6.5")), "web": Price(Decimal(0))}),)
    assert told.costs == {"call": 6.5, "web": 0.0}


def test_without_costs_nothing_costs(tmp_path: Path) -> None:
    told = load(tmp_path, "")
    assert (told.costs, told.pricing) == ({}, (PriceList(None, {}),))


def test_minutes_and_rate_make_a_mean_cost(tmp_path: Path) -> None:
    told = load(tmp_path, "[costs]\ncall = { minutes = 7.5, rate = 0.9 }\n")
    assert told.costs == {"call": 6.75}
    assert told.pricing[0].prices["call"] == Price(Decimal("6.75"), Decimal("7.5"), Decimal("0.9"))


def test_a_tariff_changes_the_prices_that_it_names_and_keeps_the_others(tmp_path: Path) -> None:
    text = """
    [[tariffs]]
    from = 2026-06-01
    call = 8
    [[tariffs]]
    from = 2026-03-01
    call = 7
    chat = { minutes = 2, rate = 0.5 }
    [costs]
    call = 6.5
    agent_note = 4
    """
    told = load(tmp_path, text)
    prices = [{name: str(price.amount) for name, price in held.prices.items()} for held in told.pricing]
    assert [held.since for held in told.pricing] == [None, date(2026, 3, 1), date(2026, 6, 1)]
    assert prices == [
        {"call": "6.5", "agent_note": "4.0"},
        {"call": "7.0", "agent_note": "4.0", "chat": "1.00"},
        {"call": "8.0", "agent_note": "4.0", "chat": "1.00"},
    ]
    assert told.costs == {"call": 8.0, "agent_note": 4.0, "chat": 1.0}


def test_settings_made_by_hand_price_by_their_plain_costs() -> None:
    made = Settings(Path("/w"), "w", "UTC", ("es",), "EUR", costs={"call": 6.5})
    assert made.pricing == (PriceList(None, {"call": Price(Decimal("6.5"))}),)


TARIFF = "[[tariffs]]\nfrom = 2026-03-01\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[costs]\ncall = {}\n", ["[costs]", "call lacks 'minutes'", "rate = 0.9"]),
        ("[costs]\ncall = { minutes = 7 }\n", ["[costs]", "call lacks 'rate'"]),
        ("[costs]\ncall = { minutes = 7, rates = 1 }\n", ["[costs] call", "'rates'", "'rate'"]),
        ("[costs]\ncall = { minutes = 7, rate = -1 }\n", ["[costs] call", "rate is -1"]),
        ('[costs]\ncall = { minutes = "7", rate = 1 }\n', ["[costs] call", 'minutes is "7"']),
        ("[costs]\ncall = true\n", ["[costs]", "call is true"]),
        ("[costs]\ncall = 1e300\n", ["[costs]", "call is 1e+300", "at most 1,000,000,000"]),
        ("[costs]\ncall = { minutes = 1e9, rate = 1e9 }\n", ["[costs]", "call costs", "at most"]),
        ("tariffs = 3\n", ["tariffs is 3", "[[tariffs]]"]),
        ("[tariffs]\nfrom = 2026-03-01\ncall = 7\n", ["tariffs is", "[[tariffs]]"]),
        ("[[tariffs]]\ncall = 7\n", ["[[tariffs]] 1", "'from' is missing", "2026-03-01"]),
        (TARIFF, ["[[tariffs]] 1", "no price"]),
        (
            '[[tariffs]]\nfrom = "2026-03-01"\ncall = 7\n',
            ["[[tariffs]] 1", 'from is "2026-03-01"', "without quotes"],
        ),
        ("[[tariffs]]\nfrom = 2026-03-01T00:00:00\ncall = 7\n", ["from is", "without quotes"]),
        ("[[tariffs]]\nfrom = 2026\ncall = 7\n", ["from is 2026"]),
        (TARIFF + "call = 7\n" + TARIFF + "web = 1\n", ["[[tariffs]] 2", "2026-03-01", "already"]),
        (TARIFF + "calls = 7\n", ["[[tariffs]] 1", "'calls'", "'call'"]),
        (TARIFF + 'call = "7"\n', ["[[tariffs]] 1", 'call is "7"', "number"]),
        ("[[tarifs]]\ncall = 7\n", ["'tarifs'", "'tariffs'"]),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, text)
    assert [word for word in words if word not in str(refused.value)] == []
    assert len(str(refused.value).splitlines()) <= 3


def test_the_templates_example_of_new_prices_loads_as_it_stands(tmp_path: Path) -> None:
    head, _, tail = TEMPLATE.partition("# [[tariffs]]")
    told = load(tmp_path, head + "[[tariffs]]" + tail.replace("\n# ", "\n"))
    assert [str(held.since) for held in told.pricing] == ["None", "2027-01-01"]
    assert told.costs["call"] == 6.9
