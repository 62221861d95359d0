"""Which plain questions should stand among the answered ones, in whose words, and what would it spare?

Counted over the last complete weeks, a quarter at most; words only of issues that enough people speak of,
and masked once more before anybody sees them.
"""

from typing import TYPE_CHECKING, Any

import polars as pl

from voc.answers.figures import round_figure, write_instant
from voc.answers.overlay import put_mentions
from voc.answers.reading import Reading, require_issue
from voc.council.lifecycle import tell_lifecycle
from voc.signals.isoweeks import list_weeks, shift_week

if TYPE_CHECKING:
    import numpy as np

Document = dict[str, Any]

QUARTER = 13
SETTLED = ("fixed", "prevented")


def list_questions(reading: Reading, issue_id: str | None = None) -> Document:
    """List the plain questions that are candidates for the published answers, most contacts a month first.

    `per_month` is how many contacts of kind simple an issue brings (with its 95 % interval), hence the most
    that an answer would spare; `wordings` are the customers' own, by language, the most typical first.
    `reason` is `no_weeks` (not one complete week) or `no_questions` where the list is empty.

    Raises:
        CallError: there is no such issue.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    weeks = _list_counted(reading)
    rows = _count_reading(reading, weeks, wanted) if weeks else []
    wordings = _word_questions(reading, weeks, [row["issue_id"] for row in rows]) if rows else {}
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "issue_id": wanted,
        "weeks": len(weeks),
        "currency": reading.settings.currency,
        "reason": None if rows else ("no_questions" if weeks else "no_weeks"),
        "questions": [
            {"rank": rank, **_word_question(reading, row), "wordings": wordings.get(row["issue_id"], [])}
            for rank, row in enumerate(rows, start=1)
        ],
    }


def _list_counted(reading: Reading) -> list[str]:
    """List the complete weeks that are counted: a quarter, or what there is."""
    span, last = reading.week_range, reading.last_week
    if span is None or last is None or span[0] > last or not reading.people[0]:
        return []
    return list_weeks(max(span[0], shift_week(last, 1 - QUARTER)), last)


def _count_reading(reading: Reading, weeks: list[str], wanted: str | None) -> list[Document]:
    from voc.signals.faq import count_questions

    contacts = reading.read_contacts(None)
    k_people = reading.settings.privacy.k_people
    counted = count_questions(contacts, reading.links, weeks=weeks, k_people=k_people)
    shown = [wanted] if wanted else _list_candidates(reading)
    return counted.filter(pl.col("issue_id").is_in(shown)).to_dicts()


def _list_candidates(reading: Reading) -> list[str]:
    """List the issues that recur, are not settled and not ignored."""
    return [
        issue_id
        for issue_id, state in reading.issues.select("issue_id", "state").iter_rows()
        if state == "recurring"
        and issue_id not in reading.standing.ignored
        and tell_lifecycle(state, reading.decisions.get(issue_id)) not in SETTLED
    ]


def _word_question(reading: Reading, row: Document) -> Document:
    from voc.signals.faq import MOSTLY

    return {
        "issue_id": row["issue_id"],
        "name": reading.shown_names.get(row["issue_id"]),
        "contacts": row["simple_count"],
        "recent": row["recent_count"],
        "customers": row["customer_count"],
        "simple_share": round_figure(row["simple_share"], 4),
        "is_mostly_simple": row["simple_share"] >= MOSTLY,
        "per_month": round_figure(row["month_count"], 1),
        "per_month_low": round_figure(row["month_low"], 1),
        "per_month_high": round_figure(row["month_high"], 1),
        "cost_per_month": round_figure(row["month_cost"], 2),
    }


def _word_questions(reading: Reading, weeks: list[str], issue_ids: list[str]) -> dict[str, list[Document]]:
    """Word each issue's question as customers do: language, text, contact_id."""
    read = reading.snapshot.read("read_question_words", first=weeks[0], last=weeks[-1])
    if reading.overlay:
        read = put_mentions(read, reading.standing).with_columns(issue_id="place")
    quoted = [issue_id for issue_id in issue_ids if issue_id in reading.quoted]
    said = read.filter(pl.col("issue_id").is_in(quoted)).unique(
        ["issue_id", "language", "text"], keep="first", maintain_order=True
    )
    told: dict[str, list[Document]] = {}
    for (issue_id, language), rows in sorted(said.partition_by("issue_id", "language", as_dict=True).items()):
        if language in reading.settings.languages:
            told.setdefault(str(issue_id), []).extend(_pick_words(rows, str(language)))
    return told


def _pick_words(rows: pl.DataFrame, language: str) -> list[Document]:
    from voc.signals.faq import pick_wordings
    from voc.text.redact import redact_text

    texts = rows["text"].to_list()
    return [
        {
            "language": language,
            "text": redact_text(texts[place]).text,
            "contact_id": rows["contact_id"][place],
        }
        for place in pick_wordings(texts, _stack_vectors(rows["vector"]))
    ]


def _stack_vectors(column: pl.Series) -> "np.ndarray":
    """Stack vectors as rows; they are of one width, since one model wrote them."""
    import numpy as np

    return column.explode().to_numpy().astype(np.float32).reshape(column.len(), -1)
