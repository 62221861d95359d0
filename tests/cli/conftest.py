"""A small demo company, made and run once through the command line, for every test that reads."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import run_voc
from voc.cli import main

Ask = Callable[..., dict[str, Any]]
Say = Callable[..., list[str]]
Made = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("made") / "demo"
    return root, run_voc("demo", str(root), "--contacts", "300", "--weeks", "10", "--seed", "7")


@pytest.fixture(scope="session")
def demo(made_demo: Made) -> Path:
    root, done = made_demo
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def ask(demo: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask a reading command for its document; standard error must stay silent."""

    def ask_demo(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        status = main([*arguments, "--json", "--workspace", str(demo)])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        document: dict[str, Any] = json.loads(out)
        return document

    return ask_demo


@pytest.fixture
def own(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo to decide about."""
    for name in ("voc.toml", "published", "council"):
        source = demo / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def say(own: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Say something with `voc council`; its lines, and nothing on standard error."""

    def call(*arguments: str, by_whom: str = "Ana") -> list[str]:
        status = main(["council", *arguments, "--by-whom", by_whom, "--workspace", str(own)])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out.splitlines()

    return call


@pytest.fixture
def read(own: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask a reading command of the copy for its document."""

    def call(*arguments: str) -> dict[str, Any]:
        status = main([*arguments, "--json", "--workspace", str(own)])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        document: dict[str, Any] = json.loads(out)
        return document

    return call
