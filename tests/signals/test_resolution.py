"""The three questions, on a handful of contacts that a person can count."""

import polars as pl
import pytest

from tests.signals.visits import Row, after, make_visits
from voc.schema import RATING_SCALES
from voc.schema.signals import ANSWERS_GIVEN, SAID
from voc.signals.resolution import GOOD_FROM, WITNESSES, answer_questions

ROWS: list[Row] = [
    ("a1", 0, "ana", "I"),
    ("a2", 3, "ana", "I"),
    ("b1", 1, "bea", "I"),
    ("b2", 2, None, "I J"),
    ("c1", 30, "cid", "J"),
    ("n1", 4, "eva", ""),
]
TOLD = {  # channel, rating, scale
    "a1": ("agent_note", None, None),
    "a2": ("web", 2.0, "stars5"),
    "b1": ("survey", 9.0, "nps"),
    "b2": ("survey", 6.0, "nps"),
    "c1": ("call", None, None),
    "n1": ("web", 5.0, "stars5"),
}
SAYS = [
    ("a1", "unsolved"), ("a1", "unkind"), ("a2", "solved"), ("a2", "unsolved"), ("b1", "solved"),
    ("b1", "kind"), ("b2", "wrong"), ("n1", "kind"), ("n1", "again"),
]  # fmt: skip


def _answer(rows: list[Row] = ROWS, says: list[tuple[str, str]] = SAYS, as_of: float = 35) -> pl.DataFrame:
    contacts, links = make_visits(rows)
    told = [TOLD[contact_id] for contact_id in contacts["contact_id"]]
    known = contacts.with_columns(
        channel=pl.Series([row[0] for row in told], dtype=pl.String),
        rating=pl.Series([row[1] for row in told], dtype=pl.Float64),
        rating_scale=pl.Series([row[2] for row in told], dtype=pl.String),
    )
    said = pl.DataFrame(says, schema=dict(SAID), orient="row")
    answers = answer_questions(known, links, said, window_days=14, as_of=after(as_of))
    assert dict(answers.schema) == dict(ANSWERS_GIVEN)
    return answers


def _one(issue_id: str | None, question: str, witness: str, scale: str | None = None) -> dict[str, object]:
    chosen = _answer().filter(
        pl.col("issue_id").eq_missing(pl.lit(issue_id)),
        pl.col("scale").eq_missing(pl.lit(scale)),
        question=question, witness=witness,
    )  # fmt: skip
    return chosen.row(0, named=True)


@pytest.mark.parametrize(
    ("issue_id", "question", "witness", "scale", "yes", "count", "of"),
    [
        ("I", "solved", "words", None, 1, 2, 3),  # a2 says both: no; b1 yes; the note is an agent's
        ("I", "solved", "notes", None, 0, 1, 1),
        ("I", "solved", "repeats", None, 2, 3, 3),  # a1 was followed, a2 and b1 were not
        ("I", "treated", "words", None, 1, 1, 3),  # what an agent notes tells nothing of it
        ("I", "treated", "ratings", "nps", 1, 2, 4),
        ("I", "treated", "ratings", "stars5", 0, 1, 4),
        ("I", "right", "words", None, 0, 1, 3),
        ("I", "right", "repeats", None, 1, 2, 2),  # of the first contacts a1 and b1
        (None, "treated", "words", None, 2, 2, 5),  # n1 too, that has no issue
        (None, "treated", "ratings", "stars5", 1, 2, 6),
        (None, "solved", "repeats", None, 2, 3, 4),  # c1's window is open
        ("J", "right", "words", None, 0, 1, 2),  # b2 speaks of two issues
    ],
)
def test_each_witness_tells_what_was_counted_by_hand(
    issue_id: str | None, question: str, witness: str, scale: str | None, yes: int, count: int, of: int
) -> None:
    row = _one(issue_id, question, witness, scale)
    assert (row["yes_count"], row["count"], row["of_count"], row["reason"]) == (yes, count, of, None)
    assert row["yes_share"] == pytest.approx(yes / count)
    low, high = row["yes_low"], row["yes_high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert low <= yes / count <= high


@pytest.mark.parametrize(
    ("question", "witness", "reason"),
    [
        ("solved", "words", "nobody_says"),
        ("solved", "notes", "nobody_asked"),
        ("treated", "ratings", "nobody_asked"),
        ("solved", "repeats", "window_open"),
    ],
)
def test_where_nothing_is_known_the_reason_is_told(question: str, witness: str, reason: str) -> None:
    answers = _answer([("c1", 30, "cid", "J")], [])
    row = answers.filter(issue_id="J", question=question, witness=witness).row(0, named=True)
    assert (row["count"], row["yes_share"], row["yes_low"], row["reason"]) == (0, None, None, reason)


def test_without_a_known_customer_nobody_can_tell_who_came_back() -> None:
    answers = _answer([("b2", 0, None, "J")]).filter(issue_id="J", witness="repeats")
    assert answers["reason"].to_list() == ["no_customers", "no_customers"]


def test_the_contacts_that_say_no_are_named_the_latest_first() -> None:
    assert _one("I", "solved", "words")["no_contact_ids"] == ["a2"]
    assert _one(None, "treated", "ratings", "stars5")["no_contact_ids"] == ["a2"]
    assert _one("I", "solved", "repeats")["no_contact_ids"] == ["a1"]


def test_every_issue_has_a_row_for_each_witness() -> None:
    asked = _answer().select("issue_id", "question", "witness").unique()
    assert asked.height == 3 * len(WITNESSES)
    assert _answer()["issue_id"][0] is None


def test_the_order_of_contacts_and_the_customers_pseudonyms_do_not_matter() -> None:
    renamed = {"ana": "zz", "bea": "yy", "cid": "xx", "eva": "ww", None: None}
    other: list[Row] = [(name, day, renamed[who], issues) for name, day, who, issues in reversed(ROWS)]
    assert _answer(other, SAYS[::-1]).equals(_answer())


def test_without_contacts_there_is_nothing_to_answer() -> None:
    assert _answer(as_of=-1).is_empty()


def test_every_scale_of_the_contract_has_its_good_ratings() -> None:
    assert set(GOOD_FROM) == set(RATING_SCALES)
    assert all(low < GOOD_FROM[name] <= high for name, (low, high) in RATING_SCALES.items())
