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
from voc.signals.raters import Floats, Raters, list_raters, weigh_people
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
    bounds = _bound_by_people(raters, kept, seed, draws)
    rows: list[Row] = []
    for number, (measure, values) in enumerate(raters.measures.items()):
        head = {"scale": raters.scale, "measure": measure}
        adjusted = tell_adjusted(model, number)
        importance = split_importance(raters, kept, values, seed)
        rows.append(head | _tell_whole(raters, values) | bounds[measure][-1])
        for place, plain in enumerate(_tell_plain(raters, values)):
            row = head | plain | {"reason": _word_reason(plain, absent[place])}
            if row["reason"] is None:
                at = int(np.searchsorted(kept, place))
                row |= bounds[measure][at] | adjusted[at] | sides[at] | {"importance": float(importance[at])}
                row["reason"] = "not_separable" if row["adjusted"] is None else None
            rows.append(row)
    return rows


def _tell_whole(raters: Raters, values: Floats) -> Row:
    people = raters.by_person.shape[0]
    told: Row = {"issue_id": None, "rated_count": len(values), "person_count": people}
    told |= {"level": float(values.mean()), "reason": None if people >= LEAST_PEOPLE else "few_raters"}
    if raters.ends is not None:
        told |= {"lost_share": float(raters.ends[0].mean()), "won_share": float(raters.ends[1].mean())}
    return told


def _tell_plain(raters: Raters, values: Floats) -> list[Row]:
    """Tell each issue's own level, that of the rest, and what leaving it out changes."""
    counts = np.asarray(raters.speaks.sum(axis=0)).ravel()
    inside, total, n_rows = raters.speaks.T @ values, float(values.sum()), len(values)
    ends = (
        [] if raters.ends is None else [raters.speaks.T @ end / np.maximum(counts, 1) for end in raters.ends]
    )
    told: list[Row] = []
    for place, (issue_id, count) in enumerate(
        zip(raters.issue_ids, counts.astype(int).tolist(), strict=True)
    ):
        row: Row = {"issue_id": issue_id, "rated_count": count, "person_count": int(raters.people[0][place])}
        if count >= LEAST_RATED:
            row["level"] = float(inside[place]) / count
            row |= {
                name: float(end[place]) for name, end in zip(("lost_share", "won_share"), ends, strict=False)
            }
            if count < n_rows:
                rest = (total - float(inside[place])) / (n_rows - count)
                row |= {"rest_level": rest, "effect": total / n_rows - rest}
        told.append(row)
    return told


def _word_reason(row: Row, absent: float) -> str | None:
    if row["rated_count"] < LEAST_RATED or row["person_count"] < LEAST_PEOPLE:
        return "few_raters"
    return "few_others" if absent < LEAST_PEOPLE else None


def _bound_by_people(raters: Raters, kept: Ints, seed: int, draws: int) -> dict[str, list[Row]]:
    """Bound by measure level and effect of the kept issues, and last the level of all, by drawing people."""
    from scipy.sparse import csr_array, hstack

    speaks, n_kept, n_people = raters.speaks[:, kept], len(kept), raters.by_person.shape[0]
    parts = [csr_array(np.ones((len(raters.rating), 1))), speaks]
    for values in raters.measures.values():
        parts += [csr_array(values[:, None]), csr_array(speaks.multiply(values[:, None]))]
    sums = resample_sums(raters.by_person @ hstack(parts), draws=draws, seed=seed)
    blocks = np.split(sums, len(raters.measures) + 1, axis=1)
    behind = np.append(raters.effective[0][kept], weigh_people(raters.contact_counts[:, None]))
    bounds = {}
    for measure, block in zip(raters.measures, blocks[1:], strict=True):
        levels, effects = _recount(blocks[0], block)
        (low, high), (less, more) = bound_percentiles(levels, behind), bound_percentiles(effects, behind[:-1])
        bounds[measure] = [
            {"level_low": low[at], "level_high": high[at], "effect_low": less[at], "effect_high": more[at]}
            for at in range(n_kept)
        ]
        is_enough = n_people >= LEAST_PEOPLE
        bounds[measure].append({"level_low": low[-1], "level_high": high[-1]} if is_enough else {})
    return bounds


def _recount(counts: Floats, sums: Floats) -> tuple[Floats, Floats]:
    """Count levels (last that of all) and effects in each draw; columns: all, then each kept issue."""
    count, inside = counts[:, :1], counts[:, 1:]
    total, inner = sums[:, :1], sums[:, 1:]
    whole = _divide(total, count)
    return np.hstack([_divide(inner, inside), whole]), whole - _divide(total - inner, count - inside)


def _divide(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0.5)
