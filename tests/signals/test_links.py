from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from voc.schema import CONTACT_ISSUES, INSTANT, MENTION_KINDS
from voc.signals.links import complete_kinds, describe_contacts, link_contacts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MENTION_COLUMNS = {
    "contact_id": pl.String,
    "ordinal": pl.Int64,
    "issue_id": pl.String,
    "similarity": pl.Float64,
}


def _make_contacts(rows: Sequence[tuple[str, timedelta, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "contact_id": pl.Series([contact for contact, _, _ in rows], dtype=pl.String),
            "occurred_at": pl.Series([NOON + after for _, after, _ in rows], dtype=INSTANT),
            "customer_id": pl.Series([customer for _, _, customer in rows], dtype=pl.String),
        }
    )


def _make_mentions(rows: list[tuple[str, int, str | None, float]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=MENTION_COLUMNS, orient="row")
    return frame.with_columns(mention_id=pl.format("{}-{}", "contact_id", "ordinal"))


def _repeats(
    rows: Sequence[tuple[str, timedelta, str | None]], issues: Sequence[str | None] | None = None
) -> list[bool | None]:
    wanted = issues or ["I"] * len(rows)
    mentions = _make_mentions([(row[0], 1, issue, 0.9) for row, issue in zip(rows, wanted, strict=True)])
    linked = link_contacts(mentions, _make_contacts(rows), repeat_window_days=14)
    assert dict(linked.schema) == dict(CONTACT_ISSUES)
    return linked["is_repeat"].to_list()


def test_a_contact_has_each_issue_once_with_its_closest_mention() -> None:
    mentions = _make_mentions(
        [("a", 1, "I", 0.5), ("a", 2, "J", 0.6), ("a", 3, "I", 0.8), ("a", 4, None, 0.9)]
    )
    linked = link_contacts(mentions, _make_contacts([("a", timedelta(0), "k")]), repeat_window_days=14)
    assert linked.select("issue_id", "mention_count", "similarity").rows() == [("I", 2, 0.8), ("J", 1, 0.6)]


@pytest.mark.parametrize(
    ("gap", "is_repeat"),
    [
        (timedelta(0), False),
        (timedelta(microseconds=1), True),
        (timedelta(days=14), True),
        (timedelta(days=14, microseconds=1), False),
    ],
)
def test_a_repeat_comes_after_and_within_the_window_in_hours(gap: timedelta, is_repeat: bool) -> None:
    assert _repeats([("a", timedelta(0), "k"), ("b", gap, "k")]) == [False, is_repeat]


def test_two_contacts_of_one_instant_both_repeat_the_earlier_one() -> None:
    day = timedelta(days=1)
    assert _repeats([("a", timedelta(0), "k"), ("b", day, "k"), ("c", day, "k")]) == [False, True, True]


def test_another_customer_or_another_issue_is_no_repeat() -> None:
    rows = [("a", timedelta(0), "k"), ("b", timedelta(1), "other"), ("c", timedelta(2), "k")]
    assert _repeats(rows, ["I", "I", "J"]) == [False, False, False]


def test_an_unassigned_contact_before_makes_no_repeat() -> None:
    assert _repeats([("a", timedelta(0), "k"), ("b", timedelta(1), "k")], [None, "I"]) == [False]


def test_without_a_customer_nobody_can_tell() -> None:
    assert _repeats([("a", timedelta(0), None), ("b", timedelta(1), None)]) == [None, None]


def test_the_order_of_arrival_does_not_matter() -> None:
    assert _repeats([("b", timedelta(3), "k"), ("a", timedelta(0), "k")]) == [False, True]


def test_mentions_of_a_contact_after_as_of_are_left_out() -> None:
    mentions = _make_mentions([("late", 1, "I", 0.9)])
    linked = link_contacts(mentions, _make_contacts([]), repeat_window_days=14)
    assert linked.is_empty()
    assert dict(linked.schema) == dict(CONTACT_ISSUES)


def _describe(
    kinds: Sequence[tuple[int, str | None, str, str | None]], *, repeated: str | None = None
) -> tuple[str | None, str | None, bool]:
    """Describe contact `b` from (ordinal, issue, kind, opportunity); `repeated` was heard the day before."""
    mentions = [("b", ordinal, issue, 0.9) for ordinal, issue, _, _ in kinds]
    mentions += [("a", 1, repeated, 0.9)] if repeated else []
    contacts = _make_contacts([("a", timedelta(0), "k"), ("b", timedelta(1), "k")])
    frame = _make_mentions(mentions)
    judged = pl.DataFrame(
        [(f"b-{ordinal}", kind, opportunity, 0.8, "issue:0.90") for ordinal, _, kind, opportunity in kinds],
        schema=dict(MENTION_KINDS),
        orient="row",
    )
    told = describe_contacts(frame, judged, link_contacts(frame, contacts, repeat_window_days=14))
    row = told.filter(contact_id="b").row(0, named=True)
    return row["kind"], row["opportunity"], row["is_repeat"]


def test_the_first_assigned_mention_tells_the_kind() -> None:
    kinds = [(3, "J", "valuable", None), (1, None, "other", "buy_more"), (2, "I", "avoidable", "ignored")]
    assert _describe(kinds) == ("avoidable", "ignored", False)


def test_without_an_assigned_mention_the_first_one_tells_the_kind() -> None:
    kinds = [(2, None, "valuable", None), (1, None, "avoidable", "ignored")]
    assert _describe(kinds) == ("avoidable", "ignored", False)


def test_a_contact_that_says_nothing_to_judge_is_other_and_nobody_is_sure() -> None:
    mentions = _make_mentions([("a", 1, None, 0.9)])
    linked = link_contacts(mentions, _make_contacts([("a", timedelta(0), None)]), repeat_window_days=14)
    told = describe_contacts(mentions, pl.DataFrame(schema=dict(MENTION_KINDS)), linked)
    assert told.rows() == [("a", "other", None, 0.5, "nothing", False)]


def test_contacts_without_a_mention_are_completed_likewise() -> None:
    frame = pl.DataFrame(
        [(None, None, None), ("simple", 0.7, "sign:how do i")],
        schema={"kind": pl.String, "kind_confidence": pl.Float64, "kind_reason": pl.String},
        orient="row",
    )
    assert complete_kinds(frame).rows() == [("other", 0.5, "nothing"), ("simple", 0.7, "sign:how do i")]


def test_an_avoidable_contact_made_again_is_a_repeat() -> None:
    assert _describe([(1, "I", "avoidable", None)], repeated="I") == ("repeat", None, True)


def test_a_contact_that_repeats_any_of_its_issues_is_a_repeat() -> None:
    kinds = [(1, "I", "avoidable", None), (2, "J", "other", None)]
    assert _describe(kinds, repeated="J") == ("repeat", None, True)


@pytest.mark.parametrize("kind", ["simple", "valuable", "other"])
def test_a_plain_question_stays_simple_when_asked_again(kind: str) -> None:
    assert _describe([(1, "I", kind, None)], repeated="I") == (kind, None, True)


def test_a_contact_without_customer_is_described_as_no_repeat() -> None:
    mentions = _make_mentions([("a", 1, "I", 0.9)])
    linked = link_contacts(mentions, _make_contacts([("a", timedelta(0), None)]), repeat_window_days=14)
    kinds = pl.DataFrame(
        [("a-1", "avoidable", None, 0.7, "like:x")], schema=dict(MENTION_KINDS), orient="row"
    )
    assert describe_contacts(mentions, kinds, linked).rows() == [
        ("a", "avoidable", None, 0.7, "like:x", False)
    ]
