"""Another encoder is tried without a trace, and changed without an issue losing its contacts."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.pipeline.workspaces import make_workspace
from voc.answers import list_assignments, open_reading
from voc.errors import CallError, SettingsError
from voc.pipeline import run_pipeline
from voc.pipeline.trial import try_encoder
from voc.settings import Settings, load_settings
from voc.store.fits import find_fit_path
from voc.store.ledger import open_ledger


def digest_files(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def place(settings: Settings) -> dict[tuple[str, str, int], str | None]:
    with open_reading(settings) as reading:
        rows = list_assignments(reading)["assignments"]
    return {(row["source"], row["source_id"], row["ordinal"]): row["issue_id"] for row in rows}


def change_encoder(settings: Settings, encoder: str) -> Settings:
    path = settings.root / "voc.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + f'\n[mining]\nencoder = "{encoder}"\n', encoding="utf-8"
    )
    return load_settings(settings.root)


def test_a_trial_tells_what_would_change_and_changes_nothing(done: Settings) -> None:
    before = digest_files(done.root)
    document = try_encoder(done, "use+tfidf")
    assert digest_files(done.root) == before
    assert document["kept"] >= 0.95
    assert document["agreed"] <= 1
    assert sum(document["fates"].values()) == len(document["issues"])
    assert document["from"] in document["to"]
    assert all(issue["name"] for issue in document["issues"])


def test_the_encoder_in_force_agrees_with_itself(done: Settings) -> None:
    document = try_encoder(done, "use")
    assert document["embedded"] == 0
    assert document["agreed"] >= 0.95


def test_a_trial_without_issues_or_with_an_unknown_encoder_is_refused(done: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean 'tfidf'"):
        try_encoder(done, "tfdif")
    with pytest.raises(CallError, match="voc run"):
        try_encoder(make_workspace(tmp_path / "new", {}), "tfidf")


def test_a_change_of_encoder_keeps_the_contacts_in_their_issues(copy: Callable[[], Settings]) -> None:
    settings = copy()
    before = place(settings)
    changed = change_encoder(settings, "use+tfidf")
    run_pipeline(changed)
    after = place(changed)
    had = [key for key, issue in before.items() if issue is not None]
    assert sum(after[key] == before[key] for key in had) >= 0.95 * len(had)
    told = [event for event in open_ledger(changed).read_events() if event.kind == "encoder"]
    assert len(told) == 1
    assert told[0].payload["kept"] >= 0.95
    assert find_fit_path(changed).is_file()
    run_pipeline(changed)
    assert place(changed) == after
    shutil.rmtree(changed.root / "warehouse")
    run_pipeline(changed)
    assert place(changed) == after
