"""Where does the person live? Streets with a number, in Spanish and in English, with floor, door and postcode.

A street without a number stays ("la tienda de la calle Mayor"), since it names a place and not a home.
"""

import re
from collections.abc import Iterator

from voc.text.lists import load_words
from voc.text.spans import Span

_LINKS = {"de", "del", "la", "las", "los", "el", "y", "san", "santa", "da", "do", "en", "don", "dona"}
_UNIT = (r"(?!\s?(?:minutos?|min|mins|dias?|horas?|hrs?|euros?|eur|€|\$|%|veces|meses|semanas?|anos?|personas|km|kms|metros|m\b|am\b|pm\b"
         r"|gb|mb|pedidos|unidades|estrellas|[.,:/]\d|\d))")
_DOOR = (r"(?:[\s,.-]*(?:(?:piso|planta|puerta|pta|portal|esc(?:alera)?|bloque|bl|bajo|bjo|atico|interior|int|depto|dpto|departamento|casa"
         r"|apto|apartamento|local|oficina|izq(?:uierda)?|izda|dcha|derecha|ed(?:ificio)?|torre|torre|manzana|mz|lote)\.?"
         r"(?:\s?n?[oº°]?\s?(?:\d{1,4}|[a-z])\s?[ºª°]?\s?[a-z]?(?!\w))?|\d{1,2}\s?[ºª°oa]\.?\s?(?:[a-z](?!\w)|izq\w*|izda|dcha|derecha)?"
         r"(?!\w)|(?<=,)\s?\d{1,2}\s?[a-z](?!\w)))*")
_KIND = (r"(?:calle|c/|c\.|cl\.|cll\.?|avenida|avda\.?|av\.?|paseo|p\.?º|plaza|pza\.?|plz\.?|pl\.|carretera|ctra\.?|camino|ronda|travesia"
         r"|urbanizacion|urb\.?|glorieta|rua|carrer|pasaje|pje\.?|poligono|calzada|carrera|cra\.?|kra\.?|diagonal|transversal|jiron|jr\.?"
         r"|rambla|alameda|callejon|barrio|colonia|boulevard|blvd\.?|cuesta)")
_SPANISH = re.compile(rf"(?<![\w/]){_KIND}\s*(?P<name>(?:[^\W\d_][\w.'ªº-]*\s+|\d{{1,3}}\s+(?:de|bis)\s+){{0,6}}?[^\W\d_][\w.'ªº-]*)"
                      rf"[\s,]+(?:n[uú]?m?(?:ero)?[.oº°]*\s?|#\s?|no\.?\s?)?(?P<number>\d{{1,4}}|s/n)(?:\s?-\s?\d{{1,4}})?(?:\s?[a-z](?!\w)|\s?bis\b)?"
                      rf"(?!\w){_UNIT}{_DOOR}")
_GRID = re.compile(r"(?<!\w)(?:calle|cll?\.?|carrera|cra\.?|kra\.?|kr\.?|diagonal|transversal|av\.?|avenida)\s+\d{1,3}\s?[a-z]?(?:\s?bis)?"
                   r"(?:\s?(?:sur|norte|este))?\s*(?:#|no\.?|n[º°]|num\.?|numero|con)\s*\d{1,3}\s?[a-z]?(?:\s?-\s?\d{1,3})?(?!\w)")
_SURE = r"street|avenue|road|lane|drive|boulevard|blvd|terrace|crescent|gardens|highway|parkway"
_ENGLISH = re.compile(rf"(?<![\w/.,-])\d{{1,5}}[a-z]?,?\s+(?P<name>(?:[nsew]\.?\s+)?(?:[^\W\d_][\w.'-]*\s+|\d{{1,3}}(?:st|nd|rd|th)\s+){{1,4}}?)"
                      rf"(?P<kind>{_SURE}|st|ave|rd|ln|dr|court|ct|close|way|place|pl|square|sq|grove|hwy|pkwy|circle|trail|mews|row|walk|hill)"
                      r"(?!\w)\.?(?:[\s,]+(?:apt|apartment|suite|ste|unit|flat|floor|room|#)\.?\s?#?\s?\w{1,5}(?!\w))?"
                      r"(?:,?\s+[a-z][\w ]{2,20},\s*[a-z]{2}\s+\d{5}(?:-\d{4})?)?")
_UNIT_FIRST = re.compile(r"(?<!\w)(?:apt|apartment|flat|unit|suite)\.?\s?#?\s?\d{1,5}[a-z]?,?\s*$")
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)")
_BOX = re.compile(r"(?<!\w)(?:p\.?\s?o\.?\s?box|apartado(?: de correos| postal)?|unit \d+ box|psc \d+,? box)\s*(?:n[oº°.]*\s?)?\d{1,6}(?!\w)")
_LABEL = re.compile(r"(?<!\w)(?:mi direccion(?: es)?|domicilio|direccion(?: de (?:envio|entrega|facturacion))?|my address is|address)\s*[:=]\s*"
                    r"(?P<value>[^\n.;]{3,60}?\d{1,5}[^\n.;<]{0,25})(?=[\n.;]|$)")
_GATE = re.compile(r"\d")


def find_addresses(text: str, folded: str) -> Iterator[Span]:
    """Find postal addresses (`ADDRESS`): street and number with what follows of floor, door, postcode and town."""
    if not _GATE.search(text) and "s/n" not in folded:
        return
    for pattern in (_GRID, _BOX):
        yield from (Span(match.start(), match.end(), "ADDRESS") for match in pattern.finditer(folded))
    for match in _SPANISH.finditer(folded):
        if _names_street(text, match.start("name"), match.end("name")):
            yield Span(match.start(), _extend_postcode(text, match.end()), "ADDRESS")
    for match in _ENGLISH.finditer(folded):
        if _names_road(text, match):
            unit = _UNIT_FIRST.search(folded[: match.start()])
            yield Span(unit.start() if unit else match.start(), match.end(), "ADDRESS")
    yield from (Span(match.start(), match.end(), "ADDRESS") for match in _POSTCODE.finditer(text))
    yield from (Span(match.start("value"), match.end("value"), "ADDRESS") for match in _LABEL.finditer(folded))


def _extend_postcode(text: str, end: int) -> int:
    match = re.compile(r"[\s,.-]{1,3}(?:[cC]\.?[pP]\.?\s?:?\s?)?\d{5}(?!\d)(?:[\s,]+(?:de )?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)?").match(text, end)
    return match.end() if match else end


def _names_street(text: str, start: int, end: int) -> bool:
    """A street's name is capitalised, or holds no function word besides the links that names have."""
    words = re.findall(r"[^\W_][\w.'-]*", text[start:end])
    if any(word[0].isupper() for word in words):
        return True
    return bool(words) and not any(word.lower() in load_words("stopwords_es", "verb_hints") - _LINKS for word in words)


def _names_road(text: str, match: re.Match[str]) -> bool:
    """An English road is capitalised; in lower case only the unmistakable kinds, without function words, count."""
    words = re.findall(r"[^\W\d_][\w.'-]*", text[match.start("name") : match.end("name")])
    kind = text[match.start("kind") : match.end("kind")]
    if kind[0].isupper() and all(word[0].isupper() or word in {"of", "the", "de", "del", "la"} for word in words):
        return bool(words) or any(char.isdigit() for char in match["name"])
    plain = match["kind"] in _SURE.split("|")
    return plain and not any(word.lower() in load_words("stopwords_en", "stopwords_es") for word in words)
