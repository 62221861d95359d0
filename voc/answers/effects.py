"""Did what people did about an issue work?

Judged anew at every reading, from the published weeks and what the ledger says was done, so that an action
shows its effect as soon as somebody says that it is done.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from voc.answers.figures import round_chance, round_figure, write_instant
from voc.answers.reading import Reading, require_issue
from voc.council.actions import list_actions
from voc.council.decisions import Action
from voc.signals.isoweeks import label_day

Document = dict[str, Any]

DEFINITIONS = {
    "expected_weekly": "what would have come without the action: level and trend of the weeks before, "
    "over the untouched issues",
    "avoided_weekly": "expected less observed, on average over the weeks judged; 95 % interval",
    "worked": "the interval lies above 0, after four weeks, or two where a halving would surely have shown",
    "did_not": "it does not, and a halving is ruled out or would have shown with power .8",
    "money": "contacts avoided times what a contact of the issue costs on average",
}
FIGURES = {
    **dict.fromkeys(("before_weekly", "after_weekly", "expected_weekly"), 2),
    **dict.fromkeys(("avoided_weekly", "avoided_low", "avoided_high", "avoided_total"), 2),
    **dict.fromkeys(("money_weekly", "money_low", "money_high", "money_total"), 2),
    "avoided_share": 4,
}
EXACT = (
    *("verdict", "reason", "weeks_before", "weeks_after", "weeks_judged", "weeks_needed"),
    *("took_hold_week", "reopened_week", "control_ids", "control_count"),
)


def tell_effects(reading: Reading, issue_id: str | None = None) -> Document:
    """Tell what each action has brought, those done first, in the order in which they were added.

    Args:
        reading: What to answer from.
        issue_id: Only actions on this issue; all where None.

    Returns:
        `as_of`, `issue_id`, `currency`, `definitions`, `reopened` (ids of issues that are back
        after their last action), `actions`. Of each: `action_id`, `issue_id`, `name`, `text`, `owner`, `due`,
        `done_on`, `effect` (null where it is not done, or the issue has no contacts). Of an effect: the
        columns of EFFECTS, without the ids; `series` as rows for a chart.

    Raises:
        CallError: there is no such issue.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    told = list_actions(reading.standing)
    actions = [(action, reading.standing.resolve(action.issue_id)) for action in told]
    chosen = [(action, issue) for action, issue in actions if wanted in (None, issue)]
    effects = _measure_done(reading, actions, {action.action_id for action, _ in chosen})
    shown = [_tell_action(reading, action, issue, effects.get(action.action_id)) for action, issue in chosen]
    shown.sort(key=lambda action: action["effect"] is None)
    back = [issue for issue in sorted(reading.returned) if wanted in (None, issue)]
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "issue_id": wanted,
        "currency": reading.settings.currency,
        "definitions": DEFINITIONS,
        "reopened": back,
        "actions": shown,
    }


def find_returned(reading: Reading) -> dict[str, str]:
    """Find the issues that are back after their last action, each with the week since when.

    Back is what had worked and returned to its level before, and what raised an alert since that goes on.
    """
    told = [action for action in list_actions(reading.standing) if action.done_on]
    actions = [(action, reading.standing.resolve(action.issue_id)) for action in told]
    last = {issue: action for action, issue in sorted(actions, key=lambda pair: pair[0].done_on or date.min)}
    effects = _measure_done(reading, actions, {action.action_id for action in last.values()})
    open_since = _list_open_alerts(reading)
    returned = {}
    for issue, action in last.items():
        week = effects.get(action.action_id, {}).get("reopened_week") or open_since.get(issue)
        if week and action.done_on and week > label_day(action.done_on):
            returned[issue] = str(week)
    return returned


def _list_open_alerts(reading: Reading) -> dict[str, str]:
    """List the issues with an alert that goes on, and the week in which the latest was raised."""
    alerts = reading.snapshot.read("read_alerts").filter(pl.col("is_open").fill_null(False)).sort("week")
    named = [
        (reading.standing.resolve(issue), week)
        for issue, week in alerts.select("issue_id", "week").iter_rows()
    ]
    return dict(named)


def _measure_done(
    reading: Reading, actions: list[tuple[Action, str]], chosen: set[str]
) -> dict[str, Mapping[str, Any]]:
    """Measure those of the actions that are chosen and were done, beside all that was done."""
    told = [(action.action_id, issue, action.done_on) for action, issue in actions if action.done_on]
    if not chosen & {action_id for action_id, _, _ in told}:
        return {}
    from voc.signals.effect import measure_effects

    counted = reading.issues.filter(pl.col("contacts") > 0)
    costs = dict(counted.select("issue_id", pl.col("cost") / pl.col("contacts")).iter_rows())
    frame = measure_effects(
        reading.weeks,
        told,
        chosen=chosen,
        unit_costs={issue: cost or 0.0 for issue, cost in costs.items()},
        alerts=reading.snapshot.read("read_alerts"),
        links=reading.links,
    )
    return {row["action_id"]: row for row in frame.iter_rows(named=True)}


def _tell_action(
    reading: Reading, action: Action, issue_id: str, effect: Mapping[str, Any] | None
) -> Document:
    return {
        "action_id": action.action_id,
        "issue_id": issue_id,
        "name": reading.shown_names.get(issue_id),
        "text": action.text,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else None,
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "effect": None if effect is None else _round_effect(effect),
    }


def _round_effect(effect: Mapping[str, Any]) -> Document:
    return {
        **{name: effect[name] for name in EXACT},
        "tell_on": effect["tell_on"].isoformat() if effect["tell_on"] else None,
        "power": round_chance(effect["power"]),
        **{name: round_figure(effect[name], digits) for name, digits in FIGURES.items()},
        "series": [
            {key: round_figure(value, 2) if isinstance(value, float) else value for key, value in row.items()}
            for row in effect["series"]
        ],
    }
