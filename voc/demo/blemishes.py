"""How do people really write? Slips that are put on a sentence: haste, telephones, exports gone wrong.

A person's slips are chosen once a contact and applied to every sentence, never to the personal data
that was planted: truth/personal.json must hold it letter by letter.
"""

import re
from dataclasses import dataclass
from html import escape
from random import Random

ACCENTS = str.maketrans("áéíóúÁÉÍÓÚñ", "aeiouAEIOUn")
VOWELS_ONLY = str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")
ENTITIES = {
    "á": "&aacute;",
    "é": "&eacute;",
    "í": "&iacute;",
    "ó": "&oacute;",
    "ú": "&uacute;",
    "ñ": "&ntilde;",
}
SHORT_FORMS = {
    "es": {
        "que": "q",
        "porque": "xq",
        "por": "x",
        "también": "tb",
        "para": "xa",
        "no sé": "nose",
        "¿": "",
        "¡": "",
    },
    "en": {"you": "u", "please": "pls", "because": "cos", "your": "ur", "are": "r", "to": "2", "and": "&"},
}
LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True)
class Hand:
    """How one person writes on one occasion."""

    is_lower: bool = False
    drops_accents: bool = False
    keeps_tilde: bool = True
    abbreviates: bool = False
    slips: bool = False
    shouts: bool = False
    skips_stops: bool = False


def choose_hand(channel: str, rng: Random) -> Hand:
    """Choose how a contact is written; agents hurry but do not chat, and calls are transcribed with care."""
    if channel == "call":
        return Hand()
    if channel == "agent_note":
        return Hand(drops_accents=rng.random() < 0.35, slips=rng.random() < 0.08, shouts=rng.random() < 0.05)
    return Hand(
        is_lower=rng.random() < 0.25,
        drops_accents=rng.random() < 0.28,
        keeps_tilde=rng.random() < 0.8,
        abbreviates=rng.random() < 0.07,
        slips=rng.random() < 0.12,
        shouts=rng.random() < 0.025,
        skips_stops=rng.random() < 0.2,
    )


def blemish_sentence(text: str, hand: Hand, language: str, rng: Random) -> str:
    """Write a sentence in somebody's hand."""
    if hand.slips and rng.random() < 0.5:
        text = LONG_WORD.sub(lambda match: _slip(match[0], rng), text, count=1)
    if hand.abbreviates and language in SHORT_FORMS:
        for long, short in SHORT_FORMS[language].items():
            text = re.sub(rf"(?<!\w){long}(?!\w)" if long.isalpha() else re.escape(long), short, text)
    if hand.drops_accents:
        text = text.translate(VOWELS_ONLY if hand.keeps_tilde else ACCENTS)
    if hand.is_lower:
        text = text.lower()
    if hand.skips_stops:
        text = text.replace("¿", "").replace("¡", "").rstrip(".")
    return text.upper() if hand.shouts else text


def _slip(word: str, rng: Random) -> str:
    """A slip of the fingers: two letters swapped, one left out, or one doubled."""
    at = rng.randrange(1, len(word) - 2)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return rng.choice(slips)


def break_encoding(text: str) -> str:
    """Turn UTF-8 into mojibake, as a system does that reads it as cp1252; unchanged where that cannot be."""
    try:
        return text.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return text


def dress_in_html(text: str, rng: Random) -> str:
    """Dress a text as a web form's editor does: paragraphs, breaks, entities."""
    marked = escape(text, quote=False)
    if rng.random() < 0.5:
        marked = "".join(ENTITIES.get(c, c) for c in marked)
    marked = marked.replace(". ", ".<br/>", 1) if rng.random() < 0.5 else marked.replace(" ", "&nbsp;", 1)
    return f"<p>{marked}</p>" if rng.random() < 0.7 else f'<div class="comment">{marked}</div>'
