"""What is told of actions that were done."""

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, pl.DataType]

EFFECTS: Schema = {
    # One row an action that was done on an issue with contacts; a week: on average over the weeks judged.
    "action_id": pl.String(),
    "issue_id": pl.String(),
    "done_on": pl.Date(),
    "verdict": pl.String(),  # worked, did_not, too_early, cannot_tell
    "reason": pl.String(),  # of voc.signals.fixed.REASONS
    "weeks_before": pl.Int64(),
    "weeks_after": pl.Int64(),  # whole ones since
    "weeks_judged": pl.Int64(),  # of those: no more than before, and none after the issue came back
    "weeks_needed": pl.Int64(),  # after the change, to tell a halving with power .8; null: not to be had
    "tell_on": pl.Date(),  # from when on there is more to tell; null: now, or never
    "power": pl.Float64(),  # to tell a halving from the weeks judged, 0 to 1
    "before_weekly": pl.Float64(),
    "after_weekly": pl.Float64(),
    "expected_weekly": pl.Float64(),  # without the action
    "avoided_weekly": pl.Float64(),  # below 0: there were more
    "avoided_low": pl.Float64(),  # 95 %, a week
    "avoided_high": pl.Float64(),
    "avoided_share": pl.Float64(),  # of what was expected
    "avoided_total": pl.Float64(),  # over the weeks judged
    "money_weekly": pl.Float64(),  # in the workspace's currency
    "money_low": pl.Float64(),
    "money_high": pl.Float64(),
    "money_total": pl.Float64(),
    "took_hold_week": pl.String(),  # in which the counts turned; told of what worked
    "reopened_week": pl.String(),  # in which they came back
    "control_ids": pl.List(pl.String()),  # untouched issues; none: compared with the exposure alone
    "control_count": pl.Int64(),  # their contacts over these weeks
    "series": pl.List(  # of the chart; bounds are of what was to be expected without the action
        pl.Struct(
            {
                "week": pl.String(),
                "observed": pl.Int64(),
                "expected": pl.Float64(),
                "low": pl.Float64(),
                "high": pl.Float64(),
                "is_after": pl.Boolean(),
            }
        )
    ),
}
