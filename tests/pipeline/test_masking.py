"""What a page shows of an issue is checked once more at publish, and a few people's words are kept back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import polars as pl
import pytest

from voc.answers import list_issues, open_reading, show_issue, tell_status
from voc.pipeline import publish_snapshot
from voc.pipeline.masking import mask_tables, withhold_portraits, withhold_words
from voc.schema import PORTRAITS, PUBLISHED
from voc.settings import PrivacySettings, Settings

COLUMNS = ("issue_id", "customers", "name", "theme", "keyphrases", "verbatims")
MAIL = "ana.prueba@example.org"


def make_issues(*rows: dict[str, Any]) -> pl.DataFrame:
    verbatims = [{"contact_id": "c1", "text": "me cobran dos veces"}]
    plain = {"issue_id": "ISS-0001", "customers": 9, "name": "cobro duplicado", "theme": None}
    plain |= {"keyphrases": ["cobro"], "verbatims": verbatims}
    schema = {name: PUBLISHED["issues"][name] for name in COLUMNS}
    return pl.DataFrame([{**plain, **row} for row in rows], schema=schema)


def make_portraits(*rows: dict[str, Any]) -> pl.DataFrame:
    neighbour = {"issue_id": "ISS-0002", "closeness": 0.5, "words_here": ["cobro"], "words_there": ["alta"]}
    plain: dict[str, Any] = {"issue_id": "ISS-0001", "names": [], "stability": 0.8, "neighbours": [neighbour]}
    plain["exemplars"] = [{"contact_id": "c1", "text": "me cobran dos veces"}]
    plain["boundary"] = [{"contact_id": "c2", "text": "me cobran el alta", "neighbour": "ISS-0002"}]
    return pl.DataFrame([{**plain, **row} for row in rows], schema=dict(PORTRAITS))


def mask_one(issue: dict[str, Any], portrait: dict[str, Any]) -> tuple[dict[str, pl.DataFrame], int]:
    tables = {"issues": make_issues({}, issue), "portraits": make_portraits({}, portrait)}
    return mask_tables(tables)


@pytest.mark.parametrize(
    "personal",
    [
        {"name": f"escribir a {MAIL}"},
        {"theme": f"escribir a {MAIL}"},
        {"keyphrases": ["cobro", f"escribir a {MAIL}"]},
        {"verbatims": [{"contact_id": "c1", "text": f"escribir a {MAIL}"}]},
    ],
)
def test_what_looks_personal_is_masked_wherever_it_stands_and_counted(personal: dict[str, Any]) -> None:
    tables, count = mask_one(personal, {})
    issues = tables["issues"]
    assert count == 1
    assert MAIL not in str(issues.to_dicts()) and "escribir a <EMAIL>" in str(issues.to_dicts())
    assert issues.row(0) == make_issues({}).row(0)


@pytest.mark.parametrize(
    "personal",
    [
        {"names": [{"language": "es", "name": f"escribir a {MAIL}"}]},
        {"exemplars": [{"contact_id": "c1", "text": f"escribir a {MAIL}"}]},
        {"boundary": [{"contact_id": "c1", "text": f"escribir a {MAIL}", "neighbour": "ISS-0002"}]},
        {"neighbours": [{"issue_id": "ISS-0002", "words_here": [f"escribir a {MAIL}"], "words_there": []}]},
    ],
)
def test_a_portrait_is_masked_like_the_rest(personal: dict[str, Any]) -> None:
    tables, count = mask_one({}, personal)
    portraits = tables["portraits"]
    assert count == 1
    assert MAIL not in str(portraits.to_dicts()) and "escribir a <EMAIL>" in str(portraits.to_dicts())
    assert portraits.row(0) == make_portraits({}).row(0)


def test_a_text_that_stands_in_two_places_is_masked_in_both_and_counts_once() -> None:
    said = [{"contact_id": "c1", "text": f"escribir a {MAIL}"}]
    tables, count = mask_one({"verbatims": said}, {"exemplars": said})
    assert count == 1
    assert all(MAIL not in str(table.to_dicts()) for table in tables.values())


def test_clean_texts_ids_and_no_issues_stay_as_they_are() -> None:
    for issues in (make_issues({}), make_issues(), make_issues({"keyphrases": [], "verbatims": []})):
        for portraits in (make_portraits({}), make_portraits(), make_portraits({"issue_id": MAIL})):
            tables, count = mask_tables({"issues": issues, "portraits": portraits})
            assert count == 0
            assert tables["issues"].equals(issues) and tables["portraits"].equals(portraits)


def test_portraits_of_few_customers_quote_nothing_also_beside_another_issue() -> None:
    issues = make_issues({"customers": 9}, {"issue_id": "ISS-0002", "customers": 2})
    few = make_portraits({}, {"issue_id": "ISS-0002"})
    shown, kept_back = withhold_portraits(few, issues, 3).to_dicts()
    assert shown["exemplars"] and shown["boundary"]
    assert shown["neighbours"][0]["words_here"] and not shown["neighbours"][0]["words_there"]
    assert not kept_back["exemplars"] and not kept_back["boundary"]
    assert not kept_back["neighbours"][0]["words_here"] and kept_back["stability"] == 0.8


def test_words_of_fewer_customers_than_asked_for_are_kept_back() -> None:
    issues = make_issues({"customers": 2}, {"customers": 3}, {"customers": None})
    kept = withhold_words(issues, 3)["verbatims"].to_list()
    assert [len(verbatims) for verbatims in kept] == [0, 1, 0]


def test_a_mention_that_slipped_into_the_warehouse_is_masked_in_all_that_is_read(
    copy: Callable[[], Settings],
) -> None:
    settings = copy()
    with duckdb.connect(str(settings.warehouse_path)) as con:
        con.execute("UPDATE mentions SET text = text || ' ' || ?", [MAIL])
    told = publish_snapshot(settings)
    with open_reading(settings) as reading:
        week = reading.last_week
        documents = [list_issues(reading, state="all"), list_issues(reading, week=week, state="all"),
                     show_issue(reading, "ISS-0001")]  # fmt: skip
        assert reading.snapshot.meta["masked"] == told["masked"]
    assert isinstance(told["masked"], int) and told["masked"] > 0
    assert MAIL not in str(documents) and all("<EMAIL>" in str(document) for document in documents)
    snapshot = tell_status(settings)["snapshot"]
    assert snapshot is not None and snapshot["masked"] == told["masked"]


def test_a_few_peoples_words_stand_nowhere(copy: Callable[[], Settings]) -> None:
    settings = copy()
    publish_snapshot(settings)
    with open_reading(settings) as reading:
        issues = list_issues(reading, state="all")["issues"]
        assert any(issue["verbatims"] for issue in issues)
        bar = min(issue["customers"] for issue in issues if issue["customers"]) + 1
        few = [issue["issue_id"] for issue in issues if 0 < issue["customers"] < bar]
        shown = [issue for issue in issues if issue["customers"] >= bar]
    assert few and shown
    stricter = replace(settings, privacy=PrivacySettings(k_people=bar))
    for publish in (False, True):  # the answers keep them back even before the next publication does
        if publish:
            publish_snapshot(stricter)
        with open_reading(stricter) as reading:
            weeks = {row["week"] for issue in issues for row in issue["weeks"]}
            seen = [list_issues(reading, state="all"), *(list_issues(reading, week=w) for w in sorted(weeks))]
            said = {i["issue_id"] for document in seen for i in document["issues"] if i["verbatims"]}
            assert show_issue(reading, few[0])["k_people"] == bar
        assert said.isdisjoint(few) and said == {issue["issue_id"] for issue in shown}
