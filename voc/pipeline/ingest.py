"""From files to stored contacts: every row is stored, a duplicate, an update, or in quarantine.

Personal data leaves the text, and customers and agents get their pseudonyms, before anything is stored.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b

import polars as pl

from voc.pipeline.clock import Progress, keep_quiet
from voc.schema import CONTACTS, check_frame, derive_contact_id
from voc.settings import Settings, SourceSettings
from voc.sources.read import Reading, SourceFile, list_source_files, read_whole_file
from voc.store.batches import Batch
from voc.store.pseudonyms import fingerprint_content, load_key, pseudonymise
from voc.store.warehouse import Warehouse, open_warehouse
from voc.text.clean import clean_text
from voc.text.language import identify_languages
from voc.text.redact import redact_texts

COMMIT_ROWS = 5000
CONTENT = (
    "occurred_at",
    "text",
    "customer",
    "agent",
    "rating",
    "product",
    "department",
    "touchpoint",
    "language",
)


def ingest_sources(settings: Settings, progress: Progress | None = None) -> dict[str, object]:
    """Take in what is new in every source.

    Returns:
        `files` read now, `rows` received now, `notes` (counts and columns, never texts) and `empty`: the
        sources whose path matches no file.
    """
    key = load_key(settings.root)
    tell = progress or keep_quiet
    with open_warehouse(settings) as warehouse:
        found = {source.name: list_source_files(source, settings) for source in settings.sources}
        fresh = [
            (source, file)
            for source in settings.sources
            for file in skip_known(warehouse, source, found[source.name])
        ]
        notes: list[str] = []
        rows = 0
        for done, (batches, told) in enumerate_commits(read_batches(fresh, settings, key)):
            rows += sum(count.received for count in warehouse.store_batches(batches, at=datetime.now(UTC)))
            notes.extend(told)
            tell("ingest", done, len(fresh))
        tell("ingest", len(fresh), len(fresh))
    empty = [name for name, files in found.items() if not files]
    return {"files": len(fresh), "rows": rows, "notes": notes, "empty": empty}


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


def read_batches(
    fresh: list[tuple[SourceSettings, SourceFile]], settings: Settings, key: bytes
) -> Iterator[tuple[Batch, list[str]]]:
    """Read files one by one into batches that hold nothing personal, with notes for the log."""
    for source, file in fresh:
        reading = read_whole_file(source, file, settings)
        contacts = take_out_persons(reading.rows, source, settings, key)
        batch = Batch(
            source=source.name,
            file=file.label,
            digest=file.digest,
            fingerprint=fingerprint_source(source),
            received=reading.received,
            contacts=contacts,
            refusals=reading.refused,
        )
        yield batch, word_notes(source, file, reading)


def word_notes(source: SourceSettings, file: SourceFile, reading: Reading) -> list[str]:
    """Word a reading's notes with the place they speak of."""
    return [f"{source.name}, {file.label}: {note}" for note in reading.notes]


def enumerate_commits(
    batches: Iterator[tuple[Batch, list[str]]],
) -> Iterator[tuple[int, tuple[list[Batch], list[str]]]]:
    """Gather small files into one commit, up to 5,000 rows, with the number of files done so far."""
    held: list[Batch] = []
    notes: list[str] = []
    done = 0
    for batch, told in batches:
        held.append(batch)
        notes.extend(told)
        done += 1
        if sum(b.received for b in held) >= COMMIT_ROWS:
            yield done, (held, notes)
            held, notes = [], []
    if held:
        yield done, (held, notes)


def take_out_persons(
    rows: pl.DataFrame, source: SourceSettings, settings: Settings, key: bytes
) -> pl.DataFrame:
    """Turn RAW_CONTACTS into CONTACTS: cleaned, redacted, with language and pseudonyms."""
    texts = [clean_text(text) for text in rows["text"].to_list()]
    known = [
        [value for value in pair if value and len(value) >= 4]
        for pair in zip(rows["customer"].to_list(), rows["agent"].to_list(), strict=True)
    ]
    redacted = [redaction.text for redaction in redact_texts(texts, known)]
    languages = identify_languages(redacted, settings.languages, rows["language"].to_list())
    hashes = [fingerprint_content(key, row) for row in rows.select(CONTENT).iter_rows(named=True)]
    ids = rows["source_id"].to_list()
    frame = rows.select(
        "source_id",
        "occurred_at",
        "rating",
        "product",
        "department",
        "touchpoint",
        contact_id=pl.Series([derive_contact_id(source.name, i) for i in ids], dtype=pl.String),
        source=pl.lit(source.name),
        channel=pl.lit(source.channel),
        language=pl.Series(languages, dtype=pl.String),
        customer_id=pl.Series([pseudonymise(key, "customer", v) for v in rows["customer"]], dtype=pl.String),
        agent_id=pl.Series([pseudonymise(key, "agent", v) for v in rows["agent"]], dtype=pl.String),
        rating_scale=pl.lit(source.rating_scale, dtype=pl.String),
        text=pl.Series(redacted, dtype=pl.String),
        content_hash=pl.Series(hashes, dtype=pl.String),
    )
    return check_frame(frame, CONTACTS)
