import json
from collections.abc import Callable

import polars as pl
import pytest

from voc.answers import Reading
from voc.answers.ratings import tell_ratings
from voc.council.decisions import rename_issue
from voc.errors import CallError
from voc.schema import NewEvent
from voc.signals.rating_effects import measure_ratings

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def rated(tables: Tables, reading: Reading, republish: Callable[[Tables], Reading]) -> Callable[[], Reading]:
    """The same workspace with each contact four times, all rated, and its ratings measured."""
    contacts = pl.concat(
        [
            tables["contacts"].with_columns(
                pl.col("contact_id") + suffix,
                pl.col("customer_id") + suffix,
                rating=pl.col("rating").fill_null(level),
            )
            for suffix, level in (("", 1.0), ("x", 3.0), ("y", 2.0), ("z", 5.0))
        ]
    )
    links = pl.concat(
        [
            tables["contact_issues"].with_columns(pl.col("contact_id") + suffix)
            for suffix in ("", "x", "y", "z")
        ]
    )
    told = measure_ratings(contacts, links)
    return lambda: republish({**tables, "contacts": contacts, "contact_issues": links, "ratings": told})


def test_issues_are_told_scale_by_scale_the_most_to_win_first(rated: Callable[[], Reading]) -> None:
    with rated() as reading:
        document = tell_ratings(reading)
    json.dumps(document, allow_nan=False)
    assert document["as_of"].startswith("2026-04-03T00:00")
    first = document["scales"][0]
    assert first["rated_count"] > 0
    assert 0 < first["rated_share"] <= 1
    for scale in {row["scale"] for row in document["issues"]}:
        wins = [row["points_to_win"] for row in document["issues"] if row["scale"] == scale]
        known = [win for win in wins if win is not None]
        assert wins[: len(known)] == sorted(known, reverse=True)
    names = {row["issue_id"]: row["name"] for row in document["issues"]}
    assert names["ISS-0001"] == "Cobro duplicado"


def test_one_issue_is_told_alone_under_the_name_that_people_gave(
    rated: Callable[[], Reading], decide: Callable[..., None]
) -> None:
    decide(rename_issue("ISS-0001", "Doble cobro"))
    with rated() as reading:
        rows = tell_ratings(reading, "iss-0001")["issues"]
    assert {row["issue_id"] for row in rows} == {"ISS-0001"}
    assert {row["name"] for row in rows} == {"Doble cobro"}


def test_an_issue_that_nobody_rated_says_so(reading: Reading) -> None:
    (row,) = tell_ratings(reading, "ISS-0004")["issues"]
    assert (row["reason"], row["rated_count"], row["effect"]) == ("no_ratings", 0, None)


def test_ignored_issues_stand_in_no_list_but_can_be_asked_for(
    rated: Callable[[], Reading], decide: Callable[..., None]
) -> None:
    decide(NewEvent("ignore", "ISS-0001", {"why": None}))
    with rated() as reading:
        assert "ISS-0001" not in {row["issue_id"] for row in tell_ratings(reading)["issues"]}
        assert tell_ratings(reading, "ISS-0001")["issues"]


def test_after_a_merge_the_survivor_is_measured_again(
    rated: Callable[[], Reading], decide: Callable[..., None]
) -> None:
    with rated() as reading:
        before = {(row["issue_id"], row["scale"]): row for row in tell_ratings(reading)["issues"]}
    decide(NewEvent("merge", "ISS-0002", {"into": "ISS-0001"}))
    with rated() as reading:
        after = {(row["issue_id"], row["scale"]): row for row in tell_ratings(reading)["issues"]}
    assert not any(issue_id == "ISS-0002" for issue_id, _ in after)
    assert after["ISS-0001", "stars5"]["rated_count"] > 0
    assert before.keys() - after.keys()


def test_an_unknown_issue_is_refused(reading: Reading) -> None:
    with pytest.raises(CallError, match="ISS-0999"):
        tell_ratings(reading, "ISS-0999")
