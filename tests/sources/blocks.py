"""How a block of voc.toml reads a file: loaded as people write it, read through the door."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sources.conftest import read_one
from voc.settings import load_settings
from voc.sources.read import Reading

Put = Callable[[str, bytes | str], Path]
WORKSPACE = '[workspace]\nname = "Aurora"\ntimezone = "Europe/Madrid"\nlanguages = ["es", "en"]\n\n'


def read_block(put: Put, block: str, name: str, content: bytes | str) -> Reading:
    """Read one file of the inbox with a block that leaves out name and path."""
    path = put(f"inbox/{name}", content)
    root = path.parents[len(Path(name).parts)]
    text = f'{WORKSPACE}[[sources]]\nname = "s"\npath = "inbox/{name}"\n{block}\n'
    (root / "voc.toml").write_text(text, encoding="utf-8")
    settings = load_settings(root)
    return read_one(settings.sources[0], settings)


def list_rows(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    """List some columns of what was read; nothing may have been refused."""
    assert reading.refused.rows() == []
    return list(reading.rows.select(columns).iter_rows())
