"""Orders come in beside contacts: taken in anew, restated, accounted for, and what rates are told by."""

from collections.abc import Callable

import pytest

from voc.answers import list_issues, list_quarantine, open_reading, summarise_week, tell_status
from voc.answers.rates import list_calendar
from voc.errors import SettingsError
from voc.pipeline import ingest_sources, publish_snapshot, run_pipeline
from voc.pipeline.exposures import list_holidays
from voc.settings import Settings, load_settings

Copy = Callable[[], Settings]
BLOCK = """
[[exposure]]
name = "orders"
path = "orders*.csv"
[exposure.fields]
date = "week"
value = "orders"
"""


def configure(settings: Settings, extra: str) -> Settings:
    path = settings.root / "voc.toml"
    path.write_text(path.read_text("utf-8") + extra, encoding="utf-8")
    return load_settings(settings.root)


def write_orders(settings: Settings, name: str, *rows: str) -> None:
    (settings.root / name).write_text("\n".join(["week,orders", *rows]) + "\n", encoding="utf-8")


def list_whole_weeks(settings: Settings) -> list[str]:
    with open_reading(settings) as reading:
        return [week["week"] for week in list_calendar(reading)["weeks"] if week["is_complete"]]


def test_orders_become_what_rates_are_told_by_and_a_later_file_restates_them(copy: Copy) -> None:
    settings = configure(copy(), BLOCK)
    weeks = list_whole_weeks(settings)
    write_orders(settings, "orders_1.csv", *(f"{week},100" for week in weeks), "never,5")
    run_pipeline(settings)
    with open_reading(settings) as reading:
        first = list_issues(reading, state="all")
        assert summarise_week(reading)["exposure"] == "orders"
    assert first["exposure"] == {
        "name": "orders", "value": 100.0 * len(weeks), "weeks": len(weeks), "estimated": 0,
    }  # fmt: skip
    write_orders(settings, "orders_2.csv", f"{weeks[-1]},300")
    ingest_sources(settings)
    publish_snapshot(settings)
    with open_reading(settings) as reading:
        again = list_issues(reading, state="all")
    assert again["exposure"]["value"] == 100.0 * len(weeks) + 200
    assert [i["contacts"] for i in again["issues"]] == [i["contacts"] for i in first["issues"]]
    (account,) = tell_status(settings)["exposures"]
    assert account["received"] == account["stored"] + account["quarantined"] == len(weeks) + 2
    (refused,) = [row for row in list_quarantine(settings)["rows"] if row["source"] == "orders"]
    assert (refused["file"], refused["row"], refused["field"]) == ("orders_1.csv", len(weeks) + 1, "date")


def test_figures_outlive_their_file_until_something_else_is_said(copy: Copy) -> None:
    settings = configure(copy(), BLOCK)
    weeks = list_whole_weeks(settings)
    write_orders(settings, "orders_1.csv", *(f"{week},100" for week in weeks))
    ingest_sources(settings)
    (settings.root / "orders_1.csv").unlink()
    notes = ingest_sources(settings)["notes"]
    publish_snapshot(settings)
    assert notes == ["exposure orders: nothing was found; what was read before holds"]
    with open_reading(settings) as reading:
        assert list_issues(reading)["exposure"]["value"] == 100.0 * len(weeks)


def test_until_anything_is_delivered_contacts_stand_for_it(copy: Copy) -> None:
    settings = configure(copy(), BLOCK)
    run_pipeline(settings)
    with open_reading(settings) as reading:
        assert list_issues(reading)["exposure"]["name"] == "contacts"


def test_holidays_are_named_in_both_languages_and_an_unknown_country_is_refused() -> None:
    told = list_holidays("ES", ["2025-W52", "2026-W01"])
    assert [(day.isoformat(), es, en) for day, es, en in told] == [
        ("2025-12-25", "Natividad del Señor", "Christmas Day"),
        ("2026-01-01", "Año Nuevo", "New Year's Day"),
    ]
    assert list_holidays(None, ["2026-W01"]) == []
    with pytest.raises(SettingsError, match="'XX'"):
        list_holidays("XX", ["2026-W01"])
