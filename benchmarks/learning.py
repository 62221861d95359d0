"""How much better do issues get by what the council puts right? `python -m benchmarks.learning DATA --out F`.

Writes learning.md (tables) and learning.svg (curves). Corrections are simulated from labels; scores are of
texts that nobody touched. Issues are found as discovery finds them, by the graph at its own resolution.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.council import Corrections, correct_issues, correct_texts
from benchmarks.later import group_into, place_by_decisions, score_encoder_change, score_later
from benchmarks.sets import SETS
from voc.issues.graph import Grouping, group_vectors
from voc.issues.head import learn_head

COUNTS = (0, 20, 100, 300)
SEEDS = (1, 2, 3)
WAYS = ("texts", "texts and merges")
MOST_TEXTS = 2000

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]
Scores = dict[str, list[dict[str, float]]]  # by what they are of, a row for each seed


@dataclass(frozen=True)
class LabelledSet:
    """Unique texts, their vectors without the language's offset (n_texts, n_dims), and labels from 0."""

    texts: list[str]
    vectors: Matrix
    labels: Ints


def load_set(data: Path, name: str) -> LabelledSet:
    """Load at most 2,000 texts of a labelled set, of labels that have five or more."""
    from voc.issues.embed import UseEncoder, embed_texts, learn_offsets, remove_offsets
    from voc.signals.kinds import read_kind_prototypes

    rows = SETS[name](data).unique("text", keep="first", maintain_order=True)
    rows = rows.filter(pl.len().over("label") >= 5)
    chosen = np.random.default_rng(0).permutation(rows.height)[:MOST_TEXTS]
    rows = rows[np.sort(chosen).tolist()]
    encoder, references = UseEncoder(), read_kind_prototypes()
    offsets = learn_offsets(
        embed_texts(encoder, references["text"].to_list()), references["language"].to_list()
    )
    vectors = remove_offsets(
        embed_texts(encoder, rows["text"].to_list()), rows["language"].to_list(), offsets
    )
    labels = np.unique(rows["label"].to_numpy(), return_inverse=True)[1].astype(np.int64)
    return LabelledSet(rows["text"].to_list(), vectors, labels)


