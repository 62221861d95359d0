"""The ways that are compared; run as `python -m benchmarks.ways WAY TABLE FOLDER`, prints one JSON line.

`voc` is the whole main job on a workspace of that table, then `voc evaluate`. `bertopic` is BERTopic as it
comes (UMAP, HDBSCAN, its own defaults) on the same encoder's vectors, since its default model cannot be had
without a download. `kmeans` is k-means told the true number of labels, on the same vectors.
"""

import json
import resource
import sys
import time
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

    (folder / "inbox").mkdir(parents=True)
    languages = ", ".join(f'"{code}"' for code in sorted(set(rows["language"])))
    (folder / "voc.toml").write_text(CONFIG.format(languages=languages), encoding="utf-8")
    rows.drop("label").write_csv(folder / "inbox" / "rows.csv")
    rows.select("id", "label").write_csv(folder / "labels.csv")
    settings = load_settings(folder)
    started = time.monotonic()
    run_pipeline(settings)
    seconds = time.monotonic() - started
    with open_reading(settings) as reading:
        scores = evaluate_labels(reading, folder / "labels.csv")
    return {**scores, "seconds": seconds}


def embed_rows(rows: pl.DataFrame) -> Any:
    from voc.issues.embed import UseEncoder, embed_texts

    return embed_texts(UseEncoder(), rows["text"].to_list())


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


def run_bertopic(rows: pl.DataFrame, _folder: Path) -> dict[str, Any]:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    started = time.monotonic()
    vectors = embed_rows(rows)
    model = BERTopic(language="multilingual", embedding_model=BaseEmbedder())
    topics, _ = model.fit_transform(rows["text"].to_list(), embeddings=vectors)
    seconds = time.monotonic() - started
    found = [int(topic) for topic in topics]
    placed = score_labels(rows, place_outliers(vectors, found), seconds)
    return {**score_labels(rows, found, seconds), "nmi_placed": placed["nmi"], "ari_placed": placed["ari"]}


def place_outliers(vectors: Any, found: list[int]) -> list[int]:
    """Give each row without a group to the nearest group's centroid."""
    import numpy as np

    labels = np.array(found)
    groups = sorted(set(found) - {-1})
    centroids = np.vstack([vectors[labels == group].mean(axis=0) for group in groups])
    nearest = np.array(groups)[(vectors @ centroids.T).argmax(axis=1)]
    return np.where(labels < 0, nearest, labels).tolist()


def run_kmeans(rows: pl.DataFrame, _folder: Path) -> dict[str, Any]:
    from sklearn.cluster import KMeans

    started = time.monotonic()
    k = rows["label"].n_unique()
    found = KMeans(k, n_init=3, random_state=0).fit_predict(embed_rows(rows))
    return score_labels(rows, found.tolist(), time.monotonic() - started)


WAYS = {"voc": run_voc, "bertopic": run_bertopic, "kmeans": run_kmeans}


def main() -> None:
    way, table, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    result = WAYS[way](pl.read_parquet(table), folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak_mb": peak}))


if __name__ == "__main__":
    main()
