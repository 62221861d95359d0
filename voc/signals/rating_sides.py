"""Does an issue lose people, or does it keep them from being won?

Penalty and reward are told apart, as the two ends of a scale are not one: what brings people to the low end
rather than from the high one is expected, and earns nothing when it is right (dissatisfier); what moves the
high end more delights when it is right (satisfier).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from voc.signals.raters import Floats
from voc.stats.multiple import adjust_p_values
from voc.stats.regression import GroupedFit

FALSE_ENDS = 0.05  # of ends that are said to move; a false one in 9 % of worlds without any (benchmarks)

Row = dict[str, Any]


def list_ends(lost: Floats, won: Floats) -> list[Floats]:
    """List the outcomes that `tell_sides` reads: who is lost, who is won, and who is at either end."""
    return [lost, won, lost + won]


def tell_sides(fit: GroupedFit) -> list[Row]:
    """Tell for each issue by how much more of its raters are lost and won, other things equal.

    An issue has a side where an end moves: its difference stands out among all issues and both ends
    (Benjamini-Hochberg). Which end moves more is told where the 95 % interval of the difference says so.

    Args:
        fit: Of `list_ends` as its last three outcomes; a contrast an issue.

    Returns:
        `penalty` and `reward` (differences of shares, 0.1 is 10 of a hundred) with `_low` and `_high`;
        `asymmetry` from −1 (only the lost end) to 1 (only the won end); `side`: dissatisfier (more are
        lost), reliever (fewer are), satisfier (the won end moves more), both, or null where neither end
        surely moves. Nothing where others tell the issue wholly.

    References:
        Brandt (1987), penalty-reward contrast; Mikulić, Prebežac (2008), Manag. Serv. Qual. 18(6), 559-576,
        impact asymmetry.
    """
    ends = fit.estimates[:, -3:]
    low, high = (bound[:, -3:] for bound in fit.bound_estimates())
    chances = np.nan_to_num(fit.test_estimates()[:, -3:-1], nan=1.0)
    clear: npt.NDArray[np.bool_] = adjust_p_values(chances.ravel()).reshape(chances.shape) <= FALSE_ENDS
    moves = np.asarray(clear.any(axis=1))
    return [
        {}
        if np.isnan(ends[at, 0])
        else {
            **_word_end("penalty", ends[at, 0], low[at, 0], high[at, 0]),
            **_word_end("reward", ends[at, 1], low[at, 1], high[at, 1]),
            "asymmetry": _weigh_ends(ends[at, :2]),
            "side": name_side(ends[at, 0], ends[at, 1], (low[at, 2], high[at, 2])) if moves[at] else None,
        }
        for at in range(len(ends))
    ]


def name_side(penalty: float, reward: float, together: tuple[float, float]) -> str:
    """Name the end of the scale that moves more.

    Where one end grows by what the other shrinks, penalty + reward is 0: nobody came from the middle or
    went there.

    Args:
        penalty: How many more of its raters are at the low end.
        reward: How many more are at the high end.
        together: Bounds of penalty + reward.
    """
    low, high = together
    if penalty * reward > 0 or low <= 0 <= high:
        return "both"
    if (low > 0) != (penalty > 0):
        return "satisfier"
    return "dissatisfier" if penalty > 0 else "reliever"


def _word_end(name: str, middle: float, low: float, high: float) -> Row:
    return {name: float(middle), f"{name}_low": float(low), f"{name}_high": float(high)}


def _weigh_ends(ends: Floats) -> float | None:
    penalty, reward = np.abs(ends)
    return float((reward - penalty) / (reward + penalty)) if reward + penalty > 0 else None
