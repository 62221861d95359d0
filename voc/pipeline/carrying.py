"""The encoder changes: what is at hand to carry the issues over with?

Where each text stands, by the last mining; what it looked like then, from the cache of the encoder that is
left; and what it looks like now. After a rebuild nothing of the first two is there, and the exemplars alone
are carried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from voc.issues.carry import Carried, Known, carry_issues, word_carry
from voc.issues.corpus import list_texts
from voc.issues.embed import Matrix, learn_offsets, remove_offsets
from voc.issues.register import Register
from voc.issues.space import as_given, open_space
from voc.issues.steps import ExemplarKey
from voc.pipeline.embedding import Model, read_vectors
from voc.schema import NewEvent
from voc.signals.kinds import read_kind_prototypes
from voc.store.warehouse import Warehouse
from voc.text.normalise import derive_text_key


@dataclass(frozen=True)
class Baggage:
    """What is carried: texts in canonical order, where they stood, and how they were seen."""

    known: Known
    texts: list[str]
    languages: list[str]
    addresses: list[ExemplarKey]
    seen_before: Matrix | None


def carry_register(
    warehouse: Warehouse, register: Register, chosen: pl.DataFrame, model: Model, as_of: datetime
) -> list[NewEvent]:
    """Carry the register over to another encoder: events to record before the session's `mined`.

    Args:
        warehouse: With the last mining, and both models' vectors of the chosen texts.
        register: Of the encoder that is left (`register.encoder`).
        chosen: The mentions to mine, from `choose_texts`.
        model: The new one.
        as_of: Of the session.

    Returns:
        `encoder`, `space` (where something could be translated) and a `refit` of each issue whose texts are
        there. Nothing where no issue is known.
    """
    baggage = pack_baggage(warehouse, register, chosen)
    if not baggage.texts:
        return []
    raw = read_vectors(warehouse, model.encoder.model_id, list(baggage.known.keys))
    carried = carry_baggage(baggage, remove_offsets(raw, baggage.languages, model.offsets))
    return word_carry(
        carried,
        baggage.known,
        baggage.addresses,
        models=(register.encoder or "", model.encoder.model_id),
        session=len(register.sessions),
        as_of=as_of,
    )


def carry_baggage(baggage: Baggage, vectors: Matrix) -> Carried:
    """Carry issues over, given the new encoder's vectors of the same texts, without language offsets."""
    return carry_issues(vectors, baggage.known, baggage.seen_before)


def pack_baggage(warehouse: Warehouse, register: Register, chosen: pl.DataFrame) -> Baggage:
    """Pack what is there to carry issues over with."""
    exemplars = {
        key[3]: register.find_root(version.issue_id)
        for version in register.anchors
        for key in version.exemplars
    }
    rows, stood = find_standing(warehouse, chosen, exemplars)
    unique = list_texts(rows)
    keys, languages = unique["text_key"].to_list(), unique["language"].to_list()
    contacts = dict(rows.group_by("text_key").agg(pl.col("contact_id").n_unique()).iter_rows())
    known_by: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        if key in exemplars:
            known_by.setdefault(exemplars[key], []).append(row)
    return Baggage(
        Known(
            keys=keys,
            before=[stood.get(key) for key in keys],
            contacts=np.array([contacts[key] for key in keys], np.float64),
            exemplars=known_by,
        ),
        texts=unique["text"].to_list(),
        languages=languages,
        addresses=list(unique.select("source", "source_id", "ordinal", "text_key").iter_rows()),
        seen_before=see_as_before(warehouse, register, keys, languages),
    )


def find_standing(
    warehouse: Warehouse, chosen: pl.DataFrame, exemplars: Mapping[str, str]
) -> tuple[pl.DataFrame, Mapping[str, str | None]]:
    """Find the mentions that were placed, and the issue that most contacts of each text are in.

    Where nothing was placed in this warehouse: the exemplars, in the issues that are known by them.
    """
    placed = warehouse.read_assignments().filter(pl.col("similarity").is_not_null())
    if placed.is_empty():
        return chosen.filter(pl.col("text_key").is_in(list(exemplars))), exemplars
    rows = chosen.join(placed.select("mention_id"), on="mention_id", how="semi", maintain_order="left")
    counted = (
        rows.join(placed, on="mention_id")
        .group_by("text_key", "issue_id")
        .agg(pl.col("contact_id").n_unique().alias("count"))
        .sort("text_key", "count", "issue_id", descending=[False, True, False])
        .unique("text_key", keep="first", maintain_order=True)
    )
    return rows, dict(counted.select("text_key", "issue_id").iter_rows())


def see_as_before(
    warehouse: Warehouse, register: Register, keys: list[str], languages: list[str]
) -> Matrix | None:
    """See texts as the issues were compared before, from the cache; None where it lacks some."""
    prototypes = read_kind_prototypes()
    told = [derive_text_key(text) for text in prototypes["text"]]
    wanted = [*keys, *told]
    known, matrix = warehouse.read_embeddings(register.encoder or "", wanted)
    if len(known) < len(set(wanted)):
        return None
    raw = matrix[np.searchsorted(np.array(known), np.array(wanted))]
    offsets = learn_offsets(raw[len(keys) :], prototypes["language"].to_list())
    see = open_space(register.spaces[register.space]) if register.space >= 0 else as_given
    return see(remove_offsets(raw[: len(keys)], languages, offsets))
