"""Which columns does a table have, and what stands in some of their cells?

Answered by the very readers that will read it, so that what is proposed is what will be found; of a file of
text only its beginning is looked at.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.sources.cells import to_text
from voc.sources.files import TRANSCRIPT_FORMATS, SourceFile, list_contents, name_format, open_source_file
from voc.sources.formats import open_records
from voc.sources.rowset import Wanted
from voc.sources.streams import MEGABYTE, Plain, open_held

SURVEYED_ROWS = 1_000
MOST_SAMPLES = 50
HEAD_BYTES = 4 * MEGABYTE
LINE_FORMATS = ("csv", "tsv", "jsonl")


@dataclass(frozen=True)
class SurveyedColumn:
    """A column or a JSON path, and what stands in it."""

    name: str
    samples: tuple[str, ...]  # different cells as texts, at most 50, in the file's order
    filled_share: float  # of the records surveyed, 0 to 1


@dataclass(frozen=True)
class Survey:
    """What the first records of a file say."""

    form: str
    row_count: int  # surveyed
    columns: tuple[SurveyedColumn, ...] = ()  # none of a transcript


def survey_columns(path: Path, form: str | None = None) -> Survey:
    """Survey a file; of a zip archive the first in it.

    Raises:
        SourceError: it cannot be read, or its format is not known.
    """
    place, member = next(iter(list_contents(path)), (path, None))
    plain, form = open_source_file(SourceFile(place, place.name, "", member)), name_format(place, form)
    if form in TRANSCRIPT_FORMATS:
        return Survey(form, 1)
    cells = sample_cells(plain, form, SURVEYED_ROWS)
    row_count = max(map(len, cells.values()), default=0)
    return Survey(form, row_count, tuple(_survey_column(name, values) for name, values in cells.items()))


def _survey_column(name: str, values: list[Any]) -> SurveyedColumn:
    texts = [text for text in map(to_text, values) if text is not None]
    samples = tuple(dict.fromkeys(texts))[:MOST_SAMPLES]
    return SurveyedColumn(name, samples, len(texts) / max(1, len(values)))


def sample_cells(plain: Plain, form: str, most: int) -> dict[str, list[Any]]:
    """Sample a file's columns in the file's order: the cells of its first records that can be parsed.

    Raises:
        SourceError: it cannot be read in this format.
    """
    head = _cut_head(plain) if form in LINE_FORMATS else plain
    names = next(open_records(head, form, Wanted({}, ()), most)()).columns
    wanted = Wanted({name: name for name in names if name}, ())
    part = next(open_records(head, form, wanted, most)())
    empty = [None] * len(part.positions)
    return {name: part.cells.get(name, empty) for name in wanted.columns}


def _cut_head(plain: Plain) -> Plain:
    """Cut a text's beginning off after its last whole line."""
    head = plain.read_head(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return open_held(head)
    end = head.rfind(b"\n") + 1
    return open_held(head[: end + end % 2] if end else head)  # in UTF-16 a line ends at an even byte
