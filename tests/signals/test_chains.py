from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.signals.visits import Row, after, make_visits
from voc.schema import CONTACT_ISSUES
from voc.signals.chains import VISITS, list_chains, trace_chains
from voc.signals.links import link_contacts


def _times(rows: list[Row], window_days: int = 14, as_of: float = 400) -> dict[str, int]:
    visits = trace_chains(*make_visits(rows), window_days=window_days, as_of=after(as_of))
    assert dict(visits.schema) == dict(VISITS)
    return dict(visits.select("contact_id", "time").sort("contact_id").iter_rows())


def test_a_chain_goes_on_while_the_next_comes_within_the_window_of_the_last() -> None:
    rows: list[Row] = [("a", 0, "k", "I"), ("b", 14, "k", "I"), ("c", 28, "k", "I"), ("d", 42.01, "k", "I")]
    assert _times(rows) == {"a": 1, "b": 2, "c": 3, "d": 1}


def test_contacts_of_one_instant_are_one_time() -> None:
    rows: list[Row] = [("a", 0, "k", "I"), ("b", 0, "k", "I"), ("c", 3, "k", "I"), ("d", 3, "k", "I")]
    assert _times(rows) == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_with_a_window_of_no_days_nothing_comes_back() -> None:
    rows: list[Row] = [("a", 0, "k", "I"), ("b", 0, "k", "I"), ("c", 0.001, "k", "I")]
    assert _times(rows, window_days=0) == {"a": 1, "b": 1, "c": 1}


def test_without_a_customer_there_is_no_chain() -> None:
    assert _times([("a", 0, None, "I"), ("b", 1, None, "I")]) == {}


def test_each_issue_has_chains_of_its_own() -> None:
    visits = trace_chains(
        *make_visits([("a", 0, "k", "I J"), ("b", 1, "k", "J"), ("c", 2, "other", "J")]),
        window_days=14, as_of=after(400),
    )  # fmt: skip
    told = visits.select("issue_id", "customer_id", "time", "is_followed").sort(
        "issue_id", "customer_id", "time"
    )
    assert told.rows() == [
        ("I", "k", 1, False), ("J", "k", 1, True), ("J", "k", 2, False), ("J", "other", 1, False),
    ]  # fmt: skip


def test_what_is_not_known_yet_neither_counts_nor_follows() -> None:
    rows: list[Row] = [("a", 0, "k", "I"), ("b", 3, "k", "I")]
    assert _times(rows, as_of=3) == {"a": 1}
    visits = trace_chains(*make_visits(rows), window_days=14, as_of=after(3))
    assert visits["is_followed"].to_list() == [False]


@pytest.mark.parametrize(("as_of", "is_closed"), [(13.9, False), (14, False), (14.001, True)])
def test_a_window_is_closed_once_nothing_to_come_could_lie_in_it(as_of: float, is_closed: bool) -> None:
    """A contact at the very as-of is still to come, and would lie at the window's very end."""
    visits = trace_chains(*make_visits([("a", 0, "k", "I")]), window_days=14, as_of=after(as_of))
    assert visits["is_closed"].to_list() == [is_closed]


def test_a_chain_tells_its_times_its_days_and_its_contacts_in_order() -> None:
    rows: list[Row] = [("c", 5, "k", "I"), ("a", 0, "k", "I"), ("b", 5, "k", "I"), ("d", 30, "k", "I")]
    visits = trace_chains(*make_visits(rows), window_days=14, as_of=after(31))
    told = (
        list_chains(visits).sort("first_at").select("times", "days", "contact_ids", "first_closed", "is_open")
    )
    assert told.rows() == [(2, 5.0, ["a", "b", "c"], True, False), (1, 0.0, ["d"], False, True)]


MANY = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(["k", "l", "m", None]), st.sampled_from(["I", "J", "I J"])),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MANY, st.integers(0, 30), st.integers(1, 100))
def test_chains_part_the_known_contacts_and_their_later_times_are_the_repeats(
    told: list[tuple[int, str | None, str]], window_days: int, as_of: int
) -> None:
    rows: list[Row] = [(f"c{place:02d}", *row) for place, row in enumerate(told)]
    contacts, links = make_visits(rows)
    earlier = contacts.filter(pl.col("occurred_at") < after(as_of))
    mentions = links.with_columns(similarity=pl.lit(0.5))
    linked = link_contacts(mentions, earlier, repeat_window_days=window_days)
    assert dict(linked.schema) == dict(CONTACT_ISSUES)
    visits = trace_chains(contacts, links, window_days=window_days, as_of=after(as_of))
    known = linked.filter(pl.col("is_repeat").is_not_null())
    repeats = visits.select("contact_id", "issue_id", is_repeat=pl.col("time") > 1)
    assert repeats.sort("contact_id", "issue_id").rows() == known.select(repeats.columns).rows()
    parted = list_chains(visits).explode("contact_ids").select("contact_ids", "issue_id")
    assert sorted(parted.rows()) == known.select("contact_id", "issue_id").rows()
    assert (visits["gap"].drop_nulls() <= timedelta(days=window_days)).all()


@pytest.mark.parametrize("window_days", [36_525, 10**9, 10**12])
def test_a_window_of_any_length_can_be_counted_with(window_days: int) -> None:
    rows: list[Row] = [("a", 0, "k", "I"), ("b", 3000, "k", "I")]
    assert _times(rows, window_days=window_days, as_of=4000) == {"a": 1, "b": 2}
    contacts, links = make_visits(rows)
    linked = link_contacts(
        links.with_columns(similarity=pl.lit(0.5)), contacts, repeat_window_days=window_days
    )
    assert linked["is_repeat"].to_list() == [False, True]
