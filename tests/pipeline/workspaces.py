"""Workspaces whose contacts are the demo's, written as one plain table in whatever order is asked for."""

import csv
import random
from datetime import datetime
from pathlib import Path

import polars as pl

from voc.answers import list_assignments, list_issues, open_reading
from voc.settings import Settings, load_settings

CONFIG = """
[workspace]
name = "Aurora Prueba"
timezone = "Europe/Madrid"
languages = ["es", "en"]
currency = "EUR"

[[sources]]
name = "notes"
channel = "agent_note"
path = "inbox/*.csv"
[sources.fields]
id = "id"
text = "text"
occurred_at = "at"
customer = "customer"
department = "team"

[costs]
agent_note = 4.0
"""
COLUMNS = ("id", "at", "customer", "team", "text")
Row = dict[str, str]


def make_workspace(root: Path, files: dict[str, list[Row]]) -> Settings:
    """Write a workspace with these files of rows in its inbox."""
    (root / "inbox").mkdir(parents=True, exist_ok=True)
    (root / "voc.toml").write_text(CONFIG, encoding="utf-8")
    for name, rows in files.items():
        with (root / "inbox" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    return load_settings(root)


def take_rows(contacts: pl.DataFrame) -> list[Row]:
    """Write contacts as a note system would export them."""
    return [
        {"id": c["contact_id"], "at": c["occurred_at"].isoformat(), "customer": c["customer_id"] or "",
         "team": c["department"] or "", "text": c["text"]}
        for c in contacts.iter_rows(named=True)
    ]  # fmt: skip


def shuffle_rows(rows: list[Row], seed: int = 5) -> list[Row]:
    """The same rows in another order."""
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    return mixed


def rows_before(rows: list[Row], day: datetime) -> list[Row]:
    """The rows of contacts before an instant."""
    return [row for row in rows if datetime.fromisoformat(row["at"]) < day]


def see_issues(settings: Settings) -> list[dict[str, object]]:
    """What `voc issues --state all` shows, without the pseudonyms' order."""
    with open_reading(settings) as reading:
        return list(list_issues(reading, state="all")["issues"])


def see_assignments(settings: Settings) -> dict[tuple[str, int], str | None]:
    """Each mention's issue, by the file's own id and the mention's place."""
    with open_reading(settings) as reading:
        found = list_assignments(reading)["assignments"]
    return {(a["source_id"], a["ordinal"]): a["issue_id"] for a in found}
