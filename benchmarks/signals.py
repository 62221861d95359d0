"""`make simulate`: power, false alarms, coverage and real events, every table of the signals in one go.

Each in a process of its own, one after the other, since times are among the figures. `--only alerts,effect`
takes some of them; all take about a quarter of an hour.
"""

import argparse
import subprocess
import sys
from pathlib import Path

TABLES = {
    "alerts": "Alerts: power, false alarms, delays",
    "events": "Alerts: real events by day",
    "effect": "Did the fix work: coverage, wrong verdicts",
    "ratings": "Ratings: coverage, sides",
    "repeats": "Repeats: coverage, signs",
    "places": "Places: false cells, power",
    "vogue": "Words in vogue: false phrases, planted rises",
}
WITH_DATA = ("events", "ratings", "repeats", "vogue")


def main() -> int:
    """Print every table that is asked for; 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="benchmarks.signals", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", default=",".join(TABLES), help="names, parted by commas")
    call = parser.parse_args()
    wanted = [name for name in TABLES if name in call.only.split(",")]
    failed = [name for name in wanted if not print_table(name, call.data)]
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed or not wanted else 0


def print_table(name: str, data: Path) -> bool:
    """Print one theme's tables under its title; whether that went well."""
    print(f"\n## {TABLES[name]}\n", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *([str(data)] if name in WITH_DATA else [])]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
