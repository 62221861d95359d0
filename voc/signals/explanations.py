"""Why is an issue called growing, and why did it alarm? The numbers behind the word.

Told by the functions that told the word, from the same frames: nothing is worked out a second way.
"""

from typing import Any

import polars as pl

from voc.signals.drift import LEAST_RUN, SIGNIFICANCE
from voc.signals.judging import (
    ALARM_BUDGET,
    EMERGING_PEOPLE,
    EMERGING_SHARE,
    FALSE_DISCOVERY_RATE,
    LARGEST_CHANCE,
    LEAST_COUNT,
    LEAST_PEOPLE,
    LEAST_RATIO,
    NEXT_TO_NONE,
)
from voc.signals.replay import QUIET_WEEKS
from voc.signals.trends import (
    BEFORE_WEEKS,
    DORMANT_WEEKS,
    LEAST_WEEKS,
    RECENT_WEEKS,
    STEADY_RATIO,
    STEADY_SIGNIFICANCE,
    STEADY_WEEKS,
    Course,
    Silence,
    compare_recent,
    lay_course,
    tell_silence,
    tell_trends,
    weigh_silence,
)
from voc.signals.trends import LEAST_RATIO as TREND_RATIO
from voc.signals.trends import SIGNIFICANCE as TREND_SIGNIFICANCE

Figures = dict[str, Any]

TREND_RULES = {
    "new": "first heard in the recent weeks, and the data began at least four weeks before them",
    "dormant": "not heard in the last six complete weeks with data, nor in the running one",
    "reopened": "heard again in the recent weeks, after a silence that chance does not explain",
    "growing": "contacts and their rate rose by a fifth or more, beyond chance",
    "declining": "contacts and their rate fell by a sixth or more, beyond chance",
    "slope": "contacts for their exposure moved steadily over half a year, by half or more, and still do",
    "stable": "no rule spoke",
    "too short": "fewer than six complete weeks: nothing can be told yet",
}
ALERT_RULES = {
    "negative binomial": "more contacts in the week than its exposure and the 20 weeks before explain",
    "farrington": "more contacts in the week than its exposure, trend and season explain",
    "emergence": "next to nothing before, and several people within one or two weeks",
    "cusum": "the level rose: week by week little, together more than chance explains",
}

KEPT = (
    "alert_id", "kind", "method", "week", "observed", "expected", "p_value", "q_value",
    "week_count", "total_observed", "total_expected", "is_open", "last_week",
)  # fmt: skip


def explain_trend(weeks: pl.DataFrame, issue_id: str) -> Figures:
    """Tell the numbers behind an issue's trend.

    Args:
        weeks: WEEKS of all issues: their scatter is told together.
        issue_id: One of them.

    Returns:
        issue_id, trend, rule (in words), spoke (silence, comparison, slope; null: too short a history),
        recent and before (weeks, contacts, exposure, rate:
        contacts per unit of exposure), expected (contacts in the recent weeks, had the rate stayed),
        count_ratio, rate_ratio (recent to before), dispersion (φ), p_growing, p_declining,
        slope_z and slope_change (of a steady rise or fall over 26 weeks: last to first), silence
        (first_week, last_week, silent_weeks since; gap_weeks and chance of a gap that ended in the recent
        weeks), thresholds. Figures that too short a history lacks are null.

    Raises:
        ValueError: the weeks know no such issue.
    """
    course = lay_course(weeks)
    if issue_id not in course.issues:
        raise ValueError(f"issue {issue_id!r} has no weeks")
    place = course.issues.index(issue_id)
    trend = dict(tell_trends(weeks).iter_rows())[issue_id]
    is_long = course.n_complete >= LEAST_WEEKS
    shown = weeks.filter(pl.col("issue_id") == issue_id).sort("week")
    silence = weigh_silence(course, place)
    spoke = _name_speaker(course, silence, trend, place) if is_long else None
    return {
        "issue_id": issue_id,
        "trend": trend,
        "rule": TREND_RULES["slope" if spoke == "slope" else trend if is_long else "too short"],
        "spoke": spoke,
        **(_list_comparison(course, shown, place) if is_long else {}),
        "silence": _list_silence(course, silence, place),
        "thresholds": {
            "recent_weeks": RECENT_WEEKS,
            "before_weeks": BEFORE_WEEKS,
            "least_weeks": LEAST_WEEKS,
            "dormant_weeks": DORMANT_WEEKS,
            "least_ratio": TREND_RATIO,
            "significance": TREND_SIGNIFICANCE,
            "steady_weeks": STEADY_WEEKS,
            "steady_significance": STEADY_SIGNIFICANCE,
            "steady_ratio": STEADY_RATIO,
        },
    }


