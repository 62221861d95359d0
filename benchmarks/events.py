"""Are real events found on the day they began, and real traps not taken? Days stand for weeks.

`python -m benchmarks.events [folder of the data]` prints what is raised, as Markdown. Tweets to airlines by
the reason that people labelled, each airline a source with its own denominator: one airline's collection
begins in the middle. Complaints about a telecom company by words in their titles, counted against its
customers, whose number does not move in a quarter.
"""

import re
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from voc.signals.replay import Alert, replay_weeks
from voc.signals.tally import WeekTally, wrap_counts

Floats = npt.NDArray[np.float64]
TOPICS = {  # words in the titles of complaints
    "data caps": r"\bcaps?\b|data (limit|usage|overage)|overage|300 ?gb",
    "speed": r"speed|slow|throttl",
    "no service": r"outage|no (internet|service)|not working|intermittent|connection",
    "price": r"pric|rate increase|fee|expensive|bait",
    "billing": r"bill|charge|refund|payment",
    "service": r"customer service|poor service|service issue|complaint",
    "monopoly": r"monopol|competition|only (provider|option)",
    "contract": r"cancel|contract|terminat",
    "any": r"",
}


def lay_days(frame: pl.DataFrame, days: list[str]) -> tuple[Floats, Floats, list[str], list[str]]:
    """Lay rows of stratum, day and topic (null: none) out as counts, and all rows as exposure."""
    strata, topics = (sorted(frame[name].drop_nulls().unique()) for name in ("stratum", "topic"))
    counts, whole = np.zeros((len(strata), len(topics), len(days))), np.zeros((len(strata), len(days)))
    for stratum, day, topic, number in frame.group_by("stratum", "day", "topic").len().iter_rows():
        place = strata.index(stratum), days.index(day)
        whole[place] += number
        if topic is not None:
            counts[place[0], topics.index(topic), place[1]] += number
    return counts, whole, strata, topics


def read_airlines(folder: Path) -> tuple[WeekTally, list[str], list[str]]:
    """Read tweets to airlines: the counts, the topics and the days, from the first whole day on."""
    rows = pl.read_csv(folder / "airline_tweets_en" / "data.csv", infer_schema=False)
    frame = rows.select(
        stratum="airline", day=pl.col("created_at_pt").str.slice(0, 10), topic="negativereason"
    ).filter(pl.col("day") >= "2015-02-17")
    days = sorted(frame["day"].unique())
    counts, whole, _, topics = lay_days(frame, days)
    others = np.maximum(whole[:, None, :] - counts, whole[:, None, :] / 2)
    return wrap_counts(counts, others), topics, days


def read_complaints(folder: Path) -> tuple[WeekTally, list[str], list[str]]:
    """Read complaints against a constant number of customers; a title may have several topics."""
    rows = pl.read_csv(folder / "comcast_fcc_en" / "data.csv", infer_schema=False)
    told = rows.with_columns(
        day=pl.col("created_at").str.slice(0, 10),
        topic=pl.col("text").map_elements(find_topics, return_dtype=pl.List(pl.String)),
    )
    frame = told.explode("topic").select(pl.lit("all").alias("stratum"), "day", "topic")
    dates = frame["day"].str.to_date().sort()
    days = [str(day) for day in pl.date_range(dates[0], dates[-1], eager=True)]
    counts, _, _, topics = lay_days(frame, days)
    return wrap_counts(counts, np.full((1, len(days)), 1.0)), topics, days


def find_topics(text: str) -> list[str]:
    """Find the topics of a title."""
    return [topic for topic, words in TOPICS.items() if re.search(words, text.lower())]


def print_alerts(title: str, alerts: list[Alert], topics: list[str], days: list[str]) -> None:
    """Print what was raised, a line an alert."""
    print(f"\n{title}\n\n| raised | until | topic | kind | rule | seen | expected | p |")
    print("| --- | --- | --- | --- | --- | ---: | ---: | ---: |")
    for alert in sorted(alerts, key=lambda a: (a.week, a.issue)):
        span = f"{days[alert.week]} | {days[alert.alarms[-1]]}"
        words = f"{topics[alert.issue]} | {alert.kind} | {alert.method}"
        print(f"| {span} | {words} | {alert.observed} | {alert.expected:.1f} | {alert.p_value:.1g} |")


def main(folder: Path) -> None:
    """Print both."""
    for title, read in (
        ("Airlines, by tweets", read_airlines),
        ("Complaints, by customers", read_complaints),
    ):
        tally, topics, days = read(folder)
        print_alerts(title, replay_weeks(tally, by_season=False).alerts, topics, days)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data"))
