"""What do records of calls lack that an index has?

Where the file and the index both say a thing, the file is believed. A file of one call may leave even its
id to its name.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from voc.settings import SourceSettings
from voc.sources.cells import to_text
from voc.sources.files import derive_stem
from voc.sources.index import REQUIRED_OF_INDEX, TranscriptIndex
from voc.sources.rowset import Parts, Rowset, Wanted

TURNS_PATH = "turns"


def want_calls(source: SourceSettings, *, has_index: bool) -> Wanted:
    """Say what is asked of a file of calls; with an index nothing is required of the file itself."""
    columns = REQUIRED_OF_INDEX | {"text": TURNS_PATH} | source.fields
    return Wanted(columns, () if has_index else tuple(REQUIRED_OF_INDEX), has_turns=True)


def add_index(parts: Parts, stem: str, index: TranscriptIndex) -> Parts:
    """Add to each call what the index says of it: by its id, else by the file's stem.

    Raises:
        SourceError: while the parts are read: neither the file nor the index says when its one call was.
    """

    def read_parts() -> Iterator[Rowset]:
        running = parts()
        held = list(islice(running, 2))
        is_alone = len(held) == 1 and len(held[0].positions) == 1
        for part in chain(held, running):
            yield _add_rows(part, stem, index, is_alone=is_alone)

    return read_parts


def _add_rows(part: Rowset, stem: str, index: TranscriptIndex, *, is_alone: bool) -> Rowset:
    empty: list[Any] = [None] * len(part.positions)
    ids = [to_text(cell) or (stem if is_alone else None) for cell in part.cells.get("id", empty)]
    if is_alone and not part.cells.get("occurred_at"):
        index.find_row(ids[0] if ids[0] in index.rows else stem)
    rows = [index.rows.get(derive_stem(name or ""), index.rows.get(stem, {})) for name in ids]
    names = dict.fromkeys([*part.cells, *(name for row in rows for name in row)])
    cells = {
        name: [
            row.get(name) if cell is None else cell
            for row, cell in zip(rows, part.cells.get(name, empty), strict=True)
        ]
        for name in names
    }
    return replace(part, cells=cells | {"id": ids})
