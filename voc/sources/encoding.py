"""Which characters do these bytes stand for?

UTF-8 is tried first and strictly: other encodings' text is almost never valid UTF-8. What is not is
judged by the letters it would give, since a byte alone says nothing: 0x97 is an em dash to Windows
and an o with an accent to an old Mac.
"""

import codecs

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
SAMPLE_BYTES = 200_000
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
        return _decode_broken_utf8(data)
    encoding = _choose_encoding(data[:SAMPLE_BYTES])
    return data.decode(encoding, errors="replace")


def _decode_wide(data: bytes) -> str | None:
    """Decode UTF-16 without a mark, which shows by every second byte being NUL."""
    sample = data[:1000]
    nul_counts = sample[0::2].count(0), sample[1::2].count(0)
    if max(nul_counts) < len(sample) * 0.3 or min(nul_counts) > len(sample) * 0.05:
        return None
    return data.decode("utf-16-be" if nul_counts[0] > nul_counts[1] else "utf-16-le", errors="replace")


def _is_mostly_utf8(data: bytes) -> bool:
    good = sum(1 for char in data.decode("utf-8", errors="ignore") if char > "\x7f")
    bad = data.decode("utf-8", errors="replace").count("\ufffd")
    return good > bad


def _decode_broken_utf8(data: bytes) -> str:
    pieces = []
    rest = data
    while rest:
        try:
            pieces.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            pieces.append(rest[: error.start].decode("utf-8"))
            pieces.append(rest[error.start : error.end].decode("cp1252", errors="replace"))
            rest = rest[error.end :]
    return "".join(pieces)


def _choose_encoding(sample: bytes) -> str:
    scored = {name: _score_decoding(sample.decode(name, errors="replace")) for name in WESTERN}
    best = max(scored, key=lambda name: scored[name])
    if scored[best] >= CONFIDENT_SHARE:
        return best
    return _guess_encoding(sample) or best


def _score_decoding(text: str) -> float:
    beyond_ascii = [char for char in text if char > "\x7f"]
    return sum(char in EXPECTED for char in beyond_ascii) / max(1, len(beyond_ascii))


def _guess_encoding(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only for what is neither UTF-8 nor western

    guess = from_bytes(sample).best()
    return guess.encoding if guess else None
