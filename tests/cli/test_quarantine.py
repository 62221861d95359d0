"""From the refused rows to a mended list and back, as a person does it; and where a contact came from."""

import csv
import json
from pathlib import Path

import pytest

from tests.pipeline.test_ingest import HEADER, write_workspace
from voc.cli import main

ROWS = "1,2026-03-02,K1,Fibra,El router falla\n2,pronto,K2,,La factura llega tarde\n"


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    write_workspace(tmp_path, a=HEADER + ROWS)
    assert main(["ingest", "--workspace", str(tmp_path)]) == 0
    capsys.readouterr()
    return str(tmp_path)


def test_refused_rows_are_written_to_a_list_and_taken_in_from_it(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "refused.csv"
    assert main(["quarantine", "export", "--out", str(path), "--workspace", workspace]) == 0
    assert "1 rows written" in capsys.readouterr().out
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | {"occurred_at": "2026-03-04"})
    assert main(["quarantine", "retry", "--from", str(path), "--workspace", workspace, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"tried": 1, "taken": 1, "refused": 0, "missing": 0}
    assert main(["quarantine", "--workspace", workspace, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": []}


def test_a_source_that_is_none_is_a_wrong_call(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quarantine", "retry", "--source", "nots", "--workspace", workspace]) == 2
    assert "'nots' is no source of voc.toml" in capsys.readouterr().err


def test_a_contact_leads_to_the_file_that_brought_it_and_to_what_it_was(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path, b=HEADER + "1,2026-03-02,K1,Móvil,El router falla\n")
    main(["ingest", "--workspace", workspace])
    capsys.readouterr()
    assert main(["trace", "1", "--workspace", workspace, "--json"]) == 0
    (contact,) = json.loads(capsys.readouterr().out)["contacts"]
    updated, present = contact["history"]
    assert (updated["event"], updated["file"], updated["before"]) == (
        "updated",
        "inbox/b.csv",
        {"product": "Fibra"},
    )
    assert present["event"] == "present"
    assert main(["trace", "1", "--workspace", workspace]) == 0
    assert "product was: Fibra" in capsys.readouterr().out
    assert main(["trace", "77", "--workspace", workspace]) == 2
    assert "no contact has the id '77'" in capsys.readouterr().err


def test_a_file_refused_whole_is_no_row_to_mend(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path, b="id,at,nota\n7,2026-03-02,El router falla\n")
    main(["ingest", "--workspace", workspace])
    path = tmp_path / "refused.csv"
    assert main(["quarantine", "export", "--out", str(path), "--workspace", workspace]) == 0
    assert "1 rows written" in capsys.readouterr().out
    assert main(["quarantine", "retry", "--from", str(path), "--workspace", workspace]) == 0
    assert main(["quarantine", "--workspace", workspace]) == 0
    assert "inbox/b.csv: lacks the column 'note' (text); did you mean 'nota'?" in capsys.readouterr().out


def test_a_list_that_is_no_csv_is_a_wrong_call(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quarantine", "export", "--out", "refused.xlsx", "--workspace", workspace]) == 2
    assert "'refused.xlsx' must end in .csv" in capsys.readouterr().err
