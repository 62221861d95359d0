"""Invent a workspace and publish it as the publish stage would, without mining: through the real writer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from voc.schema import (
    CONTACTS,
    MENTION_KINDS,
    MENTIONS,
    PUBLISHED,
    NewEvent,
    derive_contact_id,
    derive_mention_id,
    make_frame,
)
from voc.settings import Settings, load_settings
from voc.signals.alerts import raise_alerts
from voc.signals.cost import price_contacts
from voc.signals.impact import measure_issues, tell_states
from voc.signals.isoweeks import derive_weeks
from voc.signals.links import describe_contacts, link_contacts
from voc.signals.trends import tell_trends
from voc.signals.weeks import count_weeks
from voc.store.ledger import open_ledger
from voc.store.snapshot import write_snapshot
from voc.text.normalise import derive_text_key

Tables = dict[str, pl.DataFrame]
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)  # 2026-W02
CHANNELS = ("agent_note", "survey", "call", "web")
CONFIG = """
[workspace]
name = "Aurora Prueba"
timezone = "Europe/Madrid"
languages = ["{first}", "{second}"]
currency = "EUR"

[costs]
call = 6.5
agent_note = 4.0
"""


@dataclass(frozen=True)
class Planned:
    """An issue to invent: its weekly contacts, from the first week on, and what is said in each."""

    name: str
    weekly: tuple[int, ...]
    said: tuple[str, ...] = ("Llevo días esperando y nadie responde", "I have been waiting for days")
    department: str | None = None
    keyphrases: tuple[str, ...] = ("nadie responde",)
    theme: str | None = None


def make_plan(weeks: int = 12) -> list[Planned]:
    """Twelve issues: the sixth bursts in the last complete week, the twelfth begins there."""
    names = [
        "El pedido no llega en la fecha", "Cobro duplicado en la factura", "No llamó el supervisor",
        "La aplicación se cierra sola", "Token de acceso caducado", "Router que se reinicia",
        "Cambio de tarifa sin aviso", "Baja que no se tramita", "Cita del técnico anulada",
        "Cobertura mala en casa", "Felicita a la tienda", "Portabilidad rechazada",
    ]  # fmt: skip
    plan = []
    for number, name in enumerate(names):
        weekly = [max(2, 14 - number)] * weeks
        if number == 5:
            weekly[-2] = 40
        if number == 11:
            weekly = [0] * (weeks - 2) + [9, 3]
        said = (
            f"{name}: ya van dos semanas y nada",
            f"Otra vez: {name.lower()}, qué cansancio",
            f"Still: {name}",
        )
        plan.append(Planned(name, tuple(weekly), said, "Logística" if number % 3 == 0 else None))
    return plan


def write_config(root: Path, languages: tuple[str, str] = ("es", "en")) -> Settings:
    """Write a voc.toml and read it."""
    root.mkdir(parents=True, exist_ok=True)
    text = CONFIG.format(first=languages[0], second=languages[1])
    (root / "voc.toml").write_text(text, encoding="utf-8")
    return load_settings(root)


def publish_plan(
    settings: Settings,
    plan: list[Planned],
    name: str = "one",
    unassigned: int = 4,
    add: Callable[..., tuple[Tables, dict[str, str]]] | None = None,
) -> Path:
    """Publish an invented snapshot; the last planned week is still running.

    `add` measures more of the tables, and tells more of the meta; without it they are published empty.
    """
    weeks = max((len(issue.weekly) for issue in plan), default=0)
    as_of = MONDAY + timedelta(days=7 * weeks - 4, hours=14) if plan else None  # midnight, a Friday in Madrid
    contacts, mentions = invent_contacts(plan, unassigned)
    links = link_contacts(mentions, contacts, repeat_window_days=14)
    told = describe_contacts(mentions, mentions.select(list(MENTION_KINDS)), links)
    counted = count_weeks(contacts, links, zone=settings.zone, as_of=as_of or MONDAY)
    tables = {
        "contacts": contacts.drop("agent_id", "content_hash")
        .join(told, on="contact_id", how="left")
        .with_columns(
            pl.col("is_repeat").fill_null(False),
            copy_of=pl.lit(None, dtype=pl.String),
            week=derive_weeks(contacts["occurred_at"], settings.zone),
            cost=pl.col("channel").replace_strict(settings.costs, default=0.0, return_dtype=pl.Float64),
        ),
        "mentions": mentions.drop("confidence", "reason").with_columns(
            from_event=pl.lit(len(plan) + 1, pl.Int64)
        ),
        "contact_issues": links,
        "weeks": counted,
        "issues": _describe(settings, plan, contacts, links, told, counted, as_of),
        "portraits": _portray(plan),
        "alerts": raise_alerts(counted, links, contacts, zone=settings.zone),
        "search_vectors": _embed(mentions),
        "accounts": make_frame([], PUBLISHED["accounts"]),
        "quarantine": make_frame([], PUBLISHED["quarantine"]),
    }
    meta = {"as_of": as_of.isoformat() if as_of else None, "model": {"encoder": "use"}}
    if add is not None:
        more, told_more = add(settings, tables, as_of)
        tables, meta = tables | more, meta | told_more
    _tell_births(settings, plan)
    return write_snapshot(
        settings, tables, meta, name=name, written_at=datetime(2026, 3, 27, 22, 10, tzinfo=UTC)
    )


def _portray(plan: list[Planned]) -> pl.DataFrame:
    """Portraits: each issue's neighbour is the next one, and its second text lies near to that one."""
    ids = [f"ISS-{number:04d}" for number in range(1, len(plan) + 1)]
    nexts = [*ids[1:], *ids[:1]]
    rows = [
        {
            "issue_id": issue_id,
            "names": [{"language": "en", "name": f"{issue.name} in English"}],
            "stability": 0.9 - place / 20,
            "neighbours": [{"issue_id": nexts[place], "closeness": 0.5,
                            "words_here": ["*aquí*"], "words_there": ["allí"]}],
            "exemplars": [{"contact_id": "c0", "text": f"{issue.said[0]}, sin duda"}],
            "boundary": [{"contact_id": "c1", "text": issue.said[-1], "neighbour": nexts[place]}],
        }
        for place, (issue_id, issue) in enumerate(zip(ids, plan, strict=True))
    ]  # fmt: skip
    return make_frame(rows, PUBLISHED["portraits"])


