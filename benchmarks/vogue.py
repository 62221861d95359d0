"""Do words in vogue find what happened, and how often do they find what did not?

`python -m benchmarks.vogue ../shared/data` prints the tables of docs/results.md: contacts whose weeks are
shuffled within their source (nothing can rise), planted rises by size, and the events of real data.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from voc.signals.isoweeks import list_weeks
from voc.signals.vogue import Span, find_vogue, weigh_words
from voc.signals.vogue_words import gather_sayings, read_sayings
from voc.text.phrases import extract_phrases

K_PEOPLE = 3
SHUFFLES = 200
PLANTED = "lluvia naranja"


@dataclass(frozen=True)
class Told:
    """Contacts with one text each, and the labels of their periods, the earliest first."""

    name: str
    contacts: pl.DataFrame  # contact_id, source, week, occurred_at, customer_id, copy_of, language, text
    periods: list[str]


def main(data: Path) -> None:
    """Print all tables."""
    sets = list(load_sets(data))
    print(
        "| set | contacts | shuffled: share with a false phrase | phrases a time |\n| --- | --- | --- | --- |"
    )
    for told in sets:
        wrong, mean = measure_false(told, SHUFFLES)
        print(f"| {told.name} | {told.contacts.height} | {wrong:.3f} | {mean:.3f} |")
    print("\n| planted among the surveys of bt | found |\n| --- | --- |")
    for here, before in ((4, 0), (5, 2), (6, 5), (8, 10), (12, 30), (24, 100)):
        print(
            f"| {here} contacts, {before} in 13 weeks before | {measure_power(sets[0], here, before):.2f} |"
        )
    contacts, seconds, false = measure_speed([sets[0], sets[2], sets[3]])
    print(
        f"\n{contacts} contacts in the quarter and a month, 70 issues: {seconds:.1f} s, {false} phrases told"
    )
    for told in sets:
        print(f"\n### {told.name}")
        for period in told.periods[-7:]:
            rows = find_in(told, period)
            print(f"- {period}: " + (", ".join(f"{r['phrase']} {r['contacts']}" for r in rows) or "–"))


def load_sets(data: Path) -> Iterator[Told]:
    """Load the dated sets: complaints and surveys by week, complaints and tweets by day."""
    survey = read_dated(data / "bt_nps_en", "created_at", source=pl.col("journey_stage"))
    yield gather_periods("bt, weeks", survey, "%G-W%V")
    comcast = read_dated(data / "comcast_fcc_en", "created_at", source=pl.col("channel"))
    yield gather_periods("comcast, weeks", comcast, "%G-W%V")
    yield gather_periods("comcast, days", comcast, "%Y-%m-%d")
    tweets = read_dated(data / "airline_tweets_en", "created_at_pt", source=pl.col("airline"))
    yield gather_periods("airline, days", tweets, "%Y-%m-%d")


def read_dated(folder: Path, column: str, source: pl.Expr) -> pl.DataFrame:
    """Read a set as contacts without customers, a text each; later copies of a text are marked."""
    rows = pl.read_csv(folder / "data.csv", infer_schema=False).filter(pl.col("text").is_not_null())
    told = rows.with_row_index("n").select(
        contact_id=pl.format("c{}", pl.col("n").cast(pl.String).str.zfill(6)),
        source=source.fill_null("?"),
        occurred_at=pl.col(column).str.slice(0, 19).str.replace(" ", "T").str.to_datetime(time_zone="UTC"),
        customer_id=pl.lit(None, pl.String),
        language=pl.lit("en"),
        text="text",
        issue_id=pl.lit(None, pl.String),
    )
    first = pl.col("contact_id").sort_by("occurred_at", "contact_id").first().over("text")
    is_long = pl.col("text").str.count_matches(" ") >= 7
    return told.with_columns(copy_of=pl.when(is_long & (first != pl.col("contact_id"))).then(first))


def gather_periods(name: str, contacts: pl.DataFrame, label: str) -> Told:
    """Label contacts with their week or day."""
    labelled = contacts.with_columns(week=pl.col("occurred_at").dt.strftime(label))
    return Told(name, labelled, sorted(labelled["week"].unique()))


def read_periods(told: Told, periods: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read what some periods' contacts say, and who could have said it."""
    mentions = told.contacts.select("contact_id", "language", "text", "issue_id")
    sayings = gather_sayings(mentions, told.contacts, periods).with_columns(scope=pl.lit(""))
    return read_sayings(sayings), sayings.drop("text")


