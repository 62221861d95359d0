"""What do issues go with in ratings, and how much is there to win?

Told as it was published, or measured again where people edited since. "Goes with", never "causes".
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_figure, write_instant
from voc.answers.reading import Reading, require_issue
from voc.schema.signals import RATINGS

Document = dict[str, Any]

DIGITS = 4
NO_RATINGS = "no_ratings"


def tell_ratings(reading: Reading, issue_id: str | None = None) -> Document:
    """Tell what issues go with in ratings.

    Args:
        reading: What to answer from.
        issue_id: Only this one, also where people ignore it.

    Returns:
        `as_of`; `scales`, a row for each scale and measure over all its ratings (who answered, the level
        and its interval); `issues`, rows of the columns of RATINGS with the issue's `name`: by scale and
        measure, the most to win first. Of an issue that was asked for and that nobody rated, one row whose
        `reason` is no_ratings.

    Raises:
        CallError: there is no such issue.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    table = read_rating_rows(reading)
    whole = table.filter(pl.col("issue_id").is_null())
    told = table.filter(pl.col("issue_id").is_not_null()).filter(
        pl.col("issue_id") == wanted
        if wanted
        else ~pl.col("issue_id").is_in(sorted(reading.standing.ignored))
    )
    ordered = told.sort(
        "scale", "measure", "points_to_win", "effect", "issue_id",
        descending=[False, False, True, False, False], nulls_last=True,
    )  # fmt: skip
    issues = [_word_row(reading, row) for row in ordered.iter_rows(named=True)]
    if wanted and not issues:
        issues = [_word_unrated(reading, wanted)]
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "scales": [_word_whole(row) for row in whole.iter_rows(named=True)],
        "issues": issues,
    }


def read_rating_rows(reading: Reading) -> pl.DataFrame:
    """Read RATINGS as they are after people's edits, of live issues."""
    if reading.overlay is None:
        return reading.snapshot.read("read_ratings")
    from voc.signals.rating_effects import measure_ratings

    return measure_ratings(reading.read_contacts(None), reading.links).sort(
        "scale", "measure", "issue_id", nulls_last=False
    )


def _word_row(reading: Reading, row: Document) -> Document:
    rounded = {
        name: round_figure(row[name], DIGITS) if dtype == pl.Float64 else row[name]
        for name, dtype in RATINGS.items()
    }
    return {"issue_id": row["issue_id"], "name": reading.shown_names.get(row["issue_id"]), **rounded}


def _word_whole(row: Document) -> Document:
    kept = ("scale", "measure", "contact_count", "rated_count", "rated_share", "person_count")
    figures = ("level", "level_low", "level_high", "lost_share", "won_share")
    return {name: row[name] for name in kept} | {name: round_figure(row[name], DIGITS) for name in figures}


def _word_unrated(reading: Reading, issue_id: str) -> Document:
    contacts = reading.issues.row(by_predicate=pl.col("issue_id") == issue_id, named=True)["contacts"]
    counts = {"contact_count": contacts, "rated_count": 0, "rated_share": 0.0, "person_count": 0}
    empty = {**dict.fromkeys(RATINGS), "issue_id": issue_id, "is_primary": False, "reason": NO_RATINGS}
    return _word_row(reading, empty | counts)
