"""How far might a figure be off, had other people written?

People are drawn again, never contacts: one customer's contacts are alike, and an interval that forgets it is
too narrow.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import sparray

Floats = npt.NDArray[np.float64]

AT_ONCE = 2_000  # people
# Of 65,536 draws of Poisson(1), how many are 0, 1, 2, ...: two random bytes tell a weight.
POISSON_COUNTS = (24109, 24109, 12055, 4018, 1005, 201, 33, 5, 1)


def resample_sums(parts: "sparray | Floats", *, draws: int, seed: int) -> Floats:
    """Add up what people bring, once for each draw of people with replacement.

    Each person gets an independent Poisson(1) weight in each draw, which for sums and their ratios comes to
    the same as drawing n of n, and needs no n × draws table in memory. Equal rows in another order give
    other draws: bring people in an order that means something.

    Args:
        parts: (n_people, n_sums) what each person adds to each sum; a scipy sparse matrix is welcome.
        draws: How often.
        seed: Of the random weights.

    Returns:
        (draws, n_sums).

    References:
        Hanley, MacGibbon (2006), Comput. Methods Programs Biomed. 83(1), 57-62; Chamandy, Muralidharan,
        Najmi, Naidu (2012), Estimating Uncertainty for Massive Data Streams.
    """
    from scipy.sparse import csr_array

    rows: csr_array[np.float64] = csr_array(parts)  # type: ignore[arg-type]  # its stubs want one kind
    n_people, n_sums = rows.shape
    weights = np.repeat(np.arange(len(POISSON_COUNTS), dtype=np.float64), POISSON_COUNTS)
    rng = np.random.default_rng(seed)
    totals = np.zeros((n_sums, draws))
    for start in range(0, n_people, AT_ONCE):
        some = rows[start : start + AT_ONCE]
        drawn = rng.integers(0, len(weights), size=(some.shape[0], draws), dtype=np.uint16)
        totals += np.asarray(some.T @ weights[drawn], dtype=np.float64)
    return np.asarray(totals.T, dtype=np.float64)


def bound_percentiles(
    samples: Floats, people: npt.ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Bound figures by the percentiles of their draws, widened where few people stand behind them.

    Plain percentiles know no t: of eight people a 95 % interval covers 93 %. So the tails are Student's,
    Φ(−t). The other half of Hesterberg's remedy, √(n/(n−1)), is there already: how many of those behind a
    figure are drawn is itself random, which widens the draws of a mean by just that.

    Args:
        samples: (draws, n_figures); what is not finite in a draw is passed over.
        people: (n_figures,) or one number: how many stand behind each figure, at least 2.
        confidence: Coverage, strictly between 0 and 1.

    Returns:
        Lower and upper bounds, (n_figures,) each.

    References:
        Hesterberg (2015), Am. Stat. 69(4), 371-386, the expanded percentile interval.
        doi:10.1080/00031305.2015.1089789
    """
    from scipy.special import ndtr, stdtrit

    counts = np.broadcast_to(np.maximum(np.asarray(people, np.float64), 2.0), samples.shape[1:])
    tails = ndtr(stdtrit(counts - 1, (1 - confidence) / 2))
    low, high = np.empty(samples.shape[1]), np.empty(samples.shape[1])
    for place, tail in enumerate(tails):
        drawn = samples[:, place]
        drawn = drawn[np.isfinite(drawn)]
        bounds = np.quantile(drawn, [tail, 1 - tail]) if drawn.size else (np.nan, np.nan)
        low[place], high[place] = bounds
    return low, high
