"""What `voc repeats` says at a terminal."""

from typing import Any

import pytest

from tests.cli.conftest import Ask
from voc.cli.repeats import report_repeats

WITNESS = {
    "witness": "ratings", "scale": "nps", "rate": 0.25, "low": 0.1, "high": 0.5, "yes": 5, "n": 20,
    "customers": 19, "of": 30, "reason": None, "no_contact_ids": ["c9"],
}  # fmt: skip
SILENT = {**WITNESS, "witness": "words", "scale": None, "rate": None, "n": 0, "reason": "nobody_says"}
DOCUMENT: dict[str, Any] = {
    "issue_id": "ISS-0004", "name": "El router se reinicia", "window_days": 14, "currency": "EUR",
    "contacts": 265, "customers": 213, "unknown": 29, "repeats": 45, "repeat_rate": 0.17, "low": 0.13,
    "high": 0.22, "cost": 166.0,
    "chains": {
        "all": 220, "once": 180, "twice": 36, "thrice": 3, "more": 1, "open": 19,
        "longest": [{"times": 4, "days": 13.85, "contact_ids": ["c1", "c2", "c3", "c4"]}],
    },
    "days_between": {"low": 3.0, "middle": 5.0, "high": 7.1},
    "first_contact_resolution": {
        "rate": 0.82, "low": 0.76, "high": 0.86, "resolved": 165, "n": 202, "open": 18,
    },
    "said": {"again": 2, "of": 29, "further": 3},
    "weeks": [
        {"week": "2026-W18", "contacts": 11, "followed": 2, "rate": 0.18, "low": 0.05, "high": 0.51,
         "is_final": True},
        {"week": "2026-W20", "contacts": 0, "followed": 0, "rate": None, "low": None, "high": None,
         "is_final": False},
    ],
    "questions": {"solved": [], "treated": [WITNESS, SILENT], "right": []},
}  # fmt: skip
NOTHING = {
    **DOCUMENT, "repeats": 0, "contacts": 0, "repeat_rate": None, "days_between": None,
    "said": {"again": 0, "of": 0, "further": 0}, "weeks": [],
    "chains": {**DOCUMENT["chains"], "longest": []},
    "first_contact_resolution": {**DOCUMENT["first_contact_resolution"], "rate": None, "n": 0},
}  # fmt: skip


def test_a_rate_comes_with_its_count_its_interval_and_its_window() -> None:
    said = "\n".join(report_repeats(DOCUMENT))
    assert (
        "45 of 265 contacts with a known customer repeat one of at most 14 days before: 17 % (13–22 %)"
        in said
    )
    assert "three times 3 · more 1" in said
    assert "c1 c2 c3 c4" in said
    assert "3 more of known customers say so" in said
    assert "2 say in words that it is not the first time (not in the rate)" in said


def test_a_week_whose_window_is_open_says_so() -> None:
    lines = report_repeats(DOCUMENT)
    assert next(line for line in lines if line.startswith("2026-W20")).endswith("so far, may rise")
    assert "may rise" not in next(line for line in lines if line.startswith("2026-W18"))


def test_a_witness_that_tells_nothing_says_why() -> None:
    said = "\n".join(report_repeats(DOCUMENT))
    assert "ratings that are good (nps)" in said
    assert "no contact says so or the opposite" in said
    assert "20 of 30" in said


def test_where_nothing_is_known_there_are_words_and_no_chains() -> None:
    said = "\n".join(report_repeats(NOTHING))
    assert "the longest" not in said
    assert "–" in said


def test_of_all_the_issues_are_listed() -> None:
    issue = {"issue_id": "ISS-0004", "name": "El router", "repeats": 45, "repeat_rate": 0.17, "low": 0.13,
             "high": 0.22, "three_times_or_more": 4, "cost": 166.0}  # fmt: skip
    lines = report_repeats({**DOCUMENT, "issue_id": None, "name": None, "issues": [issue]})
    assert lines[0] == "All issues"
    assert "ISS-0004" in lines[-1]


def test_repeats_agree_with_the_contacts_and_the_issues_of_the_other_commands(ask: Ask) -> None:
    told, contacts = ask("repeats"), ask("contacts")["contacts"]
    assert told["repeats"] == sum(contact["is_repeat"] for contact in contacts)
    assert told["contacts"] == sum(bool(contact["issues"] and contact["customer"]) for contact in contacts)
    rates = {issue["issue_id"]: issue["repeat_rate"] for issue in ask("issues", "--state", "all")["issues"]}
    for issue in told["issues"]:
        assert issue["repeat_rate"] == pytest.approx(rates[issue["issue_id"]], abs=1e-4)
    assert told["repeats"] > 0
    assert told["chains"]["longest"][0]["times"] >= 2


def test_an_issue_of_the_demo_tells_the_three_questions(ask: Ask) -> None:
    first = ask("issues")["issues"][0]["issue_id"]
    told = ask("repeats", "--issue", first)
    assert {name: bool(rows) for name, rows in told["questions"].items()} == {
        "solved": True, "treated": True, "right": True,
    }  # fmt: skip
    assert told["weeks"][-1]["is_final"] is False
    assert told["weeks"][0]["is_final"] is True
