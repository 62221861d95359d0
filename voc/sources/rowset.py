"""What does every reader give, whatever the format?

The mapped cells, column by column, of the records that could be parsed, and where the others stood.
A record's position counts data records from 1: headers and blank lines are none.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.errors import SourceError, suggest_nearest

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
    """A file's records; `cells[field][i]` belongs to the record at `positions[i]`."""

    positions: list[int] = field(default_factory=list)
    cells: dict[str, list[Any]] = field(default_factory=dict)  # canonical field -> values, as in the file
    broken: list[tuple[int, str]] = field(default_factory=list)  # position and reason
    notes: list[str] = field(default_factory=list)


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
    hint = suggest_nearest(column, names)
    if not hint.startswith("; did") and not _are_names(names):
        hint = f"; none of its {len(names)} columns has a name like it"
    return SourceError(f"lacks the column {column!r} ({name}){hint}", field=name)


def _are_names(names: Sequence[str]) -> bool:
    return len(names) <= MOST_NAMES and not any(
        len(name) > LONGEST_NAME or name[0].isdigit() or set(name) & set("?!¿¡,;@") for name in names
    )


def note_missing_columns(wanted: Wanted, found: Collection[str]) -> list[str]:
    """Word which optional columns a file lacks."""
    return [
        f"no column {column!r} ({name}); left empty"
        for name, column in wanted.columns.items()
        if name not in found and name not in wanted.required
    ]
