"""What did the customer's system mean to write? Repairs encodings, unpacks HTML, tidies white space.

Line breaks are kept: in a call they part the turns, in a note the sentences.
"""

import re
from html import unescape

_HTML = re.compile(
    r"<(?:/?(?:p|br|div|span|b|i|u|a|ul|ol|li|table|tr|td|th|html|body|head|strong|em|font|img|h[1-6]|style"
    r"|script|blockquote|pre|hr|tbody|thead|meta|link)\b[^<>]*)/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|hr|/blockquote)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]"
)
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" *\n *")
_TAG = re.compile(r"<[^<>]*>")
_MOST_TAGS = 10_000  # beyond, tags are cut out plainly: parsing what is nested deep takes the square of it
_BREAKS = re.compile(r"\n{3,}")
_SUSPECT = re.compile(r"[^\x20-\x7e\n]|&[#a-zA-Z]")


def clean_text(text: str) -> str:
    """Repair a text as a file gives it: encoding, HTML, control characters, white space.

    Curly quotes stay as they are; `Ã³` becomes `ó`; `<p>a<br>b</p>` becomes two lines. Markup is parsed
    only where known tags stand, so that "3 < 5" and our own placeholders (`<EMAIL>`) survive. Idempotent on
    ordinary text.
    """
    if _SUSPECT.search(text):
        text = _repair_encoding(text)
    if _HTML.search(text):
        text = _extract_html(text)
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x85", "\n")
    )
    text = _CONTROL.sub("", text)
    text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text))
    return _BREAKS.sub("\n\n", text).strip()


def _repair_encoding(text: str) -> str:
    from ftfy import TextFixerConfig, fix_text

    return fix_text(text, TextFixerConfig(uncurl_quotes=False, unescape_html=not _HTML.search(text)))


def _extract_html(text: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    shielded = re.sub(r"<([A-Z]{2,12})>", r"&lt;\1&gt;", _BREAK.sub(r"\g<0>\n", text))
    if shielded.count("<") > _MOST_TAGS:
        return _ENTITY.sub(" ", unescape(_TAG.sub(" ", shielded)))
    tree = LexborHTMLParser(shielded)
    for node in tree.css("script, style, head"):
        node.decompose()
    body = tree.body
    found = body.text(separator="") if body is not None else ""
    return _ENTITY.sub(" ", found)
