"""How did the last complete week go, and how does it compare?

The figures at the top of the meeting page; each is defined where it is measured, in `signals.impact`.
"""

from typing import Any

from voc.answers.figures import round_figure, write_instant
from voc.answers.rates import CONTACTS, name_denominator, rate_contacts, select_weeks
from voc.answers.reading import Reading, require_week

Document = dict[str, Any]


def summarise_week(reading: Reading, week: str | None = None) -> Document:
    """Summarise a week (the last complete one), all contacts, and each week since the first.

    Returns:
        `as_of`, `week`, `exposure` (what `rate` is told by; `contacts` where nothing is delivered, and `rate`
        is null then), `figures` (of the week), `all` (of all contacts before as-of), `weeks` (a figure
        each, weeks without contacts left out). Figures: contacts, customers, repeat_rate with repeat_low
        and repeat_high (its 95 % interval), avoidable_share, cost, unassigned_share; shares 0 to 1, null
        where there is nothing to share.
    """
    chosen = reading.last_week if week is None else require_week(reading, week)
    rates = _rate_weeks(reading)
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "week": chosen,
        "exposure": name_denominator(reading),
        "figures": {**_total_window(reading, chosen or ""), **rates.get(chosen or "", _rate_nothing())},
        "all": _total_window(reading, None),
        "weeks": [
            {**_round_totals(row), **rates.get(row["week"], _rate_nothing())}
            for row in reading.snapshot.read("count_week_totals").iter_rows(named=True)
        ],
    }


def _rate_weeks(reading: Reading) -> dict[str, Document]:
    """Tell contacts for each order, or whatever is delivered, of each whole week."""
    if name_denominator(reading) == CONTACTS:
        return {}
    return {
        row["week"]: {
            "rate": rate_contacts(row["contacts"], row["exposure"]),
            "exposure": round_figure(row["exposure"], 2),
            "is_estimated": row["is_estimated"],
        }
        for row in select_weeks(reading).iter_rows(named=True)
    }


def _rate_nothing() -> Document:
    return {"rate": None, "exposure": None, "is_estimated": False}


def _total_window(reading: Reading, week: str | None) -> Document:
    from voc.signals.impact import measure_totals

    contacts = reading.read_contacts(week)
    descriptions = contacts.select("contact_id", "kind", "opportunity", "is_repeat")
    return _round_totals(measure_totals(contacts, reading.links, descriptions))


def _round_totals(totals: Document) -> Document:
    return {
        key: round_figure(value, 2 if key == "cost" else 6) if isinstance(value, float) else value
        for key, value in totals.items()
    }
