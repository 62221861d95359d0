"""What an issue costs in a month: whole, and split equally, adding up to what was spent."""

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from voc.schema.signals import MONEY
from voc.signals.cost import TICKS, count_ticks
from voc.signals.money import count_money, portion_contacts

MADRID = ZoneInfo("Europe/Madrid")
MARCH = datetime(2026, 3, 10, tzinfo=UTC)
LINKS = {"contact_id": pl.String(), "issue_id": pl.String(), "is_repeat": pl.Boolean()}


def make_contacts(rows: list[tuple[str, datetime, float]]) -> pl.DataFrame:
    schema = {"contact_id": pl.String(), "occurred_at": pl.Datetime("us", "UTC"), "cost": pl.Float64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def make_links(*rows: tuple[str, str, bool | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=LINKS, orient="row")


def test_whole_costs_may_exceed_what_was_spent_and_shared_ones_add_up_to_it() -> None:
    contacts = make_contacts([("a", MARCH, 1.0), ("b", MARCH, 2.0), ("c", MARCH, 0.5)])
    links = make_links(("a", "I", True), ("a", "J", False), ("a", "K", None), ("b", "I", None))
    counted = count_money(contacts, links, MADRID)
    assert dict(counted.schema) == dict(MONEY)
    assert counted.drop("month").rows() == [
        (None, 1, 0, 0.5, 0.0, 0.5, 0.0),
        ("I", 2, 1, 3.0, 1.0, 2.3334, 0.3334),
        ("J", 1, 0, 1.0, 0.0, 0.3333, 0.0),
        ("K", 1, 0, 1.0, 0.0, 0.3333, 0.0),
    ]


def test_a_contact_belongs_to_the_month_of_its_day_in_the_zone() -> None:
    contacts = make_contacts(
        [
            ("a", datetime(2026, 2, 28, 22, 59, tzinfo=UTC), 1.0),
            ("b", datetime(2026, 2, 28, 23, 0, tzinfo=UTC), 2.0),
        ]
    )
    counted = count_money(contacts, make_links(("a", "I", False), ("b", "I", False)), MADRID)
    assert counted.select("month", "issue_id", "cost").rows() == [
        ("2026-02", "I", 1.0),
        ("2026-03", "I", 2.0),
    ]


def test_links_of_other_contacts_say_nothing_and_no_contacts_cost_nothing() -> None:
    contacts = make_contacts([("a", MARCH, 1.0)])
    links = make_links(("a", "I", False), ("elsewhere", "I", True))
    assert portion_contacts(contacts, links)["I"].cost == TICKS
    assert portion_contacts(contacts.clear(), links) == {}
    assert count_money(contacts.clear(), links, MADRID).is_empty()


COSTS = st.integers(0, 100_000)
ISSUES = st.dictionaries(st.sampled_from("ABCDEFG"), st.none() | st.booleans(), max_size=7)


@given(st.lists(st.tuples(COSTS, ISSUES), max_size=15), st.randoms(use_true_random=False))
def test_parts_add_up_to_what_was_spent_in_any_order(
    drawn: list[tuple[int, dict[str, bool | None]]], random: object
) -> None:
    contacts = make_contacts([(f"c{n}", MARCH, ticks / TICKS) for n, (ticks, _) in enumerate(drawn)])
    rows = [(f"c{n}", issue, again) for n, (_, issues) in enumerate(drawn) for issue, again in issues.items()]
    links = make_links(*rows)
    portions = portion_contacts(contacts, links)
    spent = sum(ticks for ticks, _ in drawn)
    assert sum((part.cost for part in portions.values()), Fraction(0)) == spent
    assert sum((part.split_contacts for part in portions.values()), Fraction(0)) == len(drawn)
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert portion_contacts(contacts.reverse(), make_links(*rows)) == portions
    counted = count_money(contacts, links, MADRID)
    assert counted.select(count_ticks("shared_cost").sum()).item() == spent
    assert (counted["shared_repeat_cost"] <= counted["shared_cost"]).all()
    assert (counted["shared_cost"] <= counted["cost"] + 1 / TICKS).all()
