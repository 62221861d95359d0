"""What people edit shows at once, everywhere, and counted as publishing would count it."""

from collections.abc import Callable

import polars as pl
from polars.testing import assert_frame_equal

from tests.answers.conftest import AS_OF, word_births
from voc.answers import (
    Reading,
    list_alerts,
    list_assignments,
    list_contacts,
    list_issues,
    open_reading,
    search_contacts,
    show_issue,
    summarise_week,
)
from voc.answers.overlay import measure_again
from voc.answers.recording import find_placed, split_mentions
from voc.council.edits import ignore_issue, merge_issues, move_mentions
from voc.schema import ISSUE_MEASURES, NewEvent
from voc.settings import Settings

Decide = Callable[..., None]


def list_ids(reading: Reading, issue_id: str) -> list[str]:
    """The mentions of an issue, in order."""
    told = list_assignments(reading)["assignments"]
    return [row["mention_id"] for row in told if row["issue_id"] == issue_id]


def count(reading: Reading) -> dict[str, int]:
    return {issue["issue_id"]: issue["contacts"] for issue in list_issues(reading, state="all")["issues"]}


def test_counting_again_without_any_edit_gives_what_was_published(reading: Reading) -> None:
    assert reading.overlay is None
    snapshot = reading.snapshot
    published, contacts = snapshot.read("read_issues"), snapshot.read("read_window_contacts", week=None)
    placed = snapshot.read("read_placed_mentions")
    again = measure_again(reading.settings, contacts, placed, published, AS_OF, None)
    measured = ["issue_id", "state", "trend", *(name for name in ISSUE_MEASURES if name != "issue_id")]
    with_contacts = published.filter(pl.col("contacts") > 0)
    found = again.issues.filter(pl.col("contacts") > 0)
    assert_frame_equal(found.select(measured), with_contacts.select(measured), check_row_order=False)
    assert_frame_equal(again.weeks, snapshot.read("read_weeks", week=None))
    assert_frame_equal(again.links, snapshot.read("read_contact_issues"))


