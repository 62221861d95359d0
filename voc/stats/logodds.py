"""What is said more on one side than on the other?

Log-odds with an informative Dirichlet prior: a rare word that happens to stand on one side only does not
win over one that half of the side says.
"""

import numpy as np
import numpy.typing as npt

PRIOR_WEIGHT = 0.1  # of the prior, against everything counted


def compare_counts(
    here: npt.ArrayLike, n_here: float, there: npt.ArrayLike, n_there: float, weight: float = PRIOR_WEIGHT
) -> npt.NDArray[np.float64]:
    """Compare how often each word is said on two sides, as z-scores; above 0: more here.

    With α_w = weight · (y₁+y₂) and α₀ = weight · (n₁+n₂), floored so that an empty side has odds:
    δ = ln[(y₁+α_w)/(n₁+α₀−y₁−α_w)] − ln[(y₂+α_w)/(n₂+α₀−y₂−α_w)], z = δ / √(1/(y₁+α_w)+1/(y₂+α_w)).

    Args:
        here: (n_words,) counts on this side, of words or of texts that say them.
        n_here: What could have been counted on it: all words, or all texts.
        there: (n_words,) counts on the other side.
        n_there: What could have been counted on that one.
        weight: How much the prior counts against what was seen, above 0.

    Returns:
        (n_words,) z-scores.

    References:
        Monroe, Colaresi, Quinn (2008), Political Analysis 16(4), 372-403.
    """
    y1, y2 = np.asarray(here, np.float64), np.asarray(there, np.float64)
    prior = np.maximum(weight * (y1 + y2), 0.01)
    total = max(weight * (n_here + n_there), 0.02)
    one, two = y1 + prior, y2 + prior
    rest_one = np.maximum(n_here + total - one, 0.01)
    rest_two = np.maximum(n_there + total - two, 0.01)
    delta = np.log(one / rest_one) - np.log(two / rest_two)
    return np.asarray(delta / np.sqrt(1 / one + 1 / two), np.float64)
