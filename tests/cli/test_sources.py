"""`voc sources` and `voc sources probe`, with a workspace and without."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from voc.cli import main

NOTES = "num;cliente;fecha;texto\n" + "".join(
    f"CRM-{i};AUR-{i % 5};{i:02d}/05/2026;La fibra se corta cada tarde, aviso {i}\n" for i in range(10, 22)
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that is no workspace."""
    monkeypatch.delenv("VOC_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    status = main([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def make_workspace(root: Path) -> Path:
    (root / "inbox").mkdir(parents=True)
    (root / "inbox" / "notas_2026-05.csv").write_text(NOTES, "utf-8")
    (root / "voc.toml").write_text(
        '[[sources]]\nname = "notas"\npreset = "zendesk"\npath = "inbox/*.csv"\n', encoding="utf-8"
    )
    return root


def test_presets_and_formats_are_listed_where_there_is_no_workspace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = ask(capsys, "sources")
    assert {"preset": "zoom", "channel": "call"}.items() <= document["presets"][-1].items()
    assert len(document["presets"]) == 15
    assert {entry["format"] for entry in document["formats"]} >= {"csv", "json", "xlsx", "vtt"}
    assert document["sources"] is None


def test_every_format_that_voc_toml_takes_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from voc.settings.sources import FORMATS

    listed = {entry["format"]: entry["title"] for entry in ask(capsys, "sources")["formats"]}
    assert set(listed) == set(FORMATS.values())
    assert all(title for title in listed.values())


def test_a_workspaces_sources_are_listed_with_their_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace(tmp_path / "w")
    (source,) = ask(capsys, "sources", "--workspace", str(root))["sources"]
    assert source == {
        "source": "notas", "channel": "email", "preset": "zendesk", "format": None, "path": "inbox/*.csv",
        "files": 1,
    }  # fmt: skip
    assert main(["sources", "--workspace", str(root)]) == 0
    out = capsys.readouterr().out
    assert "inbox/*.csv" in out
    assert "qualtrics" in out


def test_a_workspace_that_was_asked_for_must_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "--workspace", "nowhere"]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_probed_file_gives_a_block_from_the_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace(tmp_path / "w")
    file = str(root / "inbox" / "notas_2026-05.csv")
    document = ask(capsys, "sources", "probe", file, "--workspace", str(root))
    (block,) = tomllib.loads(document["block"])["sources"]
    assert (block["name"], block["path"]) == ("notas-2", "inbox/notas_*.csv")
    assert block["fields"] == {"id": "num", "text": "texto", "occurred_at": "fecha", "customer": "cliente"}
    column = next(entry for entry in document["columns"] if entry["name"] == "texto")
    assert (column["kind"], column["filled"]) == ("text", 1.0)
    assert set(document) == {
        "file", "format", "records", "preset", "channel", "block", "missing", "notes", "columns"
    }  # fmt: skip


def test_the_block_can_be_pasted_from_the_screen_and_quotes_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path / "w")
    assert main(["sources", "probe", "w/inbox/notas_2026-05.csv"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "fibra" not in out
    assert "CRM-1" not in out
    tomllib.loads(out[out.index("[[sources]]") :])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.csv"], "no such file: nowhere.csv"),
        (["x.docx"], "set format in voc.toml"),
        (["x.docx", "--format", "docx"], "unknown format 'docx'"),
        (["x.parquet"], "is not a Parquet file"),
        ([], "FILE"),
    ],
)
def test_what_cannot_be_probed_is_told_in_three_lines_at_most(
    nowhere: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (nowhere / "x.docx").write_bytes(b"PK\x03\x04")
    (nowhere / "x.parquet").write_bytes(b"PK\x03\x04")
    assert main(["sources", "probe", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.splitlines()) <= 3
