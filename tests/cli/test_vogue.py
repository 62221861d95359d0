"""What the screen says of words in vogue, of whom to call and of questions; nothing is a state with words."""

from typing import Any

import pytest

from tests.cli.conftest import Ask
from voc.cli.proactive import report_proactive, report_questions
from voc.cli.vogue import report_vogue

PHRASE: dict[str, Any] = {
    "phrase": "pantalla morada", "also": ["morada"], "language": "es", "contacts": 6, "customers": 5,
    "copies": 0, "before": 2, "expected": 0.4, "lift": 12.5, "z": 3.4, "q": 0.001, "contact_ids": ["c1"],
    "issues": [{"issue_id": "ISS-0002", "name": "El paquete"}], "unassigned_share": 0.25, "is_unseen": False,
}  # fmt: skip
WORDS: dict[str, Any] = {
    "issue_id": None, "name": None, "week": "2026-W20", "weeks": 1, "before_weeks": 13, "reason": None,
    "phrases": [
        PHRASE,
        {**PHRASE, "phrase": "luz roja", "issues": [], "unassigned_share": 0.75, "is_unseen": True},
    ],
}  # fmt: skip


def test_a_phrase_is_told_with_its_place() -> None:
    head, _, _, first, second = report_vogue(WORDS)
    assert head == "Words in vogue: week 2026-W20 against the 13 weeks before"
    assert first.split("  ")[0] == "pantalla morada"
    assert "ISS-0002" in first
    assert "75 % in no issue yet" in second


@pytest.mark.parametrize("reason", ["too_little_history", "few_people", "nothing_rose"])
def test_without_words_it_says_why(reason: str) -> None:
    issue = {"issue_id": "ISS-0001", "name": "Cobro", "weeks": 4}
    head, why = report_vogue({**WORDS, **issue, "phrases": [], "reason": reason})
    assert "of ISS-0001 Cobro: 4 weeks to 2026-W20" in head
    assert why.endswith(".")


def test_whom_to_call_is_told_with_the_weights_and_the_whole_id() -> None:
    row: dict[str, Any] = {"rank": 1, "customer": "e3fa81d8562c2fd1ac6148ca", "score": 6.6,
           "last_at": "2026-05-08T08:27:02+02:00", "issue_id": "ISS-0001", "name": "Un nombre de asunto",
           "why": ["third_time", "waiting"]}  # fmt: skip
    document = {"rows": [row], "customers": 1200, "open_issues": [{}, {}], "window_days": 56, "anonymous": 3,
                "factors": [{"factor": "times", "weight": 3.0}]}  # fmt: skip
    head, weights, _, _, told = report_proactive(document)
    assert head.startswith("1,200 customers of 2 open issues")
    assert weights == "Weights: times 3"
    assert row["customer"] in told
    assert "third_time waiting" in told


@pytest.mark.parametrize("reason", ["no_open_issue", "nobody"])
def test_with_nobody_to_call_it_says_why(reason: str) -> None:
    assert len(report_proactive({"rows": [], "reason": reason})) == 1


def test_a_question_is_told_with_its_interval_and_its_words_in_one_line() -> None:
    question = {"rank": 1, "issue_id": "ISS-0001", "name": "Saldo", "per_month": 30.8, "per_month_low": 23.7,
                "per_month_high": 39.3, "cost_per_month": 119.04, "simple_share": 0.5,
                "wordings": [{"language": "es", "text": "¿Cuánto\nsaldo <b>tengo</b>?"}]}  # fmt: skip
    lines = report_questions({"questions": [question], "weeks": 13, "currency": "EUR", "reason": None})
    assert lines[-1] == "   es: «¿Cuánto saldo <b>tengo</b>?»"
    assert "30.8 a month (23.7 to 39.3), 119.04 EUR; 50 % of the issue's contacts" in lines[-2]


@pytest.mark.parametrize("reason", ["no_weeks", "no_questions"])
def test_without_questions_it_says_why(reason: str) -> None:
    assert len(report_questions({"questions": [], "reason": reason, "weeks": 0, "currency": "EUR"})) == 1


def test_the_three_documents_come_out_of_a_made_company(ask: Ask) -> None:
    assert {"issue_id", "week", "weeks", "before_weeks", "reason", "phrases"} <= ask("words").keys()
    first = ask("issues")["issues"][0]["issue_id"]
    calls = ask("proactive", "--issue", first, "--top", "3")
    assert [row["rank"] for row in calls["rows"]] == [1, 2, 3]
    assert all(first in row["issues"] for row in calls["rows"])
    assert {"weeks", "currency", "reason", "questions"} <= ask("faq").keys()
