"""`make bench DATA=folder`: run every way on every set, each in a process of its own, and print the table."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.sets import SETS

WAYS = {
    "voc": "voc, the whole main job",
    "bertopic": "BERTopic as it comes",
    "kmeans": "k-means told the true k",
}
COLUMNS = ("set", "way", "groups", "NMI", "ARI", "unassigned", "all placed", "seconds", "peak MB")
HEAD = f"| {' | '.join(COLUMNS)} |\n| --- | --- {'| ---: ' * 7}|"


def measure_way(way: str, table: Path) -> dict[str, Any] | None:
    """Run one way in a process of its own; None where what it needs is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.ways", way, str(table), f"{folder}/w"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"{way}: {done.stderr.strip().splitlines()[-1]}\n")
        return None
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def word_row(name: str, way: str, found: dict[str, Any]) -> str:
    rows = found["n"] + found["unassigned"]
    placed = f"{found['nmi_placed']:.3f} / {found['ari_placed']:.3f}" if "nmi_placed" in found else "–"
    return (
        f"| {name} ({rows:,}) | {WAYS[way]} | {found['clusters']} | {found['nmi']:.3f} | {found['ari']:.3f} "
        f"| {found['unassigned'] / rows:.1%} | {placed} | {found['seconds']:.0f} | {found['peak_mb']:.0f} |"
    )


def main() -> int:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not data.is_dir():
        sys.stderr.write(f"{data}: no such folder; say where the labelled sets are: make bench DATA=folder\n")
        return 2
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.parquet"
        for name, load in SETS.items():
            load(data).write_parquet(table)
            for way in WAYS:
                found = measure_way(way, table)
                if found:
                    print(word_row(name, way, found), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
