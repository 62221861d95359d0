"""How does one sentence become many? A small grammar, expanded by a seeded generator.

`[a|b|c]` picks one, `{name}` picks from a list of that name or takes a value that was set; both may
nest. An empty choice leaves no double space behind.
"""

import re
from collections.abc import Mapping, Sequence
from random import Random

INNERMOST = re.compile(r"\[([^\[\]]*)\]")
NAMED = re.compile(r"\{(\w+)\}")
DEEPEST = 6  # rounds of expansion: a list that names itself is a mistake, not a sentence

Slots = Mapping[str, Sequence[str]]


def start_random(name: str) -> Random:
    """Start a generator from a name: the same name gives the same choices, on every machine."""
    return Random(name)  # noqa: S311 (texts are invented here, not secrets)


def expand_phrase(pattern: str, slots: Slots, rng: Random) -> str:
    """Expand a pattern into one sentence.

    Args:
        pattern: The sentence with its choices.
        slots: What each `{name}` may be; the alternatives may be patterns themselves.
        rng: Where the choices come from; the same state gives the same sentence.

    Raises:
        KeyError: the pattern names a list that `slots` does not have.
        ValueError: the pattern never comes to an end.
    """
    text = pattern
    for _ in range(DEEPEST):
        if "[" not in text and "{" not in text:
            return tidy_spaces(text)
        text = INNERMOST.sub(lambda match: rng.choice(match[1].split("|")), text)
        text = NAMED.sub(lambda match: rng.choice(slots[match[1]]), text)
    if "[" in text or "{" in text:
        raise ValueError(f"a phrase never ends: {pattern!r}")
    return tidy_spaces(text)


def tidy_spaces(text: str) -> str:
    """Take out the spaces that an empty choice leaves: doubled, before a comma, at the ends."""
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(r"  +", " ", text)).strip()


def count_phrases(pattern: str) -> int:
    """Count the sentences that a pattern's own choices give, lists apart; nested choices are counted once."""
    total = 1
    text = pattern
    while match := INNERMOST.search(text):
        total *= match[1].count("|") + 1
        text = text[: match.start()] + text[match.end() :]
    return total


def end_sentence(text: str) -> str:
    """Begin with a capital and end with a stop, as people who take care write."""
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    start = next((i for i, c in enumerate(ended) if c.isalnum()), 0)
    return ended[:start] + ended[start].upper() + ended[start + 1 :]
