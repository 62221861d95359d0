"""In which order does a customer meet the moments of a service?

Touchpoints are called differently everywhere; the beginnings of their words tell the stage. Where for most of
the contacts they do not, the order is by contacts.
"""

from collections.abc import Mapping
from functools import cache

from voc.text.fold import fold_text
from voc.text.lists import read_list_lines

LEAST_KNOWN = 0.5  # of the contacts with a touchpoint, those whose stage must be told


def order_touchpoints(contacts: Mapping[str, int]) -> tuple[list[str], bool]:
    """Order touchpoints by the service cycle, else by contacts.

    Args:
        contacts: How many each has.

    Returns:
        Touchpoints in order, and whether it is the cycle's; those without a stage then come last. Within
        a stage, and among those without, most contacts come first, then the alphabet.
    """
    stages = {touchpoint: find_stage(touchpoint) for touchpoint in contacts}
    known = sum(count for touchpoint, count in contacts.items() if stages[touchpoint] is not None)
    is_cycle = bool(contacts) and known >= LEAST_KNOWN * sum(contacts.values())
    last = len(_read_stages())

    def rank(touchpoint: str) -> tuple[int, int, str]:
        stage = stages[touchpoint] if is_cycle else None
        return (last if stage is None else stage, -contacts[touchpoint], touchpoint)

    return sorted(contacts, key=rank), is_cycle


def unify_names(contacts: Mapping[str, int]) -> dict[str, str]:
    """Unify names that differ in case, accents and spaces alone: each leads to the commonest of its kind.

    Of equally common ones to the first by the alphabet. A blank name leads to "".
    """
    kinds: dict[str, str] = {}
    for name in sorted(contacts, key=lambda name: (-contacts[name], name)):
        kinds.setdefault(_fold_name(name), name.strip())
    return {name: kinds[_fold_name(name)] for name in contacts}


def _fold_name(name: str) -> str:
    return " ".join(fold_text(name).split())


def find_stage(touchpoint: str) -> int | None:
    """Find the stage of a touchpoint from 0 on, by the first of its words that has one; None: not told."""
    for word in fold_text(touchpoint).replace("_", " ").replace("-", " ").replace("/", " ").split():
        for number, beginnings in enumerate(_read_stages()):
            if word.startswith(beginnings):
                return number
    return None


@cache
def _read_stages() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold_text(line).split()) for line in read_list_lines("service_cycle"))
