"""Search by words and by meaning: best first, and any query is safe."""

import json
from collections.abc import Callable

import polars as pl
import pytest

from voc.answers import Reading, search_contacts
from voc.answers.search import choose_words, fuse_rankings
from voc.errors import CallError

RESULT = {"contact_id", "source_id", "occurred_at", "channel", "text", "score", "issues"}


def test_a_word_finds_its_other_forms_best_first(reading: Reading) -> None:
    results = search_contacts(reading, "cobro")["results"]
    assert json.loads(json.dumps(results, allow_nan=False)) == results
    assert len(results) == 6
    assert all(set(result) == RESULT and "cobros" in result["text"] for result in results)
    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_no_more_than_the_limit_comes_back(reading: Reading) -> None:
    assert len(search_contacts(reading, "cobro", limit=2)["results"]) == 2
    with pytest.raises(CallError, match="limit 0"):
        search_contacts(reading, "cobro", limit=0)


@pytest.mark.parametrize(
    "query", ["", " ", "zzqq", "'", '"; DROP', "%_", "\0", "\ud800", "🙂", "- * ( ) OR", "qqq " * 5000]
)
def test_what_nobody_said_finds_nothing(reading: Reading, query: str) -> None:
    assert search_contacts(reading, query)["results"] == []


@pytest.mark.parametrize("query", ["", "  ", "🙂", "¿?"])
def test_a_query_without_words_finds_nothing_by_meaning_either(reading: Reading, query: str) -> None:
    assert search_contacts(reading, query, query_vector=[1.0, 0.0])["results"] == []


def test_function_words_find_nothing_beside_content(reading: Reading) -> None:
    assert choose_words("¿El paquete, por la calle?") == ["paquete", "calle"]
    assert choose_words("por la") == ["por", "la"]
    found = search_contacts(reading, "por la aplicación")["results"]
    assert {result["issues"][0] for result in found} == {"ISS-0003"}


def test_meaning_finds_what_words_do_not(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    about_parcels = pl.col("issue_id") == "ISS-0002"
    vectors = tables["mentions"].select(
        "mention_id",
        "contact_id",
        vector=pl.when(about_parcels)
        .then(pl.concat_list(pl.lit(1.0), pl.lit(0.0)))
        .otherwise(pl.concat_list(pl.lit(0.0), pl.lit(1.0)))
        .cast(pl.Array(pl.Float32, 2)),
    )
    with republish({**tables, "search_vectors": vectors}) as reading:
        by_meaning = search_contacts(reading, "zzqq", query_vector=[2.0, 0.1])["results"]
        both = search_contacts(reading, "parcel", query_vector=[1.0, 0.0])["results"]
        nothing = search_contacts(reading, "zzqq", query_vector=[-1.0, -1.0])["results"]
        other_width = search_contacts(reading, "zzqq", query_vector=[1.0, 0.0, 0.0])["results"]
    assert len(by_meaning) == 4
    assert all(result["issues"] == ["ISS-0002"] for result in by_meaning)
    assert [("parcel" in result["text"]) for result in both] == [True, True, False, False]
    assert nothing == other_width == []


def test_a_snapshot_without_contacts_finds_nothing(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    with republish({name: frame.clear() for name, frame in tables.items()}) as empty:
        assert search_contacts(empty, "cobro", query_vector=[1.0, 0.0]) == {"results": []}


def test_contacts_are_found_where_there_are_no_issues_yet(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame]
) -> None:
    kept = ("contacts", "mentions")
    with republish({name: tables[name] for name in kept}) as reading:
        assert len(search_contacts(reading, "cobro")["results"]) == 6


def test_first_by_both_rankings_is_one(reading: Reading) -> None:
    scores = fuse_rankings([["a", "b"], ["a", "c"]])
    assert scores["a"] == pytest.approx(1.0)
    assert scores["b"] == scores["c"] < 0.5
    assert fuse_rankings([]) == {}
