import polars as pl
import pytest

from voc.signals.explanations import explain_alert, explain_trend
from voc.signals.trends import tell_trends


def _make_weeks(rows: dict[str, list[int]], *, exposure: float = 100.0) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "issue_id": issue,
                "week": f"2026-W{n + 1:02d}",
                "contact_count": count,
                "exposure": exposure,
                "standard": 10.0,
                "low": 4.0,
                "high": 17.0,
                "is_complete": True,
            }
            for issue, counts in rows.items()
            for n, count in enumerate(counts)
        ]
    )


def test_the_numbers_behind_growing_are_those_that_were_compared() -> None:
    weeks = _make_weeks({"A": [10] * 12 + [20] * 4, "B": [10] * 16})
    told = explain_trend(weeks, "A")
    assert (told["trend"], told["spoke"]) == ("growing", "comparison")
    assert told["recent"] == {
        "weeks": [f"2026-W{n}" for n in (13, 14, 15, 16)], "contacts": 80, "exposure": 400.0, "rate": 0.2,
    }  # fmt: skip
    assert (told["before"]["contacts"], len(told["before"]["weeks"])) == (120, 12)
    assert told["expected"] == pytest.approx(40)
    assert (told["count_ratio"], told["rate_ratio"]) == (pytest.approx(2), pytest.approx(2))
    assert told["p_growing"] < told["thresholds"]["significance"] < told["p_declining"]


@pytest.mark.parametrize(
    ("row", "trend", "spoke"),
    [
        ([0] * 12 + [3, 4, 2, 5], "new", "silence"),
        ([5] * 8 + [0] * 8, "dormant", "silence"),
        ([4] * 6 + [0] * 7 + [4] * 3, "reopened", "silence"),
        ([10] * 16, "stable", "comparison"),
        ([20] * 12 + [8] * 4, "declining", "comparison"),
        (
            [2, 3, 2, 4, 3, 4, 5, 4, 5, 6, 5, 7, 6, 7, 8, 7, 9, 8, 9, 10, 9, 10, 9, 9, 10, 9],
            "growing",
            "slope",
        ),
    ],
)
def test_every_word_is_the_one_that_was_told(row: list[int], trend: str, spoke: str) -> None:
    weeks = _make_weeks({"A": row})
    told = explain_trend(weeks, "A")
    assert told["trend"] == tell_trends(weeks)["trend"][0] == trend
    assert told["spoke"] == spoke
    assert told["rule"]


def test_a_gap_is_told_with_its_chance() -> None:
    silence = explain_trend(_make_weeks({"A": [1] * 6 + [0] * 7 + [4] * 3}), "A")["silence"]
    assert (silence["first_week"], silence["last_week"]) == ("2026-W01", "2026-W16")
    assert silence["gap_weeks"] == 7
    assert silence["chance"] == pytest.approx((6 / 13) ** 6)


def test_too_short_a_history_says_so() -> None:
    told = explain_trend(_make_weeks({"A": [1, 2, 3, 4, 5]}), "A")
    assert (told["trend"], told["spoke"]) == ("stable", None)
    assert "six complete weeks" in told["rule"]
    assert "recent" not in told


def test_an_unknown_issue_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="'Z' has no weeks"):
        explain_trend(_make_weeks({"A": [1] * 8}), "Z")


def test_an_alert_tells_what_paid_for_it() -> None:
    weeks = _make_weeks({f"I{n:02d}": [10] * 16 for n in range(45)})
    alert = {
        "issue_id": "I00", "alert_id": "I00-2026-W16", "kind": "burst", "method": "negative binomial",
        "week": "2026-W16", "last_week": "2026-W16", "observed": 20, "expected": 10.0, "p_value": 0.005,
        "q_value": 0.2, "week_count": 1, "total_observed": 20, "total_expected": 10.0, "is_open": True,
    }  # fmt: skip
    told = explain_alert(weeks, alert)
    assert (told["paid_by"], told["ratio"], told["issues_heard"]) == ("budget", 2.0, 45)
    assert told["p_value"] <= told["threshold"] == pytest.approx(0.01)
    assert (told["low"], told["high"], told["exposure"]) == (4.0, 17.0, 100.0)
    assert explain_alert(weeks, {**alert, "q_value": 0.04})["paid_by"] == "fdr"
    assert explain_alert(weeks, {**alert, "method": "cusum"})["paid_by"] == "run"
