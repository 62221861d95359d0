"""How do refused rows get in after all?

Either the cause was in voc.toml or beside the file, and reading the file again mends them; or the row
itself was wrong, and a person mends it in a list that the tool wrote. Either way a row keeps its account.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from voc.errors import CallError, SourceError
from voc.pipeline.clock import find_keep_from
from voc.pipeline.ingest import ingest_sources, list_data_files, load_guard
from voc.pipeline.persons import CONTENT, Guard, guard_refusals, take_out_persons
from voc.settings import Settings, SourceSettings
from voc.sources.ids import read_ids
from voc.sources.read import Reading, SourceFile, read_source_file
from voc.store.mending import Mended
from voc.store.warehouse import open_warehouse

Counts = dict[str, int]
Positions = Mapping[Any, int]  # row of a file, None of a transcript -> the refusal's position

IS_ROW = pl.col("row").is_not_null() | pl.col("content").is_not_null()  # and no whole file

DISARMED = r"^'([=+\-@\t\r])"  # as a list for spreadsheets writes a text that looks like a formula

MENDABLE = ("id", *CONTENT)


def retry_refused(settings: Settings, only: str | None = None) -> Counts:
    """Read the files that have refused rows again, as voc.toml is now, and take in what passes.

    Args:
        settings: The workspace's; a file is looked for among its sources' files by its bytes.
        only: The one source to look at; None looks at all.

    Returns:
        `tried` rows that stood refused, `taken` in, `refused` still, `missing`: whose file is not there now.
    """
    now = datetime.now(UTC)
    with open_warehouse(settings) as warehouse:
        refused = warehouse.read_refused_files()
        chosen = refused if only is None else refused.filter(pl.col("source") == only)
        files = _find_files(settings, only)
        there = [
            (source, digest) in files for source, digest in chosen.select("source", "digest").iter_rows()
        ]
        found = chosen.filter(pl.Series(there, dtype=pl.Boolean))
        guard, keep_from = load_guard(settings), find_keep_from(settings, now)
        for sequence, source, digest in _list_batches(found.filter(~pl.col("is_refused"))):
            rows = dict(found.filter(pl.col("sequence") == sequence).select("row", "position").iter_rows())
            for mended in _read_again(settings, *files[source, digest], sequence, rows, guard):
                warehouse.mend_refusals(mended, at=now, keep_from=keep_from)
        warehouse.reopen_files(found.filter("is_refused")["sequence"].to_list())
        if found["is_refused"].any():
            ingest_sources(settings)
        left = warehouse.read_refused_files()
    same = ["source", "digest", "position", "is_refused"]  # the record of a file that is tried again is new
    still = chosen.join(left, on=same, how="semi").height
    return {
        "tried": chosen.height,
        "taken": chosen.height - still,
        "refused": still,
        "missing": chosen.height - found.height,
    }


def _find_files(
    settings: Settings, only: str | None
) -> dict[tuple[str, str], tuple[SourceSettings, SourceFile]]:
    return {
        (source.name, file.digest): (source, file)
        for source in settings.sources
        if source.path and only in {None, source.name}
        for file in list_data_files(source, settings)
    }


def _list_batches(found: pl.DataFrame) -> list[tuple[int, str, str]]:
    return found.select("sequence", "source", "digest").unique(maintain_order=True).rows()


def _read_again(
    settings: Settings,
    source: SourceSettings,
    file: SourceFile,
    sequence: int,
    positions: Positions,
    guard: Guard,
) -> Iterator[Mended]:
    """Read a file again and keep of each part the rows that stood refused."""
    for reading in read_source_file(source, file, settings):
        rows = _keep_refused(reading.rows, positions)
        refused = _keep_refused(reading.refused, positions)
        if rows.height + refused.height:
            part = replace(reading, rows=rows, refused=refused)
            yield _mend_part(part, source, settings, sequence, positions, guard)


def _keep_refused(frame: pl.DataFrame, positions: Positions) -> pl.DataFrame:
    return frame.filter(pl.Series([row in positions for row in frame["row"]], dtype=pl.Boolean))


def _mend_part(
    part: Reading,
    source: SourceSettings,
    settings: Settings,
    sequence: int,
    positions: Positions,
    guard: Guard,
) -> Mended:
    contacts, erased = take_out_persons(part.rows, source, settings, guard)
    places = [positions[row] for row in part.rows["row"]]
    kept = [position for place, position in enumerate(places) if place not in set(erased)]
    still, _ = guard_refusals(part.refused, guard)
    return Mended(
        sequence,
        contacts.with_columns(position=pl.Series(kept, dtype=pl.Int64)),
        [places[place] for place in erased],
        {positions[row]: reason for row, reason in still.select("row", "reason").iter_rows()},
    )


def list_refused(settings: Settings) -> pl.DataFrame:
    """List the refused rows for a person to mend: their key and reason, and what is kept of their cells.

    Returns:
        A row a refusal: `refusal` (its key), source, file, row, field, reason, and a column for each field
        that a contact can have; customers and agents are pseudonyms. A file that was refused whole is
        none of them: its rows are not known, and reading it again is what takes them in.
    """
    with open_warehouse(settings, read_only=True) as warehouse:
        refused = warehouse.read_quarantine().filter(IS_ROW)
    cells = [json.loads(content) if content else {} for content in refused["content"]]
    return refused.select(
        refused["key"].alias("refusal"),
        "source",
        "file",
        "row",
        "field",
        "reason",
        *(pl.Series(name, [found.get(name) for found in cells], dtype=pl.String) for name in MENDABLE),
    )


def take_mended(settings: Settings, path: Path) -> Counts:
    """Take in the rows that a person mended in the list of `list_refused`.

    Returns:
        Counts as of `retry_refused`; `missing` are rows that stand refused no longer.

    Raises:
        CallError: the file cannot be read, or is not such a list.
    """
    now = datetime.now(UTC)
    keys, reading = _read_mended(settings, path)
    with open_warehouse(settings) as warehouse:
        refused = warehouse.read_quarantine().filter(IS_ROW)
        guard = replace(load_guard(settings), pseudonyms=_list_pseudonyms(refused))
        known = {
            key: (sequence, position, source)
            for key, sequence, position, source in refused.select(
                "key", "sequence", "position", "source"
            ).iter_rows()
        }
        sources = {source.name: source for source in settings.sources}
        wanted = {row: known[key] for row, key in keys.items() if key in known and known[key][2] in sources}
        taken = 0
        for sequence, name in sorted({(entry[0], entry[2]) for entry in wanted.values()}):
            rows = {row: entry[1] for row, entry in wanted.items() if entry[0] == sequence}
            part = replace(
                reading, rows=_keep_refused(reading.rows, rows), refused=_keep_refused(reading.refused, rows)
            )
            mended = _mend_part(part, sources[name], settings, sequence, rows, guard)
            taken += warehouse.mend_refusals(mended, at=now, keep_from=find_keep_from(settings, now))
    return {
        "tried": len(keys),
        "taken": taken,
        "refused": len(wanted) - taken,
        "missing": len(keys) - len(wanted),
    }


def _list_pseudonyms(refused: pl.DataFrame) -> frozenset[str]:
    cells = [json.loads(content) for content in refused["content"].drop_nulls()]
    return frozenset(found[role] for found in cells for role in ("customer", "agent") if found.get(role))


def _read_mended(settings: Settings, path: Path) -> tuple[dict[int, str], Reading]:
    """Read a mended list: each row's key, and its cells as a contact's."""
    fields = {name: name for name in MENDABLE}
    source = SourceSettings(name="mended", channel="agent_note", path=str(path), fields=fields)
    file = SourceFile(path, path.name, "")
    try:
        keys, _ = read_ids(path, "refusal")
    except SourceError as error:
        raise CallError(
            f"{path}: {error.reason}\nWanted the list that `voc quarantine export` wrote, with mended rows."
        ) from None
    parts = list(read_source_file(source, file, settings))
    rows = pl.concat([part.rows for part in parts])
    return keys, replace(
        parts[0],
        rows=rows.with_columns(pl.col("text").str.replace(DISARMED, "$1")),
        refused=pl.concat([part.refused for part in parts]),
    )
