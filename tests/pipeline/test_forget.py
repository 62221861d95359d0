"""Forgotten means forgotten: no byte of the person is left where voc writes, and they do not come back."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pipeline.bytes import find_somebody
from tests.pipeline.lived import CONFIG, CUSTOMER, OWN, OWN_TOO, SAID, list_traces, theirs, write_rows
from voc.answers import list_issues, list_quarantine, open_reading, show_issue, tell_status
from voc.errors import BusyError, CallError
from voc.pipeline import ingest_sources, run_pipeline
from voc.pipeline.forget import complete_forgetting, forget_customer
from voc.settings import Settings, load_settings
from voc.store.connect import hold_writer_lock
from voc.store.encryption import KEY_NAME, is_encrypted
from voc.store.forgetting import derive_tombstone, promise_forgetting, read_forgotten, read_pending
from voc.store.pseudonyms import load_key, pseudonymise
from voc.store.warehouse import open_warehouse


def test_every_byte_outside_the_inbox_is_free_of_the_person(lives: Settings) -> None:
    before = find_somebody(lives.root, list_traces(lives))
    assert {line.split("/")[0] for line in before} >= {
        "warehouse",
        "published",
        "council",
        "exports",
        ".cache",
    }
    accounts = tell_status(lives)["sources"]
    told = forget_customer(lives, CUSTOMER, by_whom="Ana")
    assert find_somebody(lives.root, list_traces(lives)) == []
    assert (told["contacts"], told["was_forgotten"], told["not_searched"]) == (8, False, [])
    assert set(told["deleted"]) == {
        ".cache/list.json.gz",
        *(f"exports/{n}" for n in ("all.csv", "all.json", "all.xlsx", "pack.pdf")),
    }
    assert set(told["left_in"]) == {
        f"inbox/{n}"
        for n in ("calls/index.csv", "notes/a.csv", "notes/b.csv", "survey/s.csv", "web/w.json.gz")
    }
    assert [path.name for path in lives.published_dir.glob("voc-*")] == [told["snapshot"]]
    now = tell_status(lives)
    assert now["balanced"] and [s["received"] for s in now["sources"]] == [s["received"] for s in accounts]
    refused = [row for row in list_quarantine(lives)["rows"] if row["source"] == "notes"]
    assert len(refused) == 1 and refused[0]["reason"] and refused[0]["content"] is None


def test_what_others_said_stands_and_issues_keep_their_ids(lives: Settings) -> None:
    with open_reading(lives) as reading:
        before = list_issues(reading, state="all")
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    with open_reading(lives) as reading:
        after = list_issues(reading, state="all")
        everybody = {issue["issue_id"]: issue for issue in after["issues"]}
        assert reading.snapshot.meta["as_of"] == before["as_of"]
    assert after["contacts"] == before["contacts"] - 8 and after["customers"] == before["customers"] - 1
    others = [issue for issue in before["issues"] if OWN not in str(issue)]
    assert len(others) >= 3
    for issue in others:
        assert everybody[issue["issue_id"]]["name"] == issue["name"]
        assert everybody[issue["issue_id"]]["contacts"] >= issue["contacts"] - 8
    run_pipeline(lives)
    with open_reading(lives) as reading:
        mined = {issue["issue_id"] for issue in list_issues(reading, state="all")["issues"]}
        assert show_issue(reading, others[0]["issue_id"])["name"] == others[0]["name"]
    assert {
        issue["issue_id"] for issue in others[:3]
    } <= mined  # so small a workspace is fitted anew each time
    assert find_somebody(lives.root, list_traces(lives)) == []


def test_the_person_does_not_come_back_and_the_accounts_balance(lives: Settings) -> None:
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    before = {source["source"]: source for source in tell_status(lives)["sources"]}
    later = [
        theirs(5, f"{SAID}, otra vez"),
        theirs(9),
        {"id": "n9", "at": "2026-04-28", "customer": "x1", "text": "Me cobran dos veces"},
    ]
    write_rows(lives.root / "inbox" / "notes" / "c.csv", later)
    counts = run_pipeline(lives)
    assert counts["ingest"]["faults"] == []
    notes = next(source for source in tell_status(lives)["sources"] if source["source"] == "notes")
    assert notes["erased"] == before["notes"]["erased"] + 2
    assert notes["stored"] == before["notes"]["stored"] + 1
    assert tell_status(lives)["balanced"]
    assert find_somebody(lives.root, list_traces(lives)) == []


def test_a_rebuild_from_inbox_ledger_and_key_is_without_the_person(lives: Settings) -> None:
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    shutil.rmtree(lives.root / "warehouse")
    shutil.rmtree(lives.root / "published")
    run_pipeline(lives)
    assert find_somebody(lives.root, list_traces(lives)) == []
    assert sum(source["erased"] for source in tell_status(lives)["sources"]) >= 9


def test_forgetting_twice_and_forgetting_a_stranger_are_no_faults(lives: Settings) -> None:
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    again = forget_customer(lives, f" {CUSTOMER} ", by_whom="Ana")
    stranger = forget_customer(lives, "nobody-knows-1", by_whom="Ana")
    assert (again["contacts"], again["was_forgotten"]) == (0, True)
    assert (stranger["contacts"], stranger["was_forgotten"], stranger["left_in"]) == (0, False, [])
    assert len(read_forgotten(lives)) == 2 and read_pending(lives) == frozenset()
    with pytest.raises(CallError, match="empty"):
        forget_customer(lives, "  ", by_whom="Ana")


def test_a_stranger_in_a_workspace_without_a_warehouse_is_promised_too(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(tmp_path)
    assert forget_customer(settings, CUSTOMER, by_whom="Ana")["contacts"] == 0
    write_rows(tmp_path / "inbox" / "notes" / "a.csv", [theirs(1)])
    ingest_sources(settings)
    assert tell_status(settings)["sources"][0]["erased"] == 1


def test_encrypted_and_never_published_it_goes_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_NAME, "a secret of enough length")
    (tmp_path / "voc.toml").write_text(CONFIG + "[privacy]\nencrypt = true\n", encoding="utf-8")
    settings = load_settings(tmp_path)
    write_rows(
        tmp_path / "inbox" / "notes" / f"{CUSTOMER}.csv", [theirs(1), {**theirs(2), "customer": "other"}]
    )
    ingest_sources(settings)
    (tmp_path / "mine.csv").write_text(f"what I noted\n{SAID}\n", encoding="utf-8")
    told = forget_customer(settings, CUSTOMER, by_whom="Ana")
    assert told["contacts"] == 1 and told["snapshot"] is None
    assert told["left_in"] == [f"inbox/notes/{CUSTOMER}.csv", "mine.csv"]
    assert is_encrypted(settings.warehouse_path)
    assert [path.name for path in settings.warehouse_path.parent.iterdir() if "voc" in path.name] == [
        "voc.duckdb"
    ]
    with open_warehouse(settings, read_only=True) as warehouse:
        assert warehouse.read_contacts()["source_id"].to_list() == ["tk-440002"]
        assert warehouse.read_accounts()["last_file"].to_list() == ["inbox/notes/<CUSTOMER>.csv"]


def test_a_promise_that_a_killed_run_left_is_kept_by_the_next(lives: Settings) -> None:
    key = load_key(lives.root)
    tombstone = derive_tombstone(key, str(pseudonymise(key, "customer", CUSTOMER)))
    promise_forgetting(lives, tombstone, by_whom="Ana", at=datetime(2026, 5, 1, tzinfo=UTC))
    assert read_pending(lives) == {tombstone}
    run_pipeline(lives)
    assert read_pending(lives) == frozenset()
    assert find_somebody(lives.root, list_traces(lives)) == []
    assert complete_forgetting(lives) == 0


def test_nobody_is_forgotten_while_a_run_goes_on(lives: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from voc.settings import load_settings\n"
        "from voc.errors import BusyError; from voc.pipeline.forget import forget_customer\n"
        "try: forget_customer(load_settings(Path(sys.argv[1])), 'x', by_whom='Ana')\n"
        "except BusyError: sys.exit(3)"
    )
    with hold_writer_lock(lives.warehouse_path.parent):
        answer = subprocess.run([sys.executable, "-c", code, str(lives.root)], check=False)
    assert answer.returncode == BusyError.exit_status and read_forgotten(lives) == frozenset()


def test_an_issue_of_the_persons_own_words_loses_its_name_and_no_other_does(lives: Settings) -> None:
    def read_names(settings: Settings) -> dict[str, str]:
        with open_reading(settings) as reading:
            return {issue["issue_id"]: issue["name"] for issue in list_issues(reading, state="all")["issues"]}

    before = read_names(lives)
    own = {issue_id for issue_id, name in before.items() if OWN in name or OWN_TOO in name}
    assert own, before
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    after = read_names(lives)
    assert all(OWN not in name and OWN_TOO not in name for name in after.values())
    assert all(after[issue_id] == issue_id or after[issue_id] in before[issue_id] for issue_id in own)
    assert {i: n for i, n in after.items() if i not in own} == {
        i: n for i, n in before.items() if i not in own
    }


def test_the_trace_of_an_update_goes_with_the_contact(lives: Settings) -> None:
    with open_warehouse(lives) as warehouse:
        assert warehouse.read_contacts().filter(source_id="tk-440005").height == 1
    forget_customer(lives, CUSTOMER, by_whom="Ana")
    with open_warehouse(lives, read_only=True) as warehouse:
        assert warehouse.read_contacts().filter(source="calls").is_empty()
