"""Which contacts were deleted at their source?

A tombstone file is any table or JSON with the ids under the source's own name for them; nothing else of
it is read. What is no data file of the source: a file that both globs match is a tombstone file.
"""

import polars as pl

from voc.errors import SourceError
from voc.schema import REFUSALS, derive_contact_id, make_frame
from voc.settings import Settings, SourceSettings
from voc.sources.files import SourceFile, digest_file, find_paths, label_path
from voc.sources.ids import read_ids
from voc.sources.mapping import refuse_file

TOMBSTONE = b"\0tombstone"  # the same bytes as a data file are another thing


def list_tombstone_files(source: SourceSettings, settings: Settings) -> list[SourceFile]:
    """List a source's tombstone files in the order of their labels; none where it has no such glob.

    Raises:
        SettingsError: the path is not a glob.
    """
    paths = find_paths(source.withdrawals, settings) if source.withdrawals else []
    labelled = [(path, label_path(path, settings)) for path in paths]
    return [SourceFile(path, label, digest_file(path, label, TOMBSTONE)) for path, label in labelled]


def read_tombstones(source: SourceSettings, file: SourceFile) -> tuple[list[str], pl.DataFrame]:
    """Read a tombstone file.

    Returns:
        The contact ids its rows withdraw, in order, and REFUSALS: rows without an id, or the file whole.
    """
    try:
        ids, faults = read_ids(file.path, source.fields.get("id", "id"))
    except SourceError as error:
        return [], refuse_file(error, source, file.label).refused
    refused = [
        {"source": source.name, "file": file.label, "row": row, "field": "id", "reason": reason}
        for row, reason in sorted(faults.items())
    ]
    return [derive_contact_id(source.name, value) for value in ids.values()], make_frame(refused, REFUSALS)
