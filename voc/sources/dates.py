"""When was it? Whatever a column says, as UTC instants.

A whole column is read at once: whether 05/06 is June or May is decided by the column's other dates,
and 100,000 dates take a second. Common shapes are read by polars; what is left goes to `written_dates`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from voc.schema import INSTANT
from voc.settings import Settings, SourceSettings
from voc.sources.cells import to_text
from voc.sources.written_dates import read_written_date

FIRST_YEAR, LAST_YEAR = 1970, 2099  # before and after, a date is a placeholder or a slip
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a serial is placed in the zone after
EXCEL_SERIALS = (20_000.0, 80_000.0)  # 1954 to 2119, in days
EPOCH_DIGITS = {10: 1, 13: 1_000, 16: 1_000_000, 19: 1_000_000_000}  # digits -> units a second
LARGEST_NUMBER = 1e19
COMPACT_DIGITS = (8, 14)  # 20260517, 20260517103000
WIDEST_OFFSET = 14 * 60  # minutes: Kiribati's
MONTH_FIRST_REGIONS = ("America", "US", "UTC", "Etc")  # where a workspace in English alone writes 12/31

CLOCK = (
    r"(?:(?:[T ]|, ?| - )(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:[.,](?P<fraction>\d{1,9}))?(?: ?(?P<half>[aApP])\.? ?[mM]\.?)?"
    r"(?: ?(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?)?$"
)
YEAR_FIRST = r"^(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + CLOCK
YEAR_LAST = r"^(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + CLOCK


@dataclass(frozen=True)
class DateColumn:
    """A column read as dates."""

    instants: pl.Series  # INSTANT, null where no date could be read
    is_ambiguous: bool  # nothing in the column told the day from the month


def prefers_day_first(settings: Settings, source: SourceSettings | None = None) -> bool:
    """Tell how a source's dates are written: as it says, else as people of this workspace write them.

    Only English in America puts the month first.
    """
    if source is not None and source.date_order is not None:
        return source.date_order == "day_first"
    region = settings.timezone.partition("/")[0]
    return any(code != "en" for code in settings.languages) or region not in MONTH_FIRST_REGIONS


@dataclass(frozen=True)
class DateEvidence:
    """What dates such as 05/06/2026 tell of their order; of two parts of a column, either's tells."""

    has_parts: bool = False  # there are such dates
    day_first: bool = False  # one can only be read with the day first
    month_first: bool = False

    def __or__(self, other: "DateEvidence") -> "DateEvidence":
        return DateEvidence(
            self.has_parts or other.has_parts,
            self.day_first or other.day_first,
            self.month_first or other.month_first,
        )

    @property
    def is_told(self) -> bool:
        """Tell whether the dates themselves show the order."""
        return self.day_first != self.month_first


def gather_evidence(values: Sequence[object]) -> DateEvidence:
    """Gather what a column, or a part of it, tells of the order of day and month."""
    texts = _take_texts(values)
    return _weigh_parts(_split_parts(texts, YEAR_LAST)) if texts.null_count() < len(texts) else DateEvidence()


def parse_dates(
    values: Sequence[object], zone: ZoneInfo, *, day_first: bool, evidence: DateEvidence | None = None
) -> DateColumn:
    """Read a column of dates in whatever shape its cells have.

    Args:
        values: Strings, numbers (epochs, or Excel's days), dates or datetimes, as the file gives them.
        zone: Where a time without a zone was; a date without a time is 00:00 there.
        day_first: How to read 05/06/2026 where no other date of the column tells.
        evidence: What the whole column tells, where these values are a part of it.
    """
    texts = _take_texts(values)
    instants, is_ambiguous = pl.Series([None] * len(texts), dtype=INSTANT), False
    if texts.null_count() < len(texts):
        instants, is_ambiguous = _parse_texts(texts, zone, day_first, evidence)
    others = {i: v for i, v in enumerate(values) if v is not None and not isinstance(v, str)}
    if others:
        read = instants.to_list()
        for i, value in others.items():
            read[i] = _convert_value(value, zone)
        instants = pl.Series(read, dtype=INSTANT)
    return DateColumn(instants, is_ambiguous)


def _take_texts(values: Sequence[object]) -> pl.Series:
    texts = pl.Series("text", [to_text(v) if isinstance(v, str) else None for v in values], dtype=pl.String)
    return texts.str.replace_all(r"\s+", " ").str.strip_chars()


def _parse_texts(
    tidy: pl.Series, zone: ZoneInfo, day_first: bool, evidence: DateEvidence | None
) -> tuple[pl.Series, bool]:
    ordered = _split_parts(tidy, YEAR_FIRST)
    unordered = _split_parts(tidy, YEAR_LAST)
    evidence = evidence or _weigh_parts(unordered)
    day_first = evidence.day_first if evidence.is_told else day_first
    slashed = _order_parts(unordered, day_first)
    parts = ordered.select(pl.coalesce(pl.col(name), slashed[name]).alias(name) for name in slashed.columns)
    instants = _build_instants(parts, zone)
    left = {i: tidy[i] for i in (instants.is_null() & tidy.is_not_null()).arg_true().to_list()}
    known = {text: _read_rest(text, zone, day_first) for text in set(left.values())}
    if any(known.values()):
        read = instants.to_list()
        for i, text in left.items():
            read[i] = known[text]
        instants = pl.Series(read, dtype=INSTANT)
    return instants, evidence.has_parts and not evidence.is_told


