"""The ways that are compared; run as `python -m benchmarks.ways WAY FOLDER`, prints one JSON line.

FOLDER holds `rows.parquet`. `embed` comes first: each row's vector as the encoder gives it (`raw.npy`) and
without its language's offset (`ready.npy`). Then, on these same vectors, `bertopic` is BERTopic as it comes
(UMAP, HDBSCAN, its own defaults; its default model cannot be had without a download), `kmeans` is k-means
told the true number of labels, and `discovery` our own on whole texts. `voc` is the whole main job on a
workspace of that table, then `voc evaluate`.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

CONFIG = """
[workspace]
name = "benchmark"
timezone = "UTC"
languages = [{languages}]
currency = "EUR"
[[sources]]
name = "rows"
channel = "web"
path = "inbox/rows.csv"
[sources.fields]
id = "id"
text = "text"
occurred_at = "occurred_at"
language = "language"
"""


def run_voc(rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    """Run the main job and score it as `voc evaluate` does."""
    from voc.answers import evaluate_labels, open_reading
    from voc.pipeline import run_pipeline
    from voc.settings import load_settings

    root = folder / "workspace"
    (root / "inbox").mkdir(parents=True)
    languages = ", ".join(f'"{code}"' for code in sorted(set(rows["language"])))
    (root / "voc.toml").write_text(CONFIG.format(languages=languages), encoding="utf-8")
    rows.select("id", "text", "occurred_at", "language").write_csv(root / "inbox" / "rows.csv")
    rows.select("id", "label").write_csv(root / "labels.csv")
    settings = load_settings(root)
    started = time.monotonic()
    run_pipeline(settings)
    seconds = time.monotonic() - started
    with open_reading(settings) as reading:
        scores = evaluate_labels(reading, root / "labels.csv")
        issues = {row[1]: row[2] for row in reading.snapshot.read("read_main_issues").iter_rows()}
    found = [issues.get(key) for key in rows["id"]]
    return {**scores, "seconds": seconds, **compare_languages(rows, found)}


def compare_languages(rows: pl.DataFrame, found: Sequence[object]) -> dict[str, float]:
    """Compare where two languages went: the share of groups that speak both, and of twins in one group.

    A group speaks both if each has a tenth of its rows or more; groups of under ten rows are passed over.
    """
    if "pair" not in rows.columns:
        return {}
    placed = rows.select(
        "language", "pair", group=pl.Series([None if g in (None, -1) else str(g) for g in found])
    )
    placed = placed.filter(pl.col("group").is_not_null())
    first = pl.col("language") == rows["language"].min()
    shares = placed.group_by("group").agg(first.mean().alias("share"), n=pl.len()).filter(pl.col("n") >= 10)
    twins = placed.group_by("pair").agg(pl.col("group").n_unique().alias("groups"), n=pl.len())
    return {
        "both": float(shares["share"].is_between(0.1, 0.9).mean() or 0.0),
        "twins": float((twins.filter(pl.col("n") == 2)["groups"] == 1).mean() or 0.0),
    }


def embed_rows(rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    """Embed every row as a peer would, in lower case, and keep the vectors beside the table."""
    import numpy as np

    from voc.issues.embed import UseEncoder, learn_offsets, remove_offsets
    from voc.signals.kinds import read_kind_prototypes

    started, encoder = time.monotonic(), UseEncoder()
    known = read_kind_prototypes()
    raw = encoder.encode([text.lower() for text in rows["text"]])
    offsets = learn_offsets(
        encoder.encode([text.lower() for text in known["text"]]), known["language"].to_list()
    )
    np.save(folder / "raw.npy", raw)
    np.save(folder / "ready.npy", remove_offsets(raw, rows["language"].to_list(), offsets))
    return {"seconds": time.monotonic() - started}


def run_discovery(rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    """Discover groups of the unique texts, in canonical order; at BERTopic's coverage too, where that ran."""
    import numpy as np

    from voc.issues.discover import discover_groups
    from voc.text.lemmas import lemmatise_texts
    from voc.text.normalise import derive_text_key, normalise_text

    vectors = np.load(folder / "ready.npy")
    keyed = rows.with_columns(
        key=pl.Series([derive_text_key(text) for text in rows["text"]]), place=pl.int_range(rows.height)
    ).sort("key", "id")
    unique = keyed.unique("key", keep="first", maintain_order=True)
    counts = keyed.group_by("key", maintain_order=True).len()["len"].to_numpy().astype(np.int64)
    texts, languages = unique["text"].to_list(), unique["language"].to_list()
    said = [normalise_text(*pair) for pair in zip(texts, languages, strict=True)]
    lemmas = lemmatise_texts(texts, languages)
    least = int(np.clip(rows.height / 500, 3, 10))  # as the main job sets it
    started = time.monotonic()
    found = discover_groups(vectors[unique["place"].to_numpy()], said, lemmas, counts, least=least)
    seconds = time.monotonic() - started
    row_of = dict(zip(unique["key"], range(unique.height), strict=True))
    back = np.array([row_of[key] for key in keyed.sort("place")["key"]])
    labels, nearest, sure = found.labels[back], found.nearest[back], found.confidence[back]
    scores = score_labels(rows, labels.tolist(), seconds)
    coverage = json.loads((folder / "bertopic.json").read_text())["coverage"]
    kept = np.where(sure >= np.quantile(sure, 1 - coverage), nearest, -1)
    at = score_labels(rows, kept.tolist(), seconds)
    placed = score_labels(rows, nearest.tolist(), seconds)
    return {
        **scores,
        "nmi_placed": placed["nmi"],
        "ari_placed": placed["ari"],
        "nmi_equal": at["nmi"],
        "ari_equal": at["ari"],
        **compare_languages(rows, labels.tolist()),
    }


