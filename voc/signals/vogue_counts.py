"""How often was each phrase said, source by source, in the weeks in question and in those before?

People are counted, a person once a week: one who writes ten times has not made a fashion. Copies are
counted once, and a source that has hardly begun says nothing, since all its words are new.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]

LEAST_HISTORY = 5  # weeks with contacts among those before, or a source has no past to rise from
GROUP = ["scope", "language"]
WORD = [*GROUP, "key"]


@dataclass(frozen=True)
class WordCounts:
    """What was counted of each word; `words` has a row each: scope, language, key."""

    words: pl.DataFrame
    here: Floats  # (n_words, n_sources) people who say it, in the weeks in question
    there: Floats  # (n_words, n_sources) people and weeks, in those before
    n_here: Floats  # (n_words, n_sources) people who could have said it
    n_there: Floats  # (n_words, n_sources)
    weekly: Floats  # (n_words, n_before) people who say it, week by week before
    fitted: Floats  # (n_words, n_before) what an even rate would have given


def count_words_said(read: pl.DataFrame, heard: pl.DataFrame, n_before: int, least: int) -> WordCounts | None:
    """Count who said each word, and who could have.

    Args:
        read: scope, language, key, source, place (of the week: 0 to `n_before`-1 before, from there on the
            weeks in question), person.
        heard: scope, language, source, place, person: of all mentions, whatever they say.
        n_before: How many weeks stand before those in question.
        least: Words that fewer people say in all are left out: they cannot be shown.

    Returns:
        None where no source has enough history, or nothing was said often enough.
    """
    sources = list_settled_sources(heard, n_before)
    settled = pl.col("source").is_in(sources)
    said = read.filter(settled).group_by(*WORD, "source", "place").agg(n=pl.col("person").n_unique())
    is_often = pl.col("n").sum().over(WORD) >= least
    said = said.filter(is_often)
    if said.is_empty():
        return None
    could = heard.filter(settled).group_by(*GROUP, "source", "place").agg(n=pl.col("person").n_unique())
    groups = could.select(GROUP).unique().sort(GROUP)
    words = said.select(WORD).unique().sort(WORD)
    shape = (sources, n_before)
    base = _lay_cube(could, groups.with_row_index("row"), GROUP, *shape)
    own = words.join(groups.with_row_index("group"), on=GROUP, how="left", maintain_order="left")
    group = own["group"].to_numpy()
    before, here = _lay_halves(said, words.with_row_index("row"), *shape)
    n_there, n_here = base[:, :, :n_before].sum(axis=2), base[:, :, n_before:].sum(axis=2)
    there, weekly = before
    rate = np.divide(there, n_there[group], out=np.zeros_like(there), where=n_there[group] > 0)
    return WordCounts(
        words,
        here,
        there,
        n_here[group],
        n_there[group],
        weekly,
        _fit_weeks(rate, base[:, :, :n_before], group),
    )


def list_settled_sources(heard: pl.DataFrame, n_before: int) -> list[str]:
    """List the sources that brought something in enough of the weeks before to be compared with them."""
    weeks = heard.filter(pl.col("place") < n_before).group_by("source").agg(n=pl.col("place").n_unique())
    return sorted(weeks.filter(pl.col("n") >= LEAST_HISTORY)["source"])


def _fit_weeks(rate: Floats, base: Floats, group: npt.NDArray[np.uint32]) -> Floats:
    """Fit what each word's even rates by source would have given, week by week; words stand by group."""
    fitted = np.zeros((len(group), base.shape[2]))
    edges = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), len(group)]
    for start, end in pairwise(edges):
        fitted[start:end] = rate[start:end] @ base[group[start]]
    return fitted


def _lay_cube(
    counts: pl.DataFrame, rows: pl.DataFrame, on: list[str], sources: list[str], n_before: int
) -> Floats:
    """Lay counts out as (rows, sources, weeks)."""
    laid = _number_counts(counts, rows, on, sources)
    n_weeks = max(int(laid["place"].max() or 0), n_before) + 1  # type: ignore[arg-type]  # of integers
    cube = np.zeros((rows.height, len(sources), n_weeks))
    cube[laid["row"], laid["stratum"], laid["place"]] = laid["n"]
    return cube


def _lay_halves(
    counts: pl.DataFrame, rows: pl.DataFrame, sources: list[str], n_before: int
) -> tuple[tuple[Floats, Floats], Floats]:
    """Lay words' counts out: ((by source, by week) before, by source in the weeks in question)."""
    laid = _number_counts(counts, rows, WORD, sources)
    is_before = laid["place"] < n_before
    before, here = laid.filter(is_before), laid.filter(~is_before)
    weekly = np.zeros((rows.height, n_before))
    np.add.at(weekly, (before["row"].to_numpy(), before["place"].to_numpy()), before["n"].to_numpy())
    return (_sum_sources(before, rows.height, sources), weekly), _sum_sources(here, rows.height, sources)


def _sum_sources(laid: pl.DataFrame, n_rows: int, sources: list[str]) -> Floats:
    summed = np.zeros((n_rows, len(sources)))
    np.add.at(summed, (laid["row"].to_numpy(), laid["stratum"].to_numpy()), laid["n"].to_numpy())
    return summed


def _number_counts(
    counts: pl.DataFrame, rows: pl.DataFrame, on: list[str], sources: list[str]
) -> pl.DataFrame:
    strata = pl.DataFrame({"source": sources, "stratum": list(range(len(sources)))})
    return counts.join(rows, on=on).join(strata, on="source")
