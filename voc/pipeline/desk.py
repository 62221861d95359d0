"""What lies on the table while issues are mined: the chosen mentions, and their vectors when asked for.

Vectors stay in the warehouse until a part of the mentions needs them, so that memory does not grow with all
that was ever said.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

import numpy as np
import polars as pl

from voc.issues.births import WINDOW
from voc.issues.corpus import Corpus, build_corpus, list_texts
from voc.issues.embed import Matrix, remove_offsets
from voc.issues.mine import is_settled
from voc.issues.place import Prior, digest_steps, make_course, place_mentions, select_movable
from voc.issues.register import Register, list_versions
from voc.issues.steps import Course, ExemplarKey
from voc.pipeline.clock import Progress
from voc.pipeline.embedding import read_vectors
from voc.schema import ASSIGNMENTS
from voc.store.warehouse import Warehouse

FITTED_TEXTS = 30_000  # at once; of more, those first in canonical order, which is as good as a draw
PLACED_AT_ONCE = 20_000  # mentions


class Desk:
    """The chosen mentions of a mining session and the way to their vectors."""

    def __init__(
        self, warehouse: Warehouse, model_id: str, offsets: Mapping[str, Matrix], chosen: pl.DataFrame
    ) -> None:
        self.warehouse = warehouse
        self.model_id = model_id
        self.offsets = offsets
        self.chosen = chosen
        self._exemplars: dict[ExemplarKey, Matrix | None] = {}  # that were asked for

    def gather(self, rows: pl.DataFrame) -> Corpus:
        """Gather the corpus of some of the chosen mentions, in their order."""
        keys = list_texts(rows)["text_key"].to_list()
        return build_corpus(rows, read_vectors(self.warehouse, self.model_id, keys), self.offsets)

    def open_course(self, register: Register) -> Course:
        """Make the register's steps ready to be taken; the exemplars of all are read at once."""
        self._read_exemplars({key for version in list_versions(register) for key in version.exemplars})
        return make_course(register, self.find_exemplars)

    def find_exemplars(self, keys: Sequence[ExemplarKey]) -> Matrix:
        """Find exemplars' vectors: by their words, else by where they stand, without those that are gone."""
        self._read_exemplars(set(keys))
        found = [vector for key in keys if (vector := self._exemplars[key]) is not None]
        return np.vstack(found) if found else np.zeros((0, 0), np.float32)

    def _read_exemplars(self, keys: Set[ExemplarKey]) -> None:
        texts = self._find_texts(keys - self._exemplars.keys())
        is_theirs = pl.col("text_key").is_in([text for text in texts.values() if text is not None])
        rows = list_texts(self.chosen.filter(is_theirs)) if texts else self.chosen.clear()
        languages = dict(rows.select("text_key", "language").iter_rows())
        vectors: dict[str, Matrix] = {}
        if languages:
            known, matrix = self.warehouse.read_embeddings(self.model_id, list(languages))
            clean = remove_offsets(matrix, [languages[key] for key in known], dict(self.offsets))
            vectors = dict(zip(known, clean, strict=True))
        self._exemplars |= {key: vectors.get(text) if text else None for key, text in texts.items()}

    def _find_texts(self, keys: Set[ExemplarKey]) -> dict[ExemplarKey, str | None]:
        said = set(self.chosen.filter(pl.col("text_key").is_in([key[3] for key in keys]))["text_key"])
        moved = pl.col("source_id").is_in([key[1] for key in keys if key[3] not in said])
        rows = self.chosen.filter(moved).select("source", "source_id", "ordinal", "text_key").iter_rows()
        by_address = {(source, source_id, ordinal): key for source, source_id, ordinal, key in rows}
        return {key: key[3] if key[3] in said else by_address.get(key[:3]) for key in keys}

    def recall_prior(self, register: Register) -> Prior | None:
        """Recall what was placed before, if it was by the steps that the register begins with."""
        record = self.warehouse.last_mining() or {}
        begin = record.get("steps")
        if begin is None or record.get("model") != self.model_id:
            return None
        if record["digest"] != digest_steps(register.steps[:begin]):
            return None
        placed = self.warehouse.read_assignments().filter(pl.col("similarity").is_not_null())
        return Prior(placed, begin)


def select_texts(seen: pl.DataFrame, register: Register, as_of: datetime) -> pl.DataFrame:
    """Select what a session looks at: all while history is short, then the trailing window; so many texts."""
    rows = seen.filter(pl.col("occurred_at") >= as_of - WINDOW) if is_settled(register) else seen
    keys = list_texts(rows)["text_key"]
    return rows if len(keys) <= FITTED_TEXTS else rows.filter(pl.col("text_key") <= keys[FITTED_TEXTS - 1])


def place_all(desk: Desk, register: Register, tell: Progress) -> pl.DataFrame:
    """Place all chosen mentions, in parts: ASSIGNMENTS, by mention; what cannot have moved is not read."""
    prior = desk.recall_prior(register)
    rows = select_movable(desk.chosen, prior, register) if prior else desk.chosen
    course = desk.open_course(register)
    parts = []
    for start in range(0, rows.height, PLACED_AT_ONCE):
        part = rows.slice(start, PLACED_AT_ONCE)
        parts.append(place_mentions(desk.gather(part), register, course, prior))
        tell("place", min(start + PLACED_AT_ONCE, rows.height), rows.height)
    if prior:
        rest = desk.chosen.select("mention_id").join(rows.select("mention_id"), on="mention_id", how="anti")
        parts.append(prior.assignments.join(rest, on="mention_id", how="semi").select(list(ASSIGNMENTS)))
    placed = pl.concat(parts) if parts else pl.DataFrame(schema=dict(ASSIGNMENTS))
    return placed.sort("mention_id")


def word_progress(desk: Desk, register: Register) -> dict[str, object]:
    """Word how far the steps were taken, for the mining's record."""
    return {
        "model": desk.model_id,
        "steps": len(register.steps),
        "digest": digest_steps(register.steps),
    }
