"""Which pieces are not the customer's reason? Agents' macros, identity checks, what the agent did."""

from collections.abc import Sequence
from functools import cache

from voc.text.lemmas import NEGATIONS
from voc.text.lists import load_sentences, load_words
from voc.text.tokens import DETERMINERS, Token, count_content, load_phrases

_FEW = 2  # a macro's rest with fewer content words says nothing of its own
_SHORT = 7  # words of a clipped report such as "Refund of duplicate raised"
_FULL_VERBS = frozenset("was were is are been has have had be being got i we they you my our".split())


def is_macro(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a piece begins with a macro of `voc/lists/macros_*.txt` and says next to nothing more."""
    words = _skip_determiner(tokens)
    phrases, longest = load_phrases("macros", language)
    for length in range(min(longest, len(words)), 0, -1):
        if tuple(token.key for token in words[:length]) in phrases:
            return count_content(words[length:], language) < _FEW
    return False


def is_identity_check(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a piece holds a placeholder and besides only words that say whose or what it is."""
    if not any(token.key == "<*>" for token in tokens):
        return False
    identity = load_words("identity_words")
    return not count_content([token for token in tokens if token.key not in identity], language)


def is_agent_action(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a piece reports what the agent did ("Se envía deco nuevo", "Refund raised")."""
    words = _skip_determiner(tokens)
    keys = [token.key for token in words]
    if not keys:
        return False
    if language == "es":
        return any(tuple(keys[:length]) in _load_actions() for length in (2, 3))
    if language != "en" or not _FULL_VERBS.isdisjoint(keys) or not NEGATIONS.isdisjoint(keys):
        return False
    actions = load_words("actions_en")
    return keys[0] in actions or (len(keys) <= _SHORT and keys[-1] in actions)


@cache
def _load_actions() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in load_sentences("actions_es"))


def _skip_determiner(tokens: Sequence[Token]) -> list[Token]:
    words = [token for token in tokens if token.is_word]
    return words[1:] if words and words[0].key in DETERMINERS else words
