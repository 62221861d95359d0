from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.conftest import FIELDS, ReadFile, find_reason, pick
from voc.settings import Settings
from voc.sources.dates import parse_dates, prefers_day_first

MADRID = ZoneInfo("Europe/Madrid")
AT_1030_UTC = datetime(2026, 5, 17, 10, 30, tzinfo=UTC)
AT_1030_MADRID = AT_1030_UTC - timedelta(hours=2)
FIRST, LAST = (
    datetime.fromisoformat("1970-01-02"),
    datetime.fromisoformat("2099-12-30"),
)  # no zone: drawn from
MADRID_MIDNIGHT = datetime(2026, 5, 16, 22, 0, tzinfo=UTC)


def read_date(value: Any, *, zone: ZoneInfo = MADRID, day_first: bool = True) -> datetime | None:
    return parse_dates([value], zone, day_first=day_first).instants.to_list()[0]


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-17T10:30:00Z",
        "2026-05-17 10:30Z",
        "2026-05-17T12:30:00+02:00",
        "2026-05-17T03:30:00.000-0700",
        "2026-05-17T12:30:00.0000000 +02",
        "2026-05-17 10:30:00 UTC",
        "20260517T103000Z",
        "Sun, 17 May 2026 12:30:00 +0200",
        "Sun May 17 10:30:00 +0000 2026",
        "Sun May 17 2026 12:30:00 GMT+0200 (Central European Summer Time)",
        "2026-05-17T12:30+02:00[Europe/Madrid]",
        "17 de mayo de 2026, 12:30 CEST",
        "1779013800",
        "1779013800000",
        "1779013800.000000",
        1779013800,
        1779013800000,
        1779013800.0,
        datetime(2026, 5, 17, 12, 30, tzinfo=MADRID),
    ],
)
def test_a_time_with_a_zone_is_that_instant(value: Any) -> None:
    assert read_date(value) == AT_1030_UTC


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-17T10:30:00",
        "2026-05-17 10:30",
        "2026/05/17 10:30:00",
        "2026-5-17 10:30",
        "17/05/2026 10:30",
        "17-05-2026 10:30:00",
        "17.05.2026 10:30",
        "17/5/26 10:30",
        "05/17/2026 10:30 AM",
        "17/05/2026, 10:30 a. m.",
        "17/05/2026 10:30\u202fa.\xa0m.",
        "17/05/2026 10:30 h",
        "17/05/2026 10h30",
        "17 de mayo de 2026 a las 10:30",
        "domingo, 17 de mayo de 2026, 10:30",
        "17-may-2026 10:30",
        "17-MAY-26 10.30.00.000000 AM",
        "May 17, 2026 10:30 AM",
        "20260517103000",
        46159.4375,
        datetime.fromisoformat("2026-05-17T10:30"),
    ],
)
def test_a_time_without_a_zone_is_in_the_workspaces(value: Any) -> None:
    assert read_date(value) == AT_1030_MADRID


@pytest.mark.parametrize(
    "value",
    ["2026-05-17", "17/05/2026", "17 mayo 2026", "May 17th, 2026", "20260517", 20260517, date(2026, 5, 17)],
)
def test_a_date_without_a_time_is_midnight_in_the_workspace(value: Any) -> None:
    assert read_date(value) == MADRID_MIDNIGHT


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30", "30/02/2026", "2026-13-01", "17/17/2026", "ayer", "hoy 10:30", "10:30", "2026", "17",
        "enero 2026", "2026-05-17T25:00", "17 mayo 2026 10:75", "2026-05-17T10:30:00+99:00", "612345678",
        "0001-01-01T00:00:00", "3026-05-17", "99999999", "12345678901", "llamé el 17 de mayo de 2026", "",
        "2026-05-17 y más", "17 mayo 99999999999999999999", "N/A", "1.2.3", True,
        float("nan"), float("inf"), 10**30, -5, 45, None, {}, [],
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(value: Any) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize(
    ("value", "hour"),
    [
        ("12:05 AM", 0),
        ("12:05 p. m.", 12),
        ("1:05 PM", 13),
        ("11:05 p.m.", 23),
        ("13:05 PM", 13),
        ("9:05", 9),
    ],
)
def test_a_clock_of_twelve_hours(value: str, hour: int) -> None:
    read = read_date(f"17/05/2026 {value}", zone=ZoneInfo("UTC"))
    assert read == datetime(2026, 5, 17, hour, 5, tzinfo=UTC)


