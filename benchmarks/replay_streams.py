"""The streams that identity is measured on: labelled texts as twenty weeks, some labels starting late.

The weeks are invented but for the demo's. A fifth of the labels with twenty texts or more start late, in
different weeks after issues have settled; a quiet stream has the same texts with no label starting late.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.sets import read_table
from voc.issues.embed import Matrix, UseEncoder, embed_texts, learn_offsets, remove_offsets
from voc.issues.space import learn_space, open_space
from voc.signals.kinds import read_kind_prototypes
from voc.text.normalise import derive_text_key, normalise_text

WEEKS = 20
LATE_SHARE, LATE_LEAST, LAST_START = 0.2, 20, WEEKS - 4
SETTLED_MENTIONS = 1500

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Stream:
    """Texts in canonical order with their vectors, labels (numbers) and weeks (from 1)."""

    name: str
    texts: list[str]  # normalised
    vectors: Matrix
    labels: Ints
    weeks: Ints
    starts: dict[int, int]  # late label -> the week it starts in


def load_banking(data: Path) -> pl.DataFrame:
    """Questions to a bank, both parts: text, label, language."""
    rows = read_table(data / "banking77_en" / "data.csv")
    return rows.select("text", "label", language=pl.lit("en"))


def load_reviews(data: Path) -> pl.DataFrame:
    """Reviews of hotels, phones and laptops as if of one company, in two languages, by aspect."""
    rows = read_table(data / "mabsa_es_en" / "data.csv").filter(pl.col("single_category").is_not_null())
    wanted = rows.filter(pl.col("domain").is_in(["hotel", "phone", "laptop"]))
    return wanted.select("text", label=pl.format("{} {}", "domain", "single_category"), language="lang")


def load_calls(data: Path) -> pl.DataFrame:
    """Service conversations, the customer's turns joined, by reason."""
    rows = pl.read_ndjson(data / "star_dialogues_en" / "data.jsonl")
    turns = rows.with_row_index("row").explode("turns").unnest("turns")
    said = turns.filter(pl.col("speaker").str.to_lowercase().is_in(["user", "customer", "client"]))
    joined = said.group_by("row", maintain_order=True).agg(
        pl.col("text").str.join(" "), pl.col("reason").first()
    )
    return joined.select("text", label="reason", language=pl.lit("en"))


def load_demo(folder: Path) -> pl.DataFrame:
    """The demo's mentions over twenty weeks with the reason of their contact, their week, and its first.

    It has bursts, a reason that comes back and one that emerges, which is the late one.
    """
    from voc.demo import write_demo
    from voc.pipeline import run_pipeline
    from voc.settings import load_settings
    from voc.store.warehouse import open_warehouse

    if not (folder / "warehouse").exists():
        write_demo(folder, weeks=WEEKS)
        run_pipeline(load_settings(folder))
    with open_warehouse(load_settings(folder), read_only=True) as warehouse:
        mentions = warehouse.read_mentions()
    truth = read_table(folder / "truth" / "labels.csv").rename({"id": "source_id"})
    day = pl.col("occurred_at")
    rows = mentions.join(truth, on=["source", "source_id"]).with_columns(
        week=((day - day.min()).dt.total_days() // 7 + 1).clip(1, WEEKS)
    )
    emerging = [
        event["issue"]
        for event in json.loads((folder / "truth" / "events.json").read_text(encoding="utf-8"))
        if event["dynamic"] == "emergence"
    ]
    return rows.select("text", "label", "language", "week", is_late=pl.col("label").is_in(emerging))


DEMO = "the demo"
LOADERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "banking77, all": load_banking,
    "mabsa, three domains es+en": load_reviews,
    "calls by reason": load_calls,
    DEMO: load_demo,
}


def load_stream(name: str, data: Path, folder: Path, *, quiet: bool = False) -> Stream:
    """Load a set as a stream; vectors are kept in the folder."""
    loaded = LOADERS[name](folder / "demo" if name == DEMO else data)
    rows = loaded.filter(pl.col("text").is_not_null() & pl.col("label").is_not_null())
    return make_stream(name, rows, folder, quiet=quiet)


def make_stream(name: str, rows: pl.DataFrame, folder: Path, *, quiet: bool = False) -> Stream:
    """Make a stream of text, label, language and, where weeks are real, week."""
    if quiet and "week" in rows.columns:
        rows = rows.filter(~pl.col("is_late"))
    keys = [derive_text_key(text) for text in rows["text"]]
    unique = rows.with_columns(key=pl.Series(keys, dtype=pl.String)).unique("key", keep="first").sort("key")
    labels = unique["label"].rank("dense").to_numpy().astype(np.int64) - 1
    starts: dict[int, int] = {}
    if "week" in rows.columns:
        weeks = unique["week"].to_numpy().astype(np.int64)
        is_late = unique["is_late"].to_numpy()
        starts = {int(label): int(weeks[labels == label].min()) for label in np.unique(labels[is_late])}
    else:
        weeks, starts = invent_weeks(labels, quiet)
    texts = [normalise_text(*pair) for pair in unique.select("text", "language").iter_rows()]
    return Stream(name, texts, embed_stream(unique, folder), labels, weeks, starts)


def invent_weeks(labels: Ints, quiet: bool) -> tuple[Ints, dict[int, int]]:
    """Spread texts evenly over the weeks, those of late labels over the weeks from their start on."""
    rng = np.random.default_rng(1)
    weeks = rng.integers(1, WEEKS + 1, len(labels))
    counts = np.bincount(labels)
    common = np.flatnonzero(counts >= LATE_LEAST)
    late = rng.choice(common, max(1, round(LATE_SHARE * len(common))), replace=False)
    settled = int(np.searchsorted(np.bincount(weeks).cumsum(), SETTLED_MENTIONS)) + 3
    first = min(settled, LAST_START)
    starts: dict[int, int] = {}
    for label, start in zip(late.tolist(), np.linspace(first, LAST_START, len(late)).round(), strict=True):
        rows = np.flatnonzero(labels == label)
        if not quiet:
            weeks[rows] = rng.integers(int(start), WEEKS + 1, len(rows))
            starts[label] = int(start)
    return weeks.astype(np.int64), starts


def see_stream(stream: Stream) -> Stream:
    """See a stream as settled issues do: through the space learned from the texts until then."""
    settled = int(np.searchsorted(np.bincount(stream.weeks).cumsum(), SETTLED_MENTIONS))
    said = learn_space(stream.vectors[stream.weeks <= settled], 0)
    return replace(stream, vectors=open_space(said)(stream.vectors)) if said else stream


def embed_stream(rows: pl.DataFrame, folder: Path) -> Matrix:
    """Embed with the default encoder, languages' offsets taken out; kept in the folder."""
    digest = blake2b("\n".join(rows["text"]).encode(), digest_size=8).hexdigest()
    kept = folder / f"{digest}.npy"
    if kept.exists():
        known: Matrix = np.load(kept)
        return known
    encoder, prototypes = UseEncoder(), read_kind_prototypes()
    offsets = learn_offsets(
        embed_texts(encoder, prototypes["text"].to_list()), prototypes["language"].to_list()
    )
    raw = embed_texts(encoder, rows["text"].to_list())
    vectors = remove_offsets(raw, rows["language"].to_list(), offsets)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(kept, vectors)
    return vectors
