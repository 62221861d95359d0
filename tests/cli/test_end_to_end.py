"""The whole way through the command line, on a small demo company: what goes in, what comes out."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import run_voc
from voc.cli import main
from voc.schema import CHANNELS, CONTACT_KINDS, LIFECYCLE, OPPORTUNITIES, STATES, TRENDS
from voc.settings import load_settings
from voc.store.connect import hold_writer_lock

Ask = Callable[..., dict[str, Any]]
ISSUE_FIELDS = (
    "issue_id name theme state trend lifecycle kind opportunity lever contacts customers share first_seen"
    " last_seen weeks repeat_rate cost silent_customers rating_effect department owner target channels"
    " languages keyphrases verbatims"
).split()


def test_the_demo_shows_its_ten_main_issues_and_returns(
    made_demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, done = made_demo
    assert done.returncode == 0, done.stderr
    assert "ISS-0001" in done.stdout
    assert "Traceback" not in done.stderr
    assert (root / "truth").is_dir()
    assert max(map(len, done.stdout.splitlines())) <= 100 + len(str(root))


def test_issues_have_the_contracts_fields_most_contacts_first(ask: Ask) -> None:
    document = ask("issues")
    told = ["as_of", "week", "contacts", "customers", "assigned", "unassigned", "exposure", "issues"]
    assert list(document) == told
    issues = document["issues"]
    assert issues
    assert [issue["contacts"] for issue in issues] == sorted((i["contacts"] for i in issues), reverse=True)
    for issue in issues:
        assert set(ISSUE_FIELDS) <= set(issue)
        assert issue["state"] == "recurring"
        assert issue["trend"] in TRENDS
        assert issue["lifecycle"] in LIFECYCLE
        assert issue["kind"] in CONTACT_KINDS
        assert issue["opportunity"] in (None, *OPPORTUNITIES)
        assert issue["name"].strip()
        assert set(issue["channels"]) <= set(CHANNELS)
        assert sum(issue["channels"].values()) == issue["contacts"]
        assert issue["share"] == pytest.approx(issue["contacts"] / document["contacts"], abs=1e-5)
        assert date.fromisoformat(issue["first_seen"]) <= date.fromisoformat(issue["last_seen"])
        assert 1 <= len(issue["verbatims"]) <= 5


def test_every_figure_leads_to_its_contacts(ask: Ask) -> None:
    issue = ask("issues", "--top", "1")["issues"][0]
    contacts = ask("contacts", "--issue", issue["issue_id"])["contacts"]
    assert len(contacts) == issue["contacts"]
    assert all(issue["issue_id"] in contact["issues"] for contact in contacts)
    week = max(issue["weeks"], key=lambda entry: entry["contacts"])
    of_week = ask("contacts", "--issue", issue["issue_id"], "--week", week["week"])["contacts"]
    assert len(of_week) == week["contacts"]
    assert {tuple(datetime.fromisoformat(c["occurred_at"]).isocalendar()[:2]) for c in of_week} == {
        (int(week["week"][:4]), int(week["week"][-2:]))
    }


def test_states_add_up(ask: Ask) -> None:
    states = {state: {i["issue_id"] for i in ask("issues", "--state", state)["issues"]} for state in STATES}
    every = {issue["issue_id"] for issue in ask("issues", "--state", "all")["issues"]}
    assert states["recurring"].isdisjoint(states["isolated"])
    assert states["recurring"] | states["isolated"] <= every


def test_assignments_and_contacts_agree(ask: Ask) -> None:
    mentions = ask("assignments")["assignments"]
    contacts = {contact["contact_id"]: contact for contact in ask("contacts")["contacts"]}
    for mention in mentions:
        contact = contacts[mention["contact_id"]]
        assert (contact["source"], contact["source_id"]) == (mention["source"], mention["source_id"])
        assert mention["issue_id"] is None or mention["issue_id"] in contact["issues"]
    assert len({mention["mention_id"] for mention in mentions}) == len(mentions)


def test_nothing_is_lost(ask: Ask, demo: Path) -> None:
    status = ask("status")
    assert status["balanced"] is True
    counts = ("stored", "updated", "duplicate", "quarantined", "erased")
    for source in status["sources"]:
        assert source["received"] == sum(source[count] for count in counts)
        assert source["received"] > 0
    refused = ask("quarantine")["rows"]
    assert len(refused) == sum(source["quarantined"] for source in status["sources"])
    told = {"source", "file", "row", "reason", "field", "source_id", "content"}
    assert all(set(row) == told for row in refused)


def test_the_words_of_a_search_are_found(ask: Ask) -> None:
    verbatim = ask("issues", "--top", "1")["issues"][0]["verbatims"][0]
    results = ask("search", verbatim["text"], "--limit", "5")["results"]
    assert 1 <= len(results) <= 5
    assert set(results[0]) == {"contact_id", "source_id", "occurred_at", "channel", "text", "score", "issues"}
    assert verbatim["text"].split()[0].lower() in " ".join(result["text"].lower() for result in results)


def test_a_search_for_bytes_that_are_no_text_is_answered(ask: Ask) -> None:
    assert ask("search", "\udcff\udcfe") == {"results": []}
    assert ask("search", "internet \udcff")["results"]


def test_one_issue_is_shown_with_its_decisions(ask: Ask) -> None:
    first = ask("issues", "--top", "1")["issues"][0]
    shown = ask("show", first["issue_id"])
    assert {field: shown[field] for field in ISSUE_FIELDS} == {field: first[field] for field in ISSUE_FIELDS}


def test_labels_are_compared(ask: Ask, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    contacts = [contact for contact in ask("contacts")["contacts"] if contact["issues"]]
    source = contacts[0]["source"]
    rows = [(c["source_id"], c["issues"][0]) for c in contacts if c["source"] == source]
    with labels.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "label"), *rows])
    scores = ask("evaluate", "--labels", str(labels), "--source", source)
    assert set(scores) >= {"n", "labels", "clusters", "nmi", "ari", "v_measure", "homogeneity", "unassigned"}
    assert scores["n"] == len(rows)
    assert scores["nmi"] > 0.6


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_list_is_exported(demo: Path, tmp_path: Path, form: str, ask: Ask) -> None:
    out = tmp_path / f"motivos.{form}"
    assert main(["export", "issues", "--format", form, "--out", str(out), "--workspace", str(demo)]) == 0
    assert out.stat().st_size > 500
    if form == "json":
        assert json.loads(out.read_text("utf-8")) == ask("issues")


def test_an_unknown_department_exits_2_and_a_known_one_filters(
    demo: Path, tmp_path: Path, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.json"
    call = (
        "export",
        "issues",
        "--format",
        "json",
        "--out",
        str(out),
        "--workspace",
        str(demo),
        "--department",
    )
    assert main([*call, "Logistca Sur"]) == 2
    assert "'Logistca Sur'" in capsys.readouterr().err
    assert not out.exists()
    department = next(i["department"] for i in ask("issues")["issues"] if i["department"])
    assert main([*call, department]) == 0
    assert {issue["department"] for issue in json.loads(out.read_text("utf-8"))["issues"]} == {department}


def describe_issues(document: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(issue["issue_id"], issue["name"], issue["contacts"]) for issue in document["issues"]]


def test_running_again_changes_nothing_and_strict_says_what_stands_in_quarantine(
    demo: Path, tmp_path: Path, ask: Ask
) -> None:
    before, accounts = ask("issues"), ask("status")["sources"]
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    done = run_voc("run", "--strict", "--json", "--workspace", str(copy))
    assert done.returncode == (1 if ask("quarantine")["rows"] else 0)
    assert json.loads(done.stdout)["sources"] == accounts
    again = run_voc("issues", "--json", "--workspace", str(copy))
    assert describe_issues(json.loads(again.stdout)) == describe_issues(before)


def test_a_workspace_without_a_run_is_told_what_to_do(tmp_path: Path) -> None:
    assert run_voc("init", str(tmp_path / "new")).returncode == 0
    for command in ("issues", "alerts", "contacts", "assignments"):
        done = run_voc(command, "--json", "--workspace", str(tmp_path / "new"))
        assert (done.returncode, done.stdout) == (2, "")
        assert "voc run" in done.stderr
    done = run_voc("status", "--json", "--workspace", str(tmp_path / "new"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["balanced"] is True


def test_an_empty_inbox_is_no_error(tmp_path: Path) -> None:
    root = str(tmp_path / "new")
    run_voc("init", root)
    done = run_voc("run", "--workspace", root)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    document = json.loads(run_voc("issues", "--json", "--workspace", root).stdout)
    assert (document["contacts"], document["issues"]) == (0, [])


def test_doctor_finds_the_installation_well_and_says_what_is_missing(demo: Path, tmp_path: Path) -> None:
    done = run_voc("doctor", "--json", "--workspace", str(demo))
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert {"python", "packages", "encoder", "full text", "workspace", "warehouse", "disk"} <= set(checks)
    assert all(check["is_ok"] for check in checks.values()), checks
    assert done.returncode == 0
    run_voc("init", str(tmp_path / "new"))
    done = run_voc("doctor", "--workspace", str(tmp_path / "new"))
    assert done.returncode == 1
    assert "no file matches inbox/notes/*.csv" in done.stdout


def test_a_second_run_at_the_same_time_exits_3_and_harms_nothing(demo: Path, ask: Ask) -> None:
    settings = load_settings(demo)
    with hold_writer_lock(settings.warehouse_path.parent):
        done = run_voc("run", "--workspace", str(demo))
        assert ask("status")["balanced"] is True
        assert ask("issues")["issues"]
    assert done.returncode == 3
    assert "holds the warehouse" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_day_limits_what_is_seen_and_a_later_run_takes_in_the_rest(
    demo: Path, tmp_path: Path, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    before = ask("issues", "--state", "all")
    day = date.fromisoformat(before["as_of"][:10]) - timedelta(days=21)
    assert run_voc("run", "--as-of", day.isoformat(), "--workspace", str(copy)).returncode == 0
    call = ["--json", "--workspace", str(copy)]
    assert main(["contacts", *call]) == 0
    contacts = json.loads(capsys.readouterr().out)["contacts"]
    assert 0 < len(contacts) < before["contacts"]
    assert max(contact["occurred_at"] for contact in contacts) < day.isoformat()
    assert main(["status", *call]) == 0
    assert json.loads(capsys.readouterr().out)["sources"] == ask("status")["sources"]
    assert run_voc("run", "--workspace", str(copy)).returncode == 0
    assert main(["issues", "--state", "all", *call]) == 0
    after = json.loads(capsys.readouterr().out)
    assert describe_issues(after) == describe_issues(before)
