"""A reading holds one snapshot, whatever is published meanwhile."""

from collections.abc import Callable

import polars as pl
import pytest

from voc.answers import Reading, list_contacts, open_reading, require_issue, require_week
from voc.errors import CallError
from voc.settings import Settings


def test_nothing_published_yet_is_told_in_words(settings: Settings) -> None:
    with pytest.raises(CallError, match="voc run"):
        open_reading(settings)


def test_a_reading_stays_with_its_snapshot(
    reading: Reading, republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    with republish({**tables, "contacts": tables["contacts"].head(3)}) as newer:
        assert len(list_contacts(newer)["contacts"]) == 3
    assert len(list_contacts(reading)["contacts"]) == 17


def test_the_last_complete_week_may_always_be_asked_for(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    newest = tables["contacts"].filter(pl.col("week") == "2026-W14")
    with republish({**tables, "contacts": newest}) as reading:
        assert reading.last_week == "2026-W13"
        assert require_week(reading, "2026-W13") == "2026-W13"


def test_ids_are_known_in_any_case(reading: Reading) -> None:
    assert require_issue(reading, " iss-0002 ") == "ISS-0002"
