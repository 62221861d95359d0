"""A small published workspace: four issues in two languages over five weeks, as publish would leave it.

Twelve customers complain of a double charge (ISS-0001), four ask for their parcel (ISS-0002), one praises
(ISS-0003, isolated), nobody speaks of ISS-0004 any more, and two contacts have no issue.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import polars as pl
import pytest

from voc.answers import Reading, open_reading
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
from voc.settings import CouncilSettings, Settings, SourceSettings
from voc.signals.alerts import raise_alerts
from voc.signals.cost import price_contacts
from voc.signals.impact import measure_issues, tell_states
from voc.signals.isoweeks import derive_weeks
from voc.signals.links import describe_contacts, link_contacts
from voc.signals.money import count_money
from voc.signals.trends import tell_trends
from voc.signals.weeks import count_weeks
from voc.store.ledger import open_ledger
from voc.store.snapshot import write_snapshot

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday, 2026-W10
AS_OF = datetime(2026, 4, 2, 22, tzinfo=UTC)  # 3 April 00:00 in Madrid, within 2026-W14
NOW = datetime(2026, 4, 3, 8, tzinfo=UTC)

SAID = {
    "ISS-0001": ("Me hicieron dos cobros por la misma factura", "I was charged twice for the same bill"),
    "ISS-0002": ("El paquete no llega y nadie llama", "The parcel does not arrive"),
    "ISS-0003": ("La aplicación nueva es muy cómoda", "The new app is very handy"),
    "": ("Otra cosa distinta", "Something else altogether"),
}
ISSUE_IDS = ["ISS-0001", "ISS-0002", "ISS-0003", "ISS-0004"]
NAMES = ["Cobro duplicado", "El paquete no llega", "Aplicación cómoda", "Ruido en la línea"]
PLAN = [  # (days after the start, issue, Spanish?, customer)
    *[(3 * n, "ISS-0001", n % 3 > 0, f"k{n % 8}") for n in range(10)],
    *[(7 * n, "ISS-0002", n % 2 == 0, f"p{n}") for n in range(4)],
    (1, "ISS-0003", True, None),
    (2, "", True, "k1"),
    (30, "", False, None),
]


def describe_workspace(root: Path) -> Settings:
    sources = (
        SourceSettings(name="notes", channel="agent_note", path="inbox/*.csv", fields={}),
        SourceSettings(name="web", channel="web", path="inbox/*.jsonl", fields={}, rating_scale="stars5"),
    )
    return Settings(
        root=root,
        name="Prueba",
        timezone="Europe/Madrid",
        languages=("es", "en"),
        currency="EUR",
        sources=sources,
        council=CouncilSettings(),
        costs={"agent_note": 4.0},
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return describe_workspace(tmp_path)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pl.DataFrame]]:
    """The published folder and its tables, written once and copied into each test's workspace."""
    settings = describe_workspace(tmp_path_factory.mktemp("published"))
    tables = build_tables(settings)
    publish_tables(settings, tables)
    return settings.published_dir, tables


