"""Did the fix work? Issues whose course is known, told as a council would want it."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.signals.fixes import build_weeks, name_day, repeat_level
from voc.schema.effects import EFFECTS
from voc.signals.effect import FixEffect, judge_fix, measure_effects

N_WEEKS = 26
OTHERS = {f"ISS-01{n:02d}": repeat_level(10, N_WEEKS, n) for n in range(12)}


def _judge(
    series: list[int], done_on: date, unit_cost: float = 2.0, others: dict[str, list[int]] = OTHERS
) -> FixEffect:
    weeks = build_weeks(
        {"ISS-0001": series, **{name: counts[: len(series)] for name, counts in others.items()}}
    )
    return judge_fix(weeks, "ISS-0001", done_on, controls=sorted(others), unit_cost=unit_cost)


def test_a_fix_that_took_most_contacts_away_worked() -> None:
    found = _judge(repeat_level(20, 16) + repeat_level(4, 10), name_day(16))
    assert (found.verdict, found.reason) == ("worked", "fewer_contacts")
    assert found.before_weekly == pytest.approx(20, abs=0.5)
    assert found.after_weekly == pytest.approx(4, abs=0.5)
    assert found.expected_weekly == pytest.approx(20, abs=1.5)
    assert found.avoided_weekly == pytest.approx(16, abs=2)
    assert found.avoided_low and found.avoided_high and found.avoided_low > 8 and found.avoided_high < 28
    assert found.avoided_share == pytest.approx(0.8, abs=0.05)
    assert found.took_hold_week == "2026-W18" and found.reopened_week is None and found.tell_on is None


def test_money_is_contacts_times_what_one_costs() -> None:
    found = _judge(repeat_level(20, 16) + repeat_level(4, 10), name_day(16), unit_cost=3.5)
    assert found.money_weekly == pytest.approx(3.5 * (found.avoided_weekly or 0))
    assert found.money_low == pytest.approx(3.5 * (found.avoided_low or 0))
    assert found.money_total == pytest.approx(3.5 * (found.avoided_total or 0))
    assert found.avoided_total == pytest.approx(found.weeks_judged * (found.avoided_weekly or 0))


def test_an_action_on_an_issue_that_goes_on_did_not_work() -> None:
    found = _judge(repeat_level(20, N_WEEKS), name_day(16))
    assert found.verdict == "did_not"
    assert found.avoided_low is not None and found.avoided_high is not None
    assert found.avoided_low < 0 < found.avoided_high and found.took_hold_week is None


def test_more_contacts_than_without_it_did_not_work() -> None:
    found = _judge(repeat_level(10, 16) + repeat_level(30, 10), name_day(16))
    assert (found.verdict, found.reason) == ("did_not", "more_contacts")
    assert found.avoided_high is not None and found.avoided_high < 0


def test_growth_of_everything_is_no_failure_of_a_fix() -> None:
    doubled = {name: counts[:16] + [2 * count for count in counts[16:]] for name, counts in OTHERS.items()}
    found = _judge(repeat_level(20, 16) + repeat_level(14, 10), name_day(16), others=doubled)
    assert found.verdict == "worked" and found.expected_weekly == pytest.approx(40, rel=0.1)


def test_a_fall_of_everything_is_no_success_of_a_fix() -> None:
    halved = {name: counts[:16] + [count // 2 for count in counts[16:]] for name, counts in OTHERS.items()}
    found = _judge(repeat_level(20, 16) + repeat_level(10, 10), name_day(16), others=halved)
    assert found.verdict == "did_not"


@pytest.mark.parametrize("weeks_since", [0, 1, 2])
def test_a_few_weeks_after_it_is_too_early_and_it_is_said_until_when(weeks_since: int) -> None:
    found = _judge(repeat_level(6, 20) + repeat_level(2, weeks_since), name_day(20))
    assert (found.verdict, found.reason) == ("too_early", "few_weeks")
    assert found.weeks_after == weeks_since
    assert found.tell_on == name_day(24)  # the Monday after the fourth week
    assert (found.avoided_weekly is None) == (weeks_since == 0)


def test_done_midweek_the_day_is_a_week_later() -> None:
    found = _judge(repeat_level(6, 22), name_day(20, 3))
    assert found.verdict == "too_early" and found.tell_on == name_day(25)


def test_a_large_issue_is_told_after_two_weeks_where_the_power_suffices() -> None:
    found = _judge(repeat_level(200, 20) + repeat_level(40, 2), name_day(20))
    assert found.verdict == "worked" and (found.power or 0) > 0.8 and found.weeks_after == 2


def test_few_contacts_are_waited_for() -> None:
    found = _judge(repeat_level(11, 20) + repeat_level(8, 4), name_day(20))
    assert (found.verdict, found.reason) == ("too_early", "few_contacts")
    assert found.weeks_needed is not None and found.weeks_needed > 4
    assert found.tell_on == name_day(20) + timedelta(weeks=found.weeks_needed)


def test_what_no_number_of_weeks_would_tell_is_said() -> None:
    found = _judge([1, 0, 2, 1, 3, 0, 1, 2, 1, 0, 1, 1, 1, 2, 0, 2], name_day(12))
    assert (found.verdict, found.reason) == ("cannot_tell", "never_enough")
    assert found.tell_on is None and found.weeks_needed is None


def test_too_little_before_it_can_never_be_told() -> None:
    assert _judge(repeat_level(9, 12), name_day(3)).reason == "short_before"
    few = _judge([0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0], name_day(8))
    assert (few.verdict, few.reason, few.avoided_weekly) == ("cannot_tell", "few_before", None)


def test_an_issue_that_comes_back_is_reopened_and_the_fix_did_work_until_then() -> None:
    series = repeat_level(20, 10) + repeat_level(3, 8) + repeat_level(20, 8)
    found = _judge(series, name_day(10))
    assert (found.verdict, found.reason) == ("worked", "came_back")
    assert (found.took_hold_week, found.reopened_week) == ("2026-W12", "2026-W20")
    assert found.weeks_judged == 8 and found.weeks_after == 16
    assert found.avoided_share == pytest.approx(0.85, abs=0.06)


def test_a_peak_that_passes_by_itself_is_no_success() -> None:
    """People act at the worst of it: after two weeks at three times the usual, it is as it was."""
    peak = [*repeat_level(10, 18), 30, 32, *repeat_level(10, 6)]
    assert _judge(peak, name_day(20)).verdict != "worked"


def test_the_chart_holds_every_week_with_what_would_have_come() -> None:
    found = _judge(repeat_level(20, 16) + repeat_level(4, 10), name_day(16))
    assert [row["is_after"] for row in found.series] == [False] * 16 + [True] * 10
    for row in found.series:
        low, expected, high = row["low"], row["expected"], row["high"]
        assert isinstance(low, float) and isinstance(expected, float) and isinstance(high, float)
        assert low < expected < high


def test_controls_in_any_order_give_the_same() -> None:
    weeks = build_weeks({"ISS-0001": repeat_level(20, N_WEEKS), **OTHERS})
    one = judge_fix(weeks, "ISS-0001", name_day(16), controls=sorted(OTHERS))
    two = judge_fix(
        weeks.sample(fraction=1, shuffle=True, seed=3), "ISS-0001", name_day(16), controls=set(OTHERS)
    )
    assert one == two


def test_every_action_that_was_done_has_its_row() -> None:
    weeks = build_weeks(
        {
            "ISS-0001": repeat_level(20, 16) + repeat_level(4, 10),
            "ISS-0002": repeat_level(15, N_WEEKS),
            **OTHERS,
        }
    )
    actions = [
        ("A-0002", "ISS-0002", name_day(14)),
        ("A-0001", "ISS-0001", name_day(16)),
        ("A-0003", "ISS-9999", name_day(1)),
        ("A-0004", "ISS-0100", name_day(12)),
    ]
    frame = measure_effects(
        weeks, actions, unit_costs={"ISS-0001": 2.0}, chosen=["A-0001", "A-0002", "A-0003"]
    )
    assert dict(frame.schema) == dict(EFFECTS)
    assert frame["action_id"].to_list() == ["A-0002", "A-0001"]
    assert frame["verdict"].to_list() == ["did_not", "worked"]
    assert frame["money_weekly"].to_list()[0] == 0
    assert all(not {"ISS-0001", "ISS-0002", "ISS-0100"} & set(ids) for ids in frame["control_ids"])


def test_no_actions_are_an_empty_frame() -> None:
    empty = measure_effects(build_weeks(OTHERS), [], unit_costs={})
    assert empty.is_empty() and dict(empty.schema) == dict(EFFECTS)
    assert isinstance(empty, pl.DataFrame)


def test_a_second_action_soon_after_is_judged_with_the_first() -> None:
    weeks = build_weeks({"ISS-0001": repeat_level(20, 14) + repeat_level(4, 12), **OTHERS})
    days = [name_day(14), name_day(17)]
    frame = measure_effects(
        weeks, [("A-0001", "ISS-0001", days[0]), ("A-0002", "ISS-0001", days[1])], unit_costs={}
    )
    assert frame["verdict"].to_list() == ["worked", "worked"]
    assert frame["weeks_before"].to_list() == [14, 14]  # the weeks before the first, for both


def test_a_second_action_much_later_is_judged_by_what_the_first_left() -> None:
    weeks = build_weeks({"ISS-0001": repeat_level(20, 10) + repeat_level(6, 16), **OTHERS})
    actions = [("A-0001", "ISS-0001", name_day(10)), ("A-0002", "ISS-0001", name_day(18))]
    frame = measure_effects(weeks, actions, unit_costs={})
    assert frame["verdict"].to_list()[0] == "worked" and frame["weeks_after"].to_list() == [8, 8]
    assert frame["verdict"].to_list()[1] != "worked" and frame["weeks_before"].to_list() == [10, 8]
    assert frame["before_weekly"].to_list() == pytest.approx([20, 6], abs=0.5)


def test_an_issue_that_was_falling_already_must_fall_faster() -> None:
    """A twelfth less every week, before and after: what would have come falls on as well."""
    falling = [round(60 * 0.92**n) for n in range(N_WEEKS)]
    found = _judge(falling, name_day(16))
    assert found.verdict != "worked"
    assert found.expected_weekly == pytest.approx(sum(falling[16:]) / 10, rel=0.35)


def test_done_the_same_day_twice_is_judged_as_once() -> None:
    weeks = build_weeks({"ISS-0001": repeat_level(20, 16) + repeat_level(4, 10), **OTHERS})
    once = judge_fix(weeks, "ISS-0001", name_day(16), controls=sorted(OTHERS))
    twice = judge_fix(
        weeks, "ISS-0001", name_day(16), controls=sorted(OTHERS), others=[name_day(16), name_day(16)]
    )
    assert once == twice
