"""What is each mention to the company? What its own words say is worked out once in its life.

Only then do the mentions of an issue speak for each other, which is cheap.
"""

from hashlib import blake2b
from importlib.resources import files

import numpy as np
import polars as pl

from voc.issues.embed import remove_offsets
from voc.pipeline.desk import Desk
from voc.pipeline.embedding import Model
from voc.schema import MENTION_KINDS
from voc.signals.kinds import MEANINGS, KindModel, read_meanings, tell_kinds, train_kinds

READ_AT_ONCE = 20_000  # mentions
SIGNS = ("kind_signs.csv", "kind_words.txt")


def tell_mention_kinds(desk: Desk, assignments: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Tell each chosen mention's kind and opportunity: MENTION_KINDS."""
    mentions = desk.chosen.select("mention_id").join(
        assignments, on="mention_id", how="left", maintain_order="left"
    )
    readings = read_mention_meanings(desk, model)
    ordered = mentions.select("mention_id").join(readings, on="mention_id", how="left", maintain_order="left")
    scores = np.frombuffer(b"".join(ordered["scores"].to_list()), np.float64).reshape(len(ordered), -1)
    own, signs = scores[:, : len(MEANINGS)], scores[:, len(MEANINGS) :]
    kinds, opportunities = tell_kinds(own, signs, mentions["issue_id"].to_list())
    return pl.DataFrame(
        {
            "mention_id": mentions["mention_id"],
            "kind": kinds,
            "opportunity": opportunities,
            "confidence": None,
            "reason": None,
        },
        schema=dict(MENTION_KINDS),
    )


def read_mention_meanings(desk: Desk, model: Model) -> pl.DataFrame:
    """Read what each mention's own words say, working out what is new: mention_id, scores (float64)."""
    trained = train_kinds(
        remove_offsets(model.vectors, model.prototypes["language"].to_list(), model.offsets),
        model.prototypes["kind"].to_list(),
        model.prototypes["opportunity"].to_list(),
    )
    version = name_version(trained, model.encoder.model_id)
    known = desk.warehouse.read_meanings(version)
    missing = desk.chosen.join(known, on="mention_id", how="anti", maintain_order="left")
    parts = [known]
    for start in range(0, missing.height, READ_AT_ONCE):
        part = missing.slice(start, READ_AT_ONCE)
        corpus = desk.gather(part)
        own, signs = read_meanings(
            trained, part["text"].to_list(), corpus.vectors[corpus.mentions["place"].to_numpy()]
        )
        rows = [row.tobytes() for row in np.hstack([own, signs])]
        desk.warehouse.write_meanings(version, part["mention_id"].to_list(), rows)
        parts.append(pl.DataFrame({"mention_id": part["mention_id"], "scores": rows}, schema=known.schema))
    return pl.concat(parts)


def name_version(model: KindModel, model_id: str) -> str:
    """Name what meanings were read with: another model or other reference sentences read anew."""
    digest = blake2b(model_id.encode(), digest_size=8)
    digest.update(np.round(model.weights, 6).tobytes())
    for name in SIGNS:
        digest.update(files("voc").joinpath("lists", name).read_bytes())
    return digest.hexdigest()
