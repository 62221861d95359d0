"""What is told of ratings: do the intervals cover, does the model find what is planted, what does it cost?

`python -m benchmarks.ratings [--data FOLDER] [--runs N]` prints the tables as Markdown; the real survey
(bt_nps_en) is left out where the folder lacks it. Every seed is fixed.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.rating_people import EFFECTS, SHARES, TOPICS, frame_rated, invent_raters, read_surveys
from voc.signals.rating_effects import measure_ratings

FIGURES = {  # a figure, and what its bounds are called
    **{name: name for name in ("effect", "adjusted", "penalty", "reward")},
    "points_to_win": "points",
}
SIZES = ((10, 14), (15, 29), (30, 99), (100, 10**9))
Told = tuple[pl.DataFrame, pl.DataFrame]
Truth = dict[tuple[str, str], dict[str, float]]


def tell_truth(contacts: pl.DataFrame, links: pl.DataFrame) -> Truth:
    """Tell what is true of all people: the figures by issue and measure, without intervals."""
    table = measure_ratings(contacts, links, draws=2).drop_nulls("issue_id")
    return {(row["issue_id"], row["measure"]): row for row in table.iter_rows(named=True)}


def count_covered(samples: Iterator[Told], truth: Truth) -> dict[tuple[str, str, int], list[bool]]:
    """Count by measure, figure and number of raters how often the 95 % interval holds the truth."""
    hits: dict[tuple[str, str, int], list[bool]] = defaultdict(list)
    for contacts, links in samples:
        table = measure_ratings(contacts, links, draws=1_000).drop_nulls("adjusted")
        for row in table.iter_rows(named=True):
            size = next(at for at, (low, high) in enumerate(SIZES) if low <= row["person_count"] <= high)
            for figure, bounds in FIGURES.items():
                true = truth[row["issue_id"], row["measure"]][figure]
                is_in = row[f"{bounds}_low"] <= true <= row[f"{bounds}_high"]
                hits[row["measure"], figure, size].append(is_in)
    return hits


def print_coverage(title: str, hits: dict[tuple[str, str, int], list[bool]]) -> None:
    """Print a table of coverage, in per cent, by figure and number of raters."""
    heads = [f"{low}–{high} raters" if high < 10**9 else f"{low} and more" for low, high in SIZES]
    print(f"\n{title}\n\n| measure | figure | {' | '.join(heads)} | all |")
    print(f"| --- | --- |{' ---: |' * (len(SIZES) + 1)}")
    for measure in ("mean", "nps"):
        for figure in FIGURES if measure == "mean" else ("effect", "adjusted", "points_to_win"):
            cells = [hits.get((measure, figure, size), []) for size in range(len(SIZES))]
            cells.append([hit for cell in cells for hit in cell])
            shown = [f"{100 * np.mean(cell):.1f} ({len(cell):,})" if cell else "–" for cell in cells]
            print(f"| {measure} | {figure} | {' | '.join(shown)} |")


def draw_surveys(folder: Path, size: int, runs: int) -> tuple[Iterator[Told], Truth]:
    """Draw samples of the real answers with replacement: all of them are what is true."""
    scores, stages, found = read_surveys(folder)

    def frame(chosen: np.ndarray) -> Told:
        return frame_rated([None] * len(chosen), scores[chosen], [stages[at] for at in chosen], found[chosen])

    rngs = (np.random.default_rng(seed) for seed in range(runs))
    samples = (frame(rng.integers(0, len(scores), size)) for rng in rngs)
    return samples, tell_truth(*frame(np.arange(len(scores))))


def forget_people(told: Iterator[Told]) -> Iterator[Told]:
    """Take every contact for a person of its own, as one would who drew contacts again."""
    for contacts, links in told:
        yield contacts.with_columns(customer_id=pl.lit(None, dtype=pl.String)), links


def print_planted(runs: int) -> None:
    """Print how near the adjusted difference comes to the planted one, beside the plain one."""
    found = defaultdict(list)
    for seed in range(runs):
        table = measure_ratings(*invent_raters(4_000, 10_000 + seed), draws=2).drop_nulls("issue_id")
        for row in table.filter(pl.col("measure") == "mean").iter_rows(named=True):
            found[row["issue_id"]].append((row["level"] - row["rest_level"], row["adjusted"]))
    print("\nPlanted on how people feel, and told of 4,000 people (scale cut at 0 and 10):\n")
    print("| issue | planted | less what the rest speak of | plain difference | adjusted |")
    print(f"| --- |{' ---: |' * 4}")
    for at, (issue_id, planted) in enumerate(zip(sorted(found), EFFECTS, strict=True)):
        others = np.delete(SHARES * EFFECTS, at).sum() / max(SHARES.sum(), 1.0)
        plain, adjusted = np.mean(found[issue_id], axis=0)
        print(f"| {issue_id} | {planted:+.1f} | {planted - others:+.2f} | {plain:+.2f} | {adjusted:+.2f} |")


def print_sides(runs: int) -> None:
    """Print how often an issue is said to have a side, in worlds where none has, and where one is lowered."""
    print("\n| 500 people; planted on issue 6 | worlds with a false side | false sides | told of issue 6 |")
    print("| --- | ---: | ---: | ---: |")
    for planted in (0.0, -1.0, -2.0, -3.0):
        effects = np.zeros(8)
        effects[5] = planted
        false, told, issues, worlds = 0, 0, 0, 0
        for seed in range(runs):
            table = measure_ratings(*invent_raters(500, 20_000 + seed, effects), draws=2)
            table = table.filter(pl.col("measure") == "mean").drop_nulls(["issue_id", "penalty"])
            is_sixth = pl.col("issue_id") == "ISS-0006"
            rest = table.filter(~is_sixth | (planted == 0.0))["side"]
            told += table.filter(is_sixth)["side"].count()
            false, issues, worlds = false + rest.count(), issues + len(rest), worlds + (rest.count() > 0)
        sixth = f"{100 * told / runs:.0f} %" if planted else "–"
        print(f"| {planted:+.0f} | {100 * worlds / runs:.0f} % | {100 * false / issues:.1f} % | {sixth} |")


def compare_ordinal(folder: Path) -> None:
    """Print whether an ordinal model (proportional odds) ranks the topics of the real survey alike."""
    from scipy.stats import spearmanr
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    scores, stages, found = read_surveys(folder)
    levels = sorted(set(stages))[1:]
    setting = np.column_stack([[stage == level for stage in stages] for level in levels])
    columns = np.column_stack([found, setting]).astype(np.float64)
    ordinal = OrderedModel(scores.astype(int), columns, distr="logit").fit(method="bfgs", disp=False)
    told = frame_rated([None] * len(scores), scores, stages, found)
    table = measure_ratings(*told, draws=2).drop_nulls("issue_id").filter(pl.col("measure") == "mean")
    alike = spearmanr(ordinal.params[: len(TOPICS)], table["adjusted"].to_numpy()).statistic
    print(
        f"\nProportional odds on the same columns rank the {len(TOPICS)} topics alike: Spearman {alike:.2f}."
    )


def print_surveys(folder: Path) -> None:
    """Print what topics of the real survey go with, and whether its second half says as its first."""
    scores, stages, found = read_surveys(folder)
    halves = []
    for chosen in (
        np.arange(len(scores)),
        np.arange(len(scores) // 2),
        np.arange(len(scores) // 2, len(scores)),
    ):
        told = frame_rated([None] * len(chosen), scores[chosen], [stages[at] for at in chosen], found[chosen])
        table = measure_ratings(*told).drop_nulls("issue_id")
        halves.append({(row["issue_id"], row["measure"]): row for row in table.iter_rows(named=True)})
    whole, first, second = halves
    names = {f"ISS-{at + 1:04d}": topic for at, topic in enumerate(TOPICS)}
    print(f"\nbt_nps_en: {len(scores):,} answers, topics by keyword, stage of the journey as product\n")
    print("| topic | answers | NPS: effect | to win | importance | penalty | reward | side |")
    print(f"| --- |{' ---: |' * 6} --- |")
    for (issue_id, measure), row in sorted(whole.items(), key=lambda item: -(item[1]["points_to_win"] or 0)):
        if measure == "nps":
            effect = f"{row['effect']:+.2f} ({row['effect_low']:+.2f} to {row['effect_high']:+.2f})"
            win = f"{row['points_to_win']:+.2f} ({row['points_low']:+.2f} to {row['points_high']:+.2f})"
            ends = f"{row['importance']:.3f} | {row['penalty']:+.2f} | {row['reward']:+.2f} | {row['side']}"
            print(f"| {names[issue_id]} | {row['rated_count']} | {effect} | {win} | {ends} |")
    keys = [(issue_id, "mean") for issue_id in names]
    told = [(first[key]["adjusted"], second[key]["adjusted"]) for key in keys]
    alike = np.corrcoef(np.array(told).T)[0, 1]
    held = [
        second[key]["adjusted_low"] <= first[key]["adjusted"] <= second[key]["adjusted_high"] for key in keys
    ]
    print(f"\nFirst half of the time against the second: the adjusted differences correlate {alike:.2f} over")
    print(f"{len(keys)} topics; {sum(held)} of the second half's intervals hold the first half's figure.")


def print_cost() -> None:
    """Print what measuring costs, by number of rated contacts, with 70 issues."""
    print("\n| rated contacts | issues | seconds |\n| ---: | ---: | ---: |")
    for n_rows in (1_000, 10_000, 100_000):
        rng = np.random.default_rng(1)
        speaks = rng.random((n_rows, 70)) < 1.3 / 70
        people = [f"k{number}" for number in rng.integers(0, n_rows, n_rows)]
        told = frame_rated(
            people, rng.integers(0, 11, n_rows), rng.choice(list("abcd"), n_rows).tolist(), speaks
        )
        started = time.perf_counter()
        measure_ratings(*told)
        print(f"| {n_rows:,} | 70 | {time.perf_counter() - started:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=int, default=300, help="Samples for each table.")
    given = parser.parse_args()
    truth = tell_truth(*invent_raters(200_000, 1))
    for size in (300, 1_000):
        title = f"Coverage of 95 % intervals, {size} invented people, {given.runs} samples, % (intervals)"
        print_coverage(
            title, count_covered((invent_raters(size, 100 + run) for run in range(given.runs)), truth)
        )
    lone = forget_people(invent_raters(1_000, 100 + run) for run in range(given.runs))
    print_coverage("The same 1,000 people, each contact taken for a person", count_covered(lone, truth))
    print_planted(20)
    print_sides(given.runs)
    if (given.data / "bt_nps_en").is_dir():
        for size in (300, 1_000):
            samples, true = draw_surveys(given.data, size, given.runs)
            print_coverage(f"Coverage on {size} answers drawn from bt_nps_en", count_covered(samples, true))
        print_surveys(given.data)
        compare_ordinal(given.data)
    print_cost()


if __name__ == "__main__":
    main()
