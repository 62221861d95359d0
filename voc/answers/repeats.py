"""Does it come back, and was it solved? Repeats of an issue, or of all, with the contacts to read first.

Rates are of contacts whose customer is known. What texts say of themselves stands apart, and every figure
comes with its count and its interval.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from voc.answers.figures import round_figure
from voc.answers.reading import Reading, require_issue

Document = dict[str, Any]
QUESTIONS = ("solved", "treated", "right")
WITNESSES = ("words", "ratings", "repeats", "notes")
DIGITS = 4  # of a share


@dataclass(frozen=True)
class Returns:
    """The tables of who came back, as published or as people's edits changed them."""

    repeats: pl.DataFrame  # REPEATS
    weeks: pl.DataFrame  # REPEAT_WEEKS
    answers: pl.DataFrame  # ANSWERS_GIVEN


def tell_repeats(reading: Reading, issue_id: str | None = None) -> Document:
    """Tell the repeats of an issue; of all issues together where none is named, with a list of them.

    Returns:
        `issue_id` and `name` (null for all), `as_of`, `window_days`, `currency`; `contacts` (with an issue
        and a known customer), `customers`, `unknown` (contacts without one); `repeats`, `repeat_rate`, `low`,
        `high`, `cost`; `chains` (how many contacts belong together, `longest` with its contacts),
        `days_between` (quartiles, or null), `first_contact_resolution`, `said` (of the unknown, those whose
        words say that it is not the first time; `further`, known ones who say so and repeat nothing),
        `weeks` (forward rates), `questions` (the three that a customer would ask, a list of witnesses each);
        for all, `issues`, most repeats first.

    Raises:
        CallError: there is no such issue.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    returns = read_returns(reading)
    rows = {row["issue_id"]: row for row in returns.repeats.iter_rows(named=True)}
    document: Document = {
        "issue_id": wanted,
        "name": None if wanted is None else reading.shown_names[wanted],
        "as_of": None if reading.as_of is None else reading.as_of.isoformat(),
        "window_days": reading.settings.council.repeat_window_days,
        "currency": reading.settings.currency,
        **_word_repeats(rows.get(wanted, {})),
        "weeks": _list_forward(returns.weeks, wanted),
        "questions": _list_answers(returns.answers, wanted),
    }
    return document if wanted else {**document, "issues": _list_issues_repeats(reading, rows)}


def read_returns(reading: Reading) -> Returns:
    """Read the tables, measured again where people's edits have moved contacts since they were published."""
    said = reading.snapshot.read
    if reading.overlay is None or reading.as_of is None:
        return Returns(said("read_repeats"), said("read_repeat_weeks"), said("read_answers_given"))
    from voc.signals.repeats import follow_weeks, measure_repeats
    from voc.signals.resolution import answer_questions

    contacts, links, signs = reading.read_contacts(None), reading.links, said("read_said")
    days, as_of = reading.settings.council.repeat_window_days, reading.as_of
    return Returns(
        measure_repeats(contacts, links, signs, window_days=days, as_of=as_of),
        follow_weeks(contacts, links, window_days=days, zone=reading.zone, as_of=as_of),
        answer_questions(contacts, links, signs, window_days=days, as_of=as_of),
    )


def _word_repeats(row: Document) -> Document:
    """Word a row of REPEATS; where there is none, nothing is known."""
    count = {
        name: row.get(f"{name}_count", 0) for name in ("contact", "customer", "unknown", "repeat", "said")
    }
    lengths = ("once", "twice", "thrice", "more", "open")
    return {
        "contacts": count["contact"],
        "customers": count["customer"],
        "unknown": count["unknown"],
        "repeats": count["repeat"],
        "repeat_rate": round_figure(row.get("repeat_rate"), DIGITS),
        **_word_bounds(row, "repeat"),
        "cost": round_figure(row.get("repeat_cost", 0.0), 2),
        "chains": {
            "all": row.get("chain_count", 0),
            **{name: row.get(f"{name}_count", 0) for name in lengths},
            "longest": [{**chain, "days": round(chain["days"], 2)} for chain in row.get("longest", [])],
        },
        "days_between": _word_gaps(row),
        "first_contact_resolution": {
            "rate": round_figure(row.get("resolved_rate"), DIGITS),
            **_word_bounds(row, "resolved"),
            "resolved": row.get("resolved_count", 0),
            "n": row.get("settled_count", 0),
            "open": row.get("chain_count", 0) - row.get("settled_count", 0),
        },
        "said": {
            "again": count["said"],
            "of": count["unknown"],
            "further": row.get("further_count", 0),
        },
    }


def _word_bounds(row: Document, name: str) -> Document:
    return {bound: round_figure(row.get(f"{name}_{bound}"), DIGITS) for bound in ("low", "high")}


def _word_gaps(row: Document) -> Document | None:
    """Word the quartiles of the days between; null where nobody came back."""
    if row.get("gap_days_middle") is None:
        return None
    return {part: round_figure(row[f"gap_days_{part}"], 1) for part in ("low", "middle", "high")}


def _list_forward(weeks: pl.DataFrame, issue_id: str | None) -> list[Document]:
    chosen = weeks.filter(pl.col("issue_id").eq_missing(pl.lit(issue_id, dtype=pl.String))).sort("week")
    return [
        {
            "week": row["week"],
            "contacts": row["contact_count"],
            "followed": row["followed_count"],
            "rate": round_figure(row["forward_rate"], DIGITS),
            **_word_bounds(row, "forward"),
            "is_final": row["is_final"],
        }
        for row in chosen.iter_rows(named=True)
    ]


def _list_answers(answers: pl.DataFrame, issue_id: str | None) -> dict[str, list[Document]]:
    """List the witnesses of each question, those that tell first."""
    chosen = answers.filter(pl.col("issue_id").eq_missing(pl.lit(issue_id, dtype=pl.String)))
    told: dict[str, list[Document]] = {question: [] for question in QUESTIONS}
    place = pl.col("witness").replace_strict(WITNESSES, list(range(len(WITNESSES))), return_dtype=pl.Int64)
    for row in chosen.sort(pl.col("count") == 0, place, "scale").iter_rows(named=True):
        told[row["question"]].append(
            {
                "witness": row["witness"],
                "scale": row["scale"],
                "rate": round_figure(row["yes_share"], DIGITS),
                **_word_bounds(row, "yes"),
                "yes": row["yes_count"],
                "n": row["count"],
                "customers": row["customer_count"],
                "of": row["of_count"],
                "reason": row["reason"],
                "no_contact_ids": row["no_contact_ids"],
            }
        )
    return told


def _list_issues_repeats(reading: Reading, rows: dict[str | None, Document]) -> list[Document]:
    """List the issues that people do not ignore, most repeats first, then those of most contacts."""
    shown = [
        row
        for issue_id, row in rows.items()
        if issue_id in reading.shown_names and issue_id not in reading.standing.ignored
    ]
    ordered = sorted(shown, key=lambda row: (-row["repeat_count"], -row["contact_count"], row["issue_id"]))
    return [
        {
            "issue_id": row["issue_id"],
            "name": reading.shown_names[row["issue_id"]],
            **{name: worded for name, worded in _word_repeats(row).items() if name != "chains"},
            "three_times_or_more": row["thrice_count"] + row["more_count"],
        }
        for row in ordered
    ]
