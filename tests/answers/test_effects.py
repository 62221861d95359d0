"""What a reader is told of actions: those done with what they brought, the others as they stand."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import polars as pl
import pytest

from tests.signals.fixes import build_weeks, name_day, repeat_level
from voc.answers import Reading, list_issues, open_reading
from voc.answers.effects import FIGURES, tell_effects
from voc.council.actions import add_action, finish_action
from voc.council.decisions import assign_issue, decide_lever
from voc.council.edits import merge_issues
from voc.errors import CallError
from voc.schema import ALERTS, make_frame

Decide = Callable[..., None]
TODAY = date(2026, 12, 1)
OTHERS = {f"ISS-01{n:02d}": repeat_level(10, 26, n) for n in range(12)}


@pytest.fixture
def long_reading(
    reading: Reading, tables: dict[str, pl.DataFrame], republish: Callable[..., Reading]
) -> Iterator[Reading]:
    """The published workspace with half a year of weeks: ISS-0001 fell from 20 a week to 4."""
    weeks = build_weeks({"ISS-0001": repeat_level(20, 16) + repeat_level(4, 10), **OTHERS})
    reading.close()
    with republish({**tables, "weeks": weeks}) as opened:
        yield opened


def _act(reading: Reading, decide: Decide, issue_id: str, done_on: date | None = None) -> None:
    event = add_action(reading.standing, issue_id, "Avisar antes del cobro", owner="Ana", due=name_day(15))
    decide(event)
    if done_on is not None:
        with _again(reading) as after:
            decide(finish_action(after.standing, event.payload["action"], done_on, TODAY))


def _again(reading: Reading) -> Reading:
    return open_reading(reading.settings)


def test_without_actions_there_is_nothing_to_tell(reading: Reading) -> None:
    document = tell_effects(reading)
    assert document["actions"] == [] and document["reopened"] == []
    assert document["issue_id"] is None and document["currency"] == "EUR"


def test_an_action_that_is_not_done_has_no_effect_yet(reading: Reading, decide: Decide) -> None:
    _act(reading, decide, "ISS-0001")
    with _again(reading) as after:
        (action,) = tell_effects(after)["actions"]
    assert (action["action_id"], action["issue_id"], action["owner"]) == ("A-0001", "ISS-0001", "Ana")
    assert (action["done_on"], action["effect"]) == (None, None)


def test_a_done_action_tells_what_it_brought(long_reading: Reading, decide: Decide) -> None:
    _act(long_reading, decide, "ISS-0001", name_day(16))
    with _again(long_reading) as after:
        document = tell_effects(after, "iss-0001")
    (action,) = document["actions"]
    effect = action["effect"]
    assert effect["verdict"] == "worked" and effect["weeks_after"] == 10
    assert effect["took_hold_week"] == "2026-W18" and document["reopened"] == []
    assert 8 < effect["avoided_low"] < effect["avoided_weekly"] < effect["avoided_high"]
    unit_cost = effect["money_weekly"] / effect["avoided_weekly"]
    assert unit_cost == pytest.approx(2.0, abs=0.01)  # half of its contacts are notes at 4.0
    assert len(effect["series"]) == 26
    assert set(FIGURES) <= set(effect)


def test_the_document_can_be_written_as_json(long_reading: Reading, decide: Decide) -> None:
    _act(long_reading, decide, "ISS-0001", name_day(16))
    with _again(long_reading) as after:
        document = tell_effects(after)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_an_action_follows_its_issue_into_the_one_that_it_was_merged_into(
    reading: Reading, decide: Decide
) -> None:
    _act(reading, decide, "ISS-0002", date(2026, 3, 9))
    with _again(reading) as after:
        decide(merge_issues(after.standing, "ISS-0002", "ISS-0001"))
    with _again(reading) as merged:
        (action,) = tell_effects(merged, "ISS-0001")["actions"]
        assert action["issue_id"] == "ISS-0001"
        assert action["effect"]["verdict"] in ("too_early", "cannot_tell")


def test_an_issue_without_contacts_has_no_effect(reading: Reading, decide: Decide) -> None:
    _act(reading, decide, "ISS-0004", date(2026, 3, 9))
    with _again(reading) as after:
        assert tell_effects(after)["actions"][0]["effect"] is None


def test_an_unknown_issue_is_an_error(reading: Reading) -> None:
    with pytest.raises(CallError, match="ISS-0099"):
        tell_effects(reading, "ISS-0099")


def test_an_issue_that_worked_and_came_back_reopens_by_itself(
    reading: Reading, tables: dict[str, pl.DataFrame], republish: Callable[..., Reading], decide: Decide
) -> None:
    course = repeat_level(20, 12) + repeat_level(2, 8) + repeat_level(22, 6)
    weeks = build_weeks({"ISS-0001": course, **OTHERS})
    reading.close()
    with republish({**tables, "weeks": weeks}) as opened:
        _act(opened, decide, "ISS-0001", name_day(12))
        decide(decide_lever("ISS-0001", "eliminate"), assign_issue("ISS-0001", "Ana"))
        with _again(opened) as after:
            assert tell_effects(after)["reopened"] == ["ISS-0001"]
            (issue,) = [i for i in list_issues(after)["issues"] if i["issue_id"] == "ISS-0001"]
    assert issue["lifecycle"] == "owned"  # what was chosen did not hold


def test_an_alert_since_the_fix_that_goes_on_reopens_the_issue(
    long_reading: Reading, tables: dict[str, pl.DataFrame], republish: Callable[..., Reading], decide: Decide
) -> None:
    raised = {"issue_id": "ISS-0002", "kind": "burst", "week": "2026-W12", "last_week": "2026-W13"}
    for is_open, wanted in ((True, {"ISS-0002": "2026-W12"}), (False, {})):
        alerts = make_frame([{**raised, "is_open": is_open}], ALERTS)
        with republish({**tables, "alerts": alerts}) as opened:
            if is_open:
                _act(opened, decide, "ISS-0002", date(2026, 3, 2))
            with _again(opened) as after:
                assert after.returned == wanted
