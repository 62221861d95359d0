"""The furthest step an issue has reached."""

import pytest

from voc.council.decisions import Decisions
from voc.council.lifecycle import tell_lifecycle
from voc.schema import LIFECYCLE


@pytest.mark.parametrize(
    ("state", "decisions", "step"),
    [
        ("isolated", None, "heard"),
        ("recurring", None, "aggregated"),
        ("recurring", Decisions(department="Logística", target=3, name="x"), "aggregated"),
        ("isolated", Decisions(owner="Ana"), "owned"),
        ("recurring", Decisions(owner="Ana", lever="improve"), "solution_chosen"),
        ("isolated", Decisions(lever="improve"), "solution_chosen"),
    ],
)
def test_an_issue_stands_where_it_was_brought(state: str, decisions: Decisions | None, step: str) -> None:
    assert tell_lifecycle(state, decisions) == step
    assert step in LIFECYCLE
