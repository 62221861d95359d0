"""What does only the whole file tell, before its first part may be taken in?

Whether a required path is anywhere in it, which optional ones are not, whether its dates put the day or
the month first. A file of one part is read once; a larger one is looked over first and read again, so that
no part of a file that cannot be read to its end is ever given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from voc.sources.dates import DateEvidence, gather_evidence
from voc.sources.rowset import Parts, Rowset, Wanted, note_missing_columns, reject_missing_column


@dataclass
class Findings:
    """What was found in all parts of a file."""

    part_count: int = 0
    record_count: int = 0  # that could be parsed
    found: set[str] = field(default_factory=set)  # canonical fields that some record has
    columns: tuple[str, ...] = ()
    dates: DateEvidence = field(default_factory=DateEvidence)

    def add_part(self, part: Rowset) -> None:
        """Look at the next part."""
        self.part_count += 1
        self.record_count += len(part.positions)
        self.found.update(part.cells)
        self.columns = self.columns or part.columns
        self.dates |= gather_evidence(part.cells.get("occurred_at", ()))


def look_over(parts: Iterable[Rowset], wanted: Wanted) -> Findings:
    """Look over a whole file.

    Raises:
        SourceError: it cannot be read to its end, or no record has a required path.
    """
    findings = Findings()
    for part in parts:
        findings.add_part(part)
    for name, column in wanted.columns.items():
        if findings.record_count and name in wanted.required and name not in findings.found:
            raise reject_missing_column(name, column, findings.columns)
    return findings


def open_parts(parts: Parts, wanted: Wanted) -> tuple[Findings, Iterator[Rowset]]:
    """Look a file over, and open its parts; its notes are in the first.

    Raises:
        SourceError: it cannot be read to its end, or lacks a required column.
    """
    running = parts()
    held = list(islice(running, 2))
    findings = look_over(chain(held, running) if len(held) > 1 else held, wanted)
    notes = note_missing_columns(wanted, findings.found, findings.columns) if findings.record_count else []
    return findings, _add_notes(iter(held) if len(held) < 2 else parts(), notes)


def _add_notes(parts: Iterator[Rowset], notes: list[str]) -> Iterator[Rowset]:
    for first in parts:
        yield replace(first, notes=[*first.notes, *notes])
        yield from parts


def join_parts(parts: Iterator[Rowset]) -> Rowset:
    """Join a file's parts into one."""
    held = list(parts)
    if len(held) == 1:
        return held[0]
    names = dict.fromkeys(name for part in held for name in part.cells)
    return Rowset(
        positions=[at for part in held for at in part.positions],
        cells={
            name: [cell for part in held for cell in part.cells.get(name, [None] * len(part.positions))]
            for name in names
        },
        broken=[entry for part in held for entry in part.broken],
        notes=[note for part in held for note in part.notes],
        columns=next((part.columns for part in held), ()),
    )
