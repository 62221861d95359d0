"""What a workspace is set up to do, as one frozen object.

Built only by `load_settings`, which has checked every value; whoever holds it need not check again.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from voc.signals.cost import Price, PriceList

CONFIG_NAME = "voc.toml"

DATE_ORDERS = ("day_first", "month_first")
GRANULARITIES = ("auto", "coarse", "medium", "fine")
LEAST_ISSUES, MOST_ISSUES = 5, 70
FIELDS = (
    "id",
    "text",
    "occurred_at",
    "customer",
    "agent",
    "rating",
    "rating_scale",
    "product",
    "department",
    "touchpoint",
    "minutes",
    "language",
    "forwarded",
)


@dataclass(frozen=True)
class SourceSettings:
    """One `[[sources]]` block."""

    name: str
    channel: str
    path: str  # a glob, from the workspace, or absolute; "" of a query
    fields: dict[str, str]  # canonical field -> column or dotted path; without rating_scale
    format: str | None = None  # csv, tsv, json, jsonl, parquet, xlsx, sav, vtt, srt; else by the ending
    metadata: str | None = None
    customer_speakers: tuple[str, ...] = ()
    rating_scale: str | None = None
    preset: str | None = None  # whose shape of export it is: zendesk, qualtrics, ...
    withdrawals: str | None = None  # a glob of tombstone files: their ids were deleted at the source
    date_order: str | None = None  # of DATE_ORDERS: of dates that do not tell it; else by the workspace
    url: str | None = None  # of a database, as SQLAlchemy writes it; $NAMES come from the environment
    query: str | None = None
    cursor: str | None = None  # a column of the query that only grows: rows up to the last seen are skipped


@dataclass(frozen=True)
class ExposureSettings:
    """One `[[exposure]]` block."""

    name: str  # orders, customers, ...: what a screen says that a rate is told by
    date: str  # the column with a day of the week, or a week such as 2026-W07
    value: str  # the column with the number
    path: str = ""  # a glob, from the workspace, or absolute; "" of a query
    format: str | None = None  # else by the file's ending
    how: str = "sum"  # a week's rows add up (orders, invoices); "mean": they are levels (active customers)
    url: str | None = None
    query: str | None = None


@dataclass(frozen=True)
class CouncilSettings:
    """`[council]`: what the figures' definitions take from the company."""

    recurring_min_customers: int = 3
    recurring_min_weeks: int = 2
    repeat_window_days: int = 14
    silent_multiplier: float = 26.0


@dataclass(frozen=True)
class MiningSettings:
    """`[mining]`: which encoder, and how finely issues are told apart; the rest follows from the data."""

    encoder: str = "use"  # as `voc.issues.encoders.parse_encoder` takes it
    granularity: str | int = "auto"  # of GRANULARITIES, or a wished number of issues, 5 to 70


@dataclass(frozen=True)
class NamingSettings:
    """`[naming]`: an OpenAI-compatible endpoint that proposes issues' names; off where it has no url."""

    url: str | None = None  # up to /v1, or with /chat/completions
    model: str | None = None
    key_env: str | None = None  # the environment variable that holds the key; None: it wants none


@dataclass(frozen=True)
class PrivacySettings:
    """`[privacy]`: what is shown, kept and how it lies on the disk."""

    k_people: int = 3  # customers from which on an issue's verbatims are shown
    keep_months: int | None = None  # contacts older than this are removed; None keeps all
    encrypt: bool = False  # warehouse and snapshots; the key is in VOC_ENCRYPTION_KEY
    names_model: str | None = None  # a spaCy model that is installed, for names; None goes by rules alone


@dataclass(frozen=True)
class Settings:
    """A workspace's configuration; `root` is its absolute folder."""

    root: Path
    name: str
    timezone: str
    languages: tuple[str, ...]
    currency: str
    sources: tuple[SourceSettings, ...] = ()
    exposures: tuple[ExposureSettings, ...] = ()  # the first is what rates are told by
    country: str | None = None  # whose public holidays are marked
    council: CouncilSettings = field(default_factory=CouncilSettings)
    mining: MiningSettings = field(default_factory=MiningSettings)
    naming: NamingSettings = field(default_factory=NamingSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    costs: dict[str, float] = field(default_factory=dict)  # of a contact, under the last prices, on average
    price_lists: tuple[PriceList, ...] = ()  # the oldest first; none: `costs`, on every day

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def pricing(self) -> tuple[PriceList, ...]:
        """The prices of contacts, the oldest list first."""
        plain = {channel: Price(Decimal(repr(float(amount)))) for channel, amount in self.costs.items()}
        return self.price_lists or (PriceList(None, plain),)

    @property
    def warehouse_path(self) -> Path:
        """The one DuckDB file that flows write."""
        return self.root / "warehouse" / "voc.duckdb"

    @property
    def published_dir(self) -> Path:
        """Where snapshots and the pointer lie."""
        return self.root / "published"
