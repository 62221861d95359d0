"""Invented contacts in Spanish and English, each with one personal value, or one that only looks like it.

Of each kind's templates the first half was looked at while rules were written, the second was not. A mistyped
document (its checksum fails) is measured beside a word that says what it is, since it is still personal.
"""

from collections.abc import Callable, Iterator
from random import Random

from benchmarks import privacy_reach_values as reach
from benchmarks import privacy_values as values
from benchmarks.privacy_sets import Marked

SEED = 20_261_122
EACH = 40  # values for a template

Draw = Callable[[Random], str]

NAMED = (  # introductions; half by half
    "Me llamo {} y no tengo internet desde el lunes|Buenas, mi nombre es {}, quería saber por mi pedido"
    "|la cuenta está a nombre de {}|Cliente: {}. Pide la baja|My name is {} and I want a refund"
    "|the account is under the name of {}"
    "||Hola, me llamo {}, llevo tres días sin línea|el titular se llama {}|Nombre: {}\nMotivo: factura"
    "|Hi, my name is {}, the parcel never came|Caller name: {}. Asked for a callback"
    "|mi nombre completo es {}."
)
NAMED_WEAKLY = (
    "soy {}, clienta desde hace años|me atendió {} y fue muy amable|I spoke with {} yesterday|Un saludo, {}"
    "||le habla {} de la agencia|this is {} calling about my bill|Kind regards,\n{}|hablé con {} por teléfono"
)
NAMED_NOWHERE = (
    "el reembolso lo pidió {} en marzo|{} never called me back"
    "||en la tienda {} me dijo que esperara|please tell {} that the router works"
)
DOCUMENT_ALONE = (
    "adjunto {} para el trámite|{} sigue sin verse en la web||lo mandé ya: {}|they ask for {} again"
)
DNI = "mi DNI es {}|con dni {} y todo en regla||mi documento de identidad es el {}|NIF: {}, titular"
NIE = "mi NIE es {}|tengo NIE {}||nie: {} y me piden otro|número de NIE {}"
CIF = "nuestro CIF es {}|facturad al CIF {}||la empresa, con CIF: {}, pide factura|NIF de la empresa {}"
CURP = "mi CURP es {}|curp: {}||registrado con la CURP {}|my CURP is {}"
RFC = "mi RFC es {}|facturar al RFC {}||con R.F.C. {} a nombre de la empresa|rfc: {}"
CUIT = "mi CUIT es {}|CUIT/CUIL {}||con el cuit número {}|CUIL: {}"
RUT = "mi RUT es {}|rut: {}||con RUT {} no me deja entrar|R.U.T. {}"
CEDULA = "mi cédula es {}|cédula de ciudadanía {}||C.C. {} de Bogotá|identificado con cc {}"
PASSPORT = "mi pasaporte es {}|passport number {}||pasaporte nº {}|my passport is {}"
SSN = "my SSN is {}|social security number {}||SSN: {}, still refused|my social is {}"
EMAIL = "mi correo es {}|escríbanme a {} por favor|my email is {}||contacto: {}, gracias|reply to {} please"
DICTATED_EMAIL_ES = "mi correo es {}|apunte: {}, gracias||el e-mail es {} y no llega nada|escríbame a {}"
DICTATED_EMAIL_EN = "my email is {}|send it to {} please||it is {}, thanks|the address on file is {}"
PHONE = (
    "mi teléfono es el {}|llámenme al {} por la tarde|call me at {}"
    "||mi número: {}|contacto {} gracias|my cell is {}"
)
PHONE_ALONE = "{} por si acaso|pueden marcar {} cuando quieran||les dejo {} y espero|you can have {} as well"
DICTATED = "mi número es el {}|apunte, {}, gracias|my number is {}||el móvil es {}|it is {} okay|sí, {}"
IBAN = "mi cuenta es {}|IBAN {}|please pay into {}||domiciliado en {}|the account {} was closed"
CBU = "mi CBU es {}|cbu: {}||transfieran al CBU {}|el CBU de la cuenta es {}"
CARD = "la tarjeta {} fue rechazada|I paid with {}|pagué con {} ayer||mi visa {} no pasa|card {} declined"
CARD_SLIPPED = "la tarjeta {} fue rechazada|my card is {}||mi visa {} no pasa|card number {} declined"
PLATE = "la matrícula es {}|matrícula {} y seguro a terceros||mi coche, matrícula {}|plate number {}"
STREET_ES = "vivo en {}|envíenlo a {} por favor||mi dirección es {}|no entregan en {} desde hace semanas"
STREET_EN = "I live at {}|it was sent to {} instead||my address is {}|nobody came to {} yesterday"
HANDLE = "{} sigo sin internet|gracias {} por responder||hola {} cuándo abren|{} you lost my bag"
LINK = "mi perfil es {}|miren {} y verán||está en {} desde ayer|see {} for the proof"
AMOUNT = (
    "me cobraron {} de más|pagué {} ayer|they charged me {} twice||son {} al mes|the bill says {}|me deben {}"
)
DATE = "el {} me quedé sin línea|since {} nothing works||desde el {} espero|on {} I called|compré el {}"
ORDER = (
    "el pedido {} no llega|my order {} is late|tracking {}"
    "||número de pedido {}|ticket {} sigue abierto|invoice {}"
)
MODEL = "mi {} no enciende|compré el {} en la tienda||the {} keeps crashing|cambié por {} y nada"

