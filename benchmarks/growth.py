"""`python -m benchmarks.growth [SIZES...] [--out FOLDER]`: what does a first run cost, and what a week more?

Each workspace is invented: contacts of about a year, then a week of two per cent more. `voc run` takes either
in, in a process of its own. Each contact has words that were never said before, or the sentences of the demo
would be few at any size.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from voc.demo.catalogue import load_catalogue
from voc.demo.company import write_demo
from voc.demo.files import write_inbox
from voc.demo.plan import plan_contacts
from voc.demo.records import Record, Shelf, file_records
from voc.demo.texts import Words, write_contact
from voc.settings import load_settings
from voc.store.warehouse import open_warehouse

SIZES = (5_000, 20_000, 50_000, 100_000)
WEEKS = 56  # the last of which holds about two per cent
WEEK_SHARE = 0.02
SEED = 11
SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve zi co da fe".split()
READ_BEFORE = {"discover": "read", "measure": "kinds"}  # what a stage's first line ends


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by stage and in all, seconds of all processors, the largest process's MB."""

    stages: dict[str, float]
    seconds: float
    processor: float
    peak_mb: int


def write_workspace(root: Path, contacts: int, seed: int = SEED) -> Path:
    """Write a workspace with an inbox for the first run; return where the week's files wait."""
    write_demo(root, 1, 1, seed)
    shelf = invent_shelf(round(contacts * (1 + WEEK_SHARE)), seed)
    first, week = shelf.records[:contacts], shelf.records[contacts:]
    ids = {record.id for record in week}
    extras = [
        extra for extra in shelf.extras if extra.id.removesuffix("9") not in ids and extra.id not in ids
    ]
    config = (root / "voc.toml").read_text(encoding="utf-8")
    config = config.replace('path = "inbox/', 'path = "inbox/*/').replace("inbox/calls/index", "inbox/index")
    (root / "voc.toml").write_text(config, encoding="utf-8")
    for name in sorted((root / "inbox").rglob("*.*")):
        name.unlink()
    _write_drop(root / "inbox" / "first", first, extras)
    _write_drop(root / "week", week, [])
    indexes = [(drop / "calls" / "index.csv") for drop in (root / "inbox" / "first", root / "week")]
    head, *rows = indexes[0].read_text().splitlines()
    rows += indexes[1].read_text().splitlines()[1:]
    (root / "inbox" / "index.csv").write_text("\n".join([head, *rows]) + "\n")
    for index in indexes:
        index.unlink()
    return root / "week"


def invent_shelf(contacts: int, seed: int) -> Shelf:
    """Invent the records of so many contacts, each with words of its own."""
    catalogue = load_catalogue()
    planned = plan_contacts(catalogue, contacts, WEEKS, seed)
    words = (write_contact(contact, number, catalogue, seed) for number, contact in enumerate(planned))
    return file_records(planned, [add_new_words(*pair) for pair in enumerate(words)], catalogue, seed)


def add_new_words(number: int, words: Words) -> Words:
    """Add two words to a contact that no other has."""
    said = f" {spell_number(number)} {spell_number(number * 7919 + 13)}"
    if words.turns:
        last = max(place for place, (who, _) in enumerate(words.turns) if who == "customer")
        turns = [
            (who, text + said if place == last else text) for place, (who, text) in enumerate(words.turns)
        ]
        return Words(words.text, turns, words.personal)
    return Words(words.text.rstrip(".") + said, words.turns, words.personal)


def spell_number(number: int) -> str:
    """Spell a number as a word that no language has."""
    places: list[str] = []
    while number or not places:
        number, place = divmod(number, len(SYLLABLES))
        places.append(SYLLABLES[place])
    return "".join(places)


