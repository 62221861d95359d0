"""Contacts of which several say more than one thing, with all that they say: what splitting is measured on.

Reviews carry the aspects that people marked; service conversations have one reason each, so two of them, of
different reasons, are put one after the other: a call about two matters. Nothing is drawn by chance.
"""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.sets import read_table

COLUMNS = ("id", "text", "language", "channel", "labels")


def load_hotel(data: Path) -> pl.DataFrame:
    """Hotel reviews, a sentence or a few each; a quarter names two aspects or more."""
    rows = read_table(data / "mabsa_es_en" / "data.csv").with_row_index("number")
    chosen = rows.filter(pl.col("domain").eq("hotel") & pl.col("categories").is_not_null())
    return chosen.filter(pl.col("text").is_not_null()).select(
        id=pl.format("{}-{}", "lang", "number"),
        text="text",
        language="lang",
        channel=pl.lit("web"),
        labels=pl.col("categories").str.split("|").list.unique().list.sort(),
    )


def read_dialogues(data: Path) -> list[dict[str, str]]:
    """The customers' turns of each conversation, a line each, with its reason."""
    lines = (data / "star_dialogues_en" / "data.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        {
            "id": str(row["dialogue_id"]),
            "reason": row["reason"],
            "text": "\n".join(
                " ".join(turn["text"].split()) for turn in row["turns"] if turn["speaker"] == "customer"
            ),
        }
        for row in rows
    ]


def load_calls(data: Path) -> pl.DataFrame:
    """Service conversations as calls, one reason each."""
    return make_calls([([row["id"]], [row["text"]], [row["reason"]]) for row in read_dialogues(data)])


def load_double_calls(data: Path) -> pl.DataFrame:
    """Two conversations of different reasons one after the other; half of the set stays as it is."""
    rows = sorted(read_dialogues(data), key=lambda row: (len(row["id"]), row["id"]))
    half = len(rows) // 2
    calls = [([row["id"]], [row["text"]], [row["reason"]]) for row in rows[:half]]
    rest = sorted(rows[half:], key=lambda row: row["reason"])
    middle = len(rest) // 2
    for first, second in zip(rest[:middle], rest[middle:], strict=False):
        if first["reason"] != second["reason"]:
            calls.append(tuple([first[key], second[key]] for key in ("id", "text", "reason")))  # type: ignore[arg-type]
    return make_calls(calls)


def make_calls(calls: list[tuple[list[str], list[str], list[str]]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"id": "+".join(ids), "text": "\n".join(texts), "language": "en", "channel": "call",
             "labels": sorted(reasons)}
            for ids, texts, reasons in calls
        ]
    )  # fmt: skip


def load_requests(data: Path) -> pl.DataFrame:
    """Spoken requests to a bank or a hotel, with what each is about; acts of talk are left out."""
    talk = {"affirm", "deny", "dont_know", "acknowledge", "greet", "thank", "end_call", "repeat", "handoff"}
    facets = {"request_info", "how", "how_much", "how_long", "when", "why", "more_higher_after", "change"}
    facets |= {"less_lower_before", "existing", "current", "new", "wrong_notworking_notshowing"}
    facets |= {"make_open_apply_setup_get_activate", "cancel_close_leave_freeze"}
    rows = read_table(data / "nlupp_en" / "data.csv").with_row_index("number")
    named = rows.with_columns(
        labels=pl.col("intents").str.split("|").list.set_difference(sorted(talk | facets)).list.sort()
    )
    return named.filter(pl.col("labels").list.len() > 0).select(
        id=pl.format("n{}", "number"), text="text", language=pl.lit("en"), channel=pl.lit("web"),
        labels="labels",
    )  # fmt: skip


SEVERAL: dict[str, Callable[[Path], pl.DataFrame]] = {
    "hotel reviews, all their aspects": load_hotel,
    "calls, one reason": load_calls,
    "calls, half with two reasons": load_double_calls,
    "requests to bank and hotel": load_requests,
}
