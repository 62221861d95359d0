import numpy as np
import polars as pl
import pytest

from voc.signals.trends import tell_trends


def _make_weeks(
    counts: dict[str, list[int]], *, exposure: list[int] | None = None, running: int = 0
) -> pl.DataFrame:
    """Make WEEKS from each issue's contacts a week; the last `running` weeks are not complete."""
    n_weeks = len(next(iter(counts.values())))
    rows = [
        {
            "issue_id": issue,
            "week": f"2026-W{n + 1:02d}",
            "contact_count": count,
            "exposure": float(exposure[n]) if exposure else 100.0,
            "is_complete": n < n_weeks - running,
        }
        for issue, row in counts.items()
        for n, count in enumerate(row)
    ]
    return pl.DataFrame(rows)


def _tell(row: list[int], *, exposure: list[int] | None = None, running: int = 0) -> str:
    return str(tell_trends(_make_weeks({"I": row}, exposure=exposure, running=running))["trend"][0])


@pytest.mark.parametrize(
    ("row", "trend"),
    [
        ([10] * 16, "stable"),
        ([10] * 12 + [20] * 4, "growing"),
        ([20] * 12 + [8] * 4, "declining"),
        ([0] * 10 + [0, 0, 3, 4, 2, 5], "new"),
        ([5] * 8 + [0] * 8, "dormant"),
        ([0] * 16, "dormant"),
        ([0, 0, 2, 1, 0, 2] + [0] * 6 + [0, 0, 3, 4], "reopened"),
        ([5] * 11 + [0] * 5, "declining"),
    ],
)
def test_each_trend_has_its_shape(row: list[int], trend: str) -> None:
    assert _tell(row) == trend


def test_below_six_complete_weeks_everything_is_stable() -> None:
    assert _tell([0, 0, 0, 0, 30]) == "stable"
    assert _tell([1, 1, 1, 30, 30, 30], running=1) == "stable"
    assert _tell([1, 1, 1, 30, 30, 30]) == "growing"


def test_what_was_heard_since_the_data_began_is_not_new() -> None:
    assert _tell([0, 0, 3, 3, 3, 3]) != "new"
    assert _tell([0, 0, 0, 0, 3, 3]) == "new"


def test_what_grows_only_because_everything_grows_is_stable() -> None:
    assert _tell([10] * 12 + [20] * 4, exposure=[100] * 12 + [200] * 4) == "stable"


def test_what_falls_only_because_something_else_explodes_is_stable() -> None:
    assert _tell([10] * 16, exposure=[100] * 12 + [300] * 4) == "stable"


def test_a_rise_too_small_to_matter_is_stable() -> None:
    assert _tell([1000] * 12 + [1150] * 4, exposure=[9000] * 16) == "stable"


def test_the_running_week_wakes_an_issue_but_is_not_compared() -> None:
    assert _tell([5] * 8 + [0] * 8 + [2], running=1) == "reopened"
    assert _tell([0] * 10 + [1], running=1) == "new"
    assert _tell([10] * 16 + [0], running=1) == "stable"


def test_weeks_without_data_are_no_silence() -> None:
    exposure = [100] * 8 + [0] * 6 + [100] * 2
    assert _tell([5] * 8 + [0] * 6 + [5, 5], exposure=exposure) == "stable"
    assert _tell([5] * 8 + [0] * 8, exposure=exposure) != "dormant"


def test_a_rare_issue_is_not_reopened_by_a_gap_that_chance_explains() -> None:
    assert _tell([0, 1] + [0] * 10 + [0, 1, 0, 0]) != "reopened"


def test_no_weeks_have_no_trends() -> None:
    assert tell_trends(_make_weeks({"I": [1]}).clear()).is_empty()


def test_the_order_of_rows_changes_nothing() -> None:
    weeks = _make_weeks({"B": [10] * 12 + [20] * 4, "A": [10] * 16})
    assert tell_trends(weeks.reverse()).rows() == [("A", "stable"), ("B", "growing")]


def test_few_constant_issues_seem_to_move() -> None:
    rng = np.random.default_rng(11)
    trends: list[str] = []
    for counts in rng.poisson(6, size=(15, 40, 16)).tolist():
        weeks = _make_weeks({f"I{number:02d}": row for number, row in enumerate(counts)})
        trends += tell_trends(weeks)["trend"].to_list()
    assert trends.count("growing") / len(trends) <= 0.06
    assert trends.count("declining") / len(trends) <= 0.06
