"""What was answered is not proposed again, nor is what people put together proposed to be cut."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from voc.issues.proposals import is_cut_known
from voc.issues.register import Register, RegisteredIssue
from voc.issues.shadow import Past, Transition
from voc.issues.steps import ExemplarKey, Version
from voc.schema import LedgerEvent

NOW = datetime(2026, 5, 4, tzinfo=UTC)
COUNTS = (40, 40, 20)  # texts of three matters, all in one issue


@pytest.fixture
def vectors() -> np.ndarray:
    drawn = np.random.default_rng(3).normal(0, 0.25, (sum(COUNTS), 8))
    drawn += np.eye(8)[np.repeat(range(3), COUNTS)]
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def past(vectors: np.ndarray) -> Past:
    n = len(vectors)
    return Past(vectors, np.zeros(n), np.arange(n), np.arange(n), np.zeros(n, np.int64))


def list_rows(*matters: int) -> np.ndarray:
    return np.flatnonzero(np.isin(np.repeat(range(3), COUNTS), matters))


def name_keys(rows: Sequence[int]) -> tuple[ExemplarKey, ...]:
    return tuple(("notes", f"n{row}", 1, f"k{row}") for row in rows)


def cut_off(*matters: int) -> Transition:
    members = list_rows(*matters)
    return Transition("split", members, (0,), None, len(members), {"held_share": len(members) / sum(COUNTS)})


def propose(rows: Sequence[int]) -> Register:
    """A register in which splitting off a matter, known by these rows, was answered."""
    said = {
        "proposal": "P-0001",
        "what": "split",
        "mentions": [list(key) for key in name_keys(rows)],
    }
    return Register(answered=(LedgerEvent(1, NOW, "voc", "proposal", "ISS-0001", said),))


def is_known(register: Register, past: Past, vectors: np.ndarray, *matters: int) -> bool:
    def look(keys: Sequence[ExemplarKey]) -> np.ndarray:
        return vectors[[int(key[1][1:]) for key in keys]]

    return is_cut_known(register, "ISS-0001", past, cut_off(*matters), look)


def test_the_same_cut_is_known_by_whatever_mentions_it_was_worded(past: Past, vectors: np.ndarray) -> None:
    answered = propose(range(10))
    late = Past(vectors[10:], past.weeks[10:], past.contacts[10:], past.people[10:], past.holders[10:])
    shift = Transition("split", list_rows(0)[:30], (0,), None, 30)
    assert is_cut_known(answered, "ISS-0001", late, shift, lambda keys: vectors[: len(keys)])
    assert is_known(answered, past, vectors, 0)


def test_the_other_side_of_a_cut_is_the_same_cut(past: Past, vectors: np.ndarray) -> None:
    assert is_known(propose(range(10)), past, vectors, 1, 2)


def test_another_cut_of_the_same_issue_is_not_known(past: Past, vectors: np.ndarray) -> None:
    assert not is_known(propose(range(10)), past, vectors, 1)
    assert not is_known(propose(range(10)), past, vectors, 2)


def test_a_cut_of_another_issue_is_not_known(past: Past, vectors: np.ndarray) -> None:
    shift = cut_off(0)
    assert not is_cut_known(propose(range(10)), "ISS-0002", past, shift, lambda _: vectors[:10])


def test_what_people_merged_is_not_proposed_to_be_parted(past: Past, vectors: np.ndarray) -> None:
    known = [
        Version("ISS-0001", 0, name_keys(list_rows(0, 1)[::8]), 0.4),
        Version("ISS-0002", 0, name_keys(list_rows(2)[:8]), 0.4),
    ]
    issue = RegisteredIssue("ISS-0001", "Cobros", {}, NOW, known[0])
    register = Register({"ISS-0001": issue}, {"ISS-0002": "ISS-0001"}, anchors=tuple(known))
    assert is_known(register, past, vectors, 2)
    assert not is_known(register, past, vectors, 0)
