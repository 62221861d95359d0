from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from voc.schema import PUBLISHED, check_frame
from voc.schema.signals import RATINGS
from voc.signals.rating_effects import measure_ratings
from voc.signals.ratings import measure_rating_effects

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def frame_contacts(rows: list[tuple[str, str | None, float | None, str | None]]) -> pl.DataFrame:
    """Rows of source, customer, rating and product, a minute after each other; every scale is by source."""
    return pl.DataFrame(
        {
            "contact_id": [f"c{number:05d}" for number in range(len(rows))],
            "source": [row[0] for row in rows],
            "occurred_at": [START + timedelta(minutes=number) for number in range(len(rows))],
            "customer_id": [row[1] for row in rows],
            "rating": [row[2] for row in rows],
            "rating_scale": [{"nps": "nps", "again": "nps", "stars": "stars5"}.get(row[0]) for row in rows],
            "product": [row[3] for row in rows],
        },
        schema={name: PUBLISHED["contacts"][name] for name in (
            "contact_id", "source", "occurred_at", "customer_id", "rating", "rating_scale", "product")},
    )  # fmt: skip


def link_rows(issues: list[str]) -> pl.DataFrame:
    """Each contact's issues, separated by spaces."""
    pairs = [(f"c{number:05d}", issue) for number, said in enumerate(issues) for issue in said.split()]
    return pl.DataFrame(pairs, schema={"contact_id": pl.String, "issue_id": pl.String}, orient="row")


def find_row(table: pl.DataFrame, issue_id: str | None, measure: str = "mean", scale: str = "nps") -> dict:
    wanted = pl.col("issue_id").eq_missing(pl.lit(issue_id))
    return table.row(
        by_predicate=wanted & (pl.col("measure") == measure) & (pl.col("scale") == scale), named=True
    )


