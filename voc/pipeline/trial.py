"""What would another encoder do to the issues? Tried beside, without changing the warehouse or the ledger.

What the cache knows is read, the rest is embedded in memory and forgotten.
"""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from voc.errors import CallError
from voc.issues.carry import count_changes
from voc.issues.corpus import choose_texts
from voc.issues.embed import Encoder, Matrix, embed_texts, learn_offsets, remove_offsets
from voc.issues.encoders import fit_lexical, list_parts, needs_fit, open_encoder, read_mixed
from voc.issues.moved import Fate, tell_fates
from voc.issues.register import Register, fold_register
from voc.pipeline.carrying import Baggage, carry_baggage, pack_baggage
from voc.pipeline.clock import Progress, keep_quiet
from voc.settings import Settings
from voc.signals.kinds import read_kind_prototypes
from voc.store.fits import read_fit
from voc.store.ledger import open_ledger
from voc.store.warehouse import Warehouse, open_warehouse
from voc.text.boilerplate import find_boilerplate
from voc.text.normalise import derive_text_key, write_embedded

Cached = dict[str, tuple[list[str], Matrix]]


def try_encoder(settings: Settings, setting: str, progress: Progress | None = None) -> dict[str, Any]:
    """Try another encoder on the issues as they stand.

    Args:
        settings: The workspace's.
        setting: As `[mining] encoder` takes it.
        progress: Told how far the embedding is.

    Returns:
        `from`, `to`, `texts`, `mentions` with an issue; `kept`, the share of these that would keep it;
        `agreed`, the share that the new encoder alone would put there; `held`, texts that would be held;
        `seconds` in all and `embedded` texts; `fates`, how many issues keep, split, merge or are lost; and
        `issues`, those that change most first.

    Raises:
        SettingsError: the encoder is not known, or its package or model is missing.
        CallError: no issue is known yet.
    """
    started = time.monotonic()
    register = fold_register(open_ledger(settings).read_events())
    with open_warehouse(settings, read_only=True) as warehouse:
        mentions = warehouse.read_mentions(register.last_as_of)
        chosen = choose_texts(mentions, settings.languages, find_boilerplate(mentions))
        baggage = pack_baggage(warehouse, register, chosen)
        if not register.issues or not baggage.texts:
            raise CallError("no issue is known yet, so there is nothing to try on\nRun `voc run` first.")
        encoder = open_trial(settings, setting, baggage.texts)
        cached = recall_cached(warehouse, encoder, [*baggage.known.keys, *list_prototype_keys()])
    vectors, embedded = embed_aside(encoder, baggage, cached, progress or keep_quiet)
    carried = carry_baggage(baggage, vectors)
    before, contacts = baggage.known.before, baggage.known.contacts
    fates = tell_fates(before, carried.free, contacts.tolist())
    return {
        "from": register.encoder,
        "to": encoder.model_id,
        "texts": len(baggage.texts),
        "mentions": int(contacts[[issue is not None for issue in before]].sum()),
        "kept": count_changes(before, carried.after, contacts)["kept"],
        "agreed": count_changes(before, carried.free, contacts)["kept"],
        "held": len(carried.held),
        "embedded": embedded,
        "seconds": round(time.monotonic() - started, 1),
        "fates": dict(sorted(Counter(fate.fate for fate in fates).items())),
        "issues": [word_fate(fate, register) for fate in fates],
    }


def open_trial(settings: Settings, setting: str, texts: Sequence[str]) -> Encoder:
    """Open the encoder; a lexical part that was never fitted is fitted on these texts, and not kept."""
    if not needs_fit(setting):
        return open_encoder(setting)
    said = {write_embedded(text) for text in texts}
    return open_encoder(setting, read_fit(settings) or fit_lexical(sorted(said)))


def list_prototype_keys() -> list[str]:
    """List the keys of the reference sentences, in their order."""
    return [derive_text_key(text) for text in read_kind_prototypes()["text"]]


def recall_cached(warehouse: Warehouse, encoder: Encoder, keys: Sequence[str]) -> Cached:
    """Recall what each part of the encoder has embedded before, by its model: keys, and their vectors."""
    return {part.model_id: warehouse.read_embeddings(part.model_id, keys) for part in list_parts(encoder)}


def embed_aside(encoder: Encoder, baggage: Baggage, cached: Cached, tell: Progress) -> tuple[Matrix, int]:
    """Embed what is carried, in memory.

    Returns:
        (n_texts, n_dims) without the languages' offset, rows of length 1; and how many texts were embedded.
    """
    prototypes = read_kind_prototypes()
    texts = [*baggage.texts, *prototypes["text"]]
    keys = [*baggage.known.keys, *list_prototype_keys()]
    parts = {part.model_id: part for part in list_parts(encoder)}
    fresh = {name: sorted(set(keys) - set(cached[name][0])) for name in parts}
    said = dict(zip(keys, texts, strict=True))

    def complete(name: str) -> Matrix:
        known, matrix = cached[name]
        rows = embed_texts(
            parts[name], [said[key] for key in fresh[name]], lambda done, total: tell("embed", done, total)
        )
        place = {key: row for row, key in enumerate([*known, *fresh[name]])}
        whole = np.vstack([matrix, rows]) if len(known) else rows
        return whole[[place[key] for key in keys]]

    raw = read_mixed(encoder.model_id, complete)
    count = len(baggage.texts)
    offsets = learn_offsets(raw[count:], prototypes["language"].to_list())
    return remove_offsets(raw[:count], baggage.languages, offsets), max(map(len, fresh.values()))


def word_fate(fate: Fate, register: Register) -> dict[str, Any]:
    """Word what becomes of an issue."""
    issue = register.issues.get(fate.issue_id)
    return {
        "issue_id": fate.issue_id,
        "name": issue.name if issue else None,
        "mentions": int(fate.contacts),
        "kept_share": round(fate.kept_share, 4),
        "fate": fate.fate,
        "goes_to": [{"issue_id": into, "mentions": int(count)} for into, count in fate.goes_to],
    }