def _tell_births(settings: Settings, plan: list[Planned]) -> None:
    """Tell the births of a plan's issues in the ledger, as mining does."""
    told = {"session": 0, "as_of": MONDAY.isoformat(), "exemplars": [], "threshold": 0.4, "names": {}}
    births = [
        NewEvent("birth", f"ISS-{number:04d}", {**told, "name": issue.name})
        for number, issue in enumerate(plan, start=1)
    ]
    mined = {"as_of": MONDAY.isoformat(), "fingerprint": "f", "mention_count": 1}
    said = [*births, NewEvent("mined", None, mined)]
    open_ledger(settings).record_events(said, by_whom="voc", at=MONDAY)


def invent_contacts(plan: list[Planned], unassigned: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invent contacts of one mention each; every fourth customer of an issue comes again."""
    rows = [
        (f"ISS-{number:04d}", issue, week, turn)
        for number, issue in enumerate(plan, start=1)
        for week, count in enumerate(issue.weekly)
        for turn in range(count)
    ]
    stray = Planned("", (unassigned,), ("Una cosa distinta cada vez",))
    rows += [("", stray, 0, turn) for turn in range(unassigned)] if plan else []
    contacts: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    for place, (issue_id, issue, week, turn) in enumerate(rows):
        source_id = f"r{place}"
        contact_id = derive_contact_id("crm", source_id)
        text = issue.said[turn % len(issue.said)]
        language = "en" if turn % len(issue.said) == len(issue.said) - 1 else "es"
        contacts.append({
            "contact_id": contact_id, "source": "crm", "source_id": source_id, "language": language,
            "channel": CHANNELS[turn % 4], "text": text, "department": issue.department,
            "customer_id": f"{issue_id}-k{place % 40}" if turn % 5 else None,
            "occurred_at": MONDAY + timedelta(days=7 * week + turn % 3, minutes=place % 600),
        })  # fmt: skip
        mentions.append({
            "mention_id": derive_mention_id(contact_id, 1), "contact_id": contact_id, "ordinal": 1,
            "source": "crm", "source_id": source_id, "language": language, "text": text,
            "issue_id": issue_id or None, "similarity": 0.8, "opportunity": None,
            "kind": "valuable" if "Felicita" in issue.name else "avoidable",
            "confidence": 0.87, "reason": "sign:no llega",
            "text_key": derive_text_key(text),
        })  # fmt: skip
    return make_frame(contacts, CONTACTS), make_frame(
        mentions, {**MENTIONS, **MENTION_KINDS, **PUBLISHED["mentions"]}
    )


def _describe(
    settings: Settings, plan: list[Planned], contacts: pl.DataFrame, links: pl.DataFrame, told: pl.DataFrame,
    weeks: pl.DataFrame, as_of: datetime | None,
) -> pl.DataFrame:  # fmt: skip
    ids = [f"ISS-{number:04d}" for number in range(1, len(plan) + 1)]
    first = {
        issue_id: contacts.join(links.filter(pl.col("issue_id") == issue_id), on="contact_id", how="semi")
        .unique("text", maintain_order=True).head(5).select("contact_id", "text").to_dicts()
        for issue_id in ids
    }  # fmt: skip
    named = pl.DataFrame(
        [
            {"issue_id": issue_id, "name": issue.name, "theme": issue.theme, "born_as_of": as_of,
             "keyphrases": list(issue.keyphrases), "verbatims": first[issue_id]}
            for issue_id, issue in zip(ids, plan, strict=True)
        ],
        schema={"issue_id": pl.String(), **{key: PUBLISHED["issues"][key] for key in (
            "name", "theme", "keyphrases", "verbatims", "born_as_of")}},
    )  # fmt: skip
    council = settings.council
    parts = (
        measure_issues(contacts.with_columns(price_contacts(contacts, settings.pricing, settings.zone)),
                       links, told, zone=settings.zone, silent_multiplier=council.silent_multiplier),
        tell_states(contacts, links, min_customers=council.recurring_min_customers,
                    min_weeks=council.recurring_min_weeks, zone=settings.zone),
        tell_trends(weeks),
    )  # fmt: skip
    for part in parts:
        named = named.join(part, on="issue_id", how="left")
    return named.with_columns(pl.col("state").fill_null("isolated"), pl.col("trend").fill_null("dormant"))


def _embed(mentions: pl.DataFrame) -> pl.DataFrame:
    """Vectors of the encoder's width that are the same for all: search then goes by words."""
    vectors = pl.Series("vector", [[1.0] + [0.0] * 511] * mentions.height, dtype=pl.List(pl.Float32))
    return mentions.select("mention_id", "contact_id").with_columns(vectors)
