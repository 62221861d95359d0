"""What `voc effects` says at a terminal."""

from typing import Any

import pytest

from voc.cli.effects import REASONS, VERDICTS, report_effects
from voc.signals.fixed import REASONS as KNOWN_REASONS
from voc.signals.fixed import VERDICTS as KNOWN_VERDICTS

EFFECT: dict[str, Any] = {
    "verdict": "worked", "reason": "fewer_contacts",
    "weeks_before": 16, "weeks_after": 10, "weeks_judged": 10,
    "weeks_needed": None, "tell_on": None, "power": 0.42, "before_weekly": 8.94, "after_weekly": 1.1,
    "expected_weekly": 9.0, "avoided_weekly": 7.9, "avoided_low": 2.8, "avoided_high": 18.2,
    "avoided_share": 0.88, "avoided_total": 79.2, "money_weekly": 16.5, "money_low": 5.9, "money_high": 38.0,
    "money_total": 165.0, "took_hold_week": "2026-W11", "reopened_week": None,
    "control_ids": ["ISS-0002", "ISS-0008", "ISS-0010"], "control_count": 722, "series": [],
}  # fmt: skip
ACTION: dict[str, Any] = {
    "action_id": "A-0001", "issue_id": "ISS-0014", "name": "No puedo entrar", "text": "Arreglar el acceso",
    "owner": None, "due": None, "done_on": "2026-03-09", "effect": EFFECT,
}  # fmt: skip


def _report(**changes: Any) -> str:
    action = {**ACTION, **changes}
    return "\n".join(report_effects({"issue_id": None, "currency": "EUR", "actions": [action]}))


def test_a_fix_that_worked_is_told_with_contacts_money_and_interval() -> None:
    told = _report()
    assert "It worked: fewer contacts than without it, beyond chance" in told
    assert "avoided a week: 7.9 (2.8 to 18.2), 88 %; 79.2 in all" in told
    assert "money a week: 16.5 EUR (5.9 to 38.0)" in told
    assert "going by 3 issues that nobody touched" in told
    assert "took hold in 2026-W11" in told and "came back" not in told


def test_what_came_back_says_when() -> None:
    told = _report(effect={**EFFECT, "reason": "came_back", "reopened_week": "2026-W18"})
    assert "came back in 2026-W18" in told


def test_too_early_says_until_when() -> None:
    early = {
        **EFFECT,
        "verdict": "too_early",
        "reason": "few_weeks",
        "tell_on": "2026-06-01",
        "control_ids": [],
    }
    told = _report(effect=early)
    assert "Too early to tell" in told and "more can be told from 2026-06-01 on" in told
    assert "going by all volume" in told


def test_an_action_that_is_not_done_says_so() -> None:
    assert "not done so far; due 2026-07-01" in _report(done_on=None, due="2026-07-01", effect=None)
    assert "the issue has no contacts" in _report(effect=None)


def test_no_figures_no_lines_of_figures() -> None:
    unknown = {**EFFECT, "verdict": "cannot_tell", "reason": "short_before", "avoided_weekly": None}
    assert "avoided a week" not in _report(effect=unknown)


@pytest.mark.parametrize("issue_id", [None, "ISS-0014"])
def test_without_actions_it_says_how_to_add_one(issue_id: str | None) -> None:
    (line,) = report_effects({"issue_id": issue_id, "currency": "EUR", "actions": []})
    assert (issue_id or "any issue") in line and "voc council action add" in line


def test_every_verdict_and_reason_has_its_words() -> None:
    assert set(VERDICTS) == set(KNOWN_VERDICTS)
    assert set(REASONS) == set(KNOWN_REASONS)
