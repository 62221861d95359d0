"""Where it hurts: by hand, by people, and without shouting."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import fisher_exact

from voc.schema.signals import PLACE_TOTALS, PLACES
from voc.signals.places import find_places, trace_flows

CONTACTS = {
    "contact_id": pl.String(), "source": pl.String(), "channel": pl.String(), "customer_id": pl.String(),
    "touchpoint": pl.String(), "product": pl.String(), "rating": pl.Float64(), "rating_scale": pl.String(),
    "cost": pl.Float64(), "kind": pl.String(), "is_repeat": pl.Boolean(),
}  # fmt: skip
LINKS = {"contact_id": pl.String(), "issue_id": pl.String(), "is_repeat": pl.Boolean()}
Rows = list[dict[str, Any]]


def make_frames(rows: Rows) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make contacts and links; `issues` are letters, `again` says that the contact is a repeat."""
    defaults = {"source": "s", "channel": "web", "cost": 1.0, "kind": "avoidable"}
    full = [
        {"contact_id": f"c{n:05d}", **defaults, **row, "is_repeat": row.get("again", False)}
        for n, row in enumerate(rows)
    ]
    links = [
        {"contact_id": row["contact_id"], "issue_id": issue, "is_repeat": row["is_repeat"]}
        for row in full
        for issue in row.get("issues", "I")
    ]
    contacts = pl.DataFrame({name: [row.get(name) for row in full] for name in CONTACTS}, schema=CONTACTS)
    return contacts, pl.DataFrame(links, schema=LINKS)


def find(rows: Rows, value: str, issue: str | None = "I", dimension: str = "touchpoint") -> dict[str, Any]:
    cells, totals = find_places(*make_frames(rows))
    assert (dict(cells.schema), dict(totals.schema)) == (dict(PLACES), dict(PLACE_TOTALS))
    wanted = pl.col("issue_id").eq_missing(pl.lit(issue)) & (pl.col("value") == value)
    return cells.filter(wanted, dimension=dimension).row(0, named=True)


SHOP: dict[str, Any] = {"touchpoint": "shop"}
USE: dict[str, Any] = {"touchpoint": "use"}


def test_a_cell_counts_contacts_people_repeats_and_cost() -> None:
    rows = [
        {**SHOP, "customer_id": "ana", "cost": 6.5},
        {**SHOP, "customer_id": "ana", "cost": 4.0, "again": True},
        {**SHOP, "cost": 0.1},
        {**SHOP, "issues": "J", "customer_id": "bo"},
        {**SHOP, "issues": ""},
    ]
    told = find(rows, "shop")
    assert (told["contacts"], told["customers"], told["known_count"], told["repeat_count"]) == (3, 2, 2, 1)
    assert (told["cost"], told["share"]) == (10.6, pytest.approx(0.6))
    without = find(rows, "shop", None)
    assert (without["contacts"], without["lift"], without["pain"]) == (1, None, None)


def test_lift_is_told_of_people_so_that_one_who_writes_ten_times_counts_once() -> None:
    """Of two people in the shop one has the issue; of four in use one: of six, two."""
    rows = [{**SHOP, "customer_id": "ana"}] * 10 + [{**SHOP, "customer_id": "bo", "issues": "J"}]
    rows += [
        {**USE, "customer_id": name, "issues": "J" if name != "eva" else "I"}
        for name in ("cy", "di", "eva", "flo")
    ]
    told = find(rows, "shop")
    assert told["contacts"] == 10
    assert told["lift"] == pytest.approx((1 / 2) / (2 / 6))
    assert told["lift_low"] == pytest.approx(0.0945 / (2 / 6), abs=2e-3)  # Wilson of 1 in 2: .0945 to .9055
    assert told["lift_high"] == pytest.approx(0.9055 / (2 / 6), abs=2e-3)


def test_the_chance_of_a_cell_is_that_of_fishers_exact_test() -> None:
    rows: Rows = (
        [{**SHOP}] * 8 + [{**SHOP, "issues": "J"}] * 4 + [{**USE}] * 5 + [{**USE, "issues": "J"}] * 23
    )
    expected = fisher_exact(np.array([[8, 4], [5, 23]]), alternative="greater").pvalue
    assert find(rows, "shop")["p_value"] == pytest.approx(expected)


def test_contacts_that_do_not_tell_their_place_are_in_none_but_are_counted() -> None:
    _, totals = find_places(*make_frames([{**SHOP}, {}, {"product": "app"}]))
    told = totals.filter(dimension="touchpoint").select("value", "contacts", "position").rows()
    assert told == [("shop", 1, 1), (None, 2, None)]
    assert totals.filter(dimension="product").select("value", "contacts").rows() == [("app", 1), (None, 2)]


def test_spellings_of_a_place_are_one_and_a_blank_one_is_none() -> None:
    _, totals = find_places(*make_frames([{**SHOP}, {**SHOP}, {"touchpoint": "SHOP "}, {"touchpoint": "  "}]))
    assert totals.filter(dimension="touchpoint").select("value", "contacts").rows() == [
        ("shop", 3),
        (None, 1),
    ]


