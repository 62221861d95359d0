"""Which words of an e-mail are its sender's own?

Most of a mail that answers another is the other: quoted lines, the header that the mail program puts above
what it repeats, a signature, a lawyer's paragraph. What is left is what somebody wrote to us today.
"""

from dataclasses import dataclass

from voc.text.quoted.history import part_history, read_header_block, unquote_lines
from voc.text.quoted.tails import cut_tails
from voc.text.quoted.wrapping import join_flowed_lines, join_wrapped_lines

__all__ = ["OwnWords", "find_own_words", "join_flowed_lines", "join_wrapped_lines"]

_DEEPEST = 6  # mails inside mails


@dataclass(frozen=True)
class OwnWords:
    """What a mail says, parted by who says it."""

    text: str  # the sender's own words; "" where there are none
    is_forwarded: bool = False  # a mail program's mark says that what follows is somebody else's mail
    forwarded: str = ""  # the own words of the mail that follows, whether forwarded or only answered
    forwarded_from: str | None = None  # who wrote that, as its header has it: `Ana <ana@example.com>`


def find_own_words(text: str, *, author: str | None = None) -> OwnWords:
    """Find a sender's own words in a mail's text.

    Lines quoted with `>` and the line that announces them go wherever they stand, so that answers between
    or below them stay; after a header block or `-----Original Message-----` everything goes.

    Args:
        text: The mail's plain text, or its HTML rendered with `>` before quoted lines.
        author: The sender's name, as the From header has it: a line of only this begins the signature.
    """
    return _find_words(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), author, _DEEPEST)


def _find_words(lines: list[str], author: str | None, depth: int) -> OwnWords:
    own, history, is_forwarded = part_history(lines)
    said = cut_tails(own, author)
    if not history or not depth:
        return OwnWords(said, is_forwarded)
    header, body = read_header_block(unquote_lines(history))
    sender = header.get("from")
    inner = _find_words(body, sender.partition("<")[0] if sender else None, depth - 1)
    if not inner.text and inner.is_forwarded:
        return OwnWords(said, is_forwarded, inner.forwarded, inner.forwarded_from)
    return OwnWords(said, is_forwarded, inner.text, sender)
