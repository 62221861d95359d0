"""How did the last complete week go, and how does it compare?

The figures at the top of the meeting page; each is defined where it is measured, in `signals.impact`.
"""

from typing import Any

from voc.answers.figures import round_figure, write_instant
from voc.answers.reading import Reading, require_week

Document = dict[str, Any]


def summarise_week(reading: Reading, week: str | None = None) -> Document:
    """Summarise a week (the last complete one), all contacts, and each week since the first.

    Returns:
        `as_of`, `week`, `figures` (of the week), `all` (of all contacts before as-of), `weeks` (a figure
        each, weeks without contacts left out). Figures: contacts, customers, repeat_rate with repeat_low
        and repeat_high (its 95 % interval), avoidable_share, cost, unassigned_share; shares 0 to 1, null
        where there is nothing to share.
    """
    chosen = reading.last_week if week is None else require_week(reading, week)
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "week": chosen,
        "figures": _total_window(reading, chosen or ""),
        "all": _total_window(reading, None),
        "weeks": [
            _round_totals(row) for row in reading.snapshot.read("count_week_totals").iter_rows(named=True)
        ],
    }


def _total_window(reading: Reading, week: str | None) -> Document:
    from voc.signals.impact import measure_totals

    contacts = reading.snapshot.read("read_window_contacts", week=week)
    descriptions = contacts.select("contact_id", "kind", "opportunity", "is_repeat")
    return _round_totals(measure_totals(contacts, reading.links, descriptions))


def _round_totals(totals: Document) -> Document:
    return {
        key: round_figure(value, 2 if key == "cost" else 6) if isinstance(value, float) else value
        for key, value in totals.items()
    }