def test_praise_does_not_hurt() -> None:
    rows = [{**SHOP, "kind": "valuable"}] * 9 + [{**SHOP, "kind": None}]
    told = find(rows, "shop")
    assert (told["contacts"], told["hurting_count"]) == (10, 1)
    assert told["pain"] == pytest.approx(told["repeat_factor"] * told["rating_factor"])


def test_pain_is_contacts_times_factors_that_few_contacts_hardly_move() -> None:
    """Overall one in five comes back. Shop: 10 of 20, use: 0 of 30; both drawn to .2 by 20 contacts."""
    rows = [{**SHOP, "customer_id": f"a{n}", "again": n < 10} for n in range(20)]
    rows += [{**USE, "customer_id": f"b{n}"} for n in range(30)]
    shop, use = find(rows, "shop"), find(rows, "use")
    assert shop["repeat_factor"] == pytest.approx((1 + 14 / 40) / 1.2)
    assert use["repeat_factor"] == pytest.approx((1 + 4 / 50) / 1.2)
    assert (shop["rating_factor"], use["rating_factor"]) == (1.0, 1.0)
    assert shop["pain"] == pytest.approx(20 * 1.35 / 1.2)


def test_ratings_are_compared_within_their_scale_alone() -> None:
    """A 5 of stars is the best, a 5 of NPS among the worst: each stands where it does in its own scale."""
    rows = [
        {**SHOP, "rating": 5.0, "rating_scale": "stars5"},
        {**USE, "rating": 1.0, "rating_scale": "stars5"},
    ]
    rows += [{**USE, "rating": 5.0, "rating_scale": "nps"}, {**SHOP, "rating": 9.0, "rating_scale": "nps"}]
    shop, use = find(rows, "shop"), find(rows, "use")
    assert (shop["rating_rank"], use["rating_rank"], shop["ranked_count"]) == (0.75, 0.25, 2)
    assert shop["rating_factor"] == pytest.approx((1 + 1 - (1.5 + 5) / 12) / 1.5)
    assert (shop["rating_scale"], shop["rating_mean"], shop["rating_count"]) == ("nps", 9.0, 1)


def test_without_ratings_there_is_nothing_to_rank() -> None:
    told = find([{**SHOP, "rating": float("nan")}, {**SHOP}], "shop")
    assert (told["rating_rank"], told["rating_mean"], told["rating_scale"], told["ranked_count"]) == (
        None,
        None,
        None,
        0,
    )


def draw_rows(seed: int, planted: bool) -> Rows:
    """1,200 contacts in eight places about fifteen issues; planted: one is far commoner in one place."""
    rng = np.random.default_rng(seed)
    places, issues = rng.integers(8, size=1200), rng.choice(15, size=1200, p=rng.dirichlet(np.full(15, 2.0)))
    if planted:
        extra = rng.random(1200) < 0.16
        issues = np.where((places == 0) & extra, 7, issues)
    return [
        {"touchpoint": f"t{place}", "issues": chr(65 + issue)}
        for place, issue in zip(places, issues, strict=True)
    ]


def test_where_places_do_not_matter_almost_no_map_has_a_cell_that_stands_out() -> None:
    maps = [find_places(*make_frames(draw_rows(seed, planted=False)))[0] for seed in range(60)]
    false = [cells.filter(dimension="touchpoint")["q_value"].min() <= 0.10 for cells in maps]  # type: ignore[operator]
    assert sum(false) <= 11  # of 60, 6 would be expected at most; more than 11 has a chance of 1 %


def test_what_is_common_in_one_place_stands_out_there() -> None:
    found = 0
    for seed in range(20):
        told = find(draw_rows(seed, planted=True), "t0", "H")
        found += told["q_value"] <= 0.10 and told["lift_low"] > 1
    assert found >= 16


def test_neither_order_nor_pseudonyms_change_anything() -> None:
    rows = [
        {
            **row,
            "customer_id": f"k{n % 200}",
            "rating": float(n % 11),
            "rating_scale": "nps",
            "again": n % 7 == 0,
        }
        for n, row in enumerate(draw_rows(5, planted=True))
    ]
    contacts, links = make_frames(rows)
    other = contacts.with_columns(customer_id=pl.col("customer_id").str.reverse() + "x")
    first = find_places(contacts, links)
    again = find_places(other.sample(fraction=1, shuffle=True, seed=1), links.reverse())
    for one, two in zip(first, again, strict=True):
        assert_frame_equal(one, two, check_exact=True)


def test_nothing_is_found_where_there_are_no_contacts() -> None:
    cells, totals = find_places(*make_frames([]))
    assert (cells.height, totals.height) == (0, 0)
    assert trace_flows(*make_frames([])).is_empty()


def test_flows_split_a_contact_equally_and_add_up() -> None:
    contacts, links = make_frames(
        [{"issues": "IJ", "cost": 3.0}, {"issues": "I"}, {"issues": "", "channel": "call"}]
    )
    flows = trace_flows(contacts, links)
    assert flows.rows() == [("call", None, 1, 1.0, 1.0), ("web", "I", 2, 1.5, 2.5), ("web", "J", 1, 0.5, 1.5)]
