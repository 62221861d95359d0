"""What is a mining session, before it is held?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Session:
    """One mining session, before it is held."""

    as_of: datetime
    fingerprint: str
    mention_count: int
    owned: frozenset[str] = frozenset()  # issues about which people decided something
    model_id: str | None = None
    granularity: str | int = "auto"
    seed: int = 0
