"""How well are contact kinds told? `python -m benchmarks.kinds [DATA] [--seeds 7,11]`.

Invented companies (`voc demo`) of several seeds and sizes, whose planted kinds are in truth/kinds.csv:
without corrections, and with 50, 100 and 200 that people would make, scored on all other contacts. Which are
corrected is drawn evenly, or among those that were told wrong. Then invented sentences of other sectors, and
with DATA the real sets that say something of kinds (`kinds_real.py`). Prints Markdown.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.kinds_real import print_real, print_sectors
from voc.demo import write_demo
from voc.issues.corpus import choose_texts
from voc.pipeline import ingest_sources, mine_issues
from voc.pipeline.desk import Desk
from voc.pipeline.embedding import load_model
from voc.pipeline.kinds import Case, Judged, gather_case, judge_case
from voc.schema import LedgerEvent
from voc.settings import load_settings
from voc.signals.kind_lessons import rate_macro_f1
from voc.signals.links import complete_kinds, describe_contacts, link_contacts
from voc.store.warehouse import open_warehouse
from voc.text.boilerplate import find_boilerplate

SIZES = {7: 4000, 11: 4000, 12: 2000, 13: 1000}  # contacts of each seed's company
COUNTS = (0, 50, 100, 200)
DRAWS = 3
ORDER = ("avoidable", "repeat", "simple", "valuable", "other")


@dataclass(frozen=True)
class Company:
    """A mined demo: what is known of its mentions, and what was planted.

    `truth` is source, source_id, true_kind, true_opportunity; `linked` CONTACT_ISSUES.
    """

    case: Case
    placed: pl.DataFrame
    linked: pl.DataFrame
    contacts: pl.DataFrame
    truth: pl.DataFrame


def make_company(root: Path, seed: int) -> Company:
    """Make and mine a demo, or take it up where it lies."""
    if not (root / "warehouse").exists():
        write_demo(root, SIZES.get(seed, 4000), seed=seed)
        ingest_sources(load_settings(root))
        mine_issues(load_settings(root))
    settings = load_settings(root)
    with open_warehouse(settings) as warehouse:
        mentions = warehouse.read_mentions(None)
        chosen = choose_texts(mentions, settings.languages, find_boilerplate(mentions))
        model = load_model(warehouse, settings, chosen)
        desk = Desk(warehouse, model.encoder.model_id, model.offsets, chosen)
        assignments = warehouse.read_assignments()
        case = gather_case(desk, assignments, model)
        contacts = warehouse.read_contacts()
    places = assignments.select("mention_id", "issue_id", "similarity")
    placed = mentions.join(places, on="mention_id", how="left")
    linked = link_contacts(placed, contacts, repeat_window_days=settings.council.repeat_window_days)
    truth = pl.read_csv(root / "truth" / "kinds.csv", infer_schema=False).rename(
        {"id": "source_id", "kind": "true_kind", "opportunity": "true_opportunity"}
    )
    return Company(case, placed, linked, contacts, truth)


def judge_company(company: Company, events: Sequence[LedgerEvent]) -> tuple[pl.DataFrame, Judged]:
    """Judge a company's contacts as a run with these corrections would: its truth beside what was told."""
    judged = judge_case(company.case, events)
    told = describe_contacts(company.placed, judged.kinds, company.linked)
    keys = company.contacts.select("contact_id", "source", "source_id")
    shown = complete_kinds(keys.join(told, on="contact_id", how="left"))
    return (
        shown.with_columns(pl.col("opportunity").fill_null("none"))
        .join(company.truth, on=["source", "source_id"])
        .sort("source", "source_id")
    ), judged


def draw_corrections(told: pl.DataFrame, count: int, seed: int, *, only_wrong: bool) -> list[LedgerEvent]:
    """Draw contacts that a person would put right, as the ledger has it."""
    plain = pl.col("true_kind").replace("repeat", "avoidable")
    is_wrong = (pl.col("kind").replace("repeat", "avoidable") != plain) | (
        pl.col("opportunity") != pl.col("true_opportunity")
    )
    rows = told.filter(is_wrong) if only_wrong else told
    drawn = np.sort(np.random.default_rng(seed).permutation(rows.height)[:count])
    picked = rows[drawn.tolist()].select("source", "source_id", plain.alias("kind"), "true_opportunity")
    return [
        LedgerEvent(
            event_id=number,
            at=datetime(2026, 1, 1, tzinfo=UTC),
            by_whom="Ana",
            kind="classify",
            issue_id=None,
            payload={
                "contacts": [[source, key]],
                "kind": kind,
                "opportunity": None if said == "none" else said,
            },
        )
        for number, (source, key, kind, said) in enumerate(picked.iter_rows(), start=1)
    ]


