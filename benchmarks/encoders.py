"""`python -m benchmarks.encoders [DATA] [ENCODER...]`: which encoder tells issues apart, at what cost?

Each encoder in a process of its own, on the same texts (at most 2,000 of each set, drawn by hash), without
the languages' offsets, as the pipeline has them. One that is not installed is told and passed over.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.sets import load_airline, load_banking, load_hotel, read_table

ENCODERS = ("use", "e5", "tfidf", "use+tfidf", "use+0.5*tfidf", "e5+tfidf")
MOST_TEXTS = 2000
NEIGHBOURS = 5
Vectors = Any  # (n_texts, n_dims), rows of length 1


def load_sets(data: Path) -> dict[str, pl.DataFrame]:
    """Load the labelled sets: text, language, label; names redacted as the pipeline would."""
    from voc.text.redact import redact_texts

    hotel = load_hotel(data)
    sets = {
        "hotel es": hotel.filter(pl.col("language") == "es"),
        "hotel en": hotel.filter(pl.col("language") == "en"),
        "banking77 test": load_banking(data),
        "airline": load_airline(data),
    }
    drawn = {name: draw_texts(rows) for name, rows in sets.items()}
    return {
        name: rows.with_columns(text=pl.Series([r.text for r in redact_texts(rows["text"].to_list())]))
        for name, rows in drawn.items()
    }


def draw_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Draw texts by their hash, the same in every run."""
    digests = [blake2b(text.encode(), digest_size=8).hexdigest() for text in rows["text"]]
    return (
        rows.with_columns(digest=pl.Series(digests))
        .unique("digest", keep="first", maintain_order=True)
        .sort("digest")
        .head(MOST_TEXTS)
    )


def load_twins(data: Path) -> tuple[list[str], list[str]]:
    """Load parallel sentences of hotel reviews: Spanish, and the same in English."""
    rows = read_table(data / "mabsa_es_en" / "data.csv").filter(
        (pl.col("domain") == "hotel") & pl.col("text").is_not_null()
    )
    keys = ["row", "split"]
    spanish, english = (
        rows.filter(pl.col("lang") == code)
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "text")
        for code in ("es", "en")
    )
    pairs = spanish.join(english, on=keys, suffix="_en").sort(keys).head(1000)
    return pairs["text"].to_list(), pairs["text_en"].to_list()


def measure_encoder(setting: str, data: Path) -> list[dict[str, Any]]:
    """Measure one encoder on all sets: a row a set, and one for the twins."""
    from voc.issues.embed import embed_texts, remove_offsets
    from voc.issues.encoders import fit_lexical, needs_fit, open_encoder
    from voc.text.normalise import write_embedded

    ready = None if needs_fit(setting) else prepare_encoder(open_encoder(setting))

    def prepare(texts: Sequence[str], codes: Sequence[str]) -> tuple[Vectors, float]:
        said = sorted({write_embedded(text) for text in texts})
        encoder, offsets = ready or prepare_encoder(open_encoder(setting, fit_lexical(said)))
        started = time.process_time()
        raw = embed_texts(encoder, texts)
        rate = len(texts) / (time.process_time() - started)
        return remove_offsets(raw, codes, offsets), rate

    found = []
    for name, rows in load_sets(data).items():
        vectors, rate = prepare(rows["text"].to_list(), rows["language"].to_list())
        scores = score_vectors(vectors, rows)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append({"set": name, "n": rows.height, **scores, "rate": rate, "peak_mb": peak})
    spanish, english = load_twins(data)
    vectors, _ = prepare([*spanish, *english], ["es"] * len(spanish) + ["en"] * len(english))
    nearest = (vectors[: len(spanish)] @ vectors[len(spanish) :].T).argmax(axis=1)
    twins = float(np.mean([english[place] == english[row] for row, place in enumerate(nearest)]))
    return [*found, {"set": "twins", "n": len(spanish), "twins": twins}]


