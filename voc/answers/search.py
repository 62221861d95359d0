"""Which contacts say this, in these words or in others?

Words (BM25 over stems) and meaning (cosine to the nearest mention) are two rankings, fused by rank: their
scores cannot be compared, their orders can (Cormack et al. 2009, reciprocal rank fusion).
"""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

import polars as pl

from voc.answers.figures import write_instant
from voc.answers.reading import Reading
from voc.errors import CallError
from voc.text.fold import fold_text
from voc.text.lists import load_words

Document = dict[str, Any]

RANK_OFFSET = 60  # of reciprocal rank fusion, as published
LEAST_COSINE = 0.4  # below, the nearest sentence is about something else: nonsense reaches 0.37
LONGEST_QUERY = 2000  # characters


def search_contacts(
    reading: Reading, query: str, limit: int = 20, query_vector: Sequence[float] | None = None
) -> Document:
    """Search contacts by words and, where the query's vector is given, by meaning.

    Args:
        reading: What to answer from.
        query: Any text; nothing in it is an instruction to the search, and without a letter or a
            digit nothing is found.
        limit: At most so many results, 1 or more.
        query_vector: The query embedded by the encoder that the snapshot was made with, raw.

    Returns:
        `results`, best first; `score` from 0 to 1, 1 being first by both. Nothing found is an empty list.
    """
    if limit < 1:
        raise CallError(f"limit {limit!r}: wanted a whole number, 1 or more")
    words = choose_words(query[:LONGEST_QUERY])
    if not words or reading.week_range is None:
        return {"results": []}
    depth = max(limit, 50)
    rankings = [_rank_by_words(reading, words, depth)]
    if query_vector is not None:
        rankings.append(_rank_by_meaning(reading, query_vector, depth))
    scores = fuse_rankings(rankings)
    best = sorted(scores, key=lambda contact_id: (-scores[contact_id], contact_id))[:limit]
    found = {
        row["contact_id"]: row
        for row in reading.snapshot.read("read_found_contacts", contact_ids=best).iter_rows(named=True)
    }
    return {"results": [_word_result(reading, found[contact_id], scores[contact_id]) for contact_id in best]}


def fuse_rankings(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Fuse rankings by reciprocal rank: 1 is first in every one of them."""
    scores: dict[str, float] = {}
    share = (RANK_OFFSET + 1) / max(len(rankings), 1)
    for ranking in rankings:
        for rank, contact_id in enumerate(ranking, start=1):
            scores[contact_id] = scores.get(contact_id, 0.0) + share / (RANK_OFFSET + rank)
    return scores


def choose_words(query: str) -> list[str]:
    """Choose the words of a query that carry its content; where none does, all of them.

    Function words stand in every contact: they would find everything.
    """
    words = re.findall(r"[^\W_]+", normalize("NFC", query))
    function_words = load_words("stopwords_es", "stopwords_en")
    return [word for word in words if fold_text(word) not in function_words] or words


def _rank_by_words(reading: Reading, words: Sequence[str], most: int) -> list[str]:
    listed = reading.snapshot.search("list_query_terms", query=" ".join(words))["terms"]
    terms = dict.fromkeys(term for line in listed for term in line.split())
    if not terms:
        return []
    return _take_ids(reading.snapshot.search("search_by_words", terms=" ".join(terms), most=most))


def _rank_by_meaning(reading: Reading, vector: Sequence[float], most: int) -> list[str]:
    numbers = [float(number) for number in vector]
    return _take_ids(
        reading.snapshot.read("search_by_meaning", vector=numbers, most=most, least=LEAST_COSINE)
    )


def _take_ids(found: pl.DataFrame) -> list[str]:
    return found["contact_id"].to_list()


def _word_result(reading: Reading, row: Document, score: float) -> Document:
    return {
        "contact_id": row["contact_id"],
        "source_id": row["source_id"],
        "occurred_at": write_instant(row["occurred_at"], reading.zone),
        "channel": row["channel"],
        "text": row["text"],
        "score": round(score, 6),
        "issues": reading.drop_ignored(reading.list_linked(row["contact_id"], row["issues"])),
    }
