"""A workspace of its own for each test, and contacts to put into it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from voc.schema import CONTACTS, REFUSALS, derive_contact_id, make_frame
from voc.settings import Settings, SourceSettings
from voc.store.batches import Batch

MakeContacts = Callable[..., pl.DataFrame]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    notes = SourceSettings(name="notes", channel="agent_note", path="inbox/*.csv", fields={})
    return Settings(
        root=tmp_path,
        name="Prueba",
        timezone="Europe/Madrid",
        languages=("es", "en"),
        currency="EUR",
        sources=(notes,),
    )


@pytest.fixture
def make_contacts() -> MakeContacts:
    """Make CONTACTS from (id, content) pairs, an hour apart; the content stands for its hash."""

    def make(*rows: tuple[str, str], source: str = "notes") -> pl.DataFrame:
        start = datetime(2026, 3, 2, 8, tzinfo=UTC)
        return make_frame(
            [
                {
                    "contact_id": derive_contact_id(source, source_id),
                    "source": source,
                    "source_id": source_id,
                    "channel": "agent_note",
                    "occurred_at": start + timedelta(hours=place),
                    "language": "es",
                    "text": f"texto {content}",
                    "content_hash": content,
                }
                for place, (source_id, content) in enumerate(rows)
            ],
            CONTACTS,
        )

    return make


@pytest.fixture
def make_batch() -> Callable[..., Batch]:
    """Make a batch of contacts and of refused rows (their numbers, None for the whole file)."""

    def make(
        contacts: pl.DataFrame,
        *,
        digest: str = "d1",
        refused: Sequence[int | None] = (),
        fingerprint: str = "f1",
        erased: int = 0,
        file: str = "inbox/a.csv",
    ) -> Batch:
        refusals = make_frame(
            [{"source": "notes", "file": file, "row": row, "reason": "no date"} for row in refused], REFUSALS
        )
        return Batch(
            source="notes",
            file=file,
            digest=digest,
            fingerprint=fingerprint,
            received=contacts.height + len(refused) + erased,
            contacts=contacts,
            refusals=refusals,
            erased=erased,
        )

    return make
