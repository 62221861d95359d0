"""What does each issue go with in ratings, how surely, and how much is there to win?

"Goes with", never "causes": who speaks of an issue may differ in other ways. Two readings stand side by
side, the plain one (all ratings against all without the issue's) and the adjusted one (contacts alike in
source and product, what else they speak of taken out).
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from voc.schema import make_frame
from voc.schema.signals import RATINGS
from voc.signals.raters import Floats, Raters, list_raters
from voc.signals.rating_model import Ints, Row, model_issues, split_importance, tell_adjusted
from voc.signals.rating_sides import tell_sides
from voc.stats.bootstrap import bound_percentiles, resample_sums

LEAST_RATED = 5  # rated contacts of an issue; fewer say nothing
LEAST_PEOPLE = 10  # who rated, on either side; below it intervals cover too seldom (benchmarks/ratings.py)
DRAWS = 2_000


def measure_ratings(
    contacts: pl.DataFrame, contact_issues: pl.DataFrame, *, seed: int = 0, draws: int = DRAWS
) -> pl.DataFrame:
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
        draws: How often people are drawn again.

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
        for row in _measure_scale(raters, seed, draws):
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


def _measure_scale(raters: Raters, seed: int, draws: int) -> list[Row]:
    """Measure one scale: rows without what is told of contacts that nobody rated."""
    people, absent = raters.people
    kept = np.flatnonzero((people >= LEAST_PEOPLE) & (absent >= LEAST_PEOPLE))
    model = model_issues(raters, kept)
    sides: list[Row] = [{} for _ in kept] if raters.ends is None else tell_sides(model.fit)
    rows: list[Row] = []
    for number, (measure, values) in enumerate(raters.measures.items()):
        head = {"scale": raters.scale, "measure": measure}
        bounds = _bound_by_people(raters, kept, values, seed=seed, draws=draws)
        adjusted = tell_adjusted(model, number)
        importance = split_importance(raters, kept, values, seed)
        rows.append(head | {"issue_id": None} | _tell_whole(raters, values) | bounds[-1])
        for place, issue_id in enumerate(raters.issue_ids):
            row = head | {"issue_id": issue_id} | _tell_plain(raters, values, place)
            row |= {"person_count": int(people[place]), "reason": _word_reason(row, people, absent, place)}
            if row["reason"] is None:
                at = int(np.searchsorted(kept, place))
                row |= bounds[at] | adjusted[at] | sides[at] | {"importance": float(importance[at])}
                row["reason"] = "not_separable" if row["adjusted"] is None else None
            rows.append(row)
    return rows


def _tell_whole(raters: Raters, values: Floats) -> Row:
    people = raters.by_person.shape[0]
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
    raters: Raters, kept: Ints, values: Floats, *, seed: int, draws: int
) -> list[dict[str, float | None]]:
    """Bound level and effect of the kept issues, and last the level of all, by drawing people again."""
    from scipy.sparse import csr_array, hstack

    n_rows, n_kept = len(values), len(kept)
    speaks = raters.speaks[:, kept]
    parts = hstack(
        [csr_array(np.column_stack([np.ones(n_rows), values])), speaks, speaks.multiply(values[:, None])]
    )
    sums = resample_sums(raters.by_person @ parts, draws=draws, seed=seed)
    count, total = sums[:, :1], sums[:, 1:2]
    inside, inner = sums[:, 2 : 2 + n_kept], sums[:, 2 + n_kept :]
    levels = np.column_stack([_divide(inner, inside), _divide(total, count)])
    effects = _divide(total, count) - _divide(total - inner, count - inside)
    behind = np.append(raters.people[0][kept], raters.by_person.shape[0])
    (low, high), (less, more) = bound_percentiles(levels, behind), bound_percentiles(effects, behind[:-1])
    bounds = [
        {"level_low": low[at], "level_high": high[at], "effect_low": less[at], "effect_high": more[at]}
        for at in range(n_kept)
    ]
    whole = {"level_low": low[-1], "level_high": high[-1]} if behind[-1] >= LEAST_PEOPLE else {}
    return [*bounds, whole]


def _divide(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0.5)
