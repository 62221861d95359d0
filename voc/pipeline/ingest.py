"""From files and queries to stored contacts: every row is stored, a duplicate, an update, or in quarantine.

A large file is taken in by parts, each committed with its record: memory stays bounded, and after a kill
the next run goes on where this one was. Personal data leaves a part before it is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import polars as pl

from voc.pipeline.clock import Progress, find_keep_from, keep_quiet
from voc.pipeline.exposures import take_exposures
from voc.pipeline.forget import complete_forgetting, purge_expired
from voc.pipeline.persons import Guard, guard_refusals, take_out_persons
from voc.pipeline.queries import read_new_parts
from voc.pipeline.rows_left import RowsLeft
from voc.schema import CONTACTS
from voc.settings import Settings, SourceSettings
from voc.sources.database import label_query, resolve_url
from voc.sources.read import Reading, SourceFile, list_source_files, read_source_file
from voc.sources.tombstones import list_tombstone_files, read_tombstones
from voc.store.batches import Batch
from voc.store.forgetting import read_forgotten
from voc.store.pseudonyms import load_key
from voc.store.warehouse import Warehouse, open_warehouse

COMMIT_ROWS = 5000
MOST_NEW_COLUMNS = 5
LONGEST_COLUMN = 40


@dataclass
class Intake:
    """What an ingestion goes by, and what it has to tell at its end."""

    settings: Settings
    warehouse: Warehouse
    guard: Guard
    keep_from: datetime | None
    left: RowsLeft
    notes: list[str] = field(default_factory=list)
    files: int = 0
    rows: int = 0
    held: list[Batch] = field(default_factory=list)

    def hold_batch(self, batch: Batch) -> None:
        """Keep a part until there is enough for a commit."""
        self.held.append(batch)
        if sum(held.received for held in self.held) >= COMMIT_ROWS:
            self.commit_held()

    def commit_held(self) -> None:
        """Store what is held, in one transaction."""
        if not self.held:
            return
        counts = self.warehouse.store_batches(self.held, at=datetime.now(UTC), keep_from=self.keep_from)
        self.rows += sum(count.received for count in counts)
        self.held = []
        self.left.tell_stored(self.rows)


def ingest_sources(settings: Settings, progress: Progress | None = None) -> dict[str, object]:
    """Take in what is new in every source.

    Returns:
        `files` read now, `rows` received now, `notes` (counts and columns, never texts), `empty`: the
        sources whose path matches no file, and `faults`: sentences on accounts that do not balance.
    """
    complete_forgetting(settings)  # what a killed run left
    _check_queries(settings)
    guard = load_guard(settings)
    now = datetime.now(UTC)
    keep_from = find_keep_from(settings, now)
    with open_warehouse(settings) as warehouse:
        intake = Intake(settings, warehouse, guard, keep_from, RowsLeft(progress or keep_quiet))
        found = {source.name: list_data_files(source, settings) for source in settings.sources if source.path}
        _take_files(intake, found)
        _take_queries(intake)
        _take_withdrawals(intake)
        intake.notes += take_exposures(warehouse, settings)
        intake.left.tell_end(intake.rows)
        faults = warehouse.check_accounts()
    if keep_from is not None:
        purge_expired(settings, keep_from, at=now)
    empty = [name for name, files in found.items() if not files]
    return {
        "files": intake.files,
        "rows": intake.rows,
        "notes": intake.notes,
        "empty": empty,
        "faults": faults,
    }


def _check_queries(settings: Settings) -> None:
    """Complain of a url that names what is not in the environment before anything is taken in."""
    for source in settings.sources:
        if source.query:
            resolve_url(source, settings)


def load_guard(settings: Settings) -> Guard:
    """Load what it takes to take persons out of this workspace's rows."""
    return Guard(load_key(settings.root), read_forgotten(settings), settings.privacy.names_model)


def list_data_files(source: SourceSettings, settings: Settings) -> list[SourceFile]:
    """List a source's files; a tombstone file is none of them, though its glob may match it too."""
    tombstones = {file.path for file in list_tombstone_files(source, settings)}
    return [file for file in list_source_files(source, settings) if file.path not in tombstones]


def _take_files(intake: Intake, found: dict[str, list[SourceFile]]) -> None:
    """Take in the new files of every source."""
    fresh = [
        (source, file)
        for source in intake.settings.sources
        for file in skip_known(intake.warehouse, source, found.get(source.name, []))
    ]
    intake.left.expect_files([file for _, file in fresh])
    for source, file in fresh:
        for batch in read_batches(intake, source, file):
            intake.hold_batch(batch)
        intake.files += 1
    intake.commit_held()


