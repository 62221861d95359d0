"""What in a text would name a person, and what stands there instead? Placeholders: <NAME>, <PHONE>, ...

Own patterns with checksums (python-stdnum) and phonenumbers rather than presidio: presidio's recognisers
know no dotted or spaced DNI, no Spanish introductions, no dictated numbers, bring spaCy (seconds) into
every export that re-checks a cell, and run at a third of the speed. Amounts, dates, order numbers and
models stay. A second pass changes nothing: a text is redacted until nothing is found.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from voc.text.addresses import find_addresses
from voc.text.fold import fold_text
from voc.text.identifiers import find_identifiers
from voc.text.lists import load_words
from voc.text.names import find_names
from voc.text.reach import find_reach
from voc.text.spans import Span, settle_spans

__all__ = ["KINDS", "Redaction", "Span", "find_personal", "redact_text", "redact_texts"]

KINDS = ("EMAIL", "PHONE", "CARD", "IBAN", "ID", "NAME", "ADDRESS", "PLATE", "HANDLE", "URL", "CUSTOMER")
_MOST_PASSES = 5  # each pass removes characters; two nearly always do


@dataclass(frozen=True)
class Redaction:
    """A text without personal data, and how many pieces of each kind were taken out."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)


def redact_texts(texts: Sequence[str], known: Sequence[Sequence[str]] | None = None) -> list[Redaction]:
    """Take personal data out of texts, leaving typed placeholders.

    Args:
        texts: Cleaned texts.
        known: For each text the values that identify its customer (id, name), taken out as `<CUSTOMER>`
            whatever they
            look like; values under three characters, and numbers under four digits, are left.

    Returns:
        A redaction per text. Redacting `redaction.text` again returns it unchanged.
    """
    values: Sequence[Sequence[str]] = known if known is not None else [()] * len(texts)
    return [redact_text(text, own) for text, own in zip(texts, values, strict=True)]


def redact_text(text: str, known: Sequence[str] = ()) -> Redaction:
    """Take personal data out of one text; see `redact_texts`."""
    counts: Counter[str] = Counter()
    for _ in range(_MOST_PASSES):
        spans = _find_spans(text, known)
        if not spans:
            break
        counts.update(span.kind for span in spans)
        text = _replace_spans(text, spans)
    return Redaction(text, dict(sorted(counts.items())))


def find_personal(text: str) -> list[Span]:
    """Find what is personal in a text, in order; for labels, verbatims and exported cells. [] is clean."""
    return _find_spans(text, ())


def _find_spans(text: str, known: Sequence[str]) -> list[Span]:
    folded = fold_text(text)

    def find_all() -> Iterator[Span]:
        yield from _find_known_values(folded, known)
        yield from _find_numbers_and_links(text, folded)
        yield from find_addresses(text, folded)
        yield from find_names(text, folded)

    return settle_spans(text, find_all())


def _find_numbers_and_links(text: str, folded: str) -> Iterator[Span]:
    """Find e-mails, links and handles, then what has a checksum, then phones, which look like anything."""
    reach = list(find_reach(text, folded))
    yield from (span for span in reach if span.kind not in {"PHONE", "CARD"})
    yield from find_identifiers(text, folded)
    yield from (span for span in reach if span.kind in {"PHONE", "CARD"})


def _find_known_values(folded: str, known: Sequence[str]) -> Iterator[Span]:
    for value in sorted(
        {part for own in known if own for part in _split_known(own)}, key=lambda part: (-len(part), part)
    ):
        pattern = r"[\s.\-]{0,2}".join(re.escape(piece) for piece in _cut_known(fold_text(value)))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded):
            yield Span(match.start(), match.end(), "CUSTOMER")


def _cut_known(value: str) -> list[str]:
    """Cut a value where a customer may write a space, a dot or a dash: a long number, between any digits."""
    pieces = [piece for piece in re.split(r"[\s.\-]+", value) if piece]
    bare = "".join(pieces)
    return list(bare) if len(bare) >= 6 and bare.isdigit() else pieces


def _split_known(value: str) -> list[str]:
    """Split a known value into what is looked for: the whole, and a full name's own parts."""
    value = value.strip()
    letters = bool(re.search(r"[^\W\d_]", value))
    if len(value) < (3 if letters else 4):
        return []
    names = [word for word in re.findall(r"[^\W\d_]{3,}", value) if " " in value]
    known_names = load_words("given_names", "surnames")
    return [value, *(word for word in names if fold_text(word) in known_names and word[0].isupper())]


def _replace_spans(text: str, spans: list[Span]) -> str:
    pieces, place = [], 0
    for span in spans:
        pieces += [text[place : span.start], f"<{span.kind}>"]
        place = span.end
    return "".join([*pieces, text[place:]])
