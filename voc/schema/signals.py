"""What is told of issues beyond their counts: the tables of repeats, ratings, money, places, words, effects.

Each stands in a snapshot under its name in `SIGNAL_TABLES`; one that was not measured is published empty.
"""

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, pl.DataType]

CALENDAR: Schema = {
    # One row a week, from the first week of all data to the week that as-of cuts.
    "week": pl.String(),
    "contacts": pl.Int64(),  # all, with or without an issue
    "exposure": pl.Float64(),  # what rates are told by: orders, customers, ... else the week's contacts
    "is_complete": pl.Boolean(),  # false: the week still ran at as-of
    "is_estimated": pl.Boolean(),  # the exposure was not delivered for this week
    "late_contacts": pl.Int64(),  # that came after the snapshot that first showed the week complete
    "holidays": pl.List(pl.String()),  # of the workspace's country, where one is configured
    "silent_sources": pl.List(pl.String()),  # that had begun, and brought nothing in this week
}

EXPOSURES: Schema = {
    # What was delivered to divide by, a week; every configured one.
    "name": pl.String(),  # orders, customers, ...
    "week": pl.String(),
    "value": pl.Float64(),
}

SIGNAL_TABLES: Mapping[str, Schema] = {
    "calendar": CALENDAR,
    "exposures": EXPOSURES,
}
