"""What does each issue go with in ratings, how surely, and how much is there to win?

"Goes with", never "causes": who speaks of an issue may differ in other ways. Two readings stand side by
side, the plain one (all ratings against all without the issue's) and the adjusted one (contacts alike in
source and product, what else they speak of taken out).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from voc.schema import make_frame
from voc.schema.signals import RATINGS
from voc.signals.raters import Floats, Raters, list_raters
from voc.signals.rating_sides import list_ends, tell_sides
from voc.stats.bootstrap import bound_percentiles, resample_sums
from voc.stats.regression import GroupedFit, fit_grouped, remove_columns
from voc.stats.shapley import split_variance

LEAST_RATED = 5  # rated contacts of an issue; fewer say nothing
LEAST_PEOPLE = 10  # who rated, on either side; below it intervals cover too seldom (benchmarks/ratings.py)
DRAWS = 2_000

Row = dict[str, Any]
Ints = npt.NDArray[np.int64]


def measure_ratings(contacts: pl.DataFrame, contact_issues: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """Measure what each issue goes with, on every scale in which it was rated.

    Per issue and measure (the mean rating; also the NPS of an NPS, and the % satisfied of a CSAT):

    - `effect` = M(all) − M(all without it), 95 % by drawing people again;
    - `adjusted`: how much lower or higher it rates than what other contacts of the same source and product
      speak of on average, its contacts' other issues taken out;
    - `points_to_win` = −share · adjusted, what M would gain if it rated like those. Where contacts have one
      issue each, and one source and product, that is −effect;
    - `importance`: its share of what M's ratings differ by (LMG, source and product first);
    - `penalty`, `reward`: by how much more of its raters are lost or won; and who answered.

    Args:
        contacts: What `list_raters` reads; all contacts of the window.
        contact_issues: contact_id, issue_id.
        seed: Of the draws.

    Returns:
        RATINGS: for each scale and measure a row of all ratings (issue_id null), then one for each issue
        with a rating on the scale, by id; `reason` says why figures are missing.

    References:
        Penalty-reward contrast: Brandt (1987); impact asymmetry: Mikulić, Prebežac (2008), Manag. Serv.
        Qual. 18(6), 559-576.
    """
    linked = (
        contact_issues.select("contact_id", "issue_id").unique().join(contacts, on="contact_id", how="semi")
    )
    counts: dict[str | None, int] = dict(linked.group_by("issue_id").len().iter_rows())
    counts[None] = contacts.height
    scales = list_raters(contacts, contact_issues)
    rated = {(raters.scale, issue_id): count for raters in scales for issue_id, count in _count_rated(raters)}
    primary = _choose_primary(rated)
    rows: list[Row] = []
    for raters in scales:
        for row in _measure_scale(raters, seed):
            contact_count = counts[row["issue_id"]]
            row |= {
                "contact_count": contact_count,
                "rated_share": row["rated_count"] / contact_count,
                "is_primary": primary.get(row["issue_id"]) == row["scale"],
            }
            rows.append(row)
    return make_frame(rows, RATINGS)


def _count_rated(raters: Raters) -> list[tuple[str, int]]:
    totals = np.asarray(raters.speaks.sum(axis=0)).ravel().astype(int).tolist()
    return list(zip(raters.issue_ids, totals, strict=True))


def _choose_primary(rated: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Choose the scale in which an issue is told in one figure: most ratings, then the first by name."""
    best: dict[str, tuple[int, str]] = {}
    for (scale, issue_id), count in sorted(rated.items()):
        if issue_id not in best or count > best[issue_id][0]:
            best[issue_id] = (count, scale)
    return {issue_id: scale for issue_id, (_, scale) in best.items()}


def _measure_scale(raters: Raters, seed: int) -> list[Row]:
    """Measure one scale: rows without what is told of contacts that nobody rated."""
    people, absent = _count_people(raters)
    kept = np.flatnonzero((people >= LEAST_PEOPLE) & (absent >= LEAST_PEOPLE))
    fit = _fit_issues(raters, kept, people, absent)
    sides = [{} for _ in kept] if raters.ends is None else tell_sides(fit)
    rows: list[Row] = []
    for number, (measure, values) in enumerate(raters.measures.items()):
        head = {"scale": raters.scale, "measure": measure}
        bounds = _bound_by_people(raters, kept, values, people, seed)
        importance = _split_importance(raters, kept, values, seed)
        rows.append(head | {"issue_id": None} | _tell_whole(raters, values) | bounds[-1])
        for place, issue_id in enumerate(raters.issue_ids):
            row = head | {"issue_id": issue_id} | _tell_plain(raters, values, place)
            row |= {"person_count": int(people[place]), "reason": _word_reason(row, people, absent, place)}
            if row["reason"] is None:
                at = int(np.searchsorted(kept, place))
                row |= bounds[at] | _tell_adjusted(fit, at, number, row["rated_count"] / len(values))
                row |= sides[at] | {"importance": float(importance[at])}
                row["reason"] = "not_separable" if row["adjusted"] is None else None
            rows.append(row)
    return rows


def _count_people(raters: Raters) -> tuple[Floats, Floats]:
    """Count who rated a contact of each issue, and who rated one without it."""
    from scipy.sparse import csr_array

    n_rows = len(raters.person)
    by_person = csr_array((np.ones(n_rows), (raters.person, np.arange(n_rows))))
    each = np.asarray((by_person @ raters.speaks).todense())
    rated = np.asarray(by_person.sum(axis=1)).ravel()[:, None]
    return (each > 0).sum(axis=0).astype(np.float64), (each < rated).sum(axis=0).astype(np.float64)


