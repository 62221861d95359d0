"""How does a text that nobody can vouch for become part of a page?

Customers' words, issues' names and what people typed are data, never markup: whatever goes into HTML or
Markdown goes through here. Customers' whole sentences do not even come here: `st.text` shows them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_SIGNS = re.compile(r"[!-+\--/:-@\[-`{-~]")  # ASCII punctuation but the comma: all that Markdown reads
_TURNED = re.compile(r"www(?=\.)|:(?=//|streamlit)|[-<](?=[->])|\w(?=@)")


@dataclass(frozen=True)
class Cell:
    """One figure of a row: its column's label, its value and what stands small below it."""

    label: str
    value: str
    note: str = ""
    image: str = ""  # address of an inline image
    kind: str = "figure"  # figure: aligned right; word: aligned left
    is_urgent: bool = False
    address: str = ""  # where it leads, in a table: a page of ours, with its query
    shade: int = 0  # how dark it is in a heat map, 1 to 6


def escape_markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it stands, on one line.

    Every sign that could mean something gets a backslash: that stops links, HTML, formulas, colours,
    emoji codes and icons alike. What Streamlit would still turn into a link, an arrow or its own mark gets
    a sign without width. A plain phrase comes back unchanged.
    """
    broken = _TURNED.sub(lambda found: found.group() + "\u2060", " ".join(text.split()))
    return _SIGNS.sub(lambda sign: "\\" + sign.group(), broken)


def mark_up_title(text: str) -> str:
    """Return a page's title as HTML; unlike Markdown it stands to the letter."""
    return f'<h1 class="voc-title">{escape(text)}</h1>'


def mark_up_line(text: str) -> str:
    """Return a line of grey text as HTML."""
    return f'<p class="voc-line">{escape(text)}</p>'


def mark_up_row(cells: Sequence[Cell]) -> str:
    """Return a row of figures as HTML; on a phone each figure carries its column's label."""
    return f'<div class="voc-row">{"".join(_mark_up_cell(cell) for cell in cells)}</div>'


def mark_up_header(cells: Sequence[Cell]) -> str:
    """Return the labels above rows of such cells as HTML; hidden from a screen reader, as rows say them."""
    labels = (f'<div class="voc-cell voc-{cell.kind}">{escape(cell.label)}</div>' for cell in cells)
    return f'<div class="voc-row voc-head" aria-hidden="true">{"".join(labels)}</div>'


def mark_up_steps(steps: Sequence[str], current: int) -> str:
    """Return the steps of a loop as an HTML list, those up to the current one marked as reached."""
    items = []
    for number, step in enumerate(steps):
        state = "voc-now" if number == current else "voc-reached" if number < current else "voc-ahead"
        mark = ' aria-current="step"' if number == current else ""
        items.append(f'<li class="{state}"{mark}>{escape(step)}</li>')
    return f'<ol class="voc-steps">{"".join(items)}</ol>'


def mark_up_facts(facts: Sequence[Cell]) -> str:
    """Return label and value pairs as an HTML description list."""
    items = "".join(
        f'<div><dt>{escape(fact.label)}</dt><dd class="{"voc-urgent" if fact.is_urgent else ""}">'
        f"{escape(fact.value)}{_mark_up_note(fact.note)}</dd></div>"
        for fact in facts
    )
    return f'<dl class="voc-facts">{items}</dl>'


def mark_up_phrases(phrases: Sequence[str]) -> str:
    """Return short phrases as an HTML list of tags."""
    return f'<ul class="voc-phrases">{"".join(f"<li>{escape(phrase)}</li>" for phrase in phrases)}</ul>'


def mark_up_table(
    headers: Sequence[Cell], rows: Sequence[Sequence[Cell]], caption: str, *, is_heat: bool = False
) -> str:
    """Return a table as HTML; a row's first cell names it. Headers give label and kind, cells the rest."""
    head = "".join(f'<th scope="col" class="voc-{cell.kind}">{escape(cell.label)}</th>' for cell in headers)
    body = "".join(f"<tr>{''.join(map(_mark_up_datum, row, range(len(row))))}</tr>" for row in rows)
    kind, named = "voc-table voc-heat" if is_heat else "voc-table", escape(caption)
    return (
        f'<div class="voc-scroll" tabindex="0" role="region" aria-label="{named}">'
        f'<table class="{kind}"><caption>{named}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _mark_up_datum(cell: Cell, place: int) -> str:
    tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
    shown = escape(cell.value)
    if cell.address:
        shown = f'<a href="{escape(cell.address)}" target="_self">{shown}</a>'
    shade = f" voc-shade-{cell.shade}" if cell.shade else ""
    urgent = " voc-urgent" if cell.is_urgent else ""
    title = f' title="{escape(cell.label)}"' if cell.label else ""
    kinds = f"voc-{cell.kind}{shade}{urgent}"
    return f'<{tag}{scope} class="{kinds}"{title}>{shown}{_mark_up_note(cell.note)}</{tag}>'


def _mark_up_cell(cell: Cell) -> str:
    image = f'<img src="{escape(cell.image)}" alt="">' if cell.image else ""
    urgent = " voc-urgent" if cell.is_urgent else ""
    return (
        f'<div class="voc-cell voc-{cell.kind}{urgent}"><span class="voc-label">{escape(cell.label)} </span>'
        f'<span class="voc-value">{escape(cell.value)}</span>{image}{_mark_up_note(cell.note)}</div>'
    )


def _mark_up_note(note: str) -> str:
    return f' <small class="voc-note">{escape(note)}</small>' if note else ""
