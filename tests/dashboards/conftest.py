"""Give each test a workspace of its own, and the pages a clean memory."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.dashboards.measured import measure_more
from tests.dashboards.serving import APP
from tests.dashboards.workspace import make_plan, publish_plan, write_config
from voc.settings import Settings

OpenPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _forget_what_pages_keep() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workspace where nothing was published yet."""
    monkeypatch.setenv("VOC_WORKSPACE", str(tmp_path / "aurora"))
    return write_config(tmp_path / "aurora")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve issues in twelve weeks, published once: the workspace's folder."""
    settings = write_config(tmp_path_factory.mktemp("aurora"))
    publish_plan(settings, make_plan(), add=measure_more)
    return settings.root


@pytest.fixture
def published(empty: Settings, snapshot: Path) -> Settings:
    """A workspace of its own with that snapshot, and its ledger."""
    for folder in ("published", "council"):
        shutil.copytree(snapshot / folder, empty.root / folder)
    return empty


@pytest.fixture
def open_page() -> OpenPage:
    """Open a page by its address, such as `issue?issue=ISS-0001&lang=en`, as a browser would."""

    def visit(address: str = "") -> AppTest:
        page, _, query = address.partition("?")
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in parse_qsl(query):
            app.query_params[name] = value
        app._page_hash = calc_hash(page)  # its own switch_page knows pages in files only
        return app.run()

    return visit
