"""`make bench DATA=folder`: run every way on every set, each in a process of its own, and print the table.

`--sets a,b` takes only sets whose name begins so; `--ways` likewise.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.sets import MORE_SETS, SETS

WAYS = {
    "bertopic": "BERTopic as it comes",
    "kmeans": "k-means told the true k",
    "discovery": "voc, discovery on whole texts",
    "voc": "voc, the whole main job",
}
COLUMNS = (
    "set", "way", "groups", "NMI", "ARI", "unassigned", "all placed", "at BERTopic's coverage",
    "both languages", "twins together", "seconds", "peak MB",
)  # fmt: skip
HEAD = f"| {' | '.join(COLUMNS)} |\n| --- | --- {'| ---: ' * (len(COLUMNS) - 2)}|"


def measure_way(way: str, folder: Path) -> dict[str, Any] | None:
    """Run one way in a process of its own; None where what it needs is not installed."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.ways", way, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"{way}: {done.stderr.strip().splitlines()[-1]}\n")
        return None
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def word_row(name: str, way: str, found: dict[str, Any]) -> str:
    """Word one line of the table."""
    rows = found["n"] + found["unassigned"]
    cells = [
        f"{name} ({rows:,})", WAYS[way], str(found["clusters"]), f"{found['nmi']:.3f}", f"{found['ari']:.3f}",
        f"{found['unassigned'] / rows:.1%}", word_pair(found, "placed"), word_pair(found, "equal"),
        *(f"{found[key]:.1%}" if key in found else "–" for key in ("both", "twins")),
        f"{found['seconds']:.1f}", f"{found['peak_mb']:.0f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def word_pair(found: dict[str, Any], kind: str) -> str:
    """Word NMI and ARI of a kind, where they were measured."""
    return f"{found[f'nmi_{kind}']:.3f} / {found[f'ari_{kind}']:.3f}" if f"nmi_{kind}" in found else "–"


def read_call() -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sets", default="")
    parser.add_argument("--ways", default=",".join(WAYS))
    return parser.parse_args()


def main() -> int:
    """Print the table, row by row as it is found."""
    call = read_call()
    if not call.data.is_dir():
        sys.stderr.write(
            f"{call.data}: no such folder; say where the labelled sets are: make bench DATA=folder\n"
        )
        return 2
    print(HEAD, flush=True)
    for name, load in {**SETS, **MORE_SETS}.items():
        if name.startswith(tuple(call.sets.split(","))):
            measure_set(name, load(call.data), [way for way in WAYS if way in call.ways.split(",")])
    return 0


def measure_set(name: str, rows: Any, ways: list[str]) -> None:
    """Embed a set once and print a row for each way."""
    with tempfile.TemporaryDirectory() as folder:
        rows.write_parquet(Path(folder) / "rows.parquet")
        if measure_way("embed", Path(folder)) is None:
            return
        for way in ways:
            found = measure_way(way, Path(folder))
            if found:
                print(word_row(name, way, found), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
