"""`python -m benchmarks.scale DATA [SIZES...]`: what does discovery cost as texts grow, beside BERTopic?

Texts of all labelled sets, embedded once; above their 21,000 each further text is the first half of one and
the second half of another, its vector four fifths of the one's and a fifth of the other's. Either way runs
in a process of its own, on ready vectors, after a fit of 5,000 texts that is not timed (imports, compilers).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.sets import MORE_SETS, SETS

SIZES = (5_000, 10_000, 20_000, 40_000, 80_000, 160_000)
PEERS_MOST = 20_000  # BERTopic is not run above
WARM_TEXTS = 5_000  # UMAP compiles another way above 4,096 texts
HEAD = (
    "| way | texts | groups | seconds | of processor | peak MB |\n| --- | ---: | ---: | ---: | ---: | ---: |"
)


def gather_texts(data: Path, folder: Path) -> int:
    """Gather the unique texts of all sets in shuffled order, embed and keep them; return how many."""
    from voc.issues.embed import UseEncoder

    texts = {text for load in {**SETS, **MORE_SETS}.values() for text in load(data)["text"]}
    order = np.random.default_rng(0).permutation(len(texts))
    said = np.array(sorted(texts), dtype=object)[order].tolist()
    np.save(folder / "vectors.npy", UseEncoder().encode([text.lower() for text in said]))
    pl.DataFrame({"text": said}).write_parquet(folder / "texts.parquet")
    return len(said)


def take_texts(folder: Path, size: int) -> tuple[Any, list[str]]:
    """Take so many texts with their vectors; mixtures of two where there are not enough."""
    vectors, texts = (
        np.load(folder / "vectors.npy"),
        pl.read_parquet(folder / "texts.parquet")["text"].to_list(),
    )
    more = size - len(texts)
    if more > 0:
        one, other = np.random.default_rng(1).integers(0, len(texts), (2, more))
        mixed = 0.8 * vectors[one] + 0.2 * vectors[other]
        vectors = np.vstack([vectors, mixed / np.linalg.norm(mixed, axis=1, keepdims=True)])
        halves = [(texts[a].split(), texts[b].split()) for a, b in zip(one, other, strict=True)]
        texts += [" ".join(a[: len(a) // 2 + 1] + b[len(b) // 2 :]) for a, b in halves]
    return vectors[:size].astype(np.float32), texts[:size]


def fit_ours(vectors: Any, texts: list[str]) -> int:
    """Discover groups as the main job does; return how many."""
    from voc.issues.discover import discover_groups

    words = [text.lower().split() for text in texts]
    found = discover_groups(vectors, texts, words, np.ones(len(texts), np.int64), least=10)
    return int(found.labels.max()) + 1


def fit_peer(vectors: Any, texts: list[str]) -> int:
    """Fit BERTopic as it comes; return how many topics."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    model = BERTopic(language="multilingual", embedding_model=BaseEmbedder())
    return int(max(model.fit_transform(texts, embeddings=vectors)[0])) + 1


WAYS = {"voc": fit_ours, "bertopic": fit_peer}


def time_way(way: str, folder: Path, size: int) -> dict[str, float]:
    """Time one fit in this process, after a small one."""
    vectors, texts = take_texts(folder, size)
    WAYS[way](vectors[:WARM_TEXTS], texts[:WARM_TEXTS])
    started, worked = time.monotonic(), time.process_time()
    groups = WAYS[way](vectors, texts)
    return {
        "groups": groups,
        "seconds": time.monotonic() - started,
        "worked": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def call_way(way: str, folder: Path, size: int) -> dict[str, float] | None:
    """Time one fit in a process of its own; None where what it needs is not installed."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.scale", str(folder), str(size), "--way", way]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"{way}: {done.stderr.strip().splitlines()[-1]}\n")
        return None
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def fit_exponent(sizes: list[int], seconds: list[float]) -> float:
    """Fit b of seconds = a * texts ** b, by least squares of the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def main() -> int:
    """Print the curve, and the ratio at the largest size that both ran."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.way:
        print(json.dumps(time_way(call.way, call.data, call.sizes[0])))
        return 0
    with tempfile.TemporaryDirectory() as name:
        gather_texts(call.data, Path(name))
        print_curve(Path(name), call.sizes)
    return 0


def print_curve(folder: Path, sizes: list[int]) -> None:
    """Print a row for each way and size as it is measured, then what follows from them."""
    print(HEAD, flush=True)
    worked: dict[str, dict[int, float]] = {way: {} for way in WAYS}
    for size in sizes:
        for way in WAYS:
            found = call_way(way, folder, size) if way == "voc" or size <= PEERS_MOST else None
            if found:
                worked[way][size] = found["worked"]
                print(word_row(way, size, found), flush=True)
    for way, times in worked.items():
        if len(times) > 1:
            print(f"\n{way}: texts to the power of {fit_exponent(list(times), list(times.values())):.2f}")
    for size in sorted(set(worked["voc"]) & set(worked["bertopic"])):
        ratio = worked["bertopic"][size] / worked["voc"][size]
        print(f"at {size:,} texts BERTopic takes {ratio:.1f} times the processor's time")


def word_row(way: str, size: int, found: dict[str, float]) -> str:
    """Word one line of the curve."""
    times = f"{found['seconds']:.1f} | {found['worked']:.1f}"
    return f"| {way} | {size:,} | {found['groups']:.0f} | {times} | {found['peak_mb']:.0f} |"


if __name__ == "__main__":
    raise SystemExit(main())
