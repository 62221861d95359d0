"""What was said can be taken back, but for what later words rest on."""

import pytest

from tests.council.stories import place, stand
from voc.council.decisions import assign_issue, rename_issue
from voc.council.edits import merge_issues, move_mentions, split_issue
from voc.council.undoing import undo_event
from voc.errors import CallError
from voc.schema import NewEvent

SPLIT = split_issue(stand(), "ISS-0001", [place("a", "ISS-0001")], 3, "Nuevo")
MERGE = merge_issues(stand(), "ISS-0002", "ISS-0001")


def test_what_was_undone_was_never_said() -> None:
    said = [assign_issue("ISS-0001", "Ana"), assign_issue("ISS-0001", "Luis"), rename_issue("ISS-0001", "N")]
    after = stand(said, undo_event(stand(said), 7))
    assert after.decisions["ISS-0001"].owner == "Ana"
    assert after.decisions["ISS-0001"].name == "N"
    assert [event.event_id for event in after.decisions["ISS-0001"].log] == [6, 8]


def test_an_undone_merge_gives_both_issues_back() -> None:
    after = stand(MERGE, undo_event(stand(MERGE), 6))
    assert after.resolve("ISS-0002") == "ISS-0002"
    assert "ISS-0002" in after.register.issues
    assert after.decisions.get("ISS-0002") is None


def test_an_undone_split_leads_back_to_its_parent() -> None:
    after = stand(SPLIT, undo_event(stand(SPLIT), 6))
    assert after.resolve("ISS-0005") == "ISS-0001"
    with pytest.raises(CallError, match="ISS-0005 is part of ISS-0001 now"):
        after.require_live("ISS-0005", "decide")


@pytest.mark.parametrize(
    ("later", "resting"),
    [
        (assign_issue("ISS-0005", "Ana"), True),
        (NewEvent("merge", "ISS-0003", {"into": "ISS-0005"}), True),
        (NewEvent("move", "ISS-0003", {"mentions": [], "from": "ISS-0005", "to": "ISS-0003"}), True),
        (assign_issue("ISS-0001", "Ana"), False),
        (NewEvent("refit", "ISS-0005", {"session": 1, "exemplars": [], "threshold": 0.4}), False),
    ],
)
def test_a_split_on_which_something_rests_stays(later: NewEvent, resting: bool) -> None:
    standing = stand(SPLIT, later)
    if not resting:
        assert [event.kind for event in undo_event(standing, 6)] == ["undo"]
        return
    with pytest.raises(CallError, match="undo 6: 7 rests on it; undo 7 first"):
        undo_event(standing, 6)


def test_a_move_rests_under_what_was_said_of_the_same_text_later() -> None:
    first = move_mentions(stand(), [place("a", "ISS-0001")], "ISS-0002")
    again = move_mentions(stand(), [place("a", "ISS-0002")], "ISS-0003")
    other = move_mentions(stand(), [place("b", "ISS-0002")], "ISS-0003")
    with pytest.raises(CallError, match="7 rests on it"):
        undo_event(stand(first, again), 6)
    assert undo_event(stand(first, other), 6)
    assert undo_event(stand(first, again), 7)


@pytest.mark.parametrize(
    ("event_id", "complaint"),
    [
        (99, "no such event"),
        (1, "the tool recorded it"),
        (7, "cannot be undone; say it again"),
        (6, "undone already"),
    ],
)
def test_what_cannot_be_undone_says_why(event_id: int, complaint: str) -> None:
    standing = stand(MERGE, undo_event(stand(MERGE), 6))
    with pytest.raises(CallError, match=complaint):
        undo_event(standing, event_id)
