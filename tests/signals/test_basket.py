"""Which issues stand for what would have come, and which weeks are compared."""

import numpy as np
import polars as pl
import pytest

from tests.signals.fixes import build_weeks, name_day, repeat_level
from voc.signals.basket import choose_controls, compare_weeks

WEEKS = 20
OTHERS = {f"ISS-000{n}": repeat_level(10, WEEKS, n) for n in range(2, 8)}
FIXED = {"ISS-0001": repeat_level(12, 12) + repeat_level(3, 8)}
ALL = build_weeks({**FIXED, **OTHERS})


def test_an_action_on_a_monday_splits_the_weeks_without_a_gap() -> None:
    seen = compare_weeks(ALL, "ISS-0001", name_day(12))
    assert seen.times.tolist() == [float(n) for n in range(-12, 8)]
    assert seen.counts.tolist() == FIXED["ISS-0001"]


def test_the_week_in_which_it_was_done_belongs_to_neither_side() -> None:
    seen = compare_weeks(ALL, "ISS-0001", name_day(12, 2))
    assert "2026-W14" not in seen.weeks and len(seen.weeks) == WEEKS - 1
    assert seen.times.tolist() == [float(n) for n in range(-13, -1)] + [float(n) for n in range(7)]


def test_a_week_that_still_runs_is_left_out() -> None:
    running = build_weeks({**FIXED, **OTHERS}, last_is_complete=False)
    assert compare_weeks(running, "ISS-0001", name_day(12)).times[-1] == 6


def test_weeks_before_the_issue_was_first_heard_are_no_history() -> None:
    late = build_weeks({"ISS-0001": [0] * 5 + [8] * 15, **OTHERS})
    assert compare_weeks(late, "ISS-0001", name_day(12)).times[0] == -7


def test_no_more_than_half_a_year_is_looked_at_on_either_side() -> None:
    long = build_weeks({"ISS-0001": [9] * 90})
    assert compare_weeks(long, "ISS-0001", name_day(45)).times.tolist() == [float(n) for n in range(-26, 26)]


def test_controls_stand_beside_it_week_by_week() -> None:
    seen = compare_weeks(ALL, "ISS-0001", name_day(12), controls=["ISS-0003", "ISS-0002"])
    assert seen.controls == ["ISS-0002", "ISS-0003"]
    assert seen.control_counts.tolist() == [OTHERS["ISS-0002"], OTHERS["ISS-0003"]]
    assert seen.control_standards[1] == pytest.approx(np.full(WEEKS, np.mean(OTHERS["ISS-0003"])))


def test_controls_are_all_others_that_nobody_touched() -> None:
    chosen = choose_controls(
        ALL, "ISS-0001", name_day(12), acted=[("ISS-0004", name_day(11)), ("ISS-0005", name_day(-60))]
    )
    assert chosen == ["ISS-0002", "ISS-0003", "ISS-0005", "ISS-0006", "ISS-0007"]


def test_an_issue_that_alerted_within_the_window_is_no_control() -> None:
    alerts = pl.DataFrame(
        {
            "issue_id": ["ISS-0002", "ISS-0003"],
            "week": ["2026-W15", "2025-W30"],
            "last_week": ["2026-W16", "2025-W31"],
        }
    )
    assert "ISS-0002" not in choose_controls(ALL, "ISS-0001", name_day(12), alerts=alerts)
    assert "ISS-0003" in choose_controls(ALL, "ISS-0001", name_day(12), alerts=alerts)


def test_a_neighbour_that_shares_contacts_is_no_control() -> None:
    shared = [("c1", "ISS-0001"), ("c1", "ISS-0002"), ("c2", "ISS-0001"), ("c3", "ISS-0003")]
    links = pl.DataFrame(shared, schema=["contact_id", "issue_id"], orient="row")
    chosen = choose_controls(ALL, "ISS-0001", name_day(12), links=links)
    assert "ISS-0002" not in chosen and "ISS-0003" in chosen


def test_what_came_after_the_change_does_not_choose_controls() -> None:
    """One that emerged after it and one that vanished: by what was known before, one is none, one is one."""
    odd = {"ISS-0008": [0] * 12 + [40] * 8, "ISS-0009": [10] * 12 + [0] * 8}
    chosen = choose_controls(build_weeks({**FIXED, **OTHERS, **odd}), "ISS-0001", name_day(12))
    assert "ISS-0008" not in chosen and "ISS-0009" in chosen


def test_too_small_a_basket_is_none() -> None:
    few = {"ISS-0002": OTHERS["ISS-0002"], "ISS-0003": OTHERS["ISS-0003"]}
    assert choose_controls(build_weeks({**FIXED, **few}), "ISS-0001", name_day(12)) == []
    tiny = {f"ISS-000{n}": [1] * WEEKS for n in range(2, 8)}
    assert choose_controls(build_weeks({**FIXED, **tiny}), "ISS-0001", name_day(12)) == []


def test_no_history_chooses_nobody() -> None:
    assert choose_controls(ALL, "ISS-0001", name_day(0)) == []


def test_changes_within_six_weeks_are_one_and_the_weeks_between_belong_to_neither_side() -> None:
    seen = compare_weeks(ALL, "ISS-0001", name_day(12), others=[name_day(12), name_day(9)])
    assert seen.times.tolist() == [float(n) for n in range(-12, -3)] + [float(n) for n in range(8)]
    assert seen.counts.tolist() == FIXED["ISS-0001"][:9] + FIXED["ISS-0001"][12:]


def test_an_earlier_change_ends_the_history_and_a_later_one_what_can_be_judged() -> None:
    seen = compare_weeks(ALL, "ISS-0001", name_day(10), others=[name_day(2, 3), name_day(17, 1)])
    assert seen.times.tolist() == [float(n) for n in range(-7, 7)]


def test_what_was_acted_upon_long_ago_may_be_a_control_again() -> None:
    acted = [("ISS-0004", name_day(-60)), ("ISS-0005", name_day(13))]
    chosen = choose_controls(ALL, "ISS-0001", name_day(12), acted=acted)
    assert "ISS-0004" in chosen and "ISS-0005" not in chosen