def test_one_date_of_the_column_tells_the_day_from_the_month_for_all() -> None:
    utc = ZoneInfo("UTC")
    month_first = parse_dates(["05/06/2026", "05/31/2026"], utc, day_first=True)
    assert [d.month for d in month_first.instants] == [5, 5]
    assert not month_first.is_ambiguous
    day_first = parse_dates(["05/06/2026", "31/05/2026", "05/06/2026 10h30"], utc, day_first=False)
    assert [d.month for d in day_first.instants] == [6, 5, 6]


def test_where_nothing_tells_the_workspace_decides_and_it_is_noted() -> None:
    utc = ZoneInfo("UTC")
    for day_first, month in ((True, 6), (False, 5)):
        column = parse_dates(["05/06/2026"], utc, day_first=day_first)
        assert column.instants[0].month == month
        assert column.is_ambiguous


def test_only_english_in_america_puts_the_month_first(tmp_path: Any) -> None:
    def prefer(zone: str, *languages: str) -> bool:
        return prefers_day_first(Settings(tmp_path, "x", zone, languages, "EUR"))

    assert prefer("America/Mexico_City", "es", "en")
    assert prefer("Europe/London", "en")
    assert not prefer("America/New_York", "en")


def test_an_hour_that_the_clock_skips_or_shows_twice_is_still_an_instant() -> None:
    assert read_date("2026-03-29 02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert read_date("2026-10-25 02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.datetimes(FIRST, LAST).map(lambda d: d.replace(fold=0)))
def test_what_python_writes_is_read_as_python_means_it(value: datetime) -> None:
    whole = value.replace(microsecond=0)
    for zone in (MADRID, ZoneInfo("America/Mexico_City"), ZoneInfo("UTC")):
        assert read_date(value.isoformat(), zone=zone) == value.replace(tzinfo=zone).astimezone(UTC)
        assert read_date(f"{whole:%d/%m/%Y %H:%M:%S}", zone=zone) == whole.replace(tzinfo=zone).astimezone(
            UTC
        )
        assert read_date(f"{whole:%d %b %Y %I:%M:%S %p}", zone=zone) == whole.replace(tzinfo=zone).astimezone(
            UTC
        )


@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.datetimes(), st.none())
    )
)
def test_no_column_makes_reading_fail(values: list[Any]) -> None:
    assert len(parse_dates(values, MADRID, day_first=True).instants) == len(values)


@given(
    st.from_regex(
        r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9]{1,4}( [0-9:apm. ]{1,9}[-+Z0-9:]{0,6})?", fullmatch=True
    )
)
def test_nothing_that_looks_like_a_date_makes_reading_fail(text: str) -> None:
    read_date(text)


def test_a_hundred_thousand_dates_take_a_moment() -> None:
    values = [(FIRST + timedelta(minutes=i)).isoformat() for i in range(100_000)]
    begin = perf_counter()
    assert parse_dates(values, MADRID, day_first=True).instants.null_count() == 0
    assert perf_counter() - begin < 10  # 0.2 s on one core; wide, since others share it


def test_a_refused_date_is_quoted_only_if_it_is_plainly_one(read: ReadFile) -> None:
    rows = "T1,a,2026-02-30\nT2,b,llamé a Ana Pérez\nT3,c,\nT4,d,2026-05-04\n"
    reading = read("a.csv", "ticket_id,note,created_at\n" + rows, fields=FIELDS)
    assert pick(reading, "row") == [4]
    assert "'2026-02-30'" in find_reason(reading, 1)
    assert "Ana" not in find_reason(reading, 2)
    assert "empty" in find_reason(reading, 3)
    assert reading.refused["field"].to_list() == ["occurred_at"] * 3
