"""What people said of issues, and what issues were, holds from week to week and through a rebuild.

Eight weeks of five kinds of contacts are mined at once, and are history enough; then weeks come one by one.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.keeping import (
    find_home,
    find_mentions,
    name_issues,
    name_kind,
    read_told,
    say,
    take_in,
    tell_kept,
)
from tests.pipeline.streams import say_weeks
from tests.pipeline.workspaces import Row, see_assignments, see_issues
from voc.answers import open_reading
from voc.answers.past import list_past_issues, look_back
from voc.answers.recording import accept_open, find_placed, split_mentions
from voc.council.decisions import rename_issue
from voc.council.edits import (
    ignore_issue,
    list_open_proposals,
    merge_issues,
    move_mentions,
    pin_issue,
    refuse_proposal,
)
from voc.errors import CallError
from voc.issues import mine
from voc.issues.register import fold_register
from voc.pipeline import run_pipeline
from voc.schema import LedgerEvent
from voc.settings import Settings, load_settings
from voc.store.ledger import open_ledger

USUAL = {"router": 25, "wifi": 4, "bill": 5, "parcel": 5, "cancel": 5}
MANY = {"router": 8, "wifi": 6, "bill": 6, "parcel": 6, "cancel": 6, "price": 6, "visit": 6}
EIGHT = range(8)
Fork = Callable[[Path], Settings]


@pytest.fixture(scope="module", autouse=True)
def _short_history() -> Iterator[None]:
    """Let eight weeks be history enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mine, "SETTLED_MENTIONS", 200)
        yield


@pytest.fixture(scope="module")
def quiet() -> list[list[Row]]:
    """Weeks in which nothing new comes."""
    return say_weeks([USUAL] * 10)


@pytest.fixture(scope="module")
def noisy() -> list[list[Row]]:
    """The same, but that a kind much like the largest begins in the ninth week: five, then seven contacts."""
    return say_weeks([*[USUAL] * 8, {**USUAL, "code": 5}, {**USUAL, "code": 7}])


