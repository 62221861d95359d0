"""Fixes dated on the demo's planted issues, by their labels: what a council would be told."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from voc.demo.catalogue import load_catalogue
from voc.demo.plan import list_mondays, plan_contacts
from voc.schema import INSTANT
from voc.signals.alerts import raise_alerts
from voc.signals.basket import choose_controls
from voc.signals.effect import FixEffect, judge_fix
from voc.signals.isoweeks import label_day
from voc.signals.weeks import count_weeks

ZONE = ZoneInfo("Europe/Madrid")
WEEKS = 26
MONDAYS = list_mondays(WEEKS)
TOPICS = {topic.key: topic for topic in load_catalogue().topics}
STABLE = sorted(key for key, topic in TOPICS.items() if topic.dynamic == "stable")
AS_OF = datetime.combine(MONDAYS[-1] + timedelta(weeks=1), datetime.min.time(), ZONE)
Plan = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


@pytest.fixture(scope="module", params=[7, 8, 9])
def plan(request: pytest.FixtureRequest) -> Plan:
    """Weeks, alerts and links of a planted history."""
    planned = plan_contacts(load_catalogue(), 4000, WEEKS, request.param)
    ids = [f"c{number:05d}" for number in range(len(planned))]
    contacts = pl.DataFrame(
        {
            "contact_id": ids,
            "source": [contact.channel for contact in planned],
            "channel": [contact.channel for contact in planned],
            "occurred_at": pl.Series(
                [contact.when.replace(tzinfo=ZONE).astimezone(UTC) for contact in planned], dtype=INSTANT
            ),
            "customer_id": [contact.customer.id if contact.customer else None for contact in planned],
        }
    )
    linked = [(i, key) for i, contact in zip(ids, planned, strict=True) for key in contact.topics]
    links = pl.DataFrame(linked, schema=["contact_id", "issue_id"], orient="row")
    weeks = count_weeks(contacts, links, zone=ZONE, as_of=AS_OF.astimezone(UTC))
    return weeks, raise_alerts(weeks, links, contacts, zone=ZONE), links


def _judge(plan: Plan, key: str, done_on: date) -> FixEffect:
    weeks, alerts, links = plan
    controls = choose_controls(weeks, key, done_on, alerts=alerts, links=links)
    assert len(controls) >= 3
    return judge_fix(weeks, key, done_on, controls=controls, unit_cost=2.0)


def _find_start(key: str) -> date:
    return MONDAYS[min(int(TOPICS[key].at * WEEKS), WEEKS - 1)]


def test_the_planted_fix_worked(plan: Plan) -> None:
    found = _judge(plan, "app_login", _find_start("app_login"))
    assert found.verdict == "worked"
    assert found.avoided_share is not None and found.avoided_share > 0.6
    assert found.took_hold_week is not None and found.took_hold_week <= label_day(
        _find_start("app_login") + timedelta(weeks=1)
    )


def test_two_weeks_after_the_planted_fix_it_is_too_early(plan: Plan) -> None:
    weeks, alerts, links = plan
    start = _find_start("app_login")
    early = weeks.filter(pl.col("week") < label_day(start + timedelta(weeks=2)))
    found = _judge((early, alerts, links), "app_login", start)
    assert (found.verdict, found.tell_on) == ("too_early", start + timedelta(weeks=4))


def test_an_issue_that_fell_silent_and_came_back_is_reopened(plan: Plan) -> None:
    silent_from = MONDAYS[8]  # from 0.3 of the period on
    found = _judge(plan, "tv_no_signal", silent_from)
    assert (found.verdict, found.reason) == ("worked", "came_back")
    assert found.reopened_week in {
        label_day(_find_start("tv_no_signal") + timedelta(weeks=n)) for n in (0, 1)
    }


def test_actions_on_stable_issues_hardly_ever_worked(plan: Plan) -> None:
    found = Counter(_judge(plan, key, MONDAYS[place]).verdict for key in STABLE for place in (13, 17))
    assert found["worked"] <= 0.05 * found.total()
    assert found["did_not"] >= 0.35 * found.total()


def test_an_issue_that_falls_by_itself_is_no_success(plan: Plan) -> None:
    falling = [key for key, topic in TOPICS.items() if topic.dynamic == "decline"]
    found = [_judge(plan, key, MONDAYS[place]).verdict for key in falling for place in (13, 18)]
    assert found.count("worked") <= 1
