"""`python -m benchmarks.replay DATA [--out FOLDER]`: do issues keep their identity over twenty weeks?

Two ends pull at each other: contacts that keep their issue from week to week, and how near the issues are in
the end to a fresh fit of everything. Each way of keeping issues is replayed on each stream, and once more on
the same texts with no label starting late: every birth there is one too many.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from benchmarks.replay_streams import LOADERS, WEEKS, Stream, load_stream, see_stream
from benchmarks.replay_ways import Fits, Ints, Known, Replay, Way, replay_weeks
from voc.issues.assign import score_anchors
from voc.issues.shadow import NOBODY

TENTH, GRACE, OWN = 10, 2, 0.5  # contacts, weeks, share of the label and of the issue
COLUMNS = (
    "way", "kept (worst)", "with lineage", "all weeks", "issues", "NMI", "ARI", "unassigned", "all placed",
    "late labels", "births", "false births, quiet", "proposals accepted", "s a week",
)  # fmt: skip


def accept_all(_replay: Replay, _members: Ints, _parent: Known, _into: Known | None) -> bool:
    """A council that waves everything through."""
    return True


def accept_right(replay: Replay, members: Ints, parent: Known, into: Known | None) -> bool:
    """A council that knows the labels: parts that differ are split, issues that are one are merged."""
    labels, holders = replay.stream.labels, replay.holders
    rest = np.setdiff1d(np.flatnonzero(holders == parent.number), members)
    moved = find_commonest(labels[members])
    if into is None:
        return moved != find_commonest(labels[rest])
    is_there = moved == find_commonest(labels[holders == into.number])
    return is_there and (not len(rest) or moved != find_commonest(labels[rest]))


def find_commonest(labels: Ints) -> int:
    return int(np.bincount(labels).argmax()) if len(labels) else -1


WAYS = (
    Way("fit anew and match, every week", refit=True),
    Way("anchors, births from the residue", births="residue", refresh=False),
    Way("anchors, births new in time", refresh=False),
    Way("the same, anchors refreshed"),
    Way("the same, first fits twice as fine", is_finer=True),
    Way("new in time, refreshed, births from the residue too", births="both"),
    Way("new in time, refreshed, all proposals accepted", council=accept_all),
    Way("new in time, refreshed, right proposals accepted", council=accept_right),
)


def measure_kept(replay: Replay) -> pl.DataFrame:
    """Measure for each week from the second on what share of held contacts kept its issue."""
    rows = []
    for week in range(2, WEEKS + 1):
        before, after = replay.history[week - 2], replay.history[week - 1]
        held = before != NOBODY
        same = before[held] == after[held]
        told = same | replay.lineage[week - 1][held]
        rows.append((week, bool(week > replay.settled_from), float(same.mean()), float(told.mean())))
    return pl.DataFrame(rows, ["week", "is_settled", "kept", "kept_or_told"], orient="row")


def score_holders(stream: Stream, holders: Ints, placed: Ints) -> dict[str, float]:
    """Score against the labels: over the assigned, and over all with the rest at its nearest issue."""
    held = holders != NOBODY
    truth = stream.labels
    return {
        "issues": len(set(holders[held].tolist())),
        "nmi": float(normalized_mutual_info_score(truth[held], holders[held])),
        "ari": float(adjusted_rand_score(truth[held], holders[held])),
        "unassigned": float(1 - held.mean()),
        "nmi_placed": float(normalized_mutual_info_score(truth, placed)),
    }


def place_rest(replay: Replay) -> Ints:
    """Give what nobody holds to the issue that scores best."""
    scores = score_anchors(replay.stream.vectors, [issue.anchor for issue in replay.issues])
    nearest = np.array([issue.number for issue in replay.issues])[scores.argmax(axis=1)]
    return np.where(replay.holders == NOBODY, nearest, replay.holders)


def count_own(replay: Replay) -> tuple[int, int]:
    """Count the late labels that have an issue of their own within two weeks of their tenth contact, of all.

    Own means: it holds half of the label's contacts so far, and half of what it holds is the label's.
    """
    stream, own, due = replay.stream, 0, 0
    for label in replay.stream.starts:
        weeks = np.sort(stream.weeks[stream.labels == label])
        if len(weeks) < TENTH:
            continue
        due += 1
        tenth = int(weeks[TENTH - 1])
        ends = range(tenth, min(tenth + GRACE, WEEKS) + 1)
        own += any(has_own(stream, replay.history[week - 1], label, week) for week in ends)
    return own, due


def has_own(stream: Stream, holders: Ints, label: int, week: int) -> bool:
    """Tell whether one issue holds most of a label, and most of what it holds is the label's."""
    mine = holders[(stream.labels == label) & (stream.weeks <= week)]
    held = mine[mine != NOBODY]
    if not len(held):
        return False
    issue = find_commonest(held)
    return (
        float((mine == issue).mean()) >= OWN
        and float((stream.labels[holders == issue] == label).mean()) >= OWN
    )


