"""The stages as a data engineer meets them: nothing lost, nothing twice, clear words."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.pipeline.workspaces import Row, make_workspace, see_issues
from voc.answers import list_alerts, list_contacts, list_quarantine, open_reading, tell_status
from voc.answers.recording import record_said
from voc.council.edits import merge_issues
from voc.demo import write_demo
from voc.pipeline import ingest_sources, mine_issues, publish_snapshot, run_pipeline
from voc.settings import Settings, load_settings
from voc.store.connect import hold_writer_lock
from voc.store.warehouse import open_warehouse

Copy = Callable[[], Settings]


def note(number: int, text: str, at: str = "2026-05-04 10:00") -> Row:
    return {"id": f"n{number}", "at": at, "customer": f"k{number}", "team": "Red", "text": text}


def test_an_empty_inbox_gives_an_empty_snapshot(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path, {})
    counts = run_pipeline(settings)
    assert counts["ingest"]["empty"] == ["notes"]
    assert see_issues(settings) == []
    with open_reading(settings) as reading:
        assert list_contacts(reading)["contacts"] == [] and list_alerts(reading)["alerts"] == []


def test_a_handful_of_contacts_is_stored_and_openly_unassigned(tmp_path: Path) -> None:
    settings = make_workspace(
        tmp_path, {"a.csv": [note(1, "El router se reinicia solo"), note(2, "ok"), note(3, ".")]}
    )
    counts = run_pipeline(settings)
    assert counts["publish"]["contacts"] == 3 and counts["mine"]["mentions"] == 1
    assert see_issues(settings) == []


def test_a_contact_in_a_language_that_is_not_configured_is_stored_and_unassigned(
    copy: Copy,
) -> None:
    settings = copy()
    french = (
        "Bonjour, ma box internet redémarre toute seule depuis une semaine et personne ne répond au téléphone"
    )
    make_workspace(settings.root, {"fr.csv": [note(1, french)]})
    run_pipeline(settings)
    with open_reading(settings) as reading:
        found = [c for c in list_contacts(reading)["contacts"] if c["source_id"] == "n1"]
    assert found[0]["language"] == "fr" and found[0]["issues"] == []


def test_a_changed_row_is_an_update_whose_new_words_are_mined(copy: Copy, done: Settings) -> None:
    settings = copy()
    make_workspace(settings.root, {"c.csv": [note(1, "Me han cobrado dos veces la misma factura")]})
    run_pipeline(settings)
    make_workspace(settings.root, {"d.csv": [note(1, "El router se reinicia solo cada noche")]})
    run_pipeline(settings)
    with open_reading(settings) as reading:
        found = [c for c in list_contacts(reading)["contacts"] if c["source_id"] == "n1"]
    assert [c["text"] for c in found] == ["El router se reinicia solo cada noche"]
    source = tell_status(settings)["sources"][0]
    assert source["updated"] == 1 and source["received"] == source["stored"] + 1


def test_the_stages_one_by_one_are_the_run(rows: list[Row], done: Settings, tmp_path: Path) -> None:
    settings = make_workspace(tmp_path, {"a.csv": rows[:150], "b.csv": rows[150:]})
    for _ in range(2):
        ingest_sources(settings)
        mine_issues(settings)
        publish_snapshot(settings)
    assert see_issues(settings) == see_issues(done)


def test_a_second_run_at_the_same_time_is_told_so(done: Settings) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from voc.settings import load_settings;"
        "from voc.pipeline import run_pipeline; from voc.errors import BusyError\n"
        "try: run_pipeline(load_settings(Path(sys.argv[1])))\nexcept BusyError as e: print(e); sys.exit(3)"
    )
    with hold_writer_lock(done.root / "warehouse"):
        command = [sys.executable, "-c", code, str(done.root)]
        answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert answer.returncode == 3 and "warehouse" in answer.stdout


def test_readers_read_while_the_warehouse_is_held(done: Settings) -> None:
    with open_warehouse(done):
        assert see_issues(done)
        assert tell_status(done)["balanced"]


def test_no_personal_string_planted_in_the_demo_reaches_the_warehouse_or_the_snapshot(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    write_demo(root, 600, 10, 3)
    settings = load_settings(root)
    ingest_sources(settings)
    planted = json.loads((root / "truth" / "personal.json").read_text(encoding="utf-8"))
    with open_warehouse(settings, read_only=True) as warehouse:
        texts = dict(warehouse.read_contacts().select("source_id", "text").iter_rows())
    by_kind: dict[str, list[bool]] = {}
    for item in planted:
        text = texts.get(str(item["id"]), "").casefold()
        by_kind.setdefault(item["kind"], []).append(str(item["text"]).casefold() in text)
    leaked = {kind: sum(hits) / len(hits) for kind, hits in by_kind.items()}
    formats = {kind: share for kind, share in leaked.items() if kind != "name"}
    assert by_kind and all(share <= 0.01 for share in formats.values()), leaked
    assert leaked.get("name", 0.0) <= 0.05, leaked


def test_the_accounts_of_the_demo_are_those_it_planted(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    write_demo(root, 300, 8, 3)
    settings = load_settings(root)
    for _ in range(2):
        ingest_sources(settings)
    expected = json.loads((root / "truth" / "accounts.json").read_text(encoding="utf-8"))
    for source in tell_status(settings)["sources"]:
        assert {key: source[key] for key in expected[source["source"]]} == expected[source["source"]]
    assert len(list_quarantine(settings)["rows"]) == sum(a["quarantined"] for a in expected.values())


def test_publishing_after_a_merge_without_mining_shows_what_mining_would(copy: Copy) -> None:
    settings = copy()
    record_said(
        settings,
        lambda now: [merge_issues(now.standing, "ISS-0002", "ISS-0001")],
        by_whom="Ana",
        at=datetime.now(UTC),
    )
    publish_snapshot(settings)
    at_once = see_issues(settings)
    assert "ISS-0002" not in {issue["issue_id"] for issue in at_once}
    run_pipeline(settings)
    figures = ("issue_id", "contacts", "customers", "trend", "cost", "kind")
    mined = see_issues(settings)
    assert [[i[f] for f in figures] for i in at_once] == [[i[f] for f in figures] for i in mined]
