"""How does each issue show itself, and by which vectors are contacts searched?

Of an issue only so many texts are read, however large it is; what all texts are needed for is read in parts.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.describe import choose_shown, describe_issues
from voc.issues.embed import Matrix, remove_offsets
from voc.issues.register import Register
from voc.issues.space import as_given, open_spaces
from voc.pipeline.embedding import Model
from voc.schema import PORTRAITS, PUBLISHED
from voc.store.warehouse import Warehouse

Tables = dict[str, pl.DataFrame]
READ_AT_ONCE = 20_000  # vectors
FULLEST = 127  # what the largest part of a vector is written as


def describe_tables(warehouse: Warehouse, tables: Tables, register: Register, model: Model) -> Tables:
    """Add to each issue its theme, phrases and verbatims; its portrait; and the vectors search goes by."""
    shown, vectors = read_shown(warehouse, choose_shown(gather_assigned(tables)), model)
    names = {issue_id: issue.name for issue_id, issue in register.issues.items()}
    spaces = open_spaces(register.spaces)
    described = describe_issues(shown, vectors, names, spaces[-1] if spaces else as_given)
    issues = (
        tables["issues"]
        .join(described.select("issue_id", "theme", "keyphrases", "verbatims"), on="issue_id", how="left")
        .with_columns(
            pl.col("keyphrases", "verbatims", "languages", "channels").fill_null([]),
            pl.col("contacts", "customers", "silent_customers").fill_null(0),
            pl.col("share", "cost").fill_null(0.0),
        )
    )
    return {
        "issues": issues,
        "portraits": gather_portraits(issues, described, register),
        "search_vectors": gather_search(warehouse, tables["mentions"], model),
    }


def gather_assigned(tables: Tables) -> pl.DataFrame:
    """Gather the mentions that have an issue, with the person behind each."""
    people = tables["contacts"].select(
        "contact_id", person=pl.coalesce(pl.concat_str(pl.lit("k"), "customer_id"), "contact_id")
    )
    return (
        tables["mentions"]
        .filter(pl.col("issue_id").is_not_null())
        .select("mention_id", "contact_id", "text", "text_key", "language", "issue_id", "similarity")
        .join(people, on="contact_id", maintain_order="left")
    )


def gather_portraits(issues: pl.DataFrame, described: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Gather PORTRAITS of the published issues; of one that nobody speaks of, its names alone."""
    rows = {
        issue_id: [{"language": code, "name": name} for code, name in sorted(issue.names.items())]
        for issue_id, issue in register.issues.items()
    }
    names = [rows.get(issue_id, []) for issue_id in issues["issue_id"]]
    named = pl.DataFrame(
        {"issue_id": issues["issue_id"], "names": names},
        schema={name: PORTRAITS[name] for name in ("issue_id", "names")},
    )
    return (
        named.join(described.drop("theme", "keyphrases", "verbatims"), on="issue_id", how="left")
        .with_columns(pl.col("neighbours", "exemplars", "boundary").fill_null([]))
        .select(list(PORTRAITS))
    )


def read_shown(warehouse: Warehouse, shown: pl.DataFrame, model: Model) -> tuple[pl.DataFrame, Matrix]:
    """Read the vectors of the shown texts, without their languages' offsets: the rows that have one."""
    keys, raw = warehouse.read_embeddings(model.encoder.model_id, shown["text_key"].unique().to_list())
    known = pl.DataFrame({"text_key": keys}, schema={"text_key": pl.String}).with_row_index("place")
    rows = shown.join(known, on="text_key", maintain_order="left")
    return rows, remove_offsets(raw[rows["place"].to_numpy()], rows["language"].to_list(), model.offsets)


def gather_search(warehouse: Warehouse, mentions: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Gather the vectors that search goes by, one a mention that has one.

    Only a vector's direction is asked for, so each is kept as whole numbers of a byte: a quarter of the
    room, and cosines that differ in the third decimal.
    """
    wanted = mentions.select("mention_id", "contact_id", "text_key").sort("text_key", "mention_id")
    keys = wanted["text_key"].unique(maintain_order=True)
    parts = []
    for start in range(0, len(keys), READ_AT_ONCE):
        known, raw = warehouse.read_embeddings(
            model.encoder.model_id, keys.slice(start, READ_AT_ONCE).to_list()
        )
        if known:
            vectors = pl.Series(round_vectors(raw), dtype=pl.Array(pl.Int8, raw.shape[1]))
            parts.append(pl.DataFrame({"text_key": known, "vector": vectors}))
    if not parts:
        return pl.DataFrame(schema=dict(PUBLISHED["search_vectors"]))
    return wanted.join(pl.concat(parts), on="text_key", maintain_order="left").drop("text_key")


def round_vectors(vectors: Matrix) -> NDArray[np.int8]:
    """Round each vector to whole numbers, its largest part being 127."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors * (FULLEST / largest)), np.int8)
