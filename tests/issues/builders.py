"""Invented vectors and mentions: a few directions, each a topic, with seeded noise around them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.corpus import Corpus
from voc.issues.embed import scale_rows

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def make_topics(
    sizes: list[int], *, dims: int = 200, spread: float = 0.35, seed: int = 1
) -> tuple[NDArray, NDArray]:
    """Vectors around as many directions as there are sizes, and the direction of each."""
    rng = np.random.default_rng(seed)
    centres = scale_rows(rng.normal(size=(len(sizes), dims)))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    noise = scale_rows(rng.normal(size=(len(labels), dims)))
    return scale_rows(centres[labels] + spread * noise), labels


def make_corpus(vectors: NDArray, labels: NDArray, *, first: int = 0, day: int = 0) -> Corpus:
    """A corpus in which each text is one customer's mention, a day apart by topic."""
    n = len(vectors)
    keys = [f"k{first + row:05d}" for row in range(n)]
    words = [
        "router reinicia",
        "cobro duplicado",
        "pedido perdido",
        "técnico ausente",
        "línea cortada",
        "app bloqueada",
    ]
    texts = [
        f"{words[int(label) % len(words)]} {invent_words(first + row)}" for row, label in enumerate(labels)
    ]
    rows = pl.DataFrame(
        {
            "mention_id": [f"m{key}" for key in keys],
            "contact_id": [f"c{key}" for key in keys],
            "source": ["notes"] * n,
            "occurred_at": [BEGIN + timedelta(days=day, minutes=row) for row in range(n)],
            "person": [f"p{key}" for key in keys],
            "place": list(range(n)),
        },
        schema_overrides={"occurred_at": pl.Datetime("us", "UTC")},
    )
    addresses = [("notes", key, 1, key) for key in keys]
    return Corpus(keys, texts, ["es"] * n, addresses, vectors, rows)


def invent_words(number: int) -> str:
    """Four words that no other number gives, so that no two texts are near duplicates."""
    rng = np.random.default_rng(number)
    syllables = ["ba", "co", "du", "fe", "gi", "la", "mo", "nu", "pe", "ri", "sa", "to", "vu", "ze"]
    return " ".join("".join(rng.choice(syllables, 4)) for _ in range(4))


def join_corpora(first: Corpus, second: Corpus) -> Corpus:
    """One corpus of two, whose keys differ."""
    shifted = second.mentions.with_columns(pl.col("place") + len(first.keys))
    return Corpus(
        first.keys + second.keys,
        first.texts + second.texts,
        first.languages + second.languages,
        first.addresses + second.addresses,
        np.vstack([first.vectors, second.vectors]),
        pl.concat([first.mentions, shifted]),
    )
