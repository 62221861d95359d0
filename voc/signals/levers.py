"""What should be done about an issue: eliminate, automate, simplify, or improve what it is about?

A proposal from named factors, each from 0 to 1, and the weights below, which nobody learned: people read
them, argue with them, and decide. The quadrant is that of Price and Jaffe, "The Best Service is No Service"
(2008): what irritates customer and company is eliminated, what the customer wants and the company
does not need is automated, what irritates the customer and the company needs is simplified, and what both
want is improved (their "leverage").
"""

from collections.abc import Mapping
from functools import reduce
from operator import add

import polars as pl

from voc.schema import LEVERS, RATING_SCALES, check_frame
from voc.schema.signals import PROPOSED_LEVERS

Weights = Mapping[str, Mapping[str, float]]

# What a contact is worth: (to the customer, to the company), 0 an irritant, 1 wanted.
CLASS_VALUES: Mapping[str, tuple[float, float]] = {
    "defect": (0.0, 0.0),  # avoidable, and no information was missing: nobody wanted this contact
    "confusion": (0.25, 0.5),  # avoidable for want of information: what was not understood has to stay
    "question": (1.0, 0.0),  # simple: the customer wants the answer, the company gains nothing by saying it
    "formality": (0.25, 0.75),  # other, mostly papers and data: asked for by the company, a chore to bring
    "wish": (1.0, 1.0),  # valuable: praise, ideas, wants to buy
}
RATING_WEIGHT = 0.3  # of ratings in the value to the customer, where they are known; the rest is the kinds'

# Each lever has 1 to give. Four tenths go to the kind of contact that it is made for (confusion and formality
# are shares of the same whole, so together at most one of them counts fully), two to each side of its
# quadrant, and the last two to what makes it pay: a cause that brings people back or costs much is worth
# removing or simplifying; a machine, or an offer, pays with numbers, and only where contacts end well.
# A weight below 0 counts how far a factor is absent: 1 − value.
LEVER_WEIGHTS: Weights = {
    "eliminate": {
        "defect": 0.4, "customer_value": -0.2, "company_value": -0.2, "repeats": 0.1, "cost": 0.1,
    },
    "automate": {
        "question": 0.4, "customer_value": 0.2, "company_value": -0.2, "repeats": -0.1, "size": 0.1,
    },
    "simplify": {
        "confusion": 0.4, "formality": 0.4, "customer_value": -0.2, "company_value": 0.2, "repeats": 0.1,
        "cost": 0.1,
    },
    "improve": {
        "wish": 0.4, "customer_value": 0.2, "company_value": 0.2, "repeats": -0.1, "size": 0.1,
    },
}  # fmt: skip
# What comes first: how many, whether it grows, what it costs, who comes back, what it goes with in ratings.
PRIORITY_WEIGHTS: Mapping[str, float] = {
    "size": 0.3,
    "growth": 0.2,
    "cost": 0.2,
    "repeats": 0.15,
    "rating_loss": 0.15,
}

FACTORS = (*CLASS_VALUES, "customer_value", "company_value", "repeats", "cost", "size")
UNKNOWN = 0.5  # what a factor counts that is not known: neither for nor against
LEAST_CONTACTS = 3  # with a kind; fewer propose nothing
RECENT_WEEKS, EARLIER_WEEKS = 4, 12  # that growth compares
CLEAR_SHARE = 0.5  # of a class, from which a reason names it
HIGH, LOW = 0.6, 0.4  # from and to which a factor is a reason
CLOSE = 0.05  # the lead below which the runner-up is as good


def propose_levers(
    contacts: pl.DataFrame, contact_issues: pl.DataFrame, weeks: pl.DataFrame, ratings: pl.DataFrame
) -> pl.DataFrame:
    """Propose a lever for every issue that has a contact, with all that the proposal rests on.

    Args:
        contacts: contact_id, customer_id, kind, opportunity, cost.
        contact_issues: contact_id, issue_id, is_repeat.
        weeks: WEEKS.
        ratings: RATINGS.

    Returns:
        PROPOSED_LEVERS by issue: the factors of `FACTORS` and `PRIORITY_WEIGHTS` (null where not known, and
        then counted as a half), each lever's score from 0 to 1, the best (of equals the first of LEVERS), by
        how much it leads, the reasons as codes, and the priority. A lever is null where fewer than three
        contacts have a kind.
    """
    linked = contact_issues.select("contact_id", "issue_id", "is_repeat").join(
        contacts.select("contact_id", "kind", "opportunity", "cost"), on="contact_id"
    )
    factors = (
        _weigh_classes(linked)
        .join(_measure_growth(weeks), on="issue_id", how="left")
        .join(_measure_rating_loss(ratings), on="issue_id", how="left")
        .with_columns(**_compare_issues(), **_value_contacts())
        .with_columns(customer_value=_blend_ratings())
    )
    scored = factors.with_columns(
        **{lever: score_factors(LEVER_WEIGHTS[lever]) for lever in LEVERS},
        priority=score_factors(PRIORITY_WEIGHTS),
    )
    return check_frame(_choose_lever(scored), PROPOSED_LEVERS).sort("issue_id")


def score_factors(weights: Mapping[str, float]) -> pl.Expr:
    """Add up weight · factor, of a weight below 0 its size · (1 − factor); the unknown counts a half."""
    known = {name: pl.col(name).fill_null(UNKNOWN) for name in weights}
    return reduce(
        add,
        [
            weight * known[name] if weight > 0 else -weight * (1 - known[name])
            for name, weight in weights.items()
        ],
    )