def test_a_merged_issue_is_not_listed_and_leads_to_the_survivor(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    before = count(reading)
    decide(merge_issues(reading.standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as after:
        assert count(after) == {
            "ISS-0001": before["ISS-0001"] + before["ISS-0002"],
            "ISS-0003": 1,
            "ISS-0004": 0,
        }
        shown = show_issue(after, "iss-0002")
        assert (shown["issue_id"], shown["asked_for"], shown["merged"]) == (
            "ISS-0001",
            "ISS-0002",
            ["ISS-0002"],
        )
        assert show_issue(after, "ISS-0001")["asked_for"] is None
        behind = list_contacts(after, issue_id="ISS-0002")["contacts"]
        assert len(behind) == shown["contacts"] == sum(week["contacts"] for week in shown["weeks"])
        everything = [*list_contacts(after)["contacts"], *search_contacts(after, "paquete", 20)["results"]]
        assert all("ISS-0002" not in contact["issues"] for contact in everything)
        assert not list_ids(after, "ISS-0002")
        assert all(alert["issue_id"] != "ISS-0002" for alert in list_alerts(after)["alerts"])
        week = list_issues(after, week=after.last_week, state="all")["issues"]
        assert "ISS-0002" not in {issue["issue_id"] for issue in week}


def test_an_undone_merge_is_as_if_it_had_never_been(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    before = list_issues(reading, state="all")
    decide(merge_issues(reading.standing, "ISS-0002", "ISS-0001"))
    with open_reading(settings) as between:
        decide(NewEvent("undo", "ISS-0002", {"event_id": between.standing.last_id}))
    with open_reading(settings) as after:
        assert list_issues(after, state="all") == before


def test_a_merge_that_is_undone_after_publishing_gives_the_id_back_at_once(
    reading: Reading, tables: dict[str, pl.DataFrame], decide: Decide, republish: Callable[..., Reading]
) -> None:
    decide(merge_issues(reading.standing, "ISS-0004", "ISS-0001"))
    last_id = reading.standing.last_id + 1
    decide(NewEvent("undo", "ISS-0004", {"event_id": last_id}))
    mined = {**tables, "issues": tables["issues"].filter(pl.col("issue_id") != "ISS-0004")}
    with republish(mined) as after:
        assert count(after)["ISS-0004"] == 0
        assert show_issue(after, "ISS-0004")["name"] == "Ruido en la línea"


def test_a_split_shows_the_new_issue_with_its_contacts(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    before, ids = count(reading), list_ids(reading, "ISS-0001")[:3]
    decide(split_mentions(reading, "ISS-0001", ids, "Cobro de la cuota"))
    with open_reading(settings) as after:
        assert count(after) == {**before, "ISS-0001": before["ISS-0001"] - 3, "ISS-0005": 3}
        child = show_issue(after, "ISS-0005")
        assert (child["name"], child["contacts"], child["verbatims"]) == ("Cobro de la cuota", 3, [])
        assert show_issue(after, "ISS-0001")["children"] == ["ISS-0005"]
        assert list_ids(after, "ISS-0005") == ids
        decide(NewEvent("undo", "ISS-0001", {"event_id": after.standing.last_id}))
    with open_reading(settings) as undone:
        assert count(undone) == before
        assert show_issue(undone, "ISS-0005")["issue_id"] == "ISS-0001"


def test_a_split_that_was_mined_and_is_then_undone_goes_back_to_its_parent(
    reading: Reading, tables: dict[str, pl.DataFrame], decide: Decide, republish: Callable[..., Reading]
) -> None:
    before, ids = count(reading), list_ids(reading, "ISS-0001")[:3]
    decide(split_mentions(reading, "ISS-0001", ids, "Cobro de la cuota"))
    decide(NewEvent("undo", "ISS-0001", {"event_id": reading.standing.last_id + 1}))
    is_split = pl.col("mention_id").is_in(ids)
    split = pl.when(is_split).then(pl.lit("ISS-0005")).otherwise("issue_id")
    child = tables["issues"].head(1).with_columns(issue_id=pl.lit("ISS-0005"))
    mined = {**tables, "issues": pl.concat([tables["issues"], child])}
    mined["mentions"] = tables["mentions"].with_columns(issue_id=split)
    with republish(mined) as after:
        assert count(after) == before


def test_a_mention_moved_out_is_openly_unassigned(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    before, ids = count(reading), list_ids(reading, "ISS-0002")[:1]
    share = summarise_week(reading)["all"]["unassigned_share"]
    decide(*move_mentions(reading.standing, find_placed(reading, ids), None))
    with open_reading(settings) as after:
        assert count(after)["ISS-0002"] == before["ISS-0002"] - 1
        assert summarise_week(after)["all"]["unassigned_share"] > share
        assert ids[0] not in list_ids(after, "ISS-0002")


def test_words_that_were_moved_away_are_not_quoted_any_more(
    reading: Reading, tables: dict[str, pl.DataFrame], decide: Decide, republish: Callable[..., Reading]
) -> None:
    rows = tables["mentions"].filter(pl.col("issue_id") == "ISS-0001").head(2)
    said = rows.select("contact_id", "text").to_dicts()
    verbatims = pl.Series([said] + [[]] * 3, dtype=tables["issues"].schema["verbatims"])
    quoting = {**tables, "issues": tables["issues"].with_columns(verbatims=verbatims)}
    with republish(quoting) as before:
        assert show_issue(before, "ISS-0001")["verbatims"] == said
        moved = find_placed(before, rows["mention_id"].to_list()[:1])
        decide(*move_mentions(before.standing, moved, "ISS-0003"))
    with open_reading(reading.settings) as after:
        assert show_issue(after, "ISS-0001")["verbatims"] == said[1:]


def test_an_ignored_issue_stands_in_no_list_but_all(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    decide(ignore_issue(reading.standing, "ISS-0001", "no es nuestro"))
    with open_reading(settings) as after:
        everything = {
            issue["issue_id"]: issue["ignored"] for issue in list_issues(after, state="all")["issues"]
        }
        assert everything == {"ISS-0001": True, "ISS-0002": False, "ISS-0003": False, "ISS-0004": False}
        for state in ("recurring", "isolated"):
            assert "ISS-0001" not in {i["issue_id"] for i in list_issues(after, state=state)["issues"]}
        assert all(alert["issue_id"] != "ISS-0001" for alert in list_alerts(after)["alerts"])
        everything = [*list_contacts(after)["contacts"], *search_contacts(after, "cobro", 20)["results"]]
        assert all("ISS-0001" not in contact["issues"] for contact in everything)
        assert show_issue(after, "ISS-0001")["ignored"] is True


def test_events_of_issues_that_readers_never_saw_change_nothing(
    reading: Reading, settings: Settings, decide: Decide
) -> None:
    born = NewEvent("birth", "ISS-0009", {**word_births()[0].payload, "name": "Later"})
    decide(born)  # mined, but not published yet
    with open_reading(settings) as after:
        assert after.overlay is None
        assert "ISS-0009" not in count(after)
