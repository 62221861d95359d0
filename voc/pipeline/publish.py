"""From what was mined to what readers see: measure everything before the as-of, and publish a snapshot."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from voc.issues.register import Register, fold_register
from voc.pipeline.clock import Progress, find_as_of, keep_quiet
from voc.pipeline.describing import describe_tables
from voc.pipeline.embedding import load_model
from voc.pipeline.exposures import choose_exposure, measure_calendar, name_exposure, weigh_exposures
from voc.pipeline.masking import mask_tables, withhold_portraits, withhold_words
from voc.pipeline.measuring import Measured, measure_signals
from voc.schema import ASSIGNMENTS, MENTION_KINDS
from voc.settings import Settings
from voc.signals.alerts import raise_alerts
from voc.signals.copies import flag_copies
from voc.signals.cost import describe_prices, price_contacts
from voc.signals.impact import measure_issues, tell_states
from voc.signals.isoweeks import derive_weeks, last_complete_week
from voc.signals.kind_corrections import correct_kinds, fold_kind_corrections
from voc.signals.links import complete_kinds, describe_contacts, link_contacts
from voc.signals.trends import tell_trends
from voc.signals.weeks import count_weeks
from voc.store.ledger import open_ledger
from voc.store.snapshot import write_snapshot
from voc.store.warehouse import Warehouse, open_warehouse

Tables = dict[str, pl.DataFrame]


def publish_snapshot(
    settings: Settings, as_of: date | None = None, progress: Progress | None = None
) -> dict[str, object]:
    """Measure and publish; readers see the new snapshot from the moment it is whole.

    Returns:
        `snapshot` (the file's name), `contacts`, `issues`, `masked` (texts that still looked personal),
        `as_of`.
    """
    tell = progress or keep_quiet
    now = datetime.now(UTC)
    with open_warehouse(settings) as warehouse:
        instant = find_as_of(warehouse, settings, as_of) or now
        events = open_ledger(settings).read_events()
        register = fold_register(events)
        tell("measure", 0, 2)
        tables = gather_tables(warehouse, settings, register, instant)
        tables |= measure_tables(tables, settings, register, instant)
        tables["contacts"] = correct_kinds(tables["contacts"], fold_kind_corrections(events))
        model = load_model(warehouse, settings)
        tables |= describe_tables(warehouse, tables, register, model)
        shown, masked = hide_personal(tables, settings.privacy.k_people)
        tables |= shown
        tell("measure", 1, 2)
        meta = tell_meta(warehouse, settings, register, instant, tables) | {"masked": masked}
        path = write_snapshot(
            settings, choose_tables(tables), meta, name=f"{now:%Y%m%d-%H%M%S}", written_at=now
        )
        tell("measure", 2, 2)
    return {
        "snapshot": path.name,
        "contacts": tables["contacts"].height,
        "issues": tables["issues"].height,
        "masked": masked,
        "as_of": instant.isoformat(),
    }


def hide_personal(tables: Tables, k_people: int) -> tuple[Tables, int]:
    """Keep back the words of few people and mask what looks personal: the tables, and the texts masked."""
    return mask_tables(
        {
            "issues": withhold_words(tables["issues"], k_people),
            "portraits": withhold_portraits(tables["portraits"], tables["issues"], k_people),
            "vogue": tables["vogue"],
            "contacts": tables["contacts"],
        }
    )


def gather_tables(warehouse: Warehouse, settings: Settings, register: Register, instant: datetime) -> Tables:
    """Gather what is known before the as-of: contacts, mentions with their issue and kind, the accounts.

    Mentions of an issue that people merged since it was mined are in the one that has them now.
    """
    contacts = warehouse.read_contacts(instant)
    kinds, history = warehouse.read_kinds(), warehouse.read_assignment_history()
    is_current = pl.col("to_at").is_null()
    assigned = history.filter(is_current).select(*ASSIGNMENTS, "from_event")
    mentions = (
        warehouse.read_mentions(instant)
        .join(assigned, on="mention_id", how="left")
        .join(kinds.select(list(MENTION_KINDS)), on="mention_id", how="left")
        .with_columns(
            pl.col("issue_id").replace({gone: register.find_root(gone) for gone in register.merged})
        )
        .sort("source", "source_id", "ordinal")
    )
    return {
        "contacts": contacts.with_columns(week=derive_weeks(contacts["occurred_at"], settings.zone)),
        "mentions": mentions,
        "past_assignments": history.filter(~is_current).join(mentions, on="mention_id", how="semi"),
        "exposures": weigh_exposures(warehouse, settings, instant),
        "accounts": warehouse.read_accounts(),
        "quarantine": pl.concat(
            [warehouse.read_quarantine(), warehouse.read_exposure_refusals()], how="diagonal_relaxed"
        ),
    }


def measure_tables(tables: Tables, settings: Settings, register: Register, instant: datetime) -> Tables:
    """Measure issues, weeks and alerts, and tell what each contact is."""
    contacts, mentions, zone = tables["contacts"], tables["mentions"], settings.zone
    council = settings.council
    linked = link_contacts(mentions, contacts, repeat_window_days=council.repeat_window_days)
    told = describe_contacts(mentions, mentions.select(list(MENTION_KINDS)), linked)
    described = (
        contacts.join(told, on="contact_id", how="left", maintain_order="left")
        .pipe(complete_kinds)
        .join(flag_copies(contacts, mentions), on="contact_id", how="left", maintain_order="left")
        .with_columns(pl.col("is_repeat").fill_null(False), price_contacts(contacts, settings.pricing, zone))
    )
    exposure = choose_exposure(tables["exposures"], settings)
    weeks = count_weeks(contacts, linked, zone=zone, as_of=instant, exposure=exposure)
    measures = measure_issues(described, linked, told, zone=zone, silent_multiplier=council.silent_multiplier)
    states = tell_states(
        contacts,
        linked,
        min_customers=council.recurring_min_customers,
        min_weeks=council.recurring_min_weeks,
        zone=zone,
    )
    issues = (
        list_registered(register, measures, instant)
        .join(measures, on="issue_id", how="left")
        .join(states, on="issue_id", how="left")
        .join(tell_trends(weeks), on="issue_id", how="left")
        .with_columns(pl.col("state").fill_null("isolated"), pl.col("trend").fill_null("dormant"))
    )
    alerts = raise_alerts(weeks, linked, contacts, zone=zone, exposure=exposure)
    measured = Measured(
        contacts=described,
        links=linked,
        mentions=mentions,
        issues=issues,
        weeks=weeks,
        alerts=alerts,
        exposure=exposure,
        as_of=instant,
        settings=settings,
    )
    return {
        "contacts": described,
        "contact_issues": linked,
        "weeks": weeks,
        "issues": issues,
        "alerts": alerts,
        "calendar": measure_calendar(
            described, weeks["week"].unique().sort().to_list(), exposure, settings, instant
        ),
        **measure_signals(measured),
    }


def list_registered(register: Register, measures: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """List the issues that live: those with a contact before the as-of, or born by then."""
    seen = set(measures["issue_id"])
    living = [
        issue
        for issue_id, issue in sorted(register.issues.items())
        if issue_id in seen or issue.born_as_of <= instant
    ]
    return pl.DataFrame(
        {
            "issue_id": [issue.issue_id for issue in living],
            "name": [issue.name for issue in living],
            "born_as_of": [issue.born_as_of.astimezone(UTC) for issue in living],
        },
        schema={"issue_id": pl.String, "name": pl.String, "born_as_of": pl.Datetime("us", "UTC")},
    )


def choose_tables(tables: Tables) -> Tables:
    """Leave out of the snapshot what no reader needs."""
    contacts = tables["contacts"].drop("content_hash", "agent_id")
    mentions = tables["mentions"].select(
        "mention_id",
        "contact_id",
        "source",
        "source_id",
        "ordinal",
        "language",
        "text",
        "spans",
        "text_key",
        "issue_id",
        "similarity",
        "kind",
        "opportunity",
        "from_event",
    )
    return {**tables, "contacts": contacts, "mentions": mentions}


def tell_meta(
    warehouse: Warehouse, settings: Settings, register: Register, instant: datetime, tables: Tables
) -> dict[str, Any]:
    """Tell what the snapshot is: as of when, of which workspace, mined with what."""
    mined = warehouse.last_mining() or {}
    return {
        "as_of": instant.astimezone(settings.zone).isoformat(),
        "week": last_complete_week(instant, settings.zone),
        "workspace": settings.name,
        "timezone": settings.timezone,
        "currency": settings.currency,
        "prices": describe_prices(settings.pricing),
        "repeat_window_days": settings.council.repeat_window_days,
        "model": {
            "encoder": settings.mining.encoder,
            "model_id": mined.get("model"),
            "mentions": mined.get("mentions"),
            "texts": mined.get("texts"),
            "granularity": settings.mining.granularity,
            "proposed": register.proposed_count or None,  # issues that the evidence speaks for
            "kinds": mined.get("kinds"),  # what corrections of kinds taught, on those not seen
        },
        "exposure": name_exposure(tables["exposures"], settings),  # what rates are told by
        "contacts": tables["contacts"].height,
    }
