"""What was ingested, from where, was anything lost, and what was refused?

Told from the warehouse, since it knows more than was published; while a run holds it, from the last
snapshot.
"""

from datetime import datetime
from typing import Any

import polars as pl

from voc.answers.figures import write_instant
from voc.errors import BusyError, CallError
from voc.schema import PUBLISHED, REFUSALS
from voc.settings import Settings
from voc.store.snapshot import find_snapshot, open_snapshot
from voc.store.warehouse import open_warehouse

Document = dict[str, Any]

COUNTS = ("received", "stored", "updated", "duplicate", "quarantined", "erased")
PATIENCE_SECONDS = 0.3  # where a snapshot can answer instead
LONG_PATIENCE_SECONDS = 2.5  # where it cannot


def tell_status(settings: Settings) -> Document:
    """Tell each source's account, whether all balance, and what is published.

    Every configured source is there, in the order of voc.toml, also before anything came from it; then
    those that were configured once. `snapshot` and `model` are null until there is one.

    Raises:
        BusyError: a run holds the warehouse, and nothing was published yet that could answer instead.
    """
    accounts, mining, faults = _read_accounts(settings)
    by_source = {row["source"]: row for row in accounts.iter_rows(named=True)}
    names = dict.fromkeys([*(source.name for source in settings.sources), *by_source])
    sources = [_word_account(settings, name, by_source.get(name)) for name in names]
    snapshot, model = _tell_published(settings)
    return {
        "sources": sources,
        "exposures": _list_exposures(settings),
        "balanced": not faults,
        "faults": faults,
        "snapshot": snapshot,
        "model": model or mining,
    }


def list_quarantine(settings: Settings) -> Document:
    """List the rows that were refused, by source, file and row; `row` is null for a whole file.

    Raises:
        BusyError: as `tell_status`.
    """
    try:
        with open_warehouse(settings, read_only=True, patience=_choose_patience(settings)) as warehouse:
            refused = pl.concat(
                [warehouse.read_quarantine(), warehouse.read_exposure_refusals()], how="diagonal_relaxed"
            )
    except CallError:
        refused = pl.DataFrame(schema=dict(REFUSALS))
    except BusyError:
        if find_snapshot(settings) is None:
            raise
        with open_snapshot(settings) as snapshot:
            refused = snapshot.read("read_published_quarantine")
    return {
        "rows": refused.select("source", "file", "row", "reason", "field", "source_id", "content").to_dicts()
    }


def _choose_patience(settings: Settings) -> float:
    return LONG_PATIENCE_SECONDS if find_snapshot(settings) is None else PATIENCE_SECONDS


def _read_accounts(settings: Settings) -> tuple[pl.DataFrame, Document | None, list[str]]:
    """Read the accounts; where the warehouse can be asked, also the last mining's record, and check them."""
    try:
        with open_warehouse(settings, read_only=True, patience=_choose_patience(settings)) as warehouse:
            return warehouse.read_accounts(), warehouse.last_mining(), warehouse.check_accounts()
    except CallError:  # nothing was ingested yet
        return pl.DataFrame(schema=dict(PUBLISHED["accounts"])), None, []
    except BusyError:
        if find_snapshot(settings) is None:
            raise
        with open_snapshot(settings) as snapshot:
            accounts = snapshot.read("read_published_accounts")
            return accounts, None, _find_imbalances(accounts)


def _list_exposures(settings: Settings) -> list[Document]:
    """Tell what was delivered to divide by; empty where there is nothing, or a run holds the warehouse."""
    try:
        with open_warehouse(settings, read_only=True, patience=PATIENCE_SECONDS) as warehouse:
            accounts = warehouse.read_exposure_accounts()
    except (CallError, BusyError):
        return []
    return [
        {
            **row,
            "first_day": row["first_day"] and row["first_day"].isoformat(),
            "last_day": row["last_day"] and row["last_day"].isoformat(),
        }
        for row in accounts.iter_rows(named=True)
    ]


def _find_imbalances(accounts: pl.DataFrame) -> list[str]:
    """Check what can be checked of published accounts: that every received row has an outcome."""
    return [
        f"{row['source']}: {row['received']} rows received, {found} accounted for"
        for row in accounts.iter_rows(named=True)
        if row["received"] != (found := sum(row[count] for count in COUNTS[1:]))
    ]


def _word_account(settings: Settings, name: str, row: Document | None) -> Document:
    found = row or {}
    return {
        "source": name,
        **{count: found.get(count, 0) for count in COUNTS},
        "last_file": found.get("last_file"),
        "last_contact": write_instant(found.get("last_contact"), settings.zone),
    }


def _tell_published(settings: Settings) -> tuple[Document | None, Document | None]:
    if find_snapshot(settings) is None:
        return None, None
    with open_snapshot(settings) as snapshot:
        meta = snapshot.meta
        told = {
            "name": snapshot.path.name,
            "as_of": _localise_instant(meta.get("as_of"), settings),
            "published_at": _localise_instant(meta.get("written_at"), settings),
            "masked": meta.get("masked", 0),
        }
        return told, meta.get("model")


def _localise_instant(told: str | None, settings: Settings) -> str | None:
    return None if told is None else write_instant(datetime.fromisoformat(told), settings.zone)