def _tell_whole(raters: Raters, values: Floats) -> Row:
    people = int(raters.person.max()) + 1
    told: Row = {"rated_count": len(values), "person_count": people, "level": float(values.mean())}
    if raters.ends is not None:
        told |= {"lost_share": float(raters.ends[0].mean()), "won_share": float(raters.ends[1].mean())}
    return told | {"reason": None if people >= LEAST_PEOPLE else "few_raters"}


def _tell_plain(raters: Raters, values: Floats, place: int) -> Row:
    """Tell an issue's own level, that of the rest, and what leaving it out changes."""
    speaks = raters.speaks[:, [place]].toarray().ravel() > 0
    count = int(speaks.sum())
    told: Row = {"rated_count": count}
    if count < LEAST_RATED:
        return told
    told["level"] = float(values[speaks].mean())
    if raters.ends is not None:
        lost, won = raters.ends
        told |= {"lost_share": float(lost[speaks].mean()), "won_share": float(won[speaks].mean())}
    if count < len(values):
        rest = float(values[~speaks].mean())
        told |= {"rest_level": rest, "effect": float(values.mean()) - rest}
    return told


def _word_reason(row: Row, people: Floats, absent: Floats, place: int) -> str | None:
    if row["rated_count"] < LEAST_RATED or people[place] < LEAST_PEOPLE:
        return "few_raters"
    return "few_others" if absent[place] < LEAST_PEOPLE else None


def _bound_by_people(
    raters: Raters, kept: Ints, values: Floats, people: Floats, seed: int
) -> list[dict[str, float | None]]:
    """Bound level and effect of the kept issues, and last the level of all, by drawing people again."""
    from scipy.sparse import csr_array, hstack

    n_rows, n_kept = len(values), len(kept)
    speaks = raters.speaks[:, kept]
    parts = hstack(
        [csr_array(np.column_stack([np.ones(n_rows), values])), speaks, speaks.multiply(values[:, None])]
    )
    by_person = csr_array((np.ones(n_rows), (raters.person, np.arange(n_rows))))
    sums = resample_sums(by_person @ parts, draws=DRAWS, seed=seed)
    count, total = sums[:, :1], sums[:, 1:2]
    inside, inner = sums[:, 2 : 2 + n_kept], sums[:, 2 + n_kept :]
    levels = np.column_stack([_divide(inner, inside), _divide(total, count)])
    effects = _divide(total, count) - _divide(total - inner, count - inside)
    behind = np.append(people[kept], by_person.shape[0])
    (low, high), (less, more) = bound_percentiles(levels, behind), bound_percentiles(effects, behind[:-1])
    bounds = [
        {"level_low": low[at], "level_high": high[at], "effect_low": less[at], "effect_high": more[at]}
        for at in range(n_kept)
    ]
    whole = {"level_low": low[-1], "level_high": high[-1]} if behind[-1] >= LEAST_PEOPLE else {}
    return [*bounds, whole]


def _divide(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0.5)


def _fit_issues(raters: Raters, kept: Ints, people: Floats, absent: Floats) -> GroupedFit:
    """Fit measures, then who is lost and won: each kept issue against what the rest speak of on average.

    A mere coefficient would compare with contacts of no issue at all, who are few and unlike the others. So
    from it the mean coefficient of what contacts without the issue speak of is taken (no issue counts as
    one, of coefficient 0), source and product being equal.
    """
    speaks = raters.speaks[:, kept].toarray()
    topics = np.maximum(np.asarray(raters.speaks.sum(axis=1)).ravel(), 1.0)  # of each contact
    elsewhere = np.maximum(topics.sum() - topics @ speaks, 1.0)
    others = (speaks.sum(axis=0)[None, :] - speaks.T @ speaks) / elsewhere[:, None]
    contrasts = np.hstack([np.eye(len(kept)) - others, np.zeros((len(kept), raters.setting.shape[1]))])
    outcomes = np.column_stack([*raters.measures.values(), *(list_ends(*raters.ends) if raters.ends else ())])
    fewer = np.minimum(people, absent)[kept]
    columns = np.column_stack([speaks, raters.setting])
    return fit_grouped(columns, outcomes, raters.person, contrasts, fewer - 1)


def _split_importance(raters: Raters, kept: Ints, values: Floats, seed: int) -> Floats:
    """Split what the ratings differ by: (n_kept,) shares of their variance, source and product taken out."""
    left = remove_columns(np.column_stack([values, raters.speaks[:, kept].toarray()]), raters.setting)
    whole = float(np.square(values - values.mean()).sum())
    part = float(left[:, 0] @ left[:, 0]) / whole if whole > 0 else 0.0
    return split_variance(left[:, 1:], left[:, 0], seed=seed) * part


def _tell_adjusted(fit: GroupedFit, at: int, number: int, share: float) -> Row:
    """Tell an issue's adjusted difference, and what there is to win: that, for its share of all ratings."""
    told = _tell_coefficient(fit, at, number, "adjusted")
    low, middle, high = (told[name] for name in ("adjusted_low", "adjusted", "adjusted_high"))
    return told | {
        "points_to_win": None if middle is None else -share * middle,
        "points_low": None if high is None else -share * high,
        "points_high": None if low is None else -share * low,
    }


def _tell_coefficient(fit: GroupedFit, at: int, number: int, name: str) -> Row:
    low, high = fit.bound_estimates()
    found = {name: fit.estimates, f"{name}_low": low, f"{name}_high": high}
    return {
        key: None if np.isnan(each[at, number]) else float(each[at, number]) for key, each in found.items()
    }
