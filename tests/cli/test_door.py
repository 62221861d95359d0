"""The door: whatever goes wrong is one to three plain lines, with the status that the contract says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voc.cli import main
from voc.cli.commands import voc

COMMANDS = (
    "init demo run ingest mine publish issues show alerts words weeks repeats ratings places levers effects"
    " statement proactive faq contacts assignments search export council status quarantine sources trace"
    " forget evaluate dashboard doctor"
).split()


def run_voc(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "voc.cli", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        ("isues", ["voc: unknown command 'isues'", "did you mean 'issues'?"]),
        ("issues --tpo 3", ["'--tpo'", "'--top'"]),
        ("issues --top 0", ["--top", "'0'"]),
        ("issues --top many", ["'many'"]),
        ("issues --week 2026-20", ["--week", "'2026-20'", "2026-W20"]),
        ("issues --week 2025-W53", ["'2025-W53'"]),
        ("issues --state some", ["'some'", "recurring, isolated, all"]),
        ("issues --top", ["--top"]),
        ("issues extra", ["'extra'"]),
        ("show", ["voc show", "ISSUE is missing"]),
        ("run --as-of 2026-02-30", ["--as-of", "'2026-02-30'"]),
        ("run --as-of 20260518", ["'20260518'", "2026-05-18"]),
        ("run --as-of tomorrow", ["'tomorrow'"]),
        ("run --as-of 0001-01-01", ["--as-of", "'0001-01-01'", "1970 to 2099"]),
        ("run --as-of 9999-12-31", ["--as-of", "'9999-12-31'", "1970 to 2099"]),
        ("export issues --out x.csv", ["--format is missing"]),
        ("export issues --format csvv --out x", ["'csvv'", "csv, xlsx, json"]),
        ("export isues --format csv --out x", ["'isues'"]),
        ("export pack --format csv --out x", ["'pack' as 'csv'"]),
        ("dashboard --port 99999", ["--port", "'99999'"]),
        ("init", ["DIR is missing"]),
        ("search --limit 3", ["TEXT is missing"]),
        ("issues --workspace /nowhere/at/all", ["/nowhere/at/all"]),
    ],
)
def test_a_wrong_call_is_told_in_three_lines_and_exits_2(
    call: str, parts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert 1 <= len(err.splitlines()) <= 3
    assert err.startswith("voc")
    for part in parts:
        assert part in err


def test_an_error_in_the_configuration_exits_2_and_names_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "voc.toml").write_text("[workspace]\nnane = 1\n", encoding="utf-8")
    for command in ("issues", "status", "run", "ingest", "alerts", "dashboard"):
        assert main([command, "--workspace", str(tmp_path)]) == 2
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert "voc.toml [workspace]: unknown key 'nane'; did you mean 'name'?" in err


def test_a_wrong_option_is_answered_with_options_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ISS-0001", "--zzz"]) == 2
    assert "known: --explain, --help, --json, --workspace, -h\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"Usage: voc {command}")
    assert "--workspace" in out
    assert err == ""


def test_help_lists_every_command_and_no_call_at_all_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(voc.commands) == COMMANDS
    assert main([]) == 0
    out, _ = capsys.readouterr()
    for command in COMMANDS:
        assert f"\n  {command} " in out


def test_a_message_is_not_wrapped_to_the_terminal(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 100) / ("b" * 100)
    done = run_voc("issues", "--workspace", str(long), COLUMNS="40")
    assert done.returncode == 2
    assert str(long).encode() in done.stderr


def test_init_makes_a_workspace_and_does_not_overwrite_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "w")]) == 0
    assert "voc.toml" in capsys.readouterr().out
    assert main(["init", "--workspace", str(tmp_path / "w"), "--json"]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "v"), "--json"]) == 0
    assert Path(json.loads(capsys.readouterr().out)["config"]).is_file()


def test_names_with_accents_are_written_in_utf8_whatever_the_locale(tmp_path: Path) -> None:
    done = run_voc(
        "init", str(tmp_path / "año"), "--json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert done.returncode == 0, done.stderr
    assert "año" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "voc.cli", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


def test_a_fault_of_ours_names_its_place_and_not_its_message(tmp_path: Path) -> None:
    script = tmp_path / "faulty.py"
    script.write_text(
        "import sys, voc.cli.door as door\n"
        "from voc.cli.commands import voc\n"
        "def fail(**_): raise KeyError('text of a customer')\n"
        "voc.commands['issues'].callback = fail\n"
        "sys.exit(door.main(['issues']))\n",
        encoding="utf-8",
    )
    quiet = {name: value for name, value in os.environ.items() if name != "VOC_DEBUG"}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, env=quiet, check=False)
    assert done.returncode == 70
    assert b"KeyError" in done.stderr
    assert b"faulty.py:3" in done.stderr
    assert b"customer" not in done.stderr.replace(b"customers", b"")
    assert len(done.stderr.splitlines()) <= 3


def test_the_door_opens_without_anything_heavy() -> None:
    script = "import sys; from voc.cli.commands import voc;print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"duckdb", "spacy", "sklearn", "scipy", "pandas", "streamlit", "prefect", "bertopic", "rich"}
    assert heavy & set(done.stdout.split()) == set()
