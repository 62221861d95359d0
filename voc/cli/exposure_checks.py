"""Is what rates are told by there to be read, and is the country's calendar known?"""

from collections.abc import Iterator

from voc.cli.checks import Check, join_lines
from voc.errors import SettingsError
from voc.settings import Settings


def check_exposures(settings: Settings) -> Iterator[Check]:
    """Read each `[[exposure]]` block's figures once, and ask for one week's holidays; nothing is stored."""
    from voc.pipeline.exposures import list_holidays
    from voc.sources.exposure import read_exposure

    for exposure in settings.exposures:
        name = f"exposure {exposure.name}"
        reading = read_exposure(exposure, settings)
        days = reading.figures["day"].to_list()  # in order
        if not reading.received:
            yield Check(name, False, f"no file matches {exposure.path}; put files there or mend its path")
        elif reading.refused.height:
            first = reading.refused.row(0, named=True)
            place = first["file"] if first["row"] is None else f"{first['file']}, row {first['row']}"
            yield Check(name, False, f"{reading.refused.height} rows refused; {place}: {first['reason']}")
        else:
            yield Check(name, True, f"{reading.taken} rows, from {days[0]} to {days[-1]}")
    if settings.country:
        try:
            list_holidays(settings.country, ["2026-W01"])
        except SettingsError as error:
            yield Check("holidays", False, join_lines(error))
