"""To which issue does a mention belong, if to any?

A mention is judged by the issues of its day: by those that the first mining session which could have
seen it knew; only what they reject is offered to issues born later. So an assignment is a function of
the mention and of the ledger, the same whether weeks were mined one by one or all at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAREST_EXEMPLARS = 3
MARGIN = 0.01
THRESHOLD_QUANTILE = 0.05
USUAL_SHARE, USUAL_WEIGHT = 0.5, 10
USUAL_THRESHOLD = 0.4  # where there is nothing to go by


@dataclass(frozen=True)
class Anchor:
    """What an issue is recognised by."""

    issue_id: str
    session: int  # number of the mining session it was born in, from 0
    vectors: Matrix  # (n_exemplars, n_dims), rows of length 1
    threshold: float  # least score of a mention that it takes


def score_anchor(vectors: Matrix, exemplars: Matrix, own: Ints | None = None) -> Floats:
    """Score texts against one issue: half cosine to its centroid, half to its 3 nearest exemplars.

    Args:
        vectors: (n_texts, n_dims), rows of length 1.
        exemplars: (n_exemplars, n_dims), rows of length 1.
        own: For each text its own place among the exemplars, left out, or -1.

    Returns:
        (n_texts,), -1 to 1.
    """
    centroid = exemplars.mean(axis=0)
    centroid = centroid / max(float(np.linalg.norm(centroid)), 1e-9)
    closeness = vectors @ exemplars.T
    count = min(NEAREST_EXEMPLARS, len(exemplars))
    if own is not None:
        rows = np.flatnonzero(own >= 0)
        if len(exemplars) > 1:
            closeness[rows, own[rows]] = -np.inf
            count = min(NEAREST_EXEMPLARS, len(exemplars) - 1)
    nearest = np.partition(closeness, -count, axis=1)[:, -count:].mean(axis=1)
    return np.asarray(0.5 * (vectors @ centroid) + 0.5 * nearest, dtype=np.float64)


def score_anchors(vectors: Matrix, anchors: Sequence[Anchor]) -> Floats:
    """Score texts against every issue: (n_texts, n_issues)."""
    if not anchors:
        return np.zeros((len(vectors), 0))
    return np.column_stack([score_anchor(vectors, anchor.vectors) for anchor in anchors])


def set_threshold(members: Matrix, picked: Sequence[int]) -> float:
    """Set an issue's threshold: the 5 % quantile of its members' scores, each exemplar without itself.

    Few members tell little, so it is drawn towards half of their mean score, as if ten more members had it:
    whatever space they are seen in.
    """
    own = np.full(len(members), -1, np.int64)
    own[list(picked)] = np.arange(len(picked))
    scores = score_anchor(members, members[list(picked)], own)
    quantile, usual = float(np.quantile(scores, THRESHOLD_QUANTILE)), USUAL_SHARE * float(scores.mean())
    return (len(members) * quantile + USUAL_WEIGHT * usual) / (len(members) + USUAL_WEIGHT)


def find_first_sessions(occurred_at: pl.Series, sessions: Sequence[datetime]) -> Ints:
    """Find for each mention the first session that could have seen it: the first with `as_of` after it.

    Args:
        occurred_at: When each mention's contact came in (UTC instants).
        sessions: The as-of of each session, in the order they were held, none before the one before it.

    Returns:
        (n_mentions,) session numbers; the last session where none could have seen it.
    """
    days = pl.Series(sessions, dtype=pl.Datetime("us", "UTC"))
    found = days.search_sorted(occurred_at, side="right").to_numpy()
    return np.asarray(np.minimum(found, max(len(sessions) - 1, 0)), np.int64)


def assign_vectors(vectors: Matrix, first_sessions: Ints, anchors: Sequence[Anchor]) -> tuple[Ints, Floats]:
    """Assign each text to the best issue of its day that accepts it, or openly to none.

    Accepted means: score at least the issue's threshold, and ahead of the second best by the margin,
    unless it is well inside (halfway from the threshold to 1).

    Returns:
        The place in `anchors`, or -1, and the score of that issue (of the nearest where none accepts).
    """
    n = len(vectors)
    chosen = np.full(n, -1, np.int64)
    if not anchors or not n:
        return chosen, np.zeros(n)
    scores = score_anchors(vectors, anchors)
    born = np.array([anchor.session for anchor in anchors])
    thresholds = np.array([anchor.threshold for anchor in anchors])
    for session in sorted(set(born.tolist())):
        known = np.flatnonzero(born <= session)
        open_rows = np.flatnonzero((chosen < 0) & (first_sessions <= session))
        chosen[open_rows] = accept_best(scores[np.ix_(open_rows, known)], thresholds[known], known)
    late = np.flatnonzero((chosen < 0) & (first_sessions > born.max()))
    chosen[late] = accept_best(scores[late], thresholds, np.arange(len(anchors)))
    nearest = scores.argmax(axis=1)
    return chosen, scores[np.arange(n), np.where(chosen < 0, nearest, chosen)]


def accept_best(scores: Floats, thresholds: Floats, places: Ints, owners: Ints | None = None) -> Ints:
    """Take each row's best column if it accepts, as its place, else -1.

    Accepted means: at least the threshold, and ahead of the best of another owner by the margin, unless it
    is well inside (halfway from the threshold to 1).

    Args:
        scores: (n_texts, n_columns).
        thresholds: (n_columns,).
        places: (n_columns,) what a column is called in the answer.
        owners: (n_columns,) whose a column is, where one may have several.
    """
    if not scores.size:
        return np.full(len(scores), -1, np.int64)
    rows = np.arange(len(scores))
    owners = np.arange(scores.shape[1]) if owners is None else owners
    eligible = np.where(scores >= thresholds, scores, -np.inf)
    best = eligible.argmax(axis=1)
    top = eligible[rows, best]
    others = np.where(owners[None, :] == owners[best][:, None], -np.inf, eligible)
    clear = top >= others.max(axis=1) + MARGIN
    inside = top >= thresholds[best] + 0.5 * (1 - thresholds[best])
    return np.asarray(np.where(np.isfinite(top) & (clear | inside), places[best], -1), np.int64)
