"""Where does a figure of an issue come from? The numbers behind a word, with their definition and evidence.

Nothing is worked out a second way: each theme is told by what told the figure.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from voc.answers.alerts import list_alerts
from voc.answers.effects import tell_effects
from voc.answers.figures import round_figure
from voc.answers.levers import propose_lever
from voc.answers.money import list_money
from voc.answers.ratings import tell_ratings
from voc.answers.reading import Reading, require_issue
from voc.answers.repeats import tell_repeats
from voc.answers.vogue import list_vogue
from voc.errors import CallError, suggest_nearest
from voc.schema import CONTACT_KINDS

Document = dict[str, Any]
DIGITS = 6
MOST_EVIDENCE = 5  # contacts of each kind


def explain_issue(reading: Reading, issue_id: str, what: str) -> Document:
    """Explain one of an issue's figures or words.

    Args:
        reading: What to answer from.
        issue_id: The issue.
        what: Of THEMES.

    Returns:
        `issue_id`, `name`, `explain` (the theme), and the theme's own numbers under its name.

    Raises:
        CallError: there is no such issue or theme.
    """
    wanted = require_issue(reading, issue_id)
    if what not in THEMES:
        raise CallError(f"--explain {what!r}: unknown{suggest_nearest(what, [*THEMES])}")
    told = THEMES[what](reading, wanted)
    return {
        "issue_id": wanted,
        "name": reading.shown_names.get(wanted),
        "explain": what,
        what: _round_all(told),
    }


def _explain_trend(reading: Reading, issue_id: str) -> Document:
    from voc.signals.explanations import explain_trend

    told: Document = dict(explain_trend(reading.weeks, issue_id))
    back = reading.returned.get(issue_id)
    return {**told, "back_since": back} if back else told


def _explain_alerts(reading: Reading, issue_id: str) -> Document:
    from voc.signals.explanations import explain_alert

    document = list_alerts(reading, issue_id)
    known = {(alert["kind"], alert["week"]): alert for alert in document["alerts"]}
    rows = [
        row
        for row in reading.snapshot.read("read_alerts").iter_rows(named=True)
        if reading.standing.resolve(row["issue_id"]) == issue_id and (row["kind"], row["week"]) in known
    ]
    return {
        "budget": document["budget"],
        "alerts": [
            {
                **explain_alert(reading.weeks, {**row, "issue_id": issue_id}),
                "acknowledged": known[row["kind"], row["week"]]["acknowledged"],
                "contact_ids": row["contact_ids"],
            }
            for row in rows
        ],
    }


def _explain_kind(reading: Reading, issue_id: str) -> Document:
    """Tell what an issue's contacts are to the company, how surely, and what that rests on."""
    of_issue = reading.links.filter(pl.col("issue_id") == issue_id).select("contact_id")
    contacts = reading.read_contacts(None).join(of_issue, on="contact_id", how="semi")
    witness = pl.col("kind_reason").str.split(":").list.first()
    rows = contacts.filter(pl.col("kind").is_not_null()).with_columns(witness=witness)
    kinds = []
    for kind in CONTACT_KINDS:
        told = rows.filter(pl.col("kind") == kind).sort(
            "kind_confidence", "contact_id", descending=[True, False]
        )
        if told.height:
            reasons = told.group_by("witness").len().sort("len", "witness", descending=[True, False])
            kinds.append(
                {
                    "kind": kind,
                    "contacts": told.height,
                    "share": told.height / rows.height,
                    "confidence": told["kind_confidence"].mean(),
                    "rests_on": dict(reasons.iter_rows()),
                    "contact_ids": told["contact_id"].head(MOST_EVIDENCE).to_list(),
                }
            )
    return {"contacts": contacts.height, "kinds": kinds}


def _explain_cost(reading: Reading, issue_id: str) -> Document:
    money = list_money(reading)
    found = [row for row in money["issues"] if row["issue_id"] == issue_id]
    contacts = reading.read_contacts(None).join(
        reading.links.filter(pl.col("issue_id") == issue_id), on="contact_id", how="semi"
    )
    by_channel = (
        contacts.group_by("channel").agg(contacts=pl.len(), cost=pl.col("cost").sum()).sort("channel")
    )
    return {
        "currency": money["currency"],
        "definition": "each contact with its whole cost; shared_cost splits it equally among its issues",
        **(
            {name: value for name, value in found[0].items() if name not in ("issue_id", "name")}
            if found
            else {}
        ),
        "channels": by_channel.to_dicts(),
    }


THEMES: Mapping[str, Callable[[Reading, str], Document]] = {
    "trend": _explain_trend,
    "alerts": _explain_alerts,
    "kind": _explain_kind,
    "repeats": tell_repeats,
    "ratings": tell_ratings,
    "cost": _explain_cost,
    "lever": propose_lever,
    "effects": tell_effects,
    "words": list_vogue,
}


def _round_all(value: Any) -> Any:
    """Round what is not whole, however deep, so that JSON can carry it."""
    if isinstance(value, float):
        return round_figure(value, DIGITS)
    if isinstance(value, dict):
        return {key: _round_all(part) for key, part in value.items()}
    return [_round_all(part) for part in value] if isinstance(value, list | tuple) else value
