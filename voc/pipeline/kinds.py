"""What is each mention to the company? What its own words say is worked out once in its life.

Only then do its contact, its contact's rating, its issue and what people put right speak, which is cheap:
a correction reads nothing anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files

import numpy as np
import polars as pl

from voc.issues.embed import remove_offsets
from voc.pipeline.desk import Desk
from voc.pipeline.embedding import Model, fill_cache, read_vectors
from voc.schema import MENTION_KINDS, RATING_SCALES, LedgerEvent
from voc.signals.kind_corrections import fold_kind_corrections
from voc.signals.kind_lessons import Trial, learn_kind_lessons
from voc.signals.kind_verdicts import Evidence, reach_verdicts
from voc.signals.kind_witnesses import Groups, Told, group_mentions, hear_all, hear_words
from voc.signals.kinds import (
    KINDS,
    MEANINGS,
    KindModel,
    Readings,
    read_meanings,
    read_wider_references,
    train_kinds,
)
from voc.text.normalise import derive_text_key

READ_AT_ONCE = 20_000  # mentions
SIGNS = ("kind_signs.csv", "kind_words.txt")
GAP = "\x1f"  # between the words of signs
LOW, HIGH = 0.6, 0.9  # of a rating's scale: at most the one is low, at least the other high (NPS: 6 and 9)


@dataclass(frozen=True)
class Judged:
    """Each mention's kind (MENTION_KINDS), and what the corrections were worth."""

    kinds: pl.DataFrame
    trial: Trial


@dataclass(frozen=True)
class Case:
    """All that is known of the chosen mentions but what people said: a row a mention, in canonical order."""

    rows: pl.DataFrame  # mention_id, contact_id, ordinal, source, source_id, language, issue_id
    readings: Readings
    groups: Groups
    evidence: Evidence


def judge_mentions(
    desk: Desk, assignments: pl.DataFrame, model: Model, events: Iterable[LedgerEvent]
) -> Judged:
    """Judge each chosen mention, and learn from the `classify` events that stand."""
    return judge_case(gather_case(desk, assignments, model), events)


def gather_case(desk: Desk, assignments: pl.DataFrame, model: Model) -> Case:
    """Gather what is known of the chosen mentions."""
    references = pl.concat([model.prototypes, read_wider_references()])
    trained = train_references(desk, model, references)
    rows = desk.chosen.select("mention_id", "contact_id", "ordinal", "source", "source_id", "language").join(
        assignments.select("mention_id", "issue_id"), on="mention_id", how="left", maintain_order="left"
    )
    readings = read_mention_meanings(desk, model, trained)
    groups = group_mentions(
        rows["contact_id"].to_list(), rows["issue_id"].to_list(), _rate_mentions(desk, rows)
    )
    sentences = _find_sentences(readings, references, rows["language"].to_list())
    return Case(rows, readings, groups, Evidence(readings.words, sentences))


def judge_case(case: Case, events: Iterable[LedgerEvent]) -> Judged:
    """Judge each mention of a case, and learn from the `classify` events that stand."""
    words = hear_words(case.readings, case.groups)
    said = find_corrections(case.rows, events)
    told, trial = learn_kind_lessons(
        case.readings, words, case.groups, np.where(mark_first(case.rows), said, -1)
    )
    hearing = hear_all(words, case.groups, told)
    verdicts = reach_verdicts(hearing, case.evidence, Told(said, told.turn, told.weight))
    kinds = pl.concat([case.rows.select("mention_id"), verdicts], how="horizontal")
    return Judged(kinds.select(pl.col(name).cast(kind) for name, kind in MENTION_KINDS.items()), trial)


def word_trial(trial: Trial) -> dict[str, object]:
    """Word what corrections were worth, for the mining's record: macro-F1 on those that were not seen."""
    return {
        "corrections": trial.correction_count,
        "used": trial.is_used,
        "without": trial.without,
        "with": trial.with_it,
    }


def find_corrections(rows: pl.DataFrame, events: Iterable[LedgerEvent]) -> np.ndarray:
    """Find what people said of each mention's contact: places in MEANINGS, -1 for nothing.

    Args:
        rows: source, source_id.
        events: The ledger's.
    """
    said = fold_kind_corrections(events)
    pairs = rows.select("source", "source_id").iter_rows()
    return np.array([said.get((source, key), -1) for source, key in pairs], dtype=np.int64)


def train_references(desk: Desk, model: Model, references: pl.DataFrame) -> KindModel:
    """Learn from the reference sentences; those that the model does not hold are embedded once."""
    wider = references.slice(model.prototypes.height)
    keys = [derive_text_key(text) for text in wider["text"]]
    fill_cache(desk.warehouse, model.encoder, wider.select("text", text_key=pl.Series(keys, dtype=pl.String)))
    raw = np.vstack([model.vectors, read_vectors(desk.warehouse, model.encoder.model_id, keys)])
    vectors = remove_offsets(raw, references["language"].to_list(), model.offsets)
    return train_kinds(vectors, references["kind"].to_list(), references["opportunity"].to_list())


