"""What is said more this week than before, among thousands of words that each are said a few times?

Source by source, since a wave of surveys brings more of what surveys say. A count of three cannot have a
p-value near 0.05 by chance, so chances are adjusted by what each word could attain at all: plain
Benjamini-Hochberg over thousands of rare words would find next to nothing.
"""

import numpy as np
import numpy.typing as npt

from voc.stats.logodds import PRIOR_WEIGHT

Floats = npt.NDArray[np.float64]

POOL_WEEKS = 12.0  # that the roughness of all words together is worth, against one of its own
LARGEST_CHANCE = 0.2  # what is likelier than this is not called out at any level: q = 1
STEPS = 200  # shares are told apart by a 200th, dispersions by a 10th: rounded up, hence never too sure


def compare_strata(
    here: Floats, n_here: Floats, there: Floats, n_there: Floats, weight: float = PRIOR_WEIGHT
) -> Floats:
    """Compare how often each word is said on two sides, stratum by stratum: z-scores, above 0 is more here.

    The log-odds of `compare_counts` within each stratum, put together by their precision. With one stratum
    it is `compare_counts`; a stratum without anything on one of its sides says nothing.

    Args:
        here: (n_words, n_strata) counts on this side.
        n_here: (n_words, n_strata) or (n_strata,) what could have been counted on it.
        there: (n_words, n_strata) counts on the other side.
        n_there: As `n_here`, of the other side.
        weight: How much the prior counts against what was seen, above 0.

    Returns:
        (n_words,) z-scores.

    References:
        Monroe, Colaresi, Quinn (2008), Political Analysis 16(4), 372-403; strata after Woolf (1955), Annals
        of Human Genetics 19(4), 251-253.
    """
    prior = np.maximum(weight * (here + there), 0.01)
    total = np.maximum(weight * (n_here + n_there), 0.02)
    one, two = here + prior, there + prior
    rest_one, rest_two = np.maximum(n_here + total - one, 0.01), np.maximum(n_there + total - two, 0.01)
    delta = np.log(one / rest_one) - np.log(two / rest_two)
    speaks = (n_here > 0) & (n_there > 0)
    precision = np.where(speaks, 1 / (1 / one + 1 / two), 0.0)
    summed = precision.sum(axis=1)
    z = np.divide(
        (precision * delta).sum(axis=1), np.sqrt(summed), out=np.zeros(len(summed)), where=summed > 0
    )
    return np.asarray(z, np.float64)


def share_expected(here: Floats, n_here: Floats, there: Floats, n_there: Floats) -> Floats:
    """Tell which share of all that each word was said would be said here if nothing had changed: 0 to 1.

    Within a stratum it is this side's share of what could have been counted; over strata the mean, by where
    the word is said.

    Args:
        here: (n_words, n_strata), as in `compare_strata`, like the others.
        n_here: Likewise.
        there: Likewise.
        n_there: Likewise.
    """
    both = n_here + n_there
    share = np.divide(n_here, both, out=np.zeros_like(both, dtype=np.float64), where=both > 0)
    said = here + there
    held = said.sum(axis=1)
    expected = (said * share).sum(axis=1)
    return np.asarray(np.divide(expected, held, out=np.zeros_like(held), where=held > 0), np.float64)


def calculate_rise_chance(
    here: Floats, total: npt.ArrayLike, share: npt.ArrayLike, dispersion: npt.ArrayLike
) -> Floats:
    """Calculate the chance that at least so many of a word's uses fall here if nothing changed.

    Of all `total` uses each falls here with chance `share`: binomial, which for shares that differ by
    stratum is an upper bound (Hoeffding). Counts that scatter more than chance are divided by their
    dispersion, as in quasi-likelihood.

    Args:
        here: Uses here, 0 to `total`; arrays of one shape, or that broadcast.
        total: Uses on both sides.
        share: Expected to fall here, 0 to 1.
        dispersion: φ, 1 or more.

    References:
        Hoeffding (1956), Ann. Math. Stat. 27(3), 713-721; Przyborowski, Wilenski (1940), Biometrika 31.
    """
    from scipy.special import betainc  # lazily: readings pass here

    uses, part, scatter = (np.asarray(value, np.float64) for value in (total, share, dispersion))
    tail = betainc(np.maximum(here, 1e-12) / scatter, (uses - here) / scatter + 1, part)
    return np.asarray(np.where(here <= 0, 1.0, tail), np.float64)


