"""Where in a text does something personal stand? Spans, and what happens where two of them overlap."""

from collections.abc import Iterable
from dataclasses import dataclass

from voc.text.fold import PLACEHOLDER


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text, `text[start:end]`, and the kind of personal data that it is (`EMAIL`, ...)."""

    start: int
    end: int
    kind: str


def settle_spans(text: str, found: Iterable[Span]) -> list[Span]:
    """Keep the spans that do not overlap, in order of place; of two that do, the one found first wins.

    Finders run from the surest kind to the least sure one; a name that runs into something surer keeps what
    stands before it. What a placeholder of an earlier redaction covers is taken.
    """
    taken = bytearray(len(text))
    for match in PLACEHOLDER.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    kept: list[Span] = []
    for whole in found:
        span = _cut_name(text, taken, whole) if whole.kind == "NAME" else whole
        if span.end > span.start and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept)


def join_names(spans: Iterable[Span], names: Iterable[Span]) -> list[Span]:
    """Add names to what was found: one that overlaps a name found before makes one name of both."""
    found = list(spans)
    people = sorted([*names, *(span for span in found if span.kind == "NAME")])
    joined: list[Span] = []
    for span in people:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end), "NAME")
        else:
            joined.append(span)
    return [*(span for span in found if span.kind != "NAME"), *joined]


def _cut_name(text: str, taken: bytearray, name: Span) -> Span:
    """Cut a name where something already taken begins: "Ruiz Calle" of "Ana Ruiz Calle Mayor 3"."""
    clash = taken.find(1, name.start, name.end)
    if clash < 0:
        return name
    return Span(name.start, name.start + len(text[name.start : clash].rstrip()), name.kind)
