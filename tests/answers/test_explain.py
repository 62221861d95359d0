"""Every word has its numbers: the same that told it, as a document and in lines."""

import json
from typing import Any

import pytest

from voc.answers import Reading, list_issues
from voc.answers.explain import THEMES, explain_issue
from voc.cli.explaining import report_explanation
from voc.cli.reading import EXPLAINED
from voc.errors import CallError


@pytest.mark.parametrize("what", [*THEMES])
def test_every_theme_is_json_and_reads_as_lines(reading: Reading, what: str) -> None:
    document = explain_issue(reading, "iss-0001", what)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert (document["issue_id"], document["explain"]) == ("ISS-0001", what)
    lines = report_explanation(document)
    assert lines[0] == "ISS-0001  Cobro duplicado"
    assert len(lines) > 2


def test_the_command_knows_every_theme() -> None:
    assert tuple(THEMES) == EXPLAINED


def test_the_numbers_behind_a_trend_add_up_to_what_is_listed(reading: Reading) -> None:
    issue = list_issues(reading)["issues"][0]
    told = explain_issue(reading, "ISS-0001", "trend")["trend"]
    assert told["trend"] == issue["trend"]


def test_the_kinds_of_an_issue_add_up_to_its_contacts(reading: Reading) -> None:
    told = explain_issue(reading, "ISS-0001", "kind")["kind"]
    assert sum(kind["contacts"] for kind in told["kinds"]) == told["contacts"] == 10
    assert sum(kind["share"] for kind in told["kinds"]) == pytest.approx(1, abs=1e-5)
    assert all(kind["contact_ids"] for kind in told["kinds"])


def test_what_an_issue_cost_adds_up_by_channel_and_month(reading: Reading) -> None:
    told: dict[str, Any] = explain_issue(reading, "ISS-0001", "cost")["cost"]
    assert sum(channel["cost"] for channel in told["channels"]) == pytest.approx(told["cost"])
    assert sum(month["cost"] for month in told["months"]) == pytest.approx(told["cost"])


@pytest.mark.parametrize(
    ("issue_id", "what", "complaint"),
    [("ISS-9", "trend", "'ISS-9'"), ("ISS-0001", "trends", "did you mean 'trend'")],
)
def test_what_cannot_be_explained_is_refused(
    reading: Reading, issue_id: str, what: str, complaint: str
) -> None:
    with pytest.raises(CallError, match=complaint):
        explain_issue(reading, issue_id, what)
