"""What is measured of issues when a snapshot is published? Each theme's tables, from the same frames.

Every function called here is pure; this module only says in which order, and what each is given.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from voc.settings import Settings
from voc.signals.budget import measure_budget
from voc.signals.isoweeks import last_complete_week
from voc.signals.levers import propose_levers
from voc.signals.money import count_money
from voc.signals.places import find_places
from voc.signals.rating_effects import measure_ratings
from voc.signals.repeats import follow_weeks, measure_repeats
from voc.signals.resolution import answer_questions
from voc.signals.said import tell_said
from voc.signals.vogue import find_vogue

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Measured:
    """What signals are told from."""

    contacts: pl.DataFrame  # as published, with their words
    links: pl.DataFrame  # CONTACT_ISSUES
    mentions: pl.DataFrame  # as published
    issues: pl.DataFrame  # as published, but for names and words
    weeks: pl.DataFrame  # WEEKS
    alerts: pl.DataFrame  # ALERTS
    exposure: pl.DataFrame | None  # week, value; None: the week's contacts stand for it
    as_of: datetime
    settings: Settings


def measure_signals(measured: Measured) -> Tables:
    """Measure what stands in a snapshot beside issues, weeks and alerts: tables of `SIGNAL_TABLES`."""
    tables: Tables = {}
    tables["places"], tables["place_totals"] = find_places(measured.contacts, measured.links)
    tables["money"] = count_money(measured.contacts, measured.links, measured.settings.zone)
    tables["budget"] = measure_budget(
        measured.weeks,
        measured.links,
        measured.contacts,
        zone=measured.settings.zone,
        exposure=measured.exposure,
    )
    tables["ratings"] = measure_ratings(measured.contacts, measured.links)
    tables["levers"] = propose_levers(measured.contacts, measured.links, measured.weeks, tables["ratings"])
    tables["vogue"] = find_vogue(
        measured.mentions,
        measured.contacts,
        week=last_complete_week(measured.as_of, measured.settings.zone),
        k_people=measured.settings.privacy.k_people,
    )
    tables |= _tell_returns(measured)
    return tables


def _tell_returns(measured: Measured) -> Tables:
    """Tell who came back, and how customers were handled."""
    told = tell_said(measured.contacts)
    days, as_of = measured.settings.council.repeat_window_days, measured.as_of
    contacts, links, zone = measured.contacts, measured.links, measured.settings.zone
    return {
        "said": told,
        "repeats": measure_repeats(contacts, links, told, window_days=days, as_of=as_of),
        "repeat_weeks": follow_weeks(contacts, links, window_days=days, zone=zone, as_of=as_of),
        "answers_given": answer_questions(contacts, links, told, window_days=days, as_of=as_of),
    }
