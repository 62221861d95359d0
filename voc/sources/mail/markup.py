"""What does a mail's HTML say, line by line? What it quotes gets a `>` before each line, as in plain text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNSEEN = "script, style, head, title, template, [hidden], [style*='display:none'], [style*='display: none']"
_SIGNATURES = (
    ".gmail_signature, .moz-signature, .yahoo-signature, .protonmail_signature_block, #Signature,"
    " #AppleMailSignature, #ms-outlook-mobile-signature, .ms-outlook-mobile-signature"
)
_LINES = frozenset("address article dd div dl dt footer form header hr li main nav section tr".split())
_PARAGRAPHS = frozenset("blockquote center h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
_CELLS = frozenset({"td", "th"})
_MOST_TAGS = 30_000  # parsing takes time that grows with the square of how deep they lie
_DEEPEST_QUOTE = 9
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Page:
    """The lines so far, and the one that is being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current = ""
        self.depth = 0  # of quotations

    @property
    def mark(self) -> str:
        """What stands before a quoted line."""
        return "> " * min(self.depth, _DEEPEST_QUOTE)

    def end_line(self, *, always: bool = False) -> None:
        """End the line; an empty one only where a break says so."""
        text = self.current.strip(" ")
        if text or always:
            self.lines.append(self.mark + text)
        self.current = ""

    def leave_gap(self) -> None:
        """End the line and leave an empty one, if there is none yet."""
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.mark)

    def write(self, text: str, *, is_kept: bool) -> None:
        """Write text; its line breaks count only where they are kept, as in `<pre>`."""
        if is_kept:
            first, *others = text.split("\n")
            self.current += first
            for line in others:
                self.end_line(always=True)
                self.current = line
        else:
            piece = _SPACE.sub(" ", text)
            has_space = not self.current or self.current.endswith(" ")
            self.current += piece.lstrip(" ") if has_space else piece


def render_html(html: str) -> str:
    """Render a mail's HTML as plain text; signatures that the program marks as such are left out."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser("<".join(html.split("<", _MOST_TAGS)[:_MOST_TAGS]))
    for node in tree.css(f"{_UNSEEN}, {_SIGNATURES}"):
        node.decompose()
    page = _Page()
    if tree.body is not None:
        pre_depth = 0
        for node, is_entering in _walk_nodes(tree.body):
            pre_depth += (1 if is_entering else -1) if node.tag == "pre" else 0
            _write_node(page, node, is_entering, is_kept=pre_depth > 0)
    page.end_line()
    return "\n".join(page.lines).strip("\n")


def _walk_nodes(root: "LexborNode") -> Iterator[tuple["LexborNode", bool]]:
    """Walk a tree without recursion: each node when it is entered and when it is left."""
    stack = [(root, True)]
    while stack:
        node, is_entering = stack.pop()
        yield node, is_entering
        if is_entering:
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))


def _write_node(page: _Page, node: "LexborNode", is_entering: bool, *, is_kept: bool) -> None:
    tag = node.tag or ""
    if tag in _LINES:
        page.end_line()
        page.current = "- " if tag == "li" and is_entering else ""
    elif tag in _PARAGRAPHS:
        page.leave_gap()
        if tag == "blockquote" and _is_quotation(node):
            page.depth += 1 if is_entering else -1
    elif is_entering:
        _write_leaf(page, node, tag, is_kept=is_kept)


def _write_leaf(page: _Page, node: "LexborNode", tag: str, *, is_kept: bool) -> None:
    if tag == "-text":
        page.write(node.text_content or "", is_kept=is_kept)
    elif tag == "br":
        page.end_line(always=True)
    elif tag in _CELLS:
        page.current += " "


def _is_quotation(node: "LexborNode") -> bool:
    """Tell a quotation from an indented paragraph: programs mark it, or draw a line beside it."""
    attributes = node.attributes
    marks = f"{attributes.get('type') or ''} {attributes.get('class') or ''} {attributes.get('style') or ''}"
    return any(mark in marks.lower() for mark in ("cite", "quote", "border-left"))
