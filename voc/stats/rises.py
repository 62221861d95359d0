"""What is said more this week than before, among thousands of words that each are said a few times?

Source by source, since a wave of surveys brings more of what surveys say. A count of three cannot have a
p-value near 0.05 by chance, so chances are adjusted by what each word could attain at all: plain
Benjamini-Hochberg over thousands of rare words would find next to nothing.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from voc.stats.logodds import PRIOR_WEIGHT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

POOL_WEEKS = 12.0  # that the roughness of all words together is worth, against one of its own
LARGEST_CHANCE = 0.2  # what is likelier than this is not called out at any level: q = 1
STEPS = 400  # shares are told apart by a 400th, dispersions by a 20th: rounded up, hence never too sure


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


def list_rise_chances(total: int, share: float, dispersion: float) -> Floats:
    """List the chances that at least 0, 1, … `total` of a word's uses fall here if nothing changed.

    Of all uses each falls here with chance `share`: binomial, which for shares that differ by stratum is an
    upper bound (Hoeffding). Where weeks scatter more than chance it is what negative binomial counts of that
    dispersion give, once their sum is known: beta-binomial, whose tail is the longer.

    Args:
        total: Uses on both sides.
        share: Expected to fall here, strictly between 0 and 1.
        dispersion: φ, 1 or more: variance over mean of the counts.

    Returns:
        (total + 1,) chances, falling from 1.

    References:
        Hoeffding (1956), Ann. Math. Stat. 27(3), 713-721; Skellam (1948), J. R. Stat. Soc. B 10(2), 257-261.
    """
    from scipy.special import betaln  # lazily: readings pass here

    said = np.arange(total + 1.0)
    ways = -np.log(total + 1) - betaln(total - said + 1, said + 1)
    if dispersion <= 1 + 1e-9:
        log_chance = ways + said * np.log(share) + (total - said) * np.log1p(-share)
    else:
        one, two = (total * part / (dispersion - 1) for part in (share, 1 - share))
        log_chance = ways + betaln(said + one, total - said + two) - betaln(one, two)
    return np.asarray(np.minimum(np.exp(log_chance)[::-1].cumsum()[::-1], 1.0), np.float64)


def judge_rises(
    here: Floats, total: Floats, share: Floats, dispersion: Floats, least: int
) -> tuple[Floats, Floats]:
    """Judge many words at once: the chance of each rise, and its q-value by what each word could attain.

    q at p is the number of words expected to attain p or less by chance, over the number that did. A word
    that is said too rarely to be shown, or to attain p, expects none, and so does not weigh on the others.

    Args:
        here: (n_words,) uses here, whole numbers, as are those in all.
        total: (n_words,) uses on both sides.
        share: (n_words,) expected to fall here, 0 to 1.
        dispersion: (n_words,) φ, 1 or more.
        least: A word that is said less often here is never called out: its chance and q are 1.

    Returns:
        (n_words,) chances and (n_words,) q-values, 0 to 1.

    References:
        Heyse (2011), in Recent Advances in Biostatistics, 57-82 (discrete Benjamini-Hochberg).
    """
    chances, attained = np.ones(len(here)), []
    for members, tail in _list_tails(total, share, dispersion):
        said = here[members].astype(np.int64)
        chances[members] = np.where(said >= least, tail[said], 1.0)
        attained.append((len(members), tail[least:][::-1]))
    return chances, _adjust_attainable(chances, attained)


def _list_tails(total: Floats, share: Floats, dispersion: Floats) -> Iterator[tuple[Ints, Floats]]:
    """List the words of each total, share and dispersion (both rounded up) with the chances they have."""
    shares = np.clip(np.ceil(share * STEPS - 1e-9), 1, STEPS - 1) / STEPS
    rounded = np.column_stack([total, shares, np.ceil(dispersion * 20 - 1e-9) / 20])
    kinds, which = np.unique(rounded, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(which.ravel(), minlength=len(kinds)))[:-1])
    for (uses, part, scatter), members in zip(kinds, parts, strict=True):
        yield members, list_rise_chances(int(uses), float(part), float(scatter))


def _adjust_attainable(chances: Floats, attained: Sequence[tuple[int, Floats]]) -> Floats:
    """Turn chances into q-values; `attained`: for so many words, the chances they can have, rising."""
    order = np.argsort(chances, kind="stable")
    levels = chances[order][: int((chances <= LARGEST_CHANCE).sum())]
    expected = np.zeros(len(levels))
    for count, rising in attained:
        place = np.searchsorted(rising, levels * (1 + 1e-9), side="right")
        expected += count * np.concatenate([[0.0], rising])[place]
    ratio = np.minimum(expected / np.arange(1, len(levels) + 1), 1.0)
    q = np.ones(len(chances))
    q[order[: len(levels)]] = np.minimum.accumulate(ratio[::-1])[::-1]
    return np.maximum(q, chances)


def estimate_roughness(weekly: Floats, fitted: Floats) -> Floats:
    """Estimate how much more each word's weeks scatter than chance, whatever their slow course.

    By the differences of weeks that follow each other, since what grows evenly is not rough, and would hide
    behind its own growth. A word's own dozen weeks are too few: they are drawn towards all words' together,
    and never below it, since a rare word is rough and looks smooth until it is not.

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
    drawn = (squares + POOL_WEEKS * together) / (freedom + POOL_WEEKS)
    return np.asarray(np.maximum(max(1.0, together), drawn), np.float64)
