"""Prices from voc.toml to the statement: an old month stays as it was when prices change."""

from pathlib import Path
from typing import Any

from voc.answers import open_reading, summarise_week
from voc.answers.statement import tell_statement
from voc.pipeline import publish_snapshot, run_pipeline
from voc.settings import load_settings

CONFIG = """
[workspace]
timezone = "Europe/Madrid"
languages = ["es"]
[[sources]]
name = "calls"
channel = "call"
path = "inbox/*.csv"
[sources.fields]
id = "id"
text = "text"
occurred_at = "at"
minutes = "lasted"
[costs]
call = { minutes = 7.5, rate = 0.9 }
"""
NEW_PRICES = """
[[tariffs]]
from = 2026-05-01
call = { minutes = 7.5, rate = 1.1 }
"""
ROWS = """id,at,lasted,text
a,2026-04-30 23:59,,El router se reinicia solo cada noche
b,2026-04-10 12:00,4:20,No me llega la factura de este mes
c,2026-05-01 00:00,10,Me han cobrado dos veces la cuota
"""


def write_config(root: Path, config: str) -> None:
    (root / "voc.toml").write_text(config, encoding="utf-8")


def read_statements(root: Path) -> dict[str, dict[str, Any]]:
    with open_reading(load_settings(root)) as reading:
        return {month: tell_statement(reading, month=month) for month in ("2026-04", "2026-05")}


def test_an_old_months_statement_stays_as_it_was_when_prices_change(tmp_path: Path) -> None:
    """April: 7.5 × 0.90 and 4 1/3 × 0.90; May: 10 × 0.90, then 10 × 1.10."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "calls.csv").write_text(ROWS, encoding="utf-8")
    write_config(tmp_path, CONFIG)
    run_pipeline(load_settings(tmp_path))
    before = read_statements(tmp_path)
    write_config(tmp_path, CONFIG + NEW_PRICES)
    with open_reading(load_settings(tmp_path)) as unpublished:
        assert tell_statement(unpublished, month="2026-05") == before["2026-05"]
        assert summarise_week(unpublished)["all"]["cost"] == 19.65
    publish_snapshot(load_settings(tmp_path))
    after = read_statements(tmp_path)
    assert [before[month]["cost"] for month in before] == [10.65, 9.0]
    assert [after[month]["cost"] for month in after] == [10.65, 11.0]
    april, same = before["2026-04"], after["2026-04"]
    assert april["edition"]["figures_digest"] == same["edition"]["figures_digest"]
    assert april["edition"]["rules_digest"] != same["edition"]["rules_digest"]
    assert same["rules"]["prices"][1] == {
        "from": "2026-05-01",
        "prices": {"call": {"minutes": "7.5", "rate": "1.1"}},
    }
