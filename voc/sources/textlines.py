"""What are the lines of a text file, whatever its encoding and its line ends?

The whole file is looked at once before its first line is given: a byte at its end may say in which
encoding its first line is written, and a gzip file that is damaged anywhere is refused before a row of it
is taken in.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from voc.errors import SourceError
from voc.sources.encoding import Encoding, Traces
from voc.sources.streams import CHUNK_BYTES, MEGABYTE, GuardedStream, Plain

LONGEST_LINE = 64 * MEGABYTE  # characters
LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True)
class TextFile:
    """A file that holds text, once it has been looked at whole."""

    plain: Plain
    encoding: Encoding
    size: int  # bytes, unpacked
    has_newlines: bool  # else a carriage return ends a line, as old Macs wrote it

    def open_lines(self) -> "LineStream":
        """Open its lines from the first."""
        return LineStream(self, self.plain.open_guarded())


class LineStream:
    """Lines with their ends, without NUL characters; it knows what share of the file it has read."""

    def __init__(self, text: TextFile, guarded: GuardedStream) -> None:
        self.size = text.size
        self.guarded = guarded
        self._lines = _read_lines(guarded, text)

    @property
    def share_done(self) -> float:
        """What share of the file was read so far, 0 to 1."""
        return min(1.0, self.guarded.count / self.size) if self.size else 1.0

    def __iter__(self) -> Iterator[str]:
        return self._lines


def _read_lines(guarded: GuardedStream, text: TextFile) -> Iterator[str]:
    buffered = io.BufferedReader(guarded, CHUNK_BYTES)
    newline = "\n" if text.has_newlines else ""
    with io.TextIOWrapper(buffered, text.encoding.name, text.encoding.errors, newline) as lines:
        first = lines.readline(LONGEST_LINE).removeprefix("\ufeff")
        yield from _tidy_lines(first, lines, text.has_newlines)


def _tidy_lines(first: str, lines: io.TextIOWrapper, has_newlines: bool) -> Iterator[str]:
    line = first
    while line:
        if len(line) >= LONGEST_LINE and line[-1] not in "\r\n":
            raise SourceError(f"holds a line of more than {LONGEST_LINE // MEGABYTE} million characters")
        if "\x00" in line:
            line = line.replace("\x00", "")
        if has_newlines and "\r" in line:
            line = LONE_RETURN.sub(" ", line)
        yield line
        line = lines.readline(LONGEST_LINE)


def look_at_text(plain: Plain) -> TextFile:
    """Look at a whole text file: its encoding, its size, its line ends.

    Raises:
        SourceError: it cannot be opened, or its packing is broken anywhere.
    """
    traces, size, has_newlines = Traces(), 0, False
    with plain.open() as stream:
        while chunk := stream.read(CHUNK_BYTES):
            traces.add_chunk(chunk)
            size += len(chunk)
            has_newlines = has_newlines or b"\n" in chunk
    encoding = traces.choose_encoding()
    return TextFile(plain, encoding, size, has_newlines)
