from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from voc.schema import INSTANT
from voc.schema.signals import BUDGET
from voc.signals.alerts import raise_alerts
from voc.signals.budget import draw_counts, measure_budget
from voc.signals.weeks import count_weeks

UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


def _measure(counts: npt.NDArray[np.int64], replays: int = 20) -> tuple[pl.DataFrame, int]:
    """Measure the budget of (issues, weeks) of contacts of one source, and how many alerts there were."""
    issue, week = (axis.repeat(counts.ravel()) for axis in map(np.ravel, np.indices(counts.shape)))
    ids = [f"c{number:06d}" for number in range(len(week))]
    contacts = pl.DataFrame(
        {
            "contact_id": ids,
            "source": ["a"] * len(ids),
            "occurred_at": pl.Series([MONDAY + timedelta(weeks=int(w)) for w in week], dtype=INSTANT),
            "customer_id": ids,
        }
    )
    links = pl.DataFrame({"contact_id": ids, "issue_id": [f"I{number:02d}" for number in issue]})
    as_of = MONDAY.replace(hour=0) + timedelta(weeks=counts.shape[1])
    weeks = count_weeks(contacts, links, zone=UTC_ZONE, as_of=as_of)
    alerts = raise_alerts(weeks, links, contacts, zone=UTC_ZONE)
    return measure_budget(weeks, links, contacts, zone=UTC_ZONE, replays=replays), alerts.height


def test_the_budget_is_one_row_about_the_last_26_weeks() -> None:
    counts = np.random.default_rng(1).poisson(6, size=(20, 40))
    budget, _ = _measure(counts, replays=10)
    row = budget.row(0, named=True)
    assert dict(budget.schema) == dict(BUDGET)
    assert (row["weeks"], row["issues"], row["replays"]) == (26, 20, 10)
    assert row["false_per_issue_week"] == pytest.approx(row["false_per_week"] / 20)


def test_a_workspace_in_which_nothing_happens_raises_what_its_budget_says() -> None:
    raised, promised = 0, 0.0
    for seed in range(4):
        budget, n_alerts = _measure(np.random.default_rng(seed).poisson(6, size=(40, 30)), replays=5)
        raised += n_alerts
        promised += budget["false_per_week"][0] * budget["weeks"][0]
    assert promised / (4 * 26) <= 0.5
    assert raised == pytest.approx(promised, abs=3 * promised**0.5 + 1)


def test_what_happened_is_no_false_alarm() -> None:
    counts = np.random.default_rng(3).poisson(6, size=(12, 30))
    counts[2, 20:24] += 60
    budget, n_alerts = _measure(counts, replays=10)
    assert budget["raised_count"][0] == n_alerts >= 1
    assert budget["false_per_week"][0] < 0.5


def test_four_weeks_have_no_budget_yet() -> None:
    assert _measure(np.full((3, 4), 5))[0].is_empty()


def test_the_same_seed_gives_the_same_budget() -> None:
    counts = np.random.default_rng(5).poisson(4, size=(10, 20))
    assert _measure(counts, replays=3)[0].equals(_measure(counts, replays=3)[0])


def test_draws_have_the_mean_and_the_scatter_they_are_asked_for() -> None:
    drawn = draw_counts(np.full((2, 20_000), 8.0), np.array([[1.0], [3.0]]), np.random.default_rng(6))
    assert drawn.mean(axis=1) == pytest.approx([8, 8], rel=0.03)
    assert drawn.var(axis=1) == pytest.approx([8, 24], rel=0.06)
