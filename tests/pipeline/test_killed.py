"""Killed at any moment, the next run ends exactly where an undisturbed one does."""

import random
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.pipeline.dying import NEVER, run_all, run_in_child
from tests.pipeline.workspaces import Row, make_workspace
from voc.answers import list_issues, open_reading, tell_status
from voc.settings import load_settings
from voc.store.ledger import open_ledger
from voc.store.pseudonyms import load_key
from voc.store.warehouse import open_warehouse

CHAINS, KILLS = 2, 12
LONGEST = 0.3  # of an undisturbed run's calls, until a kill strikes


def run_child(root: Path, moment: int) -> int | None:
    return run_in_child(run_all, root, moment=moment, told=root.parent / f"{root.name}-calls")


def describe_state(root: Path) -> dict[str, Any]:
    """Everything that must be the same; only the clock and the snapshot's name may differ."""
    settings = load_settings(root)
    with open_warehouse(settings, read_only=True) as warehouse:
        contacts = warehouse.read_contacts()
        frames = {
            "contacts": contacts,
            "mentions": warehouse.read_mentions(),
            "assignments": warehouse.read_assignments(),
            "history": warehouse.read_assignment_history(),
            "kinds": warehouse.read_kinds(),
            "quarantine": warehouse.read_quarantine(),
            "accounts": warehouse.read_accounts(),
            "traces": pl.concat(
                [
                    warehouse.read_trace(contact_id).drop("taken_at")
                    for contact_id in contacts["contact_id"][:50]
                ]
            ),
        }
        assert warehouse.check_accounts() == []
    with open_reading(settings) as reading:
        issues = list_issues(reading, state="all")
    births = [(e.kind, e.issue_id, e.payload) for e in open_ledger(settings).read_events()]
    return {name: frame.rows() for name, frame in frames.items()} | {"issues": issues, "births": births}


@pytest.fixture(scope="module")
def untouched(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with large and small files, updates, refused rows and withdrawals, not yet run."""
    root = tmp_path_factory.mktemp("kill") / "untouched"
    changed = [row | {"text": row["text"] + " otra vez", "team": "Caja"} for row in rows[:30]]
    refused = [row | {"at": "nunca"} for row in rows[30:35]]
    gone = [row | {"text": ""} for row in rows[35:45]]
    settings = make_workspace(
        root, {"a.csv": rows[:110], "b.csv": changed, "c.csv": refused + rows[110:170], "gone.csv": gone}
    )
    config = root / "voc.toml"
    with_gone = config.read_text(encoding="utf-8").replace(
        'path = "inbox/*.csv"', 'path = "inbox/*.csv"\nwithdrawals = "inbox/gone.csv"'
    )
    config.write_text(with_gone, encoding="utf-8")
    load_key(settings.root)
    return root


@pytest.fixture(scope="module")
def undisturbed(untouched: Path) -> tuple[dict[str, Any], int]:
    root = untouched.parent / "undisturbed"
    shutil.copytree(untouched, root)
    calls = run_child(root, NEVER)
    assert calls is not None
    return describe_state(root), calls


@pytest.mark.parametrize("chain", range(CHAINS))
def test_a_run_killed_again_and_again_ends_where_an_undisturbed_one_does(
    chain: int, untouched: Path, undisturbed: tuple[dict[str, Any], int]
) -> None:
    wanted, calls = undisturbed
    root = untouched.parent / f"chain-{chain}"
    shutil.copytree(untouched, root)
    rng = random.Random(chain)
    killed = 0
    for _ in range(KILLS):  # each goes a little further than the one before, through all stages
        killed += run_child(root, rng.randint(1, round(calls * LONGEST))) is None
        if (root / "warehouse" / "voc.duckdb").exists():
            assert tell_status(load_settings(root))["balanced"]
    assert killed >= KILLS // 2, "a run that nothing strikes is no test"
    assert run_child(root, NEVER) is not None
    assert describe_state(root) == wanted
