"""When do two texts say the same? Shorthand written out, placeholders and noise gone, then hashed.

The verbatim that a person reads is never normalised; only what is embedded, counted and compared.
"""

import re
from functools import cache
from hashlib import blake2b

from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.identity import strip_identity
from voc.text.lists import load_pairs, load_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT_WORD = re.compile(r"(?<![\w'’/@.-])[^\W\d_](?:[\w'’]|/(?=\w))*+[./]?")
_ELONGATED = re.compile(r"([^\W\d])\1{2,}")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9\u0370-\uffff]+")
_DIGITS = re.compile(r"\d+")
_LANGUAGES = ("es", "en")


def normalise_text(text: str, language: str | None = None) -> str:
    """Write a mention as it is embedded: shorthand in words, no placeholders, no shouting, one line.

    Accents, punctuation and case stay, since sentence encoders read them; only a text all in capitals is
    lowered, and a letter repeated three times or more is kept once ("muuuy"). `language` picks the
    shorthand list; without it the text's own function words do, and where they are silent both apply, the
    first of es, en winning.
    """
    text = _SPACES.sub(" ", PLACEHOLDER.sub(" ", text)).strip()
    if text.isupper():
        text = text.lower()
    text = _ELONGATED.sub(r"\1", text)
    return _SPACES.sub(" ", expand_shorthand(text, language or guess_word_language(text)))


def derive_text_key(text: str) -> str:
    """Derive the key under which equal texts meet: 16 hexadecimal digits, from `write_embedded`.

    Case, accents, punctuation, placeholders, emoji and numbers do not count; the order of words does.
    """
    return blake2b(write_embedded(text).encode(), digest_size=8).hexdigest()


def write_embedded(text: str) -> str:
    """Write a text as encoders read it: folded words, without numbers, nor what says who somebody is.

    The key is the hash of exactly this, so a vector belongs to a key, whichever spelling came first.
    Shorthand stays as written: an encoder passes over what it does not know, and notes would gather around
    "cliente". Neighbours agree as well as on texts as written (docs/results.md).
    """
    return _bare_words(strip_identity(text)) or _bare_words(text)


def _bare_words(text: str) -> str:
    plain = _ELONGATED.sub(r"\1", PLACEHOLDER.sub(" ", text))
    return _SPACES.sub(" ", _NOT_WORD.sub(" ", _DIGITS.sub(" ", fold_text(plain)))).strip()


def hash_normal_text(normal: str) -> str:
    """Hash a text that `normalise_text` has been through, folded; the value of numbers does not count."""
    bare = _NOT_WORD.sub(" ", _DIGITS.sub("0", fold_text(normal))).strip()
    return blake2b(bare.encode(), digest_size=8).hexdigest()


def guess_word_language(text: str) -> str | None:
    """Guess es or en from function words alone; None where they are level. For choosing word lists only."""
    words = set(_WORD.findall(fold_text(text)))
    spanish, english = (len(words & load_words(f"stopwords_{code}")) for code in _LANGUAGES)
    if spanish == english:
        return None
    return "es" if spanish > english else "en"


def expand_shorthand(text: str, language: str | None) -> str:
    """Write out the shorthand of `voc/lists/shorthand_*.txt`; a language without a list changes nothing."""
    pairs = _load_shorthand(language)
    if not pairs:
        return text
    return _SHORT_WORD.sub(lambda match: _expand_word(match[0], pairs), text)


def _expand_word(written: str, pairs: dict[str, str]) -> str:
    key = written.lower()
    return pairs.get(key) or (pairs.get(key[:-1], written) if key.endswith((".", "/")) else written)


@cache
def _load_shorthand(language: str | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for code in _LANGUAGES:
        if language in (None, code):
            for short, long in load_pairs(f"shorthand_{code}").items():
                pairs.setdefault(short, f"{long} " if short.endswith("/") else long)
    return pairs


def find_plain_words(text: str) -> list[str]:
    """Find the words of a text, folded, without placeholders; for counting, not for reading."""
    return _WORD.findall(fold_text(PLACEHOLDER.sub(" ", text)))