def leave_corrected(told: pl.DataFrame, events: Sequence[LedgerEvent]) -> pl.DataFrame:
    """Leave out the contacts that were corrected."""
    named = [pair for event in events for pair in event.payload["contacts"]]
    frame = pl.DataFrame(named, schema={"source": pl.String, "source_id": pl.String}, orient="row")
    return told.join(frame, on=["source", "source_id"], how="anti")


def rate_told(told: pl.DataFrame) -> tuple[float, float, float]:
    """Macro-F1 of kinds, of opportunities, and the share of kinds that are right."""
    kinds = rate_macro_f1(told["kind"].to_numpy(), told["true_kind"].to_numpy())
    opportunities = rate_macro_f1(told["opportunity"].to_numpy(), told["true_opportunity"].to_numpy())
    right = float(told.select((pl.col("kind") == pl.col("true_kind")).mean()).item())
    return kinds, opportunities, right


def list_rows(companies: dict[int, Company]) -> Iterator[str]:
    """The table of corrections: a row for each company, way of drawing and count."""
    yield (
        "| seed, contacts | corrected | kinds | opportunities | right"
        " | by cross-validation: without, with, used |"
    )
    yield "| --- | --- | ---: | ---: | ---: | --- |"
    for seed, company in companies.items():
        plain, _ = judge_company(company, [])
        for only_wrong in (False, True):
            for count in COUNTS[int(only_wrong) :]:
                found, tried = [], []
                for draw in range(DRAWS if count else 1):
                    events = draw_corrections(plain, count, draw, only_wrong=only_wrong)
                    told, judged = judge_company(company, events)
                    found.append(rate_told(leave_corrected(told, events)))
                    trial = judged.trial
                    if trial.with_it is not None and trial.without is not None:
                        tried.append(
                            f"{trial.without:.2f}, {trial.with_it:.2f}, {'yes' if trial.is_used else 'no'}"
                        )
                kinds, opportunities, right = np.mean(found, axis=0)
                way = "none" if not count else f"{count} {'of the wrong ones' if only_wrong else 'at random'}"
                yield (
                    f"| {seed}, {plain.height:,} | {way} | {kinds:.3f} | {opportunities:.3f} | {right:.3f}"
                    f" | {'; '.join(tried)} |"
                )


def list_confusion(told: pl.DataFrame) -> Iterator[str]:
    """The confusion matrix of kinds: truth by row, F1 at the end."""
    yield "| truth ＼ told | " + " | ".join(ORDER) + " | F1 |"
    yield "| --- " + "| ---: " * (len(ORDER) + 1) + "|"
    for kind in ORDER:
        counts = [told.filter(true_kind=kind, kind=each).height for each in ORDER]
        both = told.filter(true_kind=kind, kind=kind).height
        f1 = 2 * both / max(told.filter(true_kind=kind).height + told.filter(kind=kind).height, 1)
        yield f"| {kind} | " + " | ".join(str(count) for count in counts) + f" | {f1:.2f} |"


def list_calibration(told: pl.DataFrame) -> Iterator[str]:
    """Confidence against the share that is right, of kinds before repeats are derived."""
    yield "| confidence | contacts | mean confidence | right |"
    yield "| --- | ---: | ---: | ---: |"
    plain = pl.col("true_kind").replace("repeat", "avoidable")
    rows = told.with_columns(
        is_right=pl.col("kind").replace("repeat", "avoidable") == plain,
        band=(pl.col("kind_confidence") * 10).floor().clip(2, 9),
    )
    for band in sorted(rows["band"].unique().to_list()):
        group = rows.filter(pl.col("band") == band)
        mean, right = group.select(pl.col("kind_confidence", "is_right").mean()).row(0)
        yield f"| {band / 10:.1f}–{band / 10 + 0.1:.1f} | {group.height} | {mean:.2f} | {right:.2f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--seeds", default=",".join(map(str, SIZES)))
    parser.add_argument("--keep", type=Path, help="where companies lie, or shall lie")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = given.keep or Path(folder)
        companies = {
            seed: make_company(root / f"demo{seed}", seed) for seed in map(int, given.seeds.split(","))
        }
        told = pl.concat([judge_company(company, [])[0] for company in companies.values()])
        for listed in (list_confusion(told), list_calibration(told), list_rows(companies)):
            for line in listed:
                print(line, flush=True)
            print()
    print_sectors()
    if given.data:
        print_real(given.data)


if __name__ == "__main__":
    main()
