"""A workspace of its own for each test, and a way to put a file in it and read it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from voc.schema import RAW_CONTACTS, REFUSALS, check_frame
from voc.settings import Settings, SourceSettings
from voc.sources.read import Reading, list_source_files, read_whole_file

FIELDS = {"id": "ticket_id", "text": "note", "occurred_at": "created_at"}
ReadFile = Callable[..., Reading]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        root=tmp_path, name="Aurora", timezone="Europe/Madrid", languages=("es", "en"), currency="EUR"
    )


@pytest.fixture
def put(settings: Settings) -> Callable[[str, bytes | str], Path]:
    """Write a file into the workspace."""

    def put_file(label: str, content: bytes | str) -> Path:
        path = settings.root / label
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put_file


@pytest.fixture
def read(settings: Settings, put: Callable[[str, bytes | str], Path]) -> ReadFile:
    """Put one file in the inbox and read it; whatever it is, the accounts must hold."""

    def read_file(name: str, content: bytes | str, *, zone: str | None = None, **changes: Any) -> Reading:
        put(f"inbox/{name}", content)
        place = replace(settings, timezone=zone) if zone else settings
        return read_one(make_source(path=f"inbox/{name}", **changes), place)

    return read_file


def make_source(**changes: Any) -> SourceSettings:
    plain: dict[str, Any] = {"name": "notes", "channel": "agent_note", "path": "inbox/*", "fields": FIELDS}
    return SourceSettings(**(plain | changes))


def read_one(source: SourceSettings, settings: Settings) -> Reading:
    (file,) = list_source_files(source, settings)
    reading = read_whole_file(source, file, settings)
    check_reading(reading)
    return reading


def check_reading(reading: Reading) -> None:
    """Every record is kept or refused, in frames that later stages accept."""
    assert reading.received == reading.rows.height + reading.refused.height
    check_frame(reading.rows, RAW_CONTACTS)
    check_frame(reading.refused, REFUSALS)
    assert reading.rows.select("source_id", "occurred_at", "text").null_count().row(0) == (0, 0, 0)


def pick(reading: Reading, column: str) -> list[Any]:
    return reading.rows[column].to_list()


def list_refusals(reading: Reading) -> list[tuple[int | None, str | None]]:
    return list(reading.refused.select("row", "field").iter_rows())


def find_reason(reading: Reading, row: int | None = None) -> str:
    of_row = pl.col("row").is_null() if row is None else pl.col("row") == row
    return str(reading.refused.filter(of_row)["reason"].item())
