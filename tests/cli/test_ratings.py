"""What the screen says of ratings and of levers; nothing is a state with words."""

from typing import Any

import pytest

from tests.cli.conftest import Ask
from voc.cli.levers import REASONS as LEVER_REASONS
from voc.cli.levers import report_lever, report_levers
from voc.cli.ratings import report_ratings
from voc.schema.signals import RATINGS

WHOLE: dict[str, Any] = {
    "scale": "nps", "measure": "nps", "contact_count": 4000, "rated_count": 709, "rated_share": 0.177,
    "person_count": 612, "level": -74.0, "level_low": -77.1, "level_high": -71.0,
}  # fmt: skip
ROW: dict[str, Any] = {
    **dict.fromkeys(RATINGS), "issue_id": "ISS-0001", "name": "Cobro", "scale": "nps", "measure": "nps",
    "contact_count": 300, "rated_count": 40, "effect": -1.5, "effect_low": -2.5, "effect_high": -0.5,
    "points_to_win": 1.2, "points_low": 0.2, "points_high": 2.2, "side": "dissatisfier",
}  # fmt: skip
UNRATED = {**dict.fromkeys(RATINGS), "issue_id": "ISS-0004", "name": "Ruido", "reason": "no_ratings"}


def test_ratings_say_goes_with_and_never_what_causes_what() -> None:
    note, _, head, _, row = report_ratings({"scales": [WHOLE], "issues": [ROW]})
    assert note.startswith("What issues go with, not what they cause.")
    assert "-74.00 (-77.10 to -71.00)" in head
    assert "709 ratings of 4,000 contacts (18 %), 612 people" in head
    assert "-1.50 (-2.50 to -0.50)" in row
    assert "1.20 (0.20 to 2.20)" in row
    assert "40 of 300" in row


@pytest.mark.parametrize("reason", ["few_raters", "few_others", "not_separable"])
def test_a_figure_that_is_missing_says_why(reason: str) -> None:
    blank = {**ROW, "points_to_win": None, "side": None, "reason": reason}
    row = report_ratings({"scales": [WHOLE], "issues": [blank]})[-1]
    assert reason not in row
    assert "–" in row


def test_an_issue_that_nobody_rated_and_no_rating_at_all() -> None:
    assert report_ratings({"scales": [WHOLE], "issues": [UNRATED]})[-1] == "ISS-0004  Ruido: nobody rated it"
    assert report_ratings({"scales": [], "issues": []}) == ["No contact has a rating."]


def test_the_demo_is_told_in_words_as_in_figures(ask: Ask) -> None:
    document = ask("ratings")
    assert {whole["measure"] for whole in document["scales"]} >= {"mean", "nps"}
    assert len(report_ratings(document)) > len(document["issues"])
    issue_id = document["issues"][0]["issue_id"]
    assert {row["issue_id"] for row in ask("ratings", "--issue", issue_id)["issues"]} == {issue_id}


def test_a_lever_is_explained_by_what_each_factor_adds(ask: Ask) -> None:
    listed = ask("levers")
    assert len(report_levers(listed)) == 3 + len(listed["issues"])
    told = {code for row in listed["issues"] for code in row["proposed"]["reasons"]}
    assert told <= LEVER_REASONS.keys()


def test_a_proposal_stands_beside_the_decision_and_its_reason() -> None:
    document: dict[str, Any] = {
        "proposed": {"lever": "automate", "reasons": ["mostly_question"], "reason": None},
        "decided": {"lever": "simplify", "why": "la factura se queda", "by_whom": "Ana", "at": "2026-05-01"},
        "scores": {"eliminate": 0.2, "automate": 0.9},
        "factors": [
            {"factor": "question", "value": 1.0, "weights": {"eliminate": 0.0, "automate": 0.4},
             "contributions": {"eliminate": 0.0, "automate": 0.4}},
            {"factor": "repeats", "value": None, "weights": {"eliminate": 0.1, "automate": -0.1},
             "contributions": {"eliminate": 0.05, "automate": 0.05}},
        ],
    }  # fmt: skip
    proposed, decided, _, _, question, repeats, score, _ = report_lever(document)
    assert proposed == "Proposed: automate (mostly plain questions)"
    assert decided == "Decided: simplify by Ana on 2026-05-01, because: la factura se queda"
    assert "0.40 of 0.4" in question
    assert "0.05 of -0.1" in repeats
    assert "–" in repeats
    assert score.split() == ["score", "–", "0.20", "0.90"]


def test_without_contacts_nothing_is_proposed() -> None:
    assert report_levers({"issues": []}) == ["No issues with contacts yet."]
    blank = {
        "proposed": {"lever": None, "reasons": [], "reason": "no_contacts"},
        "decided": None,
        "factors": [],
        "scores": {},
    }
    assert report_lever(blank) == ["Proposed: – (no contacts)"]
