"""How are instants and figures written in a document?

Instants carry the offset of the workspace's zone; figures are rounded to what they can bear, and what
is not a number is null, since JSON knows no NaN.
"""

from datetime import datetime
from math import isfinite
from zoneinfo import ZoneInfo


def write_instant(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """Write an instant in ISO 8601 with the zone's offset."""
    return None if instant is None else instant.astimezone(zone).isoformat()


def round_figure(value: float | None, digits: int) -> float | None:
    """Round to so many decimals; null and what is not finite are null."""
    return None if value is None or not isfinite(value) else round(value, digits)


def round_chance(value: float | None) -> float | None:
    """Round a probability to four significant digits, however small it is."""
    return None if value is None or not isfinite(value) else float(f"{value:.4g}")