FOREIGN = "my {} is not accepted|mi {} no lo aceptan||they lost my {} again|les di {} y nada"

_SLIPPED = {
    "DNI": (values.draw_dni, DNI),
    "NIE": (values.draw_nie, NIE),
    "CIF": (values.draw_cif, CIF),
    "CURP": (values.draw_curp, CURP),
    "RFC": (values.draw_rfc, RFC),
    "CUIT": (values.draw_cuit, CUIT),
    "RUT": (values.draw_rut, RUT),
}
PERSONAL: dict[str, tuple[Draw, str]] = {
    "name, introduced": (values.draw_name, NAMED),
    "name, introduced weakly": (values.draw_name, NAMED_WEAKLY),
    "name, elsewhere": (values.draw_name, NAMED_NOWHERE),
    **_SLIPPED,
    **{f"{kind}, no word beside it": (draw, DOCUMENT_ALONE) for kind, (draw, _) in _SLIPPED.items()},
    "cédula": (values.draw_cedula, CEDULA),
    "passport": (values.draw_passport, PASSPORT),
    "SSN": (values.draw_ssn, SSN),
    "document of another country": (values.draw_foreign, FOREIGN),
    "e-mail": (reach.draw_email, EMAIL),
    "e-mail, dictated es": (reach.dictate_email_es, DICTATED_EMAIL_ES),
    "e-mail, dictated en": (reach.dictate_email_en, DICTATED_EMAIL_EN),
    "phone, Spain": (reach.draw_spanish_phone, PHONE),
    "phone, Spain, no word beside it": (reach.draw_spanish_phone, PHONE_ALONE),
    "phone, Latin America": (reach.draw_latin_phone, PHONE),
    "phone, Latin America, no word beside it": (reach.draw_latin_phone, PHONE_ALONE),
    "phone, US and UK": (reach.draw_english_phone, PHONE),
    "phone, US and UK, no word beside it": (reach.draw_english_phone, PHONE_ALONE),
    "phone, dictated es": (reach.dictate_phone_es, DICTATED),
    "phone, dictated es in pairs": (reach.dictate_pairs_es, DICTATED),
    "phone, dictated en": (reach.dictate_phone_en, DICTATED),
    "IBAN": (values.draw_iban, IBAN),
    "CBU": (values.draw_cbu, CBU),
    "card": (values.draw_card, CARD),
    "plate": (values.draw_plate, PLATE),
    "street, Spain": (reach.draw_street_es, STREET_ES),
    "street, Latin America": (reach.draw_street_latin, STREET_ES),
    "street, US and UK": (reach.draw_street_en, STREET_EN),
    "handle": (reach.draw_handle, HANDLE),
    "link": (reach.draw_link, LINK),
}
KEPT: dict[str, tuple[Draw, str]] = {
    "amount": (reach.draw_amount, AMOUNT),
    "date": (reach.draw_date, DATE),
    "order number": (reach.draw_order, ORDER),
    "model, version": (reach.draw_model, MODEL),
}


def invent_texts(seed: int = SEED, each: int = EACH) -> list[Marked]:
    """Invent the corpus: `each` texts for every template of every kind, always the same for one seed."""
    texts: list[Marked] = []
    for what, (draw, templates) in PERSONAL.items():
        texts += _fill_templates(Random(f"{seed}{what}"), what, draw, templates, each, is_personal=True)
    for kind, (draw, templates) in {**_SLIPPED, "card": (values.draw_card, CARD_SLIPPED)}.items():
        texts += _fill_templates(
            Random(f"{seed}{kind} slip"),
            f"{kind}, mistyped",
            _slip_after(draw),
            templates,
            each,
            is_personal=True,
        )
    for what, (draw, templates) in KEPT.items():
        texts += _fill_templates(Random(f"{seed}{what}"), what, draw, templates, each, is_personal=False)
    return texts


def _slip_after(draw: Draw) -> Draw:
    return lambda dice: values.slip(dice, draw(dice))


def _fill_templates(
    dice: Random, what: str, draw: Draw, templates: str, each: int, *, is_personal: bool
) -> Iterator[Marked]:
    for is_looked_at, half in zip((True, False), templates.split("||"), strict=True):
        for template in half.split("|"):
            before, after = template.split("{}")
            for _ in range(each):
                words, _, value = draw(dice).rpartition("§")
                start = len(before + words)
                mark = (start, start + len(value), what)
                personal, kept = ((mark,), ()) if is_personal else ((), (mark,))
                yield Marked(before + words + value + after, personal, kept, is_looked_at, "es")
