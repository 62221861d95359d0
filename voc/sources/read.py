"""The door: which files does a source have, and what do they say?

Nothing that a file holds makes reading fail: what cannot be read becomes a refused row, so that a
source's other files and the other sources go on.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from voc.errors import SourceError
from voc.settings import Settings, SourceSettings
from voc.sources.files import (
    TRANSCRIPT_FORMATS,
    SourceFile,
    derive_stem,
    digest_file,
    find_paths,
    label_path,
    name_format,
    read_plain_bytes,
)
from voc.sources.formats import read_records
from voc.sources.index import TranscriptIndex, load_index, locate_index
from voc.sources.mapping import Reading, map_records, refuse_file
from voc.sources.rowset import Rowset, Wanted
from voc.sources.transcripts import read_call_records, read_cue_transcript

__all__ = ["PART_ROWS", "Reading", "SourceFile", "list_source_files", "read_source_file", "read_whole_file"]

PART_ROWS = 20_000
REQUIRED = ("id", "text", "occurred_at")


def list_source_files(source: SourceSettings, settings: Settings) -> list[SourceFile]:
    """List a source's files in the order of their labels; its index is none of them.

    Returns:
        The files; none where nothing matches the path.

    Raises:
        SettingsError: the path is not a glob.
    """
    index_path = locate_index(source, settings)
    hidden = os.path.realpath(index_path) if index_path else None
    index = load_index(source, settings)
    files = []
    for path in find_paths(source.path, settings):
        if os.path.realpath(path) == hidden:
            continue
        label = label_path(path, settings)
        said = _fingerprint(path.name, source, index)
        files.append(SourceFile(path, label, digest_file(path, label, said)))
    return files


def _fingerprint(name: str, source: SourceSettings, index: TranscriptIndex | None) -> bytes:
    if index is None:
        return b""
    is_one_call = (source.format or name.lower().removesuffix(".gz").rpartition(".")[2]) in TRANSCRIPT_FORMATS
    return index.fingerprint_row(derive_stem(name), is_one_call=is_one_call)


def read_source_file(
    source: SourceSettings, source_file: SourceFile, settings: Settings, *, part_rows: int = PART_ROWS
) -> Iterator[Reading]:
    """Read a file's contacts in parts, and account for every record that is not one.

    The parts are the same whenever the bytes are, so whoever has taken in the first k skips k.
    """
    whole = read_whole_file(source, source_file, settings)
    last = max(whole.rows["row"].max() or 0, whole.refused["row"].max() or 0)
    if last <= part_rows:
        yield whole
        return
    for start in range(0, last, part_rows):
        of_part = pl.col("row").is_between(start + 1, start + part_rows)
        rows, refused = whole.rows.filter(of_part), whole.refused.filter(of_part)
        yield replace(
            whole,
            received=rows.height + refused.height,
            rows=rows,
            refused=refused,
            notes=whole.notes if start == 0 else [],
            columns=whole.columns if start == 0 else (),
            share_done=min(1.0, (start + part_rows) / last),
        )


def read_whole_file(source: SourceSettings, source_file: SourceFile, settings: Settings) -> Reading:
    """Read a file's contacts at once."""
    index = load_index(source, settings)
    try:
        form = name_format(source_file.path, source.format)
        data = read_plain_bytes(source_file.path)
        rowset = _read_rowset(data, form, source, source_file, index)
    except SourceError as error:
        return refuse_file(error, source, source_file.label)
    has_index = index is not None and (form in TRANSCRIPT_FORMATS or source.channel == "call")
    return map_records(
        rowset, source, source_file.label, settings, index.label if index and has_index else None
    )


def _read_rowset(
    data: bytes, form: str, source: SourceSettings, source_file: SourceFile, index: TranscriptIndex | None
) -> Rowset:
    if form in TRANSCRIPT_FORMATS:
        return read_cue_transcript(data, source, source_file, index)
    if source.channel == "call":
        return read_call_records(data, form, source, source_file, index)
    return read_records(data, form, Wanted(source.fields, REQUIRED))
