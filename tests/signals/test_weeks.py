from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from voc.schema import INSTANT, WEEKS
from voc.signals.weeks import count_weeks, tally_weeks

UTC_ZONE = ZoneInfo("UTC")
Row = tuple[int, str | None, str | None, str]  # week from 0, customer, issue, source
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)  # of 2026-W02


def _make_contacts(rows: list[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    ids = [f"c{n:05d}" for n in range(len(rows))]
    contacts = pl.DataFrame(
        {
            "contact_id": ids,
            "occurred_at": pl.Series([MONDAY + timedelta(weeks=week) for week, *_ in rows], dtype=INSTANT),
            "customer_id": pl.Series([customer for _, customer, _, _ in rows], dtype=pl.String),
            "source": [source for *_, source in rows],
        }
    )
    linked = [(i, issue) for i, (_, _, issue, _) in zip(ids, rows, strict=True) if issue is not None]
    schema = {"contact_id": pl.String, "issue_id": pl.String}
    return contacts, pl.DataFrame(linked, schema=schema, orient="row")


def _fill_rows(per_week: dict[int, int], issue: str | None, source: str = "a") -> list[Row]:
    return [(week, None, issue, source) for week, number in per_week.items() for _ in range(number)]


def _count(rows: list[Row], as_of: datetime) -> pl.DataFrame:
    return count_weeks(*_make_contacts(rows), zone=UTC_ZONE, as_of=as_of)


def test_a_week_without_contacts_of_the_issue_is_a_row_with_zero() -> None:
    rows: list[Row] = [(0, "k1", None, "a"), (2, "k1", "I", "a"), (4, "k2", None, "a")]
    weeks = _count(rows, MONDAY + timedelta(weeks=5))
    assert weeks["week"].to_list() == [f"2026-W{n:02d}" for n in range(2, 8)]
    assert weeks["contact_count"].to_list() == [0, 0, 1, 0, 0, 0]
    assert weeks["exposure"].to_list() == [1, 0, 1, 0, 1, 0]
    assert dict(weeks.schema) == dict(WEEKS)


def test_contacts_from_as_of_on_are_left_out_and_the_week_it_cuts_is_not_complete() -> None:
    rows: list[Row] = [(0, "k1", "I", "a"), (1, "k1", "I", "a"), (2, "k1", "J", "a")]
    weeks = _count(rows, MONDAY + timedelta(weeks=1, seconds=1))
    assert weeks.select("issue_id", "week", "contact_count", "is_complete").rows() == [
        ("I", "2026-W02", 1, True),
        ("I", "2026-W03", 1, False),
    ]


def test_as_of_monday_midnight_ends_with_the_complete_week_before() -> None:
    weeks = _count([(0, "k1", "I", "a")], datetime(2026, 1, 12, tzinfo=UTC))
    assert weeks.select("week", "is_complete").rows() == [("2026-W02", True)]


def test_a_contact_without_customer_is_a_person_of_its_own() -> None:
    rows: list[Row] = [(0, "k1", "I", "a"), (0, "k1", "I", "a"), (0, None, "I", "a"), (0, None, "I", "a")]
    assert _count(rows, MONDAY + timedelta(weeks=1))["customer_count"].to_list()[0] == 3


def test_expected_is_null_until_four_weeks_lie_before_and_then_follows_the_exposure() -> None:
    per_week = dict.fromkeys(range(6), 10)
    rows = _fill_rows(per_week, "I") + _fill_rows({**dict.fromkeys(range(5), 30), 5: 70}, None)
    weeks = _count(rows, MONDAY + timedelta(weeks=5, days=6, hours=12))
    assert weeks["expected"].to_list() == [
        None,
        None,
        None,
        None,
        pytest.approx(10),
        pytest.approx(10 * 70 / 30),
    ]


def test_expected_looks_back_twenty_weeks_and_no_further() -> None:
    rows = _fill_rows({0: 90, **dict.fromkeys(range(1, 22), 5)}, "I")
    rows += _fill_rows(dict.fromkeys(range(22), 10), "J")
    weeks = _count(rows, MONDAY + timedelta(weeks=22)).filter(issue_id="I")
    assert weeks["expected"][21] == pytest.approx(5)
    assert weeks["expected"][20] > 5


def test_weeks_without_any_contact_are_no_reference() -> None:
    rows = _fill_rows({0: 2, 1: 2, 9: 2, 10: 2}, "I")
    weeks = _count(rows, MONDAY + timedelta(weeks=11))
    assert weeks["expected"][10] is None


def test_a_wave_of_one_source_raises_only_what_that_source_says() -> None:
    calm = dict.fromkeys(range(7), 10)
    rows = _fill_rows(calm, "notes", "crm") + _fill_rows({**calm, 6: 50}, "surveys", "survey")
    weeks = _count(rows, MONDAY + timedelta(weeks=6, days=6)).filter(week="2026-W08")
    assert weeks["issue_id"].to_list() == ["notes", "surveys"]
    assert weeks["expected"].to_list() == pytest.approx([10, 50])


def test_without_a_source_column_all_contacts_are_one_exposure() -> None:
    calm = dict.fromkeys(range(5), 10)
    rows = _fill_rows(calm, "notes", "crm") + _fill_rows({**calm, 4: 50}, "surveys", "survey")
    contacts, links = _make_contacts(rows)
    as_of = MONDAY + timedelta(weeks=4, days=6)
    weeks = count_weeks(contacts.drop("source"), links, zone=UTC_ZONE, as_of=as_of)
    # Each by the contacts of others, of which half stay in any case: 10 for 10, so 50 for 50; and 30 for 30.
    assert weeks.filter(week="2026-W06")["expected"].to_list() == pytest.approx([50, 30])


def test_no_contacts_give_no_weeks() -> None:
    weeks = _count([(3, "k1", "I", "a")], MONDAY)
    assert weeks.is_empty()
    assert dict(weeks.schema) == dict(WEEKS)


def test_the_order_of_arrival_changes_nothing() -> None:
    contacts, links = _make_contacts([(n % 7, f"k{n % 11}", f"I{n % 3}", "ab"[n % 2]) for n in range(60)])
    as_of = MONDAY + timedelta(weeks=7)
    mixed = links.sample(fraction=1, shuffle=True, seed=4)
    turned = count_weeks(contacts.reverse(), mixed, zone=UTC_ZONE, as_of=as_of)
    assert turned.equals(count_weeks(contacts, links, zone=UTC_ZONE, as_of=as_of))


def test_people_of_two_weeks_are_counted_once() -> None:
    rows: list[Row] = [(0, "k1", "I", "a"), (1, "k1", "I", "a"), (1, "k2", "I", "a"), (2, None, "I", "a")]
    contacts, links = _make_contacts(rows)
    tally = tally_weeks(contacts, links, calendar=["2026-W02", "2026-W03", "2026-W04"], zone=UTC_ZONE)
    assert tally.people.tolist() == [[1, 2, 1]]
    assert tally.pair_people.tolist() == [[1, 2, 3]]
