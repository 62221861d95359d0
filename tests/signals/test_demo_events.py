"""Every dynamic planted in the demo, told by its planted labels: what the engine alone makes of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from voc.demo.catalogue import load_catalogue
from voc.demo.plan import list_mondays, plan_contacts
from voc.demo.truth import name_week
from voc.schema import INSTANT
from voc.signals.alerts import raise_alerts
from voc.signals.isoweeks import list_weeks, shift_week, week_start
from voc.signals.trends import tell_trends
from voc.signals.weeks import count_weeks

ZONE = ZoneInfo("Europe/Madrid")
WEEKS = 26
LAST = name_week(list_mondays(WEEKS)[-1])
TOPICS = {topic.key: topic for topic in load_catalogue().topics}


def _plan(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    planned = plan_contacts(load_catalogue(), 4000, WEEKS, seed)
    ids = [f"c{number:05d}" for number in range(len(planned))]
    times = [contact.when.replace(tzinfo=ZONE).astimezone(UTC) for contact in planned]
    contacts = pl.DataFrame(
        {
            "contact_id": ids,
            "source": [contact.channel for contact in planned],
            "channel": [contact.channel for contact in planned],
            "occurred_at": pl.Series(times, dtype=INSTANT),
            "customer_id": [contact.customer.id if contact.customer else None for contact in planned],
        }
    )
    linked = [(i, key) for i, contact in zip(ids, planned, strict=True) for key in contact.topics]
    return contacts, pl.DataFrame(linked, schema=["contact_id", "issue_id"], orient="row")


def _list_orders() -> pl.DataFrame:
    """Orders that grow as the company does: by three tenths over the period."""
    calendar = list_weeks(shift_week(LAST, 1 - WEEKS), LAST)
    values = [1000 * (1 + 0.3 * n / (WEEKS - 1)) for n in range(WEEKS)]
    return pl.DataFrame({"week": calendar, "value": values})


PLANS = {seed: _plan(seed) for seed in (7, 8, 9)}
WAYS: dict[str, pl.DataFrame | None] = {"contacts": None, "orders": _list_orders()}


def _count(week: str, seed: int = 7, way: str = "contacts") -> pl.DataFrame:
    """Count as of the end of a week."""
    contacts, links = PLANS[seed]
    as_of: datetime = week_start(shift_week(week, 1), ZONE)
    return count_weeks(contacts, links, zone=ZONE, as_of=as_of, exposure=WAYS[way])


def _tell(key: str, week: str) -> str:
    return str(dict(tell_trends(_count(week)).iter_rows()).get(key))


def _raise(seed: int, way: str = "contacts") -> pl.DataFrame:
    contacts, links = PLANS[seed]
    return raise_alerts(_count(LAST, seed, way), links, contacts, zone=ZONE, exposure=WAYS[way])


def _start_week(key: str) -> str:
    return name_week(list_mondays(WEEKS)[int(TOPICS[key].at * WEEKS)])


def _list_keys(*dynamics: str) -> list[str]:
    return [key for key, topic in TOPICS.items() if topic.dynamic in dynamics]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", PLANS)
@pytest.mark.parametrize("key", _list_keys("burst", "emergence", "reopening"))
def test_what_begins_is_raised_by_the_end_of_the_week_after(key: str, seed: int, way: str) -> None:
    begins = _start_week(key)
    alerts = _raise(seed, way).filter(issue_id=key)
    first = alerts.filter(pl.col("last_week") >= begins).sort("week").row(0, named=True)
    assert first["week"] <= shift_week(begins, 1)
    assert first["kind"] == ("emerging" if TOPICS[key].dynamic == "emergence" else "burst")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("dynamic", "trend"),
    [("growth", "growing"), ("decline", "declining"), ("fix", "declining"), ("dormant", "dormant")],
)
def test_what_goes_on_at_the_end_has_its_word(dynamic: str, trend: str, way: str) -> None:
    told = dict(tell_trends(_count(LAST, way=way)).iter_rows())
    assert {told[key] for key in _list_keys(dynamic)} == {trend}


def test_an_emergence_is_new_for_four_weeks_and_then_grows() -> None:
    for key in _list_keys("emergence"):
        begins = _start_week(key)
        assert [_tell(key, shift_week(begins, n)) for n in range(4)] == ["new"] * 4
        assert _tell(key, LAST) == "growing"


def test_what_comes_back_was_dormant_and_is_reopened() -> None:
    for key in _list_keys("reopening"):
        begins = _start_week(key)
        assert _tell(key, shift_week(begins, -1)) == "dormant"
        assert [_tell(key, shift_week(begins, n)) for n in range(4)] == ["reopened"] * 4


def test_a_fix_raises_no_alert_after_it() -> None:
    for key in _list_keys("fix"):
        assert _raise(7).filter(pl.col("issue_id") == key, pl.col("week") >= _start_week(key)).is_empty()


@pytest.mark.parametrize("way", WAYS)
def test_the_growth_of_the_whole_company_raises_nothing_and_makes_no_issue_grow(way: str) -> None:
    stable = _list_keys("stable")
    false = sum(_raise(seed, way).filter(pl.col("issue_id").is_in(stable)).height for seed in PLANS)
    judged = len(PLANS) * len(stable) * (WEEKS - 4)
    # Measured over 20 seeds: 1.3 % of issues and weeks, follow-ups of the same people included.
    assert false / judged <= 0.015 + 2 * (0.015 / judged) ** 0.5
    told = [dict(tell_trends(_count(LAST, seed, way)).iter_rows()) for seed in PLANS]
    grown = sum(trends[key] == "growing" for trends in told for key in stable)
    assert grown / (len(PLANS) * len(stable)) <= 0.05


def test_what_was_there_when_the_data_began_did_not_emerge() -> None:
    for seed in PLANS:
        emerged = _raise(seed).filter(kind="emerging")["issue_id"].to_list()
        assert emerged == _list_keys("emergence")
