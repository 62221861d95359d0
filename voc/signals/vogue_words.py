"""Which phrases do the contacts of some weeks say, and how many people could have said them?

A phrase is one to three words of content, by lemma and in any order. What says only when, or only that
somebody talks, is left out: it rises with the calendar.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from voc.text.lists import load_words
from voc.text.phrases import extract_phrases

MOST_BEFORE = 30_000  # contacts
MOST_WORDS = 3  # of content, a denial not counted
EMPTY = (
    *("calendar_words", "chatty_es", "chatty_en", "empty_es", "empty_en"),
    *("name_edges_es", "name_edges_en"),
)
_PLAIN = re.compile(
    r"[^\W_][\w'’&./ -]*"
)  # letters and what stands inside words: no markup, no handle, no formula
PLACE = {"place": pl.Int64()}


def gather_sayings(
    mentions: pl.DataFrame,
    contacts: pl.DataFrame,
    weeks: Sequence[str],
    *,
    whole: int = 1,
    most_before: int = MOST_BEFORE,
) -> pl.DataFrame:
    """Gather what was said in some weeks, a row a mention, in an order that is the data's own.

    Of very many contacts before the last weeks a sample is read, by their ids, which are random numbers:
    how often a thing was said before is known well enough from `most_before` of them.

    Args:
        mentions: contact_id, language, text, issue_id.
        contacts: contact_id, source, week, occurred_at, customer_id, copy_of; `agent_id` if there is one.
        weeks: Labels that `contacts.week` may have, the earliest first.
        whole: So many of the last weeks are read to the last contact.
        most_before: So many contacts of the other weeks are read at most.

    Returns:
        contact_id, issue_id, language, text, source, `place` (of the week among `weeks`), person (a contact
        without a customer is one of its own), is_copy, agent (null where none is known), occurred_at.
    """
    agent = pl.col("agent_id") if "agent_id" in contacts.columns else pl.lit(None, pl.String)
    places = pl.DataFrame({"week": list(weeks), "place": list(range(len(weeks)))}, schema_overrides=PLACE)
    placed = contacts.join(places, on="week").select(
        "contact_id",
        "source",
        "place",
        "occurred_at",
        person=pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id")),
        is_copy=pl.col("copy_of").is_not_null(),
        agent=agent,
    )
    is_late = pl.col("place") >= len(weeks) - whole
    before = placed.filter(~is_late).sort("contact_id").head(most_before)
    read = pl.concat([before, placed.filter(is_late)])
    spoken = mentions.select("contact_id", "issue_id", "language", "text").drop_nulls(["language", "text"])
    return spoken.join(read, on="contact_id").sort("occurred_at", "contact_id", "text")


def read_sayings(sayings: pl.DataFrame) -> pl.DataFrame:
    """Read the phrases of each mention; equal texts are read once.

    Args:
        sayings: Of `gather_sayings`.

    Returns:
        The same rows without `text`, one for each phrase: `key` (its lemmas, sorted: the same in any order)
        and `form` (as it is written there) besides.
    """
    texts = sayings.select("text", "language").unique(maintain_order=True)
    found = extract_phrases(texts["text"].to_list(), texts["language"].to_list())
    rows: list[int] = []
    keys: list[str] = []
    forms: list[str] = []
    for row, phrases in enumerate(found):
        for phrase in phrases:
            key = write_key(phrase.lemma)
            if key and _PLAIN.fullmatch(phrase.form):
                rows.append(row)
                keys.append(key)
                forms.append(phrase.form)
    read = pl.DataFrame(
        {"text_row": rows, "key": keys, "form": forms},
        schema={"text_row": pl.UInt32(), "key": pl.String(), "form": pl.String()},
    )
    numbered = sayings.join(texts.with_row_index("text_row"), on=["text", "language"]).drop("text")
    return numbered.join(read, on="text_row").drop("text_row")


@lru_cache(maxsize=200_000)
def write_key(lemma: str) -> str:
    """Write the key of a phrase: its lemmas, sorted; "" where it is too long or says nothing."""
    words = lemma.split()
    content = [word for word in words if word != "no"]
    if len(content) > MOST_WORDS or all(word in load_words(*EMPTY) for word in content):
        return ""
    return " ".join(sorted(words))