def score_groups(labels: Ints, found: Ints, rows: NDArray[np.bool_]) -> tuple[float, float]:
    """NMI and ARI over some rows."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    pair = labels[rows], found[rows]
    return float(normalized_mutual_info_score(*pair)), float(adjusted_rand_score(*pair))


def simulate_corrections(
    given: LabelledSet, plain: Grouping, way: str, count: int, seed: int
) -> Corrections | None:
    """Simulate one session of the council."""
    if not count:
        return None
    if way == "texts":
        return correct_texts(given.labels, count, seed)
    return correct_issues(given.labels, plain.labels, plain.confidence, count, seed)


def measure_set(name: str, given: LabelledSet) -> Iterable[dict[str, object]]:
    """Measure every number of corrections, seed and way on one set, with and without a head."""
    plain, even = group_vectors(given.vectors), group_into(given.vectors)
    for count in COUNTS:
        for way in WAYS if count else WAYS[:1]:
            for seed in SEEDS if count else SEEDS[:1]:
                said = simulate_corrections(given, plain, way, count, seed)
                rest = np.ones(len(given.labels), np.bool_) if said is None else ~said.touched
                head = said and learn_head(given.vectors, decided=said.decided, weights=said.sure, seed=seed)
                row: dict[str, object] = {"set": name, "way": way, "corrections": count, "seed": seed}
                own, wished, kept = plain.labels, even, even
                if said:
                    kept = place_by_decisions(given.vectors, said.decided, even)
                row["nmi_without_kept"], row["ari_without_kept"] = score_groups(given.labels, kept, rest)
                row["nmi_without"], row["ari_without"] = score_groups(given.labels, own, rest)
                row["nmi_without_even"], row["ari_without_even"] = score_groups(given.labels, wished, rest)
                if head and said:
                    seen = head.apply(given.vectors)
                    own, wished = group_vectors(seen).labels, group_into(seen)
                    kept = place_by_decisions(seen, said.decided, wished)
                row["nmi"], row["ari"] = score_groups(given.labels, own, rest)
                row["nmi_even"], row["ari_even"] = score_groups(given.labels, wished, rest)
                row["nmi_kept"], row["ari_kept"] = score_groups(given.labels, kept, rest)
                yield row | {"groups": len(set(own.tolist())), "head": bool(head)}


def word_learning(rows: pl.DataFrame) -> list[str]:
    """Word the curves as a table: means over seeds, without a head and with it, and the worst gain."""
    ways = {"": "own number", "_even": "30 groups", "_kept": "people's issues kept"}
    heads = [f"{score}, {way}" for way in ways.values() for score in ("NMI", "ARI")]
    lines = [f"| set | corrections | made of | {' | '.join(heads)} | worst gain in NMI |"]
    lines.append("| --- | ---: | --- " + "| ---: " * (len(heads) + 1) + "|")
    for (name, count, way), part in rows.group_by(["set", "corrections", "way"], maintain_order=True):
        mean = part.select(pl.all().exclude("set", "way").cast(pl.Float64).mean()).row(0, named=True)
        pairs = [(f"{score}_without{key}", f"{score}{key}") for key in ways for score in ("nmi", "ari")]
        cells = " | ".join(f"{mean[first]:.3f} → {mean[second]:.3f}" for first, second in pairs)
        worst = min(float((part[f"nmi{key}"] - part[f"nmi_without{key}"]).to_numpy().min()) for key in ways)
        lines.append(f"| {name} | {count} | {way} | {cells} | {worst:+.3f} |")
    return lines


def word_scores(title: str, scores: Scores) -> list[str]:
    """Word scores by what they are of, a mean of several seeds each."""
    columns = list(next(iter(scores.values()))[0])
    lines = ["", f"## {title}", "", f"| | {' | '.join(columns)} |", "| --- " + "| ---: " * len(columns) + "|"]
    for name, seeds in scores.items():
        cells = " | ".join(f"{np.mean([each[column] for each in seeds]):.3f}" for column in columns)
        lines.append(f"| {name} | {cells} |")
    return lines


def draw_curves(rows: pl.DataFrame, path: Path) -> None:
    """Draw NMI and ARI against corrections, a panel for each set and score."""
    import altair as alt

    shown = {"nmi_even": "NMI", "ari_even": "ARI", "nmi_kept": "NMI, kept", "ari_kept": "ARI, kept"}
    texts = rows.filter(pl.col("way") == "texts")
    long = texts.unpivot(
        list(shown), index=["set", "corrections"], variable_name="score", value_name="value"
    ).with_columns(pl.col("score").replace(shown))
    means = long.group_by("set", "corrections", "score", maintain_order=True).agg(pl.col("value").mean())
    chart = (
        alt.Chart(means, width=170, height=150)
        .mark_line(point=True)
        .encode(
            x=alt.X("corrections:Q", title="texts put right"),
            y=alt.Y("value:Q", title="on the rest, with the head", scale=alt.Scale(zero=False)),
            color=alt.Color("score:N", title=None),
        )
        .facet(column=alt.Column("set:N", title=None))
    )
    chart.save(str(path))


def write_report(folder: Path, rows: list[dict[str, object]], later: Scores, changes: Scores) -> None:
    """Write the tables and the plot of what has been measured so far."""
    table = pl.DataFrame(rows)
    lines = ["# What corrections do", "", *word_learning(table)]
    lines += word_scores("Texts that come later, assigned by anchors", later)
    lines += word_scores("From one encoder to spelling alone: share that keeps its issue", changes)
    (folder / "learning.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    draw_curves(table, folder / "learning.svg")


def main() -> int:
    """Measure, and write the tables and the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/learning"))
    parser.add_argument("--set", action="append", choices=list(SETS), help="only these sets")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    later: Scores = {}
    changes: Scores = {}
    for name in given.set or SETS:
        loaded = load_set(given.data, name)
        rows.extend(measure_set(name, loaded))
        for count in COUNTS[1:]:
            key = f"{name}, {count} corrections"
            later[key] = [score_later(loaded.vectors, loaded.labels, count, seed) for seed in SEEDS]
        changes[name] = [score_encoder_change(loaded.vectors, loaded.texts, seed) for seed in SEEDS]
        write_report(given.out, rows, later, changes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
