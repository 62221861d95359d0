"""What does a transcript hold, and what does its index add?

A WebVTT or SubRip file is one call, known by its file's stem; a file of records holds one call or many.
Where the file and the index both say a thing, the file is believed.
"""

import re
from typing import Any

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.sources.cells import to_text
from voc.sources.cues import read_cues
from voc.sources.encoding import decode_bytes
from voc.sources.files import SourceFile, derive_stem
from voc.sources.formats import read_records
from voc.sources.index import REQUIRED_OF_INDEX, TranscriptIndex
from voc.sources.rowset import Rowset, Wanted
from voc.sources.turns import split_cues

TRANSCRIPT_ROW = 0  # a transcript stands at no row of its file
TURNS_PATH = "turns"
NAMED_VALUE = re.compile(r"\s*(\w[\w .-]*?)\s*[:=]\s*(.+)")
NO_DATE = "nothing says when the call was; set metadata to an index, or write 'NOTE occurred_at: ...' in it"


def read_cue_transcript(
    data: bytes, source: SourceSettings, source_file: SourceFile, index: TranscriptIndex | None
) -> Rowset:
    """Read a WebVTT or SubRip file as one record, whose text is its turns.

    Raises:
        SourceError: nothing says when the call was.
    """
    sheet = read_cues(decode_bytes(data))
    stem = derive_stem(source_file.path.name)
    known = index.find_row(stem) if index else _read_comments(sheet.comments, source)
    turns = split_cues(sheet.cues, source.customer_speakers)
    cells = {name: [cell] for name, cell in known.items()} | {"id": [stem], "text": [turns]}
    return Rowset(positions=[TRANSCRIPT_ROW], cells=cells)


def _read_comments(comments: list[str], source: SourceSettings) -> dict[str, str]:
    """Read what NOTE lines say by a field's name, or by its column's."""
    names = {"occurred_at": "occurred_at"} | {column: name for name, column in source.fields.items()}
    lines = [line for comment in comments for line in comment.split("\n")]
    said = filter(None, map(NAMED_VALUE.match, lines))
    known = {names[match[1]]: match[2].strip() for match in said if match[1] in names}
    if "occurred_at" not in known:
        raise SourceError(NO_DATE, field="occurred_at")
    return known


def read_call_records(
    data: bytes, form: str, source: SourceSettings, source_file: SourceFile, index: TranscriptIndex | None
) -> Rowset:
    """Read a file of calls, one or many, and add what an index says of each.

    Raises:
        SourceError: the file cannot be read, or neither it nor the index says when its one call was.
    """
    columns = REQUIRED_OF_INDEX | {"text": TURNS_PATH} | source.fields
    required = () if index else tuple(REQUIRED_OF_INDEX)
    rowset = read_records(data, form, Wanted(columns, required, has_turns=True))
    return _add_index(rowset, derive_stem(source_file.path.name), index) if index else rowset


def _add_index(rowset: Rowset, stem: str, index: TranscriptIndex) -> Rowset:
    count = len(rowset.positions)
    empty: list[Any] = [None] * count
    ids = [to_text(cell) or (stem if count == 1 else None) for cell in rowset.cells.get("id", empty)]
    if count == 1 and not rowset.cells.get("occurred_at"):
        index.find_row(ids[0] if ids[0] in index.rows else stem)
    rows = [index.rows.get(derive_stem(name or ""), index.rows.get(stem, {})) for name in ids]
    names = dict.fromkeys([*rowset.cells, *(name for row in rows for name in row)])
    cells = {
        name: [
            row.get(name) if cell is None else cell
            for row, cell in zip(rows, rowset.cells.get(name, empty), strict=True)
        ]
        for name in names
    }
    return Rowset(rowset.positions, cells | {"id": ids}, rowset.broken)
