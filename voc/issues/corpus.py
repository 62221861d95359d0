"""What is there to mine: each thing that was said, once, in an order that nothing can shift.

Texts that are alike but for case, accents or punctuation are one row for fitting; the map back to
mentions, and the count of people, are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from voc.issues.embed import Matrix, remove_offsets
from voc.issues.steps import ExemplarKey


@dataclass(frozen=True)
class Corpus:
    """Unique texts by text_key; `mentions` are the rows they stand for, with `place` in the corpus."""

    keys: list[str]
    texts: list[str]  # as one customer wrote it
    languages: list[str]
    addresses: list[ExemplarKey]  # of the mention that stands for the text
    vectors: Matrix  # (n_texts, n_dims), without the language's offset, rows of length 1
    mentions: pl.DataFrame  # mention_id, contact_id, source, occurred_at, person, place

    def count_people(self, places: Sequence[int]) -> tuple[int, int]:
        """Count the contacts and the people behind some texts."""
        rows = self.mentions.filter(pl.col("place").is_in(list(places)))
        return rows["contact_id"].n_unique(), rows["person"].n_unique()


def choose_texts(mentions: pl.DataFrame, languages: Sequence[str], boilerplate: set[str]) -> pl.DataFrame:
    """Choose the mentions to mine: in a configured language, and no boilerplate; by text_key and address."""
    return mentions.filter(
        pl.col("language").is_in(list(languages)) & ~pl.col("text_key").is_in(list(boilerplate))
    ).sort("text_key", "source", "source_id", "ordinal")


def list_texts(chosen: pl.DataFrame) -> pl.DataFrame:
    """List each text of the chosen mentions once, as the first mention of it has it; by text_key."""
    return chosen.unique("text_key", keep="first", maintain_order=True)


def build_corpus(chosen: pl.DataFrame, raw: Matrix, offsets: Mapping[str, Matrix]) -> Corpus:
    """Build the corpus of the chosen mentions.

    Args:
        chosen: From `choose_texts`, or a part of it in the same order.
        raw: The encoder's vectors of `list_texts(chosen)`, (n_texts, n_dims).
        offsets: Each language's offset.
    """
    unique = list_texts(chosen)
    keys, languages = unique["text_key"].to_list(), unique["language"].to_list()
    places = unique.select("text_key", place=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = chosen.join(places, on="text_key", maintain_order="left").select(
        "mention_id",
        "contact_id",
        "source",
        "occurred_at",
        pl.coalesce("customer_id", "contact_id").alias("person"),
        "place",
    )
    addresses = list(unique.select("source", "source_id", "ordinal", "text_key").iter_rows())
    vectors = remove_offsets(raw, languages, dict(offsets))
    return Corpus(keys, unique["text"].to_list(), languages, addresses, vectors, rows)


def take_fingerprint(chosen: pl.DataFrame, model_id: str) -> str:
    """Tell what a mining session saw, so that the same is not mined twice: 16 hexadecimal digits."""
    digest = blake2b(model_id.encode(), digest_size=8)
    for row in chosen.select("source", "source_id", "ordinal", "text_key").iter_rows():
        digest.update("\0".join(map(str, row)).encode())
    return digest.hexdigest()
