"""What an issue shows for itself, under what people said since it was published."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from voc.answers import Reading, list_issues, open_reading, show_issue
from voc.council.decisions import rename_issue
from voc.council.edits import ignore_issue, merge_issues
from voc.schema import PORTRAITS, make_frame
from voc.settings import PrivacySettings, Settings

Publish = Callable[[dict[str, pl.DataFrame]], Reading]
SAID = {"contact_id": "c1", "text": "me cobran dos veces"}


def portray(issue_id: str, *others: str) -> dict[str, Any]:
    return {
        "issue_id": issue_id,
        "names": [{"language": "en", "name": "double charge"}, {"language": "es", "name": "Cobro duplicado"}],
        "stability": 0.8234,
        "neighbours": [
            {"issue_id": other, "closeness": 0.5, "words_here": ["cobro"], "words_there": ["paquete"]}
            for other in others
        ],
        "exemplars": [SAID],
        "boundary": [{**SAID, "neighbour": other} for other in others],
    }


@pytest.fixture
def portrayed(reading: Reading, republish: Publish, tables: dict[str, pl.DataFrame]) -> Reading:
    """The published workspace with portraits of its first two issues."""
    rows = [portray("ISS-0001", "ISS-0002", "ISS-0004"), portray("ISS-0002", "ISS-0001")]
    return republish({**tables, "portraits": make_frame(rows, PORTRAITS)})


def test_an_issue_tells_its_names_its_stability_and_its_neighbours_by_the_names_readers_see(
    portrayed: Reading, settings: Settings, decide: Callable[..., None]
) -> None:
    issue = show_issue(portrayed, "ISS-0001")
    assert issue["names"] == {"en": "double charge", "es": "Cobro duplicado"}
    assert issue["stability"] == 0.82
    assert [other["name"] for other in issue["neighbours"]] == ["El paquete no llega", "Ruido en la línea"]
    assert issue["exemplars"] == [SAID]
    assert issue["boundary"][0] == {**SAID, "neighbour": "ISS-0002", "name": "El paquete no llega"}
    decide(rename_issue("ISS-0002", "Entrega tardía"), rename_issue("ISS-0001", "Cobro doble"))
    with open_reading(settings) as after:
        issue = show_issue(after, "ISS-0001")
    assert issue["neighbours"][0]["name"] == issue["boundary"][0]["name"] == "Entrega tardía"
    assert issue["name"] == "Cobro doble" and issue["names"] == {}


def test_an_issue_that_is_ignored_or_gone_is_nobodys_neighbour(
    portrayed: Reading, settings: Settings, decide: Callable[..., None]
) -> None:
    standing = portrayed.standing
    decide(ignore_issue(standing, "ISS-0004", "no"), merge_issues(standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as after:
        issue = show_issue(after, "ISS-0001")
    assert issue["neighbours"] == issue["boundary"] == []


def test_words_of_few_customers_are_kept_back_on_either_side(portrayed: Reading, settings: Settings) -> None:
    assert portrayed.quoted == {"ISS-0001", "ISS-0002"}
    first = show_issue(portrayed, "ISS-0001")
    assert first["neighbours"][0]["words_there"] == ["paquete"]
    assert first["neighbours"][1]["words_here"] and not first["neighbours"][1]["words_there"]
    with open_reading(replace(settings, privacy=PrivacySettings(k_people=99))) as stricter:
        issue = show_issue(stricter, "ISS-0001")
    assert issue["exemplars"] == issue["boundary"] == []
    assert not any(other["words_here"] or other["words_there"] for other in issue["neighbours"])


def test_an_issue_without_a_portrait_shows_nothing_and_is_no_error(portrayed: Reading) -> None:
    issue = show_issue(portrayed, "ISS-0003")
    assert (issue["names"], issue["stability"], issue["neighbours"]) == ({}, None, [])
    assert issue["exemplars"] == issue["boundary"] == []


@pytest.mark.parametrize("week", [None, "2026-W10"])
def test_contacts_with_and_without_an_issue_make_all(reading: Reading, week: str | None) -> None:
    document = list_issues(reading, week=week)
    assigned, unassigned = document["assigned"], document["unassigned"]
    assert assigned["contacts"] + unassigned["contacts"] == document["contacts"] > 0
    assert assigned["share"] == round(assigned["contacts"] / document["contacts"], 6)
    assert unassigned["contacts"] == (2 if week is None else 1)
    if week is None:
        assert show_issue(reading, "ISS-0001")["unassigned"] == unassigned
