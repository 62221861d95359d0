"""Does the heat map call out the right cells, and how often does it call out one for nothing?

`python -m benchmarks.places` prints the tables of docs/results.md: maps in which places do not matter, also
with customers who write often; a planted cell by its size; and what the steps of publishing take.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.random import Generator, default_rng

from voc.council.statement import draw_statement
from voc.signals.cost import Price, PriceList, price_contacts
from voc.signals.money import count_money
from voc.signals.places import find_places
from voc.stats.multiple import adjust_p_values

MAPS = 200
CONTACTS, PLACES, ISSUES = 1500, 10, 25
MADRID = ZoneInfo("Europe/Madrid")
Frames = tuple[pl.DataFrame, pl.DataFrame]


def main() -> None:
    """Print all tables."""
    print("| maps where places do not matter | a cell stands out | told of contacts | of contacts, p < .05 |")
    print("| --- | --- | --- | --- |")
    for name, heavy in (("everybody writes once", 0.0), ("one in twenty writes ten times", 0.05)):
        shares = measure_false_maps(heavy)
        print(f"| {name} | " + " | ".join(f"{share:.2f}" for share in shares) + " |")
    print("\n| planted in one place: people | times as common | found |\n| --- | --- | --- |")
    for people in (10, 20, 40):
        for times in (2, 3, 5):
            print(f"| {people} | {times} | {measure_found(people, times):.2f} |")
    print("\n| 100,000 contacts, 70 issues | seconds |\n| --- | --- |")
    for name, seconds in measure_steps():
        print(f"| {name} | {seconds:.2f} |")


def draw_map(rng: Generator, *, heavy: float = 0.0, n: int = CONTACTS, issues: int = ISSUES) -> Frames:
    """Draw contacts whose place and issue have nothing to do with each other.

    Some customers write ten times, always of the same place and about the same issue.
    """
    writes = np.where(rng.random(n) < heavy, 10, 1)
    shares = rng.dirichlet(np.full(issues, 2.0))
    place, issue = rng.integers(PLACES, size=n), rng.choice(issues, size=n, p=shares)
    return make_frames(*(np.repeat(column, writes) for column in (np.arange(n), place, issue)))


def make_frames(
    person: np.ndarray[tuple[int], np.dtype[np.int64]],
    place: np.ndarray[tuple[int], np.dtype[np.int64]],
    issue: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Frames:
    """Make contacts and links of one issue each."""
    drawn = pl.DataFrame({"person": person, "place": place, "issue": issue}).with_row_index("row")
    contacts = drawn.select(
        contact_id="c" + pl.col("row").cast(pl.String).str.zfill(7),
        source=pl.lit("s"),
        channel="k" + (pl.col("place") % 4).cast(pl.String),
        customer_id="p" + pl.col("person").cast(pl.String),
        touchpoint="t" + pl.col("place").cast(pl.String),
        product=pl.lit(None, dtype=pl.String),
        rating=(pl.col("person") % 11).cast(pl.Float64),
        rating_scale=pl.lit("nps"),
        cost=pl.lit(4.0),
        kind=pl.lit("avoidable"),
        is_repeat=pl.lit(False),
    )
    links = pl.DataFrame(
        {"contact_id": contacts["contact_id"], "issue_id": "I" + drawn["issue"].cast(pl.String).str.zfill(3)}
    )
    return contacts, links.with_columns(is_repeat=pl.lit(False))


def measure_false_maps(heavy: float) -> tuple[float, float, float]:
    """Measure the share of maps with a cell called out: as it is, told of contacts, and one by one."""
    from scipy.stats import hypergeom

    found = np.zeros(3)
    for seed in range(MAPS):
        contacts, links = draw_map(default_rng(seed), heavy=heavy)
        cells = find_places(contacts, links)[0].filter(dimension="touchpoint")
        tall = cells.with_columns(
            here=pl.col("contacts").sum().over("value"), all=pl.col("contacts").sum().over("issue_id")
        )
        hits, here, whole = (tall[name].to_numpy() for name in ("contacts", "here", "all"))
        chances = np.clip(hypergeom.sf(hits - 1, contacts.height, whole, here), 0, 1)
        told = cells.select(((pl.col("q_value") <= 0.10) & (pl.col("customers") >= 3)).any()).item()
        found += [told, adjust_p_values(chances).min() <= 0.10, chances.min() < 0.05]
    one, two, three = (float(share) for share in found / MAPS)
    return one, two, three


def measure_found(people: int, times: int) -> float:
    """Measure how often a planted cell stands out: so many people, so many times as common as elsewhere."""
    found = 0
    for seed in range(MAPS):
        rng = default_rng(seed)
        base = people / times * PLACES / CONTACTS  # share of the issue where nothing was planted
        place = rng.integers(PLACES, size=CONTACTS)
        is_planted = rng.random(CONTACTS) < np.where(place == 0, base * times, base)
        issue = np.where(is_planted, 0, rng.integers(1, ISSUES, size=CONTACTS))
        cells = find_places(*make_frames(np.arange(CONTACTS), place, issue))[0]
        cell = cells.filter(pl.col("issue_id") == "I000", value="t0", dimension="touchpoint")
        found += bool(cell.height and cell["q_value"][0] <= 0.10 and cell["customers"][0] >= 3)
    return found / MAPS


def measure_steps() -> list[tuple[str, float]]:
    """Measure what each step takes for 100,000 contacts about 70 issues."""
    rng = default_rng(1)
    contacts, links = draw_map(rng, n=100_000, issues=70)
    minutes = pl.Series(np.round(rng.gamma(2, 4, contacts.height), 2))
    first = pl.lit(0).cast(pl.Datetime("us", "UTC"))
    contacts = contacts.with_columns(
        minutes=minutes, occurred_at=first + pl.duration(minutes=pl.int_range(contacts.height) * 5)
    )
    price = Price(Decimal("6.75"), Decimal("7.5"), Decimal("0.9"))
    lists = [PriceList(None, {"k0": price, "k1": Price(Decimal(4))})]
    steps: list[tuple[str, Callable[[], object]]] = [
        (
            "price contacts, a quarter of them by their own minutes",
            lambda: price_contacts(contacts, lists, MADRID),
        ),
        ("money by issue and month", lambda: count_money(contacts, links, MADRID)),
        ("places and what is behind them", lambda: find_places(contacts, links)),
        ("a statement of all of them", lambda: draw_statement(contacts, links, {})),
    ]
    timed = []
    for name, step in steps:
        start = time.perf_counter()
        step()
        timed.append((name, time.perf_counter() - start))
    return timed


if __name__ == "__main__":
    main()
