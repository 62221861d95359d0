"""What would a change of encoder do to each issue, and to all?

Told of where the new encoder alone would put each contact, whether or not it is held where it was: so people
see how far the two differ before they choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

MOST_LISTED = 5
LOST, GONE, SPLIT = 0.5, 0.5, 0.2  # shares of an issue's contacts


@dataclass(frozen=True)
class Fate:
    """What becomes of one issue."""

    issue_id: str
    contacts: float
    kept_share: float  # that the new encoder leaves there
    fate: str  # keeps, splits, merges or is_lost
    goes_to: tuple[tuple[str | None, float], ...]  # other issues or none, and contacts; most first


def tell_fates(
    before: Sequence[str | None], free: Sequence[str | None], contacts: Sequence[float]
) -> list[Fate]:
    """Tell what becomes of each issue, those that keep least first.

    Args:
        before: Where each text stood.
        free: Where the new encoder would put it.
        contacts: Behind each text.
    """
    flows = (
        pl.DataFrame(
            {"before": before, "free": free, "contacts": contacts},
            schema={"before": pl.String, "free": pl.String, "contacts": pl.Float64},
        )
        .filter(pl.col("before").is_not_null())
        .group_by("before", "free")
        .agg(pl.col("contacts").sum())
        .sort("before", "contacts", "free", descending=[False, True, False])
    )
    fates = [_judge_issue(str(part["before"][0]), part) for part in flows.partition_by("before")]
    return sorted(fates, key=lambda fate: (fate.kept_share, fate.issue_id))


def _judge_issue(issue_id: str, flows: pl.DataFrame) -> Fate:
    total = float(flows["contacts"].sum())
    pairs: list[tuple[str | None, float]] = list(flows.select("free", "contacts").iter_rows())
    kept = sum(count for goes, count in pairs if goes == issue_id)
    others = [(goes, count) for goes, count in pairs if goes != issue_id]
    most = max((count for goes, count in others if goes is not None), default=0.0)
    nobody = sum(count for goes, count in others if goes is None)
    if nobody >= LOST * total:
        fate = "is_lost"
    elif most >= GONE * total:
        fate = "merges"
    elif most >= SPLIT * total:
        fate = "splits"
    else:
        fate = "keeps"
    return Fate(issue_id, total, kept / total, fate, tuple(others[:MOST_LISTED]))
