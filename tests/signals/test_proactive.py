"""Who should hear from us first: by factors in sight, never by the pseudonym."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from voc.schema import CONTACT_ISSUES, PUBLISHED, make_frame
from voc.signals.proactive import FACTORS, WINDOW_DAYS, rank_customers

AS_OF = datetime(2026, 5, 18, tzinfo=UTC)
Row = dict[str, Any]


def _rank(
    rows: list[Row], *, opened: tuple[str, ...] = ("I",), settled: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Rank customers of contacts, each so many `days` before as-of, about its `issues` (else I)."""
    full = [
        {"contact_id": f"c{n:03d}", "kind": "avoidable", "customer_id": "ana", **row,
         "occurred_at": AS_OF - timedelta(days=row.get("days", 1))}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    links = [{**row, "issue_id": issue} for row in full for issue in row.get("issues", ["I"])]
    contacts = make_frame(full, PUBLISHED["contacts"])
    return rank_customers(contacts, make_frame(links, CONTACT_ISSUES), opened, as_of=AS_OF, settled=settled)


def test_who_writes_the_third_time_comes_before_who_writes_once() -> None:
    ranked = _rank([{"days": 9}, {"days": 5}, {"days": 2}, {"customer_id": "eva", "days": 2}])
    assert ranked["customer_id"].to_list() == ["ana", "eva"]
    first = ranked.row(0, named=True)
    assert (first["times"], first["contact_id"], first["issue_id"]) == (3, "c002", "I")
    assert first["contact_ids"] == ["c000", "c001", "c002"]
    assert first["waiting_days"] == pytest.approx(2.0)


def test_the_score_is_the_sum_of_its_factors() -> None:
    """Third time 3; seven of fourteen days 2 × ½; NPS 0 of 10: 2; ignored 2; two issues 1 × ½."""
    rows: list[Row] = [
        {"days": 20},
        {"days": 15},
        {"days": 7, "rating": 0.0, "rating_scale": "nps", "opportunity": "ignored", "issues": ["I", "J"]},
    ]
    row = _rank(rows, opened=("I", "J")).row(0, named=True)
    parts = {f.name: row[f"{f.name}_factor"] for f in FACTORS}
    assert parts == pytest.approx(
        {"times": 0.0, "waiting": 0.5, "rating": 1.0, "neglect": 1.0, "issues": 0.5}
    )
    assert row["score"] == pytest.approx(5.5)  # of J, told last, it was the first contact
    assert row["score"] == pytest.approx(sum(f.weight * parts[f.name] for f in FACTORS))


@pytest.mark.parametrize(
    ("rating", "scale", "factor"),
    [(0.0, "nps", 1.0), (7.0, "nps", 0.0), (10.0, "nps", 0.0), (1.0, "csat5", 1.0), (3.0, "stars5", 2 / 7),
     (1.0, "ces7", 1.0), (None, None, 0.0), (3.0, "thumbs", 0.0)],
)  # fmt: skip
def test_low_ratings_count_on_every_scale(rating: float | None, scale: str | None, factor: float) -> None:
    row = _rank([{"rating": rating, "rating_scale": scale}]).row(0, named=True)
    assert row["rating_factor"] == pytest.approx(factor)


@pytest.mark.parametrize(
    ("last", "is_listed"),
    [
        ({"kind": "valuable", "issues": []}, False),
        ({"kind": "valuable", "opportunity": "buy_more", "issues": []}, True),
        ({"kind": None, "issues": []}, True),
        ({"kind": "simple"}, True),
    ],
)
def test_who_praised_last_is_not_called(last: Row, is_listed: bool) -> None:
    assert _rank([{"days": 6}, {"days": 2, **last}]).height == is_listed


def test_who_says_that_it_is_solved_is_not_called() -> None:
    rows: list[Row] = [{"days": 6}, {"days": 2}]
    assert _rank(rows, settled=("c001",)).is_empty()
    assert _rank(rows, settled=("c000",)).height == 1


def test_nobody_without_an_id_or_of_a_closed_issue_or_of_long_ago_is_called() -> None:
    rows: list[Row] = [
        {"customer_id": None},
        {"customer_id": "eva", "issues": ["J"]},
        {"customer_id": "leo", "days": WINDOW_DAYS + 1},
        {"customer_id": "sol", "days": WINDOW_DAYS - 1},
    ]
    assert _rank(rows)["customer_id"].to_list() == ["sol"]


def test_ties_go_by_time_and_contact_and_never_by_the_pseudonym() -> None:
    rows: list[Row] = [{"customer_id": name} for name in ("zoe", "ana", "mar")]
    other: list[Row] = [{"customer_id": name} for name in ("bea", "zoe", "ada")]
    assert (
        _rank(rows)["contact_id"].to_list()
        == _rank(other)["contact_id"].to_list()
        == ["c000", "c001", "c002"]
    )


def test_without_contacts_nobody_is_ranked() -> None:
    assert _rank([]).is_empty()
    assert "score" in _rank([]).columns
