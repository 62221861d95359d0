"""What are rates told by? Orders, customers or invoices by week, taken in and laid beside the weeks.

All of it is read anew at each ingestion: a few rows a week, restated whenever their file is.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import polars as pl

from voc.errors import SettingsError, VocError
from voc.settings import CONFIG_NAME, Settings
from voc.signals.calendar import Holiday, lay_calendar, sum_exposures
from voc.signals.isoweeks import last_complete_week, week_monday
from voc.sources.exposure import read_exposure
from voc.store.exposures import ExposureAccount
from voc.store.snapshot import find_snapshot, open_snapshot
from voc.store.warehouse import Warehouse


def take_exposures(warehouse: Warehouse, settings: Settings) -> list[str]:
    """Take in what every `[[exposure]]` block names; returns notes for the log."""
    notes = []
    for exposure in settings.exposures:
        reading = read_exposure(exposure, settings)
        account = ExposureAccount(reading.received, reading.taken, reading.refused.height, reading.last_file)
        warehouse.write_exposure(exposure.name, reading.figures, reading.refused, account, datetime.now(UTC))
        if not reading.received:
            notes.append(f"exposure {exposure.name}: nothing was found; what was read before holds")
        elif reading.refused.height:
            notes.append(
                f"exposure {exposure.name}: {reading.refused.height} of {reading.received} rows refused;"
                " `voc quarantine` says which"
            )
    return notes


def weigh_exposures(warehouse: Warehouse, settings: Settings, instant: datetime) -> pl.DataFrame:
    """Sum what was delivered before the as-of to weeks: EXPOSURES of the configured blocks."""
    day = instant.astimezone(settings.zone).date()
    ways = {exposure.name: exposure.how for exposure in settings.exposures}
    return sum_exposures(warehouse.read_exposures(day), ways)


def choose_exposure(exposures: pl.DataFrame, settings: Settings) -> pl.DataFrame | None:
    """Choose what rates are told by: the first block that delivered anything; None: the week's contacts."""
    for exposure in settings.exposures:
        found = exposures.filter(pl.col("name") == exposure.name)
        if found.height:
            return found.select("week", "value")
    return None


def name_exposure(exposures: pl.DataFrame, settings: Settings) -> str:
    """Name what rates are told by: `contacts` where nothing was delivered."""
    delivered = set(exposures["name"])
    return next((told.name for told in settings.exposures if told.name in delivered), "contacts")


def measure_calendar(
    contacts: pl.DataFrame,
    weeks: Sequence[str],
    exposure: pl.DataFrame | None,
    settings: Settings,
    instant: datetime,
) -> pl.DataFrame:
    """Lay the calendar of a publication beside what the snapshot before it showed."""
    return lay_calendar(
        weeks,
        contacts,
        exposure,
        last_complete=last_complete_week(instant, settings.zone),
        holidays=list_holidays(settings.country, weeks),
        before=_recall_counts(settings),
    )


def list_holidays(country: str | None, weeks: Sequence[str]) -> list[Holiday]:
    """List a country's public holidays within the weeks.

    Raises:
        SettingsError: the country or its region is not known.
    """
    if country is None or not weeks:
        return []
    from holidays import country_holidays, list_localized_countries, list_supported_countries

    code, _, region = country.partition("-")
    known = list_supported_countries()
    if code not in known or (region and region not in known[code]):
        regions = f"; its regions: {', '.join(known[code])}" if known.get(code) else ""
        raise SettingsError(
            f"{CONFIG_NAME} [workspace]: no public holidays are known of country {country!r}{regions}"
        )
    first, last = week_monday(weeks[0]), week_monday(weeks[-1]) + timedelta(days=6)
    years = range(first.year, last.year + 1)
    spoken = list_localized_countries().get(code, [])
    named: dict[str, dict[date, str]] = {}
    for language in ("es", "en"):
        chosen = next((name for name in sorted(spoken) if name.startswith(language)), None)
        named[language] = dict(country_holidays(code, subdiv=region or None, years=years, language=chosen))
    days = sorted(day for day in named["es"] if first <= day <= last)
    return [(day, named["es"][day], named["en"].get(day, named["es"][day])) for day in days]


def _recall_counts(settings: Settings) -> dict[str, int]:
    """Recall how many contacts each complete week had in the snapshot that readers see now."""
    if find_snapshot(settings) is None:
        return {}
    try:
        with open_snapshot(settings) as snapshot:
            rows = snapshot.read("read_calendar").filter("is_complete")
            return dict(rows.select("week", "contacts").iter_rows())
    except VocError:  # written by an older voc, or damaged: publishing replaces it
        return {}
