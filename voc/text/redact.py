"""What in a text would name a person, and what stands there instead? Placeholders: <NAME>, <PHONE>, ...

Own patterns with checksums (python-stdnum) and phonenumbers rather than presidio; docs/decisions.md has the
figures. Amounts, dates, order numbers and models stay. A second pass changes nothing: texts are redacted
until nothing is found.
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
from voc.text.spans import Span, join_names, settle_spans

__all__ = [
    "KINDS",
    "Redaction",
    "Span",
    "find_all_personal",
    "find_personal",
    "redact_label",
    "redact_text",
    "redact_texts",
]

KINDS = ("EMAIL", "PHONE", "CARD", "IBAN", "ID", "NAME", "ADDRESS", "PLATE", "HANDLE", "URL", "CUSTOMER")
LABEL_KINDS = frozenset(
    {"EMAIL", "PHONE", "CARD", "IBAN", "ID"}
)  # a plate's or a link's form is a product's too
LOOSE_KINDS = frozenset({"PHONE", "CARD"})  # of what reaches a person: these look like anything, so come last
_NO_DIGIT = re.compile(r"\D+")
_MOST_PASSES = 5  # each pass removes characters; two nearly always do


@dataclass(frozen=True)
class Redaction:
    """A text without personal data, how many pieces of each kind were taken out, and with whose help."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)
    names_model: str | None = None  # name and version of the model that read along; None: rules alone


def redact_texts(
    texts: Sequence[str],
    known: Sequence[Sequence[str]] | None = None,
    *,
    names_model: str | None = None,
) -> list[Redaction]:
    """Take personal data out of texts, leaving typed placeholders.

    Args:
        texts: Cleaned texts.
        known: For each text the values that identify its customer (id, name), taken out as `<CUSTOMER>`
            whatever they look like; values under three characters, and numbers under four digits, are left.
        names_model: The spaCy model (or several, commas between them) that finds names beside the rules.

    Returns:
        A redaction per text. Redacting `redaction.text` again returns it unchanged.

    Raises:
        SettingsError: The model is not installed.
    """
    own = list(known) if known is not None else [()] * len(texts)
    drafts = list(zip(texts, own, strict=True))
    counts: list[Counter[str]] = [Counter() for _ in texts]
    changed = list(range(len(drafts)))
    for _ in range(_MOST_PASSES):
        found = _find_spans_in_all([drafts[place] for place in changed], names_model)
        hit = [(place, spans) for place, spans in zip(changed, found, strict=True) if spans]
        for place, spans in hit:
            counts[place].update(span.kind for span in spans)
            drafts[place] = (_replace_spans(drafts[place][0], spans), drafts[place][1])
        changed = [place for place, _ in hit]
    model = _describe_model(names_model)
    return [
        Redaction(text, dict(sorted(count.items())), model)
        for (text, _), count in zip(drafts, counts, strict=True)
    ]


def redact_text(text: str, known: Sequence[str] = ()) -> Redaction:
    """Take personal data out of one text by rules; see `redact_texts`."""
    return redact_texts([text], [known])[0]


def redact_label(text: str) -> str:
    """Mask what has a format (e-mail, phone, card, IBAN, documents) in a label, and nothing else.

    For the cells of a row that are no text: product, department, touchpoint. "Clara" is a product there and
    "Calle Mayor 3" a shop, so names, addresses, plates, handles and links stay.
    """
    for _ in range(_MOST_PASSES):
        spans = [span for span in find_personal(text) if span.kind in LABEL_KINDS]
        if not spans:
            break
        text = _replace_spans(text, spans)
    return text


def find_personal(text: str) -> list[Span]:
    """Find what is personal in a text, in order; for labels, verbatims and exported cells. [] is clean."""
    return _find_spans(text, ())


def find_all_personal(texts: Sequence[str], *, names_model: str | None = None) -> list[list[Span]]:
    """Find what is personal in each of many texts, with a model's help where one is named."""
    return _find_spans_in_all([(text, ()) for text in texts], names_model)


def _find_spans_in_all(
    drafts: Sequence[tuple[str, Sequence[str]]], names_model: str | None
) -> list[list[Span]]:
    by_rules = [_find_spans(text, known) for text, known in drafts]
    if names_model is None:
        return by_rules
    from voc.text.names_model import find_model_names

    texts = [text for text, _ in drafts]
    by_model = find_model_names(texts, names_model)
    return [
        settle_spans(text, join_names(rules, model))
        for text, rules, model in zip(texts, by_rules, by_model, strict=True)
    ]


def _describe_model(names_model: str | None) -> str | None:
    if names_model is None:
        return None
    from voc.text.names_model import describe_names_model

    return describe_names_model(names_model)


def _find_spans(text: str, known: Sequence[str]) -> list[Span]:
    folded = fold_text(text)

    def find_all() -> Iterator[Span]:
        yield from _find_known_values(folded, known)
        reach = list(find_reach(text, folded))
        yield from (span for span in reach if span.kind not in LOOSE_KINDS)
        yield from find_identifiers(text, folded)
        yield from find_addresses(text, folded)
        yield from (span for span in reach if span.kind in LOOSE_KINDS)
        yield from find_names(text, folded)

    return settle_spans(text, find_all())


def _find_known_values(folded: str, known: Sequence[str]) -> Iterator[Span]:
    for value in sorted(
        {part for own in known if own for part in _split_known(own)}, key=lambda part: (-len(part), part)
    ):
        pieces = _cut_known(fold_text(value))
        if not pieces or not _may_hold(folded, pieces):  # spares a pattern for each customer
            continue
        pattern = r"[\s.\-]{0,2}".join(map(re.escape, pieces))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded):
            yield Span(match.start(), match.end(), "CUSTOMER")


def _may_hold(folded: str, pieces: list[str]) -> bool:
    if len(pieces[0]) == 1 and pieces[0].isdigit():
        return "".join(pieces) in _NO_DIGIT.sub("", folded)
    return all(piece in folded for piece in pieces)


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
