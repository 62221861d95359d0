import json
from collections.abc import Callable

import polars as pl
import pytest

from voc.answers import Reading
from voc.answers.levers import list_levers, propose_lever
from voc.council.decisions import decide_lever
from voc.errors import CallError
from voc.schema import NewEvent, make_frame
from voc.schema.signals import RATINGS
from voc.signals.levers import propose_levers

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def proposed(
    tables: Tables, reading: Reading, republish: Callable[[Tables], Reading]
) -> Callable[[], Reading]:
    levers = propose_levers(
        tables["contacts"], tables["contact_issues"], tables["weeks"], make_frame([], RATINGS)
    )
    return lambda: republish({**tables, "levers": levers})


def test_a_proposal_is_explained_to_the_last_figure(proposed: Callable[[], Reading]) -> None:
    with proposed() as reading:
        document = propose_lever(reading, "ISS-0001")
    json.dumps(document, allow_nan=False)
    for lever, score in document["scores"].items():
        parts = sum(factor["contributions"][lever] for factor in document["factors"])
        assert parts == pytest.approx(score, abs=1e-3)
    best = max(document["scores"], key=document["scores"].__getitem__)
    assert document["proposed"]["lever"] == best
    assert sum(part["share"] for part in document["classes"]) == pytest.approx(1, abs=0.01)
    priority = document["priority"]
    assert sum(factor["contribution"] for factor in priority["factors"]) == pytest.approx(
        priority["score"], abs=1e-3
    )


def test_what_is_not_known_is_marked_and_counts_a_half(proposed: Callable[[], Reading]) -> None:
    with proposed() as reading:
        factors = propose_lever(reading, "ISS-0001")["priority"]["factors"]
    (loss,) = (factor for factor in factors if factor["factor"] == "rating_loss")
    assert (loss["value"], loss["is_known"]) == (None, False)
    assert loss["contribution"] == pytest.approx(loss["weight"] / 2)


def test_people_decide_and_their_reason_is_kept_beside_the_proposal(
    proposed: Callable[[], Reading], decide: Callable[..., None]
) -> None:
    decide(
        decide_lever("ISS-0001", "improve", "antes"),
        decide_lever("ISS-0001", "simplify", "La factura se queda"),
    )
    with proposed() as reading:
        document = propose_lever(reading, "ISS-0001")
        listed = {row["issue_id"]: row for row in list_levers(reading)["issues"]}
    assert document["decided"] == {
        "lever": "simplify",
        "why": "La factura se queda",
        "by_whom": "Ana",
        "at": document["decided"]["at"],
    }
    assert document["agrees"] is (document["proposed"]["lever"] == "simplify")
    assert listed["ISS-0001"]["decided"] == document["decided"]
    assert listed["ISS-0002"]["decided"] is None
    assert listed["ISS-0002"]["agrees"] is None


def test_what_comes_first_is_listed_first(proposed: Callable[[], Reading]) -> None:
    with proposed() as reading:
        scores = [row["priority"]["score"] for row in list_levers(reading)["issues"]]
    assert scores == sorted(scores, reverse=True)


def test_ignored_issues_are_not_listed(proposed: Callable[[], Reading], decide: Callable[..., None]) -> None:
    decide(NewEvent("ignore", "ISS-0001", {"why": None}))
    with proposed() as reading:
        assert "ISS-0001" not in {row["issue_id"] for row in list_levers(reading)["issues"]}


def test_an_issue_without_contacts_has_no_proposal(proposed: Callable[[], Reading]) -> None:
    with proposed() as reading:
        document = propose_lever(reading, "ISS-0004")
    assert document["proposed"]["lever"] is None
    assert document["proposed"]["reason"] == "no_contacts"
    assert document["factors"] == []


def test_after_a_merge_the_survivor_is_weighed_again(
    proposed: Callable[[], Reading], decide: Callable[..., None]
) -> None:
    decide(NewEvent("merge", "ISS-0002", {"into": "ISS-0001"}))
    with proposed() as reading:
        assert propose_lever(reading, "ISS-0002")["issue_id"] == "ISS-0001"
        assert propose_lever(reading, "ISS-0001")["contacts"] == 14


def test_an_unknown_issue_has_no_lever(reading: Reading) -> None:
    with pytest.raises(CallError, match="ISS-0999"):
        propose_lever(reading, "ISS-0999")
