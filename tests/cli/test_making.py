"""What `voc ingest` says besides the accounts, and where it says it."""

import json
from pathlib import Path

import pytest

from tests.pipeline.test_ingest import HEADER, write_workspace
from voc.cli import main


def ingest(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Ingest, and list what standard error notes; standard output must be one document."""
    assert main(["ingest", "--workspace", str(root), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["balanced"]
    return [line for line in err.splitlines() if line.startswith("note: ")]


def test_columns_that_are_new_and_dates_that_are_doubtful_are_noted_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path, a=HEADER + "1,2026-03-02,K1,Fibra,El router falla\n")
    assert ingest(tmp_path, capsys) == []
    write_workspace(tmp_path, b=HEADER.strip() + ",tienda\n2,05/06/2026,K1,Fibra,El router falla,Sol\n")
    noted = ingest(tmp_path, capsys)
    assert all(line.startswith("note: notes, inbox/b.csv: ") for line in noted)
    assert ["'tienda'" in line or "day first" in line for line in noted] == [True, True]


def test_a_path_that_matches_no_file_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_workspace(tmp_path)
    assert ingest(tmp_path, capsys) == ["note: notes: no file matches 'inbox/*.csv'"]


def test_many_notes_are_not_all_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_workspace(
        tmp_path, **{f"f{i}": HEADER + f"{i},05/06/2026,K1,,El router falla\n" for i in range(23)}
    )
    noted = ingest(tmp_path, capsys)
    assert (len(noted), noted[-1]) == (21, "note: 3 more like these")
