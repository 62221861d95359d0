"""Did it work, what did it cost by month, and whom does a contact serve? The charts of these pages.

Every chart is also said in words or a table beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from dashboards.charts import Drawing, draw_actions, finish_chart, list_week_ticks
from dashboards.palette import ACCENT, BAND, CONTEXT, INK, LEVERS
from dashboards.wording import Words, take_monday

Row = Mapping[str, Any]
SHAPES = {"eliminate": "triangle-down", "automate": "square", "simplify": "diamond", "improve": "triangle-up"}


def draw_effect(series: Sequence[Row], done_on: date, name: str, words: Words) -> Drawing:
    """Draw an issue's weeks, and after the day what was to be expected without the action, with its band.

    Args:
        series: As in `voc effects`: `week`, `observed`, `expected`, `low`, `high`, in order.
        done_on: The day on which the action was done.
        name: The action's id.
        words: The reader's language.
    """
    rows = [
        {
            **row,
            "day": f"{take_monday(row['week']).isoformat()}T00:00:00",
            "label": words.write_week(row["week"]),
        }
        for row in series
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False, labelOverlap=True,
                                                   values=list_week_ticks(rows))),
        tooltip=[
            alt.Tooltip("label:N", title=words.say("word.week")),
            alt.Tooltip("observed:Q", title=words.say("word.contacts"), format=",d"),
            alt.Tooltip("expected:Q", title=words.say("effect.expected"), format=",.1f"),
        ],
    )  # fmt: skip
    axis = alt.Y("observed:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4, format=",d"))
    layers = [
        base.mark_area(color=BAND, opacity=0.7).encode(y="low:Q", y2="high:Q"),
        base.mark_line(color=CONTEXT, strokeDash=[5, 4], strokeWidth=1.5).encode(y="expected:Q"),
        base.mark_line(color=ACCENT, strokeWidth=2).encode(y=axis),
        base.mark_point(filled=True, size=28, color=ACCENT, opacity=1).encode(y=axis),
        *draw_actions([(done_on, name)]),
    ]
    return finish_chart(alt.layer(*layers).properties(height=200), words)


def draw_months(months: Sequence[Row], words: Words) -> Drawing:
    """Draw an issue's cost by month: what repeats cost is the dark part; a running month is hollow.

    Args:
        months: `label`, `cost`, `repeat_cost`, `is_complete`, in order.
        words: The reader's language.
    """
    base = alt.Chart(alt.InlineData(values=[dict(row) for row in months])).encode(
        x=alt.X(
            "label:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, ticks=False, labelOverlap=True)
        ),
        tooltip=[
            alt.Tooltip("label:N", title=words.say("cost.month")),
            alt.Tooltip("cost:Q", title=words.say("word.cost"), format=",.2f"),
            alt.Tooltip("repeat_cost:Q", title=words.say("cost.of_repeats"), format=",.2f"),
        ],
    )
    axis = alt.Y("cost:Q", title=None, axis=alt.Axis(tickCount=4, format=",d"))
    layers = [
        base.mark_bar(color=CONTEXT, opacity=0.45).encode(y=axis).transform_filter("datum.is_complete"),
        base.mark_bar(color="white", stroke=CONTEXT, strokeDash=[3, 3]).encode(y=axis)
        .transform_filter("!datum.is_complete"),
        base.mark_bar(color=ACCENT).encode(y="repeat_cost:Q"),
    ]  # fmt: skip
    return finish_chart(alt.layer(*layers).properties(height=200), words)


def draw_quadrant(issues: Sequence[Row], words: Words) -> Drawing:
    """Draw issues by what a contact is worth to the customer and to the company.

    Args:
        issues: `name`, `customer`, `company` (0 irritates, 1 wanted), `contacts`, `lever` (or null).
        words: The reader's language. Colour and shape both tell the proposed lever.
    """
    known = [row for row in issues if row["lever"]]
    rows = [{**row, "told": words.say_term("lever", row["lever"])} for row in known]
    told = [words.say_term("lever", lever) for lever in LEVERS]
    scale = alt.Scale(domain=[-0.05, 1.05])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("customer:Q", scale=scale, title=words.say("quadrant.customer"),
                axis=alt.Axis(values=[0, 0.5, 1], format=".1f")),
        y=alt.Y("company:Q", scale=scale, title=words.say("quadrant.company"),
                axis=alt.Axis(values=[0, 0.5, 1], format=".1f")),
        tooltip=[
            alt.Tooltip("name:N", title=words.say("word.issue")),
            alt.Tooltip("told:N", title=words.say("lever.proposed")),
            alt.Tooltip("contacts:Q", title=words.say("word.contacts"), format=",d"),
        ],
    )  # fmt: skip
    marks = base.mark_point(filled=True, opacity=0.75, stroke=INK, strokeWidth=0.5).encode(
        size=alt.Size("contacts:Q", legend=None, scale=alt.Scale(range=[60, 900])),
        color=alt.Color("told:N", title=None, scale=alt.Scale(domain=told, range=list(LEVERS.values())),
                        legend=alt.Legend(orient="top")),
        shape=alt.Shape("told:N", title=None, scale=alt.Scale(domain=told, range=list(SHAPES.values()))),
    )  # fmt: skip
    middle = alt.Chart(alt.InlineData(values=[{"half": 0.5}]))
    rules = [
        middle.mark_rule(color=CONTEXT, strokeDash=[2, 3]).encode(x="half:Q"),
        middle.mark_rule(color=CONTEXT, strokeDash=[2, 3]).encode(y="half:Q"),
    ]
    return finish_chart(alt.layer(*rules, marks).properties(height=420), words)
