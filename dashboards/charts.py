"""How do contacts run over time, and through which channels do they come?

Every chart is also said in words beside it. Altair takes a second to import: pages import this module where
they draw.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from dashboards.palette import ACCENT, ATTENTION, BAND, CONTEXT, INK
from dashboards.wording import Words, take_monday

Drawing = alt.LayerChart | alt.FacetChart
MOST_TICKS = 9


def draw_weeks(
    weeks: Sequence[Mapping[str, Any]],
    alerts: Mapping[str, str],
    last_complete: str | None,
    words: Words,
    actions: Sequence[tuple[date, str]] = (),
) -> Drawing:
    """Draw an issue's weekly contacts over the expected band, its alerts, and what was done about it.

    Args:
        weeks: As in `voc issues`: `week`, `contacts`, `expected`, `low`, `high` (or null), in order.
        alerts: The reader's word for the alert, by its week.
        last_complete: Later weeks are still running and drawn hollow.
        words: The reader's language.
        actions: The day on which each was done, and its name.
    """
    rows = [
        {
            "day": take_monday(row["week"]).isoformat()
            + "T00:00:00",  # without a zone: the same day everywhere
            "label": words.write_week(row["week"]),
            "contacts": row["contacts"],
            "expected": row["expected"],
            "low": row.get("low"),
            "high": row.get("high"),
            "alert": alerts.get(row["week"]),
            "running": last_complete is not None and row["week"] > last_complete,
        }
        for row in weeks
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "day:T",
            title=None,
            axis=alt.Axis(format="%-d %b", grid=False, labelOverlap=True, values=list_week_ticks(rows)),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=words.say("word.week")),
            alt.Tooltip("contacts:Q", title=words.say("word.contacts"), format=",d"),
            alt.Tooltip("expected:Q", title=words.say("word.expected"), format=",.1f"),
            alt.Tooltip("low:Q", title=words.say("word.low"), format=",.0f"),
            alt.Tooltip("high:Q", title=words.say("word.high"), format=",.0f"),
        ],
    )
    contacts = base.encode(
        y=alt.Y("contacts:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=5, format=",d"))
    )
    layers = [
        base.mark_area(color=BAND, opacity=0.7, interpolate="step").encode(y="low:Q", y2="high:Q"),
        base.mark_line(color=CONTEXT, strokeDash=[5, 4], strokeWidth=1.5).encode(y="expected:Q"),
        contacts.mark_line(color=ACCENT, strokeWidth=2),
        contacts.mark_point(filled=True, size=32, color=ACCENT, opacity=1).transform_filter("!datum.running"),
        contacts.mark_point(size=40, color=ACCENT, fill="white", opacity=1).transform_filter("datum.running"),
        contacts.mark_point(filled=True, size=130, color=ATTENTION, opacity=1).transform_filter(
            "datum.alert"
        ),
        *draw_actions(actions),
    ]
    return finish_chart(alt.layer(*layers).properties(height=260), words)


def draw_actions(actions: Sequence[tuple[date, str]]) -> list[alt.Chart]:
    """Draw a vertical line, with its name, on each day on which something was done."""
    if not actions:
        return []
    rows = [{"day": f"{day.isoformat()}T00:00:00", "label": name} for day, name in actions]
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("day:T"))
    return [
        base.mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1.5).encode(tooltip=["label:N"]),
        base.mark_text(align="left", dx=4, dy=6, color=INK).encode(text="label:N", y=alt.value(0)),
    ]


def draw_channels(channels: Mapping[str, int], words: Words) -> Drawing:
    """Draw contacts by channel as bars, most first, each with its number."""
    rows = [
        {"channel": words.say_term("channel", name), "contacts": count, "label": words.write_count(count)}
        for name, count in channels.items()
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("channel:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=220)),
        x=alt.X("contacts:Q", title=None, axis=None),
    )
    chart = alt.layer(
        base.mark_bar(color=ACCENT, height=14), base.mark_text(align="left", dx=5).encode(text="label:N")
    )
    return finish_chart(chart.properties(height=max(1, len(rows)) * 30), words)


def list_week_ticks(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Choose at most nine of the weeks' first days, the last one among them."""
    days = [row["day"] for row in rows]
    step = -(-len(days) // MOST_TICKS)
    return days[::-step][::-1]


def finish_chart(chart: Drawing, words: Words) -> Drawing:
    """Give a chart the reader's numbers and days, and no frame."""
    drawing: Drawing = chart.configure(locale=_make_locale(words)).configure_view(stroke=None)
    return drawing


def _make_locale(words: Words) -> alt.Locale:
    """Tell Vega how the reader writes numbers, months and days."""
    locale = words.locale
    months, days = locale.months["format"], locale.days["format"]
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    time = alt.TimeLocale(
        dateTime="%x, %X", date="%d/%m/%Y", time="%H:%M:%S", periods=["AM", "PM"],
        days=[days["wide"][day] for day in sunday_first],
        shortDays=[days["abbreviated"][day] for day in sunday_first],
        months=[months["wide"][month] for month in range(1, 13)],
        shortMonths=[months["abbreviated"][month] for month in range(1, 13)],
    )  # fmt: skip
    symbols = locale.number_symbols["latn"]
    number = alt.NumberLocale(
        decimal=symbols["decimal"], thousands=symbols["group"], grouping=[3], currency=["", ""]
    )
    return alt.Locale(number=number, time=time)
