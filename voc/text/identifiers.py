"""Which numbers name a person, an account or a car? Documents, cards, bank accounts, plates.

A checksum (python-stdnum) decides where there is one; a number that fails it is taken out only beside a
word that says what it is ("mi DNI es ..."). Order, ticket and invoice numbers stay.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from voc.text.spans import Span

_GATE = re.compile(r"\d(?:[ .\-/]{0,2}[0-9a-z]){5}")
_ORDER_BEFORE = re.compile(
    r"(?:pedidos?|orden|order|ticket|tracking|seguimiento|guia|envio|factura|invoice|referencia|ref"
    r"|expediente|reserva|booking"
    r"|localizador|incidencia|caso|case|folio|albaran|paquete|parcel|package|sku|modelo|model|serie|serial"
    r"|imei|contrato|poliza"
    r"|siniestro|exp|rec|reclamacion|transaccion|transaction|operacion|confirmation|claim|vuelo|flight"
    r"|reference)"
    r"\W{0,3}(?:(?:numero|num|nro|number|nº|n°|no|n|id|de|es|is|del|el|con)\W{1,3}){0,4}[\w-]{0,6}$"
)
_IBAN = re.compile(
    r"(?<!\w)[a-z]{2}\d{2}[ .-]?[a-z0-9]{4}(?:[ .-]?(?=[a-z]{0,3}\d)[a-z0-9]{4}){1,6}"
    r"(?:[ .-]?(?=\d)[a-z0-9]{1,4})?(?!\w)"
)
_CARD = re.compile(r"(?<![\w.,])\d(?:[ .-]?\d){11,18}(?![\w])")
_CARD_WORD = re.compile(
    r"tarjeta|card|visa|master ?card|amex|american express|maestro|credito|debito|credit|debit"
)
_ACCOUNT = re.compile(r"(?<!\w)\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?!\w)")
_LABELLED_ACCOUNT = re.compile(
    r"(?<!\w)(?:iban|clabe|cbu|ccc)\b\W{0,3}(?:(?:es|is|el|numero|number|no|n)\W{1,3}){0,3}"
    r"((?:[a-z]{2})?\d(?:[ .-]?\d){11,23})(?!\w)"
)
_DOCUMENTS: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    # pattern, stdnum module, whether a word beside it may stand in for the checksum
    (re.compile(r"(?<![\w.])\d{1,2}[. ]?\d{3}[. ]?\d{3}[ .-]{0,2}[a-z](?![\w'])"), "stdnum.es.dni", True),
    (re.compile(r"(?<!\w)[xyz][ .-]?\d[. ]?\d{3}[. ]?\d{3}[ .-]?[a-z](?!\w)"), "stdnum.es.nie", True),
    (
        re.compile(r"(?<!\w)[abcdefghjnpqrsuvw][.-]?\d{2}[.]?\d{3}[.]?\d{2}-?[0-9a-j](?!\w)"),
        "stdnum.es.cif",
        False,
    ),
    (re.compile(r"(?<!\w)[a-z&]{3,4}\d{6}[a-z0-9]{3}(?!\w)"), "stdnum.mx.rfc", False),
    (re.compile(r"(?<!\w)(?:2[03-7]|3[034])-\d{8}-\d(?!\w)"), "stdnum.ar.cuit", False),
    (re.compile(r"(?<![\w.])\d{1,2}\.?\d{3}\.?\d{3}-[\dk](?!\w)"), "stdnum.cl.rut", False),
    (re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), "", False),  # US social security
    (re.compile(r"(?<!\w)[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d(?!\w)"), "", False),  # CURP
    (
        re.compile(r"(?<!\w)\d{2} \d{8}(?: \d{2})?(?!\w)|(?<![\w/])\d{2}[/-]\d{8}[/-]\d{2}(?!\w)"),
        "",
        False,
    ),  # seguridad social
    (
        re.compile(r"(?<!\w)[a-ceghj-prstw-z]{2} \d{2} \d{2} \d{2} [a-d](?!\w)"),
        "",
        False,
    ),  # UK national insurance
)
_LABELLED = re.compile(
    r"(?<!\w)(?:dni|d\.n\.i\.?|nif|nie|cif|cedula|c\.c|documento(?: de identidad)?|pasaporte|passport|ssn"
    r"|social security"
    r"|seguridad social|nass|nuss|curp|rfc|cuit|cuil|rut|ruc|national insurance|tax id"
    r"|driver'?s? licen[cs]e|driving licen[cs]e"
    r"|licencia de conducir|carne de conducir|historia clinica|nhc|numero de (?:cliente|socio|abonado"
    r"|usuario|cuenta|afiliado)"
    r"|(?:id|n[o.º°]{1,2}) ?(?:del? )?(?:cliente|socio|abonado|cuenta)"
    r"|(?:customer|account|member(?:ship)?|client|acct)"
    r" ?(?:id|number|no\.?|nr|#)|(?:cliente|socio|cuenta) (?:n[o.º°]{1,2}|numero|nro|num|id))(?!\w)\W{0,3}"
    r"(?:(?:de ciudadania|de identidad|numero|num|nro|number|nº|n°|no|n|is|es|el|la|con|era|was"
    r"|del titular|titular)\W{1,3}){0,4}"
    r"([a-z]{0,4}[-. ]?\d(?:[ .\-/]?\d){4,17}[ -]?(?:[a-z](?!\w))?"
    r"|(?=[a-z0-9-]*\d[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{5,19})(?!\w)"
)
_DOCUMENT_WORD = re.compile(
    r"(?:dni|nif|nie|documento|identificacion|identidad)\W{0,3}(?:\w{1,8}\W{1,3}){0,3}$"
)
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
_PLATE = re.compile(
    r"(?<![\w-])(?:\d{4}[ -]?[bcdfghjklmnprstvwxyz]{3}|[a-z]{1,2}[ -]\d{4}[ -][a-z]{1,2}"
    r"|[a-z]{2}\d{2} ?[a-z]{3}"
    r"|[a-z]{3}[ -]?\d{3,4})(?![\w-])"
)
_PLATE_WORD = re.compile(
    r"matricula|placas?\b|patente|plates?\b|registration|\breg\b|coche|carro|vehiculo|vehicle|\bcar\b"
)


def find_identifiers(text: str, folded: str) -> Iterator[Span]:
    """Find documents, cards, bank accounts and plates (`ID`, `CARD`, `IBAN`, `PLATE`), the surest first."""
    if _GATE.search(folded):
        yield from _find_accounts(folded)
        yield from _find_cards(folded)
        yield from _find_documents(text, folded)
    yield from _find_plates(text, folded)


def names_an_order(folded: str, start: int) -> bool:
    """Tell whether the words just before say that a number is an order's, a ticket's or a thing's."""
    return bool(_ORDER_BEFORE.search(folded[max(0, start - 45) : start]))


