"""Orders and customers from files and queries: a number a day, restated by later files, nothing lost."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from voc.settings import ExposureSettings, Settings
from voc.sources.exposure import read_days, read_exposure, read_figure


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "Prueba", "Europe/Madrid", ("es", "en"), "EUR")


def write(settings: Settings, name: str, text: str) -> None:
    (settings.root / name).write_text(text, encoding="utf-8")


ORDERS = ExposureSettings("orders", "semana", "pedidos", "pedidos*.csv")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12500", 12500.0), ("12.500", 12500.0), ("12,500", 12500.0), ("12 500", 12500.0),
        ("1.234.567", 1234567.0), ("12,5", 12.5), ("0", 0.0), (7, 7.0), (7.25, 7.25),
        ("", None), (None, None), ("-3", None), (-3, None), ("many", None),
        (float("nan"), None), (True, None), ("1.23.4", None),
    ],
)  # fmt: skip
def test_figures_are_read_as_people_write_them(cell: object, number: float | None) -> None:
    assert read_figure(cell) == number


def test_weeks_and_days_in_any_shape_are_days(settings: Settings) -> None:
    cells = ["2026-W20", "2026W20", "2026-05-12", "13/05/2026", date(2026, 5, 14), "2026-W54", "soon", None]
    assert read_days(cells, settings) == [
        date(2026, 5, 11), date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 13), date(2026, 5, 14),
        None, None, None,
    ]  # fmt: skip


def test_rows_of_a_day_add_up_and_a_later_file_restates_the_day(settings: Settings) -> None:
    write(
        settings,
        "pedidos_1.csv",
        "semana;pedidos;zona\n2026-W19;1.000;norte\n2026-W19;500;sur\n2026-W20;900;norte\n",
    )
    write(settings, "pedidos_2.csv", "semana;pedidos\n2026-W20;1.700\n")
    told = read_exposure(ORDERS, settings)
    assert told.figures.rows() == [(date(2026, 5, 4), 1500.0), (date(2026, 5, 11), 1700.0)]
    assert (told.received, told.taken, told.last_file) == (4, 4, "pedidos_2.csv")


def test_levels_of_a_day_are_averaged(settings: Settings) -> None:
    write(settings, "pedidos.csv", "semana,pedidos\n2026-W19,100\n2026-W19,200\n")
    level = ExposureSettings("customers", "semana", "pedidos", "pedidos*.csv", how="mean")
    assert read_exposure(level, settings).figures["value"].to_list() == [150.0]


def test_what_cannot_be_read_is_refused_with_its_row_and_the_rest_is_taken(settings: Settings) -> None:
    write(settings, "pedidos_1.csv", "semana;pedidos\n2026-W19;10\nnunca;20\n2026-W20;-3\n")
    write(settings, "pedidos_2.csv", "otra;cosa\n1;2\n")
    told = read_exposure(ORDERS, settings)
    assert told.figures.height == 1
    assert told.received == told.taken + told.refused.height == 4
    assert told.refused.select("source", "file", "row", "field").rows() == [
        ("orders", "pedidos_1.csv", 2, "date"),
        ("orders", "pedidos_1.csv", 3, "value"),
        ("orders", "pedidos_2.csv", None, "date"),
    ]
    assert all(
        "wanted" in reason or "number" in reason or "lacks" in reason for reason in told.refused["reason"]
    )


def test_a_query_gives_figures_too_and_a_database_that_is_away_is_one_refusal(settings: Settings) -> None:
    with sqlite3.connect(settings.root / "shop.db") as shop:
        shop.execute("create table orders (day text, n integer)")
        shop.executemany("insert into orders values (?, ?)", [("2026-05-11", 3), ("2026-05-12", 4)])
    shop.close()
    asked = ExposureSettings("orders", "day", "n", url="sqlite:///shop.db", query="select day, n from orders")
    assert read_exposure(asked, settings).figures["value"].to_list() == [3.0, 4.0]
    away = ExposureSettings("orders", "day", "n", url="sqlite:///shop.db", query="select day, n from nowhere")
    told = read_exposure(away, settings)
    assert (told.received, told.taken, told.figures.height) == (1, 0, 0)
    assert "refuses the query" in told.refused["reason"][0]