def _split_parts(texts: pl.Series, pattern: str) -> pl.DataFrame:
    return texts.str.extract_groups(pattern).struct.unnest()


def _weigh_parts(parts: pl.DataFrame) -> DateEvidence:
    return DateEvidence(
        has_parts=bool(parts["one"].is_not_null().any()),
        day_first=bool((parts["one"].cast(pl.Int32) > 12).any()),
        month_first=bool((parts["two"].cast(pl.Int32) > 12).any()),
    )


def _order_parts(parts: pl.DataFrame, day_first: bool) -> pl.DataFrame:
    """Name the parts day and month; a row that can be read only one way is read that way."""
    one, two = parts["one"].cast(pl.Int32), parts["two"].cast(pl.Int32)
    is_day_first = pl.when(one > 12).then(True).when(two > 12).then(False).otherwise(pl.lit(day_first))
    century = pl.when(pl.col("year") < "70").then(pl.lit("20")).otherwise(pl.lit("19"))
    named = parts.with_columns(
        year=pl.when(pl.col("year").str.len_chars() == 2).then(century + pl.col("year")).otherwise("year"),
        day=pl.when(is_day_first).then("one").otherwise("two"),
        month=pl.when(is_day_first).then("two").otherwise("one"),
    )
    return named.drop("one", "two", "mark")


def _build_instants(parts: pl.DataFrame, zone: ZoneInfo) -> pl.Series:
    hour = pl.col("hour").cast(pl.Int32)
    afternoon = pl.col("half").str.to_lowercase() == "p"
    written = pl.format(
        "{}-{}-{}T{}:{}:{}.{}",
        "year",
        pl.col("month").str.zfill(2),
        pl.col("day").str.zfill(2),
        _shift_hour(hour, afternoon).cast(pl.String).str.zfill(2),
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00"),
        pl.col("fraction").fill_null("0").str.pad_end(6, "0").str.slice(0, 6),
    )
    frame = parts.select(
        local=written.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False),
        offset=_read_offset(pl.col("zone")),
        has_zone=pl.col("zone").is_not_null(),
    ).with_columns(
        local=pl.when(
            pl.col("local").dt.year().is_between(FIRST_YEAR, LAST_YEAR),
            pl.col("offset").abs().fill_null(0) <= WIDEST_OFFSET,
        ).then("local")
    )
    placed = frame.select(
        pl.when("has_zone")
        .then((pl.col("local") - pl.duration(minutes="offset")).dt.replace_time_zone("UTC"))
        .otherwise(_place_in_zone(zone))
        .alias("instant")
    )
    return placed["instant"].cast(INSTANT)


def _shift_hour(hour: pl.Expr, afternoon: pl.Expr) -> pl.Expr:
    """Turn a 12-hour clock into 24: 12 a.m. is 0, 1 p.m. is 13; 13 p.m. stays."""
    shifted = pl.when(afternoon & (hour < 12)).then(hour + 12).when(~afternoon & (hour == 12)).then(0)
    return shifted.otherwise(hour).fill_null(0)


def _read_offset(zone: pl.Expr) -> pl.Expr:
    """Turn `+02:00` into minutes; a zone that is named without one is UTC."""
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    hours = zone.str.slice(1, 2).cast(pl.Int64, strict=False).fill_null(0)
    minutes = zone.str.extract(r"\d{2}:?(\d{2})$").cast(pl.Int64, strict=False).fill_null(0)
    return sign * (hours * 60 + minutes)


def _place_in_zone(zone: ZoneInfo) -> pl.Expr:
    """Place a local time; of an hour that the clock shows twice the first, one that it skips moved on."""
    local = pl.col("local")
    straight = local.dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
    skipped = (local + pl.duration(hours=1)).dt.replace_time_zone(
        zone.key, ambiguous="earliest", non_existent="null"
    )
    return pl.coalesce(straight, skipped).dt.convert_time_zone("UTC")


def _read_rest(text: str, zone: ZoneInfo, day_first: bool) -> datetime | None:
    digits, _, decimals = text.partition(".")
    if len(digits) in EPOCH_DIGITS and re.fullmatch(r"[0-9]+", digits + decimals):
        return _from_epoch(float(text) / EPOCH_DIGITS[len(digits)])
    written = read_written_date(text, day_first=day_first)
    return None if written is None else _convert_value(written, zone)


def _convert_value(value: object, zone: ZoneInfo) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(float(value), zone) if abs(value) < LARGEST_NUMBER else None
    if isinstance(value, datetime):
        return _to_utc(value, zone)
    return _to_utc(datetime.combine(value, time()), zone) if isinstance(value, date) else None


def _to_utc(value: datetime, zone: ZoneInfo) -> datetime | None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _from_number(number: float, zone: ZoneInfo) -> datetime | None:
    if EXCEL_SERIALS[0] <= number <= EXCEL_SERIALS[1]:
        whole = EXCEL_EPOCH + timedelta(seconds=round(number * 86_400))
        return _to_utc(whole, zone)
    digits = len(str(int(number))) if 0 <= number < 1e19 else 0
    if digits in COMPACT_DIGITS:
        return _read_rest(str(int(number)), zone, day_first=True)
    return _from_epoch(number / EPOCH_DIGITS[digits]) if digits in EPOCH_DIGITS else None


def _from_epoch(seconds: float) -> datetime | None:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(seconds, 6))
    return instant if FIRST_YEAR <= instant.year <= LAST_YEAR else None
