"""What does every reader give, whatever the format?

The mapped cells, column by column, of the records that could be parsed, and where the others stood, part
by part. A record's position counts data records from 1: headers and blank lines are none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from voc.errors import SourceError, suggest_nearest
from voc.sources.paths import MISSING

PART_ROWS = 20_000
PART_CHARS = 32_000_000  # a part of long texts ends earlier
LONGEST_NAME = 40  # characters; a longer header cell may be a customer's words in a file without a header
MOST_NAMES = 12


@dataclass(frozen=True)
class Wanted:
    """What voc.toml asks of a file: each canonical field's column or path."""

    columns: Mapping[str, str]
    required: Collection[str]  # canonical fields without which the file cannot be read
    has_turns: bool = False  # `text` is a conversation's turns, which stand under various keys


@dataclass(frozen=True)
class Rowset:
    """A part of a file's records; `cells[field][i]` belongs to the record at `positions[i]`."""

    positions: list[int] = field(default_factory=list)
    cells: dict[str, list[Any]] = field(default_factory=dict)  # canonical field -> values, as in the file
    broken: list[tuple[int, str]] = field(default_factory=list)  # position and reason
    notes: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()  # all names or paths of the file; of its first part only
    share_done: float = 1.0  # of the file, with this part


class Record(NamedTuple):
    """One record: its mapped cells in the order of the fields, or None and the reason."""

    cells: Sequence[Any] | None
    reason: str = ""
    size: int = 0  # characters, more or less


Parts = Callable[[], Iterator[Rowset]]  # reads a file from its beginning, as often as it is called


def gather_parts(
    records: Iterable[Record],
    names: Sequence[str],
    part_rows: int,
    *,
    columns: Callable[[], Sequence[str]] = tuple,
    share: Callable[[], float] = lambda: 1.0,
) -> Iterator[Rowset]:
    """Gather records into parts; a field that no record of a part has is left out of it.

    Args:
        records: In the file's order.
        names: The canonical fields that a record's cells belong to.
        part_rows: The most records of a part.
        columns: Asked once, for the first part, when that has been read.
        share: Asked at the end of each part.
    """
    start, held, size = 1, list[Record](), 0
    for record in records:
        if len(held) >= part_rows or (held and size + record.size > PART_CHARS):
            yield _fill_part(held, start, names, tuple(columns()) if start == 1 else (), share())
            start, held, size = start + len(held), [], 0
        held.append(record)
        size += record.size
    if held or start == 1:
        yield _fill_part(held, start, names, tuple(columns()) if start == 1 else (), 1.0)


def _fill_part(
    held: list[Record], start: int, names: Sequence[str], columns: tuple[str, ...], share: float
) -> Rowset:
    rows = [record.cells for record in held if record.cells is not None]
    values = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    return Rowset(
        positions=[at for at, record in enumerate(held, start) if record.cells is not None],
        cells={name: _blank_missing(cells) for name, cells in values.items() if not _is_missing(cells)},
        broken=[(at, record.reason) for at, record in enumerate(held, start) if record.cells is None],
        columns=columns,
        share_done=share,
    )


def _is_missing(cells: list[Any]) -> bool:
    return all(cell is MISSING for cell in cells)


def _blank_missing(cells: list[Any]) -> list[Any]:
    return [None if cell is MISSING else cell for cell in cells] if MISSING in cells else cells


def locate_columns(header: Sequence[str], wanted: Wanted) -> dict[str, int]:
    """Find each canonical field's place in a header; an optional one that is missing is left out.

    Of two columns with one name it is the first.

    Raises:
        SourceError: a required column is missing; names it and the nearest that is there.
    """
    places = {name: place for place, name in reversed(list(enumerate(header)))}
    for name, column in wanted.columns.items():
        if column not in places and name in wanted.required:
            raise reject_missing_column(name, column, header)
    return {name: places[column] for name, column in wanted.columns.items() if column in places}


def reject_missing_column(name: str, column: str, found: Sequence[str]) -> SourceError:
    """Word that a file lacks a required column, without quoting what may be a customer's words."""
    names = [other for other in dict.fromkeys(found) if other]
    hint = _suggest_only_near(column, names)
    if not hint and _are_names(names):
        hint = suggest_nearest(column, names)
    elif not hint:
        hint = f"; none of its {len(names)} columns has a name like it"
    return SourceError(f"lacks the column {column!r} ({name}){hint}", field=name)


def _suggest_only_near(column: str, free: list[str]) -> str:
    hint = suggest_nearest(column, free)
    return hint if hint.startswith("; did") else ""


def _are_names(names: Sequence[str]) -> bool:
    """Tell whether a first line looks like columns' names, and not like a first customer's row."""
    from voc.text.redact import find_personal

    return len(names) <= MOST_NAMES and not any(
        len(name) > LONGEST_NAME or name[0].isdigit() or set(name) & set("?!¿¡,;@") or find_personal(name)
        for name in names
    )


def note_missing_columns(wanted: Wanted, found: Collection[str], columns: Sequence[str]) -> list[str]:
    """Word which optional columns a file lacks, and which of its columns that nothing maps is like it."""
    free = [column for column in columns if column and column not in wanted.columns.values()]
    return [
        f"no column {column!r} ({name}); left empty{_suggest_only_near(column, free)}"
        for name, column in wanted.columns.items()
        if name not in found and name not in wanted.required
    ]
