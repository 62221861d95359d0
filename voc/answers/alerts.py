"""What emerged, burst or shifted so far, and who knows of it?

An alert that goes on is the same alert. Whoever acknowledges it puts it to sleep, until a day or for as
long as it lasts; the next one is awake again.
"""

from datetime import date
from typing import Any

from voc.answers.figures import round_chance, round_figure, write_instant
from voc.answers.reading import Reading, require_issue
from voc.council.actions import acknowledge_alert
from voc.council.decisions import Acknowledgement
from voc.errors import CallError
from voc.schema import NewEvent

Document = dict[str, Any]


def list_alerts(reading: Reading, issue_id: str | None = None) -> Document:
    """List all alerts, or an issue's, the latest week first, then the least likely by chance.

    Of an issue that was merged since, the one that has its contacts; of an ignored one, none.
    `acknowledged` is who knows of it, since when, until when and why, or null; `is_asleep` whether it sleeps
    as of this snapshot.
    """
    names = dict(reading.issues.select("issue_id", "name").iter_rows())
    told: dict[tuple[str, str, str], Document] = {}
    for row in reading.snapshot.read("read_alerts").iter_rows(named=True):
        about = reading.standing.resolve(row["issue_id"])
        if about not in reading.standing.ignored and issue_id in (None, about):
            alert = {
                "issue_id": about,
                "name": reading.name_issue(about, names.get(about)),
                "kind": row["kind"],
                "week": row["week"],
                "observed": row["observed"],
                "expected": round_figure(row["expected"], 2),
                "p_value": round_chance(row["p_value"]),
                "contact_ids": row["contact_ids"],
                **_tell_course(row),
                **_tell_sleep(reading, _find_acknowledgement(reading, about, row)),
            }
            told.setdefault((about, row["kind"], row["week"]), alert)
    return {"alerts": list(told.values()), "budget": _tell_budget(reading)}


def acknowledge_open(
    reading: Reading, issue_id: str, today: date, *, until: date | None = None, why: str | None = None
) -> NewEvent:
    """Word that an issue's alert is known, the open one, else the last.

    Raises:
        CallError: there is no such issue, or it never raised an alert.
    """
    live = reading.standing.require_live(require_issue(reading, issue_id), "acknowledge")
    alerts = list_alerts(reading, live)["alerts"]
    if not alerts:
        raise CallError(f"acknowledge {live}: it has raised no alert; `voc alerts` lists those there are")
    latest = max(alerts, key=lambda alert: (alert["is_open"], alert["last_week"]))
    return acknowledge_alert(live, latest["last_week"], today, until=until, why=why)


def _tell_course(row: Document) -> Document:
    """Tell how an alert went on since it was raised."""
    return {
        "last_week": row["last_week"],
        "weeks": row["week_count"],
        "total_observed": row["total_observed"],
        "total_expected": round_figure(row["total_expected"], 2),
        "is_open": row["is_open"],
        "method": row["method"],
        "q_value": round_chance(row["q_value"]),
    }


def _find_acknowledgement(reading: Reading, issue_id: str, row: Document) -> Acknowledgement | None:
    """Find the last word on an alert: it was said of one of the weeks that the alert spans."""
    held = reading.decisions.get(issue_id)
    said = held.acknowledged if held else ()
    return next((known for known in reversed(said) if row["week"] <= known.week <= row["last_week"]), None)


def _tell_sleep(reading: Reading, known: Acknowledgement | None) -> Document:
    if known is None:
        return {"acknowledged": None, "is_asleep": False}
    said = {
        "by_whom": known.by_whom,
        "at": write_instant(known.at, reading.zone),
        "until": known.until and known.until.isoformat(),
        "why": known.why,
    }
    today = reading.as_of and reading.as_of.astimezone(reading.zone).date()
    is_asleep = known.until is None or today is None or today <= known.until
    return {"acknowledged": said, "is_asleep": is_asleep}


def _tell_budget(reading: Reading) -> Document | None:
    """Tell how many false alarms this workspace's own volumes give; None: too short a history."""
    rows = reading.snapshot.read("read_budget").to_dicts()
    return rows[0] if rows else None
