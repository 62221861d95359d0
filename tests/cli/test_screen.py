"""What a person sees at a terminal: aligned words, nothing cut that is needed, an answer at once."""

import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import run_voc
from voc.cli import main

Ask = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("call", "quoted"),
    [
        ("show ISS-9999", "ISS-9999"),
        ("contacts --issue ISS-9999", "ISS-9999"),
        ("issues --week 1999-W01", "1999-W01"),
        ("evaluate --labels nowhere.csv", "nowhere.csv"),
    ],
)
def test_what_is_not_there_exits_2_quoting_it(
    demo: Path, call: str, quoted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*call.split(), "--workspace", str(demo), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert quoted in err
    assert 1 <= len(err.splitlines()) <= 3


@pytest.mark.parametrize(
    "command",
    ["issues", "issues --state all", "alerts", "contacts", "assignments", "status", "search internet"],
)
def test_a_person_gets_aligned_text_within_a_hundred_columns(
    demo: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--workspace", str(demo)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert max(map(len, out.splitlines())) <= 100


def test_the_quarantine_is_told_whole(demo: Path, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ask("quarantine")["rows"]
    assert main(["quarantine", "--workspace", str(demo)]) == 0
    out = capsys.readouterr().out
    for row in rows:
        assert row["file"] in out
        assert row["reason"] in out


def test_one_issue_is_told_in_words(demo: Path, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    issue = ask("issues", "--top", "1")["issues"][0]
    assert main(["show", issue["issue_id"], "--workspace", str(demo)]) == 0
    out = capsys.readouterr().out
    assert issue["name"] in out
    assert all(week["week"] in out for week in issue["weeks"])


def test_the_readmes_python_runs(demo: Path) -> None:
    page = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for block in re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=demo.parent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "ISS-0001" in done.stdout


def test_a_reading_answers_in_about_a_second(demo: Path) -> None:
    """In seconds of the processor, at most two, so that a busy machine does not fail it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run_voc("issues", "--json", "--workspace", str(demo)).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0
