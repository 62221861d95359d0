"""Which numbers name an account, a card, a car or a line? Bank accounts, cards, plates, network addresses.

A checksum decides where there is one; a number that fails it is taken out beside a word that says what it
is. Order, ticket and invoice numbers stay (voc.text.orders), documents have a module of their own.
"""

import re
from collections.abc import Iterator
from functools import partial

from voc.text.candidates import is_dictionary_word
from voc.text.documents import find_documents, passes_checksum
from voc.text.orders import names_a_version, names_an_order
from voc.text.spans import Span

_GATE = re.compile(r"\d(?:[ .\-/]{0,2}[0-9a-z]){5}")
_IBAN = re.compile(
    r"(?<!\w)[a-z]{2}\d{2}[ .-]?[a-z0-9]{4}(?:[ .-]?(?=[a-z]{0,3}\d)[a-z0-9]{4}){1,6}"
    r"(?:[ .-]?(?=\d)[a-z0-9]{1,4})?(?!\w)"
)
_ANY_IBAN = re.compile(  # however it is grouped; the checksum and the country's form decide
    r"(?<!\w)[a-z]{2}[ .-]?(?=(?:[^\d\n]{0,6}\d){10})\d{2}(?:[ .-]?[a-z0-9]){11,30}(?!\w)"
)
_ACCOUNT_WORD = re.compile(r"iban|cuenta|\bcta\b|account|transfer|domicili|banc|bank|pay (?:in)?to")
_ACCOUNT = re.compile(r"(?<!\w)(?:[a-z]{2}\d{2}[ -]?)?\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?!\w)")
_CBU = re.compile(r"(?<!\w)\d{22}(?!\w)")
_LABELLED_ACCOUNT = re.compile(
    r"(?<!\w)(?:iban|clabe|cbu|cvu|ccc)\b\W{0,3}"
    r"(?:(?:es|is|el|de|la|mi|my|cuenta|account|interbancaria|numero|number|no|n)\W{1,3}){0,4}"
    r"((?:[a-z]{2})?\d(?:[ .-]?\d){11,23})(?!\w)"
)
_CARD = re.compile(r"(?<![\w.,])(?:\d{4}/\d{4}/\d{4}/\d{4}|\d(?:(?: {0,2}|[.-])\d){11,18})(?!\w)")
_CARD_WORD = re.compile(
    r"tarjeta|card|visa|master ?card|amex|american express|maestro|credito|debito|credit|debit"
)
_ISSUED = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6")  # how the numbers of cards in use begin
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])")  # MAC addresses too
_PLATE = re.compile(
    r"(?<![\w-])(?:\d{4}[ -]?[bcdfghjklmnprstvwxyz]{3}|[a-z]{1,2}[ -]\d{4}[ -][a-z]{1,2}"
    r"|[a-z]{2}\d{2} ?[a-z]{3}|[a-z]{3}[ -]?\d{2,4}(?:[ -]?[a-z]{1,2})?|[a-z]{2} ?\d{3} ?[a-z]{2})(?![\w-])"
)
_PLATE_WORD = re.compile(
    r"matricula|placas?\b|patente|plates?\b|registration|\breg\b|coche|carro|vehiculo|vehicle|\bcar\b"
)


def find_identifiers(text: str, folded: str) -> Iterator[Span]:
    """Find bank accounts, cards, documents and plates (`IBAN`, `CARD`, `ID`, `PLATE`), the surest first."""
    if _GATE.search(folded):
        yield from _find_accounts(folded)
        yield from _find_cards(folded)
        yield from _find_network_addresses(folded)
    yield from find_documents(text, folded)
    yield from _find_plates(text, folded)


def _find_accounts(folded: str) -> Iterator[Span]:
    for match in _ANY_IBAN.finditer(folded):
        if size := _measure_iban(match[0]):
            yield Span(match.start(), match.start() + size, "IBAN")
    for match in _IBAN.finditer(folded):
        if _ACCOUNT_WORD.search(folded[max(0, match.start() - 30) : match.start()]):
            yield Span(match.start(), match.end(), "IBAN")
    yield from (Span(*match.span(1), "IBAN") for match in _LABELLED_ACCOUNT.finditer(folded))
    yield from (Span(*match.span(), "IBAN") for match in _ACCOUNT.finditer(folded))
    for match in _CBU.finditer(folded):
        if passes_checksum("stdnum.ar.cbu", match[0]):
            yield Span(match.start(), match.end(), "IBAN")


def _measure_iban(value: str) -> int:
    """Return how many of the characters are an IBAN by its checksum, from the start; 0 where none are."""
    from stdnum.iban import is_valid

    check = partial(is_valid, check_country=False)
    while len(value) >= 15 and not check(value):
        value = re.sub(r"(?:[ .-][a-z0-9]*|[a-z0-9])$", "", value)
    return len(value) if len(value) >= 15 else 0


def _find_cards(folded: str) -> Iterator[Span]:
    for match in _CARD.finditer(folded):
        digits = re.sub(r"\D", "", match[0])
        if not names_an_order(folded, match.start()) and (
            re.fullmatch(r"\d{4}( {1,2}|[./-])\d{4}\1\d{4}\1\d{4}", match[0])
            or _CARD_WORD.search(folded[max(0, match.start() - 60) : match.end() + 20])
            or (len(digits) >= 13 and _ISSUED.match(digits) and passes_checksum("stdnum.luhn", digits))
        ):
            yield Span(match.start(), match.end(), "CARD")


def _find_network_addresses(folded: str) -> Iterator[Span]:
    for match in _IP.finditer(folded):
        parts = [int(part) for part in match[0].split(".")]
        if max(parts) < 256 and parts[0] >= 10 and not names_a_version(folded, match.start()):
            yield Span(match.start(), match.end(), "ID")
    yield from (Span(match.start(), match.end(), "ID") for match in _IP6.finditer(folded))


def _find_plates(text: str, folded: str) -> Iterator[Span]:
    for match in _PLATE.finditer(folded):
        written = text[match.start() : match.end()]
        beside = _PLATE_WORD.search(folded[max(0, match.start() - 30) : match.start()])
        bare = re.fullmatch(r"\d{4}[A-Z]{3}", written)
        spoken = is_dictionary_word(written.partition(" ")[0])  # "matrícula antes del 30 de junio"
        lower = beside and "matricula" in beside[0] and not spoken
        if (beside and written.upper() == written) or bare or lower:
            yield Span(match.start(), match.end(), "PLATE")
