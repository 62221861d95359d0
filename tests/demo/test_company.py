"""The demo's folder: what it holds, that it is always the same, and what it will not touch."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from voc.demo import DemoSummary, write_demo
from voc.errors import CallError
from voc.settings import load_settings


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("demo"), 1200, 26, 7)


def read_bytes(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def read_truth(demo: DemoSummary, name: str) -> list[dict[str, str]]:
    with (demo.root / "truth" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    write_demo(tmp_path / "one", 200, 6, 7)
    write_demo(tmp_path / "two", 200, 6, 7)
    assert read_bytes(tmp_path / "one") == read_bytes(tmp_path / "two")


def test_another_seed_gives_other_texts(tmp_path: Path) -> None:
    write_demo(tmp_path / "one", 60, 6, 7)
    write_demo(tmp_path / "two", 60, 6, 8)
    name = "inbox/web/feedback_2.jsonl"
    assert read_bytes(tmp_path / "one")[name] != read_bytes(tmp_path / "two")[name]


def test_a_folder_that_it_made_is_made_anew(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo", 60, 6, 7)
    first = read_bytes(tmp_path / "demo")
    (tmp_path / "demo" / "warehouse").mkdir()
    (tmp_path / "demo" / "warehouse" / "old").write_text("left over")
    write_demo(tmp_path / "demo", 60, 6, 7)
    assert read_bytes(tmp_path / "demo") == first


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CallError, match="not empty"):
        write_demo(tmp_path, 60, 6, 7)
    assert read_bytes(tmp_path) == {"thesis.txt": b"mine"}


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(CallError, match="is a file"):
        write_demo(tmp_path / "demo", 60, 6, 7)


@pytest.mark.parametrize(("contacts", "weeks"), [(0, 6), (10, 0)])
def test_a_demo_of_nothing_is_refused(tmp_path: Path, contacts: int, weeks: int) -> None:
    with pytest.raises(CallError, match="1 or more"):
        write_demo(tmp_path / "demo", contacts, weeks, 7)


@pytest.mark.parametrize(("contacts", "weeks"), [(1, 1), (8, 30), (200, 6)])
def test_a_small_demo_has_all_its_contacts(tmp_path: Path, contacts: int, weeks: int) -> None:
    summary = write_demo(tmp_path / "demo", contacts, weeks, 7)
    assert sum(account.stored for account in summary.accounts.values()) == contacts


def test_its_configuration_is_one_that_the_tool_accepts(demo: DemoSummary) -> None:
    settings = load_settings(demo.root)
    assert {source.channel for source in settings.sources} == {"agent_note", "survey", "call", "web"}
    assert set(demo.accounts) == {source.name for source in settings.sources}


def test_every_source_finds_files(demo: DemoSummary) -> None:
    for source in load_settings(demo.root).sources:
        assert list(demo.root.glob(source.path)), source.name


def test_two_thirds_of_the_contacts_are_spanish_and_a_few_french(demo: DemoSummary) -> None:
    assert 0.58 < demo.languages["es"] / demo.contacts < 0.72
    assert 0.28 < demo.languages["en"] / demo.contacts < 0.42
    assert 0 < demo.languages["fr"] / demo.contacts < 0.03


def test_all_channels_carry_a_good_part(demo: DemoSummary) -> None:
    assert all(count / demo.contacts > 0.12 for count in demo.channels.values())
    assert len(demo.channels) == 4


def test_every_source_has_rows_of_every_fate(demo: DemoSummary) -> None:
    for name, account in demo.accounts.items():
        assert account.quarantined >= 2, name
        if name != "calls":  # a transcript has no second file of its name
            assert account.duplicate >= 1, name
            assert account.updated >= 1, name


def test_labels_name_planted_issues_by_ids_that_stand_in_one_source_only(demo: DemoSummary) -> None:
    labels = read_truth(demo, "labels.csv")
    ids = Counter(row["id"] for row in labels)
    assert ids.most_common(1)[0][1] == 1
    assert len({row["label"] for row in labels}) == demo.issues == 25


def test_every_contact_has_a_kind(demo: DemoSummary) -> None:
    kinds = Counter(row["kind"] for row in read_truth(demo, "kinds.csv"))
    assert sum(kinds.values()) == demo.contacts
    assert set(kinds) == {"avoidable", "repeat", "simple", "valuable", "other"}


def test_one_survey_in_four_says_two_things(demo: DemoSummary) -> None:
    surveys = [row for row in read_truth(demo, "mentioned.csv") if row["source"].endswith("survey")]
    counts = Counter(row["id"] for row in surveys)
    assert 0.17 < sum(count > 1 for count in counts.values()) / len(counts) < 0.33


def test_what_emerges_is_silent_before_its_week_and_what_was_fixed_falls(demo: DemoSummary) -> None:
    events = {
        event["issue"]: event for event in json.loads((demo.root / "truth" / "events.json").read_text())
    }
    code = events["verification_code"]
    before = [w["contacts"] for w in code["weeks"] if w["week"] < code["from_week"]]
    after = [w["contacts"] for w in code["weeks"] if w["week"] >= code["from_week"]]
    assert sum(before) == 0
    assert sum(after) >= 10
    login = events["app_login"]
    early = [w["contacts"] for w in login["weeks"] if w["week"] < login["from_week"]]
    late = [w["contacts"] for w in login["weeks"] if w["week"] >= login["from_week"]]
    assert sum(early) / len(early) > 3 * sum(late) / len(late)


def test_volume_grows_by_about_a_third(demo: DemoSummary) -> None:
    events = json.loads((demo.root / "truth" / "events.json").read_text())
    totals = [sum(event["weeks"][at]["contacts"] for event in events) for at in range(26)]
    assert 1.1 < sum(totals[-6:]) / sum(totals[:6]) < 1.5
