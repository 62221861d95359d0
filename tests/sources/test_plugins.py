"""A plug-in as people install one: a package with an entry point, found by its format's name."""

import importlib
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources.blocks import Put, list_rows, read_block
from tests.sources.conftest import find_reason
from voc.errors import SettingsError
from voc.sources.plugins import SHAPES, is_plugin_format, list_plugins

FIELDS = 'id = "no"\ntext = "said.words"\noccurred_at = "at"'
BLOCK = f'channel = "kiosk"\nformat = "smileys"\n[sources.fields]\n{FIELDS}'
READER = """
def read(stream, source):
    for number, line in enumerate(stream, start=1):
        at, _, words = line.decode().strip().partition("|")
        if words == "boom":
            raise ZeroDivisionError("Ana López, 600 123 123")
        yield {"no": f"{stream.name}-{number}", "at": at, "said": {"words": words}}
"""
Install = Callable[..., None]
PAGE = Path(__file__).parents[2] / "docs" / "adding-a-source.md"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package whose function is a plug-in, as pip would lay it out."""

    installed: list[str] = []

    def install_package(code: str, form: str = "smileys", target: str = "voc_smileys:read") -> None:
        site, module = tmp_path / "site", target.partition(":")[0]
        info = site / f"{module}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[voc.sources]\n{form} = {target}\n")
        (site / f"{module}.py").write_text(code)
        monkeypatch.syspath_prepend(site)
        importlib.invalidate_caches()
        installed.append(module)

    yield install_package
    for module in installed:
        sys.modules.pop(module, None)


def test_a_plug_ins_records_are_mapped_like_any_others(put: Put, install: Install) -> None:
    install(READER)
    reading = read_block(put, BLOCK, "k.smy", "2026-05-04 10:00|Muy lento\n2026-05-04 11:00|Bien\n")
    assert list_rows(reading, "row", "source_id", "text") == [
        (1, "k.smy-1", "Muy lento"),
        (2, "k.smy-2", "Bien"),
    ]


def test_a_plug_in_reads_what_is_unpacked_on_the_way(put: Put, install: Install) -> None:
    import gzip

    install(READER)
    reading = read_block(put, BLOCK, "k.smy.gz", gzip.compress(b"2026-05-04 10:00|Muy lento\n"))
    assert list_rows(reading, "text") == [("Muy lento",)]


def test_a_fault_in_a_plug_in_refuses_the_file_and_quotes_nothing(put: Put, install: Install) -> None:
    install(READER)
    reading = read_block(put, BLOCK, "k.smy", "2026-05-04 10:00|Muy lento\n2026-05-04 11:00|boom\n")
    assert (reading.received, reading.rows.height) == (1, 0)
    reason = find_reason(reading)
    assert "plug-in 'smileys'" in reason
    assert "ZeroDivisionError" in reason
    assert "Ana" not in reason


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("raise ImportError('no such thing')", "ImportError"),
        ("read = None", "TypeError"),
        ("def read(stream, source): return [1, {'no': 'a'}]", "said.words"),
        ("def read(stream): return []", "TypeError"),
        ("def read(stream, source): return None", "TypeError"),
        (
            "from voc.errors import SourceError\ndef read(stream, source): raise SourceError('is encrypted')",
            "encrypted",
        ),
    ],
)
def test_a_plug_in_that_is_wrong_is_a_message_and_no_traceback(
    put: Put, install: Install, code: str, word: str
) -> None:
    install(code)
    reading = read_block(put, BLOCK, "k.smy", "x")
    assert reading.rows.is_empty()
    assert word in " ".join(reading.refused["reason"])


def test_an_unknown_format_lists_ours_and_those_of_plug_ins(put: Put, install: Install) -> None:
    install(READER)
    with pytest.raises(SettingsError) as caught:
        read_block(put, BLOCK.replace("smileys", "zzzzz"), "k.smy", "")
    assert "smileys" in str(caught.value)
    assert "csv" in str(caught.value)
    with pytest.raises(SettingsError, match="did you mean 'smileys'"):
        read_block(put, BLOCK.replace("smileys", "smiley"), "k.smy", "")


def test_what_is_installed_is_listed(install: Install) -> None:
    install(READER)
    assert list_plugins()["smileys"].value == "voc_smileys:read"
    assert is_plugin_format("smileys")


def test_our_own_shapes_go_by_the_same_protocol() -> None:
    for form, place in SHAPES.items():
        module, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(f"voc.sources.shapes.{module}"), name))
        assert is_plugin_format(form)


def test_the_pages_example_works_as_it_stands_there(put: Put, install: Install) -> None:
    blocks = re.findall(r"^```(python|toml)\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (code,) = [text for language, text in blocks if language == "python"]
    tables = [tomllib.loads(text) for language, text in blocks if language == "toml"]
    entry = next(table["project"]["entry-points"]["voc.sources"] for table in tables if "project" in table)
    block = blocks[-1][1].split("\n", 3)
    assert block[1] == 'name = "kiosk"'
    install(code, "kiosk", entry["kiosk"])
    lines = "2026-05-04 10:00|Sol|:-(|La cola no avanza\n2026-05-04 10:05|Sol|:-)|Muy amables\n"
    read_from = "\n".join(block[2:]).replace('path = "inbox/kiosk/*.log"\n', "")
    reading = read_block(put, read_from, "kiosk/a.log", lines)
    assert list_rows(reading, "source_id", "text", "rating", "department") == [
        ("a.log-1", "La cola no avanza", 1.0, "Sol"),
        ("a.log-2", "Muy amables", 5.0, "Sol"),
    ]
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