def measure_replay(replay: Replay) -> dict[str, Any]:
    """Measure one replay."""
    kept = measure_kept(replay)
    settled = kept.filter(pl.col("is_settled"))
    own, due = count_own(replay)
    return {
        "kept": settled["kept"].mean(),
        "worst": settled["kept"].min(),
        "told": settled["kept_or_told"].mean(),
        "all_weeks": kept["kept"].mean(),
        "late": f"{own} of {due}",
        "births": len(replay.births),
        "proposals": f"{sum(accepted for _, accepted in replay.proposed)} of {len(replay.proposed)}",
        "seconds": float(np.mean(replay.seconds[replay.settled_from :])),
        **score_holders(replay.stream, replay.holders, place_rest(replay)),
    }


def word_row(name: str, found: dict[str, Any], false_births: int | str) -> str:
    cells = (
        name, f"{found['kept']:.3f} ({found['worst']:.3f})", f"{found['told']:.3f}",
        f"{found['all_weeks']:.3f}", found["issues"],
        f"{found['nmi']:.3f}", f"{found['ari']:.3f}", f"{found['unassigned']:.1%}",
        f"{found['nmi_placed']:.3f}", found["late"], found["births"], false_births, found["proposals"],
        f"{found['seconds']:.1f}",
    )  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def replay_stream(name: str, data: Path, folder: Path, ways: tuple[Way, ...] = WAYS) -> pl.DataFrame:
    """Replay one stream every way, print its table, and give what was kept by week."""
    stream, quiet = (load_stream(name, data, folder, quiet=is_quiet) for is_quiet in (False, True))
    fits, still = Fits(stream), Fits(quiet)
    stream, quiet = see_stream(stream), see_stream(quiet)
    print(f"\n**{name}** ({len(stream.labels):,} texts, {len(stream.starts)} labels start late)\n")
    print(f"| {' | '.join(COLUMNS)} |\n| ---{' | ---:' * (len(COLUMNS) - 1)} |", flush=True)
    curves = []
    for way in ways:
        replay = replay_weeks(stream, way, fits)
        births = "" if way.refit else len(replay_weeks(quiet, way, still).births)
        print(word_row(way.name, measure_replay(replay), births), flush=True)
        curves.append(draw_nmi(replay).with_columns(way=pl.lit(way.name), stream=pl.lit(name)))
    return pl.concat(curves)


def draw_nmi(replay: Replay) -> pl.DataFrame:
    """What was kept, and the NMI over what is held, week by week."""
    scores = []
    for week in range(2, WEEKS + 1):
        holders = replay.history[week - 1]
        held = (holders != NOBODY) & (replay.stream.weeks <= week)
        scores.append(float(normalized_mutual_info_score(replay.stream.labels[held], holders[held])))
    return measure_kept(replay).with_columns(nmi=pl.Series(scores))


def draw_curves(curves: pl.DataFrame, path: Path) -> None:
    """Draw kept and NMI over the weeks, a column each, a row for each stream."""
    import altair as alt

    long = curves.unpivot(["kept", "nmi"], index=["stream", "way", "week"], variable_name="figure")
    chart = (
        alt.Chart(long)
        .mark_line()
        .encode(
            x=alt.X("week:Q", title="week"),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            color=alt.Color("way:N", title=None, legend=alt.Legend(labelLimit=320)),
        )
        .properties(width=320, height=200)
        .facet(row=alt.Row("stream:N", title=None), column=alt.Column("figure:N", title=None))
        .resolve_scale(y="independent")
    )
    chart.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("replay"))
    parser.add_argument("--streams", nargs="*", default=list(LOADERS))
    options = parser.parse_args()
    curves = [replay_stream(name, options.data, options.out) for name in options.streams]
    draw_curves(pl.concat(curves), options.out / "replay.svg")


if __name__ == "__main__":
    main()
