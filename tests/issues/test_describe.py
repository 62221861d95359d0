"""An issue shows central, varied and doubtful texts of different people, whatever its size."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.issues.builders import make_topics
from voc.issues.describe import DRAWN_TEXTS, NEAR_TEXTS, choose_shown, describe_issues, list_keyphrases
from voc.issues.name_phrases import Candidate

IDS = ["ISS-0001", "ISS-0002", "ISS-0003"]
SAID = ("el router se reinicia", "un cobro duplicado", "el pedido no llega")
NAMES = dict(zip(IDS, SAID, strict=True))


def plan_mentions(sizes: list[int], *, people: int = 10_000) -> tuple[pl.DataFrame, dict[str, np.ndarray]]:
    """Mentions of as many issues as there are sizes, each with its own text, and the vectors by text."""
    vectors, topics = make_topics(sizes, spread=0.8)
    rows = [
        {
            "mention_id": f"m{row:05d}",
            "contact_id": f"c{row:05d}",
            "person": f"k{row % people}",
            "text": f"{SAID[topic]} desde el martes en casa {row}",
            "text_key": f"{(row * 7919) % 100_003:06d}",
            "language": "es",
            "issue_id": IDS[topic],
            "similarity": float(vectors[row] @ vectors[topics == topic].mean(axis=0)),
        }
        for row, topic in enumerate(topics)
    ]
    by_key = {row["text_key"]: vectors[place] for place, row in enumerate(rows)}
    return pl.DataFrame(rows), by_key


def describe(mentions: pl.DataFrame, by_key: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    shown = choose_shown(mentions)
    vectors = np.vstack([by_key[key] for key in shown["text_key"]])
    return describe_issues(shown, vectors, NAMES).to_dicts()


@pytest.fixture(scope="module")
def planned() -> tuple[pl.DataFrame, dict[str, np.ndarray]]:
    return plan_mentions([60, 50, 40])


def test_each_issue_is_shown_whole(planned: tuple[pl.DataFrame, dict[str, np.ndarray]]) -> None:
    for row in describe(*planned):
        assert len(row["exemplars"]) == 3 and len(row["verbatims"]) == 5
        assert row["stability"] > 0.9 and len(row["neighbours"]) == 2
        assert SAID[IDS.index(row["issue_id"])].split()[1] in row["keyphrases"][0]
        own, other = SAID[IDS.index(row["issue_id"])], NAMES[row["neighbours"][0]["issue_id"]]
        assert row["neighbours"][0]["words_here"][0] in own
        assert row["neighbours"][0]["words_there"][0] in other


def test_the_order_of_arrival_changes_nothing(planned: tuple[pl.DataFrame, dict[str, np.ndarray]]) -> None:
    mentions, by_key = planned
    assert describe(mentions.sample(fraction=1.0, shuffle=True, seed=4), by_key) == describe(mentions, by_key)


def test_what_is_said_by_one_person_is_shown_once(
    planned: tuple[pl.DataFrame, dict[str, np.ndarray]],
) -> None:
    mentions, by_key = planned
    loud = mentions.with_columns(person=pl.lit("k0"))
    for row in describe(loud, by_key):
        assert len(row["exemplars"]) == len(row["verbatims"]) == 1 and len(row["boundary"]) <= 1


def test_a_text_between_two_issues_is_at_the_boundary_with_the_other_named(
    planned: tuple[pl.DataFrame, dict[str, np.ndarray]],
) -> None:
    mentions, by_key = planned
    moved = mentions["mention_id"] == "m00060"  # the second issue's first
    strayed = mentions.with_columns(issue_id=pl.when(moved).then(pl.lit(IDS[0])).otherwise("issue_id"))
    first = describe(strayed, by_key)[0]
    assert [(said["contact_id"], said["neighbour"]) for said in first["boundary"]] == [("c00060", IDS[1])]


def test_of_a_large_issue_only_so_many_texts_are_looked_at_and_a_small_one_whole() -> None:
    mentions, _ = plan_mentions([2000, 30])
    shown = choose_shown(mentions)
    counts = dict(shown.group_by("issue_id").len().iter_rows())
    assert DRAWN_TEXTS < counts[IDS[0]] <= DRAWN_TEXTS + NEAR_TEXTS and counts[IDS[1]] == 30
    large = shown.filter(pl.col("issue_id") == IDS[0])
    assert large["similarity"].is_sorted(descending=True)
    nearest = mentions.filter(pl.col("issue_id") == IDS[0])["similarity"].top_k(NEAR_TEXTS).min()
    assert (large["similarity"] >= nearest).sum() == NEAR_TEXTS


def test_one_text_of_many_mentions_is_looked_at_once_as_its_nearest_mention_has_it() -> None:
    mentions, _ = plan_mentions([5])
    farther = mentions.with_columns(mention_id="again-" + pl.col("mention_id"), similarity=pl.lit(0.0))
    shown = choose_shown(pl.concat([farther, mentions]))
    assert sorted(shown["mention_id"]) == sorted(mentions["mention_id"])


def test_nothing_to_show_is_an_empty_table() -> None:
    mentions, _ = plan_mentions([5])
    assert describe_issues(choose_shown(mentions.clear()), np.zeros((0, 0), np.float32), {}).is_empty()


def test_a_word_gives_way_to_a_phrase_that_it_stands_in() -> None:
    said = ("router", "wifi", "router se reinicia", "router de la fibra", "se reinicia", "sin wifi en casa")
    candidates = [Candidate(form, form, 0.1, 1.0) for form in said]
    assert list_keyphrases(candidates) == ["router se reinicia", "sin wifi en casa", "router de la fibra"]
