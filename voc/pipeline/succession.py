"""How does the ledger let go of contacts that must go, so that issues keep their identity?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from voc.issues.register import Register, fold_register, list_versions
from voc.issues.steps import ExemplarKey
from voc.issues.succession import Place, find_stand_ins, strike_places
from voc.schema import LedgerEvent
from voc.settings import Settings
from voc.store.erasing import Doomed
from voc.store.forgetting import FORGET, FORGOTTEN
from voc.store.ledger import open_ledger
from voc.store.traces import find_alone
from voc.store.warehouse import Warehouse

SILENT = ("mined", "death", "transition", "granularity", "space", "encoder", FORGET, FORGOTTEN)

KEYS = frozenset({"exemplars", "mentions"})  # where mentions' addresses stand


def hand_over_exemplars(
    settings: Settings,
    warehouse: Warehouse,
    doomed: Doomed,
    own_words: frozenset[str],
    customer: str | None = None,
) -> int:
    """Let mentions that stay stand in for those that must go; return how many events were rewritten.

    Args:
        settings: The workspace's.
        warehouse: Still with what must go.
        doomed: What must go.
        own_words: Folded words that only those contacts say; they leave the issues' names.
        customer: The customer's own id, where it is known; it leaves what people wrote.
    """
    ledger = open_ledger(settings)
    gone: frozenset[Place] = frozenset(doomed.contacts.select("source", "source_id").iter_rows())
    stand_ins = choose_stand_ins(warehouse, doomed, fold_register(ledger.read_events()), gone)

    def change(event: LedgerEvent) -> dict[str, Any]:
        if event.kind in SILENT:
            return event.payload
        if event.kind == "classify":
            told = event.payload["contacts"]
            struck = event.payload | {"contacts": [pair for pair in told if tuple(pair) not in gone]}
        elif event.payload.keys() & KEYS:
            struck = strike_places(event.payload, gone, stand_ins, own_words, str(event.issue_id))
        else:
            struck = event.payload
        if customer is None or event.kind in ("birth", "refit", "refresh"):
            return struck
        words = {name: value for name, value in struck.items() if name not in KEYS}
        return struck | mask_customer(words, customer)

    return ledger.rewrite_payloads(change)


def mask_customer(payload: Mapping[str, Any], customer: str) -> dict[str, Any]:
    """Take a customer's id out of what people wrote."""
    pattern = find_alone(customer)

    def mask(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub("<CUSTOMER>", value)
        if isinstance(value, list):
            return [mask(inner) for inner in value]
        return {name: mask(inner) for name, inner in value.items()} if isinstance(value, dict) else value

    return {name: mask(value) for name, value in payload.items()}


def choose_stand_ins(
    warehouse: Warehouse, doomed: Doomed, register: Register, gone: frozenset[Place]
) -> dict[ExemplarKey, ExemplarKey]:
    """Choose for each exemplar that must go the nearest mention of its issue that stays."""
    known_by: dict[str, dict[ExemplarKey, None]] = {}
    for version in list_versions(register):
        known_by.setdefault(register.find_root(version.issue_id), {}).update(dict.fromkeys(version.exemplars))
    lost = {issue_id: [key for key in keys if key[:2] in gone] for issue_id, keys in known_by.items()}
    lost = {issue_id: keys for issue_id, keys in lost.items() if keys}
    model = (warehouse.last_mining() or {}).get("model")
    if not lost or model is None:
        return {}
    staying = list_staying_mentions(warehouse, doomed, list(lost))
    known = {key[3] for keys in lost.values() for key in keys} | set(staying["text_key"])
    found, matrix = warehouse.read_embeddings(model, sorted(known))
    vectors = dict(zip(found, matrix, strict=True))
    chosen: dict[ExemplarKey, ExemplarKey] = {}
    for issue_id, keys in lost.items():
        taken = {key[3] for key in known_by[issue_id] if key not in keys}
        rows = staying.filter((pl.col("issue_id") == issue_id) & ~pl.col("text_key").is_in(list(taken)))
        chosen.update(_pair_keys(keys, rows, vectors))
    return chosen


def list_staying_mentions(warehouse: Warehouse, doomed: Doomed, issue_ids: list[str]) -> pl.DataFrame:
    """List one mention for each text of these issues that stays: issue_id and an exemplar's key."""
    assigned = warehouse.read_assignments().filter(pl.col("issue_id").is_in(issue_ids))
    return (
        warehouse.read_mentions()
        .join(doomed.contacts.select("contact_id"), on="contact_id", how="anti")
        .join(assigned.select("mention_id", "issue_id"), on="mention_id")
        .sort("text_key", "source", "source_id", "ordinal")
        .unique(["issue_id", "text_key"], keep="first", maintain_order=True)
        .select("issue_id", "source", "source_id", "ordinal", "text_key")
    )


def _pair_keys(
    keys: list[ExemplarKey], rows: pl.DataFrame, vectors: Mapping[str, Any]
) -> dict[ExemplarKey, ExemplarKey]:
    lost = [key for key in keys if key[3] in vectors]
    candidates = [
        (str(source), str(source_id), int(ordinal), str(text_key))
        for source, source_id, ordinal, text_key in rows.drop("issue_id").iter_rows()
        if text_key in vectors
    ]
    if not lost or not candidates:
        return {}
    places = find_stand_ins(
        np.vstack([vectors[key[3]] for key in lost]), np.vstack([vectors[key[3]] for key in candidates])
    )
    return {key: candidates[place] for key, place in zip(lost, places, strict=True) if place is not None}
