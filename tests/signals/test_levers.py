from itertools import pairwise

import polars as pl
import pytest

from voc.schema import LEVERS, check_frame, make_frame
from voc.schema.signals import PROPOSED_LEVERS, RATINGS
from voc.signals.levers import (
    CLASS_VALUES,
    FACTORS,
    LEVER_WEIGHTS,
    PRIORITY_WEIGHTS,
    propose_levers,
    score_factors,
)

NO_WEEKS = pl.DataFrame(
    schema={
        "issue_id": pl.String,
        "week": pl.String,
        "contact_count": pl.Int64,
        "exposure": pl.Float64,
        "is_complete": pl.Boolean,
    }
)
NO_RATINGS = make_frame([], RATINGS)
DEFECT, CONFUSION = ("avoidable", None), ("avoidable", "missing_information")
AGAIN, QUESTION, FORMALITY, WISH = (
    ("repeat", None),
    ("simple", None),
    ("other", None),
    ("valuable", "buy_more"),
)


def propose(said: dict[str, list[tuple[str | None, str | None]]], **given: pl.DataFrame) -> pl.DataFrame:
    """Propose for issues by their contacts' kinds and opportunities; a repeat has come back; all cost 2."""
    rows = [(f"c{issue}{n}", issue, *kind) for issue, kinds in said.items() for n, kind in enumerate(kinds)]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(("contact_id", "issue_id", "kind", "opportunity"), pl.String), orient="row"
    )
    contacts = frame.with_columns(cost=pl.lit(given.pop("cost", 2.0)), customer_id=pl.lit("k"))
    links = frame.select("contact_id", "issue_id", is_repeat=pl.col("kind") == "repeat")
    return propose_levers(contacts, links, given.get("weeks", NO_WEEKS), given.get("ratings", NO_RATINGS))


def rate_issue(issue_id: str, adjusted: float, scale: str = "nps") -> pl.DataFrame:
    row = {"issue_id": issue_id, "scale": scale, "measure": "mean", "is_primary": True, "adjusted": adjusted}
    return make_frame([row], RATINGS)


def count_weekly(issue_id: str, counts: list[int]) -> pl.DataFrame:
    rows = [(issue_id, f"2026-W{10 + n}", count, 100.0, True) for n, count in enumerate(counts)]
    return pl.DataFrame(rows, schema=NO_WEEKS.schema, orient="row")


@pytest.mark.parametrize(
    ("kinds", "lever", "reason"),
    [
        ([DEFECT] * 10, "eliminate", "mostly_defect"),
        ([DEFECT] * 6 + [AGAIN] * 4, "eliminate", "comes_back"),
        ([QUESTION] * 10, "automate", "mostly_question"),
        ([CONFUSION] * 10, "simplify", "mostly_confusion"),
        ([FORMALITY] * 10, "simplify", "mostly_formality"),
        ([WISH] * 10, "improve", "mostly_wish"),
        ([("valuable", None)] * 10, "improve", "wanted_by_company"),
        ([DEFECT] * 8 + [QUESTION] * 2, "eliminate", "irritates_customer"),
        ([QUESTION] * 8 + [DEFECT] * 2, "automate", "wanted_by_customer"),
    ],
)
def test_each_kind_of_contact_has_its_lever(kinds: list, lever: str, reason: str) -> None:
    told = propose({"A": kinds, "B": [QUESTION, DEFECT, WISH]}).row(0, named=True)
    assert told["lever"] == lever
    assert reason in told["reasons"]
    assert told["lead"] > 0.05


def test_scores_by_hand() -> None:
    """One issue of eight defects, of which two come back, and two questions, beside one of ten questions.

    Shares .8 and .2; to the customer .8·0 + .2·1 = .2, to the company 0. Its repeat rate is .2, the average
    issue's .1: .2/.3. Size and cost are the average's: a half.
    """
    said = {"A": [DEFECT] * 6 + [AGAIN] * 2 + [QUESTION] * 2, "B": [QUESTION] * 10}
    told = propose(said).row(0, named=True)
    assert (told["defect"], told["question"], told["customer_value"]) == (0.8, 0.2, pytest.approx(0.2))
    assert (told["size"], told["cost"], told["repeats"]) == (0.5, 0.5, pytest.approx(2 / 3))
    assert told["eliminate"] == pytest.approx(0.4 * 0.8 + 0.2 * 0.8 + 0.2 * 1 + 0.1 * 2 / 3 + 0.1 * 0.5)
    assert told["automate"] == pytest.approx(0.4 * 0.2 + 0.2 * 0.2 + 0.2 * 1 + 0.1 / 3 + 0.1 * 0.5)
    assert told["simplify"] == pytest.approx(0.2 * 0.8 + 0.1 * 2 / 3 + 0.1 * 0.5)
    assert told["improve"] == pytest.approx(0.2 * 0.2 + 0.1 / 3 + 0.1 * 0.5)
    assert told["runner_up"] == "automate"
    assert told["lead"] == pytest.approx(told["eliminate"] - told["automate"])
    assert told["priority"] == pytest.approx(0.3 * 0.5 + 0.2 * 0.5 + 0.2 * 0.5 + 0.15 * 2 / 3 + 0.15 * 0.5)
    assert told["reasons"] == ["mostly_defect", "irritates_customer", "irritates_company", "comes_back"]


def test_where_nobody_comes_back_repeats_are_unknown_rather_than_few() -> None:
    assert propose({"A": [DEFECT] * 5, "B": [QUESTION] * 5})["repeats"].to_list() == [None, None]


