"""Where does one message of a mailbox end and the next begin?

A line "From somebody Mon May  4 10:00:00 2026" after a blank line begins one; a sentence of a letter that
begins with "From" holds no time and year, and well-behaved programs write a `>` before it.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from voc.errors import SourceError

LARGEST_MESSAGE = 8 << 20  # bytes; the words come first, what is cut off is attachments
_LONGEST_READ = 1 << 16
_ENVELOPE = re.compile(rb"From (?=.*\d{1,2}:\d{2})(?=.*\b\d{4}\b)")
_HEADER = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_ESCAPED = re.compile(rb">+From ")


def split_mailbox(stream: BinaryIO) -> Iterator[bytes]:
    """Split an mbox into messages, one at a time; of one beyond all measure only the beginning.

    Raises:
        SourceError: it does not begin as a mailbox or a message does.
    """
    held = bytearray()
    is_open = is_after_blank = False
    for line, is_whole in _list_lines(stream):
        if not is_open:
            if line.strip():
                is_open = True
                held += b"" if line.startswith(b"From ") else _require_header(line)
            continue
        if is_after_blank and _ENVELOPE.match(line):
            yield bytes(held)
            held.clear()
        elif len(held) < LARGEST_MESSAGE:
            held += line[1:] if _ESCAPED.match(line) else line
        is_after_blank = is_whole and not line.strip()
    if is_open:
        yield bytes(held)


def read_single_message(stream: BinaryIO) -> bytes:
    """Read the one message of a file, without an envelope line that a program left above it.

    Raises:
        SourceError: it does not begin as a message does.
    """
    data = stream.read(LARGEST_MESSAGE).lstrip(b"\xef\xbb\xbf\r\n\t ")
    if re.match(rb">?From ", data):
        data = data.partition(b"\n")[2]
    _require_header(data[:1000])
    return data


def _list_lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """List lines, long ones in pieces, and whether each piece begins a line and ends it."""
    begins = True
    while line := stream.readline(_LONGEST_READ):
        ends = line.endswith(b"\n")
        yield line, begins and ends
        begins = ends


def _require_header(line: bytes) -> bytes:
    if line.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError("is an Outlook .msg and not an e-mail file; save it as .eml")
    if not _HEADER.match(line.removeprefix(b"\xef\xbb\xbf")):
        raise SourceError("does not begin as an e-mail does, with lines such as From: and Date:")
    return line
