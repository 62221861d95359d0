"""Is this number a thing's rather than a person's? Orders, parcels, invoices, models and versions stay."""

import re

_WORDS = (
    "pedidos? orden order ticket tracking seguimiento guia envio factura invoice referencia ref expediente"
    " reserva booking localizador incidencia caso case folio albaran paquete parcel package sku modelo model"
    " serie serial imei contrato poliza policy siniestro exp rec reclamacion transaccion transaction"
    " operacion confirmation confirmacion claim vuelo flight reference autorizacion presupuesto lote"
    " batch ean isbn upc gtin barcode barras articulo producto item part"
).split()
_LINKS = r"(?:numero|num|nro|number|nº|n°|no|n|id|de|es|is|del|el|con|the|code)"
_BEFORE = re.compile(  # a comma parts: "pagué la factura, 645799204 es mi móvil"
    rf"(?:{'|'.join(_WORDS)})[^\w,;!?]{{0,3}}(?:{_LINKS}\W{{1,3}}){{0,4}}[\w-]{{0,6}}$"
)
_VERSION = re.compile(
    r"(?:version|ver|firmware|software|build|release|driver|kernel|android|ios|windows|app|v)\.?\s?"
    r"(?:de |es )?$"
)


def names_an_order(folded: str, start: int) -> bool:
    """Tell whether the words just before say that a number is an order's, a ticket's or a thing's."""
    return bool(_BEFORE.search(folded[max(0, start - 45) : start]))


def names_a_version(folded: str, start: int) -> bool:
    """Tell whether the words just before say that dotted numbers are a version and no address."""
    return bool(_VERSION.search(folded[max(0, start - 25) : start]))