def skip_known(warehouse: Warehouse, source: SourceSettings, files: list[SourceFile]) -> list[SourceFile]:
    """Leave out files whose bytes were taken in before, also under another name."""
    seen = set(warehouse.known_digests(source.name, fingerprint_source(source)))
    fresh = []
    for file in files:
        if file.digest not in seen:
            seen.add(file.digest)
            fresh.append(file)
    return fresh


def fingerprint_source(source: SourceSettings) -> str:
    """Fingerprint how a source is read: a file that was refused whole is tried again when this changes."""
    return blake2b(repr(source).encode(), digest_size=8).hexdigest()


def read_batches(intake: Intake, source: SourceSettings, file: SourceFile) -> Iterator[Batch]:
    """Read a file by parts that hold nothing personal; those that a killed run stored are passed over."""
    parts = enumerate_parts(read_source_file(source, file, intake.settings))
    taken = intake.warehouse.count_parts(source.name, file.digest)
    before = intake.warehouse.known_columns(source.name)
    for part, reading, is_last in parts:
        intake.left.tell_read(file, reading)
        told = [*reading.notes, *note_new_columns(before, reading.columns)]
        intake.notes += [f"{source.name}, {file.label}: {note}" for note in told]
        if part >= taken:
            yield make_batch(intake, source, file, reading, part=part, is_last=is_last)


def enumerate_parts(readings: Iterator[Reading]) -> Iterator[tuple[int, Reading, bool]]:
    """Number a file's parts and tell which is the last, by looking one ahead."""
    held = next(readings, None)
    part = 0
    while held is not None:
        following = next(readings, None)
        yield part, held, following is None
        held, part = following, part + 1


def make_batch(
    intake: Intake, source: SourceSettings, file: SourceFile, reading: Reading, *, part: int, is_last: bool
) -> Batch:
    """Make what a part gave storable: redacted, with pseudonyms, without whom we forgot."""
    contacts, erased = take_out_persons(reading.rows, source, intake.settings, intake.guard)
    refusals, erased_too = guard_refusals(reading.refused, intake.guard)
    return Batch(
        source=source.name,
        file=file.label,
        digest=file.digest,
        fingerprint=fingerprint_source(source),
        received=reading.received,
        contacts=contacts,
        refusals=refusals,
        erased=len(erased) + erased_too,
        part=part,
        is_last=is_last,
        columns=reading.columns,
    )


def note_new_columns(before: list[str], now: tuple[str, ...]) -> Iterator[str]:
    """Word which columns a source's files did not have until now; what looks like no name is only counted."""
    new = [name for name in now if name not in before] if before else []
    named = [name for name in new if len(name) <= LONGEST_COLUMN][:MOST_NEW_COLUMNS]
    if new:
        more = f" and {len(new) - len(named)} more" if len(new) > len(named) else ""
        yield f"new columns: {', '.join(map(repr, named))}{more}; map them in voc.toml if they say something"


def _take_queries(intake: Intake) -> None:
    """Take in what is new in the results of queries."""
    for source in intake.settings.sources:
        if not source.query:
            continue
        parts = read_new_parts(
            source,
            intake.settings,
            intake.warehouse,
            intake.guard,
            intake.keep_from,
            watch=lambda part: intake.left.tell_rows(part.reading.received),
        )
        for digest, part in parts:
            file = SourceFile(Path(), label_query(source), digest)
            batch = make_batch(intake, source, file, part.reading, part=0, is_last=True)
            intake.hold_batch(replace(batch, cursor=part.cursor))
        intake.files += 1
    intake.commit_held()


def _take_withdrawals(intake: Intake) -> None:
    """Withdraw what tombstone files name, after all data: in whatever order the files came."""
    for source in intake.settings.sources:
        for file in skip_known(intake.warehouse, source, list_tombstone_files(source, intake.settings)):
            ids, refused = read_tombstones(source, file)
            refusals, _ = guard_refusals(refused, intake.guard)
            intake.hold_batch(
                Batch(
                    source=source.name,
                    file=file.label,
                    digest=file.digest,
                    fingerprint=fingerprint_source(source),
                    received=len(ids) + refused.height,
                    contacts=pl.DataFrame(schema=dict(CONTACTS)),
                    refusals=refusals,
                    withdrawn=ids,
                )
            )
            intake.files += 1
    intake.commit_held()
