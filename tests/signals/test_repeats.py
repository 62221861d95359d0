"""A table that was counted by hand, and what must hold whatever the contacts."""

from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.signals.visits import Row, after, make_visits
from voc.schema.signals import REPEAT_WEEKS, REPEATS, SAID
from voc.signals.repeats import follow_weeks, measure_repeats

MADRID = ZoneInfo("Europe/Madrid")
ROWS: list[Row] = [
    ("a1", 0.5, "ana", "I"),  # three times about I, and about J on the second
    ("a2", 4.5, "ana", "I J"),
    ("a3", 14.5, "ana", "I"),
    ("b1", 1.5, "bea", "I"),  # twice, but too far apart
    ("b2", 20.5, "bea", "I"),
    ("c1", 16.5, "cid", "I"),  # once, and the window is still open
    ("j1", 2.5, "dan", "J"),  # twice about J
    ("j2", 3.5, "dan", "J"),
    ("u1", 3.5, None, "I"),
    ("u2", 5.5, None, "I J"),
    ("n1", 5.5, "ana", ""),  # no issue: nobody can tell
]
NOTHING = pl.DataFrame(schema=dict(SAID))


def _measure(rows: list[Row] = ROWS, said: pl.DataFrame = NOTHING, as_of: float = 22) -> pl.DataFrame:
    told = measure_repeats(*make_visits(rows), said, window_days=14, as_of=after(as_of))
    assert dict(told.schema) == dict(REPEATS)
    return told


def _row(issue_id: str | None, said: pl.DataFrame = NOTHING) -> dict[str, object]:
    found = _measure(said=said).filter(pl.col("issue_id").eq_missing(pl.lit(issue_id)))
    return found.row(0, named=True)


def _take(row: dict[str, object], names: str) -> dict[str, object]:
    return {name: row[name] for name in names.split()}


def test_the_repeats_of_an_issue_are_those_counted_by_hand() -> None:
    row = _row("I")
    counts = "contact_count customer_count unknown_count repeat_count repeat_cost"
    assert list(_take(row, counts).values()) == [6, 3, 2, 2, 8.0]
    assert row["repeat_rate"] == pytest.approx(2 / 6)
    chains = "chain_count once_count twice_count thrice_count more_count open_count"
    assert list(_take(row, chains).values()) == [4, 3, 0, 1, 0, 3]
    gaps = "gap_days_low gap_days_middle gap_days_high"
    assert list(_take(row, gaps).values()) == [5.5, 7.0, 8.5]  # of 4 and 10 days


def test_a_first_contact_counts_as_resolved_once_its_window_has_closed_and_nobody_came_back() -> None:
    row = _row("I")
    assert (row["settled_count"], row["resolved_count"], row["resolved_rate"]) == (2, 1, 0.5)


def test_of_all_a_contact_counts_once_and_a_chain_is_about_one_issue() -> None:
    row = _row(None)
    counts = "contact_count customer_count unknown_count repeat_count repeat_cost chain_count"
    assert list(_take(row, counts).values()) == [8, 4, 2, 3, 12.0, 6]
    assert _take(row, "settled_count resolved_count") == {"settled_count": 4, "resolved_count": 2}


def test_the_longest_chains_come_first_with_their_contacts_in_order() -> None:
    assert _row(None)["longest"] == [
        {"times": 3, "days": 14.0, "contact_ids": ["a1", "a2", "a3"]},
        {"times": 2, "days": 1.0, "contact_ids": ["j1", "j2"]},
    ]
    assert _row("I")["longest"] == [{"times": 3, "days": 14.0, "contact_ids": ["a1", "a2", "a3"]}]


def test_what_texts_say_is_counted_of_unknown_customers_and_moves_no_rate() -> None:
    said = pl.DataFrame(
        [*((who, "again") for who in ("u1", "c1", "a3", "x")), ("u1", "unsolved"), ("u2", "solved")],
        schema=dict(SAID), orient="row",
    )  # fmt: skip
    told, silent = _row("I", said), _row("I")
    assert (told["said_count"], told["further_count"]) == (1, 1)  # u1; c1, while a3 is a repeat anyway
    assert {**told, "said_count": 0, "further_count": 0} == silent


