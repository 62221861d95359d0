"""What did an action bring: contacts avoided a week, money, and may one say that it worked?

An issue's weeks before and after the day on which the action was done are compared with those of issues that
nobody touched. Growth of the company is no failure of the fix, and a holiday is no success.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

import polars as pl

from voc.schema import make_frame
from voc.schema.effects import EFFECTS
from voc.signals.basket import Comparison, choose_controls, compare_weeks, find_first_whole_week
from voc.signals.fixed import LEAST_WEEKS_AFTER, FixWeighed, weigh_fix
from voc.signals.isoweeks import week_monday


@dataclass(frozen=True)
class FixEffect:
    """What is known of one action; figures a week are means over the weeks judged, None where unknown."""

    issue_id: str
    done_on: date
    verdict: str  # worked, did_not, too_early, cannot_tell
    reason: str  # of `fixed.REASONS`
    weeks_before: int
    weeks_after: int  # whole ones since
    weeks_judged: int  # of those: no more than before, and none after the issue came back
    weeks_needed: int | None  # after the change, to tell a halving with power .8; None: more than can be had
    tell_on: date | None  # from when on there is more to tell; None: now, or never
    power: float | None  # to tell a halving from the weeks judged, 0 to 1
    before_weekly: float | None
    after_weekly: float | None
    expected_weekly: float | None  # without the action
    avoided_weekly: float | None  # below 0: there were more
    avoided_low: float | None  # 95 %, a week
    avoided_high: float | None
    avoided_share: float | None  # of what was expected
    avoided_total: float | None  # over the weeks judged
    money_weekly: float | None
    money_low: float | None
    money_high: float | None
    money_total: float | None
    took_hold_week: str | None  # in which the counts turned; told of what worked
    reopened_week: str | None  # in which they came back
    control_ids: tuple[str, ...]  # untouched issues; none: compared with the exposure alone
    control_count: int  # their contacts over these weeks
    series: tuple[dict[str, object], ...]  # week, observed, expected, low, high, is_after


def judge_fix(
    weeks: pl.DataFrame,
    issue_id: str,
    done_on: date,
    *,
    controls: Collection[str] = (),
    others: Collection[date] = (),
    unit_cost: float = 0.0,
) -> FixEffect:
    """Judge whether an action changed what an issue brings.

    The weeks before the action tell what would have come, as a level and a trend over the untouched
    issues; its interval allows for scatter beyond chance, for high weeks that follow high ones and for
    how far a trend may be off. See `voc.stats.avoided` for the formulas and `benchmarks/effect.py` for
    how often the interval covers the truth and how often "worked" is said wrongly.

    Args:
        weeks: WEEKS, with a row for every issue and week; incomplete weeks are left out.
        issue_id: The issue that the action is about.
        done_on: From which day on it holds, in the workspace's zone.
        controls: Untouched issues, as `choose_controls` gives them.
        others: The days of other actions on the same issue; those within six weeks are judged with it.
        unit_cost: What a contact of the issue costs on average, in the workspace's currency.
    """
    comparison = compare_weeks(weeks, issue_id, done_on, controls=controls, others=others)
    return _word_effect(comparison, weigh_fix(comparison), done_on, unit_cost)


def measure_effects(
    weeks: pl.DataFrame,
    actions: Iterable[tuple[str, str, date]],
    *,
    unit_costs: Mapping[str, float],
    chosen: Collection[str] | None = None,
    alerts: pl.DataFrame | None = None,
    links: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Measure what actions that were done have brought.

    Args:
        weeks: WEEKS.
        actions: action id, issue id (as it is now, after merges) and the day on which it was done: all of
            them, since what was acted upon is no control.
        unit_costs: By issue; 0 where it is missing.
        chosen: Ids of the actions to judge; all where None.
        alerts: ALERTS; issues that alerted in the window are no controls.
        links: CONTACT_ISSUES; issues that share contacts are no controls.

    Returns:
        EFFECTS, in the order of the actions; actions on issues without contacts are left out.
    """
    known, done = set(weeks["issue_id"]), list(actions)
    acted = [(issue_id, done_on) for _, issue_id, done_on in done]
    rows = []
    for action_id, issue_id, done_on in done:
        if issue_id in known and (chosen is None or action_id in chosen):
            controls = choose_controls(weeks, issue_id, done_on, acted=acted, alerts=alerts, links=links)
            effect = judge_fix(
                weeks,
                issue_id,
                done_on,
                controls=controls,
                others=[day for issue, day in acted if issue == issue_id],
                unit_cost=unit_costs.get(issue_id, 0.0),
            )
            rows.append({"action_id": action_id, **_list_columns(effect)})
    return make_frame(rows, EFFECTS)