def _find_accounts(folded: str) -> Iterator[Span]:
    for match in _IBAN.finditer(folded):
        value = match[0]
        while len(value) >= 15 and not _passes("stdnum.iban", value):
            value = re.sub(r"(?:[ .-][a-z0-9]*|[a-z0-9])$", "", value)
        if len(value) >= 15:
            yield Span(match.start(), match.start() + len(value), "IBAN")
        elif value and "iban" in folded[max(0, match.start() - 30) : match.start()]:
            yield Span(match.start(), match.end(), "IBAN")
    for match in _ACCOUNT.finditer(folded):
        yield Span(match.start(), match.end(), "IBAN")
    for match in _LABELLED_ACCOUNT.finditer(folded):
        yield Span(match.start(1), match.end(1), "IBAN")


def _find_cards(folded: str) -> Iterator[Span]:
    for match in _CARD.finditer(folded):
        digits = re.sub(r"\D", "", match[0])
        beside = _CARD_WORD.search(folded[max(0, match.start() - 60) : match.end() + 20])
        grouped = re.fullmatch(r"\d{4}([ .-])\d{4}\1\d{4}\1\d{4}", match[0])
        ordered = names_an_order(folded, match.start())
        if (
            (grouped and not ordered)
            or (beside and not ordered)
            or (len(digits) >= 13 and not ordered and _passes("stdnum.luhn", digits))
        ):
            yield Span(match.start(), match.end(), "CARD")


def _find_documents(text: str, folded: str) -> Iterator[Span]:
    for match in _LABELLED.finditer(folded):
        if sum(char.isdigit() for char in match[1]) >= 5:
            yield Span(match.start(1), match.end(1), "ID")
    for pattern, checker, word_will_do in _DOCUMENTS:
        for match in pattern.finditer(folded):
            if _is_document(text, folded, match, checker, word_will_do):
                yield Span(match.start(), match.end(), "ID")
    for match in _IP.finditer(folded):
        if all(int(part) < 256 for part in match[0].split(".")) and int(match[0].split(".")[0]) >= 10:
            yield Span(match.start(), match.end(), "ID")


def _is_document(text: str, folded: str, match: re.Match[str], checker: str, word_will_do: bool) -> bool:
    if names_an_order(folded, match.start()):
        return False
    beside = bool(_DOCUMENT_WORD.search(folded[max(0, match.start() - 45) : match.start()]))
    if checker == "stdnum.es.dni" and not beside and match[0][-2] == " " and text[match.end() - 1].islower():
        return False  # "12345678 y": a number and a word
    return not checker or _passes(checker, match[0]) or (word_will_do and beside)


def _find_plates(text: str, folded: str) -> Iterator[Span]:
    for match in _PLATE.finditer(folded):
        written = text[match.start() : match.end()]
        beside = _PLATE_WORD.search(folded[max(0, match.start() - 30) : match.start()])
        bare = re.fullmatch(r"\d{4}[A-Z]{3}", written)
        if (beside and written.upper() == written) or bare or (beside and "matricula" in beside[0]):
            yield Span(match.start(), match.end(), "PLATE")


@cache
def _load_checker(module: str) -> Callable[[str], bool]:
    checker: Callable[[str], bool] = import_module(module).is_valid
    return checker


def _passes(module: str, value: str) -> bool:
    bare = re.sub(r"[ .\-/]", "", value).upper()
    return _load_checker(module)(bare.rjust(9, "0") if module == "stdnum.es.dni" else bare)
