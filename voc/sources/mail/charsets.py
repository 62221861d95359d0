"""What text do a mail's bytes give, whatever charset it declares?

What is declared is believed where it works: old programs declare ASCII and write Windows-1252.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header

from voc.sources.encoding import decode_bytes

_DECLARED_FOR_NOTHING = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "default", "x-unknown", "8bit"})
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "iso-8859-15"})
_NO_CHARSET = re.compile(r"escape|idna|punycode|undefined|\0", re.IGNORECASE)  # codecs, but of something else


def decode_declared(data: bytes, charset: str | None) -> str:
    """Decode by the declared charset, else by what the bytes look like; never fails."""
    name = (charset or "").strip().lower()
    if name in _LATIN and any(0x80 <= byte < 0xA0 for byte in data):
        name = "cp1252"  # a Latin 1 with curly quotes and euros
    if name not in _DECLARED_FOR_NOTHING and not _NO_CHARSET.search(name):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            pass
    return decode_bytes(data)


def decode_words(raw: str) -> str:
    """Decode a header's value: encoded words (RFC 2047), and bytes beyond ASCII that should not be there."""
    value = " ".join(raw.split())
    if not value.isascii():
        value = decode_bytes(value.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(value)
    except HeaderParseError:
        return value
    decoded = [
        piece if isinstance(piece, str) else decode_declared(piece, charset or "utf-8")
        for piece, charset in pieces
    ]
    return " ".join("".join(decoded).split())