def score_labels(rows: pl.DataFrame, found: list[int], seconds: float) -> dict[str, Any]:
    """Score over assigned rows, the others apart."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    pairs = [(t, f) for t, f in zip(rows["label"], found, strict=True) if f >= 0]
    truth, groups = [t for t, _ in pairs], [f for _, f in pairs]
    return {
        "n": len(pairs),
        "clusters": len(set(groups)),
        "nmi": normalized_mutual_info_score(truth, groups),
        "ari": adjusted_rand_score(truth, groups),
        "unassigned": rows.height - len(pairs),
        "seconds": seconds,
    }


def run_bertopic(rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    import numpy as np
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    vectors = np.load(folder / "raw.npy")
    started = time.monotonic()
    model = BERTopic(language="multilingual", embedding_model=BaseEmbedder())
    topics, _ = model.fit_transform(rows["text"].to_list(), embeddings=vectors)
    seconds = time.monotonic() - started
    found = [int(topic) for topic in topics]
    own, placed = (
        score_labels(rows, found, seconds),
        score_labels(rows, place_outliers(vectors, found), seconds),
    )
    coverage = own["n"] / rows.height
    (folder / "bertopic.json").write_text(json.dumps({"coverage": coverage}))
    return {
        **own,
        "nmi_placed": placed["nmi"],
        "ari_placed": placed["ari"],
        "nmi_equal": own["nmi"],
        "ari_equal": own["ari"],
        **compare_languages(rows, found),
    }


def place_outliers(vectors: Any, found: list[int]) -> list[int]:
    """Give each row without a group to the nearest group's centroid."""
    import numpy as np

    labels = np.array(found)
    groups = sorted(set(found) - {-1})
    centroids = np.vstack([vectors[labels == group].mean(axis=0) for group in groups])
    nearest = np.array(groups)[(vectors @ centroids.T).argmax(axis=1)]
    return np.where(labels < 0, nearest, labels).tolist()


def run_kmeans(rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    import numpy as np
    from sklearn.cluster import KMeans

    started = time.monotonic()
    k = rows["label"].n_unique()
    found = KMeans(k, n_init=3, random_state=0).fit_predict(np.load(folder / "raw.npy"))
    scores = score_labels(rows, found.tolist(), time.monotonic() - started)
    placed = {"nmi_placed": scores["nmi"], "ari_placed": scores["ari"]}
    return {**scores, **placed, **compare_languages(rows, found.tolist())}


WAYS = {
    "embed": embed_rows,
    "bertopic": run_bertopic,
    "kmeans": run_kmeans,
    "discovery": run_discovery,
    "voc": run_voc,
}


def main() -> None:
    way, folder = sys.argv[1], Path(sys.argv[2])
    result = WAYS[way](pl.read_parquet(folder / "rows.parquet"), folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak_mb": peak}))


if __name__ == "__main__":
    main()
