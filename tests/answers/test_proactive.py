"""Whom to call first, and which questions to answer beforehand, as readers see them."""

from collections.abc import Callable
from datetime import timedelta

import polars as pl
import pytest

from voc.answers import Reading
from voc.answers.faq import list_questions
from voc.answers.proactive import list_open_issues, list_proactive
from voc.council.decisions import assign_issue
from voc.errors import CallError
from voc.schema import ALERTS, make_frame

Tables = dict[str, pl.DataFrame]


def test_without_an_open_issue_nobody_is_called(reading: Reading) -> None:
    document = list_proactive(reading)
    assert (document["rows"], document["reason"], document["open_issues"]) == ([], "no_open_issue", [])


def test_an_issue_with_an_owner_is_open_and_its_customers_are_listed(
    reading: Reading, decide: Callable[..., None], republish: Callable[..., Reading], tables: Tables
) -> None:
    decide(assign_issue("ISS-0001", owner="Ana"))
    with republish(tables) as opened:
        document = list_proactive(opened)
    assert document["open_issues"] == [{"issue_id": "ISS-0001", "name": "Cobro duplicado", "why": ["owned"]}]
    assert document["customers"] == len(document["rows"]) == 8
    first = document["rows"][0]
    assert (first["rank"], first["issue_id"]) == (1, "ISS-0001")
    assert {(row["times"], "again" in row["why"]) for row in document["rows"]} == {(1, False), (2, True)}
    assert first["last_contact"] == first["contact_ids"][-1]
    assert set(first["factors"]) == {factor["factor"] for factor in document["factors"]}
    assert [row["score"] for row in document["rows"]] == sorted(
        (r["score"] for r in document["rows"]), reverse=True
    )


def test_an_open_alert_opens_an_issue_and_a_closed_one_does_not(
    republish: Callable[..., Reading], tables: Tables
) -> None:
    alert = {"issue_id": "ISS-0002", "kind": "burst", "week": "2026-W13", "observed": 4, "expected": 1.0,
             "p_value": 0.01, "contact_ids": [], "alert_id": "a", "last_week": "2026-W13", "week_count": 1,
             "total_observed": 4, "total_expected": 1.0, "method": "cusum", "q_value": 0.01}  # fmt: skip
    for is_open, expected in ((True, {"ISS-0002": ["alert"]}), (False, {})):
        alerts = make_frame([{**alert, "is_open": is_open}], ALERTS)
        with republish({**tables, "alerts": alerts}) as reading:
            assert list_open_issues(reading) == expected


def test_an_issue_that_is_asked_for_needs_no_owner(reading: Reading) -> None:
    document = list_proactive(reading, "iss-0002", top=2)
    assert document["open_issues"][0]["why"] == ["asked"]
    assert (document["customers"], len(document["rows"])) == (4, 2)
    with pytest.raises(CallError):
        list_proactive(reading, "ISS-0999")
    with pytest.raises(CallError):
        list_proactive(reading, top=0)


def _make_simple(tables: Tables, of: str = "ISS-0001") -> Tables:
    """Say that an issue's contacts are plain questions, with vectors that all are alike."""
    ids = tables["contact_issues"].filter(pl.col("issue_id") == of)["contact_id"].to_list()
    kind = pl.when(pl.col("contact_id").is_in(ids)).then(pl.lit("simple")).otherwise("kind")
    moved = tables["contacts"].with_columns(kind=kind, occurred_at=pl.col("occurred_at") - timedelta(0))
    return {**tables, "contacts": moved}


def test_questions_are_told_with_what_they_bring_and_in_both_languages(
    republish: Callable[..., Reading], tables: Tables
) -> None:
    with republish(_make_simple(tables)) as reading:
        document = list_questions(reading)
    (question,) = document["questions"]
    assert (document["weeks"], document["currency"], document["reason"]) == (4, "EUR", None)
    assert (question["issue_id"], question["name"], question["contacts"]) == (
        "ISS-0001",
        "Cobro duplicado",
        10,
    )
    assert question["is_mostly_simple"]
    assert question["per_month_low"] < question["per_month"] < question["per_month_high"]
    assert {wording["language"] for wording in question["wordings"]} <= {"es", "en"}
    assert all(wording["contact_id"] for wording in question["wordings"])
    assert question["wordings"]


def test_words_of_few_people_are_kept_back_and_personal_ones_masked(
    republish: Callable[..., Reading], tables: Tables
) -> None:
    simple = _make_simple(tables)
    said = simple["mentions"].with_columns(text=pl.lit("¿me cobran a mí, ana@correo.es, otra vez?"))
    with republish({**simple, "mentions": said}) as reading:
        words = [w["text"] for q in list_questions(reading)["questions"] for w in q["wordings"]]
    assert words
    assert not any("@" in text for text in words)
    few = simple["issues"].with_columns(customers=pl.lit(2, pl.Int64))
    with republish({**simple, "issues": few}) as reading:
        assert all(not q["wordings"] for q in list_questions(reading)["questions"])


def test_it_says_why_there_are_no_questions(reading: Reading) -> None:
    assert list_questions(reading)["reason"] == "no_questions"
    with pytest.raises(CallError):
        list_questions(reading, "ISS-0999")
