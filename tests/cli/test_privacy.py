"""`voc forget` says what it did and what is left to do; the doctor sees what privacy lacks."""

import json
from pathlib import Path

import pytest

from tests.pipeline.workspaces import make_workspace
from voc.cli.checks import Check, check_everything
from voc.cli.door import main
from voc.cli.privacy_checks import check_encryption, check_names_model, check_secrets
from voc.pipeline import ingest_sources
from voc.settings import Settings, load_settings
from voc.store.encryption import KEY_NAME
from voc.store.ledger import open_ledger

KEY = "a secret of enough length"


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    row = {"id": "n1", "at": "2026-04-01", "customer": "K-99001", "team": "", "text": "El recibo viene doble"}
    settings = make_workspace(tmp_path, {"a.csv": [row]})
    ingest_sources(settings)
    return settings


def ask_privacy(settings: Settings, **privacy: object) -> Settings:
    told = "".join(f"{name} = {json.dumps(value)}\n" for name, value in privacy.items())
    config = settings.root / "voc.toml"
    config.write_text(config.read_text(encoding="utf-8") + f"[privacy]\n{told}", encoding="utf-8")
    return load_settings(settings.root)


def test_forget_tells_what_went_and_which_files_to_delete(
    workspace: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["forget", "--customer", "K-99001", "--workspace", str(workspace.root)]
    assert main([*call, "--by-whom", "Ana"]) == 0
    said = capsys.readouterr().out
    assert (
        "1 contacts erased" in said and "inbox/a.csv" in said and "delete it there and at the source" in said
    )
    assert main([*call, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["contacts"], told["was_forgotten"], told["left_in"]) == (0, True, ["inbox/a.csv"])
    promises = [event for event in open_ledger(workspace).read_events() if event.kind == "forget"]
    assert promises[0].by_whom == "Ana" and promises[1].by_whom
    assert "K-99001" not in str(promises)


def test_forget_without_an_id_is_a_wrong_call(
    workspace: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(workspace.root)
    assert main(["forget", "--workspace", root]) == 2
    assert main(["forget", "--customer", " ", "--workspace", root]) == 2
    assert "wanted the customer's id" in capsys.readouterr().err


def test_encryption_without_a_key_exits_2_and_says_what_to_set(
    workspace: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_NAME, raising=False)
    ask_privacy(workspace, encrypt=True)
    assert main(["ingest", "--workspace", str(workspace.root)]) == 2
    assert f"Set {KEY_NAME} to a secret of at least 16 characters" in capsys.readouterr().err


def test_the_doctor_sees_keys_that_others_may_read(workspace: Settings) -> None:
    folder = workspace.root / ".secrets"
    assert check_secrets(folder).is_ok
    (folder / "pseudonym.key").chmod(0o640)
    assert f"chmod 600 {folder / 'pseudonym.key'}" in check_secrets(folder).says
    (folder / "pseudonym.key").chmod(0o600)
    folder.chmod(0o755)
    assert f"chmod 700 {folder}" in check_secrets(folder).says
    assert check_secrets(workspace.root / "nowhere").is_ok


def test_the_doctor_sees_what_encryption_lacks(workspace: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_NAME, raising=False)
    assert check_encryption(workspace) == Check("encryption", True, "not asked for")
    sealed = ask_privacy(workspace, encrypt=True)
    assert KEY_NAME in check_encryption(sealed).says and not check_encryption(sealed).is_ok
    monkeypatch.setenv(KEY_NAME, KEY)
    assert "lies in the open" in check_encryption(sealed).says
    ingest_sources(sealed)
    assert check_encryption(sealed).is_ok
    monkeypatch.delenv(KEY_NAME)
    assert "VOC_ENCRYPTION_KEY is not set" in check_encryption(workspace).says


def test_the_doctor_sees_a_model_of_names_that_is_not_installed(workspace: Settings) -> None:
    assert not check_names_model("no_such_model").is_ok
    asked = ask_privacy(workspace, names_model="no_such_model")
    names = [check.name for check in check_everything(str(asked.root))]
    assert {"secrets", "encryption", "names model"} <= set(names)
