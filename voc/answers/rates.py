"""What are rates told by, and how many contacts were there for each?

The master figure is contacts per order, or per whatever the workspace delivers first. Told of whole weeks
alone: in a running week, orders and contacts are not of the same days. Where nothing is delivered, the week's
contacts stand for it, and a rate is a share.
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_figure
from voc.answers.reading import Reading

Document = dict[str, Any]
CONTACTS = "contacts"


def tell_exposure(reading: Reading, week: str | None = None) -> Document:
    """Tell what rates of a window are told by.

    Returns:
        `name` (`contacts` where nothing is delivered), `value` (of the window's whole weeks; null where there
        is none), `weeks` (how many), `estimated` (how many of these were not delivered).
    """
    rows = select_weeks(reading, week)
    return {
        "name": name_denominator(reading),
        "value": round_figure(float(rows["exposure"].sum()), 2) if rows.height else None,
        "weeks": rows.height,
        "estimated": int(rows["is_estimated"].sum()),
    }


def name_denominator(reading: Reading) -> str:
    """Name what this snapshot's rates are told by."""
    return str(reading.snapshot.meta.get("exposure", CONTACTS))


def select_weeks(reading: Reading, week: str | None = None) -> pl.DataFrame:
    """Select the whole weeks of a window: the columns of CALENDAR."""
    whole = reading.calendar.filter("is_complete")
    return whole if week is None else whole.filter(pl.col("week") == week)


def rate_contacts(contacts: float, exposure: float | None) -> float | None:
    """Tell contacts for each of what they are told by; null where there was none of it."""
    return round_figure(contacts / exposure, 6) if exposure else None


def rate_issues(reading: Reading, week: str | None, exposure: float | None) -> dict[str, float | None]:
    """Tell each issue's contacts of the window's whole weeks for each of what they are told by."""
    within = select_weeks(reading, week)["week"].to_list()
    kept = reading.weeks.filter(pl.col("week").is_in(within))
    counted = kept.group_by("issue_id").agg(pl.col("contact_count").sum())
    return {issue_id: rate_contacts(count, exposure) for issue_id, count in counted.iter_rows()}


def list_calendar(reading: Reading) -> Document:
    """List the weeks, whole or not, with what was delivered in each.

    Returns:
        `exposure` (the name), `weeks`: `week`, `contacts`, `exposure`, `rate` (null in a running week, and
        where contacts themselves stand for what rates are told by), all
        delivered figures under `exposures`, `is_complete`, `is_estimated`, `late_contacts`, `holidays` (day,
        and name by language), `silent_sources`.
    """
    is_told = name_denominator(reading) != CONTACTS
    given: dict[str, dict[str, float]] = {}
    for name, week, value in reading.snapshot.read("read_weekly_exposures").iter_rows():
        given.setdefault(week, {})[name] = value
    return {
        "exposure": name_denominator(reading),
        "weeks": [
            {
                **row,
                "rate": rate_contacts(row["contacts"], row["exposure"])
                if row["is_complete"] and is_told
                else None,
                "exposures": given.get(row["week"], {}),
                "holidays": [
                    {"day": free["day"].isoformat(), "names": {"es": free["es"], "en": free["en"]}}
                    for free in row["holidays"] or []
                ],
            }
            for row in reading.calendar.iter_rows(named=True)
        ],
    }
