"""Which characters do these bytes stand for?

UTF-8 is tried first and strictly: other encodings' text is almost never valid UTF-8. What is not is
judged by the letters it would give, since a byte alone says nothing: 0x97 is an em dash to Windows
and an o with an accent to an old Mac.
"""

import codecs
import re

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
STRAY_AS_WINDOWS = "voc-stray-as-windows"
ASCII = bytes(range(128))
FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4,}")  # a western word has an accent, not only accents
UTF8_LETTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
CONFIDENT_SHARE = 0.6  # of the letters beyond ASCII that are expected in a western text


def decode_bytes(data: bytes) -> str:
    """Turn a file's bytes into text; never fails, and takes out NUL characters.

    A UTF-8 file with a few stray bytes stays UTF-8: only those bytes are read as Windows-1252,
    because one broken row must not spoil the accents of all others.
    """
    return _decode_marked(data).replace("\x00", "")


def _decode_marked(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data)
    return _decode_wide(data) or text


def _decode_other(data: bytes) -> str:
    wide = _decode_wide(data)
    if wide is not None:
        return wide
    if _is_mostly_utf8(data):
        return data.decode("utf-8", errors=STRAY_AS_WINDOWS)
    return data.decode(_choose_encoding(data), errors="replace")


def _decode_wide(data: bytes) -> str | None:
    """Decode UTF-16 without a mark, which shows by every second byte being NUL."""
    sample = data[:1000]
    nul_counts = sample[0::2].count(0), sample[1::2].count(0)
    if max(nul_counts) < len(sample) * 0.3 or min(nul_counts) > len(sample) * 0.05:
        return None
    return data.decode("utf-16-be" if nul_counts[0] > nul_counts[1] else "utf-16-le", errors="replace")


def _is_mostly_utf8(data: bytes) -> bool:
    whole = UTF8_LETTER.findall(data)
    stray_count = len(data.translate(None, ASCII)) - sum(map(len, whole))
    return len(whole) > stray_count


def _choose_encoding(data: bytes) -> str:
    letters = data.translate(None, ASCII)[:SAMPLE_BYTES]
    scored = {name: _score_decoding(letters.decode(name, errors="replace")) for name in WESTERN}
    best = max(scored, key=lambda name: scored[name])
    is_western = sum(map(len, FOREIGN_WORD.findall(data))) < len(letters) / 2
    if is_western and scored[best] >= CONFIDENT_SHARE:
        return best
    return _guess_encoding(data) or best


def _score_decoding(letters: str) -> float:
    return sum(char in EXPECTED for char in letters) / max(1, len(letters))


def _guess_encoding(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only for what is neither UTF-8 nor western

    first = next(i for i, byte in enumerate(data) if byte not in ASCII)
    guess = from_bytes(data[max(0, first - 100) : first + SAMPLE_BYTES]).best()
    return guess.encoding if guess else None


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode what is not UTF-8 as Windows-1252, as a codec's error handler does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(STRAY_AS_WINDOWS, _read_as_windows)
