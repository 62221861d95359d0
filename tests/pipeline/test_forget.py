"""Forgotten means forgotten: no byte of the person is left where voc writes, and they do not come back."""

import csv
import gzip
import json
import multiprocessing
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pipeline.bytes import find_somebody
from tests.pipeline.dying_forget import forget_until
from tests.pipeline.workspaces import Row
from voc.answers import list_issues, list_quarantine, open_reading, show_issue, tell_status
from voc.errors import BusyError, CallError
from voc.exports import write_export
from voc.pipeline import ingest_sources, run_pipeline
from voc.pipeline.forget import complete_forgetting, forget_customer
from voc.settings import Settings, load_settings
from voc.store.connect import hold_writer_lock
from voc.store.forgetting import derive_tombstone, promise_forgetting, read_forgotten, read_pending
from voc.store.pseudonyms import load_key, pseudonymise
from voc.store.warehouse import open_warehouse

CUSTOMER = "KD-7741902"
NAME, MAIL = "Casilda Berruguete", "casilda.berruguete@example.org"
OWN = "zarzaparrilla"  # words that nobody else says
OWN_TOO = "gotea"
KILLS = 2
LEAST_MOMENT = 60  # before it the promise is not yet recorded, and there is nothing to complete
FIELDS = 'id = "id"\ntext = "text"\noccurred_at = "at"\ncustomer = "customer"\n'
CONFIG = f"""
[workspace]
name = "Prueba"
timezone = "Europe/Madrid"
languages = ["es", "en"]
[[sources]]
name = "notes"
channel = "agent_note"
path = "inbox/notes/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "survey"
channel = "survey"
path = "inbox/survey/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "web"
channel = "web"
path = "inbox/web/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "calls"
channel = "call"
path = "inbox/calls/*.vtt"
metadata = "inbox/calls/index.csv"
customer_speakers = ["Cliente"]
[sources.fields]
id = "id"
occurred_at = "at"
customer = "customer"
"""
COLUMNS = ("id", "at", "customer", "text")
SAID = f"La {OWN} del patio {OWN_TOO} sobre el contador y nadie viene a arreglarla"
VTT = "WEBVTT\n\n00:01.000 --> 00:09.000\n<v Cliente>Soy {name}. {said}\n\n00:09.000 --> 00:10.000\n<v A>Ya\n"


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def theirs(number: int, text: str = SAID) -> dict[str, str]:
    at = f"2026-04-{10 + number:02d}T10:00:00+02:00"
    return {"id": f"tk-44{number:04d}", "at": at, "customer": CUSTOMER, "text": text}


@pytest.fixture(scope="session")
def lived(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the customer wrote, answered, rang, was refused and corrected; and exports."""
    root = tmp_path_factory.mktemp("lived") / "ws"
    inbox = root / "inbox"
    introduced = f"Me llamo {NAME}, escríbanme a {MAIL}. {SAID}"
    notes = [*rows[:200], theirs(1, introduced), theirs(2), {**theirs(3), "text": ""}, theirs(4), theirs(5)]
    write_rows(inbox / "notes" / "a.csv", notes)
    write_rows(
        inbox / "survey" / "s.csv", [*rows[200:300], theirs(6), theirs(7, f"{SAID}. Y el recibo también")]
    )
    (inbox / "web").mkdir()
    web = [*({key: row[key] for key in COLUMNS} for row in rows[300:]), theirs(8)]
    (inbox / "web" / "w.json.gz").write_bytes(gzip.compress(json.dumps({"rows": web}).encode()))
    (inbox / "calls").mkdir()
    (inbox / "calls" / "c-1.vtt").write_text(VTT.format(name=NAME, said=SAID), encoding="utf-8")
    (inbox / "calls" / "index.csv").write_text(f"id,at,customer\nc-1,2026-04-20T10:00:00,{CUSTOMER}\n")
    (root / "voc.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(root)
    run_pipeline(settings)
    write_rows(inbox / "notes" / "b.csv", [theirs(5, f"{SAID}, ya van tres veces")])
    run_pipeline(settings)
    export_everything(settings)
    return root


def export_everything(settings: Settings) -> None:
    folder = settings.root / "exports"
    folder.mkdir(exist_ok=True)
    with open_reading(settings) as reading:
        document = list_issues(reading, state="all")
    for form in ("csv", "xlsx", "json"):
        write_export(document, "issues", form, folder / f"all.{form}", "es")
    clean = {**document, "issues": [issue for issue in document["issues"] if OWN not in str(issue)][:1]}
    write_export({**clean, "issues": []}, "issues", "csv", folder / "empty.csv", "es")
    (folder / "pack.pdf").write_bytes(b"%PDF-1.7 packed")
    (settings.root / ".cache").mkdir(exist_ok=True)
    (settings.root / ".cache" / "list.json.gz").write_bytes(gzip.compress(json.dumps([SAID]).encode()))


@pytest.fixture
def lives(lived: Path, tmp_path: Path) -> Settings:
    shutil.copytree(lived, tmp_path / "ws")
    return load_settings(tmp_path / "ws")


def list_traces(settings: Settings) -> list[str]:
    pseudonym = pseudonymise(load_key(settings.root), "customer", CUSTOMER)
    assert pseudonym is not None
    return [
        CUSTOMER,
        pseudonym,
        "Casilda",
        "Berruguete",
        MAIL,
        OWN,
        OWN_TOO,
        *(f"tk-44{n:04d}" for n in range(1, 9)),
    ]


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
    assert {issue["issue_id"] for issue in others} <= mined
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
    import subprocess
    import sys

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


def forget_in_child(root: Path, moment: int) -> int | None:
    """Forget in a process of its own; the number of calls it took, or None where it was killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.pipeline.dying_forget"])
    told = root.parent / "calls"
    told.unlink(missing_ok=True)
    child = context.Process(target=forget_until, args=(root, CUSTOMER, moment, told))
    child.start()
    child.join()
    assert child.exitcode in {0, -9}
    return int(told.read_text(encoding="ascii")) if child.exitcode == 0 else None


def test_killed_at_any_moment_it_is_completed_by_another_attempt_or_by_the_next_run(
    lives: Settings, tmp_path: Path
) -> None:
    shutil.copytree(lives.root, tmp_path / "whole")
    calls = forget_in_child(tmp_path / "whole", 1 << 60)
    assert calls is not None
    traces = list_traces(lives)
    killed = 0
    for kill in range(KILLS):
        root = tmp_path / f"killed-{kill}"
        shutil.copytree(lives.root, root)
        for moment in (calls * (2 * kill + 1) // (2 * KILLS), calls * (2 * kill + 2) // (2 * KILLS) - 1):
            killed += forget_in_child(root, max(moment, LEAST_MOMENT)) is None
        settings = load_settings(root)
        if kill % 2:
            forget_customer(settings, CUSTOMER, by_whom="Ana")
        else:
            ingest_sources(settings)
        assert find_somebody(root, traces) == []
        assert read_pending(settings) == frozenset() and tell_status(settings)["balanced"]
    assert killed >= KILLS
