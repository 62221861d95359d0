"""How does an issue rate against the rest, other things equal, and how much is there to win by it?

The rest are what contacts of the same source and product speak of on average. A mere coefficient would
compare with contacts of no issue at all, who are few and unlike the others.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.signals.raters import Floats, Raters
from voc.signals.rating_sides import list_ends
from voc.stats.regression import GroupedFit, fit_grouped, remove_columns
from voc.stats.shapley import split_variance

PRIOR_RATERS = 4  # who rate as differently as all do, and are thought to have answered too

Ints = npt.NDArray[np.int64]
Row = dict[str, Any]


@dataclass(frozen=True)
class IssueModel:
    """A fit of the measures, then of who is at which end (`list_ends`), a contrast a kept issue."""

    fit: GroupedFit
    shares: Floats  # (n_kept,) of the rated contacts
    share_errors: Floats  # (n_kept,) standard errors, by people


def model_issues(raters: Raters, kept: Ints) -> IssueModel:
    """Fit all measures on the kept issues, beside source and product.

    Each contrast is the issue's coefficient less the mean one of what contacts without it speak of, where no
    issue counts as one of coefficient 0. With one issue a contact, and one source and product, it is the
    difference of the two means.

    Args:
        raters: Of one scale.
        kept: Places of the issues that are measured; the others are part of the rest.
    """
    speaks = raters.speaks[:, kept].toarray()
    topics = np.maximum(np.asarray(raters.speaks.sum(axis=1)).ravel(), 1.0)  # of each contact
    elsewhere = np.maximum(topics.sum() - topics @ speaks, 1.0)
    others = (speaks.sum(axis=0)[None, :] - speaks.T @ speaks) / elsewhere[:, None]
    contrasts = np.hstack([np.eye(len(kept)) - others, np.zeros((len(kept), raters.setting.shape[1]))])
    outcomes = np.column_stack([*raters.measures.values(), *(list_ends(*raters.ends) if raters.ends else ())])
    fewer = np.minimum(*raters.effective)[kept]
    columns = np.column_stack([speaks, raters.setting])
    fit = fit_grouped(columns, outcomes, raters.person, contrasts, fewer - 1)
    fit = replace(fit, errors=np.maximum(fit.errors, _floor_errors(outcomes, speaks, fewer)))
    shares = speaks.mean(axis=0)
    astray = raters.by_person @ (speaks - shares)
    return IssueModel(fit, shares, np.sqrt(np.square(astray).sum(axis=0)) / len(speaks))


def _floor_errors(outcomes: Floats, speaks: Floats, people: Floats) -> Floats:
    """Floor the errors, (n_kept, n_outcomes): a dozen raters who all say the same do not know it exactly.

    As with Agresti and Coull's interval of a share, four more are thought to have answered.
    """
    counts = speaks.sum(axis=0)
    share = PRIOR_RATERS / (counts + PRIOR_RATERS) / np.maximum(people, 1.0)
    return np.sqrt(np.outer(share, outcomes.var(axis=0)))


def split_importance(raters: Raters, kept: Ints, values: Floats, seed: int) -> Floats:
    """Split what the values differ by: (n_kept,) shares of their variance, source and product taken out."""
    left = remove_columns(np.column_stack([values, raters.speaks[:, kept].toarray()]), raters.setting)
    whole = float(np.square(values - values.mean()).sum())
    part = float(left[:, 0] @ left[:, 0]) / whole if whole > 0 else 0.0
    return split_variance(left[:, 1:], left[:, 0], seed=seed) * part


def tell_adjusted(model: IssueModel, measure: int) -> list[Row]:
    """Tell each issue's adjusted difference, and what there is to win: that, for its share of all ratings.

    The share is not known exactly either; its error is added (delta method).

    Args:
        model: Of the issues.
        measure: The outcome's number.
    """
    from scipy.special import stdtrit

    middle, error = model.fit.estimates[:, measure], model.fit.errors[:, measure]
    to_win = -model.shares * middle
    win_error = np.hypot(model.shares * error, middle * model.share_errors)
    reach = stdtrit(model.fit.freedom, 0.975)
    figures = {"adjusted": (middle, error), "points": (to_win, win_error)}
    columns = {
        f"{name}{bound}": told + sign * reach * width
        for name, (told, width) in figures.items()
        for bound, sign in (("", 0), ("_low", -1), ("_high", 1))
    }
    columns["points_to_win"] = columns.pop("points")
    return [
        {name: None if np.isnan(column[at]) else float(column[at]) for name, column in columns.items()}
        for at in range(len(middle))
    ]
