"""Issues stay what they were when the encoder changes; of what would go elsewhere only the surest goes."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.issues.builders import make_topics
from voc.issues.carry import MOST_CHANGED, Known, carry_issues, count_changes, word_carry
from voc.issues.embed import scale_rows
from voc.issues.exemplars import pick_exemplars
from voc.issues.moved import tell_fates

SIZES = [80, 60, 60, 40, 20, 30]  # of the last topic nobody has said anything: it is nobody's
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def turn(vectors: NDArray, noise: float, seed: int = 4) -> NDArray:
    """See vectors as another encoder would: turned, and blurred."""
    rng = np.random.default_rng(seed)
    matrix = np.linalg.qr(rng.normal(size=(vectors.shape[1], vectors.shape[1])))[0]
    return scale_rows(vectors @ matrix + noise * scale_rows(rng.normal(size=vectors.shape)))


def confuse(vectors: NDArray, share: float) -> NDArray:
    """See vectors as an encoder would that takes some texts for others."""
    rng = np.random.default_rng(6)
    rows = rng.choice(len(vectors), int(share * len(vectors)), replace=False)
    confused = turn(vectors, 0.3)
    confused[np.sort(rows)] = confused[rows]
    return confused


@pytest.fixture(scope="module")
def old() -> tuple[NDArray, list[str | None]]:
    vectors, labels = make_topics(SIZES, dims=120)
    issues = [f"ISS-{label + 1:04d}" if label < len(SIZES) - 1 else None for label in labels]
    return vectors, issues


def know(vectors: NDArray, before: list[str | None], contacts: NDArray | None = None) -> Known:
    exemplars = {}
    for issue in sorted({name for name in before if name}):
        members = [row for row, name in enumerate(before) if name == issue]
        exemplars[issue] = [members[row] for row in pick_exemplars(vectors[members])]
    keys = [f"k{row:04d}" for row in range(len(before))]
    return Known(keys, before, np.ones(len(before)) if contacts is None else contacts, exemplars)


def test_a_like_encoder_keeps_nearly_all_without_holding(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    known = know(vectors, before)
    carried = carry_issues(turn(vectors, 0.3), known, vectors)
    assert count_changes(before, carried.free, known.contacts)["kept"] > 0.97
    assert carried.issues == tuple(sorted({name for name in before if name}))


def test_an_unlike_encoder_moves_few_and_holds_the_rest(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    known = know(vectors, before)
    carried = carry_issues(confuse(vectors, 0.4), known, vectors)
    agreed = count_changes(before, carried.free, known.contacts)["kept"]
    kept = count_changes(before, carried.after, known.contacts)
    assert agreed < 0.9
    assert kept["kept"] >= 0.95
    assert kept["moved"] <= MOST_CHANGED * len(before)
    assert all(carried.after[row] == before[row] for row in carried.held)


def test_contacts_count_and_not_texts(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    contacts = np.ones(len(before))
    contacts[:20] = 50  # twenty texts stand for most contacts
    carried = carry_issues(confuse(vectors, 0.4), know(vectors, before, contacts), vectors)
    assert count_changes(before, carried.after, contacts)["moved"] <= MOST_CHANGED * contacts.sum()


def test_the_translation_helps_with_texts_that_were_never_seen(
    old: tuple[NDArray, list[str | None]],
) -> None:
    vectors, before = old
    new = turn(vectors, 0.9)
    seen, later = np.arange(0, len(before), 2), np.arange(1, len(before), 2)
    known = know(vectors[seen], [before[row] for row in seen])
    agreed = []
    for seen_before in (vectors[seen], None):
        carried = carry_issues(new[seen], known, seen_before)
        see = carried.translation.apply if carried.translation else lambda rows: rows
        anchors = [see(new[seen])[list(rows)].mean(axis=0) for rows in carried.exemplars]
        nearest = (see(new[later]) @ np.array(anchors).T).argmax(axis=1)
        agreed.append(
            np.mean([before[row] == carried.issues[n] for row, n in zip(later, nearest, strict=True)])
        )
    assert agreed[0] >= agreed[1]


def test_exemplars_are_the_same_texts(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    known = know(vectors, before)
    carried = carry_issues(turn(vectors, 0.3), known, vectors)
    for issue, rows in zip(carried.issues, carried.exemplars, strict=True):
        assert set(rows) == set(known.exemplars[issue])


def test_an_exemplar_that_was_moved_away_serves_no_longer(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    known = know(vectors, before)
    gone = known.exemplars["ISS-0001"][0]
    moved = Known(known.keys, [None if row == gone else name for row, name in enumerate(before)],
                  known.contacts, known.exemplars)  # fmt: skip
    carried = carry_issues(vectors, moved, None)
    assert gone not in carried.exemplars[carried.issues.index("ISS-0001")]


def test_the_ledger_is_told_all_that_a_rebuild_needs(old: tuple[NDArray, list[str | None]]) -> None:
    vectors, before = old
    known = know(vectors, before)
    carried = carry_issues(confuse(vectors, 0.4), known, vectors)
    addresses = [("notes", key, 1, key) for key in known.keys]
    events = word_carry(carried, known, addresses, models=("old", "new"), session=7, as_of=WHEN)
    assert [event.kind for event in events] == ["encoder", "space", *["refit"] * len(carried.issues)]
    told = json.loads(json.dumps(events[0].payload))
    assert (told["from"], told["to"], told["session"]) == ("old", "new", 7)
    held = {key: issue or None for issue, keys in told["held"].items() for key in keys}
    assert held == {known.keys[row]: carried.after[row] for row in carried.held}
    assert told["kept"] >= 0.95
    assert events[2].payload["exemplars"][0] == list(addresses[carried.exemplars[0][0]])


def test_nothing_known_is_nothing_carried() -> None:
    known = Known([], [], np.zeros(0), {})
    carried = carry_issues(np.zeros((0, 8), np.float32), known)
    assert carried.issues == ()
    assert carried.after == ()


def test_an_issue_is_told_to_keep_split_merge_or_be_lost() -> None:
    before = ["A"] * 10 + ["B"] * 10 + ["C"] * 10 + ["D"] * 10
    free = ["A"] * 10 + ["B"] * 6 + ["A"] * 4 + ["A"] * 8 + ["C"] * 2 + [None] * 7 + ["D"] * 3
    fates = {fate.issue_id: fate for fate in tell_fates(before, free, [1.0] * 40)}
    assert {name: fate.fate for name, fate in fates.items()} == {
        "A": "keeps", "B": "splits", "C": "merges", "D": "is_lost",
    }  # fmt: skip
    assert fates["B"].goes_to == (("A", 4.0),)
    assert [fate.issue_id for fate in tell_fates(before, free, [1.0] * 40)] == ["C", "D", "B", "A"]
