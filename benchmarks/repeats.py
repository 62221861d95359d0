"""`python -m benchmarks.repeats [DATA]`: do intervals of repeats hold, do signs in texts mean what they say?

Simulated people come back with a chance of their own each time; the truth is the rate over very many people.
Signs are held against what the authors of real texts gave (stars, NPS, sentiment): contacts that say "not
solved", "badly treated", "told wrong" or "not the first time" should come from those who rate badly.
"""

import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from voc.signals.said import SIGNS, tell_said
from voc.stats.clustered import bound_effective, count_effective

RUNS = 4000
PEOPLE = (10, 40, 100, 300)
BAD_SIGNS = ("again", "unsolved", "unkind", "wrong")
CHANCES: dict[str, tuple[float, float] | None] = {  # how likely each person comes back: Beta; none, all 0.15
    "all alike, 0.15": None,
    "some often, most never: Beta(0.5, 2.5)": (0.5, 2.5),
    "half of them often: Beta(2, 2)": (2.0, 2.0),
}
SETS = {  # folder, columns of the text, column of the verdict, good and bad verdicts
    "trustpilot_es": (("titulo", "texto"), "estrellas", ("4.0", "5.0"), ("1.0", "2.0")),
    "bt_nps_en": (("text",), "nps_group", ("Promoter",), ("Detractor",)),
    "airline_tweets_en": (("text",), "airline_sentiment", ("positive",), ("negative",)),
}


def simulate_returns(name: str, people: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Simulate how many contacts and repeats each person makes: (runs, people) both."""
    runs = max(1, min(RUNS, 4_000_000 // people))
    shape, beta = (runs, people), CHANCES[name]
    chance = np.full(shape, 0.15) if beta is None else np.minimum(rng.beta(*beta, shape), 0.95)
    repeats = rng.geometric(1 - chance) - 1.0
    return repeats + 1, repeats


def cover_rate(name: str, people: int) -> tuple[float, float, float]:
    """How often the interval holds the true rate: with people as clusters and by Wilson alone; its width."""
    rng = np.random.default_rng(7)
    contacts, repeats = simulate_returns(name, 400_000, rng)
    truth = repeats.sum() / contacts.sum()
    n, y = simulate_returns(name, people, rng)
    count, hits = n.sum(axis=1), y.sum(axis=1)
    squares = [(a * b).sum(axis=1) for a, b in ((y, y), (y, n), (n, n))]
    effective = count_effective(count, np.full(len(n), float(people)), hits, *squares)
    bounds = [bound_effective(hits / count, weight) for weight in (effective, count)]
    covered = [float(np.mean((low <= truth) & (truth <= high))) for low, high in bounds]
    return covered[0], covered[1], float(np.mean(bounds[0][1] - bounds[0][0]))


def hold_against(data: Path, name: str) -> list[str]:
    """Hold the signs in a set's texts against its authors' verdicts, a line of the table each."""
    columns, verdict, good, bad = SETS[name]
    rows = pl.read_csv(data / name / "data.csv", infer_schema=False).with_row_index("contact_id")
    texts = rows.select(
        pl.col("contact_id").cast(pl.String),
        text=pl.concat_str(columns, separator=". ", ignore_nulls=True),
        verdict=pl.col(verdict),
    )
    began = time.perf_counter()
    said = tell_said(texts).join(texts, on="contact_id")
    seconds = time.perf_counter() - began
    lines = []
    for sign in SIGNS:
        verdicts = said.filter(sign=sign)["verdict"]
        counts = [int(verdicts.is_in(list(chosen)).sum()) for chosen in (good, bad)]
        fitting = counts[sign in BAD_SIGNS] / max(1, sum(counts))
        lines.append(f"| {name} | {sign} | {len(verdicts)} | {counts[1]} | {counts[0]} | {fitting:.2f} |")
    return [*lines, f"| {name} | all, {rows.height:,} texts in {seconds:.1f} s | | | | |"]


def word_head(*columns: str) -> str:
    """Word the head of a table; all columns but the first stand to the right."""
    return f"| {' | '.join(columns)} |\n| --- {'| ---: ' * (len(columns) - 1)}|"


def main() -> None:
    """Print both tables as Markdown."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    print(word_head("people come back", "people", "covers", "Wilson alone covers", "width"))
    for name in CHANCES:
        for people in PEOPLE:
            ours, wilson, width = cover_rate(name, people)
            print(f"| {name} | {people} | {ours:.3f} | {wilson:.3f} | {width:.2f} |")
    print("\n" + word_head("set", "sign", "texts", "of bad verdicts", "of good ones", "as it should be"))
    for name in SETS:
        if (data / name).is_dir():
            print("\n".join(hold_against(data, name)))


if __name__ == "__main__":
    main()
