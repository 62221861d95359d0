"""The monthly statement, to the cent: by hand, by its sums, and in any order."""

from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from voc.council.statement import (
    IGNORED,
    WITHOUT_DEPARTMENT,
    WITHOUT_ISSUE,
    Charge,
    Statement,
    draw_statement,
)
from voc.signals.cost import TICKS

LINKS = {"contact_id": pl.String(), "issue_id": pl.String(), "is_repeat": pl.Boolean()}
DEPARTMENTS = {"I": "Billing", "J": "Billing", "K": "Stores", "L": None}


def make_frames(rows: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make contacts and links; `issues` are letters, in capitals where the contact is a repeat."""
    schema = {"contact_id": pl.String(), "customer_id": pl.String(), "cost": pl.Float64()}
    contacts = [(f"c{n}", row.get("customer"), row.get("cost", 1.0)) for n, row in enumerate(rows)]
    links = [
        (f"c{n}", letter.upper(), letter.isupper())
        for n, row in enumerate(rows)
        for letter in row.get("issues", "")
    ]
    return pl.DataFrame(contacts, schema=schema, orient="row"), pl.DataFrame(
        links, schema=LINKS, orient="row"
    )


def draw(rows: list[dict[str, Any]], ignored: str = "") -> Statement:
    return draw_statement(*make_frames(rows), DEPARTMENTS, frozenset(ignored))


def tell_cents(statement: Statement) -> dict[str | None, int]:
    return {charge.name or charge.remainder: charge.cents for charge in statement.departments}


def find(charges: tuple[Charge, ...], name: str) -> Charge:
    return next(charge for charge in charges if charge.name == name)


def test_a_month_by_hand() -> None:
    """A call at 6.50 about three issues, 2.1666… each; a note at 4 about two; one about nothing known."""
    drawn = draw(
        [
            {"issues": "ijK", "cost": 6.5, "customer": "ana"},
            {"issues": "iL", "cost": 4.0, "customer": "ana"},
            {"issues": "", "cost": 0.8},
        ]
    )
    assert tell_cents(drawn) == {"Billing": 633, "Stores": 217, WITHOUT_DEPARTMENT: 200, WITHOUT_ISSUE: 80}
    assert (drawn.total.cents, drawn.total.repeat_cents) == (1130, 417)
    billing = drawn.departments[0]
    assert [(line.name, line.cents, line.repeat_cents) for line in billing.lines] == [
        ("I", 417, 0),
        ("J", 216, 0),
    ]
    assert find(billing.lines, "I").split_contacts == Fraction(1, 3) + Fraction(1, 2)
    assert find(drawn.departments, "Stores").repeat_cents == 217


def test_a_department_counts_a_contact_about_two_of_its_issues_once() -> None:
    billing = draw([{"issues": "ij", "customer": "ana"}, {"issues": "I", "customer": "ana"}, {"issues": "j"}])
    told = billing.departments[0].behind
    assert (told.contacts, told.repeats, told.customers, told.ticks) == (3, 1, 2, 3 * TICKS)
    lines = billing.departments[0].lines
    assert [(line.name, line.behind.contacts, line.behind.customers) for line in lines] == [
        ("I", 2, 1),
        ("J", 2, 2),
    ]
    assert billing.total.behind == told


def test_what_has_no_department_and_no_issue_stands_last_each_on_its_own() -> None:
    drawn = draw(
        [{"issues": "l", "cost": 90.0}, {"cost": 70.0}, {"issues": "k"}, {"issues": "i", "cost": 2.0}]
    )
    assert list(tell_cents(drawn)) == ["Billing", "Stores", WITHOUT_DEPARTMENT, WITHOUT_ISSUE]
    by_remainder = {charge.remainder: charge.lines for charge in drawn.departments if charge.remainder}
    assert [line.name for line in by_remainder[WITHOUT_DEPARTMENT]] == ["L"]
    assert by_remainder[WITHOUT_ISSUE] == ()


def test_nothing_goes_to_an_issue_that_people_ignore() -> None:
    rows = [{"issues": "ik", "cost": 3.0}, {"issues": "K", "cost": 5.0}]
    assert tell_cents(draw(rows)) == {"Billing": 150, "Stores": 650}
    ignoring = draw(rows, ignored="K")
    assert tell_cents(ignoring) == {"Billing": 300, IGNORED: 500}
    assert (ignoring.total.cents, ignoring.total.repeat_cents) == (800, 0)


def test_fractions_of_a_cent_are_rounded_once_for_the_month() -> None:
    """Three contacts at 0.005: each alone would be a cent or none."""
    drawn = draw([{"issues": letter, "cost": 0.005} for letter in "ikl"])
    assert tell_cents(drawn) == {"Billing": 1, "Stores": 1, WITHOUT_DEPARTMENT: 0}
    assert drawn.total.cents == 2


def test_a_month_without_contacts_costs_nothing() -> None:
    drawn = draw([])
    assert (drawn.total.cents, drawn.departments) == (0, ())


CONTACT = st.fixed_dictionaries(
    {
        "cost": st.integers(0, 200_000).map(lambda ticks: ticks / TICKS),
        "issues": st.sets(st.sampled_from("ijkl")).map(
            lambda letters: "".join(
                sorted(letter.upper() if ord(letter) % 2 else letter for letter in letters)
            )
        ),
        "customer": st.sampled_from(["ana", "bo", None]),
    }
)


@given(st.lists(CONTACT, max_size=20), st.sets(st.sampled_from("IK")))
def test_parts_sum_to_the_total_to_the_cent_in_any_order(
    rows: list[dict[str, Any]], ignored: set[str]
) -> None:
    contacts, links = make_frames(rows)
    drawn = draw_statement(contacts, links, DEPARTMENTS, frozenset(ignored))
    exact = sum((Fraction(round(row["cost"] * TICKS), TICKS // 100) for row in rows), Fraction(0))
    assert abs(drawn.total.cents - exact) <= Fraction(1, 2)
    assert sum(charge.cents for charge in drawn.departments) == drawn.total.cents
    assert sum(charge.repeat_cents for charge in drawn.departments) == drawn.total.repeat_cents
    assert sum((charge.split_contacts for charge in drawn.departments), Fraction(0)) == len(rows)
    for charge in drawn.departments:
        for whole in (charge, *charge.lines):
            assert 0 <= whole.repeat_cents <= whole.cents
            assert whole.cents <= whole.behind.ticks / (TICKS / 100) + 1
        if charge.lines:
            assert sum(line.cents for line in charge.lines) == charge.cents
            assert sum(line.repeat_cents for line in charge.lines) == charge.repeat_cents
    assert draw_statement(contacts.reverse(), links.reverse(), DEPARTMENTS, frozenset(ignored)) == drawn
