"""How does every text get its vector, once in its life?

What was embedded before is read from the warehouse; the rest is embedded and committed part by part, so that
a run that is killed goes on where it was. A mix is kept in its parts: whoever adds words to a dense encoder
does not embed anything densely again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from voc.issues.embed import Encoder, Matrix, embed_texts, learn_offsets
from voc.issues.encoders import LexicalFit, fit_lexical, list_parts, needs_fit, open_encoder
from voc.pipeline.clock import Progress, keep_quiet
from voc.pipeline.helper import Helper, find_setting, is_worth_helping
from voc.settings import Settings
from voc.signals.kinds import read_kind_prototypes
from voc.store.fits import keep_fit, read_fit
from voc.store.warehouse import Warehouse
from voc.text.normalise import derive_text_key, write_embedded

KEPT_AT_ONCE = 5_000  # texts a commit
PROVISIONAL_TEXTS = 1_500  # below so many a lexical fit is made anew when the texts have doubled


@dataclass(frozen=True)
class Model:
    """The encoder with what it was calibrated on: reference sentences whose kind is known."""

    encoder: Encoder
    prototypes: pl.DataFrame
    vectors: Matrix  # of the prototypes, raw
    offsets: dict[str, Matrix]


def load_model(
    warehouse: Warehouse, settings: Settings, texts: pl.DataFrame | None = None, encoder: str | None = None
) -> Model:
    """Open the configured encoder and embed the reference sentences, once in a warehouse's life.

    Args:
        warehouse: With the cache.
        settings: The workspace's.
        texts: With `text`: what a lexical part is fitted on, where it was not fitted yet.
        encoder: Another than the configured one.
    """
    setting = encoder or settings.mining.encoder
    opened = open_encoder(setting, ensure_fit(settings, texts) if needs_fit(setting) else None)
    prototypes = read_kind_prototypes()
    keys = [derive_text_key(text) for text in prototypes["text"]]
    fill_cache(warehouse, opened, prototypes.select("text", text_key=pl.Series(keys, dtype=pl.String)))
    raw = read_vectors(warehouse, opened.model_id, keys)
    return Model(opened, prototypes, raw, learn_offsets(raw, prototypes["language"].to_list()))


def ensure_fit(settings: Settings, texts: pl.DataFrame | None) -> LexicalFit | None:
    """Read the lexical fit, or make and keep one of these texts.

    While there are few texts it is made anew when they have doubled: ids are provisional then anyway.
    """
    fit = read_fit(settings)
    if texts is None or texts.is_empty():
        return fit
    said = sorted({write_embedded(text) for text in texts["text"]})
    is_outgrown = fit is not None and fit.text_count < PROVISIONAL_TEXTS and len(said) >= 2 * fit.text_count
    if fit is None or is_outgrown:
        fit = fit_lexical(said)
        keep_fit(settings, fit)
    return fit


def fill_cache(
    warehouse: Warehouse, encoder: Encoder, texts: pl.DataFrame, tell: Progress = keep_quiet
) -> None:
    """Embed the texts that this model never saw.

    Args:
        warehouse: With the cache.
        encoder: Each of its parts has a cache of its own.
        texts: With `text_key` and `text`; of several spellings of a key any one will do.
        tell: Progress.
    """
    unique = texts.select("text_key", "text").unique("text_key", keep="first").sort("text_key")
    for part in list_parts(encoder):
        known = warehouse.list_embedded(part.model_id)
        missing = unique.join(known, on="text_key", how="anti", maintain_order="left")
        if missing.height:
            _embed_missing(warehouse, part, missing, tell)


def _embed_missing(warehouse: Warehouse, encoder: Encoder, missing: pl.DataFrame, tell: Progress) -> None:
    with _maybe_helped(encoder, missing.height) as helper:
        for start, end in _cut_parts(missing.height):
            part = missing.slice(start, end - start)
            said = part["text"].to_list()

            def count(done: int, _total: int, start: int = start) -> None:
                tell("embed", start + done, missing.height)

            rows = helper.embed(said, count) if helper else embed_texts(encoder, said, count)
            warehouse.write_embeddings(encoder.model_id, part["text_key"].to_list(), rows)
            tell("embed", end, missing.height)


def _cut_parts(count: int) -> Iterator[tuple[int, int]]:
    return pairwise([*range(0, count, KEPT_AT_ONCE), count])


@contextmanager
def _maybe_helped(encoder: Encoder, count: int) -> Iterator[Helper | None]:
    setting = find_setting(encoder)
    if setting is None or not is_worth_helping(count):
        yield None
    else:
        with Helper(encoder, setting) as helper:
            yield helper


def read_vectors(warehouse: Warehouse, model_id: str, text_keys: list[str]) -> Matrix:
    """Read the cached vectors of these texts, in this order, repeats and all: (n_texts, n_dims).

    Raises:
        ValueError: one of them was never embedded by this model.
    """
    known, matrix = warehouse.read_embeddings(model_id, text_keys)
    if not text_keys:
        return matrix
    places = np.searchsorted(np.array(known), np.array(text_keys)) if known else np.zeros(0, np.int64)
    if len(known) < len(set(text_keys)):
        raise ValueError(f"{len(set(text_keys)) - len(known)} texts were never embedded by {model_id}")
    return matrix[places]
