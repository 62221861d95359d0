"""Is a group that was found now an issue that we know already?

One to one, by members that both have and by where they lie; what matches keeps its id and its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_LIKENESS = 0.5


@dataclass(frozen=True)
class Side:
    """A group or an issue, as seen in the texts that both sides share."""

    members: frozenset[int]
    centroid: NDArray[np.float32]  # length 1


def match_groups(found: Sequence[Side], known: Mapping[str, Side]) -> dict[int, str]:
    """Match found groups to known issues, one to one: place in `found` -> issue id.

    Likeness is half the overlap |A∩B| / min(|A|, |B|) and half the cosine of the centroids; the pairing
    with the greatest sum is taken (Hungarian algorithm), and of it the pairs of at least 0.5.

    References:
        Kuhn (1955), Naval Research Logistics 2, 83-97; transitions after Spiliopoulou et al. (2006), MONIC.
    """
    from scipy.optimize import linear_sum_assignment

    issue_ids = sorted(known)
    if not found or not issue_ids:
        return {}
    likeness = np.array(
        [[rate_likeness(group, known[issue_id]) for issue_id in issue_ids] for group in found]
    )
    rows, columns = linear_sum_assignment(-likeness)
    return {
        int(row): issue_ids[column]
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] >= LEAST_LIKENESS
    }


def rate_likeness(group: Side, issue: Side) -> float:
    """Rate how alike two sides are: -0.5 to 1."""
    smaller = min(len(group.members), len(issue.members))
    overlap = len(group.members & issue.members) / smaller if smaller else 0.0
    return 0.5 * overlap + 0.5 * float(group.centroid @ issue.centroid)
