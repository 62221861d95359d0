"""Words in vogue as readers see them: under what people said since, and never of too few."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from voc.answers import Reading
from voc.answers.vogue import list_vogue
from voc.council.edits import ignore_issue, merge_issues
from voc.errors import CallError
from voc.schema import NewEvent, make_frame
from voc.schema.signals import VOGUE

Tables = dict[str, pl.DataFrame]
ROW: dict[str, Any] = {
    "week": "2026-W13", "week_count": 1, "phrase": "pantalla morada", "also": ["morada"], "language": "es",
    "contacts": 6, "customers": 5, "copies": 1, "before_count": 2, "expected": 0.4, "z": 3.456,
    "q": 0.00123456,
    "contact_ids": ["c1", "c2"], "issue_ids": ["ISS-0002", "ISS-0001"], "unassigned_share": 0.25,
}  # fmt: skip


def _tell(tables: Tables, *rows: dict[str, Any]) -> Tables:
    return {**tables, "vogue": make_frame([{**ROW, **row} for row in rows], VOGUE)}


def test_a_phrase_is_told_with_its_people_its_contacts_and_its_issues(
    republish: Callable[..., Reading], tables: Tables
) -> None:
    with republish(_tell(tables, {}, {"phrase": "luz roja", "z": 9.0, "expected": 0.0})) as reading:
        document = list_vogue(reading)
    first, phrase = document["phrases"]
    assert (document["week"], document["weeks"], document["before_weeks"]) == ("2026-W13", 1, 13)
    assert (document["issue_id"], document["reason"]) == (None, None)
    assert (first["phrase"], first["lift"]) == ("luz roja", None)
    assert phrase == {
        "phrase": "pantalla morada", "also": ["morada"], "language": "es", "contacts": 6, "customers": 5,
        "copies": 1, "before": 2, "expected": 0.4, "lift": 12.5, "z": 3.46, "q": 0.001235,
        "contact_ids": ["c1", "c2"], "unassigned_share": 0.25, "is_unseen": False,
        "issues": [{"issue_id": "ISS-0002", "name": "El paquete no llega"},
                   {"issue_id": "ISS-0001", "name": "Cobro duplicado"}],
    }  # fmt: skip


def test_what_lies_mostly_in_no_issue_is_marked(republish: Callable[..., Reading], tables: Tables) -> None:
    with republish(_tell(tables, {"unassigned_share": 0.5})) as reading:
        assert list_vogue(reading)["phrases"][0]["is_unseen"] is True


@pytest.mark.parametrize(
    ("event", "issues"),
    [
        (merge_issues, ["ISS-0001"]),
        (None, ["ISS-0001"]),
    ],
    ids=["merged", "ignored"],
)
def test_people_decide_which_issues_a_phrase_lies_in(
    reading: Reading,
    republish: Callable[..., Reading],
    decide: Callable[..., None],
    tables: Tables,
    event: Callable[..., NewEvent] | None,
    issues: list[str],
) -> None:
    standing = reading.standing
    decide(event(standing, "ISS-0002", "ISS-0001") if event else ignore_issue(standing, "ISS-0002"))
    with republish(_tell(tables, {}, {"phrase": "otra", "issue_ids": ["ISS-0002"]})) as later:
        told = {p["phrase"]: [i["issue_id"] for i in p["issues"]] for p in list_vogue(later)["phrases"]}
    assert told["pantalla morada"] == issues
    assert ("otra" in told) is (event is not None)  # all of it lies in an issue that is ignored


def test_words_of_too_few_people_are_not_shown(republish: Callable[..., Reading], tables: Tables) -> None:
    of_issues = [{"issue_id": issue, "week_count": 4} for issue in ("ISS-0001", "ISS-0003")]
    with republish(_tell(tables, {"customers": 2}, *of_issues)) as reading:
        assert list_vogue(reading)["phrases"] == []
        assert len(list_vogue(reading, "ISS-0001")["phrases"]) == 1
        few = list_vogue(reading, "ISS-0003")
    assert (few["phrases"], few["reason"], few["weeks"]) == ([], "few_people", 4)


def test_it_says_why_there_are_none(reading: Reading) -> None:
    """Data of four complete weeks: too little to compare."""
    assert list_vogue(reading)["reason"] == "too_little_history"


def test_an_unknown_issue_is_an_error(reading: Reading) -> None:
    with pytest.raises(CallError):
        list_vogue(reading, "ISS-0999")
