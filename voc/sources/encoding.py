"""Which characters do these bytes stand for?

UTF-8 is tried first and strictly: other encodings' text is almost never valid UTF-8. What is not is
judged by the letters it would give, since a byte alone says nothing: 0x97 is an em dash to Windows
and an o with an accent to an old Mac.
"""

import codecs
import re
from dataclasses import dataclass

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = ("cp1252", "mac_roman", "cp850")  # in order of how often spreadsheets write them
EXPECTED = frozenset(
    "áéíóúüñçàèìòùâêîôûäëïöãõÁÉÍÓÚÜÑÇÀÈÖÄ¿¡€£ºª°«»…·\xa0"
    "\u2013\u2014\u2018\u2019\u201c\u201d"  # dashes and quotation marks as word processors write them
)
SAMPLE_BYTES = 100_000
WIDE_SAMPLE = 1000
STRAY_AS_WINDOWS = "voc-stray-as-windows"
ASCII = bytes(range(128))
FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4,}")  # a western word has an accent, not only accents
ODD_BYTE = re.compile(rb"[\x80-\xff]")
UTF8_LETTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
CONFIDENT_SHARE = 0.6  # of the letters beyond ASCII that are expected in a western text


@dataclass(frozen=True)
class Encoding:
    """How bytes become text: a codec's name and what it does with bytes that are not its own."""

    name: str
    errors: str = "replace"


class Traces:
    """What a file's bytes tell of its encoding, gathered piece by piece in one pass.

    Whether all is UTF-8 and how many of its letters are is told by every byte; which other encoding it is,
    by the first 100,000 bytes beyond ASCII.
    """

    def __init__(self) -> None:
        self.head = b""
        self.is_utf8 = True
        self.whole_count = 0  # bytes of letters that are whole in UTF-8
        self.stray_count = 0
        self.letters = b""  # the first bytes beyond ASCII
        self.foreign_count = 0  # of them, those in words without an ASCII letter
        self.passage = b""  # the text around the first of them
        self._decode = codecs.getincrementaldecoder("utf-8")().decode

    def add_chunk(self, chunk: bytes) -> None:
        """Look at the next piece."""
        self.head = self.head or chunk[:WIDE_SAMPLE]
        if self.is_utf8:
            self._check_strictly(chunk)
        if chunk.isascii():
            return
        odd = chunk.translate(None, ASCII)
        whole_count = sum(map(len, UTF8_LETTER.findall(chunk)))
        self.whole_count += whole_count
        self.stray_count += len(odd) - whole_count
        if len(self.letters) < SAMPLE_BYTES:
            self.letters = (self.letters + odd)[:SAMPLE_BYTES]
            self.foreign_count += sum(map(len, FOREIGN_WORD.findall(chunk)))
            self._extend_passage(chunk)

    def _check_strictly(self, chunk: bytes, *, is_last: bool = False) -> None:
        try:
            self._decode(chunk, is_last)
        except UnicodeDecodeError:
            self.is_utf8 = False

    def _extend_passage(self, chunk: bytes) -> None:
        first = 0 if self.passage else ODD_BYTE.search(chunk).start()  # type: ignore[union-attr]
        self.passage += chunk[max(0, first - 100) : first + SAMPLE_BYTES - len(self.passage)]

    def choose_encoding(self) -> Encoding:
        """Choose, when all pieces have been looked at."""
        for mark, name in BYTE_ORDER_MARKS:
            if self.head.startswith(mark):
                return Encoding(name)
        wide = _name_wide(self.head)
        if wide:
            return Encoding(wide)
        if self.is_utf8:
            self._check_strictly(b"", is_last=True)
        if self.is_utf8 or self._is_mostly_utf8():
            return Encoding("utf-8", STRAY_AS_WINDOWS)
        return Encoding(self._choose_other())

    def _is_mostly_utf8(self) -> bool:
        return self.whole_count > self.stray_count

    def _choose_other(self) -> str:
        scored = {name: _score_decoding(self.letters.decode(name, errors="replace")) for name in WESTERN}
        best = max(scored, key=lambda name: scored[name])
        is_western = self.foreign_count < len(self.letters) / 2
        if is_western and scored[best] >= CONFIDENT_SHARE:
            return best
        return _guess_encoding(self.passage) or best


def decode_bytes(data: bytes) -> str:
    """Turn a file's bytes into text; never fails, and takes out NUL characters.

    A UTF-8 file with a few stray bytes stays UTF-8: only those bytes are read as Windows-1252,
    because one broken row must not spoil the accents of all others.
    """
    traces = Traces()
    traces.add_chunk(data)
    encoding = traces.choose_encoding()
    return data.decode(encoding.name, errors=encoding.errors).removeprefix("\ufeff").replace("\x00", "")


def _name_wide(head: bytes) -> str | None:
    """Name UTF-16 without a mark, which shows by every second byte being NUL."""
    nul_counts = head[0::2].count(0), head[1::2].count(0)
    if max(nul_counts) < len(head) * 0.3 or min(nul_counts) > len(head) * 0.05:
        return None
    return "utf-16-be" if nul_counts[0] > nul_counts[1] else "utf-16-le"


def _score_decoding(letters: str) -> float:
    return sum(char in EXPECTED for char in letters) / max(1, len(letters))


def _guess_encoding(passage: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only for what is neither UTF-8 nor western

    guess = from_bytes(passage).best()
    return guess.encoding if guess else None


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode what is not UTF-8 as Windows-1252, as a codec's error handler does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(STRAY_AS_WINDOWS, _read_as_windows)