def _write_drop(folder: Path, records: list[Record], extras: list[Record]) -> None:
    for name, content in write_inbox(Shelf(records, extras)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def measure_run(root: Path) -> Cost:
    """Run `voc run` in a process of its own and read its lines: a stage's time ends with its last line."""
    begun, stages, before = time.monotonic(), dict[str, float](), 0.0
    command = [sys.executable, "-m", "voc.cli", "run", "--workspace", str(root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        for stage, done in _read_lines(process):
            now = time.monotonic() - begun
            label = READ_BEFORE.get(stage, stage) if done == 0 else stage
            stages[label] = stages.get(label, 0.0) + now - before
            before = now
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{root}: voc run ended with {process.returncode}")
    whole = time.monotonic() - begun
    stages["end"] = whole - before
    return Cost(stages, whole, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def _read_lines(process: subprocess.Popen[str]) -> Iterator[tuple[str, int]]:
    for line in process.stderr or ():
        stage, found, rest = line.partition(": ")
        done = rest.split(" of ")[0]
        if found and done.isdigit():
            yield stage, int(done)


def measure_size(root: Path, contacts: int) -> dict[str, Any]:
    """Measure the first run of a size and that of the week after it; the workspace is left behind."""
    week = write_workspace(root, contacts)
    first = measure_run(root)
    week.rename(root / "inbox" / "week")
    later = measure_run(root)
    with open_warehouse(load_settings(root), read_only=True) as warehouse:
        mentions = warehouse.read_mentions().select("text_key")
    return {
        "contacts": contacts,
        "mentions": mentions.height,
        "texts": mentions["text_key"].n_unique(),
        "first": first,
        "week": later,
    }


def tabulate_costs(measured: list[dict[str, Any]]) -> pl.DataFrame:
    """One row a size: what there was, what both runs took, and their ratio."""
    rows = []
    for found in measured:
        first, week = found["first"], found["week"]
        rows.append(
            {name: found[name] for name in ("contacts", "mentions", "texts")}
            | {"first s": first.seconds, "week s": week.seconds, "week / first": week.seconds / first.seconds}
            | {"first CPU s": first.processor, "week CPU s": week.processor}
            | {"CPU ratio": week.processor / first.processor}
            | {"first MB": first.peak_mb, "week MB": week.peak_mb}
        )
    return pl.DataFrame(rows)


def tabulate_stages(measured: list[dict[str, Any]]) -> pl.DataFrame:
    """One row a size and run: seconds a stage."""
    rows = [
        {"contacts": found["contacts"], "run": run} | {k: round(v, 1) for k, v in found[run].stages.items()}
        for found, run in product(measured, ("first", "week"))
    ]
    return pl.from_dicts(rows, infer_schema_length=None).fill_null(0.0)


def fit_exponent(sizes: list[int], seconds: list[float]) -> float:
    """Fit seconds ~ size ** exponent by least squares of the logarithms; not a number below two sizes."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0]) if len(sizes) > 1 else float("nan")


def draw_curve(measured: list[dict[str, Any]], path: Path) -> None:
    """Draw seconds against contacts, both as logarithms, as SVG."""
    import altair as alt
    import vl_convert

    rows = [
        {"contacts": found["contacts"], "run": run, "seconds": found[run].seconds}
        for found, run in product(measured, ("first", "week"))
    ]
    chart = (
        alt.Chart(pl.DataFrame(rows), width=480, height=320)
        .mark_line(point=True)
        .encode(
            alt.X("contacts:Q").scale(type="log").title("contacts of the first run"),
            alt.Y("seconds:Q").scale(type="log").title("seconds of voc run"),
            alt.Color("run:N").title(None),
        )
    )
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def main(sizes: list[int], out: Path | None) -> None:
    """Measure every size, print the tables, and write them and the curve."""
    measured = []
    for contacts in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(measure_size(Path(folder) / "workspace", contacts))
        with pl.Config(tbl_cols=-1, tbl_rows=-1, tbl_width_chars=200, float_precision=2):
            print(tabulate_costs(measured), tabulate_stages(measured), sep="\n", flush=True)
    for run in ("first", "week"):
        exponent = fit_exponent(sizes, [found[run].seconds for found in measured])
        print(f"{run}: seconds grow as contacts to the power of {exponent:.2f}")
    if out:
        out.mkdir(parents=True, exist_ok=True)
        tabulate_costs(measured).write_csv(out / "growth.csv")
        tabulate_stages(measured).write_csv(out / "growth_stages.csv")
        draw_curve(measured, out / "growth.svg")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    main(given.sizes, given.out)
