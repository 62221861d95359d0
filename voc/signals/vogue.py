"""Which words are in vogue: said more, of late, than in the quarter before?

What a clusterer does not see yet shows in the words first. People are counted, source by source, copies
once; a phrase is told with its contacts and the issues they lie in, or that most lie in none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from voc.schema import make_frame
from voc.schema.signals import VOGUE
from voc.signals.isoweeks import list_weeks, shift_week
from voc.signals.vogue_counts import LEAST_HISTORY, WORD, WordCounts, count_words_said
from voc.signals.vogue_fold import fold_phrases
from voc.signals.vogue_words import gather_sayings, read_sayings
from voc.stats.rises import (
    compare_strata,
    estimate_roughness,
    judge_rises,
    share_expected,
)
from voc.text.fold import fold_text

QUARTER = 13  # weeks before that the ones in question are compared with
MONTH = 4  # weeks that an issue's page looks back on
LEAST_CONTACTS = 4  # that say it, copies not counted
LEAST_Z = 2.0
LEAST_LIFT = 1.5  # times what was to be expected: of large counts a trifle is significant too
MOST_FALSE = 0.10  # of the phrases shown, expected
LEAST_AGENTS = 3  # who write in the weeks in question, or that one alone writes it tells nothing
MOST_PHRASES = 25  # of one scope


@dataclass(frozen=True)
class Span:
    """The weeks in question, and how many lie before them."""

    n_here: int
    n_before: int


def find_vogue(mentions: pl.DataFrame, contacts: pl.DataFrame, *, week: str, k_people: int) -> pl.DataFrame:
    """Find the words in vogue: of all contacts in the last week, and of each issue in the last four.

    A phrase is shown when at least `k_people` people and four contacts say it, by log-odds (z at least 2),
    half as much again as before, and with at most one in ten of those shown expected to be there by chance.
    Pieces of a longer phrase, and what the same contacts say in other words, are told beside it.

    Args:
        mentions: contact_id, language, text, issue_id (null: openly unassigned).
        contacts: contact_id, source, week, occurred_at, customer_id, copy_of; `agent_id` where known, so
            that one agent's way of writing is not taken for the customers'.
        week: The last complete one.
        k_people: From how many people on words may be shown.

    Returns:
        VOGUE; nothing where no source has at least five weeks before the ones in question.
    """
    weeks = list_weeks(shift_week(week, -(QUARTER + MONTH - 1)), week)
    if not _has_history(contacts, weeks[:-1]):
        return make_frame([], VOGUE)  # reading words takes long, and for nothing
    read, heard = read_weeks(mentions, contacts, weeks)
    late, late_heard = shift_places(read, MONTH - 1), shift_places(heard, MONTH - 1)
    overall = weigh_words(late, late_heard, Span(1, QUARTER), k_people)
    in_issues = pl.col("issue_id").is_not_null()
    said, could = (frame.filter(in_issues).with_columns(scope="issue_id") for frame in (read, heard))
    within = weigh_words(said, could, Span(MONTH, QUARTER), k_people)
    rows = [{**row, "week": week} for row in (*overall, *within)]
    return make_frame(rows, VOGUE)


def _has_history(contacts: pl.DataFrame, weeks: list[str]) -> bool:
    """Tell whether any source has weeks enough before those in question."""
    earlier = contacts.filter(pl.col("week").is_in(weeks))
    told = earlier.group_by("source").agg(n_weeks=pl.col("week").n_unique())
    return bool((told["n_weeks"] >= LEAST_HISTORY).any())


def read_weeks(
    mentions: pl.DataFrame, contacts: pl.DataFrame, weeks: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the phrases of some weeks' contacts, and who could have said them; `scope` is "" in both."""
    sayings = gather_sayings(mentions, contacts, weeks, whole=MONTH).with_columns(scope=pl.lit(""))
    return read_sayings(sayings), sayings.drop("text")


def shift_places(frame: pl.DataFrame, by: int) -> pl.DataFrame:
    """Leave out the first weeks, so that the first one kept is number 0."""
    return frame.with_columns(pl.col("place") - by).filter(pl.col("place") >= 0)


