"""As of when is a run, and how does it tell how far it is?"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voc.settings import Settings
from voc.store.warehouse import Warehouse

Progress = Callable[[str, int, int], None]


def keep_quiet(stage: str, done: int, total: int) -> None:
    """Progress for callers that want none."""


def start_day(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which a day begins in a zone, as a UTC instant."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def find_midnight_after(instant: datetime, zone: ZoneInfo) -> datetime:
    """Midnight after an instant, in a zone."""
    return start_day(instant.astimezone(zone).date() + timedelta(days=1), zone)


def months_before(instant: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or that month's last day where it has no such day."""
    year, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return instant.replace(year=year, month=month + 1, day=min(instant.day, last))


def find_keep_from(settings: Settings, now: datetime) -> datetime | None:
    """Find from when contacts are kept; None where all are."""
    months = settings.privacy.keep_months
    return None if months is None else months_before(now, months)


def find_as_of(warehouse: Warehouse, settings: Settings, day: date | None) -> datetime | None:
    """Find a run's as-of: 00:00 of the day asked for, else midnight after the last stored contact.

    None where nothing was asked for and nothing is stored.
    """
    if day is not None:
        return start_day(day, settings.zone)
    last = warehouse.last_contact_at()
    return None if last is None else find_midnight_after(last, settings.zone)
