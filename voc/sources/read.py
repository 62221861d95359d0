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
from voc.settings.presets import DERIVED_ID
from voc.settings.sources import REQUIRED_FIELDS
from voc.sources.calls import add_index, want_calls
from voc.sources.files import (
    TRANSCRIPT_FORMATS,
    SourceFile,
    derive_stem,
    digest_file,
    find_paths,
    label_path,
    list_contents,
    name_format,
    open_source_file,
)
from voc.sources.formats import READERS, open_records
from voc.sources.index import TranscriptIndex, load_index, locate_index
from voc.sources.mapping import Mapper, Reading, map_parts, refuse_file
from voc.sources.parts import open_parts
from voc.sources.plugins import is_plugin_format, open_plugin
from voc.sources.presets import fit_preset
from voc.sources.probe.sampling import sample_plain
from voc.sources.rowset import PART_ROWS, Parts, Wanted
from voc.sources.streams import Plain
from voc.sources.transcripts import read_cue_transcript

__all__ = ["PART_ROWS", "Reading", "SourceFile", "list_source_files", "read_source_file", "read_whole_file"]

WANTS_NOTHING = Wanted({}, ())


def list_source_files(source: SourceSettings, settings: Settings) -> list[SourceFile]:
    """List a source's files in the order of their labels; its index is none of them.

    A zip archive is a folder: its files are listed, as `inbox/a.zip/calls/1.vtt`.

    Returns:
        The files; none where nothing matches the path.

    Raises:
        SettingsError: the path is not a glob.
    """
    index_path = locate_index(source, settings)
    hidden = os.path.realpath(index_path) if index_path else None
    index = load_index(source, settings)
    files = []
    for found in find_paths(source.path, settings):
        if os.path.realpath(found) == hidden:
            continue
        for path, member in list_contents(found):
            label = label_path(path, settings)
            said = _fingerprint(path.name, source, index)
            files.append(SourceFile(path, label, digest_file(path, label, said, member), member))
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

    The parts are the same whenever the bytes are, so whoever has taken in the first k skips k. A file that
    cannot be read to its end is refused before any of it is given.

    Args:
        source: Whose file it is.
        source_file: As `list_source_files` gives it.
        settings: For the zone and the languages, and where the index lies.
        part_rows: The most records of a part; one with long texts has fewer.

    Yields:
        At least one reading, in the file's order.
    """
    try:
        readings = _open_readings(source, source_file, settings, part_rows)
    except SourceError as error:
        readings = iter([refuse_file(error, source, source_file.label)])
    except RecursionError:
        fault = SourceError("is nested too deeply to be read")
        readings = iter([refuse_file(fault, source, source_file.label)])
    yield from readings


def read_whole_file(source: SourceSettings, source_file: SourceFile, settings: Settings) -> Reading:
    """Read a file's contacts at once, as one reading."""
    parts = list(read_source_file(source, source_file, settings))
    return replace(
        parts[0],
        received=sum(part.received for part in parts),
        rows=pl.concat([part.rows for part in parts]),
        refused=pl.concat([part.refused for part in parts]),
        notes=[note for part in parts for note in part.notes],
        share_done=1.0,
    )


def _open_readings(
    source: SourceSettings, source_file: SourceFile, settings: Settings, part_rows: int
) -> Iterator[Reading]:
    plain = open_source_file(source_file)
    form = name_format(source_file.path, source.format)
    fitted = fit_preset(source, form, lambda: sample_plain(plain, form).columns)
    form = fitted.format or form
    index = load_index(fitted, settings)
    parts, wanted = _open_form(plain, form, fitted, source_file, index, part_rows)
    findings, rowsets = open_parts(parts, wanted)
    has_index = index is not None and (form in TRANSCRIPT_FORMATS or fitted.channel == "call")
    label = index.label if index and has_index else None
    return map_parts(rowsets, findings, Mapper(fitted, settings, source_file.label, label))


def _open_form(
    plain: Plain,
    form: str,
    source: SourceSettings,
    source_file: SourceFile,
    index: TranscriptIndex | None,
    part_rows: int,
) -> tuple[Parts, Wanted]:
    """Open a file's records in its format, and say what must be found in them."""
    if form in TRANSCRIPT_FORMATS:
        rowset = read_cue_transcript(plain.read_whole(), source, source_file, index)
        return lambda: iter([rowset]), WANTS_NOTHING
    is_call = source.channel == "call"
    wanted = want_calls(source, has_index=index is not None) if is_call else _want_contacts(source)
    if form not in READERS and is_plugin_format(form):
        parts = open_plugin(plain, form, source, source_file.path.name, wanted, part_rows)
    else:
        parts = open_records(plain, form, wanted, part_rows)
    if index is None or not is_call:
        return parts, wanted
    return add_index(parts, derive_stem(source_file.path.name), index), WANTS_NOTHING


def _want_contacts(source: SourceSettings) -> Wanted:
    columns = {name: column for name, column in source.fields.items() if column != DERIVED_ID}
    is_derived = source.fields.get("id") == DERIVED_ID
    return Wanted(columns, tuple(name for name in REQUIRED_FIELDS if name != "id" or not is_derived))