def read_mention_meanings(desk: Desk, model: Model, trained: KindModel) -> Readings:
    """Read what each chosen mention's own words say, working out what is new."""
    version = name_version(trained, model.encoder.model_id)
    known = desk.warehouse.read_meanings(version)
    missing = desk.chosen.join(known, on="mention_id", how="anti", maintain_order="left")
    parts = [known]
    for start in range(0, missing.height, READ_AT_ONCE):
        part = missing.slice(start, READ_AT_ONCE)
        corpus = desk.gather(part)
        vectors = corpus.vectors[corpus.mentions["place"].to_numpy()]
        rows = pack_readings(read_meanings(trained, part["text"].to_list(), vectors))
        desk.warehouse.write_meanings(version, part["mention_id"].to_list(), rows)
        parts.append(pl.DataFrame({"mention_id": part["mention_id"], "scores": rows}, schema=known.schema))
    ordered = desk.chosen.select("mention_id").join(
        pl.concat(parts), on="mention_id", how="left", maintain_order="left"
    )
    return unpack_readings(ordered["scores"].to_list(), len(trained.axes))


def pack_readings(readings: Readings) -> list[bytes]:
    """Pack readings for the warehouse: single floats, then the words of signs as text."""
    numbers = np.hstack([readings.own, readings.signs, readings.likes, readings.places]).astype(np.float32)
    texts = [GAP.join(words).encode() for words in readings.words]
    return [row.tobytes() + text for row, text in zip(numbers, texts, strict=True)]


def unpack_readings(packed: Sequence[bytes], axis_count: int) -> Readings:
    """Unpack what `pack_readings` packed."""
    width = 2 * len(MEANINGS) + len(KINDS) + axis_count
    cut = width * np.dtype(np.float32).itemsize
    flat = np.frombuffer(b"".join(row[:cut] for row in packed), np.float32)
    own, signs, likes, places = np.split(
        flat.reshape(-1, width).astype(np.float64), np.cumsum([len(MEANINGS)] * 2 + [len(KINDS)]), axis=1
    )
    words = [tuple(row[cut:].decode().split(GAP)) for row in packed]
    return Readings(own, signs, places, likes.astype(np.int64), words)


def name_version(model: KindModel, model_id: str) -> str:
    """Name what meanings were read with: another model or other reference sentences read anew."""
    digest = blake2b(model_id.encode(), digest_size=8)
    for part in (model.weights, model.axes, model.references):
        digest.update(np.round(part, 6).tobytes())
    for name in SIGNS:
        digest.update(files("voc").joinpath("lists", name).read_bytes())
    return digest.hexdigest()


def mark_first(rows: pl.DataFrame) -> np.ndarray:
    """Mark each contact's first assigned mention, else its first: the one that tells the contact's kind."""
    is_open = pl.col("issue_id").is_null()
    first = pl.struct(is_open.alias("open"), "ordinal").rank("ordinal").over("contact_id") == 1
    return rows.select(first.alias("first"))["first"].to_numpy()


def _rate_mentions(desk: Desk, rows: pl.DataFrame) -> list[str | None]:
    """Tell how each mention's contact rated: `low`, `mid`, `high`, or null; every scale by its ends."""
    ends = pl.DataFrame(
        [(name, float(low), float(high)) for name, (low, high) in RATING_SCALES.items()],
        schema=["rating_scale", "low", "high"],
        orient="row",
    )
    share = (pl.col("rating") - pl.col("low")) / (pl.col("high") - pl.col("low"))
    named = (
        pl.when(share <= LOW)
        .then(pl.lit("low"))
        .when(share < HIGH)
        .then(pl.lit("mid"))
        .otherwise(pl.lit("high"))
    )
    rated = (
        desk.warehouse.read_contacts()
        .select("contact_id", "rating", "rating_scale")
        .join(ends, on="rating_scale", how="inner")
        .select("contact_id", rated=pl.when(share.is_not_null()).then(named))
    )
    return rows.join(rated, on="contact_id", how="left", maintain_order="left")["rated"].to_list()


def _find_sentences(
    readings: Readings, references: pl.DataFrame, languages: Sequence[str]
) -> list[tuple[str, ...]]:
    """Find the reference sentences that mentions are like, in the mention's language where there is one.

    References come in pairs: Spanish, then English.
    """
    texts = [*references["text"].to_list(), ""]  # -1 is nothing
    turned = np.where(readings.likes < 0, -1, readings.likes // 2 * 2)
    shifts = np.array([int(language == "en") for language in languages])[:, None]
    places = np.where(turned < 0, -1, turned + shifts)
    return [tuple(texts[place] for place in row) for row in places.tolist()]
