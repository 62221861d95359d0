"""Plain questions: how many contacts they bring, and in which words customers put them."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from voc.schema import CONTACT_ISSUES, PUBLISHED, make_frame
from voc.signals.faq import WEEKS_A_MONTH, asks_plainly, count_questions, pick_wordings
from voc.signals.isoweeks import list_weeks

WEEKS = list_weeks("2026-W08", "2026-W20")
Row = dict[str, Any]


def _count(rows: list[Row], k_people: int = 3, weeks: list[str] = WEEKS) -> pl.DataFrame:
    full = [
        {"contact_id": f"c{n:03d}", "issue_id": "I", "kind": "simple", "cost": 2.0, **row}
        for n, row in enumerate(rows)
    ]
    contacts, links = make_frame(full, PUBLISHED["contacts"]), make_frame(full, CONTACT_ISSUES)
    return count_questions(contacts, links, weeks=weeks, k_people=k_people)


def test_a_question_asked_twice_a_week_is_told_with_what_it_brings_a_month() -> None:
    row = _count([{"week": week} for week in WEEKS for _ in range(2)]).row(0, named=True)
    assert (row["issue_id"], row["simple_count"], row["recent_count"]) == ("I", 26, 8)
    assert row["month_count"] == pytest.approx(2 * WEEKS_A_MONTH)
    assert row["month_low"] < 2 * WEEKS_A_MONTH < row["month_high"]
    assert row["month_cost"] == pytest.approx(4 * WEEKS_A_MONTH)
    assert row["simple_share"] == 1.0


def test_a_question_that_came_in_one_week_is_known_less() -> None:
    even = _count([{"week": week} for week in WEEKS]).row(0, named=True)
    burst = _count([{"week": WEEKS[4]} for _ in WEEKS]).row(0, named=True)
    assert even["month_count"] == burst["month_count"]
    assert burst["month_low"] < even["month_low"]
    assert burst["month_high"] > even["month_high"]


def test_with_few_weeks_a_month_is_told_from_those_there_are() -> None:
    row = _count([{"week": week} for week in WEEKS[-2:] for _ in range(3)], weeks=WEEKS[-2:]).row(
        0, named=True
    )
    assert row["month_count"] == pytest.approx(3 * WEEKS_A_MONTH)


def test_what_two_people_ask_or_few_ask_or_hardly_anybody_asks_of_an_issue_is_no_candidate() -> None:
    two = [{"week": week, "customer_id": f"k{n % 2}"} for n, week in enumerate(WEEKS)]
    assert _count(two).is_empty()
    assert _count([{"week": WEEKS[0]}] * 3).is_empty()
    assert _count([*[{"week": WEEKS[0]}] * 4, *[{"week": WEEKS[0], "kind": "avoidable"}] * 13]).is_empty()
    assert _count([*[{"week": WEEKS[0]}] * 4, *[{"week": WEEKS[0], "kind": "avoidable"}] * 12]).height == 1


def test_contacts_of_other_weeks_do_not_count() -> None:
    rows: list[Row] = [{"week": "2026-W07"}] * 9 + [{"week": "2026-W21"}] * 9
    assert _count(rows).is_empty()


def test_the_typical_question_comes_first_and_others_are_unlike_it() -> None:
    texts = [
        "no me llega el saldo a nada",
        "¿cuánto saldo me queda?",
        "¿cuánto saldo tengo aún?",
        "¿a qué hora abre la tienda?",
    ]
    vectors = np.array([[1, 0.6, 0], [1, 0.05, 0], [1, 0, 0], [0, 0, 1]], np.float32)
    assert pick_wordings(texts, vectors) == [1, 3]


def test_texts_that_are_short_long_or_personal_give_way() -> None:
    texts = [
        "¿saldo?",
        "¿" + "saldo " * 40 + "?",
        "soy <NAME>, ¿cuánto saldo tengo?",
        "dígame cuánto saldo tengo",
    ]
    vectors = np.eye(4, dtype=np.float32) * 0.2 + np.array([1, 1, 1, 1], np.float32)
    assert pick_wordings(texts, vectors) == [3]


@pytest.mark.parametrize(
    ("text", "asks"),
    [("¿Cuándo llega?", True), ("cuanto me queda de saldo", True), ("when does it open", True),
     ("me han cobrado dos veces", False), ("", False), ("is it open", True)],
)  # fmt: skip
def test_the_form_of_a_question_is_seen_without_its_mark(text: str, asks: bool) -> None:
    assert asks_plainly(text) is asks