def invent_survey(n: int = 400, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A fifth speak of A and rate 3 lower, a tenth of B, rating like everybody."""
    rng = np.random.default_rng(seed)
    issues = rng.choice(["A", "B", "C", ""], n, p=[0.2, 0.1, 0.5, 0.2]).tolist()
    ratings = [float(np.clip(rng.integers(4, 11) - 3 * (issue == "A"), 0, 10)) for issue in issues]
    return frame_contacts(
        [("nps", f"k{i % 350}", rating, None) for i, rating in enumerate(ratings)]
    ), link_rows(issues)


def test_the_table_by_hand() -> None:
    """A: 20 raters of 2; the rest: 30 of 9. All (40+270)/50 = 6.2; NPS 100·(30−20)/50 = 20, without A 100."""
    rows = [("nps", None, 2.0, None)] * 20 + [("nps", None, 9.0, None)] * 30
    table = measure_ratings(frame_contacts(rows), link_rows(["A"] * 20 + [""] * 30))
    check_frame(table, RATINGS)
    found, whole = find_row(table, "A"), find_row(table, None)
    assert whole["level"] == pytest.approx(6.2)
    assert (whole["rated_count"], whole["person_count"], whole["lost_share"], whole["won_share"]) == (
        50,
        50,
        0.4,
        0.6,
    )
    assert (found["level"], found["rest_level"]) == (2.0, 9.0)
    assert found["effect"] == pytest.approx(6.2 - 9.0)
    assert found["adjusted"] == pytest.approx(-7.0)
    assert found["points_to_win"] == pytest.approx(2.8)
    assert found["importance"] == pytest.approx(1.0)
    assert (found["penalty"], found["reward"]) == (pytest.approx(1.0), pytest.approx(-1.0))
    points = find_row(table, "A", "nps")
    assert (points["level"], points["rest_level"]) == (-100.0, 100.0)
    assert points["effect"] == pytest.approx(20 - 100)
    assert points["points_to_win"] == pytest.approx(80)


def test_with_one_issue_a_contact_and_one_product_the_adjusted_figures_are_the_plain_ones() -> None:
    table = measure_ratings(*invent_survey()).drop_nulls("adjusted")
    assert table.height == 6
    assert table["points_to_win"].to_list() == pytest.approx((-table["effect"]).to_list(), abs=1e-9)
    assert table["adjusted"].to_list() == pytest.approx((table["level"] - table["rest_level"]).to_list())


def test_what_is_planted_is_found_and_what_is_not_is_not_said() -> None:
    table = measure_ratings(*invent_survey())
    lower, same = find_row(table, "A"), find_row(table, "B")
    assert lower["adjusted_low"] < -3 < lower["adjusted_high"] < 0
    assert lower["effect_high"] < 0
    assert lower["side"] == "dissatisfier" or lower["side"] == "both"
    assert lower["importance"] > 10 * same["importance"]
    assert same["effect_low"] < 0 < same["effect_high"]


def test_a_product_that_rates_lower_is_not_held_against_the_issue_it_brings() -> None:
    """A comes mostly with the worse product; within a product nobody rates it differently."""
    rng = np.random.default_rng(3)
    rows, issues = [], []
    for number in range(600):
        is_worse = number % 2 == 0
        issues.append("A" if rng.random() < (0.6 if is_worse else 0.1) else "B")
        rows.append(
            (
                "nps",
                None,
                float(rng.integers(2, 6) if is_worse else rng.integers(6, 10)),
                "tv" if is_worse else "fibre",
            )
        )
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(issues)), "A")
    assert found["effect_high"] < 0
    assert found["adjusted_low"] < 0 < found["adjusted_high"]


def test_a_bad_issue_that_comes_along_is_not_held_against_its_companion() -> None:
    """B is often named with A, which goes with 4 points less; B itself with none."""
    rng = np.random.default_rng(4)
    issues = rng.choice(["A", "A B", "B", "C", "D"], 900, p=[0.15, 0.2, 0.1, 0.3, 0.25]).tolist()
    rows = [
        ("nps", None, float(np.clip(rng.integers(5, 11) - 4 * ("A" in said), 0, 10)), None) for said in issues
    ]
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(issues)), "B")
    assert found["effect_high"] < 0
    assert found["adjusted"] > 0  # better than what the others speak of, a third of which is A


def test_scales_are_never_mixed_and_an_issue_is_told_where_it_has_most_ratings() -> None:
    rows = [("stars", None, 1.0 + n % 5, None) for n in range(40)] + [
        ("nps", None, float(n % 11), None) for n in range(60)
    ]
    issues = ["A" if n < 15 else "" for n in range(40)] + ["A" if n < 12 else "" for n in range(60)]
    table = measure_ratings(frame_contacts(rows), link_rows(issues))
    assert find_row(table, "A", scale="stars5")["is_primary"]
    assert not find_row(table, "A")["is_primary"]
    assert find_row(table, "A", scale="stars5")["contact_count"] == 27
    assert find_row(table, "A", scale="stars5")["rated_share"] == pytest.approx(15 / 27)


def test_the_contracts_figure_is_the_primary_scales_plain_effect() -> None:
    contacts, links = invent_survey(seed=8)
    told = measure_rating_effects(contacts, links).sort("issue_id")
    primary = measure_ratings(contacts, links).filter(pl.col("is_primary") & (pl.col("measure") == "mean"))
    assert told["issue_id"].to_list() == primary["issue_id"].to_list()
    assert told["rating_effect"].to_list() == pytest.approx(primary["effect"].to_list())


@pytest.mark.parametrize(
    ("with_it", "without", "reason"), [(4, 60, "few_raters"), (9, 60, "few_raters"), (60, 9, "few_others")]
)
def test_too_few_raters_are_said(with_it: int, without: int, reason: str) -> None:
    rows = [("nps", None, float(n % 11), None) for n in range(with_it + without)]
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(["A"] * with_it + [""] * without)), "A")
    assert found["reason"] == reason
    assert found["effect_low"] is None
    assert found["adjusted"] is None
    assert (found["effect"] is None) == (with_it < 5)


def test_many_contacts_of_one_customer_are_one_rater() -> None:
    rows = [("nps", "k1", 1.0, None)] * 30 + [("nps", None, float(n % 11), None) for n in range(50)]
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(["A"] * 30 + [""] * 50)), "A")
    assert (found["rated_count"], found["person_count"], found["reason"]) == (30, 1, "few_raters")


def test_an_issue_that_every_contact_of_a_source_has_and_no_other_is_not_told_apart_from_it() -> None:
    rows = [("nps", None, float(n % 7), None) for n in range(30)] + [
        ("again", None, float(n % 11), None) for n in range(30)
    ]
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(["A"] * 30 + [""] * 30)), "A")
    assert found["reason"] == "not_separable"
    assert found["effect"] is not None
    assert found["points_to_win"] is None


def test_a_source_of_unknown_scale_has_no_ends_and_is_a_scale_of_its_own() -> None:
    rows = [("odd", None, float(n % 50), None) for n in range(60)]
    table = measure_ratings(frame_contacts(rows), link_rows(["A" if n % 3 else "" for n in range(60)]))
    found = find_row(table, "A", scale="source odd")
    assert found["effect"] is not None
    assert (found["penalty"], found["side"], found["lost_share"]) == (None, None, None)


def test_neither_the_order_of_rows_nor_the_pseudonyms_matter() -> None:
    contacts, links = invent_survey()
    renamed = contacts.with_columns(
        customer_id=pl.col("customer_id").str.replace("k", "z9").str.reverse() + "x"
    )
    shuffled = (
        renamed.sample(fraction=1, shuffle=True, seed=2),
        links.sample(fraction=1, shuffle=True, seed=3),
    )
    assert measure_ratings(contacts, links).equals(measure_ratings(*shuffled))


def test_without_ratings_there_is_nothing_to_tell() -> None:
    contacts = frame_contacts([("nps", None, None, None)] * 3)
    assert measure_ratings(contacts, link_rows(["A", "A", ""])).is_empty()


def test_where_all_rate_alike_nothing_goes_with_anything() -> None:
    rows = [("nps", None, 7.0, None)] * 60
    found = find_row(measure_ratings(frame_contacts(rows), link_rows(["A"] * 20 + ["B"] * 40)), "A")
    assert found["effect"] == pytest.approx(0, abs=1e-12)
    assert found["importance"] == pytest.approx(0, abs=1e-9)
    assert found["side"] is None


def test_csat_is_the_percentage_satisfied_and_stars_have_their_mean_alone() -> None:
    """10 raters of 5 with the issue, 30 of 2 without: 25 % satisfied, without it none."""
    rows = [("csat", None, 5.0, None)] * 10 + [("csat", None, 2.0, None)] * 30
    contacts = frame_contacts(rows).with_columns(rating_scale=pl.lit("csat5"))
    table = measure_ratings(contacts, link_rows(["A"] * 10 + [""] * 30))
    assert find_row(table, None, "csat", "csat5")["level"] == 25.0
    assert find_row(table, "A", "csat", "csat5")["effect"] == 25.0
    assert set(table["measure"]) == {"mean", "csat"}
    stars = measure_ratings(
        contacts.with_columns(rating_scale=pl.lit("stars5")), link_rows(["A"] * 10 + [""] * 30)
    )
    assert set(stars["measure"]) == {"mean"}


def test_what_one_who_writes_much_tells_does_not_count_for_many() -> None:
    """Twelve people with the issue, who wrote once each; and where one of them wrote thirty times."""
    ratings = [float(n % 4) for n in range(12)]
    rest = [("nps", None, float(n % 11), None) for n in range(60)]
    once = [("nps", f"k{n}", rating, None) for n, rating in enumerate(ratings)]
    often = once + [("nps", "k0", float(n % 4), None) for n in range(29)]
    even = find_row(measure_ratings(frame_contacts(once + rest), link_rows(["A"] * 12 + [""] * 60)), "A")
    uneven = find_row(measure_ratings(frame_contacts(often + rest), link_rows(["A"] * 41 + [""] * 60)), "A")
    assert even["person_count"] == uneven["person_count"] == 12
    assert uneven["adjusted_high"] - uneven["adjusted_low"] > 2 * (
        even["adjusted_high"] - even["adjusted_low"]
    )


def test_intervals_hold_the_truth_about_19_times_of_20() -> None:
    """People of different temper with one to five contacts, about the same matter; half speak of A, 2 lower.

    `python -m benchmarks.ratings` has the large tables.
    """
    rng = np.random.default_rng(9)
    hits = np.zeros(2)
    for _ in range(60):
        person = np.repeat(np.arange(80), rng.integers(1, 6, 80))
        speaks = (rng.random(80) < 0.5)[person]
        felt = 6 - 2 * speaks + rng.normal(0, 1.5, 80)[person] + rng.normal(0, 1, len(person))
        rows = [("odd", f"k{who}", float(rating), None) for who, rating in zip(person, felt, strict=True)]
        links = link_rows(["A" if said else "" for said in speaks])
        found = find_row(measure_ratings(frame_contacts(rows), links, draws=600), "A", scale="source odd")
        hits += [
            found["adjusted_low"] <= -2 <= found["adjusted_high"],
            found["effect_low"] <= -1 <= found["effect_high"],
        ]
    assert (hits / 60 >= 0.88).all()
    assert (hits / 60 < 1).all()
