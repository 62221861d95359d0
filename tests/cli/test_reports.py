"""What a screen says of an issue: its words, or that they are kept back, its firmness, its neighbours."""

from typing import Any

import pytest

from tests.exports.test_exports import DOCUMENT, ISSUE
from voc.cli.reports import report_issue, report_issues

SHOWN: dict[str, Any] = {
    **ISSUE,
    "assigned": DOCUMENT["assigned"],
    "unassigned": DOCUMENT["unassigned"],
    "exposure": DOCUMENT["exposure"],
    "asked_for": None,
    "ignored": False,
    "decisions": [],
    "exemplars": [*ISSUE["verbatims"], {"contact_id": "c2", "text": "dónde está mi pedido"}],
    "boundary": [
        {"contact_id": "c3", "text": "me cobran sin pedido", "neighbour": "ISS-0002", "name": "cobro doble"}
    ],
}


@pytest.mark.parametrize(
    ("customers", "said"),
    [(2, "shown from 3 customers on"), (3, "–"), (0, "–")],
    ids=["few", "enough", "none"],
)
def test_words_that_are_kept_back_are_told_apart_from_words_that_lack(customers: int, said: str) -> None:
    lines = report_issue({**SHOWN, "verbatims": [], "customers": customers, "k_people": 3})
    assert lines[lines.index("In customers' words") + 1].strip() == said


def test_a_screen_says_how_much_has_an_issue_and_how_much_has_none() -> None:
    said = "3,600 contacts (75 %) have an issue, 1,200 (25 %) have none"
    assert said in report_issues(DOCUMENT)
    assert any(said in line for line in report_issue(SHOWN))


@pytest.mark.parametrize(
    ("stability", "said"),
    [(0.82, "0.82 of 1, firm"), (0.6, "fair"), (0.3, "doubtful"), (None, "too little is said")],
)
def test_a_stability_is_put_into_words(stability: float | None, said: str) -> None:
    assert any(
        "stability" in line and said in line for line in report_issue({**SHOWN, "stability": stability})
    )


def test_an_issue_is_shown_beside_its_neighbours_with_what_tells_them_apart() -> None:
    lines = [line.strip() for line in report_issue(SHOWN)]
    assert "also called: en: the parcel does not arrive" in lines
    assert "ISS-0002  cobro duplicado (0.40)" in lines
    assert "said here: pedido" in lines and "said there: cobro" in lines
    boundary = lines.index("Nearly as close to another issue")
    assert lines[boundary + 1 : boundary + 3] == ["«me cobran sin pedido»  c3", "→ ISS-0002  cobro doble"]


def test_what_was_quoted_already_is_not_quoted_again_as_typical() -> None:
    lines = report_issue(SHOWN)
    assert sum(ISSUE["verbatims"][0]["text"] in line for line in lines) == 1
    assert sum("dónde está mi pedido" in line for line in lines) == 1