def _name_speaker(course: Course, silence: Silence, trend: str, place: int) -> str:
    """Name what spoke: `silence`, the `comparison` of four weeks with twelve, or the `slope` over 26."""
    if tell_silence(silence):
        return "silence"
    compared = compare_recent(course)
    odd = {"growing": compared.p_growing, "declining": compared.p_declining}.get(trend)
    heard, usual = compared.heard[place], max(float(compared.usual[place]), 1e-9)
    ratios = (heard / usual, heard / max(float(compared.forecast.expected[place]), 1e-9))
    far = min(ratios) >= TREND_RATIO or max(ratios) <= 1 / TREND_RATIO
    return "comparison" if odd is None or (far and odd[place] < TREND_SIGNIFICANCE) else "slope"


def _list_comparison(course: Course, shown: pl.DataFrame, place: int) -> Figures:
    compared = compare_recent(course)
    heard, usual = float(compared.heard[place]), float(compared.usual[place])
    expected = float(compared.forecast.expected[place])
    return {
        "recent": _sum_weeks(shown, compared.recent),
        "before": _sum_weeks(shown, compared.before),
        "expected": expected,
        "count_ratio": heard / usual if usual else None,
        "rate_ratio": heard / expected if expected else None,
        "dispersion": float(compared.forecast.dispersion[place]),
        "p_growing": float(compared.p_growing[place]),
        "p_declining": float(compared.p_declining[place]),
        "slope_z": float(compared.slopes[place]),
        "slope_change": float(compared.changes[place]),
    }


def _sum_weeks(shown: pl.DataFrame, span: slice) -> Figures:
    chosen = shown[span]
    contacts, exposure = int(chosen["contact_count"].sum()), float(chosen["exposure"].sum())
    return {
        "weeks": chosen["week"].to_list(),
        "contacts": contacts,
        "exposure": exposure,
        "rate": contacts / exposure if exposure else None,
    }


def _list_silence(course: Course, silence: Silence, place: int) -> Figures:
    live = [week for week, reach in zip(course.weeks, course.exposures[place], strict=True) if reach > 0]
    heard, gap = silence.heard, silence.gap
    return {
        "first_week": live[heard[0]] if heard else None,
        "last_week": live[heard[-1]] if heard else None,
        "silent_weeks": max(silence.n_silent, 0),
        "gap_weeks": gap[1] - gap[0] - 1 if gap else None,
        "chance": silence.chance,
    }


def explain_alert(weeks: pl.DataFrame, alert: Figures) -> Figures:
    """Tell the numbers behind an alert.

    Args:
        weeks: WEEKS of all issues.
        alert: A row of ALERTS.

    Returns:
        alert_id, kind, method, rule (in words), week, observed, expected, ratio, low and high (the band of
        the count that was to come, as it is seen now), exposure, p_value, q_value, paid_by (`fdr`,
        `budget`, or `run` for a shift), threshold (p at which it is paid), issues_heard (by that week),
        week_count, total_observed, total_expected, thresholds.
    """
    week = alert["week"]
    row = weeks.filter((pl.col("issue_id") == alert["issue_id"]) & (pl.col("week") == week)).row(
        0, named=True
    )
    heard = weeks.filter((pl.col("week") <= week) & (pl.col("contact_count") > 0))["issue_id"].n_unique()
    threshold = min(LARGEST_CHANCE, ALARM_BUDGET / max(heard, 1))
    threshold *= EMERGING_SHARE if alert["method"] == "emergence" else 1
    is_run, is_found = alert["method"] == "cusum", alert["q_value"] <= FALSE_DISCOVERY_RATE
    return {
        **{name: alert[name] for name in KEPT},
        "rule": ALERT_RULES[alert["method"]],
        "ratio": alert["observed"] / alert["expected"] if alert["expected"] else None,
        "low": row["low"],
        "high": row["high"],
        "exposure": row["exposure"],
        "paid_by": "run" if is_run else "fdr" if is_found else "budget",
        "threshold": SIGNIFICANCE if is_run else threshold,
        "issues_heard": heard,
        "thresholds": {
            "false_discovery_rate": FALSE_DISCOVERY_RATE,
            "least_count": LEAST_COUNT,
            "least_people": LEAST_PEOPLE,
            "least_ratio": LEAST_RATIO,
            "emerging_people": EMERGING_PEOPLE,
            "emerging_before": NEXT_TO_NONE,
            "least_run": LEAST_RUN,
            "quiet_weeks": QUIET_WEEKS,
        },
    }
