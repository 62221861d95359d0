"""What did people say that contacts are? Kept for ever, by source and id; the last word wins.

A correction is of a contact, so it holds also where the contact has no mention that could be judged.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from voc.issues.lineage import drop_undone
from voc.schema import LedgerEvent
from voc.signals.kinds import MEANINGS

Address = tuple[str, str]  # source, and id there


def fold_kind_corrections(events: Iterable[LedgerEvent]) -> dict[Address, int]:
    """Fold the `classify` events that stand to each contact's place in MEANINGS."""
    said: dict[Address, int] = {}
    for event in drop_undone(events):
        if event.kind == "classify":
            meaning = _place_said(event.payload["kind"], event.payload.get("opportunity"))
            said |= {(str(source), str(key)): meaning for source, key in event.payload["contacts"]}
    return said


def correct_kinds(contacts: pl.DataFrame, said: Mapping[Address, int]) -> pl.DataFrame:
    """Put what people said in the place of what was made out: confidence 1, reason `person`.

    An avoidable contact that is a repeat stays `repeat`.

    Args:
        contacts: source, source_id, kind, opportunity, kind_confidence, kind_reason, is_repeat.
        said: From `fold_kind_corrections`.
    """
    if not said:
        return contacts
    rows = [(source, key, *MEANINGS[place]) for (source, key), place in sorted(said.items())]
    names = ["source", "source_id", "said_kind", "said_opportunity"]
    told = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    is_said = pl.col("said_kind").is_not_null()
    is_again = pl.col("is_repeat") & (pl.col("said_kind") == "avoidable")
    kind = pl.when(is_again).then(pl.lit("repeat")).otherwise("said_kind")
    return (
        contacts.join(told, on=["source", "source_id"], how="left", maintain_order="left")
        .with_columns(
            kind=pl.when(is_said).then(kind).otherwise("kind"),
            opportunity=pl.when(is_said).then("said_opportunity").otherwise("opportunity"),
            kind_confidence=pl.when(is_said).then(1.0).otherwise("kind_confidence"),
            kind_reason=pl.when(is_said).then(pl.lit("person")).otherwise("kind_reason"),
        )
        .drop("said_kind", "said_opportunity")
    )


def _place_said(kind: str, opportunity: str | None) -> int:
    """Place what a person said, without an opportunity that is not of the kind; a repeat is avoidable."""
    plain = "avoidable" if kind == "repeat" else kind
    return MEANINGS.index((plain, opportunity) if (plain, opportunity) in MEANINGS else (plain, None))
