"""A small demo company, made and run once through the command line, for every test that reads."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import run_voc

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    root = tmp_path_factory.mktemp("demo") / "aurora"
    return root, run_voc("demo", str(root), "--contacts", "500", "--weeks", "10", "--seed", "7")


@pytest.fixture(scope="session")
def demo(made_demo: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    root, done = made_demo
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def ask(demo: Path) -> Ask:
    """Ask a reading command for its document; standard error must stay silent."""

    def ask_demo(*arguments: str) -> dict[str, Any]:
        done = run_voc(*arguments, "--json", "--workspace", str(demo))
        assert (done.returncode, done.stderr) == (0, "")
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    return ask_demo
