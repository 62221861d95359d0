"""How do persons leave the rows before anything is stored?

Texts are cleaned and redacted, customers and agents get their pseudonyms, rows of customers who were
forgotten are left out, and what is kept of a refused row is treated like the row itself.
"""

import json
from dataclasses import dataclass

import polars as pl

from voc.schema import CONTACTS, check_frame, derive_contact_id
from voc.settings import Settings, SourceSettings
from voc.store.forgetting import derive_tombstone
from voc.store.pseudonyms import fingerprint_content, pseudonymise
from voc.text.clean import clean_text
from voc.text.language import identify_languages
from voc.text.redact import redact_label, redact_texts

CONTENT = (
    "occurred_at",
    "text",
    "customer",
    "agent",
    "rating",
    "product",
    "department",
    "touchpoint",
    "minutes",
    "language",
)
LABELS = ("product", "department", "touchpoint")
SHORTEST_KNOWN = 4  # characters from which a customer's id is looked for in the text


@dataclass(frozen=True)
class Guard:
    """What it takes to take persons out: the workspace's key, whom it forgot, which model knows names."""

    key: bytes
    forgotten: frozenset[str] = frozenset()
    names_model: str | None = None
    pseudonyms: frozenset[str] = frozenset()  # values that are pseudonyms already, as in a mended list

    def pseudonymise_cell(self, role: str, value: str | None) -> str | None:
        """Give a person's id its pseudonym; one that is a pseudonym already stays."""
        return value if value in self.pseudonyms else pseudonymise(self.key, role, value)

    def is_forgotten(self, pseudonym: str | None) -> bool:
        """Tell whether this customer asked to be forgotten."""
        return bool(pseudonym and self.forgotten) and derive_tombstone(self.key, pseudonym) in self.forgotten  # type: ignore[arg-type]


def take_out_persons(
    rows: pl.DataFrame, source: SourceSettings, settings: Settings, guard: Guard
) -> tuple[pl.DataFrame, list[int]]:
    """Turn RAW_CONTACTS into CONTACTS: cleaned, redacted, with language and pseudonyms.

    Returns:
        The contacts in the rows' order, and the places of the rows that were left out because their
        customer was forgotten.
    """
    customers = [guard.pseudonymise_cell("customer", value) for value in rows["customer"]]
    erased = [place for place, pseudonym in enumerate(customers) if guard.is_forgotten(pseudonym)]
    named = rows.with_columns(customer_id=pl.Series(customers, dtype=pl.String)).with_row_index("place")
    known = named.filter(~pl.col("place").is_in(erased))
    texts = redact_cells(known, guard)
    hashes = [fingerprint_content(guard.key, row) for row in known.select(CONTENT).iter_rows(named=True)]
    ids = [derive_contact_id(source.name, source_id) for source_id in known["source_id"]]
    frame = known.select(
        "source_id",
        "occurred_at",
        "rating",
        "minutes",
        "is_forwarded",
        "customer_id",
        *(_redact_labels(known[name]) for name in LABELS),
        contact_id=pl.Series(ids, dtype=pl.String),
        source=pl.lit(source.name),
        channel=pl.lit(source.channel),
        language=pl.Series(
            identify_languages(texts, settings.languages, known["language"].to_list()), dtype=pl.String
        ),
        agent_id=pl.Series(
            [guard.pseudonymise_cell("agent", value) for value in known["agent"]], dtype=pl.String
        ),
        rating_scale=pl.lit(source.rating_scale, dtype=pl.String),
        text=pl.Series(texts, dtype=pl.String),
        content_hash=pl.Series(hashes, dtype=pl.String),
    )
    return check_frame(frame, CONTACTS), erased


def redact_cells(rows: pl.DataFrame, guard: Guard) -> list[str]:
    """Clean and redact the texts of rows, whose customer and agent are known by their cells."""
    cells = zip(rows["customer"].to_list(), rows["agent"].to_list(), strict=True)
    known = [[value for value in pair if value and len(value) >= SHORTEST_KNOWN] for pair in cells]
    texts = [clean_text(text) for text in rows["text"].to_list()]
    return [found.text for found in redact_texts(texts, known, names_model=guard.names_model)]


def _redact_labels(column: pl.Series) -> pl.Series:
    """Mask what is personal by its format in labels; there are few, so each is looked at once."""
    values = column.drop_nulls().unique().to_list()
    masked = {value: redact_label(value) for value in values}
    changed = {value: mask for value, mask in masked.items() if mask != value}
    return column.replace(changed) if changed else column


def guard_refusals(refused: pl.DataFrame, guard: Guard) -> tuple[pl.DataFrame, int]:
    """Redact what is kept of refused rows, and leave out those of forgotten customers.

    Returns:
        REFUSALS with `customer_id`, the pseudonym by which a row can be forgotten later, and how many were
        left out.
    """
    contents = [None if text is None else json.loads(text) for text in refused["content"]]
    guarded = [None if cells is None else _guard_content(cells, guard) for cells in contents]
    customers = [None if cells is None else cells.get("customer") for cells in guarded]
    kept = [not guard.is_forgotten(pseudonym) for pseudonym in customers]
    told = [None if cells is None else json.dumps(cells, ensure_ascii=False) for cells in guarded]
    frame = refused.with_columns(
        content=pl.Series(told, dtype=pl.String), customer_id=pl.Series(customers, dtype=pl.String)
    ).filter(pl.Series(kept, dtype=pl.Boolean))
    return frame, refused.height - frame.height


def _guard_content(cells: dict[str, str], guard: Guard) -> dict[str, str]:
    """Redact a refused row's cells; whatever stands in the wrong column may be anything."""
    persons = {
        role: guard.pseudonymise_cell(role, cells[role]) for role in ("customer", "agent") if cells.get(role)
    }
    known = [value for role in persons if len(value := cells[role]) >= SHORTEST_KNOWN]
    others = {name: value for name, value in cells.items() if name not in persons and name != "id"}
    texts = redact_texts(
        [clean_text(value) for value in others.values()], [known] * len(others), names_model=guard.names_model
    )
    redacted = {name: found.text for name, found in zip(others, texts, strict=True)}
    return {name: value for name, value in (cells | persons | redacted).items() if value}
