"""Which plain questions could be answered before they are put, and how many contacts would that spare?

At most those of kind `simple`: not everybody reads an answer that is published. A month is 365.25/12 days,
estimated from the last thirteen complete weeks.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from voc.stats.poisson import poisson_interval
from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.lists import load_words

QUARTER = 13  # complete weeks
RECENT = 4
WEEKS_A_MONTH = 365.25 / 12 / 7
LEAST_CONTACTS = 4  # of kind simple, in the quarter
LEAST_SHARE = 0.25  # of an issue's contacts that are simple; fewer may be misread
MOSTLY = 0.5
MOST_WORDINGS = 3  # of a language
ALIKE = 0.85  # cosine from which on two wordings are one
ASKING = 0.15  # what the form of a question is worth, as cosine
PERSONAL = 0.3  # what a placeholder costs: it was the customer's own matter
SHORTEST, LONGEST = 12, 180  # characters of a wording


def count_questions(
    contacts: pl.DataFrame, links: pl.DataFrame, *, weeks: Sequence[str], k_people: int
) -> pl.DataFrame:
    """Count the contacts that plain questions bring, by issue.

    Args:
        contacts: contact_id, week, customer_id, kind, cost.
        links: contact_id, issue_id.
        weeks: The complete weeks that are counted, the earliest first: one to a quarter of them.
        k_people: From how many people on a question is a candidate.

    Returns:
        One row an issue with enough simple contacts, most a month first: issue_id, simple_count (in these
        weeks), recent_count (in the last four of them), customer_count, simple_share (of the issue's
        contacts, 0 to 1), month_count with month_low and month_high (95 %, of the mean month), month_cost.
    """
    person = pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id"))
    linked = links.select("contact_id", "issue_id").join(
        contacts.filter(pl.col("week").is_in(list(weeks))), on="contact_id"
    )
    is_simple = (pl.col("kind") == "simple").fill_null(False)
    told = linked.group_by("issue_id").agg(
        simple_count=is_simple.sum().cast(pl.Int64),
        recent_count=(is_simple & pl.col("week").is_in(list(weeks[-RECENT:]))).sum().cast(pl.Int64),
        customer_count=person.filter(is_simple).n_unique().cast(pl.Int64),
        simple_share=is_simple.mean(),
        simple_cost=pl.col("cost").filter(is_simple).sum(),
        by_week=pl.col("week").filter(is_simple),
    )
    is_candidate = (
        (pl.col("simple_count") >= LEAST_CONTACTS)
        & (pl.col("customer_count") >= k_people)
        & (pl.col("simple_share") >= LEAST_SHARE)
    )
    return _tell_months(told.filter(is_candidate), weeks).sort(
        "month_count", "issue_id", descending=[True, False]
    )


def _tell_months(told: pl.DataFrame, weeks: Sequence[str]) -> pl.DataFrame:
    """Tell what the counted weeks come to a month, with an interval that knows how they scatter."""
    scale = WEEKS_A_MONTH / len(weeks)
    bounds = [
        poisson_interval(count, dispersion=_measure_scatter(by_week, weeks))
        for count, by_week in told.select("simple_count", "by_week").iter_rows()
    ]
    return told.with_columns(
        month_count=pl.col("simple_count") * scale,
        month_low=pl.Series([low * scale for low, _ in bounds], dtype=pl.Float64),
        month_high=pl.Series([high * scale for _, high in bounds], dtype=pl.Float64),
        month_cost=pl.col("simple_cost") * scale,
    ).drop("by_week", "simple_cost")


def _measure_scatter(by_week: Sequence[str], weeks: Sequence[str]) -> float:
    """Measure how much more than chance the weeks differ: Pearson's χ²/(n − 1), 1 or more."""
    counts = np.array([list(by_week).count(week) for week in weeks], np.float64)
    if len(counts) < 2 or not counts.sum():
        return 1.0
    return max(1.0, float(((counts - counts.mean()) ** 2).sum() / counts.mean() / (len(counts) - 1)))


def pick_wordings(texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> list[int]:
    """Pick the wordings that stand for many: typical, put as questions, unlike each other.

    Args:
        texts: Of one issue and language, in an order that is the data's own.
        vectors: (n_texts, n_dims), rows of any length, in the direction of their meaning.

    Returns:
        Up to three rows, the most typical first; texts that are very short or long are passed over.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = vectors / np.maximum(lengths, 1e-9)
    form = [ASKING * asks_plainly(text) - PERSONAL * bool(PLACEHOLDER.search(text)) for text in texts]
    worth = rows @ rows.mean(axis=0) + np.array(form, np.float64)
    picked: list[int] = []
    for row in np.argsort(-np.round(worth, 6), kind="stable").tolist():
        is_new = all(float(rows[row] @ rows[other]) < ALIKE for other in picked)
        if is_new and SHORTEST <= len(texts[row]) <= LONGEST:
            picked.append(row)
        if len(picked) == MOST_WORDINGS:
            break
    return picked


def asks_plainly(text: str) -> bool:
    """Tell whether a text has the form of a question: a mark, or a word with which questions begin."""
    first = fold_text(text).lstrip("¿ ").split(maxsplit=1)
    return "?" in text or (bool(first) and first[0] in load_words("question_words"))
