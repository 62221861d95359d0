"""From the ledger's corrections to what a contact is; what is kept of a mention's words."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from voc.pipeline.kinds import find_corrections, mark_first, pack_readings, unpack_readings, word_trial
from voc.schema import LedgerEvent
from voc.signals.kind_lessons import Trial
from voc.signals.kinds import KINDS, MEANINGS, Readings

ROWS = pl.DataFrame({"source": ["web", "web", "crm"], "source_id": ["1", "2", "1"]})


def say(number: int, kind: str, told: dict[str, object]) -> LedgerEvent:
    return LedgerEvent(number, datetime(2026, 3, number, tzinfo=UTC), "Ana", kind, None, told)


def classify(
    number: int, contacts: Sequence[Sequence[str]], kind: str, told: str | None = None
) -> LedgerEvent:
    return say(number, "classify", {"contacts": contacts, "kind": kind, "opportunity": told})


def find(*events: LedgerEvent) -> list[tuple[str, str | None] | None]:
    return [MEANINGS[place] if place >= 0 else None for place in find_corrections(ROWS, events)]


def test_what_people_said_of_a_contact_is_found_by_its_address() -> None:
    said = classify(1, [["web", "1"], ["crm", "1"]], "avoidable", "ignored")
    assert find(said) == [("avoidable", "ignored"), None, ("avoidable", "ignored")]


def test_the_last_word_wins_and_what_was_undone_was_never_said() -> None:
    first, second = classify(1, [["web", "2"]], "simple"), classify(2, [["web", "2"]], "valuable", "buy_more")
    assert find(first, second)[1] == ("valuable", "buy_more")
    assert find(first, second, say(3, "undo", {"event_id": 2}))[1] == ("simple", None)


def test_a_repeat_is_avoidable_and_a_kind_holds_without_its_opportunity() -> None:
    assert find(classify(1, [["web", "1"]], "repeat"))[0] == ("avoidable", None)
    assert find(classify(1, [["web", "1"]], "other", "buy_more"))[0] == ("other", None)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_that_people_decide_is_taken_for_a_correction(kind: str) -> None:
    assert find(say(1, "decide", {"contacts": [["web", "1"]], "kind": kind})) == [None] * 3


def test_a_contacts_first_assigned_mention_is_marked_else_its_first() -> None:
    rows = pl.DataFrame(
        {
            "contact_id": ["a", "a", "a", "b", "b"],
            "ordinal": [1, 2, 3, 2, 1],
            "issue_id": [None, "ISS-0002", "ISS-0001", None, None],
        }
    )
    assert mark_first(rows).tolist() == [False, True, False, False, True]


def test_what_is_kept_of_a_mention_is_read_back_as_it_was() -> None:
    rng = np.random.default_rng(2)
    readings = Readings(
        rng.normal(size=(3, len(MEANINGS))).astype(np.float32).astype(np.float64),
        np.zeros((3, len(MEANINGS))),
        rng.normal(size=(3, 5)).astype(np.float32).astype(np.float64),
        np.array([[1400, -1, 3, 0]] * 3),
        [("no funciona", "", "", ""), ("", "", "", ""), ("", "¿", "ok", "")],
    )
    back = unpack_readings(pack_readings(readings), 5)
    for name in ("own", "signs", "places", "likes"):
        assert np.array_equal(getattr(back, name), getattr(readings, name))
    assert back.words == readings.words


def test_nothing_kept_is_nothing_read() -> None:
    back = unpack_readings([], 5)
    assert back.own.shape == (0, len(MEANINGS))
    assert back.words == []


def test_the_minings_record_tells_what_corrections_were_worth() -> None:
    assert word_trial(Trial(40, is_used=True, without=0.7, with_it=0.8)) == {
        "corrections": 40,
        "used": True,
        "without": 0.7,
        "with": 0.8,
    }
