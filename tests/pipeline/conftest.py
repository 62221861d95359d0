"""Four hundred of the demo's contacts, run once; tests copy that workspace and go on from there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.lived import live_through
from tests.pipeline.workspaces import Row, make_workspace, take_rows
from voc.demo import write_demo
from voc.pipeline import ingest_sources, run_pipeline
from voc.settings import Settings, load_settings
from voc.store.warehouse import open_warehouse


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    root = tmp_path_factory.mktemp("demo") / "demo"
    write_demo(root, 400, 12, 11)
    settings = load_settings(root)
    ingest_sources(settings)
    with open_warehouse(settings, read_only=True) as warehouse:
        return take_rows(warehouse.read_contacts().sort("contact_id"))


@pytest.fixture(scope="session")
def done(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_workspace(tmp_path_factory.mktemp("whole"), {"a.csv": rows[:150], "b.csv": rows[150:]})
    run_pipeline(settings)
    return settings


@pytest.fixture
def copy(done: Settings, tmp_path: Path) -> Callable[[], Settings]:
    """A copy of the workspace that was run."""

    def copy_done() -> Settings:
        shutil.copytree(done.root, tmp_path / "copy")
        return load_settings(tmp_path / "copy")

    return copy_done


@pytest.fixture(scope="session")
def lived(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lived") / "ws"
    live_through(root, rows)
    return root


@pytest.fixture
def lives(lived: Path, tmp_path: Path) -> Settings:
    """A copy of the workspace in which one customer is everywhere."""
    shutil.copytree(lived, tmp_path / "ws")
    return load_settings(tmp_path / "ws")