def _weigh_classes(linked: pl.DataFrame) -> pl.DataFrame:
    """Tell what shares of an issue's contacts are of each class, how many come back, what they cost."""
    is_avoidable, is_unclear = (
        pl.col("kind").is_in(["avoidable", "repeat"]),
        pl.col("opportunity").eq_missing(pl.lit("missing_information")),
    )
    classes = {
        "defect": is_avoidable & ~is_unclear,
        "confusion": is_avoidable & is_unclear,
        "question": pl.col("kind") == "simple",
        "formality": pl.col("kind") == "other",
        "wish": pl.col("kind") == "valuable",
    }
    return linked.group_by("issue_id").agg(
        contact_count=pl.len().cast(pl.Int64),
        kind_count=pl.col("kind").count().cast(pl.Int64),
        repeat_rate=pl.col("is_repeat").mean(),
        total_cost=pl.col("cost").sum(),
        **{name: is_of.mean() for name, is_of in classes.items()},  # of contacts with a kind
    )


def _compare_issues() -> dict[str, pl.Expr]:
    """Compare contacts, cost and repeats with the average issue's: a half where equal, towards 1 above."""
    columns = {"size": "contact_count", "cost": "total_cost", "repeats": "repeat_rate"}
    return {
        name: pl.when(pl.col(column).sum() > 0).then(
            pl.col(column) / (pl.col(column) + pl.col(column).mean())
        )
        for name, column in columns.items()
    }


def _value_contacts() -> dict[str, pl.Expr]:
    return {
        side: reduce(add, [pl.col(name) * values[place] for name, values in CLASS_VALUES.items()])
        for place, side in enumerate(("kind_value", "company_value"))
    }


def _blend_ratings() -> pl.Expr:
    rated = (1 - RATING_WEIGHT) * pl.col("kind_value") + RATING_WEIGHT * (1 - pl.col("rating_loss"))
    return pl.coalesce(rated, "kind_value")


def _measure_rating_loss(ratings: pl.DataFrame) -> pl.DataFrame:
    """Measure how much lower an issue rates than the rest: a half where alike, 1 at half the scale lower."""
    widths = {scale: float(high - low) for scale, (low, high) in RATING_SCALES.items()}
    width = pl.col("scale").replace_strict(widths, default=None, return_dtype=pl.Float64)
    told = pl.col("is_primary") & (pl.col("measure") == "mean") & pl.col("issue_id").is_not_null()
    return ratings.filter(told).select(
        "issue_id", rating_loss=(0.5 - pl.col("adjusted") / width).clip(0.0, 1.0)
    )


def _measure_growth(weeks: pl.DataFrame) -> pl.DataFrame:
    """Compare the rate of the last weeks with that of those before: a half where equal, 2/3 where doubled."""
    complete = weeks.filter("is_complete")
    known = complete["week"].unique().sort(descending=True).to_list()
    recent, earlier = known[:RECENT_WEEKS], known[RECENT_WEEKS : RECENT_WEEKS + EARLIER_WEEKS]
    if len(earlier) < RECENT_WEEKS:
        return pl.DataFrame(schema={"issue_id": pl.String, "growth": pl.Float64})
    rates = {
        name: (pl.col("contact_count").filter(chosen).sum() + 0.5) / pl.col("exposure").filter(chosen).sum()
        for name, chosen in (("new", pl.col("week").is_in(recent)), ("old", pl.col("week").is_in(earlier)))
    }
    return (
        complete.group_by("issue_id")
        .agg(**rates)
        .select("issue_id", growth=(pl.col("new") / (pl.col("new") + pl.col("old"))).fill_nan(None))
    )


def _choose_lever(scored: pl.DataFrame) -> pl.DataFrame:
    """Choose the lever with the highest score, and say by how much it leads the next."""
    is_enough = pl.col("kind_count") >= LEAST_CONTACTS
    ranked = pl.concat_list(list(LEVERS)).list.sort(descending=True)
    names = pl.lit(list(LEVERS)).list
    best = pl.concat_list(list(LEVERS)).list.arg_max()
    second = pl.concat_list(
        [pl.when(best == place).then(-1.0).otherwise(pl.col(name)) for place, name in enumerate(LEVERS)]
    ).list.arg_max()
    return scored.with_columns(
        lever=pl.when(is_enough).then(names.get(best)),
        runner_up=pl.when(is_enough).then(names.get(second)),
        lead=pl.when(is_enough).then(ranked.list.get(0) - ranked.list.get(1)),
        reason=pl.when(~is_enough).then(pl.lit("few_contacts")),
    ).with_columns(reasons=_word_reasons())


def _word_reasons() -> pl.Expr:
    """List what stands out, as codes in a fixed order; a close lead first."""
    codes = {
        "close": pl.col("lead") < CLOSE,
        **{f"mostly_{name}": pl.col(name) >= CLEAR_SHARE for name in CLASS_VALUES},
        "irritates_customer": pl.col("customer_value") <= LOW,
        "wanted_by_customer": pl.col("customer_value") >= HIGH,
        "irritates_company": pl.col("company_value") <= LOW,
        "wanted_by_company": pl.col("company_value") >= HIGH,
        "rates_lower": pl.col("rating_loss") >= HIGH,
        "comes_back": pl.col("repeats") >= HIGH,
        "costly": pl.col("cost") >= HIGH,
        "frequent": pl.col("size") >= HIGH,
    }
    told = [pl.when(holds.fill_null(False)).then(pl.lit(code)) for code, holds in codes.items()]
    return pl.when(pl.col("lever").is_not_null()).then(pl.concat_list(told).list.drop_nulls()).otherwise([])
