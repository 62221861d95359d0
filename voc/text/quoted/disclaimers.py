"""Which paragraphs of a mail did a lawyer, a virus scanner or a mail gateway write?

One is known by how it begins, or by two things of the kind that only such paragraphs say; which, the list
`voc/lists/mail_disclaimers.txt` holds.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from voc.text.fold import fold_text
from voc.text.lists import load_pairs

_LEAST_FAMILIES = 2
_WRAPPED = 56  # characters from which a line without a full stop goes on in the next


def drop_disclaimers(lines: Sequence[str]) -> list[str]:
    """Drop disclaimers from a mail's lines; of one that follows somebody's words without a gap, it alone."""
    kept: list[str] = []
    for is_blank, group in groupby(lines, key=lambda line: not line.strip()):
        paragraph = list(group)
        if is_blank or not is_disclaimer(" ".join(paragraph)):
            kept.extend(paragraph)
        else:
            kept.extend(paragraph[: _find_beginning(paragraph)])
    return kept


def is_disclaimer(paragraph: str) -> bool:
    """Tell a paragraph that was added to a mail and not written for it."""
    folded = _tidy_paragraph(paragraph)
    families = _list_families(folded)
    return _opens_so(folded) or len(families) >= _LEAST_FAMILIES


def _find_beginning(paragraph: Sequence[str]) -> int:
    """Find the line with which the disclaimer begins; a sentence that was wrapped begins further up."""
    place = next((i for i, line in enumerate(paragraph) if _hints_at_one(_tidy_paragraph(line))), 0)
    while place and len(paragraph[place - 1]) >= _WRAPPED and paragraph[place - 1].rstrip()[-1] not in ".!?:":
        place -= 1
    return place


def _hints_at_one(folded: str) -> bool:
    return _opens_so(folded) or bool(_list_families(folded))


def _tidy_paragraph(text: str) -> str:
    return re.sub(r"^\W+", "", " ".join(fold_text(text).split()))


def _opens_so(folded: str) -> bool:
    return any(folded.startswith(phrase) for phrase, family in _list_phrases() if family == "opening")


def _list_families(folded: str) -> set[str]:
    return {family for phrase, family in _list_phrases() if family != "opening" and phrase in folded}


def _list_phrases() -> list[tuple[str, str]]:
    return list(load_pairs("mail_disclaimers").items())
