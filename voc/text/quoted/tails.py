"""What at the end of a mail did nobody write for this mail? Signatures, and what programs and lawyers add."""

import re
from collections.abc import Sequence
from itertools import islice

from voc.text.fold import fold_text
from voc.text.lists import load_sentences
from voc.text.quoted.disclaimers import drop_disclaimers

_DELIMITER = re.compile(r"\s?(?:--|—)\s*$")
_RULE = re.compile(r"\s*[-_=*~·•]{4,}\s*$")
_PROGRAM = re.compile(  # folded: a telephone or a mail program names itself in a line of its own
    r"(?:enviado|mandado|enviat|escrito|sent) (?:desde|des del|con|from|via|by|with) .{0,20}"
    r"\b(?:iphone|ipad|android|ios|movil|mobile|samsung|galaxy|huawei|xiaomi|motorola|blackberry|smartphone"
    r"|telefono|phone|dispositivo|device|tablet\w*|outlook|yahoo|gmail|proton|correo|mail)\b.{0,60}$"
    r"|(?:obtener|obten|get) outlook (?:para|for) .{0,80}$"
)
_CLOSING_WORDS = 7
_CARD_LINES, _CARD_WORDS = 12, 9  # of a signature: lines at most, words in a line at most
_POSTSCRIPT = re.compile(r"p\.? ?(?:d|s|data)\.? ?[:.,-]")


def cut_tails(lines: Sequence[str], author: str | None = None) -> str:
    """Cut the signature, disclaimers and what programs add off a sender's own lines.

    Args:
        lines: The own lines, quoted ones gone.
        author: The sender's name; a line of nothing else begins the signature.
    """
    tidy = [line.replace("\xa0", " ").rstrip() for line in _cut_delimited(lines)]
    kept = drop_disclaimers([line for line in tidy if not _is_added(line)])
    return "\n".join(_cut_card(kept, frozenset(_list_words(author or "")))).strip()


def _cut_delimited(lines: Sequence[str]) -> Sequence[str]:
    """Cut from the line `-- ` on (RFC 3676, section 4.3), also where its space was lost."""
    place = next((i for i, line in enumerate(lines) if _DELIMITER.match(line)), len(lines))
    return lines[:place]


def _is_added(line: str) -> bool:
    return bool(_RULE.match(line) or _PROGRAM.match(fold_text(line.strip(" *_<>[]"))))


def _cut_card(lines: list[str], name: frozenset[str]) -> list[str]:
    """Cut from a sign-off or the sender's own name on, where only short lines follow."""
    for i, line in enumerate(lines):
        if (_is_closing(line) or _is_name(line, name)) and _is_card(lines, i + 1):
            return lines[:i]
    return lines


def _is_closing(line: str) -> bool:
    words = _list_words(line)
    said = " ".join(words) + " "
    return 0 < len(words) <= _CLOSING_WORDS and any(
        said.startswith(f"{phrase} ") for phrase in load_sentences("mail_closings")
    )


def _is_name(line: str, name: frozenset[str]) -> bool:
    words = _list_words(line)
    return bool(words) and set(words) <= name and not re.search(r"[\d?!]", line)


def _list_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold_text(text))


def _is_card(lines: Sequence[str], start: int) -> bool:
    below = (lines[place].strip() for place in range(start, len(lines)))
    filled = list(islice((line for line in below if line), _CARD_LINES + 1))
    return len(filled) <= _CARD_LINES and not any(
        len(line.split()) > _CARD_WORDS or "?" in line or _POSTSCRIPT.match(fold_text(line))
        for line in filled
    )
