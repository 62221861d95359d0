"""Alerts come with the name that people use, the latest first, and a chance that JSON can carry."""

from collections.abc import Callable

import polars as pl

from voc.answers import Reading, list_alerts
from voc.council.decisions import rename_issue
from voc.schema import ALERTS, make_frame


def test_alerts_are_told_with_their_evidence_the_latest_first(
    republish: Callable[..., Reading], decide: Callable[..., None], tables: dict[str, pl.DataFrame]
) -> None:
    alerts = make_frame(
        [
            {"issue_id": "ISS-0002", "kind": "burst", "week": "2026-W11", "observed": 9, "expected": 2.34567,
             "p_value": 1.23456e-9, "contact_ids": ["c1", "c2"]},
            {"issue_id": "ISS-0001", "kind": "emerging", "week": "2026-W12", "observed": 5, "expected": None,
             "p_value": 0.01, "contact_ids": []},
        ],
        ALERTS,
    )  # fmt: skip
    decide(rename_issue("ISS-0001", "Cobran dos veces"))
    with republish({**tables, "alerts": alerts}) as reading:
        newer, older = list_alerts(reading)["alerts"]
    assert newer == {
        "issue_id": "ISS-0001", "name": "Cobran dos veces", "kind": "emerging", "week": "2026-W12",
        "observed": 5, "expected": None, "p_value": 0.01, "contact_ids": [],
    }  # fmt: skip
    assert (older["name"], older["expected"], older["p_value"]) == ("El paquete no llega", 2.35, 1.235e-9)
