"""Bound a share of contacts, when one person has several of them.

Contacts of one person resemble each other, above all where it is asked who came back; an interval that takes
them for independent is too narrow. So a share counts as many contacts as there were independent ones.
"""

from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Z95 = NormalDist().inv_cdf(0.975)


def bound_shares(rows: pl.DataFrame, *, keys: list[str], hit: str, person: str) -> pl.DataFrame:
    """Count and bound a share for each group, with people as clusters.

    Args:
        rows: One row a contact; null keys are a group of their own.
        keys: What groups them.
        hit: Name of the boolean column that is counted; never null.
        person: Name of the column that says who; never null.

    Returns:
        The keys with count, person_count, hit_count (Int64), share, low, high (0 to 1), in no order.
    """
    by_person = rows.group_by(*keys, person).agg(
        n=pl.len().cast(pl.Int64), y=pl.col(hit).sum().cast(pl.Int64)
    )
    sums = by_person.group_by(keys).agg(
        pl.col("n").sum().alias("count"),
        pl.len().cast(pl.Int64).alias("person_count"),
        pl.col("y").sum().alias("hit_count"),
        *(((pl.col(a) * pl.col(b)).sum().alias(a + b)) for a, b in ("yy", "yn", "nn")),
    )
    count, people, hits, yy, yn, nn = (
        sums[name].to_numpy().astype(np.float64)
        for name in ("count", "person_count", "hit_count", "yy", "yn", "nn")
    )
    effective = count_effective(count, people, hits, yy, yn, nn)
    low, high = bound_effective(hits / np.maximum(count, 1), effective)
    return sums.drop("yy", "yn", "nn").with_columns(
        share=pl.col("hit_count") / pl.col("count"), low=pl.Series(low), high=pl.Series(high)
    )


def count_effective(
    count: Floats, people: Floats, hits: Floats, yy: Floats, yn: Floats, nn: Floats
) -> Floats:
    """Count as how many independent contacts these weigh: between 1 and `count`.

    The variance of a ratio over people (linearised: what each person's hits differ from the share of their
    contacts) over that of as many independent contacts, and less where few people tell the variance
    (Student's t). Where all or none are hits it cannot be told: each person then counts once. Sums are of
    whole numbers, so the result does not depend on the order of people.

    Args:
        count: Contacts of each group, (n_groups,), as all that follow.
        people: People who made them.
        hits: Contacts that count as hits.
        yy: Sum over people of their hits squared.
        yn: The same of their hits times their contacts.
        nn: The same of their contacts squared.

    References:
        Korn and Graubard (1998), Survey Methodology 24(2), 193-201; Kish (1965), Survey Sampling, 8.2.
    """
    from scipy.special import stdtrit

    share = hits / np.maximum(count, 1)
    spread = np.maximum(yy - 2 * share * yn + share * share * nn, 0.0)
    variance = people / np.maximum(people - 1, 1) * spread / np.maximum(count, 1) ** 2
    is_told = (hits > 0) & (hits < count) & (people > 1) & (variance > 0)
    caution = (Z95 / stdtrit(np.maximum(people - 1, 1), 0.975)) ** 2
    estimated = caution * np.divide(share * (1 - share), variance, out=np.ones_like(count), where=is_told)
    return np.asarray(np.clip(np.where(is_told, estimated, people), np.minimum(1.0, count), count))


def bound_effective(share: Floats, effective: Floats) -> tuple[Floats, Floats]:
    """Bound shares by the 95 % Wilson score interval, over numbers of contacts that need not be whole.

    Args:
        share: (n_groups,), 0 to 1.
        effective: (n_groups,), contacts that each share rests on; of none, all is possible: 0 to 1.

    References:
        Wilson (1927), JASA 22(158), 209-212. doi:10.1080/01621459.1927.10502953
    """
    trials = np.maximum(effective, 1e-9)
    shrink = Z95 * Z95 / trials
    middle = (share + shrink / 2) / (1 + shrink)
    reach = Z95 * np.sqrt(share * (1 - share) / trials + shrink / (4 * trials)) / (1 + shrink)
    is_none = effective <= 0
    low = np.where((share <= 0) | is_none, 0.0, middle - reach)
    return low, np.where((share >= 1) | is_none, 1.0, middle + reach)
