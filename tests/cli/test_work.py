"""What people do about issues at a terminal: actions, alerts they know of, kinds they put right."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voc.cli import main

Say = Callable[..., list[str]]
Ask = Callable[..., dict[str, Any]]


def test_an_action_is_added_done_and_judged(say: Say, read: Ask) -> None:
    assert say("action", "add", "ISS-0001", "Nueva plantilla", "--owner", "Ana", "--due", "2026-06-01")[
        0
    ] == ("ISS-0001: A-0001 'Nueva plantilla', Ana, due 2026-06-01")
    assert read("show", "ISS-0001")["lifecycle"] == "aggregated"
    assert say("action", "done", "a-0001", "--on", "2026-05-11")[0] == "ISS-0001: A-0001 done on 2026-05-11"
    assert read("show", "ISS-0001")["lifecycle"] == "fixed"
    (action,) = read("effects")["actions"]
    assert (action["action_id"], action["done_on"]) == ("A-0001", "2026-05-11")
    assert action["effect"]["verdict"] in ("too_early", "cannot_tell")  # one whole week since


def test_kinds_put_right_are_kept_with_the_contacts_they_are_of(say: Say, read: Ask) -> None:
    contacts = read("contacts", "--issue", "ISS-0001")["contacts"][:2]
    lines = say("kind", *(row["contact_id"] for row in contacts), "--is", "simple")
    assert lines[0] == "2 contacts told to be simple"
    assert "next `voc run`" in lines[1]
    (event,) = read("council", "log")["events"]
    assert (event["kind"], event["contact_kind"], event["opportunity"]) == ("classify", "simple", None)
    assert event["contacts"] == sorted([row["source"], row["source_id"]] for row in contacts)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("action", "done", "A-0009"), "no such action 'A-0009'"),
        (("action", "add", "ISS-9999", "x"), "no such issue"),
        (("action", "done", "A-0001", "--on", "2099-01-01"), "no such action"),
        (("kind", "c0", "--is", "simple"), "no such contact 'c0'"),
        (("kind", "c0", "--is", "repeat"), "repeat"),
    ],
)
def test_what_cannot_be_said_exits_2_in_a_few_lines(
    own: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], complaint: str
) -> None:
    assert main(["council", *arguments, "--workspace", str(own)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err
    assert 1 <= len(err.splitlines()) <= 3


def test_the_weeks_and_the_numbers_behind_a_word_are_told(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weeks", "--workspace", str(demo)]) == 0
    assert capsys.readouterr().out.startswith("Rates are told by orders.\nweek")
    assert main(["show", "ISS-0001", "--explain", "trend", "--json", "--workspace", str(demo)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["explain"] == "trend"
    assert main(["show", "ISS-0001", "--explain", "trens", "--workspace", str(demo)]) == 2
    assert "trend" in capsys.readouterr().err


def test_status_accounts_for_what_rates_are_told_by(ask: Ask) -> None:
    told = {row["name"]: row for row in ask("status")["exposures"]}
    assert set(told) == {"orders", "active customers"}
    for row in told.values():
        assert row["received"] == row["stored"] + row["quarantined"] == 10
