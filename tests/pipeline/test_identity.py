"""The same contacts give the same issues, whatever the order, the key or the day; and they keep their ids."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.pipeline.workspaces import (
    Row,
    make_workspace,
    rows_before,
    see_assignments,
    see_issues,
    shuffle_rows,
)
from voc.pipeline import ingest_sources, run_pipeline
from voc.settings import Settings

Copy = Callable[[], Settings]
HALF = date(2026, 4, 20)


def test_another_order_of_rows_and_files_and_another_key_give_the_same_issues(
    rows: list[Row], done: Settings, tmp_path: Path
) -> None:
    mixed = shuffle_rows(rows)
    other = make_workspace(tmp_path, {"z.csv": mixed[:90], "m.csv": mixed[90:310], "c.csv": mixed[310:]})
    run_pipeline(other)
    assert see_issues(other) == see_issues(done)
    assert see_assignments(other) == see_assignments(done)
    keys = [(s.root / ".secrets" / "pseudonym.key").read_text() for s in (other, done)]
    assert keys[0] != keys[1]


def test_taking_files_in_one_by_one_before_the_first_mining_changes_nothing(
    rows: list[Row], done: Settings, tmp_path: Path
) -> None:
    make_workspace(tmp_path, {"late.csv": rows[200:]})
    settings = make_workspace(tmp_path, {})
    ingest_sources(settings)
    make_workspace(tmp_path, {"early.csv": rows[:200]})
    run_pipeline(settings)
    assert see_issues(settings) == see_issues(done)


def test_a_second_run_changes_nothing_and_bears_nothing(copy: Copy, done: Settings) -> None:
    settings = copy()
    counts = run_pipeline(settings)
    assert counts["ingest"]["files"] == 0 and counts["mine"]["born"] == 0
    assert see_issues(settings) == see_issues(done)


def test_a_rebuild_from_inbox_ledger_and_key_finds_the_same_issues(copy: Copy, done: Settings) -> None:
    settings = copy()
    shutil.rmtree(settings.root / "warehouse")
    shutil.rmtree(settings.root / "published")
    run_pipeline(settings)
    assert see_issues(settings) == see_issues(done)
    assert see_assignments(settings) == see_assignments(done)


def test_as_of_a_day_is_as_if_run_then(rows: list[Row], tmp_path: Path) -> None:
    whole = make_workspace(tmp_path / "whole", {"a.csv": rows})
    before = rows_before(rows, datetime(2026, 4, 19, 22, tzinfo=UTC))
    then = make_workspace(tmp_path / "then", {"a.csv": before})
    counts = run_pipeline(whole, HALF)
    run_pipeline(then, HALF)
    assert counts["ingest"]["rows"] == len(rows)
    assert see_issues(whole) == see_issues(then)


def test_a_later_run_takes_in_the_rest_and_an_earlier_day_is_answered_from_history(
    rows: list[Row], tmp_path: Path
) -> None:
    settings = make_workspace(tmp_path, {"a.csv": rows})
    run_pipeline(settings, HALF)
    run_pipeline(settings)
    late, ids = see_assignments(settings), {i["issue_id"]: i["name"] for i in see_issues(settings)}
    run_pipeline(settings, date(2026, 3, 30))
    early = see_assignments(settings)
    assert 0 < len(early) < len(late)
    assert all(late[mention] == issue for mention, issue in early.items())
    shown = {i["issue_id"]: i["name"] for i in see_issues(settings)}
    assert all(ids[issue_id] == name for issue_id, name in shown.items())
    run_pipeline(settings)
    assert see_assignments(settings) == late


def test_a_far_as_of_does_not_close_the_days_before_it(rows: list[Row], tmp_path: Path) -> None:
    before = rows_before(rows, datetime(2026, 4, 19, 22, tzinfo=UTC))
    settings = make_workspace(tmp_path, {"a.csv": before})
    run_pipeline(settings, date(2027, 1, 1))
    make_workspace(tmp_path, {"b.csv": rows[len(rows) // 2 :]})
    counts = run_pipeline(settings)
    assert counts["mine"]["assigned"] > 0.8 * counts["mine"]["mentions"]
