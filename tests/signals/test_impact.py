from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from voc.schema import CONTACT_ISSUES, CONTACTS, ISSUE_MEASURES, make_frame
from voc.signals.impact import measure_issues, measure_totals, tell_states

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
COSTS = {"call": 6.5, "agent_note": 4.0}
DESCRIPTIONS = {
    "contact_id": pl.String(),
    "kind": pl.String(),
    "opportunity": pl.String(),
    "is_repeat": pl.Boolean(),
}


def _make_frames(rows: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Make contacts, links and descriptions; a row's `issues` defaults to one, `I`."""
    defaults = {"source": "s", "channel": "call", "occurred_at": NOON, "is_repeat": False}
    full = [{"contact_id": f"c{n:03d}", **defaults, **row} for n, row in enumerate(rows)]
    links = [
        {**row, "issue_id": issue, "is_repeat": row["is_repeat"] if row.get("customer_id") else None}
        for row in full
        for issue in row.get("issues", ["I"])
    ]
    contacts = make_frame(full, CONTACTS).with_columns(
        cost=pl.col("channel").replace_strict(COSTS, default=0.0, return_dtype=pl.Float64)
    )
    return contacts, make_frame(links, CONTACT_ISSUES), make_frame(full, DESCRIPTIONS)


def _measure(rows: list[dict[str, Any]], issue: str = "I") -> dict[str, Any]:
    frames = _make_frames(rows)
    measured = measure_issues(*frames, zone=MADRID, silent_multiplier=26.0)
    assert dict(measured.schema) == dict(ISSUE_MEASURES)
    return measured.filter(issue_id=issue).row(0, named=True)


def test_each_contact_without_a_customer_counts_as_one_customer() -> None:
    told = _measure([{"customer_id": "k"}, {"customer_id": "k"}, {}, {}])
    assert (told["contacts"], told["customers"], told["silent_customers"]) == (4, 3, 78)


def test_the_share_is_of_all_contacts_in_the_window() -> None:
    assert _measure([{}, {"issues": []}, {"issues": ["J"]}, {"issues": []}])["share"] == 0.25


def test_a_contact_counts_whole_in_each_of_its_issues() -> None:
    rows: list[dict[str, Any]] = [{"issues": ["I", "J"]}, {"channel": "web"}, {"channel": "agent_note"}]
    assert _measure(rows)["cost"] == 10.5
    assert _measure(rows, "J")["cost"] == 6.5


def test_the_repeat_rate_leaves_out_contacts_without_customer() -> None:
    rows: list[dict[str, Any]] = [{"customer_id": "k", "is_repeat": True}, {"customer_id": "k"}, {}, {}]
    assert _measure(rows)["repeat_rate"] == 0.5
    assert _measure([{}, {}])["repeat_rate"] is None


def test_days_are_told_in_the_zone() -> None:
    late = {"occurred_at": datetime(2026, 3, 4, 23, 30, tzinfo=UTC)}
    told = _measure([{}, late])
    assert (told["first_seen"], told["last_seen"]) == (date(2026, 3, 2), date(2026, 3, 5))


def test_the_commonest_department_wins_and_a_tie_is_alphabetical() -> None:
    assert _measure([{"department": "B"}, {"department": "A"}, {}, {}, {}])["department"] == "A"
    assert _measure([{"department": "B"}, {"department": "A"}, {"department": "B"}])["department"] == "B"
    assert _measure([{}])["department"] is None


def test_the_commonest_kind_wins_and_a_tie_goes_to_the_first_of_the_vocabulary() -> None:
    assert _measure([{"kind": "other"}, {"kind": "simple"}])["kind"] == "simple"
    assert _measure([{"kind": "other"}, {"kind": "simple"}, {"kind": "other"}])["kind"] == "other"
    assert _measure([{}])["kind"] is None


def test_an_opportunity_needs_a_third_of_the_contacts() -> None:
    some = {"opportunity": "ignored"}
    assert _measure([some, {}, {}])["opportunity"] == "ignored"
    assert _measure([some, {}, {}, {}])["opportunity"] is None
    more = {"opportunity": "buy_more"}
    assert _measure([some, more, more])["opportunity"] == "buy_more"


def test_channels_and_languages_stand_most_first() -> None:
    told = _measure(
        [
            {"channel": "web", "language": "es"},
            {"channel": "call", "language": "en"},
            {"channel": "web", "language": "es"},
            {},
        ]
    )
    assert told["channels"] == [{"channel": "call", "contacts": 2}, {"channel": "web", "contacts": 2}]
    assert told["languages"] == ["es", "en"]
    assert _measure([{}])["languages"] == []


def test_the_largest_issue_comes_first_and_equal_ones_by_id() -> None:
    frames = _make_frames([{"issues": ["B", "C"]}, {"issues": ["A", "C"]}])
    measured = measure_issues(*frames, zone=MADRID, silent_multiplier=26)
    assert measured["issue_id"].to_list() == ["C", "A", "B"]


def test_issues_without_a_contact_in_the_window_are_not_there() -> None:
    contacts, links, descriptions = _make_frames([{"issues": ["I"]}, {"issues": ["J"]}])
    measured = measure_issues(contacts.head(1), links, descriptions, zone=MADRID, silent_multiplier=26)
    assert measured["issue_id"].to_list() == ["I"]


def test_an_empty_window_measures_nothing() -> None:
    frames = _make_frames([])
    assert measure_issues(*frames, zone=MADRID, silent_multiplier=26).is_empty()
    totals = measure_totals(*frames)
    assert totals["contacts"] == 0
    assert totals["repeat_rate"] is None
    assert totals["unassigned_share"] is None


def test_an_issue_moves_the_mean_rating_by_what_leaving_it_out_would() -> None:
    rows: list[dict[str, Any]] = [{"rating": 1.0, "rating_scale": "nps"}] * 5
    rows += [{"rating": 9.0, "rating_scale": "nps", "issues": []}] * 5
    assert _measure(rows)["rating_effect"] == pytest.approx(5.0 - 9.0)


def test_a_rating_effect_needs_five_ratings_and_somebody_outside() -> None:
    inside: dict[str, Any] = {"rating": 1.0, "rating_scale": "nps"}
    outside: dict[str, Any] = {"rating": 9.0, "rating_scale": "nps", "issues": []}
    assert _measure([inside] * 4 + [outside] * 5)["rating_effect"] is None
    assert _measure([inside] * 9)["rating_effect"] is None
    assert _measure([inside] * 5 + [{"issues": []}])["rating_effect"] is None


def test_scales_are_never_mixed() -> None:
    rows: list[dict[str, Any]] = [{"rating": 2.0, "rating_scale": "stars5"}] * 6
    rows += [{"rating": 4.0, "rating_scale": "stars5", "issues": []}] * 6
    rows += [{"rating": 10.0, "rating_scale": "nps"}] * 5
    rows += [{"rating": 0.0, "rating_scale": "nps", "issues": []}] * 9
    assert _measure(rows)["rating_effect"] == pytest.approx(3.0 - 4.0)


def test_sources_without_a_known_scale_are_each_a_scale_of_their_own() -> None:
    rows: list[dict[str, Any]] = [{"rating": 2.0, "source": "a"}] * 5
    rows += [{"rating": 4.0, "source": "a", "issues": []}] * 5
    rows += [{"rating": 90.0, "source": "b", "issues": []}] * 5
    assert _measure(rows)["rating_effect"] == pytest.approx(3.0 - 4.0)


@pytest.mark.parametrize(
    ("people", "weeks", "state"),
    [
        (["a", "b", "c"], [0, 0, 1], "recurring"),
        (["a", "b", "c"], [0, 0, 0], "isolated"),
        (["a", "b", "b"], [0, 1, 2], "isolated"),
        (["a", None, None], [0, 1, 2], "recurring"),
    ],
)
def test_an_issue_recurs_with_enough_people_in_enough_weeks(
    people: list[str | None], weeks: list[int], state: str
) -> None:
    rows = [
        {"customer_id": person, "occurred_at": NOON + timedelta(weeks=week)}
        for person, week in zip(people, weeks, strict=True)
    ]
    contacts, links, _ = _make_frames(rows)
    told = tell_states(contacts, links, min_customers=3, min_weeks=2, zone=MADRID)
    assert told.rows() == [("I", state)]


def test_totals_cover_contacts_with_and_without_an_issue() -> None:
    rows: list[dict[str, Any]] = [
        {"customer_id": "k", "kind": "avoidable"},
        {"customer_id": "k", "kind": "repeat", "is_repeat": True},
        {"kind": "simple", "channel": "web"},
        {"issues": [], "customer_id": "m"},
    ]
    totals = measure_totals(*_make_frames(rows))
    assert totals == {
        "contacts": 4,
        "customers": 3,
        "repeat_rate": pytest.approx(1 / 3),
        "repeat_low": pytest.approx(0.0615, abs=1e-3),
        "repeat_high": pytest.approx(0.7923, abs=1e-3),
        "avoidable_share": pytest.approx(2 / 3),
        "cost": 19.5,
        "unassigned_share": 0.25,
    }


def test_contacts_that_nobody_described_count_as_neither_repeat_nor_avoidable() -> None:
    rows: list[dict[str, Any]] = [{"customer_id": "k", "kind": "simple"}, {"customer_id": "m"}]
    contacts, links, descriptions = _make_frames(rows)
    totals = measure_totals(contacts, links, descriptions.head(1))
    assert (totals["repeat_rate"], totals["avoidable_share"]) == (0.0, 0.0)