def find_in(told: Told, period: str) -> list[dict[str, object]]:
    """Find the phrases in vogue in one period, over the thirteen before."""
    place = told.periods.index(period)
    periods = told.periods[max(place - 13, 0) : place + 1]
    return weigh_words(*read_periods(told, periods), Span(1, len(periods) - 1), K_PEOPLE)


def measure_false(told: Told, times: int, seed: int = 7) -> tuple[float, float]:
    """Shuffle the periods of contacts within their source: how often is a phrase told, and how many?"""
    periods = told.periods[-14:]
    read, heard = read_periods(told, periods)
    rng, found = np.random.default_rng(seed), []
    for _ in range(times):
        places = shuffle_places(heard, rng)
        said, could = (frame.drop("place").join(places, on="contact_id") for frame in (read, heard))
        found.append(len(weigh_words(said, could, Span(1, len(periods) - 1), K_PEOPLE)))
    return float(np.mean(np.array(found) > 0)), float(np.mean(found))


def shuffle_places(heard: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give each contact the period of another one of its source: contact_id, place."""
    own = heard.select("contact_id", "source", "place").unique("contact_id").sort("source", "contact_id")
    order = np.lexsort((rng.random(own.height), own["source"].rank("dense").to_numpy()))
    return own.select("contact_id").with_columns(place=own["place"].gather(order))


def measure_power(told: Told, here: int, before: int, times: int = 100, seed: int = 11) -> float:
    """Plant a phrase in shuffled contacts, `here` times in the last period, `before` times before it."""
    periods = told.periods[-14:]
    read, heard = read_periods(told, periods)
    rng, found = np.random.default_rng(seed), 0
    for _ in range(times):
        places = shuffle_places(heard, rng)
        put = [frame.drop("place").join(places, on="contact_id") for frame in (read, heard)]
        last = put[1]["place"].max()
        said = [rows.sample(min(n, rows.height), seed=int(rng.integers(1 << 30)))
                for n, rows in ((here, put[1].filter(pl.col("place") == last)),
                                (before, put[1].filter(pl.col("place") < last)))]  # fmt: skip
        planted = pl.concat(said).with_columns(key=pl.lit(PLANTED), form=pl.lit(PLANTED))
        rows = weigh_words(
            pl.concat([put[0], planted.select(put[0].columns)]), put[1], Span(1, len(periods) - 1), K_PEOPLE
        )
        found += any(PLANTED in (row["phrase"], *row["also"]) for row in rows)
    return found / times


def measure_speed(sets: Sequence[Told], seed: int = 13) -> tuple[int, float, int]:
    """Put all contacts into seventeen weeks and seventy issues by chance: contacts, seconds, phrases told.

    The dictionaries are loaded before, as they are when a snapshot is published.
    """
    rng, weeks = np.random.default_rng(seed), list_weeks("2026-W04", "2026-W20")
    told = pl.concat([each.contacts.drop("contact_id") for each in sets]).with_row_index("n")
    placed = told.with_columns(
        contact_id=pl.format("c{}", "n"),
        week=pl.Series([weeks[place] for place in rng.integers(0, 17, told.height)]),
        issue_id=pl.Series([f"ISS-{n:04d}" if n <= 70 else None for n in rng.integers(1, 90, told.height)]),
    )
    extract_phrases(["la avería de la factura", "the bill is wrong"], ["es", "en"])
    start = time.perf_counter()
    found = find_vogue(placed, placed.drop("issue_id", "language"), week=weeks[-1], k_people=K_PEOPLE)
    return told.height, time.perf_counter() - start, found.height


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
