"""Which share of what ratings differ by goes with which issue, where issues come together?

Added one after the other, the first takes what it shares with the others; so its gain is averaged over all
orders in which they could have been added (the Shapley value of R², called LMG).
"""

from itertools import permutations
from math import factorial

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_ORDERS = 5_040  # 7!: up to seven columns every order is taken
SAMPLED_ORDERS = 512  # with their reverses; the error of a share is then below a twentieth of it
AT_ONCE = 256
RIDGE = 1e-12  # lets columns that repeat each other share alike


def split_variance(columns: Floats, outcome: Floats, *, seed: int = 0) -> Floats:
    """Split the share of the outcome's variance that goes with all columns among them.

    Each order costs one Cholesky factor: with R = L·Lᵀ the columns' correlations in that order and r those
    with the outcome, the gains in R² are the squares of L⁻¹r. Sampled orders come with their reverse, where
    who was first is last.

    Args:
        columns: (n_rows, n_columns), centred; a column without any spread gets 0. What shall always come
            first (channel, product) is taken out of columns and outcome before.
        outcome: (n_rows,), centred likewise.
        seed: Of the orders that are sampled.

    Returns:
        (n_columns,) shares of the outcome's own variance, 0 or more, that sum to R².

    References:
        Lindeman, Merenda, Gold (1980); Grömping (2006), J. Stat. Softw. 17(1), relaimpo's `lmg`.
        doi:10.18637/jss.v017.i01. The sampling with reverses: Mitchell et al. (2022), JMLR 23(43).
    """
    whole = float(outcome @ outcome)
    spread = np.sqrt(np.einsum("ij,ij->j", columns, columns))
    usable = np.flatnonzero(spread > 1e-9 * max(float(spread.max(initial=0.0)), 1e-300))
    shares = np.zeros(columns.shape[1])
    if whole <= 0 or not usable.size:
        return shares
    scaled = columns[:, usable] / spread[usable]
    together = scaled.T @ scaled
    together[np.diag_indices_from(together)] += RIDGE
    shares[usable] = _average_gains(together, scaled.T @ outcome / np.sqrt(whole), seed)
    return shares


def _average_gains(together: Floats, with_outcome: Floats, seed: int) -> Floats:
    orders = _choose_orders(len(with_outcome), seed)
    gained = np.zeros(len(with_outcome))
    for start in range(0, len(orders), AT_ONCE):
        some = orders[start : start + AT_ONCE]
        factor = np.linalg.cholesky(together[some[:, :, None], some[:, None, :]])
        gains = np.linalg.solve(factor, with_outcome[some][:, :, None])[:, :, 0] ** 2
        gained += np.bincount(some.ravel(), weights=gains.ravel(), minlength=len(gained))
    return gained / len(orders)


def _choose_orders(n_columns: int, seed: int) -> npt.NDArray[np.int64]:
    if n_columns < 8 and factorial(n_columns) <= MOST_ORDERS:
        return np.array(list(permutations(range(n_columns))), dtype=np.int64).reshape(-1, n_columns)
    rng = np.random.default_rng(seed)
    half = rng.permuted(np.tile(np.arange(n_columns), (SAMPLED_ORDERS // 2, 1)), axis=1)
    return np.concatenate([half, half[:, ::-1]])
