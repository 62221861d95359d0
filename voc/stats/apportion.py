"""How is a whole number of units shared out, so that the parts are whole too and add up to it?

By largest remainders (Hamilton's method): no part is a unit or more away from what is exactly its own.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor


def apportion_units(total: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Share out whole units by exact parts; what rounding down leaves goes to the largest remainders.

    Of equal remainders the larger part comes first, then the earlier key: the parts' order does not matter.

    Args:
        total: Units to share out: the parts' sum rounded down or up.
        parts: What is exactly each one's own, in units; 0 or more.

    Returns:
        Whole units by key, which add up to `total`; a part that is whole already stays as it is.

    Raises:
        ValueError: a part is negative, or the parts do not add up to the total.

    References:
        Balinski, Young (1982), Fair Representation, ch. 2 and 9.
    """
    exact = sum(parts.values(), Fraction(0))
    if any(part < 0 for part in parts.values()) or not floor(exact) <= total <= ceil(exact):
        raise ValueError(f"parts of {float(exact)} for {total} units; wanted parts of 0 or more that add up")
    shared = {key: floor(part) for key, part in parts.items()}
    left = total - sum(shared.values())
    by_remainder = sorted(parts, key=lambda key: (shared[key] - parts[key], -parts[key], key))
    for key in by_remainder[:left]:
        shared[key] += 1
    return shared


def round_half_up(amount: Fraction) -> int:
    """Round to the nearest whole number, a half up; of amounts of 0 or more."""
    return floor(amount + Fraction(1, 2))