def test_each_lever_has_one_to_give_and_every_factor_is_there() -> None:
    for lever, weights in LEVER_WEIGHTS.items():
        shared = 0.4 if lever == "simplify" else 0.0  # confusion and formality are parts of one whole
        assert sum(map(abs, weights.values())) == pytest.approx(1 + shared)
        assert set(weights) <= set(FACTORS)
    assert tuple(LEVER_WEIGHTS) == LEVERS
    assert sum(PRIORITY_WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("factor", FACTORS)
def test_a_lever_rises_with_what_speaks_for_it_and_falls_with_what_speaks_against(
    lever: str, factor: str
) -> None:
    grid = [0.0, 0.25, 0.5, 0.75, 1.0]
    rows = pl.DataFrame({name: grid if name == factor else [0.5] * 5 for name in FACTORS})
    scores = rows.select(score_factors(LEVER_WEIGHTS[lever])).to_series().to_list()
    steps = [round(after - before, 9) for before, after in pairwise(scores)]
    weight = LEVER_WEIGHTS[lever].get(factor, 0.0)
    assert steps == pytest.approx([weight / 4] * 4)


def test_the_four_corners_of_the_quadrant_are_the_four_levers() -> None:
    corners = {(0.0, 0.0): "eliminate", (1.0, 0.0): "automate", (0.0, 1.0): "simplify", (1.0, 1.0): "improve"}
    even = dict.fromkeys(FACTORS, 0.5) | dict.fromkeys(("defect", "question", "wish"), 0.2)
    even |= {"confusion": 0.1, "formality": 0.1, "cost": 0.5}
    for (customer, company), lever in corners.items():
        values = even | {"customer_value": customer, "company_value": company}
        rows = pl.DataFrame({name: [value] for name, value in values.items()})
        scores = {name: rows.select(score_factors(weights)).item() for name, weights in LEVER_WEIGHTS.items()}
        assert max(scores, key=scores.__getitem__) == lever


def test_more_defects_never_speak_against_eliminating() -> None:
    leads = []
    for count in range(11):
        told = propose({"A": [DEFECT] * count + [QUESTION] * (10 - count)}).row(0, named=True)
        leads.append(told["eliminate"] - told["automate"])
    assert leads == sorted(leads)
    assert leads[0] < 0 < leads[-1]


def test_low_ratings_speak_of_irritation_and_unknown_ones_do_not() -> None:
    plain = propose({"A": [QUESTION] * 5}).row(0, named=True)
    lower = propose({"A": [QUESTION] * 5}, ratings=rate_issue("A", -3.0)).row(0, named=True)
    assert (plain["rating_loss"], plain["customer_value"]) == (None, 1.0)
    assert lower["rating_loss"] == pytest.approx(0.8)
    assert lower["customer_value"] == pytest.approx(0.7 * 1 + 0.3 * 0.2)
    assert "rates_lower" in lower["reasons"]
    assert lower["priority"] > plain["priority"]


def test_a_rating_on_an_unknown_scale_is_not_compared() -> None:
    told = propose({"A": [QUESTION] * 5}, ratings=rate_issue("A", -3.0, "source odd")).row(0, named=True)
    assert told["rating_loss"] is None


def test_what_grows_comes_first() -> None:
    """Four weeks of 20 after twelve of 10: rates .20125 and .1004, so growth is two thirds, nearly."""
    grown = propose({"A": [DEFECT] * 5}, weeks=count_weekly("A", [10] * 12 + [20] * 4)).row(0, named=True)
    even = propose({"A": [DEFECT] * 5}, weeks=count_weekly("A", [10] * 16)).row(0, named=True)
    young = propose({"A": [DEFECT] * 5}, weeks=count_weekly("A", [10] * 7)).row(0, named=True)
    assert grown["growth"] == pytest.approx(0.20125 / (0.20125 + 120.5 / 1200), abs=1e-9)
    assert even["growth"] == pytest.approx(0.5, abs=0.01)
    assert young["growth"] is None
    assert grown["priority"] > even["priority"] > 0


def test_where_nothing_costs_anything_cost_is_unknown() -> None:
    told = propose({"A": [DEFECT] * 5, "B": [QUESTION] * 5}, cost=0.0)
    assert told["cost"].to_list() == [None, None]
    assert told["lever"].to_list() == ["eliminate", "automate"]


def test_too_few_contacts_with_a_kind_propose_nothing() -> None:
    told = propose({"A": [DEFECT, DEFECT, (None, None), (None, None)]}).row(0, named=True)
    assert (told["lever"], told["lead"], told["reasons"], told["reason"]) == (None, None, [], "few_contacts")
    assert told["kind_count"] == 2


def test_a_close_lead_is_said() -> None:
    told = propose({"A": [DEFECT] + [AGAIN] * 4 + [QUESTION] * 5}).row(0, named=True)
    assert told["lead"] < 0.05
    assert told["reasons"][0] == "close"


def test_the_table_is_as_published_whatever_the_order_of_rows() -> None:
    said = {"B": [DEFECT] * 4, "A": [QUESTION] * 9, "C": [WISH] * 3}
    told = propose(said)
    check_frame(told, PROPOSED_LEVERS)
    assert told.equals(propose(dict(reversed(said.items()))))
    assert told.select(list(CLASS_VALUES)).sum_horizontal().to_list() == pytest.approx([1.0] * 3)


def test_without_issues_there_is_nothing_to_propose() -> None:
    assert propose({}).is_empty()
