"""The weekly flow as it is started by hand: no configured server, and nothing outside the workspace."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import yaml

from tests.pipeline.workspaces import CONFIG
from voc.answers import list_issues, open_reading
from voc.demo import write_demo
from voc.settings import load_settings

ROOT = Path(__file__).parents[2]


def run_weekly(*arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    command = [sys.executable, "-m", "flows.weekly", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env=kept, timeout=300
    )


def test_the_weekly_flow_publishes_and_shows_its_progress_and_the_main_issues(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    write_demo(root, 200, 6, 5)
    done = run_weekly("--workspace", str(root))
    assert done.returncode == 0, done.stderr
    with open_reading(load_settings(root)) as reading:
        names = [issue["name"] for issue in list_issues(reading, top=10)["issues"]]
    with closing(sqlite3.connect(root / ".prefect" / "prefect.db")) as base:
        found = base.execute("SELECT key, type, data FROM artifact ORDER BY created").fetchall()
    progress = {key: float(data) for key, kind, data in found if kind == "progress"}
    assert progress == {"voc-ingest": 100.0, "voc-mine": 100.0, "voc-publish": 100.0}
    tables = [json.loads(json.loads(data)) for key, kind, data in found if kind == "table"]
    assert [row["name"] for row in tables[-1]] == names
    assert names


def test_a_wrong_configuration_is_one_sentence_and_exit_status_2(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text(CONFIG.replace("timezone", "tmezone"), encoding="utf-8")
    done = run_weekly("--workspace", str(tmp_path))
    assert done.returncode == 2
    assert "tmezone" in done.stderr and "timezone" in done.stderr
    assert len(done.stderr.splitlines()) <= 3
    assert done.stdout == ""


def test_the_deployments_start_flows_that_exist() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    names = [deployment["name"] for deployment in told["deployments"]]
    assert "weekly" in names
    for deployment in told["deployments"]:
        path, _, function = deployment["entrypoint"].partition(":")
        assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")