def weigh_words(read: pl.DataFrame, heard: pl.DataFrame, span: Span, k_people: int) -> list[dict[str, Any]]:
    """Weigh the phrases of each scope, and tell those in vogue: rows of VOGUE without `week`, z falling.

    Args:
        read: Of `read_sayings`, with `scope` ("" for all contacts, else the issue); `place` counts the
            weeks from 0, those in question last.
        heard: The same mentions, a row each.
        span: How the weeks are divided.
        k_people: From how many people on words may be shown.
    """
    unique = pl.col("is_copy").not_()
    counts = count_words_said(read.filter(unique), heard.filter(unique), span.n_before, k_people)
    if counts is None:
        return []
    risen = _call_out(counts, k_people)
    is_here = pl.col("place") >= span.n_before
    said = read.filter(is_here).join(risen.select(WORD), on=WORD, how="semi")
    found = risen.join(_gather_evidence(said), on=WORD).filter(pl.col("contacts") >= LEAST_CONTACTS)
    many_agents = heard.filter(is_here)["agent"].n_unique() >= LEAST_AGENTS
    if many_agents:
        found = found.filter(~pl.col("is_of_one_agent"))
    found = found.sort("scope", "z", "key", descending=[False, True, False])
    return [
        {**row, "issue_id": row["scope"] or None, "week_count": span.n_here}
        for _, rows in found.group_by("scope", maintain_order=True)
        for row in fold_phrases(
            [{**row, "phrase": choose_form(row["forms"])} for row in rows.to_dicts()], MOST_PHRASES
        )
    ]


def _call_out(counts: WordCounts, k_people: int) -> pl.DataFrame:
    """Call out the words that rose: WORD, z, q, expected (people), before_count."""
    sides = counts.here, counts.n_here, counts.there, counts.n_there
    here, total = counts.here.sum(axis=1), counts.here.sum(axis=1) + counts.there.sum(axis=1)
    share = share_expected(*sides)
    phi = estimate_roughness(counts.weekly, counts.fitted)
    _, q = judge_rises(here, total, share, phi, k_people)
    z = compare_strata(*sides) / np.sqrt(phi)
    rates = np.divide(counts.there, counts.n_there, out=np.zeros_like(counts.there), where=counts.n_there > 0)
    expected = (rates * counts.n_here).sum(axis=1)
    told = counts.words.with_columns(
        z=z, q=q, expected=expected, before_count=(total - here).astype(np.int64), people=here
    )
    is_risen = (pl.col("q") <= MOST_FALSE) & (pl.col("z") >= LEAST_Z)
    return told.filter(is_risen & (pl.col("people") >= LEAST_LIFT * pl.col("expected")))


def _gather_evidence(said: pl.DataFrame) -> pl.DataFrame:
    """Gather who says each word: WORD, forms, contacts, customers, copies, ids, issues, share without."""
    one = said.sort("occurred_at", "contact_id", "form")
    own = ~pl.col("is_copy")
    counted = one.group_by(*WORD, "form").agg(n=pl.col("contact_id").n_unique())
    forms = counted.group_by(WORD).agg(forms=pl.struct("form", "n"))
    agents = pl.col("agent")
    told = one.group_by(WORD, maintain_order=True).agg(
        contacts=pl.col("contact_id").filter(own).n_unique().cast(pl.Int64),
        customers=pl.col("person").filter(own).n_unique().cast(pl.Int64),
        copies=pl.col("contact_id").filter(~own).n_unique().cast(pl.Int64),
        contact_ids=pl.col("contact_id").unique(maintain_order=True),
        is_of_one_agent=(agents.null_count() == 0) & (agents.n_unique() == 1),
    )
    return told.join(forms, on=WORD).join(_place_evidence(one), on=WORD)


def choose_form(forms: Sequence[dict[str, Any]]) -> str:
    """Choose how a phrase is written: the commonest form, with its accents where a quarter write them.

    Args:
        forms: `form` and `n`, the contacts that write it so; at least one.
    """
    by_fold: dict[str, dict[str, int]] = {}
    for row in forms:
        by_fold.setdefault(fold_text(row["form"]), {})[row["form"]] = row["n"]
    folded = min(by_fold, key=lambda fold: (-sum(by_fold[fold].values()), fold))
    spelled = by_fold[folded]
    accented = {form: n for form, n in spelled.items() if form != folded and 4 * n >= sum(spelled.values())}
    chosen = accented or spelled
    return min(chosen, key=lambda form: (-chosen[form], form))


def _place_evidence(said: pl.DataFrame) -> pl.DataFrame:
    """Place the contacts that say each word: WORD, issue_ids (most contacts first), unassigned_share."""
    counted = (
        said.drop_nulls("issue_id")
        .group_by(*WORD, "issue_id")
        .agg(n=pl.col("contact_id").n_unique())
        .sort(*WORD, "n", "issue_id", descending=[False, False, False, True, False])
        .group_by(WORD, maintain_order=True)
        .agg(issue_ids="issue_id")
    )
    placed = said.group_by(*WORD, "contact_id").agg(has_issue=pl.col("issue_id").is_not_null().any())
    shares = placed.group_by(WORD).agg(unassigned_share=1 - pl.col("has_issue").mean())
    return shares.join(counted, on=WORD, how="left").with_columns(pl.col("issue_ids").fill_null([]))