def _list_columns(effect: FixEffect) -> dict[str, object]:
    told = {field.name: getattr(effect, field.name) for field in fields(effect)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def _word_effect(comparison: Comparison, weighed: FixWeighed, done_on: date, unit_cost: float) -> FixEffect:
    n_weeks, found = weighed.weeks_held, weighed.avoided
    before = comparison.counts[comparison.times < 0]
    weekly = {} if found is None else {
        name: float(getattr(found, name)[0]) / n_weeks
        for name in ("expected", "observed", "avoided", "low", "high")
    }  # fmt: skip
    money = {name: weekly[name] * unit_cost for name in ("avoided", "low", "high") if name in weekly}
    return FixEffect(
        issue_id=comparison.issue_id,
        done_on=done_on,
        verdict=weighed.verdict,
        reason=weighed.reason,
        weeks_before=weighed.weeks_before,
        weeks_after=weighed.weeks_after,
        weeks_judged=n_weeks,
        weeks_needed=weighed.weeks_needed,
        tell_on=_foretell_day(comparison, weighed, done_on),
        power=weighed.power,
        before_weekly=float(before.mean()) if before.size else None,
        after_weekly=weekly.get("observed"),
        expected_weekly=weekly.get("expected"),
        avoided_weekly=weekly.get("avoided"),
        avoided_low=weekly.get("low"),
        avoided_high=weekly.get("high"),
        avoided_share=weekly["avoided"] / max(weekly["expected"], 1e-9) if weekly else None,
        avoided_total=weekly["avoided"] * n_weeks if weekly else None,
        money_weekly=money.get("avoided"),
        money_low=money.get("low"),
        money_high=money.get("high"),
        money_total=money["avoided"] * n_weeks if money else None,
        took_hold_week=None if weighed.took_hold is None else comparison.weeks[weighed.took_hold],
        reopened_week=None if weighed.reopened is None else comparison.weeks[weighed.reopened],
        control_ids=tuple(comparison.controls),
        control_count=int(comparison.control_counts.sum()),
        series=tuple(_list_series(comparison, weighed)),
    )


def _foretell_day(comparison: Comparison, weighed: FixWeighed, done_on: date) -> date | None:
    """Foretell from which day on there will be more to tell: the Monday after the weeks that it takes."""
    if weighed.verdict != "too_early":
        return None
    needed = weighed.weeks_needed or LEAST_WEEKS_AFTER
    soonest = min(needed, LEAST_WEEKS_AFTER) if weighed.reason == "few_weeks" else needed
    first = week_monday(find_first_whole_week(done_on))
    missing = max(soonest - weighed.weeks_after, 1)
    last = week_monday(comparison.weeks[-1]) if weighed.weeks_after else first - timedelta(weeks=1)
    return last + timedelta(weeks=missing + 1)


def _list_series(comparison: Comparison, weighed: FixWeighed) -> list[dict[str, object]]:
    """List what came and what would have come, week by week; bounds are of the mean, not of the count."""
    told = weighed.unchanged
    return [
        {
            "week": week,
            "observed": int(comparison.counts[place]),
            "expected": None if told is None else float(told.expected[0, place]),
            "low": None if told is None else float(told.low[0, place]),
            "high": None if told is None else float(told.high[0, place]),
            "is_after": bool(comparison.times[place] >= 0),
        }
        for place, week in enumerate(comparison.weeks)
    ]
