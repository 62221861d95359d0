"""What people decide at a terminal: recorded once, shown at once, worded when it cannot be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voc.cli import main

Document = dict[str, Any]
Say = Callable[..., list[str]]
Ask = Callable[..., Document]


def list_mentions(read: Ask, issue_id: str | None) -> list[str]:
    told = read("assignments")["assignments"]
    return [row["mention_id"] for row in told if row["issue_id"] == issue_id]


def test_owner_target_lever_and_name_show_at_once(say: Say, read: Ask) -> None:
    assert say("assign", "ISS-0001", "--owner", "Ana", "--department", "Redes")[0] == (
        "ISS-0001: owner Ana, department Redes"
    )
    say("target", "ISS-0001", "20", "--by", "2026-12-31")
    say("decide", "iss-0001", "eliminate", "--why", "nadie debería preguntar")
    say("rename", "ISS-0001", "Nuevo  nombre")
    issue = next(i for i in read("issues", "--state", "all")["issues"] if i["issue_id"] == "ISS-0001")
    assert (issue["owner"], issue["department"], issue["target"]) == ("Ana", "Redes", 20)
    assert (issue["lever"], issue["name"], issue["lifecycle"]) == (
        "eliminate",
        "Nuevo nombre",
        "solution_chosen",
    )
    say("assign", "ISS-0001", "--owner", "")
    assert read("show", "ISS-0001")["owner"] is None
    log = read("council", "log", "ISS-0001")["events"]
    assert [event["kind"] for event in log] == ["assign", "target", "decide", "rename", "assign"]
    assert {event["by_whom"] for event in log} == {"Ana"}


def test_a_merge_shows_at_once_and_can_be_undone(
    say: Say, read: Ask, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read("issues", "--state", "all")
    lines = say("merge", "ISS-0002", "--into", "ISS-0001")
    assert lines[0] == "ISS-0002: merged into ISS-0001"
    assert "next `voc run`" in lines[1]
    ids = [issue["issue_id"] for issue in read("issues", "--state", "all")["issues"]]
    assert "ISS-0002" not in ids and "ISS-0001" in ids
    assert read("show", "ISS-0002")["issue_id"] == "ISS-0001"
    assert main(["show", "ISS-0002", "--workspace", str(own)]) == 0
    assert capsys.readouterr().out.startswith("ISS-0002 is part of ISS-0001 now.\nISS-0001  ")
    number = lines[2].removeprefix("`voc council undo ").removesuffix("` takes it back.")
    assert say("undo", number, by_whom="Eva") == [f"{number} undone"]
    assert read("issues", "--state", "all") == before
    log = read("council", "log")["events"]
    assert [(event["kind"], event["by_whom"], event["undone"]) for event in log] == [
        ("merge", "Ana", True),
        ("undo", "Eva", False),
    ]
    assert main(["council", "log", "--workspace", str(own)]) == 0
    assert "Ana: ISS-0002: merged into ISS-0001  [undone]" in capsys.readouterr().out


def test_mentions_are_split_off_moved_and_pinned(say: Say, read: Ask) -> None:
    ids = list_mentions(read, "ISS-0001")[:3]
    line = say("split", "ISS-0001", "--mentions", *ids, "--name", "Otra cosa")[0]
    child = line.split(" split off as ")[1].split()[0]
    assert set(ids) <= set(list_mentions(read, child))
    assert read("show", child)["name"] == "Otra cosa"
    say("move", ids[0], "--to", "ISS-0002")
    assert ids[0] in list_mentions(read, "ISS-0002")
    say("move", ids[0], ids[1], "--to", "none")
    assert {ids[0], ids[1]} <= set(list_mentions(read, None))
    assert "1 mention" in say("pin", child, "--mentions", ids[2])[0]
    assert say("pin", child)[0] == f"{child}: pinned"
    assert read("show", child)["pinned"] is True


def test_an_ignored_issue_is_listed_by_all_alone(say: Say, read: Ask) -> None:
    say("ignore", "ISS-0001", "--why", "no es nuestro")
    listed = {issue["issue_id"]: issue["ignored"] for issue in read("issues", "--state", "all")["issues"]}
    assert listed.pop("ISS-0001") is True and not any(listed.values())
    recurring = read("issues")["issues"] + read("issues", "--state", "isolated")["issues"]
    assert "ISS-0001" not in {issue["issue_id"] for issue in recurring}


def test_proposals_are_told_accepted_and_refused(
    say: Say, read: Ask, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import UTC, datetime

    from voc.schema import NewEvent
    from voc.settings import load_settings
    from voc.store.ledger import open_ledger

    told = {"what": "merge", "contacts": 7, "as_of": "2026-05-18", "evidence": {"similarity": 0.94}}
    events = [
        NewEvent("proposal", f"ISS-000{n}", {"proposal": f"P-000{n}", "into": "ISS-0001", **told})
        for n in (2, 3)
    ]
    open_ledger(load_settings(own)).record_events(events, by_whom="voc", at=datetime.now(UTC))
    assert [found["proposal"] for found in read("council", "proposals")["proposals"]] == ["P-0002", "P-0003"]
    assert main(["council", "proposals", "--workspace", str(own)]) == 0
    out = capsys.readouterr().out
    assert "P-0002  merge ISS-0002 «" in out and "similarity: 0.94" in out
    assert max(map(len, out.splitlines())) <= 140
    assert say("accept", "p-0002")[:2] == ["P-0002: accepted", "ISS-0002: merged into ISS-0001"]
    say("refuse", "P-0003", "--why", "son distintas")
    assert read("council", "proposals") == {"proposals": []}
    assert main(["council", "proposals", "--workspace", str(own)]) == 0
    assert capsys.readouterr().out == "No proposal waits for an answer.\n"


@pytest.mark.parametrize(
    ("call", "quoted"),
    [
        ("merge ISS-9999 --into ISS-0001", "ISS-9999"),
        ("merge ISS-0001 --into ISS-0001", "both are ISS-0001 already"),
        ("merge ISS-0001", "--into"),
        ("split ISS-0001 --mentions cnone-01 --name x", "'cnone-01'"),
        ("split ISS-0001 --name x", "no mentions were given"),
        ("move cnone-01 --to ISS-0001", "'cnone-01'"),
        ("rename ISS-O001 Nuevo", "did you mean 'ISS-0001'"),
        ("rename ISS-0001 \t", "is empty"),
        ("target ISS-0001 many", "'many'"),
        ("target ISS-0001 -3", "-3"),
        ("decide ISS-0001 destroy", "'destroy'"),
        ("assign ISS-0001", "neither an owner nor a department"),
        ("ignore ISS-9999", "ISS-9999"),
        ("pin ISS-9999", "ISS-9999"),
        ("undo 99999", "no such event"),
        ("undo 1", "the tool recorded it"),
        ("undo x", "'x'"),
        ("log ISS-9999", "ISS-9999"),
        ("accept P-0099", "P-0099"),
        ("refuse P-0099 --why x", "P-0099"),
        ("refuse P-0099", "--why"),
        ("marge ISS-0001", "did you mean 'merge'"),
        ("ignore ISS-0001 --by-whom \t", "is empty"),
    ],
)
def test_what_cannot_be_said_exits_2_and_records_nothing(
    own: Path, read: Ask, call: str, quoted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["council", *call.split(" "), "--workspace", str(own)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and quoted in err
    assert 1 <= len(err.splitlines()) <= 3
    assert read("council", "log") == {"events": []}
