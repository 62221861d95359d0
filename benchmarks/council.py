"""A council that is simulated from labels: it looks at the tool's issues and puts right what is wrong.

One correction is one text put under its right issue, or, one in ten, two of the tool's issues merged. What
an issue is about is what most of its texts are about; the sure half of a merged issue's texts follow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MERGES_IN = 10
MERGED_WEIGHT = 0.2  # of a text that was put right by itself


@dataclass(frozen=True)
class Corrections:
    """`decided` (n_texts,) label or -1, `sure` its weight, `touched`: texts that a person put right."""

    decided: Ints
    sure: Floats
    touched: NDArray[np.bool_]


def correct_texts(labels: Ints, count: int, seed: int) -> Corrections:
    """Put `count` random texts under their right issues."""
    chosen = np.random.default_rng(seed).choice(len(labels), count, replace=False)
    decided, touched = np.full(len(labels), -1, np.int64), np.zeros(len(labels), np.bool_)
    decided[chosen], touched[chosen] = labels[chosen], True
    return Corrections(decided, touched.astype(np.float64), touched)


def correct_issues(labels: Ints, found: Ints, confidence: Floats, count: int, seed: int) -> Corrections:
    """Merge issues that are about the same, at most a tenth of `count`, and put the rest of it right."""
    pairs = pair_issues(labels, found)[: count // MERGES_IN]
    said = correct_texts(labels, count - len(pairs), seed)
    decided, sure = said.decided.copy(), said.sure.copy()
    for about, issues in pairs:
        for issue in issues:
            members = np.flatnonzero((found == issue) & ~said.touched)
            kept = members[confidence[members] >= np.median(confidence[found == issue])]
            decided[kept], sure[kept] = about, MERGED_WEIGHT
    return Corrections(decided, sure, said.touched)


def pair_issues(labels: Ints, found: Ints) -> list[tuple[int, tuple[int, int]]]:
    """Pair issues most of whose texts have the same label with the first such issue: label and both."""
    first: dict[int, int] = {}
    pairs = []
    for issue in np.argsort(-np.bincount(found), kind="stable").tolist():
        counts = np.bincount(labels[found == issue])
        about = int(counts.argmax())
        if counts[about] * 2 <= counts.sum():
            continue
        if about in first:
            pairs.append((about, (first[about], issue)))
        first.setdefault(about, issue)
    return pairs
