"""Invented contacts about a few matters, said in many ways, as a corpus whose vectors are their words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.corpus import Corpus

BILLED_TWICE = [
    "Tengo un cobro duplicado en la factura de marzo",
    "Me aparece un cobro duplicado en la factura",
    "Otra vez cobro duplicado en la factura, llevo así desde enero",
    "Hay un cobro duplicado en mi cuenta",
    "Quiero que anulen el cobro duplicado",
    "Reclamo un cobro duplicado en la factura del móvil",
]
NO_WIFI = [
    "No funciona el wifi en casa",
    "El wifi no funciona desde ayer",
    "Sigue igual: no funciona el wifi",
    "Por las noches no funciona el wifi",
    "Llevo tres días y el wifi no funciona",
]
LATE_PARCEL = [
    "El pedido no ha llegado",
    "Mi pedido no ha llegado todavía",
    "El pedido no llega y nadie contesta",
    "Hice un pedido y no ha llegado",
    "Sigo esperando: el pedido no ha llegado a mi casa",
]
LOST_BAG = [
    "They lost my bag in Dublin",
    "You lost my bag again",
    "My bag was lost on the way home",
    "The airline lost my bag and nobody answers",
    "Lost my bag, no news since Monday",
]


def encode_words(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Each word a direction of its own: texts that share words lie close."""
    found = np.zeros((len(texts), 256), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(",", " ").replace(".", " ").split():
            if len(word) > 3:
                found[row, blake2b(word.encode(), digest_size=1).digest()[0]] += 1.0
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def gather_corpus(matters: Sequence[tuple[str, Sequence[str]]]) -> tuple[Corpus, list[list[int]]]:
    """A corpus of (language, texts) matters, each text by another person, and the places of each matter."""
    said = sorted(
        (blake2b(text.encode()).hexdigest(), text, language, number)
        for number, (language, texts) in enumerate(matters)
        for text in texts
    )
    keys = [row[0] for row in said]
    groups = [[p for p, row in enumerate(said) if row[3] == number] for number in range(len(matters))]
    mentions = pl.DataFrame(
        {
            "mention_id": [f"m{key}" for key in keys],
            "contact_id": [f"c{key}" for key in keys],
            "occurred_at": [datetime(2026, 1, 5, tzinfo=UTC)] * len(keys),
            "person": [f"p{key}" for key in keys],
            "place": list(range(len(keys))),
        }
    )
    texts, languages = [row[1] for row in said], [row[2] for row in said]
    addresses = [("notes", key, 1, key) for key in keys]
    return Corpus(keys, texts, languages, addresses, encode_words(texts, languages), mentions), groups