def prepare_encoder(encoder: Any) -> tuple[Any, dict[str, Any]]:
    """Learn the languages' offsets of an encoder, as the pipeline does."""
    from voc.issues.embed import embed_texts, learn_offsets
    from voc.signals.kinds import read_kind_prototypes

    prototypes = read_kind_prototypes()
    raw = embed_texts(encoder, prototypes["text"].to_list())
    return encoder, learn_offsets(raw, prototypes["language"].to_list())


def score_vectors(vectors: Vectors, rows: pl.DataFrame) -> dict[str, float]:
    """Score vectors against labels: neighbours, k-means told the true k, and our own discovery."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    labels = rows["label"].to_list()
    groups = [KMeans(len(set(labels)), n_init=1, random_state=seed).fit_predict(vectors) for seed in range(4)]
    discovered = discover_labels(vectors, rows)
    kept = np.flatnonzero(discovered >= 0)
    truth = [labels[row] for row in kept]
    return {
        "neighbours": agree_neighbours(vectors, labels),
        "kmeans_nmi": float(np.mean([normalized_mutual_info_score(labels, group) for group in groups])),
        "kmeans_ari": float(np.mean([adjusted_rand_score(labels, group) for group in groups])),
        "nmi": float(normalized_mutual_info_score(truth, discovered[kept])),
        "ari": float(adjusted_rand_score(truth, discovered[kept])),
        "groups": len(set(discovered[kept].tolist())),
        "unassigned": 1 - len(kept) / len(labels),
    }


def discover_labels(vectors: Vectors, rows: pl.DataFrame) -> Any:
    """Find groups as a first session does: (n_texts,) a group's number or -1."""
    from voc.issues.corpus import Corpus
    from voc.issues.groups import find_groups

    count = rows.height
    keys = [f"{place:06d}" for place in range(count)]
    mentions = pl.DataFrame({"mention_id": keys, "contact_id": keys, "person": keys, "place": range(count)})
    addresses = [("rows", key, 1, key) for key in keys]
    corpus = Corpus(keys, rows["text"].to_list(), rows["language"].to_list(), addresses, vectors, mentions)
    found = np.full(count, -1, np.int64)
    for number, group in enumerate(find_groups(corpus, range(count), 0).groups):
        found[group] = number
    return found


def agree_neighbours(vectors: Vectors, labels: Sequence[str]) -> float:
    """Tell how often the commonest label of a text's five nearest is its own."""
    names, codes = np.unique(labels, return_inverse=True)
    closeness = vectors @ vectors.T
    np.fill_diagonal(closeness, -np.inf)
    nearest = np.argsort(-closeness, axis=1, kind="stable")[:, :NEIGHBOURS]
    votes = np.apply_along_axis(np.bincount, 1, codes[nearest], minlength=len(names))
    return float((votes.argmax(axis=1) == codes).mean())


HEAD = (
    "| encoder | set | n | 5-NN | k-means, true k: NMI / ARI | discovery: NMI / ARI | groups | unassigned "
    f"| texts/s | peak MB |\n| --- | --- {'| ---: ' * 8}|"
)


def word_row(setting: str, row: dict[str, Any]) -> str:
    if "twins" in row:
        return (
            f"| {setting} | Spanish finds its English twin | {row['n']:,} | {row['twins']:.3f} |" + " |" * 6
        )
    return (
        f"| {setting} | {row['set']} | {row['n']:,} | {row['neighbours']:.3f} "
        f"| {row['kmeans_nmi']:.3f} / {row['kmeans_ari']:.3f} | {row['nmi']:.3f} / {row['ari']:.3f} "
        f"| {row['groups']} | {row['unassigned']:.1%} | {row['rate']:,.0f} | {row['peak_mb']:.0f} |"
    )


def main() -> int:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure_encoder(sys.argv[2], Path(sys.argv[3]))))
        return 0
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not data.is_dir():
        sys.stderr.write(f"{data}: no such folder; say where the labelled sets are\n")
        return 2
    print(HEAD, flush=True)
    for setting in sys.argv[2:] or ENCODERS:
        command = [sys.executable, "-m", "benchmarks.encoders", "--one", setting, str(data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stderr.write(f"{setting}: {done.stderr.strip().splitlines()[-1]}\n")
            continue
        for row in json.loads(done.stdout):
            print(word_row(setting, row), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