@pytest.fixture
def tables(published: tuple[Path, dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    return published[1]


@pytest.fixture
def reading(settings: Settings, published: tuple[Path, dict[str, pl.DataFrame]]) -> Iterator[Reading]:
    copytree(published[0], settings.published_dir)
    open_ledger(settings).record_events(word_births(), by_whom="voc", at=NOW)
    with open_reading(settings) as opened:
        yield opened


@pytest.fixture
def republish(settings: Settings) -> Callable[..., Reading]:
    """Publish other tables, and open them; whoever asks closes."""

    def publish(tables: dict[str, pl.DataFrame]) -> Reading:
        publish_tables(settings, tables, name="other")
        return open_reading(settings)

    return publish


@pytest.fixture
def decide(settings: Settings) -> Callable[..., None]:
    """Record decisions in the ledger."""

    def record(*events: NewEvent) -> None:
        open_ledger(settings).record_events(events, by_whom="Ana", at=NOW)

    return record


def publish_tables(settings: Settings, tables: dict[str, pl.DataFrame], name: str = "one") -> Path:
    meta = {"as_of": AS_OF.isoformat(), "model": {"encoder": "use"}}
    return write_snapshot(settings, tables, meta, name=name, written_at=NOW)


def build_tables(settings: Settings) -> dict[str, pl.DataFrame]:
    contacts, mentions = _plan_contacts()
    links = link_contacts(mentions, contacts, repeat_window_days=14)
    told = describe_contacts(mentions, mentions.select(list(MENTION_KINDS)), links)
    weeks = count_weeks(contacts, links, zone=settings.zone, as_of=AS_OF)
    described = (
        contacts.drop("agent_id", "content_hash")
        .join(told, on="contact_id", how="left")
        .with_columns(
            pl.col("is_repeat").fill_null(False),
            copy_of=pl.lit(None, dtype=pl.String),
            week=derive_weeks(contacts["occurred_at"], settings.zone),
            cost=pl.when(pl.col("channel") == "agent_note").then(4.0).otherwise(0.0),
        )
    )
    return {
        "contacts": described,
        "money": count_money(described, links, settings.zone),
        "mentions": mentions,
        "contact_issues": links,
        "weeks": weeks,
        "issues": _build_issues(settings, contacts, links, told, weeks),
        "alerts": raise_alerts(weeks, links, contacts, zone=settings.zone),
        "search_vectors": mentions.select(
            "mention_id",
            "contact_id",
            vector=pl.concat_list(pl.lit(1.0), pl.lit(0.0)).cast(pl.List(pl.Float32)),
        ),
        **_account_for(contacts),
    }


def _plan_contacts() -> tuple[pl.DataFrame, pl.DataFrame]:
    contacts: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    for place, (days, issue_id, is_spanish, customer) in enumerate(PLAN):
        source = "notes" if place % 2 == 0 else "web"
        contact_id, source_id = derive_contact_id(source, f"n{place}"), f"n{place}"
        text, language = SAID[issue_id][0 if is_spanish else 1], "es" if is_spanish else "en"
        contacts.append({
            "contact_id": contact_id, "source": source, "source_id": source_id, "language": language,
            "channel": "agent_note" if source == "notes" else "web", "customer_id": customer, "text": text,
            "occurred_at": START + timedelta(days=days, minutes=place),
            "rating": 1.0 + place % 5 if source == "web" else None,
            "rating_scale": "stars5" if source == "web" else None,
            "department": "Facturación" if issue_id == "ISS-0001" else None,
        })  # fmt: skip
        mentions.append({
            "mention_id": derive_mention_id(contact_id, 1), "contact_id": contact_id, "ordinal": 1,
            "source": source, "source_id": source_id, "language": language, "text": text,
            "issue_id": issue_id or None, "similarity": round(0.9 - place / 100, 2), "opportunity": None,
            "kind": "valuable" if issue_id == "ISS-0003" else "avoidable", "text_key": f"key-{place}",
            "confidence": 0.8, "reason": "words",
        })  # fmt: skip
    columns = {**MENTIONS, **PUBLISHED["mentions"], **MENTION_KINDS}
    return make_frame(contacts, CONTACTS), make_frame(mentions, columns)


def word_births() -> list[NewEvent]:
    """The births of the published issues, as the ledger tells them."""
    told = {"session": 0, "as_of": AS_OF.isoformat(), "exemplars": [], "threshold": 0.4}
    mined = {"as_of": AS_OF.isoformat(), "fingerprint": "f", "mention_count": 17}
    births = [
        NewEvent("birth", issue_id, {**told, "name": name, "names": {}})
        for issue_id, name in zip(ISSUE_IDS, NAMES, strict=True)
    ]
    return [*births, NewEvent("mined", None, mined)]


def _build_issues(
    settings: Settings, contacts: pl.DataFrame, links: pl.DataFrame, told: pl.DataFrame, weeks: pl.DataFrame
) -> pl.DataFrame:
    named = pl.DataFrame({
        "issue_id": ISSUE_IDS,
        "name": NAMES,
        "theme": ["Cobros", "Entregas", None, None],
        "keyphrases": [["cobro duplicado"], ["no llega"], [], []],
        "verbatims": [[{"contact_id": "c1", "text": f"dicho {n}"} for n in range(7)], [], [], []],
        "born_as_of": [AS_OF] * 4,
    })  # fmt: skip
    measures = measure_issues(
        contacts.with_columns(price_contacts(contacts, settings.pricing, settings.zone)),
        links,
        told,
        zone=settings.zone,
        silent_multiplier=26,
    )
    states = tell_states(contacts, links, min_customers=3, min_weeks=2, zone=settings.zone)
    joined = named
    for part in (measures, states, tell_trends(weeks)):
        joined = joined.join(part, on="issue_id", how="left")
    return joined.with_columns(
        pl.col("state").fill_null("isolated"),
        pl.col("trend").fill_null("dormant"),
        pl.col("born_as_of").cast(PUBLISHED["issues"]["born_as_of"]),
        pl.col("verbatims").cast(PUBLISHED["issues"]["verbatims"]),
        pl.col("keyphrases").cast(PUBLISHED["issues"]["keyphrases"]),
    )


def _account_for(contacts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    counts = contacts.group_by("source").agg(count=pl.len()).sort("source")
    accounts = make_frame(
        [
            {"source": source, "received": count + 1, "stored": count, "updated": 0, "duplicate": 0,
             "quarantined": 1, "erased": 0, "last_file": "inbox/x", "last_contact": START}
            for source, count in counts.iter_rows()
        ],
        PUBLISHED["accounts"],
    )  # fmt: skip
    refused = [{"source": "web", "file": "inbox/x", "row": 3, "field": "text", "reason": "the text is empty"}]
    return {"accounts": accounts, "quarantine": make_frame(refused, PUBLISHED["quarantine"])}
