"""The statement and the heat map at the command line, counted again from the contacts themselves."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import run_voc
from voc.settings import load_settings

Ask = Callable[..., dict[str, Any]]


def split_by_hand(ask: Ask, demo: Path, month: str) -> dict[str | None, Fraction]:
    """Split a month's contacts equally among their issues, and sum by department, in cents."""
    cents = {channel: Fraction(str(cost)) * 100 for channel, cost in load_settings(demo).costs.items()}
    departments = {
        issue["issue_id"]: issue["department"] for issue in ask("issues", "--state", "all")["issues"]
    }
    charged: dict[str | None, Fraction] = defaultdict(Fraction)
    for contact in ask("contacts")["contacts"]:
        if contact["occurred_at"].startswith(month):
            for issue in contact["issues"] or ["none"]:
                part = cents.get(contact["channel"], Fraction(0)) / max(len(contact["issues"]), 1)
                charged[departments.get(issue)] += part
    return charged


def test_each_department_is_charged_what_its_contacts_cost(ask: Ask, demo: Path) -> None:
    for month in ask("statement")["months"]:
        document = ask("statement", "--month", month["month"])
        expected = split_by_hand(ask, demo, month["month"])
        told: dict[str | None, int] = defaultdict(int)
        for charge in document["departments"]:
            told[charge["department"]] += charge["cost_cents"]
        assert document["is_complete"] == month["is_complete"]
        assert sum(told.values()) == document["cost_cents"] == sum(expected.values())
        assert set(told) == set(expected)
        for department, cents in told.items():
            assert abs(cents - expected[department]) < 2  # what is left over is two lines, each rounded


def test_a_statement_is_read_as_a_page(demo: Path) -> None:
    done = run_voc("statement", "--workspace", str(demo))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Statement of ")
    assert any(line.startswith("Month") for line in lines)
    assert "an estimate" in done.stdout
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["statement", "--month", "2026-13"], "2026-13"),
        (["statement", "--month", "1999-01"], "1999-01"),
        (["statement", "--department", "Nobody's"], "Nobody's"),
        (["places", "--by", "chanel"], "chanel"),
        (["statement", "--history", "--month", "2026-01"], "--history"),
    ],
)
def test_what_is_not_there_is_refused_with_its_name(demo: Path, arguments: list[str], said: str) -> None:
    done = run_voc(*arguments, "--workspace", str(demo))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 3


def test_the_history_adds_up_to_what_was_spent_in_each_month(ask: Ask, demo: Path) -> None:
    document = ask("statement", "--history")
    for month in document["months"]:
        shared = [
            m["shared_cost"] for i in document["issues"] for m in i["months"] if m["month"] == month["month"]
        ]
        assert sum(shared) == pytest.approx(month["cost"], abs=1e-6)
        assert ask("statement", "--month", month["month"])["cost"] == pytest.approx(month["cost"], abs=0.006)
    whole = {issue["issue_id"]: issue["cost"] for issue in document["issues"]}
    assert all(whole[issue["issue_id"]] == issue["cost"] for issue in ask("issues")["issues"])
    done = run_voc("statement", "--history", "--workspace", str(demo))
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_places_count_the_contacts_that_tell_theirs(ask: Ask) -> None:
    everything = ask("issues")["contacts"]
    for dimension in ("touchpoint", "product", "channel"):
        document = ask("places", "--by", dimension)
        assert document["known"] + document["unknown"] == everything
        assert document["known"] == sum(place["contacts"] for place in document["places"]) > 0
    channels = {place["value"]: place["contacts"] for place in ask("places", "--by", "channel")["places"]}
    counted: dict[str, int] = defaultdict(int)
    for contact in ask("contacts")["contacts"]:
        counted[contact["channel"]] += 1
    assert channels == dict(counted)


def test_places_are_read_as_a_page(demo: Path) -> None:
    done = run_voc("places", "--workspace", str(demo))
    assert (done.returncode, done.stderr) == (0, "")
    assert "in the order of the service cycle" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 110