def test_the_interval_counts_people_where_one_makes_most_contacts() -> None:
    alone: list[Row] = [(f"a{n}", n, "ana", "I") for n in range(20)]
    others: list[Row] = [(f"b{n}", n, f"k{n}", "I") for n in range(20)]
    row = _measure(alone + others, as_of=99).row(0, named=True)
    assert (row["contact_count"], row["repeat_count"]) == (40, 19)
    assert row["repeat_low"] < 0.15  # forty independent contacts would say 0.33 to 0.63
    assert row["repeat_high"] > 0.8


def test_the_order_of_contacts_and_the_customers_pseudonyms_do_not_matter() -> None:
    renamed = {"ana": "zz", "bea": "yy", "cid": "xx", "dan": "ww", None: None}
    other: list[Row] = [(name, day, renamed[who], issues) for name, day, who, issues in reversed(ROWS)]
    assert _measure(other).equals(_measure())


def test_without_contacts_there_is_nothing_to_tell() -> None:
    contacts, links = make_visits(ROWS)
    told = measure_repeats(contacts.clear(), links, NOTHING, window_days=14, as_of=after(9))
    weeks = follow_weeks(contacts.clear(), links, window_days=14, zone=MADRID, as_of=after(9))
    assert told.is_empty()
    assert weeks.is_empty()
    assert dict(weeks.schema) == dict(REPEAT_WEEKS)


def test_an_issue_without_a_known_customer_has_no_rate() -> None:
    row = _measure([("u", 0, None, "I")]).row(1, named=True)
    assert (row["unknown_count"], row["contact_count"], row["repeat_rate"]) == (1, 0, None)
    assert (row["repeat_low"], row["resolved_rate"], row["longest"]) == (None, None, [])


def _follow(issue_id: str | None, as_of: float, rows: list[Row] = ROWS) -> list[tuple[object, ...]]:
    told = follow_weeks(*make_visits(rows), window_days=14, zone=MADRID, as_of=after(as_of))
    chosen = told.filter(pl.col("issue_id").eq_missing(pl.lit(issue_id)))
    return chosen.select("week", "contact_count", "followed_count", "is_final").rows()


def test_a_week_tells_how_many_of_its_contacts_were_followed() -> None:
    assert _follow("I", 22) == [
        ("2026-W10", 3, 2, True),
        ("2026-W11", 0, 0, False),
        ("2026-W12", 3, 0, False),
        ("2026-W13", 0, 0, False),
    ]
    assert _follow(None, 22)[0] == ("2026-W10", 5, 3, True)


def test_a_week_is_final_once_the_window_has_passed_since_its_end() -> None:
    ends = 7 - 1 / 24  # midnight in Madrid
    assert [row[3] for row in _follow("I", ends + 14)] == [True, False, False]
    just_before = (ends + 14) - 1e-6
    assert [row[3] for row in _follow("I", just_before)] == [False, False, False]


def test_a_final_week_changes_no_more() -> None:
    final = [row for row in _follow("I", 28) if row[3]]
    assert final
    assert [row for row in _follow("I", 60) if str(row[0]) <= str(final[-1][0])] == final


def test_a_week_that_nobody_followed_bounds_its_rate_by_people() -> None:
    rows: list[Row] = [("a", 0.5, "k", "I"), ("b", 0.5, "l", "I")]
    row = follow_weeks(*make_visits(rows), window_days=14, zone=MADRID, as_of=after(30)).row(0, named=True)
    assert (row["forward_rate"], row["forward_low"]) == (0.0, 0.0)
    assert row["forward_high"] == pytest.approx(0.6576, abs=1e-4)  # Wilson of 0 in 2
    assert row["is_final"]
