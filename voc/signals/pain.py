"""Does an issue belong to a place more than elsewhere, and how much does it hurt there?

Both are told of cells, an issue in a place. Rates of few contacts are drawn towards those of all, so that
what three people say does not outweigh what three hundred do.
"""

import numpy as np
import polars as pl

from voc.stats.intervals import wilson_interval
from voc.stats.multiple import adjust_p_values

NO_ISSUE = ""
REPEAT_WEIGHT = 20  # contacts with a customer that speak for the rate of all cells
RATING_WEIGHT = 10  # ratings that speak for the middle


def compare_people(cells: pl.DataFrame) -> pl.DataFrame:
    """Compare the people of each cell with what they would be if places did not matter.

    The unit is a person in a place, once. By chance the people of a cell are a draw without replacement
    (hypergeometric): of all people in all places, those with the issue, as many as the place has.

    Args:
        cells: value, issue_id (`NO_ISSUE`: none), customers, place_people; one row a cell that has a contact.

    Returns:
        The cells with lift, lift_low and lift_high (Wilson's interval over the overall share), p_value (of so
        many people or more) and q_value, adjusted over the cells that have an issue.
    """
    from scipy.stats import hypergeom

    place_people = int(cells.select("value", "place_people").unique()["place_people"].sum())
    compared = cells.with_columns(issue_people=pl.col("customers").sum().over("issue_id")).with_columns(
        overall=pl.col("issue_people") / place_people
    )
    bounds = [
        wilson_interval(hits, trials) for hits, trials in compared.select("customers", "place_people").rows()
    ]
    hits, trials, issue_people = (
        compared[name].to_numpy() for name in ("customers", "place_people", "issue_people")
    )
    chances = np.clip(hypergeom.sf(hits - 1, place_people, issue_people, trials), 0, 1)
    compared = compared.with_columns(
        lift=pl.col("customers") / pl.col("place_people") / pl.col("overall"),
        lift_low=pl.Series([low for low, _ in bounds], dtype=pl.Float64) / pl.col("overall"),
        lift_high=pl.Series([high for _, high in bounds], dtype=pl.Float64) / pl.col("overall"),
        p_value=pl.Series(chances, dtype=pl.Float64),
    )
    is_issue = compared["issue_id"] != NO_ISSUE
    adjusted = pl.DataFrame(
        {
            "place": is_issue.arg_true(),
            "q_value": pl.Series(
                adjust_p_values(compared.filter(is_issue)["p_value"].to_numpy()), dtype=pl.Float64
            ),
        }
    )
    numbered = compared.with_row_index("place")
    return numbered.join(adjusted, on="place", how="left", maintain_order="left").drop("place")


def weigh_pain(cells: pl.DataFrame) -> pl.DataFrame:
    """Weigh how much each cell hurts, in contacts, by three factors that stand beside it.

    `hurting_count` are its contacts but for the valuable ones. `repeat_factor` is (1 + r) / (1 + r of all
    cells that have an issue), r being the share that came back: a repeat hurts twice. `rating_factor` is
    (1 + d) / 1.5, d being where its ratings stand among all of their scale, 0 best to 1 worst.

    Args:
        cells: issue_id, known_count, repeat_count, ranked_count, rating_rank, hurting_count.

    Returns:
        The cells with repeat_factor, rating_factor and pain.
    """
    known = (
        cells.filter(pl.col("issue_id") != NO_ISSUE)
        .select(pl.col("known_count", "repeat_count").sum())
        .row(0)
    )
    overall = known[1] / known[0] if known[0] else 0.0
    back = (pl.col("repeat_count") + REPEAT_WEIGHT * overall) / (pl.col("known_count") + REPEAT_WEIGHT)
    ranks = pl.col("ranked_count") * pl.col("rating_rank").fill_null(0.5) + RATING_WEIGHT * 0.5
    worse = 1 - ranks / (pl.col("ranked_count") + RATING_WEIGHT)
    return cells.with_columns(
        repeat_factor=(1 + back) / (1 + overall), rating_factor=(1 + worse) / 1.5
    ).with_columns(pain=pl.col("hurting_count") * pl.col("repeat_factor") * pl.col("rating_factor"))
