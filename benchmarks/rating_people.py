"""Rated contacts of invented people, and of real ones by topic, with what is true of them all.

Invented: people of different temper write one to eight contacts, of two products, mostly about the same of
eight issues, between 1 and 30 % of all. Real (bt_nps_en): survey comments with their NPS; topics by
keyword, that nobody tuned, so that there is something to be told.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

START = datetime(2026, 1, 5, tzinfo=UTC)
SHARES = np.array([0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3])  # of contacts, by issue
EFFECTS = np.array([-4.0, -3.0, 0.0, -2.0, 1.0, -1.0, 0.0, -1.5])  # on how people feel, in points
TOPICS = {
    "engineer": r"\b(engineer|openreach|technician|appointment|visit)",
    "waiting": r"\b(wait|hold|queue|hours|ages|answer)",
    "delay": r"\b(delay|late|weeks|still not|not yet|date)",
    "price": r"\b(price|cost|charge|bill|pay|money|expensive|cheap|value|refund)",
    "router": r"\b(router|hub|equipment|box|parcel|deliver)",
    "speed": r"\b(speed|slow|fast|signal|wi-?fi|connection)",
    "staff": r"\b(helpful|friendly|polite|rude|staff|advis[eo]r|agent)",
    "ease": r"\b(easy|simple|smooth|straight ?forward|quick|efficient)",
    "cancel": r"\b(cancel|leave|leaving|contract)",
    "website": r"\b(web|site|online|app|log ?in|password)",
}


def invent_raters(
    n_people: int, seed: int, effects: np.ndarray = EFFECTS
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invent rated contacts and their issues, which move how people feel by so many points."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(n_people), rng.choice([1, 2, 4, 8], n_people, p=[0.5, 0.25, 0.15, 0.1]))
    temper = rng.normal(0, 2.0, n_people)[person]
    product = rng.integers(0, 2, n_people)[person]
    # the worse product brings more of the even issues
    chances = SHARES * np.where(np.arange(8) % 2 == 0, 0.6 + 0.8 * product[:, None], 1.0)
    first = np.searchsorted(person, person)
    lasts = (rng.random(len(person)) < 0.7) & (first < np.arange(len(person)))  # the same matter again
    drawn = rng.random((len(person), 8)) < chances
    speaks = np.where(lasts[:, None], drawn[first], drawn)
    felt = 7.5 + temper - 1.0 * product + speaks @ effects + rng.normal(0, 2.0, len(person))
    rating = np.clip(np.rint(felt), 0, 10)
    names = np.array(["fibre", "mobile"])[product]
    return frame_rated([f"k{number}" for number in person], rating, names.tolist(), speaks)


def frame_rated(
    people: list[str | None], rating: np.ndarray, products: list[str], speaks: np.ndarray
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frame rated contacts and which issues (columns of `speaks`) they speak of."""
    n_rows = len(rating)
    contacts = pl.DataFrame(
        {
            "contact_id": [f"c{number:07d}" for number in range(n_rows)],
            "source": ["survey"] * n_rows,
            "occurred_at": [START + timedelta(minutes=number) for number in range(n_rows)],
            "customer_id": people,
            "rating": rating.astype(np.float64),
            "rating_scale": ["nps"] * n_rows,
            "product": products,
        },
        schema_overrides={"customer_id": pl.String},
    )
    rows, columns = np.nonzero(speaks)
    links = pl.DataFrame(
        {
            "contact_id": [f"c{row:07d}" for row in rows],
            "issue_id": [f"ISS-{column + 1:04d}" for column in columns],
        },
        schema={"contact_id": pl.String, "issue_id": pl.String},
    )
    return contacts, links


def read_surveys(folder: Path) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Read the real survey, in order of time: scores, journey stages, (n, n_topics) what each speaks of."""
    rows = (
        pl.read_csv(folder / "bt_nps_en" / "data.csv", infer_schema_length=0)
        .filter(pl.col("nps_score").str.contains(r"^\d+$"))
        .sort("created_at", "text")
    )
    texts = rows["text"].fill_null("").str.to_lowercase().to_list()
    found = np.array([[bool(re.search(topic, text)) for topic in TOPICS.values()] for text in texts])
    return rows["nps_score"].cast(pl.Float64).to_numpy(), rows["journey_stage"].to_list(), found