@pytest.fixture(scope="module")
def settled(quiet: list[list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("settled") / "ws"
    run_pipeline(take_in(root, quiet, *EIGHT))
    return root


@pytest.fixture(scope="module")
def steady(settled: Path, quiet: list[list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two quiet weeks later."""
    root = shutil.copytree(settled, tmp_path_factory.mktemp("steady") / "ws")
    for week in (8, 9):
        run_pipeline(take_in(root, quiet, week))
    return root


@pytest.fixture(scope="module")
def edited(settled: Path, noisy: list[list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People put issues right, and two weeks come in which something new is said."""
    root = shutil.copytree(settled, tmp_path_factory.mktemp("edited") / "ws")
    put_right(load_settings(root))
    for week in (8, 9):
        run_pipeline(take_in(root, noisy, week))
    return root


@pytest.fixture
def fork(tmp_path: Path) -> Fork:
    """Copy a workspace, to go on from there."""
    return lambda root: load_settings(shutil.copytree(root, tmp_path / "ws"))


def put_right(settings: Settings) -> None:
    """One edit of each sort, on whatever issues were found."""
    places = see_assignments(settings)
    big, small = find_home(places, "router"), find_home(places, "wifi")
    mixed, third = find_home(places, "cancel"), find_home(places, "parcel")
    off = find_mentions(settings, mixed, "cancel")[:6]
    one, two, three = find_mentions(settings, third)[:3]
    say(settings, lambda r: [rename_issue(big, "Se cae el router")])
    say(settings, lambda r: [merge_issues(r.standing, small, big)])
    say(settings, lambda r: [split_mentions(r, mixed, off, "Bajas")])
    say(settings, lambda r: move_mentions(r.standing, find_placed(r, [one]), big))
    say(settings, lambda r: move_mentions(r.standing, find_placed(r, [two]), None))
    say(settings, lambda r: [pin_issue(r.standing, third, find_placed(r, [three]))])
    say(settings, lambda r: [ignore_issue(r.standing, third, "not ours")])


def test_what_people_put_right_holds_over_later_weeks(settled: Path, edited: Path) -> None:
    before, after = (see_assignments(load_settings(root)) for root in (settled, edited))
    big, third = find_home(before, "router"), find_home(before, "parcel")
    shown = {issue["issue_id"]: issue for issue in see_issues(load_settings(edited))}
    (child,) = [event.payload["child"] for event in read_told(load_settings(edited), "split")]
    assert (shown[big]["name"], shown[child]["name"]) == ("Se cae el router", "Bajas")
    assert shown[third]["ignored"] and find_home(before, "wifi") not in shown
    assert find_home(after, "wifi") == big
    off = {
        (key[1], key[2])
        for event in read_told(load_settings(edited), "split")
        for key in event.payload["mentions"]
    }
    assert {after[mention] for mention in off} == {child}
    moved = [mention for mention in before if before[mention] == third and after[mention] != third]
    assert sorted(str(after[mention]) for mention in moved) == sorted([big, "None"])


def test_a_rebuild_from_inbox_ledger_and_key_gives_what_weeks_one_by_one_gave(
    edited: Path, fork: Fork
) -> None:
    settings = fork(edited)
    issues, places = see_issues(settings), see_assignments(settings)
    shutil.rmtree(settings.root / "warehouse")
    shutil.rmtree(settings.root / "published")
    run_pipeline(settings)
    assert see_assignments(settings) == places
    assert see_issues(settings) == issues
    with pytest.raises(CallError, match="rebuilt"):
        look_at(settings, date.fromisoformat(open_as_of(settings.root)[:10]) - timedelta(weeks=1))


def test_a_new_kind_beside_a_big_issue_of_near_words_has_its_own_id_by_its_second_week(
    edited: Path, settled: Path
) -> None:
    settings = load_settings(edited)
    before, after = see_assignments(load_settings(settled)), see_assignments(settings)
    big, own = find_home(before, "router"), find_home(after, "code")
    assert own not in before.values()
    assert sum(issue == own for mention, issue in after.items() if name_kind(mention) == "code") >= 10
    assert find_home(after, "router") == big
    had = [mention for mention, issue in before.items() if issue == big and name_kind(mention) == "router"]
    assert len(had) > 150 and sum(after[mention] == big for mention in had) >= 0.98 * len(had)
    born = [event for event in read_told(settings, "birth") if event.issue_id == own]
    assert [event.payload["from"] for event in born] in ([[]], [[big]])
    assert born[0].payload["evidence"]["contacts"] >= 10
    assert born[0].payload["evidence"]["contacts_before"] == 0


def test_nothing_is_born_and_nothing_moves_where_nothing_new_comes(settled: Path, steady: Path) -> None:
    before, after = see_assignments(load_settings(settled)), see_assignments(load_settings(steady))
    assert set(after.values()) - {None} == set(before.values()) - {None}
    assert tell_kept(before, after) == 1.0
    assert sum(issue is None for issue in after.values()) <= 0.1 * len(after)


def test_a_past_day_is_shown_with_the_issues_of_then_also_after_a_run_as_of_it(
    edited: Path, settled: Path, fork: Fork
) -> None:
    then = name_and_count(see_issues(load_settings(settled)))
    settings, day = fork(edited), date.fromisoformat(open_as_of(settled)[:10])
    assert name_and_count(look_at(settings, day)) == then
    now = name_and_count(see_issues(settings))
    run_pipeline(settings, day)
    assert name_and_count(look_at(settings, day)) == then
    run_pipeline(settings)
    assert name_and_count(see_issues(settings)) == now
    assert name_and_count(look_at(settings, day)) == then


def look_at(settings: Settings, day: date) -> list[dict[str, object]]:
    with open_reading(settings) as reading:
        past = look_back(reading, day, datetime.now(UTC).date())
        return list(list_past_issues(past, state="all")["issues"])


def name_and_count(issues: list[dict[str, object]]) -> dict[object, object]:
    return {issue["issue_id"]: (issue["name"], issue["contacts"]) for issue in issues}


def open_as_of(root: Path) -> str:
    with open_reading(load_settings(root)) as reading:
        return reading.as_of.isoformat() if reading.as_of else ""


def test_another_encoder_keeps_ids_names_and_contacts_and_so_does_going_back(
    steady: Path, fork: Fork
) -> None:
    settings = fork(steady)
    before, named = see_assignments(settings), name_issues(settings)
    for number, encoder in enumerate(("use+tfidf", "use"), start=1):
        settings = take_in(settings.root, [], mining=f'encoder = "{encoder}"\ngranularity = 5')
        run_pipeline(settings)
        after = see_assignments(settings)
        assert name_issues(settings) == named
        assert tell_kept(before, after) >= 0.95
        assert len(read_told(settings, "encoder")) == number
        before = after
    shutil.rmtree(settings.root / "warehouse")
    run_pipeline(settings)
    assert (see_assignments(settings), name_issues(settings)) == (before, named)


def test_provisional_issues_that_people_put_right_stay_when_history_is_long_enough(
    quiet: list[list[Row]], tmp_path: Path
) -> None:
    settings = take_in(tmp_path / "ws", quiet, 0, 1)
    run_pipeline(settings)
    places = see_assignments(settings)
    big, third = find_home(places, "router"), find_home(places, "parcel")
    put = find_mentions(settings, third)[:1]
    say(settings, lambda r: [rename_issue(third, "No llega")])
    say(settings, lambda r: move_mentions(r.standing, find_placed(r, put), big))
    for weeks in ((2, 3), (4, 5), (6,)):
        settings = take_in(settings.root, quiet, *weeks)
        run_pipeline(settings)
        after = see_assignments(settings)
        assert (find_home(after, "router"), find_home(after, "parcel")) == (big, third)
        assert name_issues(settings)[third] == "No llega"
        assert find_mentions(settings, big, "parcel") == put
    assert mine.is_settled(fold_register(open_ledger(settings).read_events()))


@pytest.fixture(scope="module")
def coarse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven kinds in five issues, and a week later what the tool proposes when it may find seven."""
    root, weeks = tmp_path_factory.mktemp("coarse") / "ws", say_weeks([MANY] * 9)
    run_pipeline(take_in(root, weeks, *EIGHT))
    run_pipeline(take_in(root, weeks, 8, mining="granularity = 7"))
    return root


def find_split(settings: Settings) -> tuple[LedgerEvent, str]:
    """A split that is proposed of an issue with several matters, and the kind that would go."""
    with open_reading(settings) as reading:
        splits = [
            event for event in list_open_proposals(reading.standing) if event.payload["what"] == "split"
        ]
    kinds = [{name_kind((key[1], 0)) for key in event.payload["mentions"]} for event in splits]
    return next(
        (event, next(iter(kind))) for event, kind in zip(splits, kinds, strict=True) if len(kind) == 1
    )


def test_a_split_that_is_proposed_and_accepted_is_done(coarse: Path, fork: Fork) -> None:
    settings = fork(coarse)
    proposal, kind = find_split(settings)
    assert (
        proposal.payload["evidence"]["closeness_inside"] > proposal.payload["evidence"]["closeness_to_rest"]
    )
    say(settings, lambda r: accept_open(r, proposal.payload["proposal"]))
    run_pipeline(settings)
    (child,) = [event.payload["child"] for event in read_told(settings, "split")]
    after = see_assignments(settings)
    held = Counter(name_kind(mention) for mention, issue in after.items() if issue == child)
    assert find_home(after, kind) == child and held[kind] >= 0.95 * held.total()


def test_a_split_that_was_refused_is_not_proposed_again_however_it_grew(coarse: Path, fork: Fork) -> None:
    settings = fork(coarse)
    proposal, kind = find_split(settings)
    say(settings, lambda r: [refuse_proposal(r.standing, proposal.payload["proposal"], "one matter")])
    weeks = say_weeks([*[MANY] * 9, {**MANY, kind: 90}])
    run_pipeline(take_in(settings.root, weeks, 9, mining="granularity = 7"))
    told = [event for event in read_told(settings, "proposal") if event.payload["what"] == "split"]
    again = [e for e in told if e.event_id > proposal.event_id and e.issue_id == proposal.issue_id]
    assert again == []
