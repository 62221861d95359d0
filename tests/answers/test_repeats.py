"""Who comes back, as a reader is told: of an issue, of all, and after people's edits."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.answers.conftest import AS_OF, NOW, build_tables, describe_workspace, publish_tables, word_births
from voc.answers import Reading, open_reading
from voc.answers.repeats import QUESTIONS, tell_repeats
from voc.council.edits import ignore_issue, merge_issues
from voc.errors import CallError
from voc.settings import Settings
from voc.signals.repeats import follow_weeks, measure_repeats
from voc.signals.resolution import answer_questions
from voc.signals.said import tell_said
from voc.store.ledger import open_ledger

Decide = Callable[..., None]
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture(scope="session")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder in which all who were charged twice are one customer, who comes every third day."""
    settings = describe_workspace(tmp_path_factory.mktemp("returned"))
    tables = build_tables(settings)
    is_charged = pl.col("customer_id").str.starts_with("k")
    contacts = tables["contacts"].with_columns(
        customer_id=pl.when(is_charged).then(pl.lit("one")).otherwise("customer_id"),
        text=pl.when(pl.col("customer_id").is_null()).then(pl.lit("Ya llamé ayer")).otherwise("text"),
    )
    links, told = tables["contact_issues"], tell_said(contacts)
    measured = {
        "said": told,
        "repeats": measure_repeats(contacts, links, told, window_days=14, as_of=AS_OF),
        "repeat_weeks": follow_weeks(contacts, links, window_days=14, zone=MADRID, as_of=AS_OF),
        "answers_given": answer_questions(contacts, links, told, window_days=14, as_of=AS_OF),
    }
    publish_tables(settings, {**tables, "contacts": contacts, **measured})
    return settings.published_dir


@pytest.fixture
def returning(settings: Settings, returned: Path) -> Iterator[Reading]:
    copytree(returned, settings.published_dir)
    open_ledger(settings).record_events(word_births(), by_whom="voc", at=NOW)
    with open_reading(settings) as opened:
        yield opened


def test_an_issue_tells_its_repeats_with_the_contacts_of_its_longest_chain(returning: Reading) -> None:
    told = tell_repeats(returning, "iss-0001")
    assert (told["issue_id"], told["name"], told["window_days"]) == ("ISS-0001", "Cobro duplicado", 14)
    assert (told["contacts"], told["customers"], told["repeats"], told["repeat_rate"]) == (10, 1, 9, 0.9)
    assert told["low"] < 0.9 < told["high"]
    assert told["days_between"] == {"low": 3.0, "middle": 3.0, "high": 3.0}
    chains = told["chains"]
    assert {name: chains[name] for name in ("all", "once", "more", "open")} == {
        "all": 1, "once": 0, "more": 1, "open": 1,
    }  # fmt: skip
    assert chains["longest"][0]["times"] == 10
    assert len(chains["longest"][0]["contact_ids"]) == 10
    assert told["first_contact_resolution"]["rate"] == 0.0
    assert "issues" not in told


def test_weeks_say_whether_they_may_still_change(returning: Reading) -> None:
    weeks = tell_repeats(returning, "ISS-0001")["weeks"]
    assert [(week["week"], week["is_final"]) for week in weeks] == [
        ("2026-W10", True), ("2026-W11", True), ("2026-W12", False), ("2026-W13", False), ("2026-W14", False),
    ]  # fmt: skip
    assert (weeks[0]["contacts"], weeks[0]["followed"], weeks[0]["rate"]) == (3, 3, 1.0)


def test_of_all_every_issue_is_listed_most_repeats_first(returning: Reading) -> None:
    told = tell_repeats(returning)
    assert (told["issue_id"], told["name"]) == (None, None)
    assert [issue["issue_id"] for issue in told["issues"]] == ["ISS-0001", "ISS-0002", "ISS-0003"]
    assert told["issues"][0]["three_times_or_more"] == 1
    assert told["said"] == {
        "again": 1,
        "of": 1,
        "further": 0,
    }  # the one contact without customer that has an issue
    assert told["repeats"] == 9


def test_the_three_questions_are_told_by_witness_or_with_the_reason(returning: Reading) -> None:
    told = tell_repeats(returning, "ISS-0001")["questions"]
    assert tuple(told) == QUESTIONS
    ratings = next(row for row in told["treated"] if row["witness"] == "ratings")
    assert (ratings["scale"], ratings["n"], ratings["reason"]) == ("stars5", 5, None)
    words = next(row for row in told["right"] if row["witness"] == "words")
    assert (words["rate"], words["n"], words["reason"]) == (None, 0, "nobody_says")


def test_an_issue_without_contacts_has_nothing_to_tell(returning: Reading) -> None:
    told = tell_repeats(returning, "ISS-0004")
    assert (told["contacts"], told["repeat_rate"], told["days_between"]) == (0, None, None)


def test_documents_can_be_written_as_they_are(returning: Reading) -> None:
    for issue_id in (None, "ISS-0001", "ISS-0004"):
        json.dumps(tell_repeats(returning, issue_id), allow_nan=False)


def test_an_unknown_issue_is_refused(returning: Reading) -> None:
    with pytest.raises(CallError, match="ISS-0099"):
        tell_repeats(returning, "ISS-0099")


def test_a_merge_is_counted_at_once(returning: Reading, settings: Settings, decide: Decide) -> None:
    before = [tell_repeats(returning, issue_id)["contacts"] for issue_id in ("ISS-0001", "ISS-0002")]
    decide(merge_issues(returning.standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as after:
        assert after.overlay is not None
        merged = tell_repeats(after, "ISS-0002")  # leads to the survivor
        assert merged["issue_id"] == "ISS-0001"
        assert merged["contacts"] == sum(before)
        assert merged["repeats"] == 9
        assert len(merged["weeks"]) == 5
        assert {issue["issue_id"] for issue in tell_repeats(after)["issues"]} == {"ISS-0001", "ISS-0003"}


def test_measured_again_without_a_change_it_is_what_was_published(
    returning: Reading, settings: Settings, decide: Decide
) -> None:
    """A merge of an issue without contacts moves nothing, but has everything measured again."""
    before = [tell_repeats(returning, issue_id) for issue_id in ("ISS-0001", "ISS-0002")]
    decide(merge_issues(returning.standing, "ISS-0004", "ISS-0003"))
    with open_reading(settings) as after:
        assert after.overlay is not None
        assert [tell_repeats(after, issue_id) for issue_id in ("ISS-0001", "ISS-0002")] == before


def test_an_ignored_issue_is_not_listed(returning: Reading, settings: Settings, decide: Decide) -> None:
    decide(ignore_issue(returning.standing, "ISS-0001"))
    with open_reading(settings) as after:
        assert "ISS-0001" not in {issue["issue_id"] for issue in tell_repeats(after)["issues"]}
