"""Which texts have been embedded before, and what are their vectors?

Vectors are kept as the bytes of float32 rows: of what DuckDB offers the quickest to write and to read
for 20,000 x 512, and it fits a model of any width. Of a mix only the parts are kept; it is put together
when it is read.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.encoders.mix import list_models, read_mixed
from voc.store.questions import ask_question, commit_together, lend_frame, run_statement

READ_AT_ONCE = 10_000


def fetch_vectors(
    con: duckdb.DuckDBPyConnection, model: str, text_keys: Sequence[str]
) -> tuple[list[str], NDArray[np.float32]]:
    """Fetch the known vectors of these texts.

    Returns:
        The keys that are known (of a mix: to every part), sorted, and their vectors, `(n_known, n_dims)`
        float32; `(0, 0)` where none is known.
    """
    found = {plain: _fetch_plain(con, plain, text_keys) for plain in list_models(model)}
    keys = sorted(set.intersection(*(set(known) for known, _ in found.values())))
    if not keys:
        return [], np.zeros((0, 0), dtype=np.float32)

    def take_rows(plain: str) -> NDArray[np.float32]:
        known, matrix = found[plain]
        return matrix if known == keys else matrix[np.searchsorted(np.array(known), np.array(keys))]

    return keys, read_mixed(model, take_rows)


def _fetch_plain(
    con: duckdb.DuckDBPyConnection, model: str, text_keys: Sequence[str]
) -> tuple[list[str], NDArray[np.float32]]:
    wanted = pl.DataFrame({"text_key": list(text_keys)}, schema={"text_key": pl.String()}).unique()
    with lend_frame(con, "wanted_texts", wanted):
        found = ask_question(con, "read_embeddings", model=model)
    if found.is_empty():
        return [], np.zeros((0, 0), dtype=np.float32)
    matrix = np.empty((found.height, len(found["vector"][0]) // 4), dtype=np.float32)
    for start in range(0, found.height, READ_AT_ONCE):  # a list of all rows' bytes would hold them twice
        part = b"".join(found["vector"].slice(start, READ_AT_ONCE).to_list())
        matrix[start : start + READ_AT_ONCE] = np.frombuffer(part, dtype=np.float32).reshape(
            -1, matrix.shape[1]
        )
    return found["text_key"].to_list(), matrix


def keep_vectors(
    con: duckdb.DuckDBPyConnection, model: str, text_keys: Sequence[str], matrix: NDArray[np.float32]
) -> None:
    """Cache the vectors of these texts, a row a key; a key that is known already keeps its vector.

    Raises:
        ValueError: not one row a key, or a vector that is not finite.
    """
    rows = np.ascontiguousarray(matrix, dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(text_keys):
        raise ValueError(f"{len(text_keys)} texts, but vectors of shape {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("a vector is not finite")
    frame = pl.DataFrame(
        {
            "position": range(len(rows)),
            "text_key": list(text_keys),
            "vector": [row.tobytes() for row in rows],
        },
        schema={"position": pl.Int64(), "text_key": pl.String(), "vector": pl.Binary()},
    )
    with commit_together(con), lend_frame(con, "new_embeddings", frame):
        run_statement(con, "insert_embeddings", model=model)
