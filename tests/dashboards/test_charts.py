"""Charts: what they hold, and that nothing in them depends on where the reader is."""

import base64
from typing import Any

from dashboards.charts import draw_channels, draw_weeks
from dashboards.sparkline import SPARK_WEEKS, draw_sparkline
from dashboards.wording import load_words

WEEKS: list[dict[str, Any]] = [
    {"week": f"2026-W{number:02d}", "contacts": number, "expected": None if number < 4 else 3.5}
    for number in range(2, 14)
]


def read_rows(chart: Any) -> list[dict[str, Any]]:
    (rows,) = chart.to_dict()["datasets"].values()
    assert isinstance(rows, list)
    return rows


def read_lines(image: str) -> str:
    return base64.b64decode(image.partition("base64,")[2]).decode()


def test_a_week_is_drawn_with_what_was_expected_its_alert_and_whether_it_still_runs() -> None:
    rows = read_rows(draw_weeks(WEEKS, {"2026-W12": "pico"}, "2026-W12", load_words("es")))
    assert rows[0]["expected"] is None
    assert {name: rows[-2][name] for name in ("contacts", "expected", "alert", "running")} == {
        "contacts": 12,
        "expected": 3.5,
        "alert": "pico",
        "running": False,
    }
    assert rows[-1]["running"] is True


def test_a_weeks_day_has_no_zone_so_that_it_is_monday_on_every_clock() -> None:
    rows = read_rows(draw_weeks(WEEKS, {}, None, load_words("es")))
    assert rows[0]["day"] == "2026-01-05T00:00:00"


def test_a_weeks_chart_has_at_most_nine_ticks_the_last_week_among_them() -> None:
    chart = draw_weeks(WEEKS * 9, {}, None, load_words("en")).to_dict()
    ticks = chart["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert len(ticks) <= 9
    assert ticks[-1] == "2026-03-23T00:00:00"


def test_channels_are_drawn_with_the_readers_words_and_numbers() -> None:
    rows = read_rows(draw_channels({"call": 1200, "web": 3}, load_words("es")))
    assert [(row["channel"], row["label"]) for row in rows] == [("Llamada", "1.200"), ("Web", "3")]


def test_numbers_and_days_in_charts_follow_the_readers_language() -> None:
    locale = draw_channels({"call": 1}, load_words("es")).to_dict()["config"]["locale"]
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (",", ".")
    assert locale["time"]["days"][0] == "domingo"


def test_a_sparkline_holds_the_last_weeks_only_and_no_text() -> None:
    drawn = read_lines(draw_sparkline([1000] * 5 + list(range(SPARK_WEEKS))))
    points = drawn.partition('points="')[2].partition('"')[0].split()
    assert len(points) == SPARK_WEEKS
    assert points[0].endswith(",23.0")
    assert points[-1].endswith(",3.0")
    assert "<text" not in drawn


def test_a_sparkline_of_nothing_or_of_one_week_is_a_flat_start() -> None:
    assert "3.0,23.0" in read_lines(draw_sparkline([]))
    assert "3.0,3.0" in read_lines(draw_sparkline([7]))
