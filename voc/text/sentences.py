"""Where does a sentence end? Places in the text, so that what is found can be shown where it stands.

At stops, line breaks, semicolons, bullets and slashes; not at the dot of an abbreviation.
"""

import re
from itertools import pairwise

from voc.text.fold import fold_text
from voc.text.lists import load_words

Place = tuple[int, int]  # half-open: text[start:end]

_MARK = re.compile(
    r"[.!?…]+[\"»”')\]]*(?=\s|$)|(?<=[a-záéíóúñ]{2})[.!?](?=[¿¡]?[A-ZÁÉÍÓÚÑ][a-záéíóúñ])|\n+|;(?=\s)"
    r"|\s//?(?=\s)|\s\|(?=\s)"
    r"|\s[-–—•*·](?=\s)"
)
_LAST_WORD = re.compile(r"([^\W_]+(?:[./][^\W_]+)*)$")
_SIGHT = 200  # characters in which the word before and the word after are looked for
_WRAPPED = 60  # characters from which a line may be one that goes on in the next


def cut_sentences(text: str, *, is_call: bool = False) -> list[Place]:
    """Cut a text into sentences: where each stands, without white space around it, in order.

    A line break in mid-sentence is a wrapped line, but of a call always a new turn.
    """
    ends = [
        match.end()
        for match in _MARK.finditer(text)
        if (is_call and "\n" in match[0]) or _ends_sentence(text, match)
    ]
    bounds = [0, *ends, len(text)]
    places = (trim_place(text, *pair) for pair in pairwise(bounds))
    return [place for place in places if place[0] < place[1]]


def trim_place(text: str, start: int, end: int) -> Place:
    """Leave out the white space at both ends of a place."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark, rest = match[0], text[match.end() : match.end() + _SIGHT].lstrip()
    if not rest:
        return False
    line = text[max(0, match.start() - _SIGHT) : match.start()].rpartition("\n")[2]
    if "\n" in mark:
        return not (len(line) >= _WRAPPED and line[-1] not in ".!?:;" and rest[0].islower())
    if mark.startswith(("..", "…")):
        return not rest[0].islower()
    if mark == ".":
        word = _LAST_WORD.search(line)
        last = fold_text(word[1]) if word else ""
        is_short = last in load_words("abbreviations") or (len(last) == 1 and last.isalpha())
        return not (is_short or (last.isdigit() and rest[0].isdigit()))
    return True
