"""In which language is a text? One of the configured ones, or openly another.

The file's own word wins. Each text is judged alone, so that neither arrival order nor the batch changes the
answer: short texts by their function words, longer ones by py3langid, and what stays unclear is the first
configured language.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from voc.text.fold import PLACEHOLDER
from voc.text.lists import load_words, read_list_lines

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOISE = re.compile(r"https?://\S+|[@#]\w+")
_RIVALS = (
    "es",
    "en",
    "fr",
    "de",
    "pt",
    "it",
    "ca",
    "nl",
    "eu",
    "pl",
    "ro",
    "ru",
    "uk",
    "tr",
    "ar",
    "zh",
    "ja",
    "sv",
)
_NAMES = {
    "spanish": "es",
    "espanol": "es",
    "español": "es",
    "castellano": "es",
    "spa": "es",
    "english": "en",
    "inglés": "en",
    "ingles": "en",
    "eng": "en",
    "french": "fr",
    "francés": "fr",
    "frances": "fr",
    "français": "fr",
    "german": "de",
    "alemán": "de",
    "aleman": "de",
    "deutsch": "de",
    "portuguese": "pt",
    "portugués": "pt",
    "portugues": "pt",
    "português": "pt",
    "italian": "it",
    "italiano": "it",
    "catalan": "ca",
    "catalán": "ca",
    "català": "ca",
}
_SURE = 0.9  # probability at which py3langid may outvote a level count of function words
_MIN_WORDS_FOR_OTHER = 4  # fewer words never make a text foreign


def identify_languages(
    texts: Sequence[str], configured: Sequence[str], hints: Sequence[str | None]
) -> list[str]:
    """Name each text's language as an ISO 639-1 code.

    Args:
        texts: Redacted or raw texts; placeholders, handles and addresses are ignored.
        configured: The workspace's languages, at least one; the first serves where nothing else tells.
        hints: What the file says of each text ("es", "es-MX", "Spanish"), or None; an unreadable hint is
            ignored.

    Returns:
        A code per text; one outside `configured` means a contact in another language.
    """
    if not configured:
        raise ValueError("at least one language must be configured")
    codes = tuple(configured)
    return [
        read_language_hint(hint) or _identify(text, codes) for text, hint in zip(texts, hints, strict=True)
    ]


def read_language_hint(hint: str | None) -> str | None:
    """Read a file's language column: `es`, `es-MX`, `Spanish`, `castellano`; None where it says nothing."""
    word = (hint or "").strip().lower()
    if word in _NAMES:
        return _NAMES[word]
    found = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})*", word)
    return found[1] if found and found[1] not in {"na", "xx", "un"} else None


def _identify(text: str, configured: tuple[str, ...]) -> str:
    bare = _NOISE.sub(" ", PLACEHOLDER.sub(" ", text))
    words = [word.lower().replace("’", "'") for word in _WORD.findall(bare)]
    if not words:
        return configured[0]
    marks = {code: sum(word in _markers(code) for word in words) for code in _marked(configured)}
    home = max(configured, key=lambda code: (marks.get(code, 0), -configured.index(code)))
    if len(words) < _MIN_WORDS_FOR_OTHER:
        return home if marks.get(home, 0) else _guess_home(bare, words, configured)
    return _weigh(words, marks, configured)


def _weigh(words: list[str], marks: dict[str, int], configured: tuple[str, ...]) -> str:
    """Choose between the best configured language and the best foreign one: both judges must point abroad."""
    scores = _score(" ".join(words))
    home = max(configured, key=lambda code: scores.get(code, 0.0) + marks.get(code, 0) / len(words))
    away = max(
        (code for code in scores if code not in configured), key=lambda code: scores[code], default=home
    )
    if away == home or scores[away] < scores.get(home, 0.0) * 1.3:
        return home
    if away in marks:
        lead = marks[away] - marks.get(home, 0)
        return away if lead > 0 or (lead >= -1 and scores[away] > _SURE) else home
    return away if not marks.get(home, 0) and scores[away] > 0.5 else home


def _guess_home(bare: str, words: list[str], configured: tuple[str, ...]) -> str:
    """Choose among the configured languages for a text of one to three words without function words."""
    if "es" in configured and re.search(r"[ñáéíóú¿¡]", bare.lower()):
        return "es"
    known = {code: sum(_is_word_of(word, code) for word in words) for code in configured}
    scores = _score(" ".join(words))
    ranked = sorted(configured, key=lambda code: (-known[code], -scores.get(code, 0.0)))
    if len({known[code] for code in ranked[:2]}) > 1:
        return ranked[0]
    best, second = (scores.get(code, 0.0) for code in (ranked + ranked)[:2])
    return ranked[0] if len(ranked) > 1 and best > 1.15 * second else configured[0]


@lru_cache(maxsize=8192)
def _is_word_of(word: str, code: str) -> bool:
    """Tell whether simplemma's dictionary of a language holds the word; false for a language without one."""
    from simplemma import is_known

    try:
        return len(word) > 2 and is_known(word, lang=code)
    except ValueError:
        return False


def _marked(configured: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*configured, "fr", "de", "pt", "it", "ca")))


@cache
def _markers(code: str) -> frozenset[str]:
    """Words of this language alone; es and en have lists of their own, the rest share one file."""
    if code in {"es", "en"}:
        return load_words(f"language_{code}")
    lines = (line.split(":", 1) for line in read_list_lines("language_others"))
    return next((frozenset(words.split()) for name, words in lines if name.strip() == code), frozenset())


@cache
def _load_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_RIVALS))
    return identifier


def _score(text: str) -> dict[str, float]:
    """Probability by language, calibrated for length by py3langid."""
    return dict(_load_identifier().rank(text))
