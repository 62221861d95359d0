"""The heat map from what was published, under what people decided since."""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest

from voc.answers import Reading, open_reading
from voc.answers.places import list_flows, list_places
from voc.council.decisions import assign_issue
from voc.council.edits import ignore_issue, merge_issues
from voc.errors import CallError
from voc.settings import Settings
from voc.signals.places import find_places

Decide = Callable[..., None]


@pytest.fixture
def placed(
    reading: Reading, tables: dict[str, pl.DataFrame], republish: Callable[..., Reading]
) -> Iterator[Reading]:
    """The published workspace; web contacts are of the delivery, notes of the bill but for the last."""
    assert reading.overlay is None
    is_web, is_last = pl.col("channel") == "web", pl.col("occurred_at") == pl.col("occurred_at").max()
    touchpoint = pl.when(is_web).then(pl.lit("entrega")).when(~is_last).then(pl.lit("factura"))
    contacts = tables["contacts"].with_columns(touchpoint=touchpoint)
    cells, totals = find_places(contacts, tables["contact_issues"])
    with republish({**tables, "contacts": contacts, "places": cells, "place_totals": totals}) as opened:
        yield opened


def find(document: dict[str, Any], value: str, issue_id: str) -> dict[str, Any]:
    place = next(place for place in document["places"] if place["value"] == value)
    return next(cell for cell in place["issues"] if cell["issue_id"] == issue_id)


def test_places_stand_in_the_order_of_the_service_with_what_hurts_most_first(placed: Reading) -> None:
    document = list_places(placed)
    assert (document["dimension"], document["order"]) == ("touchpoint", "cycle")
    assert (document["known"], document["unknown"]) == (16, 1)
    assert [place["value"] for place in document["places"]] == ["entrega", "factura"]
    assert document["issues"][0] == "ISS-0001"
    assert document["names"]["ISS-0001"] == "Cobro duplicado"
    for place in document["places"]:
        pains = [cell["pain"] for cell in place["issues"]]
        assert pains == sorted(pains, reverse=True)
        assert place["pain"] == pytest.approx(sum(pains), abs=0.02)
    assert sum(place["pain_share"] for place in document["places"]) == pytest.approx(1, abs=1e-5)


def test_a_cell_tells_its_figures_and_factors(placed: Reading) -> None:
    cell = find(list_places(placed), "factura", "ISS-0001")
    assert (cell["contacts"], cell["cost"]) == (5, 20.0)
    assert cell["pain"] == pytest.approx(
        cell["hurting_count"] * cell["repeat_factor"] * cell["rating_factor"], abs=0.01
    )
    assert not cell["stands_out"]
    assert {"lift", "lift_low", "lift_high", "q_value", "repeat_rate", "rating_mean", "rating_rank"} <= set(
        cell
    )


def test_channels_stand_most_contacts_first(placed: Reading) -> None:
    document = list_places(placed, "channel")
    assert (document["order"], document["unknown"]) == ("contacts", 0)
    assert [place["value"] for place in document["places"]] == ["agent_note", "web"]
    assert document["places"][1]["without_issue"] == 1


def test_a_dimension_that_nobody_tells_has_no_places(placed: Reading) -> None:
    document = list_places(placed, "product")
    assert (document["places"], document["known"], document["unknown"]) == ([], 0, 17)


def test_of_very_many_places_those_with_most_contacts_are_listed(
    reading: Reading,
    tables: dict[str, pl.DataFrame],
    republish: Callable[..., Reading],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("voc.answers.places.MOST_PLACES", 2)
    assert reading.overlay is None
    touchpoint = pl.Series(["uso"] * 3 + ["pago"] * 9 + ["entrega"] * 5)
    contacts = tables["contacts"].with_columns(touchpoint=touchpoint)
    cells, totals = find_places(contacts, tables["contact_issues"])
    with republish({**tables, "contacts": contacts, "places": cells, "place_totals": totals}) as opened:
        document = list_places(opened)
    assert [place["value"] for place in document["places"]] == ["entrega", "pago"]
    assert (document["others"], document["known"]) == (1, 17)


def test_an_unknown_dimension_is_refused(placed: Reading) -> None:
    with pytest.raises(CallError, match=r"'touchpoints'.*did you mean 'touchpoint'"):
        list_places(placed, "touchpoints")


def test_a_merge_changes_the_map_at_once(placed: Reading, settings: Settings, decide: Decide) -> None:
    before = list_places(placed)
    contacts = sum(find(before, "factura", issue)["contacts"] for issue in ("ISS-0001", "ISS-0002"))
    decide(merge_issues(placed.standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as after:
        assert "ISS-0002" not in list_places(after)["issues"]
        assert find(list_places(after), "factura", "ISS-0001")["contacts"] == contacts


def test_an_ignored_issue_is_in_no_place(placed: Reading, settings: Settings, decide: Decide) -> None:
    decide(ignore_issue(placed.standing, "ISS-0001", "no es nuestro"))
    with open_reading(settings) as after:
        document = list_places(after)
        assert "ISS-0001" not in str(document)
        assert sum(place["pain_share"] for place in document["places"]) == pytest.approx(1, abs=1e-5)
        assert {flow["issue_id"] for flow in list_flows(after)["flows"]} == {"ISS-0002", "ISS-0003", None}


def test_flows_lead_from_the_channel_over_the_issue_to_the_department(
    placed: Reading, settings: Settings, decide: Decide
) -> None:
    decide(assign_issue("ISS-0002", department="Logística"))
    with open_reading(settings) as after:
        flows = list_flows(after)["flows"]
    assert sum(flow["split_contacts"] for flow in flows) == pytest.approx(17)
    told = {(flow["channel"], flow["issue_id"]): (flow["department"], flow["contacts"]) for flow in flows}
    assert told["agent_note", "ISS-0001"] == ("Facturación", 5)
    assert told["web", "ISS-0002"] == ("Logística", 2)
    assert told["web", None] == (None, 1)
