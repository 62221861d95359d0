"""Which texts say the same in nearly the same words? Fitting uses one of each; people are still all counted.

Exact by `derive_text_key`, near by MinHash over character shingles with the true Jaccard overlap checked
(numpy; nothing more to install). Groups are connected components, so no order of arrival can change them.
Texts that differ in a negation are never one: "llegó" and "no llegó" share nearly every shingle.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.text.normalise import find_plain_words, hash_normal_text, normalise_text

_SHINGLE = 4
_BANDS, _ROWS = 20, 4  # two texts with overlap 0.8 meet in a band with probability 0.9999, with 0.5 with 0.73
_NEAR = 0.8
_NEGATIONS = frozenset(
    "no not sin nunca jamas never without cannot can't don't doesn't didn't won't isn't wasn't nor ni".split()
)


def group_near_duplicates(texts: Sequence[str], *, threshold: float = _NEAR) -> list[int]:
    """Group texts that are equal or nearly so.

    Args:
        texts: Mentions, redacted.
        threshold: Least Jaccard overlap of 4-character shingles, over 0.5 and at most 1; 1 groups equal
            keys alone.

    Returns:
        For each text the index of its group's representative: the member with the smallest text key, the
        first one of equal keys. With `texts` in order of their keys that is the group's first member.
    """
    normal = [normalise_text(text) for text in texts]
    keys = [hash_normal_text(text) for text in normal]
    first_of: dict[str, int] = {}
    for index, key in enumerate(keys):
        first_of.setdefault(key, index)
    unique = [index for _, index in sorted(first_of.items())]
    shingles = [_cut_shingles(normal[index]) for index in unique]
    parents = list(range(len(unique)))
    if threshold < 1:
        for left, right in _pair_candidates([found[0] for found in shingles]):
            if _find_root(parents, left) != _find_root(parents, right) and _are_near(
                shingles[left], shingles[right], threshold
            ):
                roots = sorted((_find_root(parents, left), _find_root(parents, right)))
                parents[roots[1]] = roots[0]
    representative = {keys[index]: unique[_find_root(parents, place)] for place, index in enumerate(unique)}
    return [representative[key] for key in keys]


def _cut_shingles(text: str) -> tuple[frozenset[str], int]:
    words = find_plain_words(text)
    joined = f" {' '.join(words)} "
    found = frozenset(joined[i : i + _SHINGLE] for i in range(max(1, len(joined) - _SHINGLE + 1)))
    return found, sum(word in _NEGATIONS for word in words)


def _are_near(left: tuple[frozenset[str], int], right: tuple[frozenset[str], int], threshold: float) -> bool:
    if left[1] != right[1]:
        return False
    shared = len(left[0] & right[0])
    return shared >= threshold * (len(left[0]) + len(right[0]) - shared)


def _find_root(parents: list[int], node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def _pair_candidates(shingle_sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pair neighbours within each MinHash bucket, in a chain and through the bucket's first."""
    if len(shingle_sets) < 2:
        return
    signatures = _sign_sets(shingle_sets)
    for band in range(_BANDS):
        block = np.ascontiguousarray(signatures[:, band * _ROWS : (band + 1) * _ROWS])
        buckets: dict[bytes, list[int]] = {}
        for index, row in enumerate(block):
            buckets.setdefault(row.tobytes(), []).append(index)
        for members in buckets.values():
            yield from pairwise(members)
            yield from ((members[0], member) for member in members[2:])


def _sign_sets(shingle_sets: Sequence[frozenset[str]]) -> NDArray[np.uint64]:
    """Sign each set by its least hash under each of 80 fixed permutations; shape (n_sets, n_permutations)."""
    codes: dict[str, int] = {}
    for found in shingle_sets:
        for shingle in found:
            if shingle not in codes:
                codes[shingle] = int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "big")
    generator = np.random.default_rng(20260101)
    factors = generator.integers(1, 1 << 63, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    signatures = np.empty((len(shingle_sets), _BANDS * _ROWS), dtype=np.uint64)
    for place, found in enumerate(shingle_sets):
        hashes = np.fromiter((codes[shingle] for shingle in found), dtype=np.uint64, count=len(found))
        signatures[place] = (hashes[:, None] * factors).min(
            axis=0
        )  # wraps around 2**64: a multiplicative hash
    return signatures