def adjust_attainable(
    chances: Floats, total: Floats, share: Floats, dispersion: Floats, least: float
) -> Floats:
    """Turn the chances of rises into q-values, by what each word's chance could have been at all.

    q at p is the number of words expected to attain p or less by chance, over the number that did. A word
    that is said too rarely to be shown, or to attain p, expects none, and so does not weigh on the others.

    Args:
        chances: (n_words,) of `calculate_rise_chance`; 1 for words that are not tested.
        total: (n_words,) likewise, as are the others.
        share: (n_words,).
        dispersion: (n_words,).
        least: A word that is said less often here is never called out.

    Returns:
        (n_words,) q-values, 0 to 1.

    References:
        Heyse (2011), in Recent Advances in Biostatistics, 57-82 (discrete Benjamini-Hochberg).
    """
    order = np.argsort(chances, kind="stable")
    levels = chances[order][: int((chances <= LARGEST_CHANCE).sum())]
    expected = np.zeros(len(levels))
    kinds, counts = _group_alike(total, share, dispersion)
    for (uses, part, scatter), count in zip(kinds, counts, strict=True):
        attained = _list_attainable(uses, part, scatter, least)
        place = np.searchsorted(attained, levels * (1 + 1e-9), side="right")
        expected += count * np.concatenate([[0.0], attained])[place]
    ratio = np.minimum(expected / np.arange(1, len(levels) + 1), 1.0)
    q = np.ones(len(chances))
    q[order[: len(levels)]] = np.minimum.accumulate(ratio[::-1])[::-1]
    return np.maximum(q, chances)


def _list_attainable(uses: float, share: float, dispersion: float, least: float) -> Floats:
    """List the chances that a word of so many uses can attain, from `least` here on, the smallest first."""
    mean = uses * share
    most = min(uses, np.ceil(mean + 12 * np.sqrt(mean * dispersion) + 40 * dispersion))
    said = np.arange(most, max(least, np.floor(mean), 1.0) - 1, -1.0)
    return calculate_rise_chance(said, np.float64(uses), np.float64(share), np.float64(dispersion))


def _group_alike(total: Floats, share: Floats, dispersion: Floats) -> tuple[Floats, Floats]:
    """Group words of the same total, share and dispersion, the latter rounded up: kinds and their counts."""
    rounded = np.column_stack(
        [total, np.minimum(np.ceil(share * STEPS - 1e-9) / STEPS, 1.0), np.ceil(dispersion * 10 - 1e-9) / 10]
    )
    kinds, counts = np.unique(rounded, axis=0, return_counts=True)
    return kinds, counts.astype(np.float64)


def estimate_roughness(weekly: Floats, fitted: Floats) -> Floats:
    """Estimate how much more each word's weeks scatter than chance, whatever their slow course.

    By the differences of weeks that follow each other, since what grows evenly is not rough, and would hide
    behind its own growth. A word's own dozen weeks are too few: they are drawn towards all words' together.

    Args:
        weekly: (n_words, n_weeks) counts.
        fitted: (n_words, n_weeks) what an even rate would have given.

    Returns:
        (n_words,) φ, 1 or more.

    References:
        von Neumann (1941), Ann. Math. Stat. 12(4), 367-395; Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3(1).
    """
    pooled = (fitted[:, 1:] + fitted[:, :-1]) if fitted.shape[1] > 1 else np.zeros((len(fitted), 0))
    known = pooled > 0
    steps = np.diff(weekly - fitted, axis=1) ** 2 if fitted.shape[1] > 1 else pooled
    squares = np.divide(steps, pooled, out=np.zeros_like(pooled), where=known).sum(axis=1)
    freedom = known.sum(axis=1).astype(np.float64)
    together = squares.sum() / max(float(freedom.sum()), 1.0)
    return np.asarray(np.maximum(1.0, (squares + POOL_WEEKS * together) / (freedom + POOL_WEEKS)), np.float64)
