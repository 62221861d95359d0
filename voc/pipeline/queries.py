"""What does a source's query give that is new?

A part of a result that was taken in before, and still is what is stored, adds nothing; one whose rows
changed there and back again is taken in, since the later row wins.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import polars as pl

from voc.pipeline.persons import CONTENT, Guard
from voc.schema import derive_contact_id
from voc.settings import Settings, SourceSettings
from voc.sources.database import QueryPart, read_query
from voc.store.pseudonyms import fingerprint_content
from voc.store.warehouse import Warehouse


def read_new_parts(
    source: SourceSettings,
    settings: Settings,
    warehouse: Warehouse,
    guard: Guard,
    keep_from: datetime | None,
    *,
    watch: Callable[[QueryPart], None],
) -> Iterator[tuple[str, QueryPart]]:
    """Read a query's parts that add something, each with the digest to record it under.

    `watch` is told of every part, also of those that add nothing.
    """
    known = warehouse.known_digests(source.name)
    for part in read_query(source, settings, warehouse.last_cursor(source.name)):
        watch(part)
        if part.digest not in known:
            yield part.digest, part
        elif not _is_stored(part.reading.rows, source, warehouse, guard, keep_from):
            times = sum(digest.startswith(part.digest) for digest in known)
            yield f"{part.digest}+{times}", part


def _is_stored(
    rows: pl.DataFrame,
    source: SourceSettings,
    warehouse: Warehouse,
    guard: Guard,
    keep_from: datetime | None,
) -> bool:
    """Tell whether all rows are stored as they are, but for those that would not be kept."""
    forgotten = [guard.is_forgotten(guard.pseudonymise_cell("customer", value)) for value in rows["customer"]]
    kept = rows.filter(~pl.Series(forgotten, dtype=pl.Boolean))
    if keep_from is not None:
        kept = kept.filter(pl.col("occurred_at") >= keep_from)
    hashes = [fingerprint_content(guard.key, row) for row in kept.select(CONTENT).iter_rows(named=True)]
    ids = [derive_contact_id(source.name, source_id) for source_id in kept["source_id"]]
    return warehouse.holds_contents(ids, hashes)
